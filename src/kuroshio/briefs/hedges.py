"""Hedges side by side: choices, what scenarios leave, cost against risk, in full."""

from collections.abc import Sequence
from dataclasses import dataclass

from kuroshio.briefs.wording import cell, line, say_loss, say_whole
from kuroshio.records import Block, Cell, FrontierPoint, Grid, Line, Proposal

_MINUS = "−"
_FEW = 6
_LEAST = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeStory:
    """What is told of hedges.

    ``unsellable`` pairs securities with why no sale was made of them, ``conflict``
    names limits that no spreading of the book can keep together, ``refused`` says why
    there are no numbers. ``signed``: scenarios with a probability are in the paths.
    """

    proposals: tuple[Proposal, ...]
    frontier: tuple[FrontierPoint, ...]
    nav: float
    base_currency: str
    level: float
    objective: str
    unsellable: tuple[tuple[str, str], ...] = ()
    conflict: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    signed: bool = False
    refused: str | None = None


def hedge_blocks(made: HedgeStory) -> tuple[Block, ...]:
    """Return the blocks of `hedge`; ES are losses, in basis points of NAV."""
    blocks = [_choices(made)]
    if made.refused is None:
        blocks += [_scenarios(made), _frontier(made), _notes(made)]
    return tuple(block for block in blocks if block.items)


def offered(made: HedgeStory) -> list[tuple[int, Proposal]]:
    """Return the proposals with numbers and their places for --decide."""
    return [
        (place, item)
        for place, item in enumerate(made.proposals)
        if item.es_after is not None and item.allowed is not False
    ]


def unknown_lines(proposals: Sequence[Proposal]) -> list[str]:
    """Say what is NOT ESTIMABLE, those alike in why together."""
    reasons: dict[str, list[str]] = {}
    for item in proposals:
        if item.es_after is None and item.allowed is not False:
            why = item.cost_basis.removeprefix("NOT ESTIMABLE: ")
            if why.startswith("the pack has no series"):
                why = "the pack has no series"
            reasons.setdefault(why, []).append(item.name)
    return [
        f"X NOT ESTIMABLE ({why}): {'; '.join(names)}" for why, names in reasons.items()
    ]


def _shows(item: Proposal) -> bool:
    """Return whether a choice takes enough off for a row of its own."""
    if item.group != "hedge":
        return True
    before, after = item.es_before or 0.0, item.es_after or 0.0
    return bool(item.legs) and before - after >= _LEAST * before


def _choices(made: HedgeStory) -> Block:
    if made.refused is not None:
        text = f"Refused: {made.refused}"
        return Block(
            id="choices", number=None, title="CHOICES", items=(line(cell(text, "bad")),)
        )
    items: list[Line | Grid] = [
        Grid(
            columns=(
                "no",
                "choice",
                "ES before → after",
                "cost bp",
                "margin",
                "may I?",
            ),
            align="rlrrrl",
            rows=tuple(
                _row(made, place, item) for place, item in offered(made) if _shows(item)
            ),
        )
    ]
    stopped = [x for x in made.proposals if x.allowed is False]
    for reason in dict.fromkeys("; ".join(x.blocked_by) for x in stopped):
        names = ", ".join(x.name for x in stopped if "; ".join(x.blocked_by) == reason)
        items.append(line(cell(f"BLOCKED {names}: {reason}", "bad")))
    items += [line(cell(text, "warn")) for text in unknown_lines(made.proposals)]
    weak = [
        f"{item.name} ({say_loss(item.es_after or 0.0)})"
        for _, item in offered(made)
        if not _shows(item)
    ]
    if weak:
        items.append(line(cell(f"Takes off next to nothing: {'; '.join(weak)}", "dim")))
    if made.conflict:
        text = f"Spreading: no lots on sale keep {' and '.join(made.conflict)}"
        items.append(line(cell(text, "bad")))
    return Block(id="choices", number=None, title="CHOICES", items=tuple(items))


def _row(made: HedgeStory, place: int, item: Proposal) -> tuple[Cell, ...]:
    cost = "UNKNOWN"
    if item.cost is not None:
        cost = f"{item.cost / made.nav * 1e4:.2f}"
    margin = "–" if not item.margin else say_whole(item.margin)
    after = f"{say_loss(item.es_before or 0.0)} → {say_loss(item.es_after or 0.0)}"
    may = cell("yes", "good") if item.allowed else cell("profile does not say", "dim")
    if item.access:
        may = cell(f"yes; {'; '.join(item.access)}", "warn")
    return (
        cell(str(place)),
        cell(item.name, "strong" if item.best else ""),
        cell(after),
        cell(cost),
        cell(margin),
        may,
    )


def _lead(made: HedgeStory) -> list[tuple[int, Proposal]]:
    """Return the proposals told in full: sales, the best hedge, puts, spreading."""
    return [
        (place, item)
        for place, item in offered(made)
        if item.legs
        and (item.best or item.group in {"sale", "combination", "option", "spread"})
    ]


