"""Blocks 5 and 6: what the book may lose, and the choices beside doing nothing."""

from collections.abc import Sequence

from kuroshio.briefs.hedges import unknown_lines
from kuroshio.briefs.notes import Notes
from kuroshio.briefs.scenarios import scenario_block
from kuroshio.briefs.wording import (
    UNKNOWN,
    cell,
    line,
    say_loss,
    say_share,
    say_whole,
)
from kuroshio.records import (
    Block,
    BookRisk,
    Brief,
    Cell,
    Grid,
    Line,
    LossRange,
    Proposal,
)


def loss_block(brief: Brief, notes: Notes) -> Block:
    """Show what scenarios would cost, then the loss ranges of the book."""
    refs = notes.ref("method:scenarios")
    played = scenario_block(brief.scenarios, refs=refs) if brief.scenarios else None
    items: list[Line | Grid] = list(played.items) if played is not None else []
    risk = brief.risk
    if risk is None:
        items.append(line(cell("No book: no loss to show.", "dim")))
    elif risk.refused is not None:
        items.append(line(cell(f"Loss ranges refused: {risk.refused}", "bad")))
    else:
        items += _losses(risk, notes)
    return Block(
        id="losses",
        number=5,
        title="SCENARIOS AND LOSS" if played is not None else "LOSS",
        items=tuple(items),
    )


def _losses(risk: BookRisk, notes: Notes) -> list[Line | Grid]:
    refs = notes.ref("method:loss")
    items: list[Line | Grid] = []
    if risk.volatility is not None:
        items.append(
            line(
                "Volatility of the book ",
                cell(f"{say_share(risk.volatility, 2)} a session", "strong", refs),
                f" | {_currencies(risk)}",
            )
        )
    columns = ("loss, bp of NAV", "VaR 95%", "ES 95%", "VaR 99%", "ES 99%", "FX part")
    rows = []
    horizons = dict.fromkeys((item.horizon, item.gap_adjusted) for item in risk.losses)
    for horizon, gap in horizons:
        rows.append(_loss_row(risk, horizon, gap=gap, refs=refs))
    items.append(Grid(columns=columns, align="lrrrrr", rows=tuple(rows)))
    items += [line(cell(text, "warn")) for text in risk.warnings]
    unknown = [item.security for item in risk.holdings if item.basis == "unknown"]
    if unknown:
        items.append(line(cell(f"Not priced: {', '.join(unknown)}", "warn")))
    return items


def _loss_row(
    risk: BookRisk, horizon: int, *, gap: bool, refs: tuple[str, ...]
) -> tuple[Cell, ...]:
    name = f"{horizon} session{'s' if horizon > 1 else ''}"
    if gap:
        name += ", with the holiday gap"
    found = {
        item.level: item
        for item in risk.losses
        if item.horizon == horizon and item.gap_adjusted == gap
    }
    cells = [cell(name)]
    for level in (0.95, 0.99):
        item = found.get(level)
        cells.append(_loss_cell(item, "var", refs))
        cells.append(_loss_cell(item, "es", refs))
    part = next(iter(found.values()), None)
    cells.append(cell(say_loss(part.currency_part) if part else UNKNOWN))
    return tuple(cells)


def _loss_cell(item: LossRange | None, which: str, refs: tuple[str, ...]) -> Cell:
    if item is None:
        return cell(UNKNOWN, "dim")
    return cell(say_loss(item.var if which == "var" else item.es), "", refs)


def _currencies(risk: BookRisk) -> str:
    shares = sorted(risk.currency, key=lambda pair: -abs(pair[1]))
    return "currency " + ", ".join(
        f"{code} {say_share(share)}" for code, share in shares
    )


