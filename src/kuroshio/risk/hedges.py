"""What takes risk off a book, in whole lots, beside doing nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from kuroshio.knowledge import Knowledge
from kuroshio.numerics import Floats
from kuroshio.records import (
    Book,
    FrontierPoint,
    Leg,
    Pack,
    Profile,
    Proposal,
    ScenarioResult,
    Solved,
)
from kuroshio.risk.hedging.candidates import Candidate, gross_of, hedge_candidates
from kuroshio.risk.hedging.desk import Desk, Gram, gram_of, open_desk
from kuroshio.risk.hedging.proposals import (
    blocked,
    not_estimable,
    nothing,
    sized,
)
from kuroshio.risk.hedging.puts import put_proposals
from kuroshio.risk.hedging.request import HedgeRequest
from kuroshio.risk.hedging.ridge import Room, ridge_lots
from kuroshio.risk.hedging.sales import Unsellable, sale_candidates
from kuroshio.risk.hedging.whole_lots import (
    Best,
    Lots,
    Problem,
    least_risk,
    tail_weights,
)
from kuroshio.risk.rebalancing import Spread, spread_book
from kuroshio.risk.scenario_paths import ScenarioPaths

_WORTH = 0.005  # of the shortfall, below which a further leg is not worth its trouble
_BUDGETS = (0.25, 0.5, 0.75, 1.0)
TURNOVER = 0.1
_PULL = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedges:
    """Proposals, do nothing first, and cost against risk left.

    ``frontier`` is of the combination, on the paths and their objective; empty where
    no paths were searched. ``unsellable`` are lines that no sale was made of;
    ``spread`` tells of a request to spread the book, or of the limits in its way.
    """

    proposals: tuple[Proposal, ...]
    frontier: tuple[FrontierPoint, ...] = ()
    unsellable: tuple[Unsellable, ...] = ()
    spread: Spread | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The book's risk with candidates, and what bounds their lots."""

    desk: Desk
    request: HedgeRequest
    played: Sequence[ScenarioResult]
    paths: ScenarioPaths | None
    before: float


def propose_hedges(
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    stale_ok: bool = False,
    played: Sequence[ScenarioResult] = (),
) -> tuple[Proposal, ...]:
    """Return what could take risk off, doing nothing first.

    For each instrument with a series in the pack, and for the allowed ones together,
    the whole lots are taken that make the expected shortfall of book and lots least
    (99 %, one session, the one after a long closure where such a closure lies ahead),
    within the profile's quotas and its limits on gross and margin; and of the names
    that can be sold the sale that takes most off. What the book holds already counts.

    Parameters
    ----------
    book, profile, pack, knowledge
        As in ``estimate_book_risk``.
    as_of : datetime
        Aware instant.
    stale_ok : bool
        As in ``estimate_book_risk``.
    played : sequence of ScenarioResult
        Scenarios for which each proposal tells the P&L that is left.

    Returns
    -------
    tuple of Proposal
        Do nothing; the best sale; the best combination; single instruments, the least
        shortfall first; those the profile blocks, with the reason and without lots;
        those that are NOT ESTIMABLE. Costs are fees and half-spreads: basis, carry and
        impact are UNKNOWN and said to be. Empty where the risk itself is refused.
    """
    return seek_hedges(
        book, profile, pack, knowledge,
        as_of=as_of, stale_ok=stale_ok, request=HedgeRequest(), played=played,
    ).proposals  # fmt: skip


