"""Means, spreads and counts of the columns of tall arrays."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.blocks import in_blocks

BLOCK = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """``mean``, ``deviation`` (ddof 1, NaN for one row), ``positive`` counts, (D,)."""

    count: int
    mean: Floats
    deviation: Floats
    positive: Ints


def column_moments(values: Floats, *, threads: int = 1) -> Moments:
    """Take the moments of each column in two passes, so that the spread is exact.

    Parameters
    ----------
    values : ndarray of shape (N, D)
        At least one row; no NaN.
    threads : int, default 1
        Threads that share the rows; the numbers do not depend on it.
    """
    from kuroshio.numerics._moment_kernels import add_squares, add_values

    count, tests = values.shape
    total, squares = np.zeros(tests), np.zeros(tests)
    positive = np.zeros(tests, np.int64)

    def first(begin: int, end: int) -> tuple[Floats, Ints]:
        part = np.zeros(tests), np.zeros(tests, np.int64)
        add_values(values[begin:end], *part)
        return part

    for sums, counts in in_blocks(first, count, BLOCK, threads):
        total += sums
        positive += counts
    mean = total / count

    def second(begin: int, end: int) -> Floats:
        part = np.zeros(tests)
        add_squares(values[begin:end], mean, part)
        return part

    for part in in_blocks(second, count, BLOCK, threads):
        squares += part
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.sqrt(squares / np.float64(count - 1))
    return Moments(count=count, mean=mean, deviation=deviation, positive=positive)
