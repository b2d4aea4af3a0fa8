"""The brief on paper: what the Typst template sets, as plain values.

Only what four to eight pages hold: the first page whole, the pictures, the deal sheet,
the strongest exposures, and the notes that these refer to. The rest is in the page, the
workbook and the JSON, and each cut says so.
"""

import math
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
_SVG_SIZE = re.compile(r'<svg[^>]* width="([0-9.]+)" height="([0-9.]+)"')
_NARROW, _BROAD = 230, 520  # pixels of a chart without its labels
_LOW, _TALL = 170, 400
_NOTES = 70
_LONGEST = 110.0
_SHORT = 9.0
# A4 inside its margins, in letters and lines of the tables' size, for the estimate.
_LETTERS = 138.0
_GAP = 1.6
_LINES = 78.0
_WORD = re.compile(r"[!-\u2e7f]+")  # Chinese breaks anywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture drawn: its title and SVG text; ``wide``: across the whole page."""

    title: str
    svg: str
    wide: bool


def paper_spec(picture: Picture) -> dict[str, Any]:
    """Return a chart as it is drawn on paper: two of the narrow ones stand abreast.

    Keys stand below, so that the letters need not shrink for what stands beside.
    """
    width = _BROAD if is_wide(picture) else _NARROW
    looks = picture.spec["config"]
    return {
        **picture.spec,
        "width": min(picture.spec.get("width", width), width),
        "height": min(picture.spec["height"], _TALL if is_wide(picture) else _LOW),
        "config": {**looks, "legend": {**looks["legend"], "orient": "bottom"}},
    }


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


def count_pages(values: Mapping[str, Any]) -> float:
    """Estimate how many pages the template will need; the real count is its own.

    Examples
    --------
    >>> empty = dict.fromkeys(("first", "behind", "notes", "sources"), ())
    >>> count_pages({**empty, "wide": (), "narrow": ()})
    0.0
    """
    lines: float = sum(_block_lines(item, 0.8) for item in values["first"])
    lines += sum(_block_lines(item, 1.0) for item in values["behind"])
    lines += sum(math.ceil(_size(n["text"] + n["source"]) / 80) + 0.4
                 for n in values["notes"]) * 0.43  # fmt: skip
    lines += sum(math.ceil(_size(s["address"]) / _LETTERS) for s in values["sources"])
    lines += sum(item["height"] / 9.6 + 3 for item in values["wide"])
    for pair in range(0, len(values["narrow"]), 2):
        lines += max(p["height"] for p in values["narrow"][pair : pair + 2]) / 9.6 + 4
    return round(float(lines) / _LINES, 2)


def _block_lines(block: Mapping[str, Any], share: float) -> float:
    """Estimate the lines of a block set in a share of the page's width."""
    lines = 2.0
    for item in block["items"]:
        if "columns" in item:
            lines += item["lines"] / share**0.5
        else:
            text = "".join(one["text"] for one in item["cells"])
            lines += 1.1 * math.ceil(_size(text) / (_LETTERS * 0.9 * share))
    return lines


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
    found = _SVG_SIZE.search(item.svg)
    pixels, height = (float(found[1]), float(found[2])) if found else (900.0, 450.0)
    most = 500.0 if item.wide else 245.0
    width = min(most, 0.62 * pixels)
    return {
        "title": item.title,
        "svg": item.svg,
        "width": round(width, 1),
        "height": round(height * width / pixels, 1),
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
    widths = _widths(grid)
    return {
        "columns": list(grid.columns),
        "align": list(grid.align),
        "widths": [round(width, 1) for width in widths],
        "rows": [[_cell(one) for one in row] for row in grid.rows],
        "lines": _grid_lines(grid, widths),
    }


def _widths(grid: Grid) -> list[float]:
    """Return the widths of long columns in letters; 0: as wide as what it holds.

    A column is never narrower than its longest word, which would run into the next.
    """
    wanted, words, taken = [], [], 0.0
    for place, name in enumerate(grid.columns):
        texts = [name, *(row[place].text for row in grid.rows)]
        sizes = [_size(text) for text in texts]
        longest, mean = max(sizes), sum(sizes) / len(sizes)
        short = longest <= _SHORT * 2
        wanted.append(0.0 if short else min(_LONGEST, 0.7 * mean + 0.3 * longest))
        words.append(max(_longest_word(text) for text in texts) + _GAP)
        taken += longest + _GAP if short else 0.0
    if not any(wanted):
        wanted[0] = 1.0
        return wanted
    least = sum(word for want, word in zip(wanted, words, strict=True) if want)
    more = [max(0.0, w - word) if w else 0.0 for w, word in
            zip(wanted, words, strict=True)]  # fmt: skip
    free = max(0.0, _LETTERS - taken - least) / max(1.0, sum(more))
    return [
        word + free * extra if want else 0.0
        for want, word, extra in zip(wanted, words, more, strict=True)
    ]


def _longest_word(text: str) -> float:
    return max((_size(word) for word in _WORD.findall(text)), default=0.0)


def _grid_lines(grid: Grid, widths: Sequence[float]) -> float:
    """Estimate how many lines a table takes."""
    lines = 1.5
    for row in grid.rows:
        needed = [
            math.ceil(_size(one.text) / width) if width > 1.0 else 1
            for one, width in zip(row, widths, strict=True)
        ]
        lines += max(1, *needed) + 0.5
    return lines


def _size(text: str) -> float:
    """Return how wide a text is in Latin letters; Chinese takes two each."""
    return float(sum(2 if ord(c) > 0x2E80 else 1 for c in text))
