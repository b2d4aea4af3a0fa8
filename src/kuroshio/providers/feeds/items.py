"""What every parser makes: items with one link, one digest, plain text."""

import hashlib
import html
import re
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from kuroshio.records import FeedItem, Source

MAX_TITLE = 600
MAX_BODY = 200_000
_COUNTING = re.compile(r"^(utm_|spm$|from$|fbclid$|gclid$|mc_)", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def make_item(
    source: Source,
    *,
    link: str,
    title: str,
    text: str = "",
    published_at: datetime | None = None,
    published_on: date | None = None,
    code: str = "",
) -> FeedItem | None:
    """Make an item, or None of what has neither title nor address.

    The address is made canonical; one that is no web address is dropped, one on a host
    that is not the source's is kept for the reader but never fetched.
    """
    clean_title = clean_text(title)[:MAX_TITLE]
    clean_link = canonical_link(link, source.url)
    if not clean_title or not (clean_link or code):
        return None
    body = plain_text(text)[:MAX_BODY]
    identity = hashlib.sha256(
        "\n".join((source.id, clean_link or code, clean_title, body)).encode(
            "utf-8", "replace"
        )
    ).hexdigest()
    return FeedItem(
        id=identity[:40],
        source=source.id,
        link=clean_link,
        title=clean_title,
        text=body,
        published_at=published_at,
        published_on=published_on,
        code=code[:200],
        language=source.language,
    )


def canonical_link(link: str, of: str) -> str:
    """Return a web address without fragment and visit counters; empty: it is none.

    Examples
    --------
    >>> canonical_link("/a/1?utm_source=x&id=2#top", "https://Example.gov/feed/")
    'https://example.gov/a/1?id=2'
    >>> canonical_link("javascript:alert(1)", "https://example.gov/")
    ''
    """
    try:
        parts = urlsplit(urljoin(of, _CONTROL.sub("", link).strip()))
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host or len(link) > 2000:
        return ""
    query = urlencode(
        [
            (key, value)
            for key, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _COUNTING.match(key)
        ]
    )
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    return urlunsplit((parts.scheme, f"{host}{port}", parts.path or "/", query, ""))


def clean_text(text: str) -> str:
    """Return one line without markup, entities and control characters."""
    plain = html.unescape(_MARKUP.sub(" ", html.unescape(text)))
    return _SPACE.sub(" ", _CONTROL.sub("", plain)).strip()


def plain_text(text: str) -> str:
    """Return a body as paragraphs, without markup."""
    if not _MARKUP.search(text):
        unescaped = html.unescape(text)
        if not _MARKUP.search(unescaped):
            return _CONTROL.sub("", unescaped).strip()
        text = unescaped
    from resiliparse.extract.html2text import extract_plain_text

    extracted = extract_plain_text(text[: MAX_BODY * 4])
    return _CONTROL.sub("", extracted).strip()
