"""A brief as a PDF, set by Typst in the fonts of this machine."""

import importlib.resources
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kuroshio.app.fonts import find_font
from kuroshio.briefs.tongues import Words
from kuroshio.records import Brief


def write_pdf(
    brief: Brief, *, words: Words, lang: str, folders: Sequence[Path] | None = None
) -> bytes:
    """Return the PDF of a brief; the same brief gives the same bytes.

    Raises
    ------
    InputError
        When the machine has no font with Chinese characters; it names the package.
    """
    import typst

    from kuroshio.briefs.paper import drawing_of, paper_text, replace_glyphs, set_paper
    from kuroshio.briefs.pictures import draw_pictures

    font = find_font(folders)
    drawings = [
        drawing_of(picture, _draw(picture.spec, font.family), _width(picture))
        for picture in draw_pictures(brief, words)
    ]
    values: dict[str, Any] = set_paper(
        brief, drawings, words=words, lang=lang, fonts=[font.family]
    )
    values = replace_glyphs(values, font.missing(paper_text(values)))
    template = importlib.resources.files("kuroshio.briefs") / "brief.typ"
    compile_pdf: Any = typst.compile  # its stub cannot tell what it returns
    made: bytes = compile_pdf(
        template.read_bytes(),
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
        font_paths=[str(font.folder)],
        ignore_system_fonts=True,
        timestamp=_seconds(brief.as_of),
    )
    return made


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


def _width(picture: Any) -> float:
    return float(picture.spec.get("width", 640)) + 200.0
