"""Loadings, volatilities and tails from panels: the arithmetic of a pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kuroshio.calendars import board_of
from kuroshio.market.blocks import Blocks, estimate_blocks
from kuroshio.market.factor_series import Series, factor_returns
from kuroshio.market.pack_panels import Days, Floats, MarketPanel
from kuroshio.market.recipe import BLOCKS, Block, Settings
from kuroshio.numerics import (
    adjust_eigenvalues,
    correlation_of,
    ewma_volatility,
    fading_weights,
    fit_student_df,
    nearest_psd,
    newey_west_covariance,
    ridge_loadings,
    shrink_loadings,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Estimates of the securities of one market; rows as in the pack."""

    securities: tuple[str, ...]
    betas: Floats
    errors: Floats
    volatility: Floats
    long_volatility: Floats
    residual: Floats
    long_residual: Floats
    observations: NDArray[np.int64]
    dates: tuple[str, ...]
    turnover: Floats
    turnover_dates: tuple[str, ...]
    returns: Floats
    blocks: Blocks


def estimate_market(
    panel: MarketPanel,
    series: Mapping[str, Series],
    factors: tuple[str, ...],
    settings: Settings,
    industries: Mapping[str, str] | None = None,
) -> Estimates:
    """Return the estimates of every security of a market with enough history.

    Two steps: the home indices jointly, with a ridge towards an even spread that
    grows as observations get fewer; then the outside factors on what is left, shrunk
    across securities by what the noise allows. Windows end with the market's own last
    session, so an old market keeps its own date.
    """
    block = _available(BLOCKS[panel.market], series)
    returns: Floats = panel.returns[-settings.beta_window :]
    sessions = panel.sessions[-len(returns) - 1 :]
    home, outside = (
        factor_returns(dict(series), names, sessions, block)[-len(returns) :]
        for names in (block.home, block.outside)
    )
    first = ridge_loadings(
        returns,
        home,
        ridge=settings.home_ridge,
        target=np.array(block.target),
        fewest=settings.fewest,
        weights=fading_weights(len(home), settings.home_half_life),
    )
    second = ridge_loadings(first.residuals, outside, ridge=settings.ridge)
    kept = np.asarray(np.isfinite(first.betas).all(axis=1))
    betas = np.zeros((len(kept), len(factors)))
    errors = np.full((len(kept), len(factors)), np.nan)
    for name, found, spread in (
        *zip(block.home, first.betas.T, first.errors.T, strict=True),
        *zip(
            block.outside,
            *(part.T for part in shrink_loadings(second.betas, second.errors)),
            strict=True,
        ),
    ):
        betas[:, factors.index(name)] = np.nan_to_num(found)
        errors[:, factors.index(name)] = spread
    left = np.where(np.isfinite(second.residuals), second.residuals, first.residuals)
    turnover, traded = _turnover(panel, settings)
    blocks = estimate_blocks(panel, left, industries or {}, settings)
    seen = np.isfinite(panel.returns)
    return Estimates(
        securities=_pick(panel.securities, kept),
        betas=betas[kept],
        errors=errors[kept],
        volatility=ewma_volatility(panel.returns, settings.volatility_half_life)[kept],
        long_volatility=_long_volatility(panel.returns)[kept],
        residual=ewma_volatility(left, settings.residual_half_life)[kept],
        long_residual=_long_volatility(left)[kept],
        observations=first.observations[kept],
        dates=_pick(_last_days(seen, panel.sessions), kept),
        turnover=turnover[kept],
        turnover_dates=_pick(traded, kept),
        returns=panel.returns[:, kept],
        blocks=replace(blocks, loadings=blocks.loadings[kept]),
    )


