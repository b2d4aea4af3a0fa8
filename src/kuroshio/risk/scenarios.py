"""Scenarios over a book: propagated, weighed for plausibility, simulated on top."""

from collections.abc import Sequence

import numpy as np

from kuroshio.records import FactorMove, Scenario, ScenarioResult
from kuroshio.risk.conditioning import factor_names
from kuroshio.risk.pooling import pool_views
from kuroshio.risk.scenario_paths import (
    simulate_paths,
    simulate_tail,
    unconditioned,
    weighted_tail,
)
from kuroshio.risk.scenario_results import (
    factor_moves,
    holding_row,
    move_holdings,
    plausibility_of,
    refuse,
    summarise,
)
from kuroshio.risk.scenario_stage import Stage, condition_stage, draws_of

PATHS = 10_000
BAND = (0.05, 0.95)
LEVEL = 0.99


def stress_book(
    stage: Stage, scenarios: Sequence[Scenario], *, paths: int = PATHS
) -> tuple[ScenarioResult, ...]:
    """Play scenarios on a book.

    Parameters
    ----------
    stage : Stage
    scenarios : sequence of Scenario
        Checked by `check_scenarios`.
    paths : int
        Simulated on top of each.

    Returns
    -------
    tuple of ScenarioResult
        In the order of the scenarios. Every factor and name that a scenario does not
        set moves as expected given what it sets: an outside shock reaches domestic
        size and growth factors by their covariance, in which closes that come later
        enter the next mainland session. Holdings of unknown basis are in no total;
        one that a scenario shocks by name is.

    Raises
    ------
    NumericsError
        Shocks that contradict one another, views that nothing honours, a covariance
        that is none.

    References
    ----------
    .. [1] Kupiec (1998), Stress testing in a value at risk framework, Journal of
       Derivatives 6(1), 7-24.
    .. [2] Golub, Greenberg and Ratcliffe (2018), Market-driven scenarios: an approach
       for plausible scenario construction, Journal of Portfolio Management 44(5).
    """
    return tuple(_play(stage, item, paths) for item in scenarios)


def _play(stage: Stage, scenario: Scenario, paths: int) -> ScenarioResult:
    if stage.measured.refused is not None:
        return refuse(scenario, stage.measured.refused, basis="shocks")
    if scenario.views:
        return _play_views(stage, scenario, paths)
    stressed, themes = condition_stage(stage, scenario)
    rows = move_holdings(stage, stressed, themes, scenario.shocks)
    tail = simulate_tail(draws_of(stage, stressed, themes), count=paths, level=LEVEL)
    # A holding that only its own shock tells about has no risk beyond it.
    alone = sum(
        item.pnl or 0.0
        for item, known in zip(rows, stage.known.tolist(), strict=True)
        if not known
    )
    low, high = np.quantile(tail.pnl, BAND) + alone
    return summarise(
        scenario,
        rows,
        basis="shocks",
        plausibility=plausibility_of(stage.pack, stressed),
        moves=factor_moves(stage.pack, stressed, scenario.shocks),
        band=(float(low), float(high)),
        es=tail.es - alone,
        paths=len(tail.pnl),
    )


def _play_views(stage: Stage, scenario: Scenario, paths: int) -> ScenarioResult:
    stressed = unconditioned(stage.positions.covariance, horizon=scenario.horizon)
    drawn = draws_of(stage, stressed, np.zeros(len(stage.book.holdings)))
    found = simulate_paths(
        drawn,
        securities=tuple(item.security for item in stage.book.holdings),
        factors=factor_names(stage.pack),
        count=paths,
    )
    pooled = pool_views(found, scenario.views)
    weights = pooled.probabilities
    moved = weights @ found.moves
    currency = stage.positions.currency @ moved
    total = weights @ found.pnl
    book = found.pnl.sum(axis=1)
    order = np.argsort(book)
    reached = np.cumsum(weights[order])
    low, high = (float(book[order[np.searchsorted(reached, q)]]) for q in BAND)
    rows = [
        holding_row(stage, place, (pnl - fx, 0.0, 0.0, fx))
        for place, (pnl, fx) in enumerate(
            zip(total.tolist(), currency.tolist(), strict=True)
        )
    ]
    names = {view.id for view in scenario.views}
    return summarise(
        scenario,
        rows,
        basis="views",
        plausibility=None,
        moves=tuple(
            FactorMove(factor=name, move=move, shocked=name in names)
            for name, move in zip(found.factors, moved.tolist(), strict=True)
            if name in names or name in stage.pack.factors
        ),
        band=(low, high),
        es=-weighted_tail(book, weights, level=LEVEL)[0],
        paths=len(book),
        effective=pooled.effective,
        views=scenario.views,
    )
