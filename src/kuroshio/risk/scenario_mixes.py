"""Paths of one scenario, and of signed ones together as likely as was signed."""

from collections.abc import Sequence

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.records import Scenario
from kuroshio.risk.conditioning import factor_names
from kuroshio.risk.pooling import pool_views
from kuroshio.risk.scenario_paths import (
    ScenarioPaths,
    simulate_paths,
    weighted_tail,
)
from kuroshio.risk.scenario_stage import Stage, condition_stage, draws_of

LEVEL = 0.99


def scenario_paths(
    stage: Stage, scenario: Scenario | None, *, count: int
) -> ScenarioPaths:
    """Return the P&L matrix of a scenario, or of no scenario at all.

    The interface for hedges: ``pnl`` (n_paths, n_holdings) in share of NAV and
    ``moves`` (n_paths, n_factors), of which a future or fund earns its index's column.
    """
    stressed, themes = condition_stage(stage, scenario)
    drawn = draws_of(stage, stressed, themes)
    found = simulate_paths(
        drawn,
        securities=tuple(item.security for item in stage.book.holdings),
        factors=factor_names(stage.pack),
        count=count,
    )
    if scenario is None or not scenario.views:
        return found
    pooled = pool_views(found, scenario.views)
    return ScenarioPaths(
        securities=found.securities,
        pnl=found.pnl,
        factors=found.factors,
        moves=found.moves,
        probabilities=pooled.probabilities,
    )


def try_scenario(stage: Stage, scenario: Scenario, *, count: int) -> None:
    """Condition on a scenario, or pool its views over a few paths; keep nothing.

    Raises
    ------
    NumericsError
        Shocks or views that cannot be at once.
    """
    if scenario.views:
        scenario_paths(stage, scenario, count=count)
    else:
        condition_stage(stage, scenario)


def mix_scenarios(
    stage: Stage, scenarios: Sequence[Scenario], *, count: int = 2_000
) -> ScenarioPaths | None:
    """Return paths over which signed scenarios happen as likely as was signed.

    What the signatures leave of probability 1 goes to paths without any scenario. None:
    nobody has signed one.

    Parameters
    ----------
    stage : Stage
    scenarios : sequence of Scenario
        Those without a probability are left out.
    count : int
        Paths of each part; their probabilities differ by part.

    Raises
    ------
    NumericsError
        The probabilities add up to more than 1.
    """
    signed = [item for item in scenarios if item.probability is not None]
    total = sum(item.probability or 0.0 for item in signed)
    if not signed:
        return None
    if total > 1.0 + 1e-9:
        raise NumericsError(f"signed probabilities add up to {total:g}, over 1")
    parts = [
        (scenario_paths(stage, item, count=count), item.probability or 0.0)
        for item in signed
    ]
    parts.append((scenario_paths(stage, None, count=count), max(1.0 - total, 0.0)))
    return ScenarioPaths(
        securities=parts[0][0].securities,
        pnl=np.concatenate([paths.pnl for paths, _ in parts]),
        factors=parts[0][0].factors,
        moves=np.concatenate([paths.moves for paths, _ in parts]),
        probabilities=np.concatenate(
            [paths.probabilities * share for paths, share in parts]
        ),
    )


def expected_loss(paths: ScenarioPaths) -> tuple[float, float]:
    """Return the mean P&L of weighted paths and their ES, a loss above 0."""
    book = paths.pnl.sum(axis=1)
    worst, _ = weighted_tail(book, paths.probabilities, level=LEVEL)
    return float(paths.probabilities @ book), -worst
