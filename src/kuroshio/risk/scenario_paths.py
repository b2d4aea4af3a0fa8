"""Paths of a book: the risk that a scenario leaves, simulated on top of it.

P&L has losses negative. Draws come in pairs of opposite sign, so that the mean of the
paths is the expectation itself; the tails are Student-t, one mixing variable a path.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import NumericsError
from kuroshio.numerics import Bools, student_spread
from kuroshio.records import Pack
from kuroshio.risk.conditioning import Stressed
from kuroshio.risk.positions import Positions

Floats = NDArray[np.float64]

SEED = 20260212
_CHUNK = 4096
_KEPT = 5  # times the tail, kept of each chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPaths:
    """Simulated P&L, the matrix that hedges are optimised on.

    Parameters
    ----------
    securities : tuple of str
        The book's lines.
    pnl : ndarray, shape (n_paths, n_holdings)
        Share of NAV, in base currency, translation included; 0 throughout for a
        holding of unknown basis.
    factors : tuple of str
    moves : ndarray, shape (n_paths, n_factors)
        Simple moves over the horizon: one unit of a future on an index earns its
        column.
    probabilities : ndarray, shape (n_paths,)
        Sum 1.
    """

    securities: tuple[str, ...]
    pnl: Floats
    factors: tuple[str, ...]
    moves: Floats
    probabilities: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """Book P&L over paths, and who is behind its worst part.

    ``contributions`` are mean P&L by holding in the tail: they add up to -``es``.
    """

    pnl: Floats
    var: float
    es: float
    contributions: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is drawn: a book over the conditioned state with its tails."""

    positions: Positions
    stressed: Stressed
    root: Floats
    extra: Floats
    df: float
    spread: float


def prepare_draws(
    positions: Positions,
    stressed: Stressed,
    *,
    df: float,
    scale: float = 1.0,
    themes: Floats | None = None,
    named: int | None = None,
) -> Drawn:
    """Return what paths are drawn from.

    Parameters
    ----------
    positions : Positions
    stressed : Stressed
        The state given the shocks; without shocks its own distribution.
    df : float
        Degrees of freedom of the tails before conditioning.
    scale : float
        Measured ratio of realised to forecast dispersion.
    themes : ndarray, shape (n_holdings,), optional
        What theme shocks add to each holding's local return.
    named : int, optional
        The first so many factors are always drawn; of those behind them only the ones
        that the book loads on, the others stay at their expectation. By default all.
    """
    added = np.zeros(len(positions.weights)) if themes is None else themes
    known = np.array([item.basis != "unknown" for item in positions.basis], dtype=bool)
    if len(known) != len(added):
        known = np.ones(len(added), dtype=bool)
    return Drawn(
        positions=positions,
        stressed=stressed,
        root=_root(positions, stressed, named),
        extra=np.where(known, positions.weights * added, 0.0),
        df=df + stressed.dimensions,
        spread=scale
        * student_spread(df, stressed.distance, stressed.dimensions) ** 0.5,
    )


def _root(positions: Positions, stressed: Stressed, named: int | None) -> Floats:
    """Return R with R R' the covariance of the state, as far as it is drawn."""
    width = len(stressed.factors)
    drawn = np.ones(len(stressed.covariance), dtype=np.bool_)
    if named is not None:
        moved = (positions.local != 0.0) | (positions.currency != 0.0)
        drawn[named:width] = moved[:, named:].any(axis=0)
    values, vectors = np.linalg.eigh(stressed.covariance[np.ix_(drawn, drawn)])
    root = np.zeros((len(drawn), int(drawn.sum())))
    root[drawn] = vectors * np.sqrt(np.maximum(values, 0.0))
    return root


def tails_of(pack: Pack, horizon: int) -> tuple[float, float]:
    """Return degrees of freedom and dispersion ratio of the nearest horizon."""
    nearest = min(pack.tail_df, key=lambda known: abs(known - horizon))
    return pack.tail_df[nearest], pack.tail_scale.get(nearest, 1.0)