def seek_hedges(  # noqa: PLR0913 - propose_hedges' and what was asked
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    request: HedgeRequest,
    stale_ok: bool = False,
    played: Sequence[ScenarioResult] = (),
    paths: ScenarioPaths | None = None,
    touched: Sequence[str] = (),
) -> Hedges:
    """Return proposals as asked for, searched on paths where they are given.

    Parameters
    ----------
    book, profile, pack, knowledge, as_of, stale_ok, played
        As in `propose_hedges`.
    request : HedgeRequest
        Without faults by `check_request`.
    paths : ScenarioPaths, optional
        Of `scenario_paths` or `mix_scenarios` for this book: the combination and the
        sale across names are then those of least risk on the paths, to a bound.
    touched : sequence of str
        Securities to which a path leads from the story, for spreading into others.
    """
    desk = open_desk(book, profile, pack, knowledge, as_of=as_of, stale_ok=stale_ok)
    if desk.measured.refused:
        return Hedges(proposals=())
    table = _Table(
        desk=desk,
        request=request,
        played=played,
        paths=paths,
        before=desk.shortfall(gram_of(desk, ()).base),
    )
    candidates, unknown = hedge_candidates(desk, request)
    sales, unsellable = sale_candidates(desk, request)
    singles, stopped = _singles(table, [x for x in candidates if not x.leg])
    open_ones = _usable(candidates)
    combined, frontier = _combination(table, open_ones)
    sold = _sales(table, sales)
    combined = [
        item for item in combined if not any(item.legs == s.legs for s in singles)
    ]
    hedges = sorted(
        (item for item in (*combined, *singles) if item.es_after is not None),
        key=_order,
    )
    spread = (
        None
        if request.spread is None
        else spread_book(desk, request.spread, sales, touched, before=table.before)
    )
    puts = put_proposals(desk, request, before=table.before)
    rest = [not_estimable(table.before, item) for item in unknown]
    rest.sort(key=lambda item: item.name)
    return Hedges(
        proposals=(
            nothing(desk, table.before, played),
            *sold,
            *_mark_best(hedges),
            *((spread.proposal,) if spread and spread.proposal else ()),
            *puts,
            *stopped,
            *rest,
        ),
        frontier=frontier,
        unsellable=unsellable,
        spread=spread,
    )


def _order(item: Proposal) -> tuple[bool, float, str]:
    return item.allowed is not True, item.es_after or 0.0, item.name


def _mark_best(hedges: Sequence[Proposal]) -> list[Proposal]:
    """Mark the first hedge that is not forbidden and has lots."""
    place = next((k for k, item in enumerate(hedges) if item.legs), None)
    return [
        replace(item, best=True) if k == place else item
        for k, item in enumerate(hedges)
    ]


