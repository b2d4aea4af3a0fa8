"""Reverse stress: of all ways to lose so much, the one nearest to the usual."""

import numpy as np

from kuroshio.numerics import student_cdf
from kuroshio.records import Plausibility, Scenario, ScenarioResult
from kuroshio.risk.conditioning import Stressed
from kuroshio.risk.scenario_paths import tails_of
from kuroshio.risk.scenario_results import (
    factor_moves,
    move_holdings,
    refuse,
    summarise,
)
from kuroshio.risk.scenario_stage import Stage


def reverse_stress(stage: Stage, loss: float, *, horizon: int = 1) -> ScenarioResult:
    """Return the most plausible scenario in which the book loses so much.

    Of all moves of factors and residuals on the plane of that loss, the one of least
    Mahalanobis distance: f = -L S b / V and e_k = -L r_k / V, with V the variance of
    the book's return, b its loadings and r_k its residual risk in issuer k. This holds
    for every elliptical distribution.

    Parameters
    ----------
    stage : Stage
    loss : float
        Share of NAV, positive.
    horizon : int
        Sessions within which it is lost.

    Returns
    -------
    ScenarioResult
        The odds are those of a loss at least as large under the tails of the pack.

    References
    ----------
    .. [1] Breuer, Jandacka, Rheinberger and Summer (2009), International Journal of
       Central Banking 5(3), 205-224.
    """
    scenario = Scenario(
        id="reverse",
        name=f"The likeliest way to lose {loss * 100:.3g} % of NAV",
        narrative="Of all moves that cost so much, the one nearest to the usual.",
        source="computed",
        horizon=horizon,
    )
    if stage.measured.refused is not None:
        return refuse(scenario, stage.measured.refused, basis="reverse")
    positions = stage.positions
    loadings = (positions.local + positions.currency).sum(axis=0)
    residuals = np.bincount(positions.issuers, weights=positions.residual)
    slope = positions.covariance @ loadings
    variance = horizon * float(loadings @ slope + residuals @ residuals)
    if not variance > 0.0:
        return refuse(scenario, "the book has no risk", basis="reverse")
    stressed = Stressed(
        factors=-loss * horizon * slope / variance,
        names=dict(enumerate((-loss * horizon * residuals / variance).tolist())),
        covariance=positions.covariance * horizon,
        residual_ratio=1.0,
        distance=loss / variance**0.5,
        dimensions=1,
        horizon=horizon,
    )
    df, scale = tails_of(stage.pack, horizon)
    away = stressed.distance / scale
    heavy = student_cdf(-away * (df / (df - 2.0)) ** 0.5, df)
    rows = move_holdings(stage, stressed, np.zeros(len(stage.book.holdings)), ())
    return summarise(
        scenario,
        rows,
        basis="reverse",
        plausibility=Plausibility(
            distance=stressed.distance,
            dimensions=1,
            odds=heavy,
            normal_odds=student_cdf(-away, np.inf),
        ),
        moves=factor_moves(stage.pack, stressed, ()),
        band=None,
        es=None,
        paths=None,
    )
