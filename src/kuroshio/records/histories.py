"""Returns of a book's holdings on one calendar, from the user's own files."""

from __future__ import annotations  # numpy is not imported for annotations' sake

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Histories:
    """Daily returns on the mainland's sessions, read-only by custom.

    Markets that close elsewhere are brought onto these sessions: moves over holidays
    add up, and a market that closes later counts a session later.

    Parameters
    ----------
    sessions : ndarray of datetime64[D], shape (n_sessions,)
    securities : tuple of str
        n_securities, in the order of the columns of ``returns``.
    returns : ndarray, shape (n_sessions, n_securities)
        Simple, decimal, local currency. NaN: no price then, never filled.
    factors : tuple of str
        Names of the columns of ``factor_returns``.
    factor_returns : ndarray, shape (n_sessions, n_factors)
        NaN before a series begins and after it ends.
    market_variance : ndarray, shape (n_sessions,)
        Mean daily variance of the domestic indices from their ranges; NaN without.
    dates : tuple of str
        Last session of each security.
    """

    sessions: NDArray[np.datetime64]
    securities: tuple[str, ...]
    returns: Floats
    factors: tuple[str, ...]
    factor_returns: Floats
    market_variance: Floats
    dates: tuple[str, ...]
