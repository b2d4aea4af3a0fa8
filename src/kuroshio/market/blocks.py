"""What named factors leave in common: industries, styles, statistical factors.

Each market's residual returns are explained further, in order: the mean of a name's
industry (where the files tell industries), rank portfolios of past returns, volatility
and turnover, and the leading principal components of what is left. A block is
uncorrelated with the named factors by construction; blocks of different markets are
taken as uncorrelated with each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuroshio.market.pack_panels import Floats, MarketPanel
from kuroshio.market.recipe import Settings
from kuroshio.numerics import (
    adjust_eigenvalues,
    correlation_of,
    nearest_psd,
    newey_west_covariance,
    ridge_loadings,
    shrink_loadings,
)

_COMPONENTS = {"CN": 3, "HK": 2, "US": 2, "JP": 1}
_FEWEST_MEMBERS, _COVERED, _CAP = 12, 0.8, 4.0
_STYLES = ("momentum", "volatility", "turnover")
_STYLE_STEP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Blocks of one market; rows as the panel's securities.

    ``loadings`` has shape (n_securities, n_blocks), 0 where a block is not in the
    model; ``covariance`` (n_blocks, n_blocks) per session of the market;
    ``residuals`` what is left, (n_sessions, n_securities).
    """

    names: tuple[str, ...]
    loadings: Floats
    covariance: Floats
    residuals: Floats


def read_industries(folder: Path) -> dict[str, str]:
    """Return security → industry from ``securities.parquet``; empty without one."""
    path = folder / "securities.parquet"
    if not path.is_file():
        return {}
    import duckdb
    import pyarrow.parquet as pq

    have = set(pq.ParquetFile(path).schema_arrow.names)
    known = [name for name in ("industry", "industry_zh", "sector") if name in have]
    if not known or "symbol" not in have:
        return {}
    quoted = str(path).replace("'", "''")
    rows = duckdb.connect(":memory:").execute(
        f"SELECT symbol, max(coalesce({', '.join(known)})) AS industry "  # noqa: S608 - names above
        f"FROM read_parquet('{quoted}') GROUP BY symbol"
    )
    return {symbol: name for symbol, name in rows.fetchall() if name}


def estimate_blocks(
    panel: MarketPanel,
    residuals: Floats,
    industries: Mapping[str, str],
    settings: Settings,
) -> Blocks:
    """Return the blocks of a market from what its named factors leave.

    Parameters
    ----------
    panel : MarketPanel
    residuals : ndarray, shape (n_sessions, n_securities)
        Of the last sessions of the panel.
    industries : mapping
        Security → industry.
    settings : Settings
    """
    seen = np.isfinite(residuals)
    covered = seen.mean(axis=0) > _COVERED
    if covered.sum() < 2 * _FEWEST_MEMBERS:
        return _none(residuals)
    left, names, columns, moves = _take_industries(
        panel, residuals, covered, industries
    )
    for label, found in (
        ("style", _styles(panel, left, covered)),
        ("component", _components(left, covered, _COMPONENTS[panel.market])),
    ):
        if not found.shape[1]:
            continue
        fit = ridge_loadings(left, found, ridge=settings.ridge, fewest=settings.fewest)
        betas, _ = shrink_loadings(fit.betas, fit.errors)
        columns.append(np.nan_to_num(betas))
        moves.append(found)
        names += _labels(panel.market, label, found.shape[1])
        left = np.where(np.isfinite(fit.residuals), fit.residuals, left)
    if not names:
        return _none(residuals)
    together = np.column_stack(moves)
    return Blocks(
        names=tuple(names),
        loadings=np.column_stack(columns),
        covariance=_covariance(together, settings),
        residuals=left,
    )


def _none(residuals: Floats) -> Blocks:
    return Blocks(
        names=(),
        loadings=np.zeros((residuals.shape[1], 0)),
        covariance=np.zeros((0, 0)),
        residuals=residuals,
    )


def _labels(market: str, label: str, count: int) -> list[str]:
    ends: Sequence[str] = _STYLES if label == "style" else [*map(str, range(1, 99))]
    return [f"{market} {label} {end}" for end in ends[:count]]


