"""The brief on paper: what the Typst template sets, as plain values.

Only what four to eight pages hold: the first page whole, the pictures, the deal sheet,
the strongest exposures, and the notes that these refer to. The rest is in the page, the
workbook and the JSON, and each cut says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kuroshio.briefs.layout import Layout, lay_out
from kuroshio.briefs.pictures import Picture
from kuroshio.briefs.tongues import ENGLISH, Words, translate
from kuroshio.briefs.wording import cell, line
from kuroshio.records import Block, Brief, Cell, Grid, Line, Note

_ROWS = {"exposure": 16, "regimes": 14, "holdings": 30, "scenarios": 24, "impact": 8}
_WIDE = {"deal-clock", "claim-matrix", "theme-flow", "rule-calendar"}
_SVG_WIDTH = re.compile(r'<svg[^>]* width="([0-9.]+)"')
_NARROW = 270  # pixels of a chart without its labels
_NOTES = 70
_LONGEST = 110.0
_SHORT = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture drawn: its title and SVG text; ``wide``: across the whole page."""

    title: str
    svg: str
    wide: bool


def paper_spec(picture: Picture) -> dict[str, Any]:
    """Return a chart as it is drawn on paper: two of the narrow ones stand abreast."""
    width = min(picture.spec.get("width", _NARROW), _NARROW)
    return picture.spec if is_wide(picture) else {**picture.spec, "width": width}


def is_wide(picture: Picture) -> bool:
    """Say whether a picture has long labels on both sides."""
    return picture.id in _WIDE


def set_paper(
    brief: Brief,
    drawings: Sequence[Drawing],
    *,
    words: Words = ENGLISH,
    lang: str = "en",
    fonts: Sequence[str],
    share: float = 1.0,
) -> dict[str, Any]:
    """Return the values of the template.

    Parameters
    ----------
    brief : Brief
    drawings : sequence of Drawing
        The pictures in order, in the language of ``words``.
    fonts : sequence of str
        Font families, the preferred one first.
    share : float
        Of the rows and notes behind the first page, in (0, 1].
    """
    layout = translate(_cut(lay_out(brief), share), words)
    used = _used_notes(layout)[: round(_NOTES * share)]
    day = brief.as_of.date()
    behind = [item for item in layout.behind if item.id != "notes"]
    return {
        "lang": lang,
        "title": f"{words.say('Kuroshio brief')} {day.isoformat()}",
        "date": [day.year, day.month, day.day],
        "fonts": list(fonts),
        "masthead": [_line(item) for item in layout.masthead],
        "first": [_block(item) for item in layout.first_page],
        "behind": [_block(item) for item in behind],
        "wide": [_picture(item) for item in drawings if item.wide],
        "narrow": [_picture(item) for item in drawings if not item.wide],
        "notes": [
            {"id": item.id, "text": item.text, "source": item.source} for item in used
        ],
        "sources": _sources(used),
        "words": {
            "pictures": words.say("Pictures"),
            "behind": words.say("Behind it"),
            "notes": words.say("NOTES"),
            "sources": words.say("Sources"),
        },
        "foot": f"Kuroshio {brief.version} · {day.isoformat()} · "
        f"{words.say('ESTIMATES, NOT ADVICE')}",
    }


def paper_text(values: Any) -> str:
    """Return every character that the template will set, for the glyph check."""
    if isinstance(values, str):
        return values
    if isinstance(values, Mapping):
        return "".join(paper_text(v) for k, v in values.items() if k != "svg")
    if isinstance(values, Iterable):
        return "".join(paper_text(item) for item in values)
    return ""


def replace_glyphs(values: Any, missing: frozenset[str]) -> Any:
    """Write characters that the font lacks by their code, so that none is a box."""
    if not missing:
        return values
    if isinstance(values, str):
        return "".join(_named(c) if c in missing else c for c in values)
    if isinstance(values, dict):
        return {k: v if k == "svg" else replace_glyphs(v, missing)
                for k, v in values.items()}  # fmt: skip
    if isinstance(values, list):
        return [replace_glyphs(item, missing) for item in values]
    return values


