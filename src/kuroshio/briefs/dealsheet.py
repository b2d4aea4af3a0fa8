"""What lies behind the first page: deal sheet, findings, exposures, rules, notes."""

from collections.abc import Callable

from kuroshio.briefs.flags import finding_line, ranked_findings
from kuroshio.briefs.notes import Notes, link_key, regime_key
from kuroshio.briefs.wording import UNKNOWN, cell, line, name_of, say_share, say_sign
from kuroshio.records import Block, Brief, Cell, Exposure, Grid, Line, SheetField, Tone

_STATE_TONE: dict[str, Tone] = {
    "agreed": "good",
    "single": "",
    "conflict": "warn",
    "contradicted": "bad",
    "missing": "dim",
}


def sheet_block(brief: Brief, notes: Notes) -> Block:
    """Show each field: the text's value, the register's at the date, and the state."""
    rows = tuple(
        (
            cell(item.field.replace("_", " ")),
            _article(item),
            cell(item.register or "–"),
            cell(item.used or "–"),
            cell(item.state.upper(), _STATE_TONE[item.state]),
        )
        for item in brief.sheet.sheet
        if _is_worth_showing(item)
    )
    grid = Grid(
        columns=("field", "text", "register at date", "used", "state"),
        align="lllll",
        rows=rows,
    )
    findings = [finding_line(item, notes) for item in ranked_findings(brief)]
    items: tuple[Line | Grid, ...] = (grid, *findings)
    return Block(id="sheet", number=None, title="DEAL SHEET", items=items)


def _article(item: SheetField) -> Cell:
    """Show the text's value; a name or a project keeps the text's own letters."""
    own = item.field.startswith(("official.", "project."))
    return Cell(text=item.article or "–", verbatim=own)


def _is_worth_showing(item: SheetField) -> bool:
    return item.article is not None or item.register is not None


def exposure_block(brief: Brief, notes: Notes) -> Block:
    """Show every exposure with its strengths, share of revenue and reasons."""
    rows = tuple(
        (
            cell(name_of(brief, item.cause)),
            cell(name_of(brief, item.theme)),
            cell(item.name),
            cell(" ".join(item.securities)),
            cell(say_sign(item.sign), "", notes.ref(link_key(item))),
            cell(f"{item.for_strength:.2f}"),
            cell(f"{item.against_strength:.2f}"),
            cell(_or_unknown(item.revenue_share, say_share)),
            cell(_say_implied(item)),
            cell("; ".join((*item.evidence_for[:1], *item.evidence_against[:1]))),
        )
        for item in brief.exposures
    )
    columns = (
        "cause", "theme", "issuer", "securities", "sign", "for", "against",
        "revenue", "market", "why",
    )  # fmt: skip
    grid = Grid(columns=columns, align="lllllrrrrl", rows=rows)
    empty = line("No path found to any listed name.")
    return Block(
        id="exposure",
        number=None,
        title="EXPOSURE",
        items=(grid,) if rows else (empty,),
    )


def _say_implied(item: Exposure) -> str:
    """Say how prices move with the link's camp; "!" where they speak against it."""
    if item.implied is None:
        return "–"
    return f"{item.implied:+.2f}" + ("!" if item.contradicted else "")


def regime_block(brief: Brief, notes: Notes) -> Block:
    """Show every regime answer with its dates and source."""
    rows = tuple(
        (
            cell(name_of(brief, item.id), "", notes.ref(regime_key(item))),
            cell(name_of(brief, item.subject)),
            cell(item.answer.replace("_", " ")),
            cell(item.reason),
            cell(str(item.effective or "–")),
            cell(str(item.expires or "–")),
            cell(str(item.next_date or "–")),
            cell(str(item.checked or "never")),
        )
        for item in brief.regimes
    )
    columns = (
        "rule", "subject", "answer", "reason", "effective", "expires", "next",
        "checked",
    )  # fmt: skip
    grid = Grid(columns=columns, align="llllllll", rows=rows)
    empty = line("No regime in the records reaches this.")
    return Block(
        id="regimes", number=None, title="RULES", items=(grid,) if rows else (empty,)
    )


def holdings_block(brief: Brief) -> Block:
    """Show the risk of each holding and what it rests on."""
    if brief.risk is None:
        return Block(id="holdings", number=None, title="HOLDINGS", items=())
    rows = tuple(
        (
            cell(item.security),
            cell(say_share(item.weight)),
            cell(
                say_share(item.volatility) if item.volatility is not None else "unknown"
            ),
            cell(_or_unknown(item.beta, "{:.2f}".format)),
            cell(item.basis, "warn" if item.basis != "measured" else ""),
            cell(item.data_date or "–"),
        )
        for item in brief.risk.holdings
    )
    columns = ("security", "weight", "volatility", "beta", "basis", "data to")
    grid = Grid(columns=columns, align="lrrrll", rows=rows)
    return Block(id="holdings", number=None, title="HOLDINGS", items=(grid,))


def _or_unknown(value: float | None, say: Callable[[float], str]) -> str:
    return UNKNOWN if value is None else say(value)


def notes_block(notes: Notes) -> Block:
    """List the notes: what stands behind each reference."""
    rows = tuple(
        (cell(note.id), cell(note.text), cell(note.source)) for note in notes.notes
    )
    grid = Grid(columns=("note", "says", "source"), align="lll", rows=rows)
    return Block(id="notes", number=None, title="NOTES", items=(grid,))
