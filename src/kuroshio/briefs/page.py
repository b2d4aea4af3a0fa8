"""The brief as one self-contained HTML page: no network, every number linked."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kuroshio.briefs.layout import lay_out
from kuroshio.briefs.pictures import draw_pictures
from kuroshio.briefs.tongues import ENGLISH, Words, translate
from kuroshio.records import Brief, Document, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a document's text; ``marks`` are the notes whose evidence it is."""

    text: str
    marks: tuple[str, ...]
    anchor: str


def render_page(
    brief: Brief,
    *,
    template: str,
    chart_script: str,
    words: Words = ENGLISH,
    lang: str = "en",
) -> str:
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
    words : Words
        The language, ``lang`` its tag.
    """
    layout = translate(lay_out(brief), words)
    pictures = draw_pictures(brief, words)
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    page = environment.from_string(template)
    return page.render(
        brief=brief,
        lang="zh-Hans" if lang == "zh" else lang,
        say=words.say,
        masthead=layout.masthead,
        first_page=layout.first_page,
        behind=layout.behind,
        notes=layout.notes,
        pictures=pictures,
        texts=[(item, mark_text(item, layout.notes)) for item in brief.sheet.documents],
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


def mark_text(document: Document, notes: Sequence[Note]) -> tuple[Piece, ...]:
    """Cut a document's text at the borders of evidence, so that each run is whole."""
    spans = [
        (span.start, span.end, note.id)
        for note in notes
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
