"""A brief as a PDF, set by Typst in the fonts of this machine."""

import importlib.resources
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kuroshio.app.drawings import draw_svg
from kuroshio.app.fonts import Font, find_font
from kuroshio.briefs import Words
from kuroshio.records import Brief

if TYPE_CHECKING:
    from kuroshio.briefs.paper import Drawing

MOST_PAGES = 8
_SCANTY = 500  # characters of a last page
# Of the rows behind the first page: the first that should fit is set, then checked.
_SHARES = (1.0, 0.75, 0.55, 0.4, 0.25, 0.1)


def write_pdf(
    brief: Brief,
    *,
    words: Words,
    lang: str,
    cache: Path | None = None,
    folders: Sequence[Path] | None = None,
) -> bytes:
    """Return the PDF of a brief; the same brief gives the same bytes.

    Parameters
    ----------
    cache : Path, optional
        Where drawn charts and what the font can draw are kept.
    folders : sequence of Path, optional
        Where to look for the font; default: where this machine has them.

    Raises
    ------
    InputError
        When the machine has no font with Chinese characters; it names the package.
    """
    from kuroshio.briefs.paper import (
        count_pages,
        paper_text,
        replace_glyphs,
        set_paper,
    )

    font = find_font(folders, cache)
    drawings = _draw_all(brief, words, font.family, cache)
    made, last = b"", _SHARES[-1]
    for share in _SHARES:
        values: dict[str, Any] = set_paper(
            brief, drawings, words=words, lang=lang, fonts=[font.family], share=share
        )
        if share != last and count_pages(values) > MOST_PAGES:
            continue
        values = replace_glyphs(values, font.missing(paper_text(values)))
        made = _set(values, font, brief.as_of)
        if _is_fit(made):
            break
    return made


def _draw_all(
    brief: Brief, words: Words, family: str, cache: Path | None
) -> list["Drawing"]:
    """Draw the pictures: one is drawn while the next is described."""
    with ThreadPoolExecutor(1) as pool:
        from kuroshio.briefs.paper import Drawing, is_wide, paper_spec
        from kuroshio.briefs.pictures import each_picture

        begun = [
            (picture, pool.submit(draw_svg, paper_spec(picture), family, cache))
            for picture in each_picture(brief, words)
        ]
        return [
            Drawing(title=picture.title, svg=drawn.result(), wide=is_wide(picture))
            for picture, drawn in begun
        ]


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


def _is_fit(pdf: bytes) -> bool:
    """Say whether a PDF is short enough and does not end with a page of a few lines."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
        last = document[count - 1].get_textpage().count_chars()
    finally:
        document.close()
    return count <= MOST_PAGES and bool(last >= _SCANTY)


def _seconds(instant: datetime) -> int:
    """Return the instant as the PDF's own date, so that its bytes do not vary."""
    return int(instant.timestamp())
