"""Volatility ahead of each security, theme, sector and of the book, with a cone.

The middle of the cone is the mean of the methods' variances (EWMA, HAR, GJR), fading
to the long run by 0.97 a session. Its bands are those of a log-normal realised
volatility: sampling noise falls with the horizon, the forecast's own doubt grows to
that of volatility round its mean.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from kuroshio.numerics import Floats
from kuroshio.records import Book, ConePoint, Pack, VolatilityOutlook
from kuroshio.risk.attribution import NO_THEME
from kuroshio.risk.positions import Positions

CONE_HORIZONS = (5, 10, 20, 60)
EVENT_SCALE = 1.3
_PULL = 0.97
_KURTOSIS, _DOUBT = 6.0, 0.35
_QUANTILES = (-1.6449, -0.6745, 0.0, 0.6745, 1.6449)
_MOST = 500


def volatility_cone(now: float, long_run: float) -> tuple[ConePoint, ...]:
    """Return the mean volatility of a session over horizons, with 50 and 90 % bands.

    Parameters
    ----------
    now, long_run : float
        Volatility of the next session, and that to which it falls back.
    """
    points = []
    for horizon in CONE_HORIZONS:
        share = (1.0 - _PULL**horizon) / (1.0 - _PULL) / horizon
        middle = math.sqrt(long_run**2 + share * (now**2 - long_run**2))
        doubt = _DOUBT**2 * (1.0 - _PULL ** (2 * horizon))
        spread = math.sqrt((_KURTOSIS - 1.0) / (4.0 * horizon) + doubt)
        q05, q25, q50, q75, q95 = (middle * math.exp(q * spread) for q in _QUANTILES)
        points.append(
            ConePoint(horizon=horizon, q05=q05, q25=q25, q50=q50, q75=q75, q95=q95)
        )
    return tuple(points)


def long_run_volatility(positions: Positions, pack: Pack) -> float:
    """Return the book's volatility with the factors at their long-run volatilities."""
    calm = np.divide(
        pack.factor_long_volatility,
        pack.factor_volatility,
        out=np.ones_like(pack.factor_volatility),
        where=pack.factor_volatility > 0.0,
    )
    moved = (positions.local.sum(axis=0) + positions.currency.sum(axis=0)) * calm
    variance = float(moved @ pack.covariance @ moved)
    together = np.bincount(positions.issuers, weights=positions.residual)
    return math.sqrt(max(variance, 0.0) + float((together**2).sum()))


def security_outlooks(
    book: Book, positions: Positions, pack: Pack
) -> tuple[VolatilityOutlook, ...]:
    """Return the outlook of each security with its own history in the pack.

    In books of more than 500 lines only the largest 500 are told.
    """
    order = np.argsort(-np.abs(np.nan_to_num(positions.weights)), kind="stable")
    names = dict.fromkeys(
        book.holdings[row].security for row in sorted(order[:_MOST].tolist())
    )
    return tuple(
        _security(name, pack.rows[name], pack) for name in names if name in pack.rows
    )


def _security(name: str, row: int, pack: Pack) -> VolatilityOutlook:
    ewma, long_run = float(pack.volatility[row]), float(pack.long_volatility[row])
    har, gjr = _at(pack.har, row), _at(pack.gjr, row)
    parts = [value for value in (ewma, har, gjr) if value is not None]
    now = math.sqrt(sum(value**2 for value in parts) / len(parts))
    return VolatilityOutlook(
        scope="security",
        id=name,
        ewma=ewma,
        har=har,
        har_basis=pack.har_basis[row] if pack.har_basis else "",
        gjr=gjr,
        long_run=long_run,
        event=EVENT_SCALE * now,
        cone=volatility_cone(now, long_run),
        data_date=pack.dates[row],
    )


def _at(values: Floats | None, row: int) -> float | None:
    if values is None or row >= len(values) or not math.isfinite(values[row]):
        return None
    return float(values[row])


def basket_outlooks(
    pack: Pack,
    positions: Positions,
    book: Book,
    themes: Sequence[Mapping[str, float]],
    members: Mapping[str, Sequence[str]],
) -> tuple[VolatilityOutlook, ...]:
    """Return the outlook of equal-weighted baskets: the book's themes and sectors.

    Parameters
    ----------
    pack, positions, book
        Baskets are measured on the pack's factors, blocks and residual risks.
    themes : sequence of mapping
        Theme → share of each holding.
    members : mapping
        Theme → securities that it links.
    """
    used = dict.fromkeys(name for shares in themes for name in shares)
    found = []
    for theme in used:
        if theme != NO_THEME:
            rows = [pack.rows[n] for n in members.get(theme, ()) if n in pack.rows]
            found += _basket("theme", theme, rows, pack, positions.covariance)
    loadings = pack.block_loadings
    if loadings is None or not pack.blocks:
        return tuple(found)
    held = [pack.rows[h.security] for h in book.holdings if h.security in pack.rows]
    sectors = np.flatnonzero(np.abs(loadings[held]).sum(axis=0) > 0.0)
    for place in sectors.tolist():
        name = pack.blocks[place]
        if " style " in name or " component " in name:
            continue
        rows = np.flatnonzero(loadings[:, place]).tolist()
        found += _basket("sector", name, rows, pack, positions.covariance)
    return tuple(found)


def _basket(
    scope: str, name: str, rows: Sequence[int], pack: Pack, covariance: Floats
) -> list[VolatilityOutlook]:
    if not rows:
        return []
    place = list(rows)
    now = basket_volatility(place, pack, pack.residual, covariance)
    calm = np.outer(*[pack.factor_long_volatility / pack.factor_volatility] * 2)
    long_run = basket_volatility(
        place, pack, pack.long_residual, pack.covariance * calm
    )
    return [
        VolatilityOutlook(
            scope=scope,
            id=name,
            ewma=now,
            har=None,
            har_basis="",
            gjr=None,
            long_run=long_run,
            event=EVENT_SCALE * now,
            cone=volatility_cone(now, long_run),
            members=len(place),
            data_date=min(pack.dates[row] for row in place),
        )
    ]


def basket_volatility(
    rows: Sequence[int], pack: Pack, residual: Floats, covariance: Floats
) -> float:
    """Return the volatility of an equal-weighted basket on the pack's factors."""
    place = list(rows)
    moved = pack.betas[place].mean(axis=0)
    variance = float(moved @ covariance @ moved)
    alone = residual[place] ** 2
    if pack.block_loadings is not None and pack.block_covariance is not None:
        every = pack.block_loadings[place]
        used = np.flatnonzero(every.any(axis=0))
        loadings, covariance = every[:, used], pack.block_covariance[np.ix_(used, used)]
        shared = ((loadings @ covariance) * loadings).sum(axis=1)
        fit = np.sqrt(np.minimum(1.0, 0.8 * alone / np.maximum(shared, 1e-300)))
        together = (loadings * fit[:, None]).mean(axis=0)
        variance += float(together @ covariance @ together)
        alone = alone - shared * fit**2
    return math.sqrt(variance + float(alone.sum()) / len(place) ** 2)
