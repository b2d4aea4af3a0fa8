"""Scenarios over a book: propagated, weighed for plausibility, simulated on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import NumericsError
from kuroshio.knowledge import Knowledge
from kuroshio.numerics import distance_odds, student_cdf
from kuroshio.records import (
    Book,
    FactorMove,
    HoldingPnl,
    Pack,
    Plausibility,
    Profile,
    Scenario,
    ScenarioBasis,
    ScenarioResult,
    Shock,
    View,
)
from kuroshio.risk.books import Measured, measure_book
from kuroshio.risk.conditioning import (
    DOLLAR_PAIRS,
    Stressed,
    condition_state,
    factor_names,
    gather_conditions,
    widen_positions,
)
from kuroshio.risk.pooling import pool_views
from kuroshio.risk.positions import Positions
from kuroshio.risk.scenario_paths import (
    Drawn,
    ScenarioPaths,
    prepare_draws,
    simulate_paths,
    simulate_tail,
    tails_of,
    unconditioned,
    weighted_tail,
)
from kuroshio.risk.scenario_themes import Reach, theme_moves

Floats = NDArray[np.float64]

PATHS = 10_000
BAND = (0.05, 0.95)
LEVEL = 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A book placed once, on which scenarios are played.

    ``reach`` says for each scenario's id whom its themes reach.
    """

    book: Book
    pack: Pack
    measured: Measured
    reach: Mapping[str, Reach]

    @property
    def positions(self) -> Positions:
        """The book's exposures, the pack's blocks as further factors."""
        return self.measured.positions

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which holdings have numbers."""
        found = [item.basis != "unknown" for item in self.positions.basis]
        return np.array(found, dtype=np.bool_)


def set_stage(
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    stale_ok: bool = False,
    reach: Mapping[str, Reach] | None = None,
) -> Stage:
    """Place a book for scenarios.

    Parameters
    ----------
    book, profile, pack, knowledge, as_of, stale_ok
        As for `estimate_book_risk`.
    reach : mapping, optional
        Scenario's id → theme → security → sign.
    """
    measured = measure_book(
        book, profile, pack, knowledge, as_of=as_of, stale_ok=stale_ok
    )
    wide = replace(measured, positions=widen_positions(measured.positions))
    return Stage(book=book, pack=pack, measured=wide, reach=reach or {})


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


def scenario_paths(
    stage: Stage, scenario: Scenario | None, *, count: int
) -> ScenarioPaths:
    """Return the P&L matrix of a scenario, or of no scenario at all.

    The interface for hedges: ``pnl`` (n_paths, n_holdings) in share of NAV and
    ``moves`` (n_paths, n_factors), of which a future or fund earns its index's column.
    """
    stressed, themes = _condition(stage, scenario)
    drawn = _drawn(stage, stressed, themes)
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
        _condition(stage, scenario)


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


def _condition(stage: Stage, scenario: Scenario | None) -> tuple[Stressed, Floats]:
    """Return the state given a scenario's shocks, and what themes add to holdings."""
    positions, pack = stage.positions, stage.pack
    if scenario is None:
        free = unconditioned(positions.covariance, horizon=1)
        return free, np.zeros(len(stage.book.holdings))
    reach = stage.reach.get(scenario.id, {})
    themes = theme_moves(scenario.shocks, stage.book, pack, reach)
    conditions = gather_conditions(
        scenario.shocks, stage.book, positions, pack, themes=themes
    )
    stressed = condition_state(
        conditions,
        positions.covariance,
        factor_names(pack),
        horizon=scenario.horizon,
        volatility={x.id: x.size for x in scenario.shocks if x.kind == "volatility"},
        named=len(pack.factors),
    )
    return stressed, themes


def _drawn(stage: Stage, stressed: Stressed, themes: Floats) -> Drawn:
    df, scale = tails_of(stage.pack, stressed.horizon)
    return prepare_draws(
        stage.positions,
        stressed,
        df=df,
        scale=scale,
        themes=themes,
        named=len(stage.pack.factors),
    )


def _play(stage: Stage, scenario: Scenario, paths: int) -> ScenarioResult:
    if stage.measured.refused is not None:
        return refuse(scenario, stage.measured.refused, basis="shocks")
    if scenario.views:
        return _play_views(stage, scenario, paths)
    stressed, themes = _condition(stage, scenario)
    rows = _holdings(stage, stressed, themes, scenario.shocks)
    tail = simulate_tail(_drawn(stage, stressed, themes), count=paths, level=LEVEL)
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
        plausibility=_plausibility(stage.pack, stressed),
        moves=_moves(stage.pack, stressed, scenario.shocks),
        band=(float(low), float(high)),
        es=tail.es - alone,
        paths=len(tail.pnl),
    )


def _play_views(stage: Stage, scenario: Scenario, paths: int) -> ScenarioResult:
    stressed = unconditioned(stage.positions.covariance, horizon=scenario.horizon)
    drawn = _drawn(stage, stressed, np.zeros(len(stage.book.holdings)))
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
        _row(stage, place, (pnl - fx, 0.0, 0.0, fx))
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


def _holdings(
    stage: Stage, stressed: Stressed, themes: Floats, shocks: Sequence[Shock]
) -> list[HoldingPnl]:
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
            rows.append(_row(stage, place, four, told=True))
        else:
            rows.append(_row(stage, place, four))
    return rows


def _moves_with_anything(positions: Positions, place: int) -> bool:
    return bool(positions.local[place].any() or positions.residual[place])


def _row(
    stage: Stage, place: int, parts: tuple[float, ...], *, told: bool = False
) -> HoldingPnl:
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


def _plausibility(pack: Pack, stressed: Stressed) -> Plausibility | None:
    if not stressed.dimensions:
        return None
    df, _ = tails_of(pack, stressed.horizon)
    return Plausibility(
        distance=stressed.distance,
        dimensions=stressed.dimensions,
        odds=distance_odds(stressed.distance, stressed.dimensions, df),
        normal_odds=distance_odds(stressed.distance, stressed.dimensions, np.inf),
    )


def _moves(
    pack: Pack, stressed: Stressed, shocks: Sequence[Shock]
) -> tuple[FactorMove, ...]:
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
    rows = _holdings(stage, stressed, np.zeros(len(stage.book.holdings)), ())
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
        moves=_moves(stage.pack, stressed, ()),
        band=None,
        es=None,
        paths=None,
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
