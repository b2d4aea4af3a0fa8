"""The brief as one self-contained HTML page: no network, every number linked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kuroshio.briefs.charts import draw_pictures
from kuroshio.briefs.layout import (
    lay_out_behind,
    lay_out_first_page,
    lay_out_masthead,
)
from kuroshio.briefs.notes import Notes, number_notes
from kuroshio.records import Brief, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a document's text; ``marks`` are the notes whose evidence it is."""

    text: str
    marks: tuple[str, ...]
    anchor: str


def render_page(brief: Brief, *, template: str, chart_script: str) -> str:
    """Return the page.

    Parameters
    ----------
    brief : Brief
        What to show.
    template : str
        The page's Jinja2 source; values are escaped, so that a document or a ticker
        can never become markup or script.
    chart_script : str
        The chart library as shipped in the installed package.
    """
    notes = number_notes(brief)
    pictures = draw_pictures(brief)
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    page = environment.from_string(template)
    return page.render(
        brief=brief,
        masthead=lay_out_masthead(brief, notes),
        first_page=lay_out_first_page(brief, notes),
        behind=lay_out_behind(brief, notes),
        notes=notes.notes,
        pictures=pictures,
        texts=[(item, mark_text(item, notes)) for item in brief.sheet.documents],
        # Both are ours: the library as installed, and JSON escaped for a script.
        chart_script=Markup(chart_script) if pictures else "",  # noqa: S704
        pictures_json=script_json({item.id: item.spec for item in pictures}),
        is_grid=_has("columns"),
    )


def _has(name: str) -> Callable[[Any], bool]:
    return lambda item: hasattr(item, name)


def script_json(value: Any) -> Markup:
    """Return JSON that is safe inside a script element.

    Examples
    --------
    >>> "</script>" in script_json({"a": "</script>"})
    False
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704 - escaped above


def mark_text(document: Document, notes: Notes) -> tuple[Piece, ...]:
    """Cut a document's text at the borders of evidence, so that each run is whole."""
    spans = [
        (span.start, span.end, note.id)
        for note in notes.notes
        for span in note.evidence
        if span.doc == document.id
    ]
    borders = {0, len(document.text)}
    for start, end, _ in spans:
        borders |= {start, end}
    cuts = sorted(borders)
    pieces = []
    for start, end in pairwise(cuts):
        marks = tuple(
            dict.fromkeys(name for low, high, name in spans if low <= start < high)
        )
        piece = Piece(
            text=document.text[start:end], marks=marks, anchor=f"{document.id}-{start}"
        )
        pieces.append(piece)
    return tuple(pieces)
