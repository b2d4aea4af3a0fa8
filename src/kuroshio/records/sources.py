"""Official sources: where they are, how they are asked, what they gave."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kuroshio.records.entities import Names

SourceStatus = Literal["unverified", "verified", "dead", "off"]
SourceFormat = Literal["feed", "json", "jsonp", "html", "csv", "xml"]
Health = Literal["never", "ok", "stale", "failing", "paused", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One official source.

    Parameters
    ----------
    id : str
        Such as ``us-white-house-actions``.
    names : Names
        What to call it.
    body : str
        Id of the institution that publishes it.
    country : str
        ISO 3166 code.
    url : str
        https address; ``{from}`` and ``{to}`` stand for days, ISO.
    format : str
        What comes back.
    parser : str
        Name of the reader of its layout.
    every : int
        Minutes between two looks.
    terms : str
        What the publisher says about use.
    status : str
        ``unverified`` until a live check on this machine said otherwise; ``off`` and
        ``dead`` are never asked.
    verified : date or None
        Day of the last live check.
    method, data : str
        How to ask: GET, or POST with a form or JSON body.
    headers : tuple of (str, str)
        Sent besides User-Agent.
    hosts : tuple of str
        Other hosts that a redirect or an item's address may lead to; a fetch never
        leaves these and the host of ``url``.
    bytes : int
        Answers larger than this are refused.
    spacing : float
        Least seconds between two requests to the host.
    window : int
        Days that ``{from}`` lies before ``{to}``.
    lists : bool
        Its items are the entries of a list: compared with the last one, not read.
    least : int
        Fewer items than this mean a changed layout, not a quiet day.
    pattern : str
        For HTML lists: what the address of an item looks like.
    pages : int
        Item pages read after a look, where the list gives titles only.
    language : str
        Of its titles.
    note : str
        Traps.
    """

    id: str
    names: Names
    body: str
    country: str
    url: str
    format: SourceFormat
    parser: str
    every: int
    terms: str
    status: SourceStatus = "unverified"
    verified: date | None = None
    method: Literal["GET", "POST"] = "GET"
    data: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    hosts: tuple[str, ...] = ()
    bytes: int = 5_000_000
    spacing: float = 2.0
    window: int = 3
    lists: bool = False
    least: int = 1
    pattern: str = ""
    pages: int = 0
    language: str = "en"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One thing that a source gave.

    ``id`` is a digest of source, canonical link and content: the same item is the same
    however often and in whatever order it comes. ``link`` is the address without what
    only counts visits. ``published_at`` is an aware instant where one is stated,
    ``published_on`` the day where no more is.
    """

    id: str
    source: str
    link: str
    title: str
    text: str = ""
    published_at: datetime | None = None
    published_on: date | None = None
    first_seen_at: datetime | None = None
    code: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """Where a source stands; "no news" and "fetch failed" never look alike.

    ``good_at`` is the last answer that could be read, ``item_at`` the last one with a
    new item, ``failures`` how often in a row it failed since; past ``open_until`` it is
    tried again. ``http`` is the last status, 0: no answer came.
    """

    source: str
    tried_at: datetime | None = None
    good_at: datetime | None = None
    item_at: datetime | None = None
    next_at: datetime | None = None
    open_until: datetime | None = None
    http: int = 0
    failures: int = 0
    error: str = ""
    items: int = 0
    etag: str = ""
    modified: str = ""
    validators_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One name on an official list, as the list gives it.

    ``key`` is the list's own number where it has one, else the folded name; ``listing``
    says which list (Entity List, SDN, …).
    """

    key: str
    listing: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    start: str = ""
    link: str = ""
