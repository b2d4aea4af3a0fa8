"""Closes at the daily price limit, seen in prices, and the first free close after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from kuroshio.calendars import board_of, price_limit
from kuroshio.numerics import Bools, Floats, Ints
from kuroshio.records import DayArray, PriceLimit, PricePanel

# The exchange rounds the limit price to a fen, which at two yuan is a quarter of a
# point; adjusted prices are rounded too.
_FEN = 0.0051
_ROUNDING = (0.0015, 0.005)


def closes_at_limit(
    prices: PricePanel, securities: Sequence[str], limits: Sequence[PriceLimit]
) -> Ints:
    """Mark the closes at the daily limit.

    A close counts as locked when its return from the last price before it is the limit
    of the board on that day, to within the rounding of prices. More than the limit is
    no lock: then no limit was in force (a first day, a reform, a wrong price).

    Special treatment cannot be told from a code, so the narrower limit of such shares
    is not seen.

    Parameters
    ----------
    prices : PricePanel
    securities : sequence of str
        Columns of ``prices``, such as 600519.SH; others have no limit.
    limits : sequence of PriceLimit
        The dated table.

    Returns
    -------
    ndarray of int64, shape (n_sessions, len(securities))
        +1 at the upper limit, -1 at the lower, 0 free or unknown.
    """
    column = {name: k for k, name in enumerate(prices.securities)}
    out = np.zeros((len(prices.dates), len(securities)), np.int64)
    for k, name in enumerate(securities):
        board = board_of(name)
        if board is not None and name in column:
            series = prices.values[:, column[name]]
            out[:, k] = _locks(series, prices.dates, board, limits)
    return out


def _locks(
    series: Floats, dates: DayArray, board: str, limits: Sequence[PriceLimit]
) -> Ints:
    out = np.zeros(len(series), np.int64)
    rows = np.flatnonzero(np.isfinite(series))
    if len(rows) < 2:
        return out
    allowed = _limits_on(dates[rows[1:]], board, limits)
    fresh = int(rows[0]) > 0
    if fresh:
        _free_first_sessions(allowed, dates[rows], board, limits)
    before = series[rows[:-1]]
    moves = series[rows[1:]] / before - 1.0
    slack = np.clip(_FEN / before, *_ROUNDING)
    with np.errstate(invalid="ignore"):
        at: Bools = np.abs(np.abs(moves) - allowed) <= slack
    out[rows[1:]] = np.where(at, np.sign(moves), 0.0).astype(np.int64)
    return out


def _limits_on(dates: DayArray, board: str, limits: Sequence[PriceLimit]) -> Floats:
    """Limit on each date, NaN where there is none."""
    out = np.full(len(dates), np.nan)
    for rule in limits:
        if rule.board != board or rule.status != "normal" or rule.limit is None:
            continue
        inside = dates >= np.datetime64(rule.start)
        if rule.end is not None:
            inside &= dates <= np.datetime64(rule.end)
        out[inside] = rule.limit
    return out


def _free_first_sessions(
    allowed: Floats, dates: DayArray, board: str, limits: Sequence[PriceLimit]
) -> None:
    """Take the limit off the first sessions of a share listed inside the panel."""
    for k, day in enumerate(dates[1:]):
        on: date = day.item()
        rule = price_limit(limits, board, on, sessions_listed=k + 2)
        if rule is None or rule.status != "new":
            return
        allowed[k] = np.nan


def first_free_close(locks: Ints, held: Bools, row: int) -> int | None:
    """Find the first priced row, from ``row`` on, that does not close at its limit.

    Parameters
    ----------
    locks : ndarray of int64, shape (n_sessions,)
        As `closes_at_limit` gives for one security.
    held : ndarray of bool, shape (n_sessions,)
        Where it has a price.
    row : int

    Returns
    -------
    int or None
        None: there is none up to the end of the prices.
    """
    free = np.flatnonzero(held[row:] & (locks[row:] == 0))
    return row + int(free[0]) if len(free) else None


def gap_sessions(
    own: Sequence[date], other: Sequence[date], day: date
) -> tuple[date, ...]:
    """Return the sessions of another exchange inside the closure before a session.

    Parameters
    ----------
    own, other : sequence of date
        Sessions of the two exchanges, ascending.
    day : date
        A session of ``own``.

    Returns
    -------
    tuple of date
        Those of ``other`` after the session of ``own`` before ``day`` and before
        ``day``; empty where ``day`` is the first of ``own`` or none of it.
    """
    for before, after in pairwise(own):
        if after == day:
            return tuple(item for item in other if before < item < day)
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """A window carried on to the first free close.

    ``last`` is the day it then ends, None where no day of the event window is free;
    ``car`` is cumulated to there, NaN with it.
    """

    last: int | None
    car: float


def extend_window(
    ar: Floats, locked: Floats, days: Ints, window: tuple[int, int], *, most: float
) -> Extended | None:
    """Carry a window on while the last day's closes are locked.

    Parameters
    ----------
    ar : ndarray of shape (L,)
        Abnormal returns, decimal.
    locked : ndarray of shape (L,)
        Share of the closes at their limit on each day; 0 or 1 for one security.
    days : ndarray of shape (L,)
        The days t of the event window.
    window : (first, last)
        Inside the event window.
    most : float
        A day with at most this share counts as free.

    Returns
    -------
    Extended or None
        None: the window's last day is free, and nothing needs to be carried on.
    """
    first, last = (int(np.searchsorted(days, t)) for t in window)
    if locked[last] <= most:
        return None
    free = np.flatnonzero(locked[last:] <= most)
    if not len(free):
        return Extended(last=None, car=float("nan"))
    stop = last + int(free[0])
    return Extended(last=int(days[stop]), car=float(ar[first : stop + 1].sum()))