def _take_industries(
    panel: MarketPanel,
    residuals: Floats,
    covered: NDArray[np.bool_],
    industries: Mapping[str, str],
) -> tuple[Floats, list[str], list[Floats], list[Floats]]:
    """Take the mean of each large industry out of its members, loading by loading.

    A loading is drawn by 0.3 towards 1.
    """
    left = residuals.copy()
    own = np.array([industries.get(name, "") for name in panel.securities])
    names: list[str] = []
    columns: list[Floats] = []
    moves: list[Floats] = []
    for industry in sorted({*own.tolist()} - {""}):
        members = own == industry
        typical = members & covered
        if typical.sum() < _FEWEST_MEMBERS:
            continue
        part = np.where(np.isfinite(residuals[:, typical]), residuals[:, typical], 0.0)
        mean = np.clip(part, *np.quantile(part, [0.005, 0.995])).mean(axis=1)
        inside = residuals[:, members]
        known = np.isfinite(inside)
        slope = (np.where(known, inside, 0.0) * mean[:, None]).sum(axis=0)
        slope /= np.maximum((known * mean[:, None] ** 2).sum(axis=0), 1e-12)
        loading = np.where(known.sum(axis=0) >= 60, 0.7 * slope + 0.3, 1.0)
        left[:, members] = inside - mean[:, None] * loading
        column = np.zeros((len(own), 1))
        column[members, 0] = loading
        names.append(f"{panel.market} {industry}")
        columns.append(column)
        moves.append(mean[:, None])
    return left, names, columns, moves


def _styles(panel: MarketPanel, left: Floats, covered: NDArray[np.bool_]) -> Floats:
    """Return returns of rank portfolios, formed every twenty sessions on the past."""
    if panel.market != "CN" or covered.sum() < 200:
        return np.zeros((len(left), 0))
    offset = len(panel.returns) - len(left)
    moves = np.where(np.isfinite(panel.returns), panel.returns, 0.0)
    traded = np.where(np.isfinite(panel.turnover), panel.turnover, 0.0)
    alone = np.where(np.isfinite(left), left, 0.0)
    found = np.zeros((len(left), len(_STYLES)))
    for start in range(0, len(left), _STYLE_STEP):
        now = offset + start
        begin = max(now - 250, 0)
        if now - begin < 60:
            continue
        past = moves[begin:now, covered]
        scores = (
            past[:-20].sum(axis=0),
            past[-60:].std(axis=0),
            traded[max(now - 60, 0) : now, covered].sum(axis=0),
        )
        end = min(start + _STYLE_STEP, len(left))
        for place, score in enumerate(scores):
            rank = np.argsort(np.argsort(score)) / (len(score) - 1.0) - 0.5
            weights = rank / np.abs(rank).sum() * 2.0
            found[start:end, place] = alone[start:end, covered] @ weights
    return found


def _components(left: Floats, covered: NDArray[np.bool_], count: int) -> Floats:
    """Return the leading statistical factors, of the volatility of a typical name."""
    part = np.where(np.isfinite(left[:, covered]), left[:, covered], 0.0)
    spread = np.maximum(part.std(axis=0), 1e-9)
    unit = np.clip(part / spread, -_CAP, _CAP)
    _, vectors = np.linalg.eigh(unit @ unit.T / unit.shape[1])
    leading = vectors[:, ::-1][:, :count]
    signs = np.sign(leading.sum(axis=0))
    size = np.sqrt(len(left)) * float(np.median(spread))
    scaled: Floats = leading * np.where(signs == 0.0, 1.0, signs) * size
    return scaled


def _covariance(moves: Floats, settings: Settings) -> Floats:
    """Return the blocks' covariance: fading, shrunk, its eigenvalues adjusted."""
    count = moves.shape[1]
    slow = newey_west_covariance(moves, half_life=settings.correlation_half_life)
    fast = np.array(
        [
            newey_west_covariance(column, half_life=settings.residual_half_life)[0, 0]
            for column in np.split(moves, count, axis=1)
        ]
    )
    correlation, _ = correlation_of(slow + np.diag(np.full(count, 1e-12)))
    shrunk = 0.9 * correlation + 0.1 * np.eye(count)
    if len(moves) > count + 1:
        rng = np.random.default_rng(settings.seed)
        shrunk = adjust_eigenvalues(shrunk, len(moves), rng=rng, draws=30)
        shrunk, _ = correlation_of(shrunk)
    spread = np.sqrt(np.maximum(fast, 1e-12))
    return nearest_psd(shrunk, floor=settings.floor) * np.outer(spread, spread)
