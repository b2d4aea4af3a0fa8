"""The whole brief as blocks: the first page's ten, then what lies behind."""

from dataclasses import dataclass
from typing import Literal

from kuroshio.briefs.changes import since_block
from kuroshio.briefs.dealsheet import (
    exposure_block,
    holdings_block,
    notes_block,
    regime_block,
    sheet_block,
)
from kuroshio.briefs.flags import (
    changes_block,
    flags_block,
    rules_block,
    signoff_block,
)
from kuroshio.briefs.foresight import foresight_block
from kuroshio.briefs.holdings import book_block
from kuroshio.briefs.losses import choices_block, loss_block
from kuroshio.briefs.notes import Notes, number_notes
from kuroshio.briefs.risk_page import risk_blocks
from kuroshio.briefs.terms import deal_block, window_block
from kuroshio.briefs.verdict import verdict_block
from kuroshio.briefs.wording import cell, line, say_instant
from kuroshio.records import Block, Brief, Cell, DataAge, Line, Note

Part = Literal["reading", "exposure", "impact", "regimes", "risk", "hedge"]

BEHIND = "Behind it: deal sheet, exposures, rules, notes (--full)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A brief as blocks, the same for every form and language."""

    masthead: tuple[Line, ...]
    first_page: tuple[Block, ...]
    behind: tuple[Block, ...]
    notes: tuple[Note, ...]
    foot: str = BEHIND


def lay_out(brief: Brief) -> Layout:
    """Lay a brief out once, for all its forms."""
    notes = number_notes(brief)
    return Layout(
        masthead=lay_out_masthead(brief, notes),
        first_page=lay_out_first_page(brief, notes),
        behind=lay_out_behind(brief, notes),
        notes=notes.notes,
    )


def lay_out_masthead(brief: Brief, notes: Notes) -> tuple[Line, ...]:
    """Return the two lines above the blocks: as-of, and how old the data is."""
    head = line(
        cell("KUROSHIO", "strong"),
        f"  as of {say_instant(brief.as_of)} ({brief.as_of_basis})   ",
        cell("ESTIMATES, NOT ADVICE", "strong"),
    )
    cells: list[str | Cell] = ["Data  "]
    for age in brief.ages:
        text = f"{age.market} {age.data_date:%Y-%m-%d}"
        cells.append(_age(age, text, brief))
        cells.append(" | ")
    pack = brief.pack or "none"
    cells.append(cell(f"pack {pack}", "", notes.ref("pack")))
    for document in brief.sheet.documents:
        refs = notes.ref(f"input:{document.source}")
        cells.append(cell(f" | doc {document.sha256[:8]}", "", refs))
    return (head, line(*cells))


def _age(age: DataAge, text: str, brief: Brief) -> Cell:
    """Mark data that is old at the instant of knowledge, or later than it."""
    if age.stale:
        return cell(f"{text} STALE", "warn")
    if age.data_date > brief.as_of.date():
        return cell(f"{text} LATER THAN AS-OF", "warn")
    return cell(text)


def lay_out_first_page(brief: Brief, notes: Notes) -> tuple[Block, ...]:
    """Return the blocks of the first page in order: ten, and what changed if asked."""
    return (
        verdict_block(brief, notes),
        *since_block(brief),
        deal_block(brief, notes),
        window_block(brief, notes),
        book_block(brief, notes),
        loss_block(brief, notes),
        choices_block(brief, notes),
        flags_block(brief, notes),
        rules_block(brief, notes),
        changes_block(brief),
        signoff_block(brief),
    )


def lay_out_behind(brief: Brief, notes: Notes) -> tuple[Block, ...]:
    """Return the blocks behind the first page."""
    blocks = (
        sheet_block(brief, notes),
        foresight_block(brief, notes),
        exposure_block(brief, notes),
        *risk_blocks(brief, notes),
        holdings_block(brief),
        regime_block(brief, notes),
        notes_block(notes),
    )
    return tuple(block for block in blocks if block.items)
