"""From candidates and whole lots to proposals: money, effect, and what is left."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kuroshio.records import (
    Leg,
    Proposal,
    ScenarioResidual,
    ScenarioResult,
    Solved,
)
from kuroshio.risk.hedging.candidates import Candidate, Unknown, loading_doubt
from kuroshio.risk.hedging.desk import HORIZON, LEVEL, Desk, Loads
from kuroshio.risk.hedging.whole_lots import Lots


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What lots leave of a book's risk: variances, and the shares of what is left."""

    variance: float
    single_names: float
    currency: float
    ends: tuple[float, float]


def nothing(desk: Desk, before: float, played: Sequence[ScenarioResult]) -> Proposal:
    """Return the proposal to do nothing."""
    return Proposal(
        name="Do nothing",
        legs=(),
        allowed=True,
        blocked_by=(),
        cost=0.0,
        cost_basis="none",
        margin=0.0,
        es_before=before,
        es_after=before,
        not_covered=(),
        level=LEVEL,
        horizon=HORIZON,
        notional=0.0,
        group="nothing",
        residual_by_scenario=residuals(desk, (), np.zeros(0, dtype=np.int64), played),
    )


def sized(  # noqa: PLR0913 - what a proposal tells
    desk: Desk,
    candidates: Sequence[Candidate],
    lots: Lots,
    *,
    before: float,
    wanted: int | None = None,
    group: str | None = None,
    solved: Solved | None = None,
    played: Sequence[ScenarioResult] = (),
) -> Proposal:
    """Return a proposal of whole lots; ``wanted`` lots would be least, were it free."""
    used = [
        (item, int(many)) for item, many in zip(candidates, lots, strict=True) if many
    ]
    found = effect_of(desk, candidates, lots)
    first = candidates[0]
    margins = [
        None if item.margin is None else item.margin * many for item, many in used
    ]
    margin = None if None in margins else float(sum(x or 0.0 for x in margins))
    left = []
    if wanted is not None and used and wanted > used[0][1]:
        left.append(f"{first.bound} binds: {wanted} lots would be least")
    elif wanted and not used:
        left.append(f"{first.bound} leaves no lot: {wanted} would be least")
    if solved is not None and solved.limits:
        left += [f"{name} binds" for name in solved.limits]
    left += left_open(desk, found, group or first.group)
    left += _margin_note(desk, margin)
    costs = [None if item.cost is None else item.cost * many for item, many in used]
    return Proposal(
        name=name_of(candidates, lots),
        legs=tuple(_leg(item, many) for item, many in used),
        allowed=_allowed(candidates if not used else [item for item, _ in used]),
        blocked_by=(),
        cost=None if None in costs else float(sum(x or 0.0 for x in costs)),
        cost_basis=_basis([item for item, _ in used] or candidates),
        margin=margin,
        es_before=before,
        es_after=desk.shortfall(found.variance),
        not_covered=tuple(left),
        es_range=found.ends,
        level=LEVEL,
        horizon=HORIZON,
        notional=sum(item.notional * many for item, many in used),
        residual_by_scenario=residuals(desk, candidates, lots, played),
        group=group or first.group,
        access=tuple(
            dict.fromkeys(note for item, _ in used for note in item.access.notes)
        ),
        solved=solved,
    )


def _leg(item: Candidate, many: int) -> Leg:
    return Leg(
        instrument=item.id,
        lots=item.side * many,
        unit=item.unit,
        quantity=None if item.size is None else item.size * many,
        notional=item.notional * many,
        margin=None if item.margin is None else item.margin * many,
        cost=None if item.cost is None else item.cost * many,
    )


def _allowed(used: Sequence[Candidate]) -> bool | None:
    told = [item.access.allowed for item in used]
    if False in told:
        return False
    return None if None in told else True


def _basis(used: Sequence[Candidate]) -> str:
    told: dict[str, list[str]] = {}
    for item in used:
        told.setdefault(item.cost_basis, []).append(item.id)
    if len(told) == 1:
        return next(iter(told))
    return "; ".join(f"{', '.join(ids)}: {basis}" for basis, ids in told.items())


def name_of(candidates: Sequence[Candidate], lots: Lots) -> str:
    """Say what is dealt: "Short 4 IM (CSI 1000)"."""
    used = [(c, int(n)) for c, n in zip(candidates, lots, strict=True) if n]
    if not used:
        first = candidates[0]
        if len(candidates) > 1:
            return "No combination takes risk off"
        verb = {"sale": "sell"}.get(first.group, "short" if first.side < 0 else "buy")
        return f"{first.id} ({first.words}): no lot to {verb}"
    if len(used) == 1:
        item, many = used[0]
        if item.group == "sale":
            return f"Sell {many} lots {item.id}"
        return f"{_verb(item)} {many} {item.id} ({item.words})"
    words: list[str] = []
    for verb in ("Sell", "Short", "Buy"):
        parts = [
            f"{many} lots {item.id}" if verb == "Sell" else f"{many} {item.id}"
            for item, many in used
            if _verb(item) == verb
        ]
        if parts:
            words.append(f"{verb if not words else verb.lower()} {', '.join(parts)}")
    return ", ".join(words)


