"""What a scenario did to a book, as a record: holdings, factors, how likely."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kuroshio.numerics import distance_odds
from kuroshio.records import (
    FactorMove,
    HoldingPnl,
    Pack,
    Plausibility,
    Scenario,
    ScenarioBasis,
    ScenarioResult,
    Shock,
    View,
)
from kuroshio.risk.conditioning import DOLLAR_PAIRS, Stressed, factor_names
from kuroshio.risk.positions import Positions
from kuroshio.risk.scenario_paths import tails_of
from kuroshio.risk.scenario_stage import Stage

Floats = NDArray[np.float64]


def move_holdings(
    stage: Stage, stressed: Stressed, themes: Floats, shocks: Sequence[Shock]
) -> list[HoldingPnl]:
    """Return what each holding makes of a state, in the order of the book.

    Parameters
    ----------
    stage : Stage
    stressed : Stressed
        Moves of the factors and of the issuers' own returns.
    themes : ndarray, shape (n_holdings,)
        What themes add, for one unit of weight.
    shocks : sequence of Shock
        A holding that moves with nothing takes its own shock from here.
    """
    positions = stage.positions
    known = stage.known
    own = np.array([stressed.names.get(int(n), 0.0) for n in positions.issuers])
    parts = np.column_stack(
        [
            positions.local @ stressed.factors,
            np.where(known, positions.weights * themes, 0.0),
            positions.residual * own,
            positions.currency @ stressed.factors,
        ]
    )
    told = {item.id: item.size for item in shocks if item.kind == "holding"}
    rows = []
    for place, holding in enumerate(stage.book.holdings):
        four = tuple(parts[place].tolist())
        if holding.security in told and not _moves_with_anything(positions, place):
            weight = float(positions.weights[place])
            four = (0.0, 0.0, weight * told[holding.security], four[3])
            rows.append(holding_row(stage, place, four, told=True))
        else:
            rows.append(holding_row(stage, place, four))
    return rows


def _moves_with_anything(positions: Positions, place: int) -> bool:
    return bool(positions.local[place].any() or positions.residual[place])


def holding_row(
    stage: Stage, place: int, parts: tuple[float, ...], *, told: bool = False
) -> HoldingPnl:
    """Return one holding's P&L; a basis of unknown has none unless a shock told it.

    ``parts`` are those of factors, themes, its own and currency, shares of NAV.
    """
    basis = stage.positions.basis[place]
    missing = basis.basis == "unknown" and not told
    factor, theme, own, fx = (0.0, 0.0, 0.0, 0.0) if missing else parts
    return HoldingPnl(
        security=stage.book.holdings[place].security,
        weight=float(stage.positions.weights[place]),
        pnl=None if missing else factor + theme + own + fx,
        factor_part=factor,
        theme_part=theme,
        own_part=own,
        fx_part=fx,
        basis=basis.basis,
        note=basis.note,
    )


def plausibility_of(pack: Pack, stressed: Stressed) -> Plausibility | None:
    """Return how far from the usual a state is and its odds; None: nothing was set."""
    if not stressed.dimensions:
        return None
    df, _ = tails_of(pack, stressed.horizon)
    return Plausibility(
        distance=stressed.distance,
        dimensions=stressed.dimensions,
        odds=distance_odds(stressed.distance, stressed.dimensions, df),
        normal_odds=distance_odds(stressed.distance, stressed.dimensions, np.inf),
    )


def factor_moves(
    pack: Pack, stressed: Stressed, shocks: Sequence[Shock]
) -> tuple[FactorMove, ...]:
    """Return how every factor of the pack moves, and whether the scenario set it."""
    told = {item.id for item in shocks if item.kind == "factor"}
    told |= {
        pair
        for item in shocks
        for code, pair in DOLLAR_PAIRS.items()
        if item.kind == "currency" and item.id in {code, f"{code}USD"}
    }
    return tuple(
        FactorMove(factor=name, move=move, shocked=name in told)
        for name, move in zip(
            factor_names(pack), stressed.factors.tolist(), strict=True
        )
        if name in told or name in pack.factors
    )


def summarise(  # noqa: PLR0913 - the parts of one record
    scenario: Scenario,
    rows: Sequence[HoldingPnl],
    *,
    basis: ScenarioBasis,
    plausibility: Plausibility | None,
    moves: tuple[FactorMove, ...],
    band: tuple[float, float] | None,
    es: float | None,
    paths: int | None,
    effective: float | None = None,
    views: tuple[View, ...] = (),
) -> ScenarioResult:
    """Sum holdings up into the result of a scenario."""
    priced = [item for item in rows if item.pnl is not None]
    worst = min(priced, key=lambda item: item.pnl or 0.0, default=None)
    if worst is not None and not (worst.pnl or 0.0) < 0.0:
        worst = None
    return ScenarioResult(
        id=scenario.id,
        name=scenario.name,
        basis=basis,
        probability=scenario.probability,
        probability_by=scenario.probability_by,
        pnl=sum(item.pnl or 0.0 for item in priced) if priced else None,
        fx_part=sum(item.fx_part for item in priced) if priced else None,
        interval=band,
        es=es,
        worst_holding=worst.security if worst is not None else None,
        worst_pnl=worst.pnl if worst is not None else None,
        pnl_by_holding=tuple(rows),
        plausibility=plausibility,
        moves=moves,
        shocks=scenario.shocks,
        horizon=scenario.horizon,
        sized_from=scenario.sized_from,
        sizing=scenario.sizing,
        narrative=scenario.narrative,
        source=scenario.source,
        not_covered=scenario.not_covered,
        unknown_weight=sum(abs(item.weight) for item in rows if item.pnl is None),
        views=views,
        effective_scenarios=effective,
        paths=paths,
    )


def refuse(scenario: Scenario, reason: str, *, basis: ScenarioBasis) -> ScenarioResult:
    """Return a result without numbers and the reason why."""
    return ScenarioResult(
        id=scenario.id,
        name=scenario.name,
        basis=basis,
        probability=scenario.probability,
        probability_by=scenario.probability_by,
        pnl=None,
        fx_part=None,
        interval=None,
        es=None,
        worst_holding=None,
        worst_pnl=None,
        pnl_by_holding=(),
        plausibility=None,
        moves=(),
        shocks=scenario.shocks,
        horizon=scenario.horizon,
        sized_from=scenario.sized_from,
        sizing=scenario.sizing,
        narrative=scenario.narrative,
        source=scenario.source,
        not_covered=scenario.not_covered,
        unknown_weight=0.0,
        refused=reason,
        views=scenario.views,
    )
