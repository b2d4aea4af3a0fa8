"""PDF to text: bounded pages, wrapped lines joined, unreadable fonts refused."""

import re

from kuroshio.errors import Fault, InputError

MAX_PAGES = 300
MAX_TEXT = 4_000_000
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
_ENDS = re.compile(r"[.!?:;。!?:;」』”\"]\s*$")
_OPENS_ITEM = re.compile(r"\s*(?:[-–—•▪●■▽▼・*]|\d{1,2}[.)、]|[((]\d{1,2}[))])")
_RARE = re.compile(r"[\ue000-\uf8ff\ufffd\u0080-\u009f]")


def read_pdf(raw: bytes, *, source: str = "input") -> str:
    """Extract the text of a PDF.

    Lines broken by the page width are joined: with a space in alphabetic scripts,
    without one between East Asian characters.

    Raises
    ------
    InputError
        When the file is broken, locked, or has no text layer that can be read (it then
        needs OCR).
    """
    pages = _page_texts(raw, source)
    text = "\n\n".join(join_lines(page) for page in pages).strip()
    visible = re.sub(r"\s", "", text)
    if len(visible) < 20 * min(len(pages), 3):
        raise _refusal(source, "the PDF has no text layer: it needs OCR")
    if len(_RARE.findall(visible)) * 20 > len(visible):
        raise _refusal(source, "the PDF's fonts give no readable text: it needs OCR")
    return text


def join_lines(page: str) -> str:
    """Join the lines that only the width of the page has broken."""
    lines = [line.rstrip() for line in page.replace("\r", "").split("\n")]
    width = max((_width(line) for line in lines), default=0)
    joined: list[str] = []
    for line in lines:
        if joined and _continues(joined[-1], line, width):
            joined[-1] = _glue(joined[-1], line.lstrip())
        else:
            joined.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(joined)).strip()


def _page_texts(raw: bytes, source: str) -> list[str]:
    """Return the text of each page in order."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        problem = "the PDF is locked" if locked else "the PDF is broken"
        raise _refusal(source, problem) from error
    try:
        if len(document) > MAX_PAGES:
            raise _refusal(
                source, f"{len(document)} pages: more than the {MAX_PAGES} read here"
            )
        return _texts_of(document, source)
    finally:
        document.close()


def _texts_of(document: object, source: str) -> list[str]:
    """Read page after page, bounded in all."""
    import pypdfium2

    texts: list[str] = []
    total = 0
    for number in range(len(document)):  # type: ignore[arg-type]
        try:
            page = document[number].get_textpage()  # type: ignore[index]
            text = str(page.get_text_bounded())
        except pypdfium2.PdfiumError as error:
            raise _refusal(source, f"page {number + 1} of the PDF is broken") from error
        total += len(text)
        if total > MAX_TEXT:
            raise _refusal(source, "the PDF holds more text than a story")
        texts.append(text)
    return texts


def _refusal(source: str, problem: str) -> InputError:
    """Build the one-fault error of this module."""
    mend = "give the text, or a PDF with a text layer"
    return InputError(source, [Fault(place=source, problem=problem, mend=mend)])


def _width(line: str) -> int:
    """Width in columns: East Asian characters take two."""
    return len(line) + len(_WIDE.findall(line))


def _continues(before: str, line: str, width: int) -> bool:
    """Tell whether a line goes on with the sentence of the line before."""
    if not before.strip() or not line.strip() or _OPENS_ITEM.match(line):
        return False
    if _ENDS.search(before):
        return False
    last = before.rsplit("\n", 1)[-1]
    return _width(last) >= 0.6 * width


def _glue(before: str, line: str) -> str:
    """Join two halves of a sentence as its script wants."""
    if _WIDE.match(before[-1]) and _WIDE.match(line[0]):
        return before + line
    if before.endswith("-") and line[:1].islower() and before[-2:-1].isalpha():
        return before[:-1] + line
    return f"{before} {line}"
