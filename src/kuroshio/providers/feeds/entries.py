"""RSS 1.0, RSS 2.0 and Atom, read with bounds: no entities, no depth, no flood."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

from kuroshio.errors import ProviderError

MAX_ITEMS = 1_000
MAX_DEPTH = 60
MAX_TEXT = 400_000
_BLOCK = 64 * 1024
_PROLOG = re.compile(r"<[A-Za-z]")
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.:-]+)["']""")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_ENCODING = re.compile(r"""^\s*(<\?xml[^>]*?)\s+encoding=["'][^"']*["']""")


def decode(raw: bytes, media: str) -> str:
    """Decode an answer: by what it says of itself, then UTF-8, then its neighbours.

    Raises
    ------
    ProviderError
        When no encoding fits.
    """
    told = [found.group(1) for found in [_CHARSET.search(media)] if found]
    inner = _DECLARED.search(raw[:400])
    if inner:
        told.insert(0, inner.group(1).decode("ascii", "replace"))
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    marked = [name for mark, name in marks.items() if raw.startswith(mark)]
    # UTF-8 first: it fits by chance almost never, and servers often name another.
    for name in (*marked, "utf-8", *told, "gb18030", "shift_jis", "euc_jp", "big5"):
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ProviderError("the answer is in no encoding that fits it")


def read_entries(text: str) -> tuple[dict[str, str], ...]:
    """Return the fields of every item: the longest text of each name.

    Atom links are under ``link``, RSS 1.0's address under ``about``.

    Raises
    ------
    ProviderError
        For XML that is broken, cut short, hostile, or no feed.
    """
    start = _PROLOG.search(text)
    head = text[: start.start()] if start else text[:4096]
    if "<!ENTITY" in head.upper() or ("<!DOCTYPE" in head.upper() and "[" in head):
        raise ProviderError("the XML defines entities")
    body = re.sub(r"<!DOCTYPE[^>\[]*>", "", head, flags=re.IGNORECASE)
    body = _ENCODING.sub(r"\1", body.lstrip("\ufeff \t\r\n")) + text[len(head) :]
    return tuple(_entries(body))


def _entries(text: str) -> Iterator[dict[str, str]]:
    parser: Any = ET.XMLPullParser(events=("start", "end"))
    depth, count, is_feed = 0, 0, False
    try:
        for at in range(0, len(text), _BLOCK):
            parser.feed(text[at : at + _BLOCK])
            for kind, element in parser.read_events():
                name = _local(element.tag)
                depth += 1 if kind == "start" else -1
                is_feed = is_feed or name in {"rss", "feed", "rdf", "channel"}
                if depth > MAX_DEPTH:
                    raise ProviderError("the XML is nested too deep")
                if kind == "end" and name in {"item", "entry"}:
                    count += 1
                    if count <= MAX_ITEMS:
                        yield _fields(element)
                    element.clear()
        parser.close()
    except (ET.ParseError, ValueError) as error:
        raise ProviderError(f"broken XML: {error}") from None
    if not is_feed:
        raise ProviderError("the XML is no feed")


def _local(tag: object) -> str:
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _fields(item: ET.Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in item.attrib.items():
        if _local(name) == "about":
            fields["about"] = value
    for child in item:
        name = _local(child.tag)
        text = "".join(child.itertext()).strip()[:MAX_TEXT]
        if name == "link" and not text:
            if child.get("rel", "alternate") == "alternate":
                fields.setdefault("link", child.get("href", ""))
            continue
        if name == "category" and not text:
            text = child.get("term", "")
        if len(text) > len(fields.get(name, "")):
            fields[name] = text
    return fields


def read_time(text: str) -> tuple[datetime | None, date | None]:
    """Read RFC 822 and ISO times: an aware UTC instant, else the day alone.

    Examples
    --------
    >>> read_time("Thu, 12 Feb 2026 06:01:22 -0500")[0].isoformat()
    '2026-02-12T11:01:22+00:00'
    >>> read_time("2026-02-12")
    (None, datetime.date(2026, 2, 12))
    """
    told = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", told):
            return None, date.fromisoformat(told)
        at = datetime.fromisoformat(told)
    except ValueError:
        try:
            at = parsedate_to_datetime(told)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None, None
    if at.tzinfo is None:
        return None, at.date()
    try:
        return at.astimezone(UTC), None
    except OverflowError:
        return None, None