def choices_block(brief: Brief, notes: Notes) -> Block:
    """Show what is worth choosing among, the forbidden as blocked with the reason."""
    if not brief.proposals:
        reason = "no book" if brief.book is None else "loss ranges refused or unknown"
        items: tuple[Line | Grid, ...] = (line(cell(f"None: {reason}.", "dim")),)
        return Block(id="choices", number=6, title="CHOICES", items=items)
    chosen, others = first_choices(brief.proposals)
    rows = tuple(
        _choice(chr(ord("A") + index), proposal, brief, notes)
        for index, proposal in enumerate(chosen)
    )
    columns = ("", "choice", "ES 99% before → after", "cost", "allowed?")
    lines: list[Line | Grid] = [Grid(columns=columns, align="lllll", rows=rows)]
    leaves = next((p for p in chosen if p.best and p.not_covered), None)
    if leaves is not None:
        lines.append(
            line(cell(f"A hedge leaves: {', '.join(leaves.not_covered)}", "dim"))
        )
    lines += [
        line(cell(f"BLOCKED {names}: {reason}", "bad"))
        for reason, names in _blocked(brief.proposals)
    ]
    lines += [line(cell(text, "warn")) for text in unknown_lines(brief.proposals)]
    if others:
        text = f"{others} further choices: kuroshio hedge"
        lines.append(line(cell(text, "dim")))
    return Block(id="choices", number=6, title="CHOICES", items=tuple(lines))


def first_choices(proposals: Sequence[Proposal]) -> tuple[list[Proposal], int]:
    """Return the choices of the first page, and how many more have numbers.

    Doing nothing, the first sale, the best hedge, and the best single instrument
    where that is another one.
    """
    sized = [x for x in proposals if x.es_after is not None and x.allowed is not False]
    wanted = [
        next((x for x in sized if x.group == "nothing"), None),
        next((x for x in sized if x.group == "sale"), None),
        next((x for x in sized if x.best), None),
        next((x for x in sized if x.group == "hedge" and x.legs and not x.best), None),
    ]
    chosen = [item for item in wanted if item is not None]
    if not any(item.best for item in chosen):
        chosen += [x for x in sized if x.group == "hedge"][:1]
    left = sum(bool(x.legs) for x in sized) - sum(bool(x.legs) for x in chosen)
    return chosen, left


def _blocked(proposals: Sequence[Proposal]) -> list[tuple[str, str]]:
    """Return reasons with the names they stop."""
    reasons: dict[str, list[str]] = {}
    for item in proposals:
        if item.allowed is False:
            reasons.setdefault("; ".join(item.blocked_by), []).append(item.name)
    return [(reason, "; ".join(names)) for reason, names in reasons.items()]


def _choice(
    letter: str, proposal: Proposal, brief: Brief, notes: Notes
) -> tuple[Cell, ...]:
    base = brief.risk.base_currency if brief.risk else ""
    before, after = proposal.es_before or 0.0, proposal.es_after or 0.0
    text = f"{say_loss(before)} → {say_loss(after)}"
    if proposal.best and proposal.es_range is not None:
        low, high = proposal.es_range
        text += f" ({say_loss(low)} to {say_loss(high)})"
    effect = cell(text, "", notes.ref("method:hedge"))
    if proposal.cost is None:
        cost = cell(f"UNKNOWN ({proposal.cost_basis})", "warn")
    else:
        basis = f" ({_short(proposal)})" if proposal.legs else ""
        cost = cell(f"{base} {say_whole(proposal.cost)}{basis}")
    name = cell(proposal.name, "strong" if proposal.best else "")
    return (cell(letter), name, effect, cost, _allowed(proposal))


def _short(proposal: Proposal) -> str:
    """Say in a few words what a cost holds; `hedge` tells it in full."""
    if proposal.group == "sale":
        return "stamp duty, levies, commission; impact UNKNOWN"
    if "basis of" in proposal.cost_basis:
        return "fees, spread, basis; impact UNKNOWN"
    return "fees and spread; basis UNKNOWN"


def _allowed(proposal: Proposal) -> Cell:
    if proposal.allowed is None:
        return cell("profile does not say", "dim")
    if proposal.allowed and proposal.access:
        return cell(f"yes; {'; '.join(proposal.access)}", "warn")
    if proposal.allowed:
        return cell("yes", "good")
    return cell("BLOCKED: " + "; ".join(proposal.blocked_by), "bad")