def _verb(item: Candidate) -> str:
    if item.group == "sale":
        return "Sell"
    return "Short" if item.side < 0 else "Buy"


def effect_of(desk: Desk, candidates: Sequence[Candidate], lots: Lots) -> Effect:
    """Return the variance of book and lots, its parts, and how unsure it is."""
    total = add_lots(desk, candidates, lots)
    positions = desk.measured.positions
    covariance = positions.covariance
    slope = covariance @ total.factors
    names = float(total.names @ total.names)
    blocks = 0.0
    if positions.block_covariance is not None and len(total.blocks):
        blocks = float(total.blocks @ positions.block_covariance @ total.blocks)
    variance = float(total.factors @ slope) + names + blocks
    translated = positions.currency.sum(axis=0) @ slope
    ends = [variance]
    for item, many in zip(candidates, lots, strict=True):
        if many and item.place is not None:
            doubt = loading_doubt(desk, item.place)
            swing = doubt**2 * covariance[item.place, item.place]
            tilt = 2.0 * doubt * slope[item.place]
            ends += [variance + swing + tilt, variance + swing - tilt]
    losses = [desk.shortfall(value) for value in ends]
    whole = max(variance, 1e-300)
    return Effect(
        variance=variance,
        single_names=names / whole,
        currency=float(translated) / whole,
        ends=(min(losses), max(losses)),
    )


def add_lots(desk: Desk, candidates: Sequence[Candidate], lots: Lots) -> Loads:
    """Return the exposures of the book with lots."""
    own = desk.own
    factors, blocks, names = own.factors.copy(), own.blocks.copy(), own.names.copy()
    for item, many in zip(candidates, lots, strict=True):
        if many:
            factors += item.loads.factors * many
            blocks += item.loads.blocks * many
            names += item.loads.names * many
    return Loads(factors=factors, blocks=blocks, names=names)


def left_open(desk: Desk, found: Effect, group: str) -> list[str]:
    """Say what lots leave."""
    left = []
    if found.variance > 0.0:
        left.append(f"single names: {found.single_names:.0%} of what is left")
        if abs(found.currency) >= 0.01:
            left.append(f"currency: {found.currency:.0%} of what is left")
    if group == "sale":
        return left
    abroad = sorted({m for m in desk.measured.positions.markets if m and m != "CN"})
    if abroad:
        left.append(f"moves of {', '.join(abroad)} that the index does not share")
    left.append("basis between future and index")
    return left


def _margin_note(desk: Desk, margin: float | None) -> list[str]:
    cash = sum(
        value
        for value, holding in zip(
            desk.measured.values.tolist(), desk.book.holdings, strict=True
        )
        if holding.kind == "cash" and math.isfinite(value)
    )
    if margin is None or margin <= cash:
        return []
    return [f"margin of {margin:,.0f} is more than the cash of {cash:,.0f}"]


def residuals(
    desk: Desk,
    candidates: Sequence[Candidate],
    lots: Lots,
    played: Sequence[ScenarioResult],
) -> tuple[ScenarioResidual, ...]:
    """Return what each scenario does to the book without and with lots.

    Instruments earn the move of their index in the scenario; names sold take their own
    P&L with them. Scenarios without numbers are left out.
    """
    found = []
    for result in played:
        if result.pnl is None or result.refused is not None:
            continue
        moves = {item.factor: item.move for item in result.moves}
        lines: dict[str, float | None] = {}
        for line in result.pnl_by_holding:
            lines.setdefault(line.security, line.pnl)
        after = result.pnl
        for item, many in zip(candidates, lots, strict=True):
            if many:
                after += many * _earned(desk, item, moves, lines)
        found.append(
            ScenarioResidual(
                id=result.id, name=result.name, before=result.pnl, after=after
            )
        )
    return tuple(found)


def _earned(
    desk: Desk,
    item: Candidate,
    moves: dict[str, float],
    lines: dict[str, float | None],
) -> float:
    if item.row is not None:
        value = float(desk.measured.values[item.row])
        return -item.notional / value * (lines.get(item.id) or 0.0)
    factor = desk.pack.factors[item.place] if item.place is not None else ""
    return item.side * item.notional / desk.nav * moves.get(factor, 0.0)


def blocked(proposal: Proposal, item: Candidate) -> Proposal:
    """Take the lots out of a proposal that the profile forbids."""
    return replace(
        proposal,
        name=f"{_verb(item)} {item.id} ({item.words})",
        legs=(),
        allowed=False,
        blocked_by=item.access.reasons,
        cost=None,
        cost_basis="not proposed",
        margin=None,
        notional=None,
        not_covered=(),
        residual_by_scenario=(),
        access=(),
    )


def not_estimable(before: float, item: Unknown) -> Proposal:
    """Return an instrument that is never sized, and why."""
    return Proposal(
        name=f"Short {item.instrument.id} ({item.instrument.index_name})",
        legs=(),
        allowed=False if item.access.reasons else None,
        blocked_by=item.access.reasons,
        cost=None,
        cost_basis=f"NOT ESTIMABLE: {item.why}",
        margin=None,
        es_before=before,
        es_after=None,
        not_covered=(),
        level=LEVEL,
        horizon=HORIZON,
    )
