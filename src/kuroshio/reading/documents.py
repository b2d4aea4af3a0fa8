"""Bytes to a document: what kind of file it is, its text, and when it was published."""

import hashlib
import re
from datetime import date

from kuroshio.errors import Fault, InputError
from kuroshio.reading.decoding import decode_text, refuse_binary
from kuroshio.reading.markup import Page, is_html, read_page
from kuroshio.reading.messages import is_feed, is_mail, read_feed, read_mail
from kuroshio.reading.pages import read_pdf
from kuroshio.reading.tiers import grade_publisher
from kuroshio.records import Document, Span
from kuroshio.text import Dateline, find_dateline, languages, sentences

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 3_000_000
TITLE_LENGTH = 200
_SUFFIXES = {
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "mail": (".eml",),
    "feed": (".rss", ".atom", ".xml"),
}
_MEDIA = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "message/rfc822": "mail",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "text/plain": "plain",
}
_BYLINE = re.compile(r"^\s*(?:by\s|\d+ mins? read|published|updated)", re.IGNORECASE)


def open_document(
    raw: bytes,
    *,
    source: str,
    id: str,  # noqa: A002 - the record's field name
    media: str | None = None,
) -> Document:
    r"""Turn the bytes of one story into a document.

    Parameters
    ----------
    raw : bytes
        Text (UTF-8, UTF-16 or UTF-32 with a mark, GB18030, Big5, Shift_JIS, EUC-JP),
        HTML, PDF, mail, or a feed, of which the first item is taken.
    source : str
        Path, URL or "-", as the user named it; its ending and host are hints only.
    id : str
        Short id within the run.
    media : str, optional
        MIME type where a server or mail named one; the content has the last word.

    Returns
    -------
    Document
        Spans point into its ``text``, which has ``\\n`` as line end and no byte order
        mark. ``published_at`` is set only where a time with its zone is stated.

    Raises
    ------
    InputError
        When the input is empty, over 50 MB, binary, undecodable, or holds no text.
    """
    return open_documents(raw, source=source, id=id, media=media, first=True)[0]


def open_documents(
    raw: bytes,
    *,
    source: str,
    id: str,  # noqa: A002 - the record's field name
    media: str | None = None,
    first: bool = False,
) -> tuple[Document, ...]:
    """Turn bytes into documents: as ``open_document``, with every item of a feed.

    Items of a feed get the ids ``id.1``, ``id.2``, …; with ``first`` only the first
    item is read and keeps ``id``.
    """
    if len(raw) > MAX_BYTES:
        raise _refusal(
            source,
            f"{len(raw) / 1e6:.0f} MB: more than the {MAX_BYTES // 10**6} MB read here",
            "give the story alone",
        )
    refuse_binary(raw, source=source)
    form = _form(raw, source, media)
    pages = _pages(raw, form, source)
    if first:
        pages = pages[:1]
    sha256 = hashlib.sha256(raw).hexdigest()
    return tuple(
        _document(
            page,
            source=source,
            id=id if len(pages) == 1 else f"{id}.{number}",
            sha256=sha256,
            form=form,
        )
        for number, page in enumerate(pages, start=1)
    )


def _refusal(source: str, problem: str, mend: str) -> InputError:
    """Build the one-fault error of this module."""
    return InputError(source, [Fault(place=source, problem=problem, mend=mend)])


def _form(raw: bytes, source: str, media: str | None) -> str:
    """Tell plain, html, pdf, mail or feed by content; name and media break ties."""
    head = raw[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if is_feed(head) and not is_html(head):
        return "feed"
    if is_html(head):
        return "html"
    if is_mail(head):
        return "mail"
    return _hinted(raw, source, media)


def _hinted(raw: bytes, source: str, media: str | None) -> str:
    """Follow the hint where the content is compatible with it."""
    name = source.lower().split("?", 1)[0]
    hint = _MEDIA.get((media or "").split(";")[0].strip().lower()) or next(
        (form for form, endings in _SUFFIXES.items() if name.endswith(endings)), "plain"
    )
    if hint == "pdf":
        raise _refusal(source, "named a PDF but is none", "give the file itself")
    if hint == "html" and raw.count(b"<") < 2:
        return "plain"
    if hint == "feed":
        return "plain"
    return hint


def _pages(raw: bytes, form: str, source: str) -> tuple[Page, ...]:
    """Read the file in its form."""
    if form == "pdf":
        return (Page(text=read_pdf(raw, source=source)),)
    if form == "html":
        return (read_page(raw, source=source),)
    if form == "mail":
        return (read_mail(raw, source=source),)
    if form == "feed":
        return read_feed(raw, source=source)
    return (Page(text=decode_text(raw, source=source).text),)


def _document(page: Page, *, source: str, id: str, sha256: str, form: str) -> Document:  # noqa: A002
    """Assemble the record from a page."""
    text = page.text
    if not text.strip():
        raise _refusal(source, "no text found in it", "give the text of the story")
    if len(text) > MAX_CHARACTERS:
        raise _refusal(
            source,
            f"{len(text):,} characters: too long for a story",
            f"give the part about the event, under {MAX_CHARACTERS:,} characters",
        )
    found = find_dateline(text)
    url = source if "://" in source else page.url
    return Document(
        id=id,
        source=source,
        sha256=sha256,
        text=text,
        title=page.title or find_title(text),
        languages=languages(text),
        dateline=_dateline(found, page),
        dateline_span=_span(id, text, found),
        published_at=page.published_at,
        publisher=page.publisher,
        url=url,
        tier=grade_publisher(url, page.publisher),
        text_from=form,
    )


def _dateline(found: Dateline | None, page: Page) -> date | None:
    """Return the day that the text, or failing it the page, gives itself."""
    if found is not None:
        return found.day
    if page.published_on is not None:
        return page.published_on
    return page.published_at.date() if page.published_at else None


def _span(doc: str, text: str, found: Dateline | None) -> Span | None:
    """Return the place of the dateline in the text."""
    if found is None:
        return None
    return Span(
        doc=doc,
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
    )


def find_title(text: str) -> str | None:
    """Return the first line where it reads as a headline: short, no full sentence.

    Parameters
    ----------
    text : str
        Document text.

    Returns
    -------
    str or None
        None where the text opens with a paragraph.
    """
    first, _, rest = text.lstrip().partition("\n")
    line = first.strip()
    if not line or not rest.strip() or len(line) > TITLE_LENGTH:
        return None
    if _BYLINE.match(line) or line.endswith((".", "。", ";", ",", ",")):
        return None
    if len(sentences(line)) > 2 or "。" in line:
        return None
    return line
