"""A brief as a PDF, set by Typst in the fonts of this machine."""

import importlib.resources
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kuroshio.app.fonts import Font, find_font
from kuroshio.briefs import Words
from kuroshio.records import Brief

MOST_PAGES = 8
_SHARES = (1.0, 0.55, 0.25)  # of the rows behind the first page, until it fits


def write_pdf(
    brief: Brief, *, words: Words, lang: str, folders: Sequence[Path] | None = None
) -> bytes:
    """Return the PDF of a brief; the same brief gives the same bytes.

    Raises
    ------
    InputError
        When the machine has no font with Chinese characters; it names the package.
    """
    from kuroshio.briefs.paper import (
        Drawing,
        is_wide,
        paper_spec,
        paper_text,
        replace_glyphs,
        set_paper,
    )
    from kuroshio.briefs.pictures import draw_pictures

    font = find_font(folders)
    drawings = [
        Drawing(
            title=picture.title,
            svg=_draw(paper_spec(picture), font.family),
            wide=is_wide(picture),
        )
        for picture in draw_pictures(brief, words)
    ]
    made = b""
    for share in _SHARES:
        values: dict[str, Any] = set_paper(
            brief, drawings, words=words, lang=lang, fonts=[font.family], share=share
        )
        values = replace_glyphs(values, font.missing(paper_text(values)))
        made = _set(values, font, brief.as_of)
        if _count(made) <= MOST_PAGES:
            break
    return made


def _set(values: dict[str, Any], font: Font, as_of: datetime) -> bytes:
    """Set one PDF."""
    import typst

    template = importlib.resources.files("kuroshio.briefs") / "brief.typ"
    compile_pdf: Any = typst.compile  # its stub cannot tell what it returns
    made: bytes = compile_pdf(
        template.read_bytes(),
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
        font_paths=[str(font.folder)],
        ignore_system_fonts=True,
        timestamp=_seconds(as_of),
    )
    return made


def _count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _draw(spec: dict[str, Any], family: str) -> str:
    """Return a chart as SVG whose letters are set in the page's font.

    Measuring in a font of forty thousand characters takes most of the time, so widths
    are measured in the plain one.
    """
    import vl_convert

    plain = {**spec, "config": {**spec["config"], "font": "sans-serif"}}
    drawn: str = vl_convert.vegalite_to_svg(plain)
    return drawn.replace('font-family="sans-serif"', f'font-family="{family}"')


def _seconds(instant: datetime) -> int:
    """Return the instant as the PDF's own date, so that its bytes do not vary."""
    return int(instant.timestamp())