def _named(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _picture(item: Drawing) -> dict[str, Any]:
    """Return a picture with its width in points, letters alike in all of them."""
    found = _SVG_WIDTH.search(item.svg)
    pixels = float(found[1]) if found is not None else 900.0
    most = 500.0 if item.wide else 245.0
    return {
        "title": item.title,
        "svg": item.svg,
        "width": round(min(most, 0.5 * pixels), 1),
    }


def _cut(layout: Layout, share: float) -> Layout:
    """Shorten the long tables behind the first page; each says how much is left."""
    behind = tuple(_shorten(item, share) for item in layout.behind)
    return Layout(
        masthead=layout.masthead,
        first_page=layout.first_page,
        behind=behind,
        notes=layout.notes,
        foot=layout.foot,
    )


def _shorten(block: Block, share: float) -> Block:
    most = _ROWS.get(block.id)
    if most is None:
        return block
    most = max(3, round(most * share))
    items: list[Line | Grid] = []
    for item in block.items:
        if isinstance(item, Grid) and len(item.rows) > most:
            left = len(item.rows) - most
            items.append(
                Grid(columns=item.columns, align=item.align, rows=item.rows[:most])
            )
            items.append(line(cell(f"{left} more, in the workbook and JSON", "dim")))
        else:
            items.append(item)
    return Block(
        id=block.id, number=block.number, title=block.title, items=tuple(items)
    )


def _used_notes(layout: Layout) -> list[Note]:
    """Return the notes that the printed part refers to, in their order."""
    printed = [*layout.first_page, *(b for b in layout.behind if b.id != "notes")]
    refs = {
        ref
        for rows in (layout.masthead, *(block.items for block in printed))
        for item in rows
        for one in _cells(item)
        for ref in one.refs
    }
    return [note for note in layout.notes if note.id in refs]


def _cells(item: Line | Grid) -> Iterable[Cell]:
    if isinstance(item, Line):
        return item.cells
    return [one for row in item.rows for one in row]


def _sources(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Return each source once with the notes that rest on it."""
    found: dict[str, list[str]] = {}
    for note in notes:
        for address in note.source.split(" ; "):
            if address.strip():
                found.setdefault(address.strip(), []).append(note.id)
    return [
        {
            "address": address,
            "link": address.startswith(("https://", "http://")) and " " not in address,
            "notes": ids,
        }
        for address, ids in found.items()
    ]


def _block(block: Block) -> dict[str, Any]:
    return {
        "number": block.number,
        "title": block.title,
        "items": [
            _grid(item) if isinstance(item, Grid) else _line(item)
            for item in block.items
            if not isinstance(item, Grid) or item.rows
        ],
    }


def _line(item: Line) -> dict[str, Any]:
    return {"cells": [_cell(one) for one in item.cells], "indent": item.indent}


def _cell(one: Cell) -> dict[str, Any]:
    return {"text": one.text, "tone": one.tone, "refs": list(one.refs)}


def _grid(grid: Grid) -> dict[str, Any]:
    """Return a table; long columns share the width, short ones take what they need."""
    widths = []
    for place, name in enumerate(grid.columns):
        sizes = [_size(name), *(_size(row[place].text) for row in grid.rows)]
        longest = max(sizes)
        mean = sum(sizes) / len(sizes)
        widths.append(
            0 if longest <= _SHORT * 2 else min(_LONGEST, 0.7 * mean + 0.3 * longest)
        )
    if all(width == 0 for width in widths):
        widths[0] = 1
    return {
        "columns": list(grid.columns),
        "align": list(grid.align),
        "widths": [round(width, 1) for width in widths],
        "rows": [[_cell(one) for one in row] for row in grid.rows],
    }


def _size(text: str) -> float:
    """Return how wide a text is in Latin letters; Chinese takes two each."""
    return float(sum(2 if ord(c) > 0x2E80 else 1 for c in text))
