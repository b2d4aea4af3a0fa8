"""Volatility ahead of each security, theme, sector and of the book, with a cone.

The middle of the cone is the mean of the methods' variances (EWMA, HAR, GJR), fading
to the long run by 0.97 a session. Its bands are those of a log-normal realised
volatility: sampling noise falls with the horizon, the forecast's own doubt grows to
that of volatility round its mean.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

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


def volatility_cones(now: Floats, long_run: Floats) -> list[tuple[ConePoint, ...]]:
    """Return mean volatilities of a session over horizons, with 50 and 90 % bands.

    Parameters
    ----------
    now, long_run : ndarray, shape (n,)
        Volatility of the next session, and that to which it falls back.
    """
    horizons = np.array(CONE_HORIZONS, dtype=np.float64)
    share = (1.0 - _PULL**horizons) / (1.0 - _PULL) / horizons
    squares = (now**2 - long_run**2)[:, None]
    middle = np.sqrt((long_run**2)[:, None] + share * squares)
    doubt = _DOUBT**2 * (1.0 - _PULL ** (2.0 * horizons))
    spread = np.sqrt((_KURTOSIS - 1.0) / (4.0 * horizons) + doubt)
    bands = np.exp(np.outer(spread, _QUANTILES))
    points = (middle[:, :, None] * bands).tolist()
    return [
        tuple(
            ConePoint(horizon=horizon, q05=q05, q25=q25, q50=q50, q75=q75, q95=q95)
            for horizon, (q05, q25, q50, q75, q95) in zip(
                CONE_HORIZONS, cone, strict=True
            )
        )
        for cone in points
    ]


def volatility_cone(now: float, long_run: float) -> tuple[ConePoint, ...]:
    """Return the cone of one volatility; see ``volatility_cones``."""
    return volatility_cones(np.array([now]), np.array([long_run]))[0]


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
    largest = dict.fromkeys(
        book.holdings[row].security for row in sorted(order[:_MOST].tolist())
    )
    names = [name for name in largest if name in pack.rows]
    rows = np.array([pack.rows[name] for name in names], int)
    ewma, long_run = pack.volatility[rows], pack.long_volatility[rows]
    har, gjr = _of_rows(pack.har, rows), _of_rows(pack.gjr, rows)
    now = np.sqrt(np.nanmean(np.stack([ewma, har, gjr]) ** 2, axis=0))
    cones = volatility_cones(now, long_run)
    return tuple(
        VolatilityOutlook(
            scope="security",
            id=name,
            ewma=own[0],
            har=_or_none(own[1]),
            har_basis=pack.har_basis[row] if pack.har_basis else "",
            gjr=_or_none(own[2]),
            long_run=own[3],
            event=own[4],
            cone=cone,
            data_date=pack.dates[row],
        )
        for name, row, cone, own in zip(
            names,
            rows.tolist(),
            cones,
            np.column_stack([ewma, har, gjr, long_run, EVENT_SCALE * now]).tolist(),
            strict=True,
        )
    )


def _of_rows(values: Floats | None, rows: NDArray[np.int64]) -> Floats:
    """Return a column of the pack by row; NaN where it has none."""
    found = np.full(len(rows), np.nan)
    if values is not None:
        held = rows < len(values)
        found[held] = values[rows[held]]
    return found


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None


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
    baskets = [
        (
            "theme",
            theme,
            [pack.rows[n] for n in members.get(theme, ()) if n in pack.rows],
        )
        for theme in used
        if theme != NO_THEME
    ]
    baskets += _sectors(book, pack)
    baskets = [basket for basket in baskets if basket[2]]
    if not baskets:
        return ()
    places = [rows for _, _, rows in baskets]
    calm = np.outer(*[pack.factor_long_volatility / pack.factor_volatility] * 2)
    now = basket_volatilities(places, pack, pack.residual, positions.covariance)
    long_run = basket_volatilities(
        places, pack, pack.long_residual, pack.covariance * calm
    )
    return tuple(
        VolatilityOutlook(
            scope=scope,
            id=name,
            ewma=recent,
            har=None,
            har_basis="",
            gjr=None,
            long_run=calmer,
            event=EVENT_SCALE * recent,
            cone=cone,
            members=len(rows),
            data_date=min(pack.dates[row] for row in rows),
        )
        for (scope, name, rows), recent, calmer, cone in zip(
            baskets,
            now.tolist(),
            long_run.tolist(),
            volatility_cones(now, long_run),
            strict=True,
        )
    )


def _sectors(book: Book, pack: Pack) -> list[tuple[str, str, list[int]]]:
    """Return the industries of the pack that the book holds, with their rows."""
    loadings = pack.block_loadings
    if loadings is None or not pack.blocks:
        return []
    held = [pack.rows[h.security] for h in book.holdings if h.security in pack.rows]
    sectors = np.flatnonzero(loadings[held].any(axis=0))
    return [
        ("sector", pack.blocks[place], np.flatnonzero(loadings[:, place]).tolist())
        for place in sectors.tolist()
        if " style " not in pack.blocks[place]
        and " component " not in pack.blocks[place]
    ]


def basket_volatilities(
    baskets: Sequence[Sequence[int]], pack: Pack, residual: Floats, covariance: Floats
) -> Floats:
    """Return the volatilities of equal-weighted baskets on the pack's factors.

    Parameters
    ----------
    baskets : sequence of sequence of int
        Rows of the pack of each, none empty.
    pack : Pack
    residual : ndarray, shape (n_securities,)
        Recent or long-run.
    covariance : ndarray, shape (n_factors, n_factors)

    Returns
    -------
    ndarray, shape (n_baskets,)
    """
    rows = np.concatenate([np.asarray(basket, int) for basket in baskets])
    counts = np.array([len(basket) for basket in baskets])
    starts = np.cumsum(counts) - counts
    moved = np.add.reduceat(pack.betas[rows], starts, axis=0) / counts[:, None]
    variance: Floats = np.einsum("ij,ij->i", moved @ covariance, moved)
    alone = residual[rows] ** 2
    if pack.block_loadings is not None and pack.block_covariance is not None:
        every = pack.block_loadings[rows]
        used = np.flatnonzero(every.any(axis=0))
        loadings, between = every[:, used], pack.block_covariance[np.ix_(used, used)]
        shared = np.einsum("ij,ij->i", loadings @ between, loadings)
        fit = np.sqrt(np.minimum(1.0, 0.8 * alone / np.maximum(shared, 1e-300)))
        sums = np.add.reduceat(loadings * fit[:, None], starts, axis=0)
        together = sums / counts[:, None]
        variance = variance + np.einsum("ij,ij->i", together @ between, together)
        alone = alone - shared * fit**2
    volatility: Floats = np.sqrt(variance + np.add.reduceat(alone, starts) / counts**2)
    return volatility
