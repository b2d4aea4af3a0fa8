"""Scores of forecasts that are distributions, and their errors by session."""

from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Bools, Floats


def student_crps(outcome: Floats, mean: Floats, scale: Floats, df: Floats) -> Floats:
    """Continuous ranked probability score of a Student-t; lower is better.

    Parameters
    ----------
    outcome, mean, scale, df : ndarray
        Of shapes that broadcast; ``scale`` above 0, ``df`` above 1; NaN gives NaN.

    Returns
    -------
    ndarray
        In units of the outcome.

    References
    ----------
    .. [1] Jordan, Krueger and Lerch (2019), Evaluating probabilistic forecasts with
       scoringRules, Journal of Statistical Software 90, appendix A.
    """
    from scipy.special import betaln, stdtr

    if np.any(df <= 1.0) or np.any(scale <= 0.0):
        raise NumericsError("CRPS of a Student-t needs df above 1 and a scale above 0")
    z = (outcome - mean) / scale
    tail = 2.0 * np.sqrt(df) / (df - 1.0)
    tail = tail * np.exp(betaln(0.5, df - 0.5) - 2.0 * betaln(0.5, 0.5 * df))
    spread = 2.0 * _density(z, df) * (df + z * z) / (df - 1.0)
    crps: Floats = scale * (z * (2.0 * stdtr(df, z) - 1.0) + spread - tail)
    return crps


def _density(z: Floats, df: Floats) -> Floats:
    from scipy.special import betaln

    log_constant = -0.5 * np.log(df) - betaln(0.5, 0.5 * df)
    density: Floats = np.exp(log_constant - 0.5 * (df + 1.0) * np.log1p(z * z / df))
    return density


def student_pit(outcome: Floats, mean: Floats, scale: Floats, df: Floats) -> Floats:
    """Probability integral transform: where outcomes lie in their forecasts, [0, 1]."""
    from scipy.special import stdtr

    pit: Floats = stdtr(df, (outcome - mean) / scale)
    return pit


def rank_correlations(forecast: Floats, outcome: Floats, least: int = 20) -> Floats:
    """Spearman correlation of each row over its columns; ties get average ranks.

    Parameters
    ----------
    forecast, outcome : ndarray, shape (n_rows, n_columns)
        NaN is left out.
    least : int
        Fewest pairs; fewer give NaN. A forecast without spread gives 0.

    Returns
    -------
    ndarray, shape (n_rows,)
    """
    out = np.full(len(forecast), np.nan)
    for k, (said, came) in enumerate(zip(forecast, outcome, strict=True)):
        held = np.isfinite(said) & np.isfinite(came)
        if held.sum() < least:
            continue
        first, second = _ranks(said[held]), _ranks(came[held])
        first, second = first - first.mean(), second - second.mean()
        size = np.sqrt((first @ first) * (second @ second))
        out[k] = first @ second / size if size > 0.0 else 0.0
    return out


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, ties at their average."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(counts) - 0.5 * (counts - 1))[place]
    return ranks


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure, its standard error clustered by session, and how many sessions."""

    value: float
    error: float
    sessions: int


def ratio_of_sums(top: Floats, bottom: Floats) -> Estimate:
    """Ratio of two sums over sessions with a standard error by sessions.

    Parameters
    ----------
    top, bottom : ndarray, shape (n_sessions,)
        Sums within each session; sessions with NaN are left out.

    Returns
    -------
    Estimate
        Linearised (delta method); NaN without sessions.
    """
    held = np.isfinite(top) & np.isfinite(bottom)
    a, b = top[held], bottom[held]
    count = len(a)
    if count == 0 or b.sum() == 0.0:
        return Estimate(value=np.nan, error=np.nan, sessions=count)
    value = float(a.sum() / b.sum())
    residual = a - value * b
    grown = count / (count - 1.0) if count > 1 else np.nan
    error = float(np.sqrt(grown * (residual @ residual)) / abs(b.sum()))
    return Estimate(value=value, error=error, sessions=count)


def mean_by_session(values: Floats) -> Estimate:
    """Mean over sessions and its standard error; NaN is left out."""
    held = values[np.isfinite(values)]
    return ratio_of_sums(held, np.ones(len(held)))


def session_sums(values: Floats, held: Bools) -> Floats:
    """Sum over the columns held, shape (n_rows, n_columns) to (n_rows,)."""
    total: Floats = np.where(held, values, 0.0).sum(axis=1)
    return total


def bootstrap_skill(
    score: Floats, other: Floats, *, draws: int, rng: np.random.Generator
) -> tuple[float, float, float]:
    """Skill of one score over another, resampling sessions in pairs.

    Parameters
    ----------
    score, other : ndarray, shape (n_sessions,)
        Sums of CRPS within each session; lower is better.
    draws : int
    rng : Generator

    Returns
    -------
    skill, low, high : float
        1 - sum(score) / sum(other), and its 5 and 95 % quantiles over draws.
    """
    held = np.isfinite(score) & np.isfinite(other)
    first, second = score[held], other[held]
    if not len(first):
        return np.nan, np.nan, np.nan
    picks = rng.integers(0, len(first), size=(draws, len(first)))
    drawn = 1.0 - first[picks].sum(axis=1) / second[picks].sum(axis=1)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return float(1.0 - first.sum() / second.sum()), float(low), float(high)
