"""Wilcoxon's signed-rank test, exact and normal."""

import numpy as np

from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.blocks import in_blocks

EXACT_UP_TO = 50


def doubled_signed_ranks(values: Floats) -> tuple[int, Ints]:
    """Twice the rank sum of positive values, and twice every rank of magnitude.

    Zeros keep their rank and count as not positive; ties share their mean rank.

    Parameters
    ----------
    values : ndarray of shape (N,)

    Returns
    -------
    positive : int
        Twice W+.
    ranks : ndarray of shape (N,)
        Twice the ranks of the magnitudes, ascending.
    """
    # The sign bit of a magnitude is always 0: shifted out, it makes room for the sign.
    bits = np.abs(values).view(np.uint64) << np.uint64(1)
    keys = np.sort(bits | (values > 0.0).astype(np.uint64))
    count = len(keys)
    ranks = 2 * np.arange(1, count + 1, dtype=np.int64)
    size = keys >> np.uint64(1)
    if count > 1 and np.any(size[1:] == size[:-1]):
        starts = np.flatnonzero(np.concatenate([[True], size[1:] != size[:-1]]))
        ends = np.append(starts[1:], count)
        ranks = np.repeat(starts + ends + 1, ends - starts)
    return int(ranks[(keys & np.uint64(1)) == 1].sum()), ranks


def exact_p(positive: int, ranks: Ints) -> float:
    """Two-sided exact p of a doubled rank sum under random signs.

    Counts, over all 2^N sign patterns of the given ranks, those at least as far out;
    ties are therefore exact too.
    """
    total = int(ranks.sum())
    ways = np.zeros(total + 1)
    ways[0] = 1.0
    for rank in ranks:
        ways[rank:] = ways[rank:] + ways[: total + 1 - rank]
    share = ways / ways.sum()
    tail = min(share[: positive + 1].sum(), share[positive:].sum())
    return float(min(1.0, 2.0 * tail))


def wilcoxon(values: Floats, *, threads: int = 1) -> tuple[Floats, Floats, Floats]:
    """Test whether each column is symmetric about zero.

    Parameters
    ----------
    values : ndarray of shape (N, D)
    threads : int, default 1
        Threads that share the columns.

    Returns
    -------
    w_plus : ndarray of shape (D,)
        Sum of the ranks of magnitudes whose value is positive.
    z : ndarray of shape (D,)
        ``(W - N (N + 1) / 4) / sqrt(N (N + 1) (2 N + 1) / 24)``, no continuity
        correction.
    p : ndarray of shape (D,)
        Two-sided: exact up to N = 50, else NaN (take the normal p of z).

    References
    ----------
    Wilcoxon (1945), Biometrics Bulletin 1.
    """
    count, tests = values.shape
    w_plus, p = np.empty(tests), np.full(tests, np.nan)

    def rank(d: int, _: int) -> None:
        positive, ranks = doubled_signed_ranks(np.ascontiguousarray(values[:, d]))
        w_plus[d] = 0.5 * positive
        if count <= EXACT_UP_TO:
            p[d] = exact_p(positive, ranks)

    for _ in in_blocks(rank, tests, 1, threads):
        pass
    deviation = np.sqrt(count * (count + 1.0) * (2.0 * count + 1.0) / 24.0)
    return w_plus, (w_plus - count * (count + 1.0) / 4.0) / deviation, p
