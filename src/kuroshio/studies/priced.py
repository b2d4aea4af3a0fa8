"""What a basket has done since a day: whether news that is old is in the price."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Floats

_BEFORE = 120
_FEWEST_BEFORE = 60
_LEAST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedMove:
    """``move`` decimal, less the market's; ``z`` in deviations; ``names`` priced."""

    move: float
    z: float | None
    names: int


def priced_since(prices: Floats, market: Floats, start: int) -> PricedMove | None:
    """Return the mean move of a basket over the market's, from a row to the last.

    Parameters
    ----------
    prices : ndarray, shape (n_sessions, n_names)
        Closes; NaN: none that day, and the one before holds.
    market : ndarray, shape (n_sessions,)
        Closes of the index; finite.
    start : int
        Row of the first session that could know; the row before is the base.

    Returns
    -------
    PricedMove or None
        None where fewer than three names have a price before and after. ``z`` divides
        by the deviation of the basket's daily return over the market's in the 120
        sessions before, times the root of the sessions since; None with under 60.
    """
    if not 0 < start < len(prices):
        return None
    filled = _held(prices)
    used = np.isfinite(filled[start - 1]) & np.isfinite(prices[start:]).any(axis=0)
    if int(used.sum()) < _LEAST_NAMES:
        return None
    own = filled[-1, used] / filled[start - 1, used] - 1.0
    move = float(own.mean() - (market[-1] / market[start - 1] - 1.0))
    before = slice(max(0, start - 1 - _BEFORE), start)
    daily = filled[before][:, used]
    held = np.isfinite(daily[1:]) & np.isfinite(daily[:-1])
    moves = np.where(held, daily[1:] / daily[:-1] - 1.0, 0.0)
    some = held.any(axis=1)
    base = market[before]
    excess = moves.sum(axis=1)[some] / held.sum(axis=1)[some]
    excess = excess - (base[1:] / base[:-1] - 1.0)[some]
    spread = float(excess.std(ddof=1)) if len(excess) >= _FEWEST_BEFORE else 0.0
    z = move / (spread * np.sqrt(len(prices) - start)) if spread > 0.0 else None
    return PricedMove(move=move, z=z, names=int(used.sum()))


def _held(prices: Floats) -> Floats:
    """Carry each close forward until the next: a suspended name has not moved."""
    rows = np.where(np.isfinite(prices), np.arange(len(prices))[:, None], -1)
    last = np.maximum.accumulate(rows, axis=0)
    found = np.take_along_axis(prices, np.maximum(last, 0), axis=0)
    held: Floats = np.where(last >= 0, found, np.nan)
    return held
