"""Baskets of securities as one price series each, round one event."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Bools, Floats
from kuroshio.records import PricePanel

# A member needs prices on half of the estimation days, so that the basket of the
# estimation window is the basket of the event window.
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """An equal-weighted basket and what was left out of it.

    ``levels`` (n_sessions,) stand at 100 before the first day of the estimation window
    and are NaN outside the windows. ``left_out`` pairs securities with reasons.
    """

    levels: Floats
    members: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketWindows:
    """Where a basket is asked for: day 0's row, and the windows round it."""

    row: int
    estimation: tuple[int, int]
    event: tuple[int, int]

    @property
    def first(self) -> int:
        """The row before the first return."""
        return self.row + min(self.estimation[0], self.event[0]) - 1

    @property
    def last(self) -> int:
        """The last row."""
        return self.row + max(self.estimation[1], self.event[1])


def select_members(
    prices: PricePanel, securities: Sequence[str], windows: BasketWindows
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Keep the securities that traded throughout the event window.

    Parameters
    ----------
    prices : PricePanel
        Rows are sessions of the venue.
    securities : sequence of str
    windows : BasketWindows
        Inside the rows of the panel.

    Returns
    -------
    members : tuple of str
    left_out : tuple of (security, reason)
        No prices at all, not yet listed, suspended on a day of the event window, or
        prices on fewer than half of the estimation days.
    """
    column = {name: k for k, name in enumerate(prices.securities)}
    members, left_out = [], []
    for name in securities:
        reason = "no prices"
        if name in column:
            held = np.isfinite(prices.values[:, column[name]])
            reason = _reason(held, prices, windows)
        if reason:
            left_out.append((name, reason))
        else:
            members.append(name)
    return tuple(members), tuple(left_out)


def _reason(held: Bools, prices: PricePanel, windows: BasketWindows) -> str:
    """Why a security cannot be a member; empty when it can."""
    if not held.any():
        return "no prices"
    start = windows.row + windows.event[0] - 1
    stop = windows.row + windows.event[1]
    begun = int(np.argmax(held))
    if begun > start:
        return "before listing: no price before the event window"
    absent = np.flatnonzero(~held[start : stop + 1])
    if len(absent):
        ended = not held[start + int(absent[0]) :].any()
        word = "delisted or no longer priced" if ended else "suspended or missing"
        return f"{word}: no price on {prices.dates[start + int(absent[0])]}"
    low, high = windows.estimation
    days = held[windows.row + low : windows.row + high + 1]
    if days.sum() < _LEAST_SHARE * len(days):
        word = "before listing" if begun > windows.row + low else "suspended or missing"
        return f"{word}: prices on fewer than half of the estimation days"
    return ""


def build_basket(
    prices: PricePanel, securities: Sequence[str], windows: BasketWindows
) -> Basket:
    """Build the equal-weighted basket of the securities that can be members.

    A session's return is the mean over the members that traded on it and on the
    session before: equal weights, set anew each session. A member that comes back from
    a suspension counts again from its second session on; the return that spans the
    suspension is taken only where no other member has a return of that session.
    Nothing is filled.

    Parameters
    ----------
    prices : PricePanel
        Rows are sessions of the venue.
    securities : sequence of str
    windows : BasketWindows
        Inside the rows of the panel.

    Returns
    -------
    Basket
        Without members its levels are all NaN.
    """
    members, left_out = select_members(prices, securities, windows)
    levels = np.full(len(prices.dates), np.nan)
    if members:
        column = {name: k for k, name in enumerate(prices.securities)}
        part = slice(windows.first, windows.last + 1)
        values = prices.values[part][:, [column[name] for name in members]]
        levels[part] = _levels(values)
    return Basket(levels=levels, members=members, left_out=left_out)


def _levels(values: Floats) -> Floats:
    """Levels of the basket from member prices, (rows, members) to (rows,)."""
    held: Bools = np.isfinite(values)
    filled = np.where(held, np.arange(len(values))[:, None], -1)
    last = np.maximum.accumulate(filled, axis=0)[:-1]
    known = held[1:] & (last >= 0)
    base = np.take_along_axis(values, np.maximum(last, 0), axis=0)
    returns = np.where(known, values[1:] / np.where(known, base, 1.0) - 1.0, 0.0)
    near: Bools = known & held[:-1]
    use = np.where(near.any(axis=1, keepdims=True), near, known)
    count = use.sum(axis=1)
    mean = np.where(use, returns, 0.0).sum(axis=1) / np.maximum(count, 1)
    levels = np.concatenate([[100.0], 100.0 * np.cumprod(1.0 + mean)])
    # A session without any return is no row: the next return spans it.
    levels[1:][count == 0] = np.nan
    return levels
