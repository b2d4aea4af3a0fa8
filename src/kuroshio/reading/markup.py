"""HTML to text: the main text, and the title, publisher and time the page states."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kuroshio.reading.decoding import Decoded, decode_text

LEAST_TEXT = 200
TREE_LIMIT = 3_000_000
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]{2,30})""")
_TITLE_KEYS = ("og:title", "twitter:title", "headline", "dc.title")
_PUBLISHER_KEYS = ("og:site_name", "application-name", "publisher", "dc.publisher")
_TIME_KEYS = (
    "article:published_time", "og:published_time", "datepublished", "pubdate",
    "publishdate", "publish-date", "publication_date", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says: its main text and what it states about itself."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    url: str | None = None


def is_html(head: bytes) -> bool:
    """Tell whether the first bytes of a file are those of an HTML page."""
    low = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if low.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return True
    return b"<html" in low[:2048] or low.count(b"<p") + low.count(b"<div") >= 3


def declared_encoding(raw: bytes) -> str | None:
    """Return the encoding that an HTML or XML head names, None without one."""
    head = raw[:4096]
    found = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return found.group(1).decode("ascii", "replace") if found else None


def read_page(raw: bytes, *, source: str = "input") -> Page:
    """Extract the main text of an HTML page and what it states about itself.

    The main text is trafilatura's; where that finds under 200 characters, and for
    pages over three million characters, resiliparse's. The title is put in front of
    the text where the main text has lost it, so that evidence can point at it.

    Raises
    ------
    InputError
        When the bytes cannot be decoded.
    """
    decoded: Decoded = decode_text(raw, source=source, declared=declared_encoding(raw))
    return read_markup(decoded.text)


def read_markup(markup: str) -> Page:
    """Extract main text and metadata from markup that is already a string."""
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(markup)
    stated = dict(_metadata(tree))
    text = _main_text(markup)
    title = _clean(stated.get("title"))
    if title and not _holds(text[: len(title) + 400], title):
        text = f"{title}\n\n{text}"
    at, on = parse_time(stated.get("time"))
    return Page(
        text=text,
        title=title,
        publisher=_clean(stated.get("publisher")),
        published_at=at,
        published_on=on,
        url=stated.get("url"),
    )


def parse_time(text: str | None) -> tuple[datetime | None, date | None]:
    """Read an ISO time: an aware UTC instant where a zone is given, else the day."""
    cleaned = (text or "").strip().replace("/", "-")
    try:
        value = datetime.fromisoformat(cleaned)
    except ValueError:
        return None, _leading_day(cleaned)
    if value.tzinfo is None:
        return None, value.date()
    try:
        return value.astimezone(UTC), value.date()
    except OverflowError:
        return None, None


def _leading_day(text: str) -> date | None:
    """Read the day that a text begins with."""
    found = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _main_text(markup: str) -> str:
    """Extract the main text, with the fallback for short results."""
    text = ""
    if len(markup) <= TREE_LIMIT:
        text = _by_trafilatura(markup)
    if len(text) < LEAST_TEXT:
        from resiliparse.extract.html2text import extract_plain_text

        plain = str(
            extract_plain_text(markup, main_content=True, links=False, alt_texts=False)
        ).strip()
        if len(plain) > len(text):
            text = plain
    return text.replace("\r\n", "\n").strip()


def _by_trafilatura(markup: str) -> str:
    """Return trafilatura's main text, empty when it finds none."""
    import trafilatura

    found = trafilatura.extract(
        markup, include_comments=False, include_tables=True, favor_recall=True
    )
    return (found or "").strip()


def _metadata(tree: object) -> Iterator[tuple[str, str]]:
    """Yield title, publisher, time and url, the weakest source first."""
    document = tree.document  # type: ignore[attr-defined]
    page_title = tree.title  # type: ignore[attr-defined]
    if page_title:
        yield "title", page_title
    heading = document.query_selector("h1")
    if heading is not None and heading.text.strip():
        yield "title", heading.text
    moment = document.query_selector("time[datetime]")
    if moment is not None:
        yield "time", moment.getattr("datetime") or ""
    link = document.query_selector("link[rel=canonical]")
    if link is not None and link.getattr("href"):
        yield "url", link.getattr("href")
    yield from _from_meta(document)
    for script in document.query_selector_all("script[type='application/ld+json']"):
        yield from _from_linked_data(script.text)


def _from_meta(document: object) -> Iterator[tuple[str, str]]:
    """Yield what meta elements state, the first of each key in order of trust."""
    metas: dict[str, str] = {}
    for meta in document.query_selector_all("meta"):  # type: ignore[attr-defined]
        key = (
            meta.getattr("property") or meta.getattr("name") or meta.getattr("itemprop")
        )
        content = meta.getattr("content")
        if key and content:
            metas.setdefault(key.lower(), content)
    for field, keys in (
        ("title", _TITLE_KEYS),
        ("publisher", _PUBLISHER_KEYS),
        ("time", _TIME_KEYS),
        ("url", ("og:url",)),
    ):
        found = next((metas[key] for key in keys if key in metas), None)
        if found:
            yield field, found


def _from_linked_data(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a JSON-LD block states about an article."""
    if len(text) > 500_000:
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for node in _nodes(data):
        if "datePublished" not in node and "headline" not in node:
            continue
        publisher = node.get("publisher")
        if isinstance(publisher, dict):
            publisher = publisher.get("name")
        for field, value in (
            ("title", node.get("headline")),
            ("publisher", publisher),
            ("time", node.get("datePublished")),
        ):
            if isinstance(value, str) and value.strip():
                yield field, value
        return


def _nodes(data: object) -> Iterator[dict[str, object]]:
    """Yield the objects of a JSON-LD block, graphs and lists flattened one level."""
    items = data if isinstance(data, list) else [data]
    for item in items[:50]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (node for node in graph[:50] if isinstance(node, dict))


def _clean(text: str | None) -> str | None:
    """Collapse white space; None for nothing."""
    collapsed = " ".join((text or "").split())
    return collapsed or None


def _holds(text: str, title: str) -> bool:
    """Tell whether a text holds a title, white space aside."""
    return "".join(title.split()) in "".join(text.split())
