"""Daily bars as imported, what was wrong with them, and how much is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Weight = Literal["fault", "note"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bars:
    """Daily bars in columns, one row a security and session.

    Parameters
    ----------
    source : str
        The file.
    symbols : tuple of str
        Distinct securities.
    symbol : ndarray of int64, shape (n_rows,)
        Index into ``symbols``.
    day : ndarray of datetime64[D], shape (n_rows,)
    fields : mapping of str to ndarray of float64, shape (n_rows,)
        Any of open, high, low, close, adj_close (currency of the listing), volume
        (as given), amount (money traded); NaN: not given. close or adj_close is there.
    row : ndarray of int64, shape (n_rows,)
        Row of the file from 1, for messages.
    currency : tuple of str
        Distinct currencies that the file names; empty: it names none.
    """

    source: str
    symbols: tuple[str, ...]
    symbol: NDArray[np.int64]
    day: NDArray[np.datetime64]
    fields: Mapping[str, NDArray[np.float64]]
    row: NDArray[np.int64]
    currency: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BarIssue:
    """Something in imported bars: a fault keeps them out, a note is told.

    ``count`` rows show it; ``place`` and ``example`` lead to the first.
    """

    kind: str
    weight: Weight
    place: str
    count: int
    example: str
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of one market is held.

    ``gaps`` are sessions between a security's first and last on which it has no bar
    (suspended or missing), summed; ``stale_sessions`` counts the market's sessions from
    ``last`` to the day asked about.
    """

    market: str
    securities: int
    rows: int
    first: date
    last: date
    gaps: int
    stale_sessions: int
