"""What is watched for whom: subscribers, their rules, and sketches of events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

from kuroshio.records.claims import Severity

Sending = Literal["now", "digest"]
Lineage = Literal["new", "same", "correction"]
ListTurn = Literal["added", "removed", "renamed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours, local to the subscriber, in which nothing is sent but what is severe.

    ``start`` may lie after ``end``: over midnight. ``but`` is the least severity that
    is sent all the same; None: nothing is.
    """

    start: time
    end: time
    but: Severity | None = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go.

    ``url`` is an address of apprise (``mailto://``, ``slack://``, ``feishu://``,
    ``dingtalk://``, ``wecombot://``, ``msteams://``), or an https address with ``kind``
    webhook; ``desk`` shows alerts on the desk alone. ``secret`` names the environment
    variable with the key that signs a webhook; ``${NAME}`` in ``url`` likewise.
    """

    id: str
    kind: Literal["apprise", "webhook", "desk"] = "apprise"
    url: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRule:
    """When to raise an alert: every condition that is given must hold.

    Parameters
    ----------
    themes, issuers, regimes, types, stages, sources, countries : tuple of str
        Any one of each suffices. ``types`` are event types (tariff, listing, …),
        ``stages`` what a document says of a deal (signed, blocked, in_force, …).
    holdings : bool
        Only what reaches a holding of the book.
    exposure : float
        Least strength in [0, 1] with which it reaches a holding.
    lists : bool
        Additions, removals and renames on official lists.
    clocks : bool
        Dates of regimes and deals, ``before`` days ahead, counted in ``days`` of
        ``calendar`` (a country).
    health : bool
        Sources that fail or go stale.
    severity : str, optional
        Gives alerts of this rule a severity instead of the measured one.
    send : str
        ``now``, or with the ``digest``.
    """

    id: str
    themes: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    holdings: bool = False
    exposure: float = 0.0
    lists: bool = False
    clocks: bool = False
    before: int = 10
    days: Literal["business", "calendar"] = "business"
    calendar: str = "CN"
    health: bool = False
    severity: Severity | None = None
    send: Sending = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who is told, where, when, and of what; ``book`` is a path."""

    id: str
    rules: tuple[WatchRule, ...]
    channels: tuple[Channel, ...] = ()
    zone: str = "Asia/Shanghai"
    book: str = ""
    quiet: Quiet | None = None
    digest_at: time = time(8, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What one item is about, in terms that languages share.

    ``codes`` are numbers of notices and documents, ``figures`` sums and rates,
    ``prints`` a MinHash of its words for near copies, ``facts`` what alerts show.
    """

    item: str
    source: str
    link: str
    title: str
    on: date
    published_at: datetime | None = None
    kind: str = "none"
    type: str = "other"
    direction: int = 0
    imposer: str = ""
    target: str = ""
    vehicle: str = ""
    status: str = "unknown"
    themes: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    prints: tuple[int, ...] = ()
    severity: Severity = "info"
    corrects: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedEvent:
    """An event as items told it; ``edition`` grows with corrections.

    ``others`` are tellings in other words or languages than the first.
    """

    id: str
    edition: int
    first: Sketch
    last: Sketch
    others: tuple[Sketch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """One change of an official list, and whom it means.

    ``issuer`` and ``security`` are set where the name is one that the knowledge base
    knows; ``how`` says by which name.
    """

    id: str
    source: str
    listing: str
    change: ListTurn
    name: str
    before: str = ""
    key: str = ""
    issuer: str = ""
    securities: tuple[str, ...] = ()
    how: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueClock:
    """A day that is coming: of a regime or of a deal."""

    id: str
    name: str
    due: date
    what: str
    kind: Literal["regime", "deal"]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """Three readings of one risk, never mixed into one number.

    ``attention`` is the last week's items as a share of the weekly mean of the topic's
    own history (``attention_rank`` its place in it, in [0, 1]); ``likelihood`` was set
    by ``likelihood_by`` on ``likelihood_on``; ``pricing`` is read from the market by
    way of ``pricing_from``. None: unknown.
    """

    topic: str
    name: str
    items: int
    attention: float | None
    attention_rank: float | None
    weeks: int
    likelihood: float | None = None
    likelihood_by: str = ""
    likelihood_on: date | None = None
    likelihood_reason: str = ""
    pricing: float | None = None
    pricing_from: str = ""
    pricing_on: str = ""
