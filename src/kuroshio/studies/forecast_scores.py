"""Figures of forecasts against outcomes, with errors by session."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import (
    Bools,
    Estimate,
    Floats,
    bootstrap_skill,
    mean_by_session,
    rank_correlations,
    ratio_of_sums,
    session_sums,
    student_crps,
    student_pit,
)
from kuroshio.studies.forecast_walk import Walk

PIT_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a set of forecasts did; every figure with its error by session.

    ``ic``: mean rank correlation across themes within a session. ``hits``: share of
    outcomes on the side of the mean, where the mean is not 0. ``r2`` and ``crps``:
    share of squared error and of CRPS saved against a mean of zero with the same
    range; ``crps_type`` against the mean of the same type. ``cover50`` and ``cover90``:
    share of outcomes inside the central intervals. ``pit``: shares of outcomes in
    tenths of their forecasts. ``pairs`` counts sessions times themes.
    """

    sessions: int
    pairs: int
    ic: Estimate
    hits: Estimate
    r2: Estimate
    crps: Estimate
    crps_type: Estimate
    cover50: Estimate
    cover90: Estimate
    pit: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreArrays:
    """Errors of a walk, cell by cell; NaN where there is no outcome."""

    crps: Floats
    crps_zero: Floats
    crps_type: Floats
    pit: Floats
    held: Bools


def score_arrays(walk: Walk) -> ScoreArrays:
    """Return CRPS and PIT of every cell of a walk, and its rivals' CRPS."""
    args = (walk.scale, walk.df)
    zero = np.zeros_like(walk.mean)
    return ScoreArrays(
        crps=student_crps(walk.outcome, walk.mean, *args),
        crps_zero=student_crps(walk.outcome, zero, *args),
        crps_type=student_crps(walk.outcome, walk.rival, *args),
        pit=student_pit(walk.outcome, walk.mean, *args),
        held=np.isfinite(walk.outcome),
    )


def score_walk(
    walk: Walk,
    *,
    sessions: Bools | None = None,
    themes: Bools | None = None,
    cells: ScoreArrays | None = None,
) -> Score:
    """Score a walk, or some of its sessions and themes.

    Parameters
    ----------
    walk : Walk
    sessions : ndarray of bool, shape (n_rows,), optional
    themes : ndarray of bool, shape (n_themes,), optional
    cells : ScoreArrays, optional
        Those of the walk, where they are at hand.

    Returns
    -------
    Score
        Figures are NaN where nothing is left.
    """
    cells = cells or score_arrays(walk)
    held = cells.held.copy()
    if sessions is not None:
        held &= sessions[:, None]
    if themes is not None:
        held &= themes[None, :]
    said = np.where(held, walk.mean, np.nan)
    came = np.where(held, walk.outcome, np.nan)
    square = np.where(held, walk.outcome**2, np.nan)
    saved = square - (walk.outcome - walk.mean) ** 2
    sided = held & (walk.mean != 0.0)
    right = sided & (np.sign(walk.mean) == np.sign(walk.outcome))
    zero, kind = cells.crps_zero, cells.crps_type
    return Score(
        sessions=int(held.any(axis=1).sum()),
        pairs=int(held.sum()),
        ic=mean_by_session(rank_correlations(said, came)),
        hits=_share(right * 1.0, sided),
        r2=_share(saved, held, square),
        crps=_share(zero - cells.crps, held, zero),
        crps_type=_share(kind - cells.crps, held, kind),
        cover50=_share(np.abs(cells.pit - 0.5) <= 0.25, held),
        cover90=_share(np.abs(cells.pit - 0.5) <= 0.45, held),
        pit=_histogram(cells.pit[held]),
    )


def _share(top: Floats | Bools, held: Bools, bottom: Floats | None = None) -> Estimate:
    """Ratio of sums over cells held; sessions without any are left out."""
    some = held.any(axis=1)
    below = held.astype(np.float64) if bottom is None else bottom
    return ratio_of_sums(
        session_sums(np.asarray(top, np.float64), held)[some],
        session_sums(below, held)[some],
    )


def _histogram(pit: Floats) -> tuple[float, ...]:
    counts, _ = np.histogram(pit, bins=PIT_BINS, range=(0.0, 1.0))
    return tuple(round(float(count) / max(1, len(pit)), 4) for count in counts)


def skill_over(
    walk: Walk, other: Walk, *, draws: int, rng: np.random.Generator
) -> tuple[float, float, float]:
    """CRPS skill of one walk over another on common cells, sessions drawn in pairs.

    Returns
    -------
    skill, low, high : float
        With the 5 and 95 % quantiles of the paired bootstrap.
    """
    first, second = score_arrays(walk), score_arrays(other)
    held = first.held & second.held
    some = held.any(axis=1)
    return bootstrap_skill(
        session_sums(first.crps, held)[some],
        session_sums(second.crps, held)[some],
        draws=draws,
        rng=rng,
    )