def simulate_paths(
    drawn: Drawn,
    *,
    securities: tuple[str, ...],
    factors: tuple[str, ...],
    count: int,
    seed: int = SEED,
) -> ScenarioPaths:
    """Return paths in full; for more than some ten thousand use `simulate_tail`."""
    batch = _draw(drawn, _even(count) // 2, np.random.default_rng(seed))
    state, residual = batch.rows(np.arange(_even(count)))
    return ScenarioPaths(
        securities=securities,
        pnl=_by_holding(drawn, state, residual),
        factors=factors,
        moves=state[:, : len(factors)],
        probabilities=np.full(len(state), 1.0 / len(state)),
    )


def simulate_tail(
    drawn: Drawn, *, count: int, level: float = 0.99, seed: int = SEED
) -> Tail:
    """Return the P&L of many paths with ES and each holding's share of it.

    Paths are drawn in chunks; of each only the worst are kept by holding.

    Raises
    ------
    NumericsError
        Too few paths for a tail at that level.
    """
    count = _even(count)
    worst = round((1.0 - level) * count)
    if worst < 1:
        raise NumericsError(f"{count} paths have no tail at {level}")
    rng = np.random.default_rng(seed)
    positions = drawn.positions
    loadings = (positions.local + positions.currency).sum(axis=0)
    residuals = np.bincount(positions.issuers, weights=positions.residual).astype(float)
    pnl = np.empty(count)
    kept: list[tuple[Floats, Floats]] = []
    room = np.empty((min(_CHUNK, count) // 2, len(residuals)))
    for start in range(0, count, _CHUNK):
        size = min(_CHUNK, count - start)
        batch = _draw(drawn, size // 2, rng, room=room)
        found = batch.book(loadings, residuals) + drawn.extra.sum()
        pnl[start : start + size] = found
        many = min(size, max(_KEPT * worst * size // count, 64))
        places = np.argpartition(found, many - 1)[:many]
        kept.append((found[places], _by_holding(drawn, *batch.rows(places))))
    order = np.partition(pnl, worst - 1)[:worst]
    threshold = float(order.max())
    rows = np.concatenate([by[found <= threshold] for found, by in kept])
    if len(rows) < worst:
        raise NumericsError("the tail lies in too few chunks of paths")
    return Tail(
        pnl=pnl,
        var=-threshold,
        es=-float(order.mean()),
        contributions=rows[:worst].mean(axis=0),
    )


def _even(count: int) -> int:
    return count + count % 2


@dataclass(frozen=True, slots=True)
class _Batch:
    """Half of a batch of paths; the other half has the opposite sign.

    ``state`` and ``noise`` are normal draws of factors and of every issuer's residual,
    yet without ``mixing``, the Student-t's variable of each path, and without their
    ``center`` and ``middle``.
    """

    state: Floats
    noise: Floats
    mixing: Floats
    center: Floats
    middle: Floats

    def book(self, loadings: Floats, residuals: Floats) -> Floats:
        """Return the P&L of all paths: sums first, so that little is written."""
        swing = (self.state @ loadings + self.noise @ residuals) * self.mixing
        mean = float(self.center @ loadings + self.middle @ residuals)
        return np.concatenate([mean + swing, mean - swing])

    def rows(self, places: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return factors and residuals of some paths."""
        half = len(self.mixing)
        own = places % half
        swing = (np.where(places < half, 1.0, -1.0) * self.mixing[own])[:, None]
        return (
            self.center + self.state[own] * swing,
            self.middle + self.noise[own] * swing,
        )


def _draw(
    drawn: Drawn, half: int, rng: np.random.Generator, *, room: Floats | None = None
) -> _Batch:
    """Return draws of the state and of residuals, in units of residual risk.

    ``room`` is written over: fresh memory for every chunk costs as much as the draws.
    """
    stressed, positions = drawn.stressed, drawn.positions
    width = len(stressed.factors)
    issuers = int(positions.issuers.max(initial=-1)) + 1
    mixing = drawn.spread * np.sqrt((drawn.df - 2.0) / rng.chisquare(drawn.df, half))
    state = rng.standard_normal((half, drawn.root.shape[1])) @ drawn.root.T
    noise = np.empty((half, issuers)) if room is None else room[:half]
    rng.standard_normal(out=noise)
    scale = stressed.residual_ratio * stressed.horizon**0.5
    if scale != 1.0:
        noise *= scale
    middle = np.zeros(issuers)
    for place, (who, mean) in enumerate(stressed.names.items()):
        if who < issuers:  # others are not in the book
            noise[:, who] = state[:, width + place]
            middle[who] = mean
    return _Batch(state[:, :width], noise, mixing, stressed.factors, middle)


def _by_holding(drawn: Drawn, state: Floats, residual: Floats) -> Floats:
    positions = drawn.positions
    loadings = positions.local + positions.currency
    own = residual[:, positions.issuers] * positions.residual
    found: Floats = state @ loadings.T + own + drawn.extra
    return found


def unconditioned(covariance: Floats, *, horizon: int) -> Stressed:
    """Return the state without any shock."""
    return Stressed(
        factors=np.zeros(len(covariance)),
        names=_NOBODY,
        covariance=covariance * horizon,
        residual_ratio=1.0,
        distance=0.0,
        dimensions=0,
        horizon=horizon,
    )


_NOBODY: Mapping[int, float] = {}


def weighted_tail(
    pnl: Floats, probabilities: Floats, *, level: float
) -> tuple[float, Bools]:
    """Return the mean of the worst 1 - level of weighted paths, and which they are.

    The path on the border counts with the part of its probability that belongs.
    """
    order = np.argsort(pnl, kind="stable")
    sorted_weights = probabilities[order]
    before = np.cumsum(sorted_weights) - sorted_weights
    share = 1.0 - level
    inside = np.clip(share - before, 0.0, sorted_weights)
    worst = np.zeros(len(pnl), dtype=np.bool_)
    worst[order[inside > 0.0]] = True
    return float((pnl[order] * inside).sum() / inside.sum()), worst
