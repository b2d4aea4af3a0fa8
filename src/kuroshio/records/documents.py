"""Documents and the characters in them that evidence points to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Tier = Literal["primary", "filing", "wire", "news", "aggregator", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of characters of a document, in Unicode code points.

    ``text`` is always exactly ``document.text[start:end]``; ``align`` says "folded"
    when the match was made on folded text (width, script, quotes), never fuzzily.
    """

    doc: str
    start: int
    end: int
    text: str
    align: Literal["exact", "folded"] = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as stored: spans point into ``text``.

    Parameters
    ----------
    id : str
        Short and stable within a run: d1, d2, … in input order.
    source : str
        Path, URL or "-", as the user named it.
    sha256 : str
        Of the raw bytes read.
    text : str
        The document text; for HTML and PDF the extracted text.
    languages : tuple of str
        Tags among en, zh-Hans, zh-Hant, ja; the most used first.
    dateline : date or None
        The day the text gives itself, in its own place.
    published_at : datetime or None
        Aware UTC instant of publication; None where the text gives no more than a day.
    cluster : str
        Documents with the same cluster are near-identical copies and count once.
    """

    id: str
    source: str
    sha256: str
    text: str
    title: str | None = None
    languages: tuple[str, ...] = ()
    dateline: date | None = None
    dateline_span: Span | None = None
    published_at: datetime | None = None
    publisher: str | None = None
    url: str | None = None
    tier: Tier = "unknown"
    cluster: str = ""
    text_from: str = "plain"