def _scenarios(made: HedgeStory) -> Block:
    lead = _lead(made)
    first = next(iter(made.proposals), None)
    if first is None or not first.residual_by_scenario or not lead:
        return Block(id="residual", number=None, title="", items=())
    told = [(p, {x.id: x.after for x in i.residual_by_scenario}) for p, i in lead]
    told = [(place, values) for place, values in told if values]
    rows = tuple(
        (
            cell(item.name),
            cell(_points(item.before)),
            *(cell(_points(values.get(item.id))) for _, values in told),
        )
        for item in first.residual_by_scenario
    )
    columns = ("P&L left, bp of NAV", "0", *(str(place) for place, _ in told))
    return Block(
        id="residual",
        number=None,
        title="WHAT SCENARIOS LEAVE",
        items=(Grid(columns=columns, align="l" + "r" * (len(told) + 1), rows=rows),),
    )


def _points(value: float | None) -> str:
    if value is None:
        return "–"
    text = f"{abs(value) * 1e4:.0f}"
    return f"{_MINUS}{text}" if value < 0.0 and text != "0" else text


def _frontier(made: HedgeStory) -> Block:
    points = made.frontier
    if not points:
        return Block(id="frontier", number=None, title="", items=())
    solved = next((x.solved for x in made.proposals if x.solved), None)
    level = f"{made.level:.0%}"
    name = f"ES {level}" if made.objective == "es" else "volatility"
    items: list[Line | Grid] = [
        Grid(
            columns=("cost bp", f"{name} left", "at best", "lots"),
            align="rrrl",
            rows=tuple(_point(point) for point in points),
        )
    ]
    if solved is not None:
        paths = "signed scenarios mixed in" if made.signed else "no scenario set"
        items.append(
            line(
                cell(
                    f"On {solved.paths:,} paths ({paths}); {name} of the book "
                    f"{say_loss(solved.before)}",
                    "dim",
                )
            )
        )
    return Block(
        id="frontier", number=None, title="COST AGAINST RISK LEFT", items=tuple(items)
    )


def _point(point: FrontierPoint) -> tuple[Cell, ...]:
    lots = ", ".join(f"{leg.lots:+d} {leg.instrument}" for leg in point.legs)
    return (
        cell(f"{point.cost * 1e4:.2f}"),
        cell(f"{point.es * 1e4:.1f}"),
        cell(f"{point.bound * 1e4:.1f}"),
        cell(lots.replace("-", _MINUS) or "none"),
    )


def _notes(made: HedgeStory) -> Block:
    items: list[Line | Grid] = []
    for place, item in _lead(made):
        items += _told(made, place, item)
    left = made.unsellable
    if left:
        items.append(line(cell(f"Not for sale: {_grouped(left)}", "dim")))
    if made.left_out:
        items.append(line(cell(f"Not to buy: {_grouped(made.left_out)}", "dim")))
    return Block(id="notes", number=None, title="IN FULL", items=tuple(items))


def _told(made: HedgeStory, place: int, item: Proposal) -> list[Line | Grid]:
    lines: list[Line | Grid] = [line(cell(f"{place} {item.name}", "strong"))]
    cost = "UNKNOWN" if item.cost is None else say_whole(item.cost)
    lines.append(line(f"cost {made.base_currency} {cost}: {item.cost_basis}", indent=2))
    if item.es_range is not None and item.es_range[0] != item.es_range[1]:
        low, high = (say_loss(x) for x in item.es_range)
        text = f"ES {low} to {high} with loadings one error off"
        lines.append(line(text, indent=2))
    if item.solved is not None:
        solved = item.solved
        end = "proven" if solved.proven else "stopped by the clock"
        lines.append(
            line(
                f"on the paths: {solved.before * 1e4:.1f} → {solved.after * 1e4:.2f} "
                f"bp lost; no whole lots below {solved.bound * 1e4:.2f} ({end})",
                indent=2,
            )
        )
    if item.greeks is not None:
        greeks = item.greeks
        lines.append(
            line(
                f"1 % of the fund {say_whole(greeks.delta)} (change "
                f"{say_whole(greeks.gamma)}), 1 point of volatility "
                f"{say_whole(greeks.vega)}, a day {say_whole(greeks.theta)}, 1 point "
                f"of the rate {say_whole(greeks.rho)}",
                indent=2,
            )
        )
    lines.append(line(cell(f"leaves: {'; '.join(item.not_covered)}", "dim"), indent=2))
    return lines


def _grouped(left: Sequence[tuple[str, str]]) -> str:
    reasons: dict[str, list[str]] = {}
    for security, why in left:
        reasons.setdefault(why, []).append(security)
    return "; ".join(
        f"{reason}: {', '.join(names[:_FEW])}{' …' if len(names) > _FEW else ''}"
        for reason, names in reasons.items()
    )
