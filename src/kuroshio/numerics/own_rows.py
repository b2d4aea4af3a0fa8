"""Put prices on each security's own rows, and take returns between them.

Policy for missing cells. A row of the price index counts for a security when the
security, the market and every factor have a value on it; other rows do not exist for
it. Day t is counted in these own rows, nothing is filled, and a return runs from one
own row to the next: over a suspension it spans several sessions, and so do the returns
of the market and the factors beside it, because they are taken at the same rows.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from kuroshio.numerics._window_arrays import Rows
from kuroshio.numerics.arrays import Bools, Floats, Ints

MarketUse = Literal["none", "subtract", "regress"]
Series = Literal["simple", "log", "level"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRows:
    """Rows, and how they lie on the price index.

    Parameters
    ----------
    rows : Rows
        Returns, prices, regressors, market.
    pattern : ndarray of shape (S,)
        Which set of own rows a security has.
    panel_row : ndarray of shape (P, R)
        Row of the price index of each own row; -1 past the last.
    length : ndarray of shape (P,)
        Number of own rows.
    position : ndarray of shape (P, n_sessions)
        Number of own rows up to and including each row of the price index, less 1.
    """

    rows: Rows
    pattern: Ints
    panel_row: Ints
    length: Ints
    position: Ints


def returns_between(levels: Floats, series: Series) -> Floats:
    """Take returns along the last axis, decimal; the first is NaN.

    "simple" ``P_t / P_{t-1} - 1``, "log" ``ln(P_t / P_{t-1})``; "level" gives the
    levels themselves, for series such as log volume whose own mean is normal.
    """
    if series == "level":
        return levels.copy()
    out = np.empty_like(levels)
    out[..., :1] = np.nan
    np.divide(levels[..., 1:], levels[..., :-1], out=out[..., 1:])
    if series == "log":
        np.log(out[..., 1:], out=out[..., 1:])
    else:
        out[..., 1:] -= 1.0
    return out


class Levels(NamedTuple):
    """Factor levels (n_sessions, K), and the break counts of `levels_of`."""

    values: Floats
    breaks: Ints


def levels_of(returns: Floats) -> Levels:
    """Levels whose simple returns are given, and the number of breaks so far.

    A missing return leaves its row without a level, and what the level did there is
    unknown: two rows may be compared only where their break counts agree.

    Parameters
    ----------
    returns : ndarray of shape (n_sessions, K)
        Decimal; NaN missing.

    Returns
    -------
    Levels
    """
    missing = np.isnan(returns)
    levels = np.cumprod(np.where(missing, 1.0, 1.0 + returns), axis=0)
    return Levels(np.where(missing, np.nan, levels), np.cumsum(missing, axis=0))


def own_rows(
    prices: Floats,
    market: Floats | None,
    factors: Levels,
    *,
    series: Series,
    use: MarketUse,
) -> OwnRows:
    """Compact prices to own rows and take returns.

    Parameters
    ----------
    prices : ndarray of shape (n_sessions, S)
        NaN where a security has no price.
    market : ndarray of shape (n_sessions,) or None
        Index level.
    factors : Levels
        A factor return across a break is NaN.
    series : {"simple", "log", "level"}
        Returns of firm, market and factors; see `returns_between`.
    use : {"none", "subtract", "regress"}
        Subtract the market's return from the firm's, or put it before the factors as
        a regressor, or neither.
    """
    usable: Bools = np.isfinite(prices)
    common: Bools = np.asarray(np.isfinite(factors.values).all(axis=1))[:, None]
    if market is not None:
        common = common & np.isfinite(market)[:, None]
    usable = usable & common
    pattern, patterns = missing_patterns(usable)
    own_prices, panel_row = compact(prices, pattern, patterns)
    regressors = at_rows(factors.values, panel_row)
    own_market = np.empty((len(patterns), 0))
    if market is not None:
        own_market = at_rows(market[:, None], panel_row)[:, 0]
        if use == "regress":
            regressors = np.concatenate([own_market[:, None], regressors], axis=1)
    regressors = returns_between(regressors, series)
    if factors.breaks.any():
        counts = at_rows(factors.breaks.astype(np.float64), panel_row)
        regressors[:, -counts.shape[1] :, 1:][np.diff(counts, axis=2) != 0] = np.nan
    returns = returns_between(own_prices, series)
    if use == "subtract":
        returns -= returns_between(own_market, series)[pattern]
    if series == "level":
        own_market = own_market[:, :0]
    return OwnRows(
        rows=Rows(returns, own_prices, regressors, own_market),
        pattern=pattern,
        panel_row=panel_row,
        length=patterns.sum(axis=1),
        position=np.cumsum(patterns, axis=1) - 1,
    )


def compact(prices: Floats, pattern: Ints, patterns: Bools) -> tuple[Floats, Ints]:
    """Prices on own rows (S, R), and the panel rows they come from (P, R)."""
    from kuroshio.numerics._window_kernels import transpose

    across = np.empty(prices.shape[::-1])
    transpose(np.ascontiguousarray(prices), across)
    if patterns.all():
        return across, np.arange(patterns.shape[1])[None]
    size = int(patterns.sum(axis=1).max(initial=1))
    panel_row = np.full((len(patterns), size), -1, np.int64)
    for p, held in enumerate(patterns):
        rows = np.flatnonzero(held)
        panel_row[p, : len(rows)] = rows
    out = np.full((len(across), size), np.nan)
    for k, p in enumerate(pattern):
        rows = panel_row[p]
        rows = rows[rows >= 0]
        out[k, : len(rows)] = across[k, rows]
    return out, panel_row


def missing_patterns(usable: Bools) -> tuple[Ints, Bools]:
    """Index of each column's distinct pattern, and the patterns as rows."""
    if usable.all():
        return np.zeros(usable.shape[1], np.int64), usable[:, :1].T.copy()
    packed = np.ascontiguousarray(np.packbits(usable, axis=0).T)
    seen: dict[bytes, int] = {}
    pattern = np.array(
        [seen.setdefault(row.tobytes(), len(seen)) for row in packed], np.int64
    )
    first = np.unique(pattern, return_index=True)[1]
    return pattern, np.ascontiguousarray(usable.T[first])


def at_rows(levels: Floats, panel_row: Ints) -> Floats:
    """Levels (n_sessions, K) at own rows: (P, K, R), NaN past the last."""
    out = levels.T[:, panel_row]
    out[:, panel_row < 0] = np.nan
    return np.ascontiguousarray(out.transpose(1, 0, 2))
