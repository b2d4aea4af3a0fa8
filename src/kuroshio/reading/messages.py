"""Mail and feed items to text, with what they state about themselves."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

from kuroshio.errors import Fault, InputError
from kuroshio.reading.decoding import decode_text
from kuroshio.reading.markup import (
    Page,
    declared_encoding,
    parse_time,
    read_markup,
)

MAX_ITEMS = 500
MAX_FEED = 10_000_000
_HEADER = re.compile(
    rb"^(From|To|Subject|Date|Received|Message-ID|MIME-Version|Return-Path|"
    rb"Delivered-To|Content-Type|Reply-To|DKIM-Signature):[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_FEED = re.compile(rb"<(rss|feed|rdf:RDF|item|entry)[\s>]")
_ENTITY = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(p|div|br|a|b|em|strong|span|ul|li|h\d|img|table)\b", re.IGNORECASE
)


def is_mail(head: bytes) -> bool:
    """Tell whether the first bytes are a mail's headers."""
    first = head[:4096].split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    names = {found.group(1).lower() for found in _HEADER.finditer(first)}
    return bool(_HEADER.match(first)) and len(names) >= 2 and len(names) * 4 > 8


def is_feed(head: bytes) -> bool:
    """Tell whether the first bytes are those of an RSS or Atom feed or one item."""
    start = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and _FEED.search(start) is not None


def read_mail(raw: bytes, *, source: str = "input") -> Page:
    """Read a mail: subject, sender, date, and its text (plain part before HTML).

    Attachments are left out.

    Raises
    ------
    InputError
        When the mail has no text part.
    """
    message = message_from_bytes(raw, policy=mail_policy)
    subject = _header(message, "subject")
    body = _mail_body(message, source)
    opened = body.lstrip().startswith(subject)
    text = body if opened else f"{subject}\n\n{body}"
    if not text.strip():
        raise _refusal(source, "the mail holds no text", "save its text")
    return Page(
        text=text.replace("\r\n", "\n").strip(),
        title=subject or None,
        publisher=re.sub(r"\s*<[^>]*>", "", _header(message, "from")).strip('" ')
        or None,
        published_at=_mail_time(_header(message, "date")),
    )


def read_feed(raw: bytes, *, source: str = "input") -> tuple[Page, ...]:
    """Read the items of an RSS or Atom feed in file order.

    Entities and document types are refused, never expanded.

    Raises
    ------
    InputError
        When the XML is broken, hostile, too large, or has no item with text.
    """
    if len(raw) > MAX_FEED:
        raise _refusal(source, "the feed is over 10 MB", "give one item")
    text = decode_text(raw, source=source, declared=declared_encoding(raw)).text
    if _ENTITY.search(text):
        raise _refusal(source, "the XML defines entities", "give a feed without them")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities are refused above
    except (ET.ParseError, RecursionError, ValueError) as error:
        raise _refusal(
            source, f"broken XML: {error}", "give a complete feed"
        ) from error
    publisher = _feed_name(root)
    pages = tuple(_item_page(item, publisher) for item in _items(root))
    pages = tuple(page for page in pages if page.text.strip())
    if not pages:
        raise _refusal(source, "the feed has no item with text", "give an item")
    return pages


def _refusal(source: str, problem: str, mend: str) -> InputError:
    """Build the one-fault error of this module."""
    return InputError(source, [Fault(place=source, problem=problem, mend=mend)])


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as clean text, empty where it is missing or malformed."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return ""  # malformed headers make the stdlib parser raise all of these


def _mail_body(message: EmailMessage, source: str) -> str:
    """Return the text of the first plain part, else of the first HTML part."""
    for wanted in ("plain", "html"):
        for part in message.walk():
            if part.get_content_type() != f"text/{wanted}" or part.is_attachment():
                continue
            payload = part.get_payload(decode=True)
            if not isinstance(payload, bytes) or not payload.strip():
                continue
            charset = part.get_content_charset()
            text = decode_text(payload, source=source, declared=charset).text
            return text if wanted == "plain" else read_markup(text).text
    return ""


def _mail_time(text: str) -> datetime | None:
    """Read an RFC 5322 date as an aware UTC instant."""
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return None if value.tzinfo is None else value.astimezone(UTC)


def _local(tag: object) -> str:
    """Return an element's name without its namespace."""
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _items(root: ET.Element) -> Iterator[ET.Element]:
    """Yield items and entries in order, bounded."""
    count = 0
    for element in root.iter():
        if _local(element.tag) in {"item", "entry"}:
            yield element
            count += 1
            if count >= MAX_ITEMS:
                return


def _feed_name(root: ET.Element) -> str | None:
    """Return the title of the feed itself."""
    for element in [root, *root]:
        if _local(element.tag) in {"channel", "feed"}:
            for child in element:
                if _local(child.tag) == "title" and child.text:
                    return " ".join(child.text.split())
    return None


def _item_page(item: ET.Element, publisher: str | None) -> Page:
    """Turn one item into a page."""
    fields: dict[str, str] = {}
    for child in item:
        text = "".join(child.itertext()).strip() or child.get("href", "")
        name = _local(child.tag)
        if text and len(text) > len(fields.get(name, "")):
            fields[name] = text
    body = max(
        (
            fields.get(key, "")
            for key in ("encoded", "content", "description", "summary")
        ),
        key=len,
    )
    if _MARKUP.search(body):
        body = read_markup(f"<html><body>{body}</body></html>").text
    title = " ".join(fields.get("title", "").split())
    stamp = next(
        (
            fields[key]
            for key in ("pubdate", "published", "date", "updated")
            if key in fields
        ),
        "",
    )
    at, on = parse_time(stamp)
    return Page(
        text=body if body.lstrip().startswith(title) else f"{title}\n\n{body}".strip(),
        title=title or None,
        publisher=fields.get("source") or publisher,
        published_at=at or _mail_time(stamp),
        published_on=on,
        url=fields.get("link") or None,
    )
