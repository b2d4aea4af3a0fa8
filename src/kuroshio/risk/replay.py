"""A dated stretch of the past over today's book: directly, or through betas."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kuroshio.numerics import distance_odds
from kuroshio.records import (
    FactorMove,
    HoldingPnl,
    Plausibility,
    Scenario,
    ScenarioResult,
    Shock,
)
from kuroshio.risk.conditioning import (
    condition_state,
    factor_names,
    gather_conditions,
)
from kuroshio.risk.scenario_paths import tails_of
from kuroshio.risk.scenario_results import refuse, summarise
from kuroshio.risk.scenario_stage import Stage

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMoves:
    """What was measured over a stretch: simple moves from the close before it.

    ``factors`` and ``securities`` hold only what had a level at both ends;
    ``sessions`` counts mainland sessions in it.
    """

    start: date
    end: date
    sessions: int
    factors: Mapping[str, float]
    securities: Mapping[str, float]
    source: str


def replay_past(stage: Stage, past: PastMoves) -> ScenarioResult:
    """Apply a stretch of the past to today's book.

    A holding with prices over the stretch moves as it did; another moves by its betas
    on the factors that have a level, the rest of the factors as expected given those;
    its residual is left out. Without a single domestic factor nothing goes through
    betas: NOT ESTIMABLE. Translation follows the currencies' own moves.

    Parameters
    ----------
    stage : Stage
    past : PastMoves

    Returns
    -------
    ScenarioResult
        ``note`` of each holding says "own prices" or "by betas".
    """
    days = f"{past.start} to {past.end}"
    scenario = Scenario(
        id=f"replay:{past.start}:{past.end}",
        name=f"Replay of {days}",
        narrative=f"What happened over {past.sessions} sessions, over today's book.",
        source=past.source,
        horizon=min(max(past.sessions, 1), 60),
    )
    if stage.measured.refused is not None:
        return refuse(scenario, stage.measured.refused, basis="replay")
    if not past.factors and not past.securities:
        reason = f"NOT ESTIMABLE: no series over {days}"
        return refuse(scenario, reason, basis="replay")
    moves, distance, dimensions = _fill(stage, past, scenario.horizon)
    rows = [
        _row(stage, place, past, moves) for place in range(len(stage.book.holdings))
    ]
    df, _ = tails_of(stage.pack, scenario.horizon)
    plausibility = None
    if dimensions:
        plausibility = Plausibility(
            distance=distance,
            dimensions=dimensions,
            odds=distance_odds(distance, dimensions, df),
            normal_odds=distance_odds(distance, dimensions, np.inf),
        )
    width = len(stage.pack.factors)
    told = [] if moves is None else moves[:width].tolist()
    return summarise(
        scenario,
        rows,
        basis="replay",
        plausibility=plausibility,
        moves=tuple(
            FactorMove(factor=name, move=move, shocked=name in past.factors)
            for name, move in zip(stage.pack.factors, told, strict=bool(told))
        ),
        band=None,
        es=None,
        paths=None,
    )


def _fill(
    stage: Stage, past: PastMoves, horizon: int
) -> tuple[Floats | None, float, int]:
    """Return all factors' moves, those without a level as expected given the others."""
    shocks = [
        Shock(kind="factor", id=name, size=past.factors[name])
        for name in stage.pack.factors
        if name in past.factors
    ]
    if not shocks:
        return None, 0.0, 0
    conditions = gather_conditions(
        shocks,
        stage.book,
        stage.positions,
        stage.pack,
        themes=np.zeros(len(stage.book.holdings)),
    )
    found = condition_state(
        conditions,
        stage.positions.covariance,
        factor_names(stage.pack),
        horizon=horizon,
        volatility={},
    )
    return found.factors, found.distance, found.dimensions


def _row(stage: Stage, place: int, past: PastMoves, moves: Floats | None) -> HoldingPnl:
    positions, holding = stage.positions, stage.book.holdings[place]
    basis = positions.basis[place]
    weight = float(positions.weights[place])
    fx = float(positions.currency[place] @ moves) if moves is not None else 0.0
    own = past.securities.get(holding.security)
    blank = HoldingPnl(security=holding.security, weight=weight, pnl=None)
    if own is not None and holding.kind != "future":
        # The price moved in its own currency, and that currency's price moved too.
        local = weight * own
        return replace(
            blank, pnl=local + fx * (1.0 + own), own_part=local,
            fx_part=fx * (1.0 + own), basis="own prices", note="own prices",
        )  # fmt: skip
    if moves is None or basis.basis == "unknown":
        why = basis.note or "no series over these days"
        return replace(blank, basis="unknown", note=f"NOT ESTIMABLE: {why}")
    factor = float(positions.local[place] @ moves)
    return replace(
        blank, pnl=factor + fx, factor_part=factor, fx_part=fx, basis=basis.basis,
        note="by betas",
    )  # fmt: skip