def _pick(items: Sequence[str], kept: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(item for item, keep in zip(items, kept, strict=True) if keep)


def _long_volatility(returns: Floats) -> Floats:
    seen = np.isfinite(returns)
    squares = np.where(seen, returns, 0.0) ** 2
    volatility: Floats = np.sqrt(squares.sum(axis=0) / np.maximum(seen.sum(axis=0), 1))
    return volatility


def _last_days(seen: NDArray[np.bool_], sessions: Days) -> list[str]:
    """Return the last session with a value in each column; empty: none."""
    last = len(seen) - 1 - np.argmax(seen[::-1], axis=0)
    any_seen = np.asarray(seen.any(axis=0))
    return [
        str(sessions[place]) if here else ""
        for place, here in zip(last, any_seen, strict=True)
    ]


def _turnover(panel: MarketPanel, settings: Settings) -> tuple[Floats, list[str]]:
    """Return the median of the last known sessions' turnover and the last such day."""
    known = np.isfinite(panel.turnover) & (panel.turnover > 0.0)
    later = np.cumsum(known[::-1], axis=0)[::-1]
    recent = np.where(
        known & (later <= settings.turnover_window), panel.turnover, np.nan
    )
    enough = known.sum(axis=0) >= settings.turnover_window // 3
    median = np.full(len(enough), np.nan)
    median[enough] = np.nanmedian(recent[:, enough], axis=0)
    days = _last_days(known, panel.sessions)
    return median, [day if ok else "" for day, ok in zip(days, enough, strict=True)]


def _available(block: Block, series: Mapping[str, Series]) -> Block:
    home = [name in series for name in block.home]
    return Block(
        home=tuple(n for n, here in zip(block.home, home, strict=True) if here),
        outside=tuple(name for name in block.outside if name in series),
        late=block.late,
        target=tuple(aim for aim, here in zip(block.target, home, strict=True) if here),
    )


def factor_covariance(
    series: Mapping[str, Series],
    factors: tuple[str, ...],
    sessions: Days,
    settings: Settings,
) -> tuple[Floats, Floats, Floats]:
    """Return correlation, recent and long-run volatility of the factors.

    All are per mainland session.

    Volatilities fade fast and stand on each factor's own rows, correlations slowly and
    on rows that all factors have; both with Newey-West lags, since closes are hours
    apart. The correlation has its eigenvalues floored, so that rounding in the pack
    leaves it positive semi-definite.
    """
    window = sessions[-2 * settings.beta_window - 1 :]
    moves = factor_returns(dict(series), factors, window, BLOCKS["CN"])[1:]
    shared = newey_west_covariance(
        moves, half_life=settings.correlation_half_life, lags=settings.lags
    )
    correlation, _ = correlation_of(shared)
    recent, long_run = (
        np.array(
            [
                newey_west_covariance(column, half_life=half_life, lags=settings.lags)
                for column in np.split(moves, len(factors), axis=1)
            ]
        ).ravel()
        ** 0.5
        for half_life in (settings.factor_half_life, np.inf)
    )
    rng = np.random.default_rng(settings.seed)
    complete = int(np.isfinite(moves).all(axis=1).sum())
    rows = min(complete, int(1.4 * settings.correlation_half_life))
    mended = nearest_psd(correlation, floor=settings.floor)
    if rows > len(mended) + 1:
        mended, _ = correlation_of(adjust_eigenvalues(mended, rows, rng=rng))
    return nearest_psd(mended, floor=settings.floor), recent, long_run


def board_proxies(
    estimates: Sequence[Estimates], factors: tuple[str, ...]
) -> tuple[dict[str, int], Floats, Floats]:
    """Return what stands in for a listing without history, by board.

    Median loadings, and the upper quartile of residual risk, so that the band of a
    stand-in is wider than that of a typical name.
    """
    groups: dict[str, list[tuple[int, int]]] = {}
    for part, found in enumerate(estimates):
        for row, security in enumerate(found.securities):
            board = board_of(security)
            if board is not None:
                groups.setdefault(board, []).append((part, row))
    names: dict[str, int] = {}
    betas, residual = [], []
    for group in sorted(groups):
        members = groups[group]
        if len(members) < 10:
            continue
        names[group] = len(names)
        betas.append(
            np.median([estimates[part].betas[row] for part, row in members], axis=0)
        )
        risks = [estimates[part].residual[row] for part, row in members]
        residual.append(np.nanquantile(risks, 0.75))
    shape = (len(names), len(factors))
    return names, np.array(betas).reshape(shape), np.array(residual)


def book_tails(
    panel: MarketPanel, settings: Settings, horizons: tuple[int, ...] = (1, 10)
) -> tuple[dict[int, float], dict[int, float]]:
    """Return tail degrees of freedom and dispersion ratios of random books.

    Equal-weighted books are drawn from the market; their returns over each horizon
    are divided by volatility forecasts (fading memory with a share of the long run,
    root of time). A pack serves for weeks after its date, so forecasts of several
    ages are tried, up to ``old_age``. The shape of what comes out is the tail, its
    dispersion the ratio by which such forecasts fell short.

    Returns
    -------
    tail_df, tail_scale : dict
        Horizon → degrees of freedom, and → ratio.
    """
    books = _draw_books(panel, settings)
    start = settings.fewest + settings.old_age
    decay = 0.5 ** (1.0 / settings.volatility_half_life)
    long_run = np.cumsum(books**2, axis=0) / np.arange(1, len(books) + 1)[:, None]
    recent = np.empty_like(books)
    recent[: settings.fewest] = long_run[settings.fewest - 1]
    for t in range(settings.fewest, len(books)):
        recent[t] = decay * recent[t - 1] + (1.0 - decay) * books[t] ** 2
    total = np.vstack([np.zeros(books.shape[1]), np.cumsum(books, axis=0)])
    tail_df, tail_scale = {}, {}
    for horizon in horizons:
        moves = total[start + horizon :] - total[start:-horizon]
        parts = []
        for age in range(0, settings.old_age + 1, settings.old_age // 3):
            part = min(age / settings.old_age, 1.0)
            share = settings.long_share + part * (
                settings.long_share_old - settings.long_share
            )
            # What was known the evening before, so many sessions ago.
            known = slice(start - 1 - age, start - 1 - age + len(moves))
            variance = (1.0 - share) * recent[known] + share * long_run[known]
            parts.append(moves / np.sqrt(horizon * variance))
        standardised = np.concatenate(parts)
        tail_scale[horizon] = float(np.sqrt((standardised**2).mean()))
        tail_df[horizon] = fit_student_df(standardised.ravel())
    return tail_df, tail_scale


def _draw_books(panel: MarketPanel, settings: Settings) -> Floats:
    """Return the returns of equal-weighted random books of well-covered names."""
    rng = np.random.default_rng(settings.seed)
    covered = np.isfinite(panel.returns).mean(axis=0) > 0.9
    pool = np.flatnonzero(covered)
    size = min(settings.names, len(pool))
    draws = [rng.choice(pool, size, replace=False) for _ in range(settings.books)]
    returns = np.where(np.isfinite(panel.returns), panel.returns, 0.0)
    return np.column_stack([returns[:, names].mean(axis=1) for names in draws])
