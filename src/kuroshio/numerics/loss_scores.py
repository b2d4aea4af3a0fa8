"""Scores of loss forecasts, and whether one forecast scores better than another."""

from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats


def quantile_scores(returns: Floats, var: Floats, level: float) -> Floats:
    """Return the score of a value at risk in each session; smaller is better.

    (1{r < -VaR} - a)(-VaR - r) with a = 1 - level: never negative, and smallest on
    average for the true quantile.

    References
    ----------
    .. [1] Gneiting (2011), JASA 106, 746-762, equation 24 with the identity.
    """
    beyond = (returns < -var).astype(np.float64)
    scores: Floats = (beyond - (1.0 - level)) * (-var - returns)
    return scores


def fissler_ziegel_scores(
    returns: Floats, var: Floats, es: Floats, level: float
) -> Floats:
    """Return the joint score FZ0 of VaR and ES in each session; smaller is better.

    With v = -VaR, e = -ES < 0 and a = 1 - level:
    -1{r <= v}(v - r)/(a e) + v/e + log(-e) - 1.

    References
    ----------
    .. [1] Patton, Ziegel and Chen (2019), Journal of Econometrics 211, 388-413,
       equation 6; the class is that of Fissler and Ziegel (2016).
    """
    if not (es > 0.0).all():
        raise NumericsError("expected shortfalls must be above 0")
    v, e = -var, -es
    beyond = (returns <= v).astype(np.float64)
    scores: Floats = (
        -beyond * (v - returns) / ((1.0 - level) * e) + v / e + np.log(-e) - 1.0
    )
    return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Mean difference of two scores with its bootstrapped 90 % range.

    ``p`` is the share of drawn histories in which the first was no better.
    """

    mean: float
    low: float
    high: float
    p: float


def paired_bootstrap(
    differences: Floats, *, rng: np.random.Generator, draws: int = 2000, block: int = 20
) -> Difference:
    """Return how sure it is that a mean difference of scores is below zero.

    Blocks of neighbouring sessions are drawn with replacement, all books of a session
    together, so that neither the dependence in time nor that of books is lost.

    Parameters
    ----------
    differences : ndarray, shape (n_sessions,)
        Score of one forecast less that of another, averaged over books.
    rng : numpy.random.Generator
        Source of the drawn histories.
    draws, block : int
        Histories, and sessions in a block.

    References
    ----------
    .. [1] Politis and Romano (1992), the circular block bootstrap.
    """
    count = len(differences)
    if count < 2 * block:
        raise NumericsError("a bootstrap needs at least two blocks of sessions")
    wrapped = np.concatenate([differences, differences[:block]])
    sums = np.concatenate([[0.0], np.cumsum(wrapped)])
    blocks = -(-count // block)
    starts = rng.integers(0, count, (draws, blocks))
    means = (sums[starts + block] - sums[starts]).sum(axis=1) / (blocks * block)
    low, high = np.quantile(means, [0.05, 0.95])
    return Difference(
        mean=float(differences.mean()),
        low=float(low),
        high=float(high),
        p=float((means >= 0.0).mean()),
    )