def _usable(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return what is not forbidden, the cheapest on each index."""
    found: dict[tuple[int | None, int], Candidate] = {}
    for item in candidates:
        if item.access.allowed is False or not item.most:
            continue
        key = (item.place, item.side)
        other = found.get(key)
        if other is None or _rate(item) < _rate(other):
            found[key] = item
    return list(found.values())


def _pairs(candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Return the places of instruments that are there both ways."""
    places = {item.id: place for place, item in enumerate(candidates) if not item.leg}
    return [
        (places[item.id], place)
        for place, item in enumerate(candidates)
        if item.leg and item.id in places
    ]


def _rate(item: Candidate) -> float:
    return np.inf if item.cost is None else item.cost / item.notional


def _singles(
    table: _Table, candidates: Sequence[Candidate]
) -> tuple[list[Proposal], list[Proposal]]:
    """Return each instrument by itself: those that may be used, and the blocked."""
    gram = gram_of(table.desk, [item.loads for item in candidates])
    found, stopped = [], []
    for place, item in enumerate(candidates):
        wanted = best_lots(
            (
                gram.base,
                gram.base + 2.0 * gram.cross[place] + gram.own[place, place],
                gram.base + 4.0 * gram.cross[place] + 4.0 * gram.own[place, place],
            )
        )
        lots = np.array([min(wanted, item.most)], dtype=np.int64)
        made = sized(
            table.desk, [item], lots,
            before=table.before, wanted=wanted, played=table.played,
        )  # fmt: skip
        if item.access.allowed is False:
            stopped.append(blocked(made, item))
        else:
            found.append(made)
    stopped.sort(key=_order)
    return found, stopped


def best_lots(variances: tuple[float, float, float]) -> int:
    """Return the whole number of lots, 0 or more, of least variance.

    Parameters
    ----------
    variances : tuple of float
        With 0, 1 and 2 lots: three points fix the parabola, whose best whole number is
        the rounding of its vertex.
    """
    none, one, two = variances
    curve = none - 2.0 * one + two
    if curve <= 0.0:
        return 0
    vertex = 0.5 - (one - none) / curve
    return max(int(np.floor(vertex + 0.5)), 0)


def room_of(desk: Desk, request: HedgeRequest, candidates: Sequence[Candidate]) -> Room:
    """Return the limits that several candidates share."""
    nav, limits = desk.nav, dict(desk.profile.limits)
    notional = np.array([item.notional / nav for item in candidates])
    margin = np.array([(item.margin or 0.0) / nav for item in candidates])
    cost = np.array([max(item.cost or 0.0, 0.0) / nav for item in candidates])
    fx = {"USDCNH", "USDJPY"}
    gross = np.array(
        [
            0.0
            if item.place is not None and desk.pack.factors[item.place] in fx
            else part
            for item, part in zip(candidates, notional, strict=True)
        ]
    )
    selling = np.array([item.group == "sale" for item in candidates])
    room = -gross_of(desk)
    rows: list[tuple[Floats, float, str]] = []
    for name, row, used in (("gross", gross, room), ("margin", margin, 0.0)):
        asked = [limits.get(name), getattr(request, name)]
        told = [value for value in asked if value is not None]
        if told:
            least = min(told)
            rows.append(
                (np.where(selling, 0.0, row), least + used, f"{name} limit {least:g}")
            )
    if request.cost is not None:
        rows.append((cost, request.cost, f"cost limit {request.cost:g}"))
    if selling.any():
        most = TURNOVER if request.turnover is None else request.turnover
        rows.append(
            (np.where(selling, notional, 0.0), most, f"turnover limit {most:g}")
        )
    count = len(candidates)
    return Room(
        most=np.array([item.most for item in candidates], dtype=np.int64),
        limits=np.array([row for row, _, _ in rows]).reshape(len(rows), count),
        ceilings=np.array([max(most, 0.0) for _, most, _ in rows]),
        names=tuple(name for _, _, name in rows),
    )


def _combination(
    table: _Table, candidates: Sequence[Candidate]
) -> tuple[list[Proposal], tuple[FrontierPoint, ...]]:
    """Return the best of several instruments together, and its frontier."""
    if not candidates:
        return [], ()
    gram = gram_of(table.desk, [item.loads for item in candidates])
    room = room_of(table.desk, table.request, candidates)
    exact, start = ridge_lots(gram, room, pairs=_pairs(candidates))
    start = _prune(table, gram, start)
    if table.paths is None:
        return [_combine(table, candidates, start, None)], ()
    problem = _problem(table, table.paths, candidates, room, anchor=exact)
    best = least_risk(problem, seconds=table.request.seconds, starts=(start,))
    made = _combine(table, candidates, best.lots, _solved(table, problem, best))
    return [made], _frontier(table, problem, candidates, best)


def _combine(
    table: _Table, candidates: Sequence[Candidate], lots: Lots, solved: Solved | None
) -> Proposal:
    return sized(
        table.desk, candidates, lots,
        before=table.before, group="combination", solved=solved, played=table.played,
    )  # fmt: skip


def _prune(table: _Table, gram: Gram, lots: Lots) -> Lots:
    """Leave out legs whose absence costs less than a two-hundredth of the shortfall."""
    kept = lots.copy()
    while True:
        whole = table.desk.shortfall(gram.variance(kept.astype(float)))
        places = np.flatnonzero(kept)
        if len(places) < 2:
            return kept
        losses = []
        for place in places:
            fewer = kept.astype(float)
            fewer[place] = 0.0
            losses.append(table.desk.shortfall(gram.variance(fewer)) - whole)
        weakest = int(np.argmin(losses))
        if losses[weakest] > _WORTH * table.before:
            return kept
        kept[places[weakest]] = 0


def _problem(
    table: _Table,
    paths: ScenarioPaths,
    candidates: Sequence[Candidate],
    room: Room,
    *,
    anchor: Floats | None = None,
) -> Problem:
    """Return the search over paths: a lot's P&L by path, costs and limits."""
    desk, nav = table.desk, table.desk.nav
    lines = paths.pnl * desk.stretch
    units = np.empty((len(lines), len(candidates)))
    for column, item in enumerate(candidates):
        if item.row is not None:
            part = item.notional / float(desk.measured.values[item.row])
            units[:, column] = -part * lines[:, item.row]
        else:
            place = item.place or 0
            units[:, column] = (
                item.side * item.notional / nav * item.stretch * paths.moves[:, place]
            )
    # A basis that would be earned is no reason for lots: a hedge is no carry trade.
    cost = np.array([max(item.cost or 0.0, 0.0) / nav for item in candidates])
    spread = np.sqrt(np.maximum(paths.probabilities @ units**2, 0.0))
    whole = lines.sum(axis=1)
    tail = tail_weights(whole, paths.probabilities, level=table.request.level)
    base = max(-float(tail @ whole), 0.0)
    return Problem(
        book=whole,
        units=units,
        probabilities=paths.probabilities,
        most=room.most,
        cost=cost,
        limits=room.limits,
        ceilings=room.ceilings,
        names=room.names,
        objective=table.request.objective,
        level=table.request.level,
        anchor=anchor,
        pull=None if anchor is None else _PULL * spread,
        fixed=0.0 if anchor is None else _WORTH * base,
    )


def _solved(table: _Table, problem: Problem, best: Best) -> Solved:
    return Solved(
        objective=table.request.objective,
        level=problem.level,
        paths=len(problem.book),
        before=best.before,
        after=best.risk,
        bound=best.risk - best.gap,
        gap=best.gap,
        proven=best.proven,
        limits=best.binding,
    )


def _frontier(
    table: _Table, problem: Problem, candidates: Sequence[Candidate], best: Best
) -> tuple[FrontierPoint, ...]:
    """Return the least risk for a part of what the best combination costs."""
    whole = float(problem.cost @ best.lots)
    if whole <= 0.0:
        return ()
    points = []
    for share in _BUDGETS:
        budget = share * whole
        limited = replace(
            problem,
            limits=np.vstack([problem.limits, problem.cost]),
            ceilings=np.append(problem.ceilings, budget * (1.0 + 1e-9)),
            names=(*problem.names, "budget"),
        )
        found = (
            best
            if share == 1.0
            else least_risk(limited, seconds=table.request.seconds / len(_BUDGETS))
        )
        points.append(
            FrontierPoint(
                budget=budget,
                cost=float(problem.cost @ found.lots),
                es=found.risk,
                legs=tuple(
                    Leg(instrument=item.id, lots=item.side * int(many))
                    for item, many in zip(candidates, found.lots, strict=True)
                    if many
                ),
                bound=found.risk - found.gap,
                gap=found.gap,
            )
        )
    return tuple(points)


def _sales(table: _Table, candidates: Sequence[Candidate]) -> list[Proposal]:
    """Return the one sale that takes most off, and one across names on paths."""
    usable = [item for item in candidates if item.most]
    if not usable:
        return []
    gram = gram_of(table.desk, [item.loads for item in usable])
    full = [
        gram.part([k]).variance(np.array([float(c.most)])) for k, c in enumerate(usable)
    ]
    first = int(np.argmin(full))
    made = []
    if full[first] < gram.base:
        item = usable[first]
        made.append(_sale(table, [item], np.array([item.most], dtype=np.int64), None))
    if table.paths is not None and len(usable) > 1:
        room = room_of(table.desk, table.request, usable)
        problem = _problem(table, table.paths, usable, room)
        _, start = ridge_lots(gram, room, ridge=0.0)
        best = least_risk(problem, seconds=table.request.seconds, starts=(start,))
        if best.lots.any():
            solved = _solved(table, problem, best)
            made.append(_sale(table, usable, best.lots, solved))
    return made


def _sale(
    table: _Table, used: Sequence[Candidate], lots: Lots, solved: Solved | None
) -> Proposal:
    made = sized(
        table.desk, used, lots,
        before=table.before, group="sale", solved=solved, played=table.played,
    )  # fmt: skip
    bounds = [item.bound for item, many in zip(used, lots, strict=True) if many]
    if len(bounds) == 1:
        made = replace(made, not_covered=(f"sold: {bounds[0]}", *made.not_covered))
    return made
