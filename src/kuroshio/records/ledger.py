"""What the ledger keeps: documents, facts, overrides, alerts, keys, decisions, audit.

Every record has the instant from which it was known (``known_from``, aware UTC); what
is known in another way later is a new version, never a change of the old one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from kuroshio.records.claims import Severity

FactKind = Literal[
    "claims", "deals", "stages", "findings", "forecasts", "outcomes", "likelihoods",
    "entries",
]  # fmt: skip
OverrideState = Literal["proposed", "approved", "rejected", "withdrawn"]
AlertKind = Literal["event", "correction", "list", "clock", "source", "digest", "test"]
DeliveryState = Literal["pending", "sending", "sent", "dead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """One text as it was read: its raw bytes are found by ``sha256``.

    ``key`` says what it is a version of: the source and the canonical address.
    ``known_to`` is when a later version of the same key took its place.
    """

    id: str
    key: str
    sha256: str
    source: str
    text: str
    known_from: datetime
    known_to: datetime | None = None
    media: str = ""
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    languages: tuple[str, ...] = ()
    published_at: datetime | None = None
    text_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One version of one fact.

    ``true_from`` and ``true_to`` say when it held in the world, ``published_at`` when
    it was said, ``known_from`` and ``known_to`` when it was the ledger's view.
    ``subject`` is what it speaks of: the document of a claim or finding, the deal of a
    stage, the forecast of an outcome.
    """

    kind: FactKind
    key: str
    body: Mapping[str, Any]
    subject: str = ""
    true_from: datetime | None = None
    true_to: datetime | None = None
    published_at: datetime | None = None
    known_from: datetime | None = None
    known_to: datetime | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person's word over the machine's: made by one, checked by another.

    ``subject`` is what it is about (``finding:…``, ``claim:…``, ``likelihood:…``),
    ``field`` the part of it, ``before`` what the machine said, ``after`` what is to
    stand instead, and ``reason`` why. It counts only once approved.
    """

    id: str
    subject: str
    field: str
    before: str
    after: str
    reason: str
    maker: str
    state: OverrideState
    made_at: datetime
    checker: str | None = None
    check_reason: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing that one subscriber should know, once.

    ``event`` is what it is about: two alerts of one subscriber never have the same
    ``event`` and ``edition``. A correction has a later edition and the ``thread`` (the
    first alert's id) of what it corrects. ``facts`` holds what the pages show beside
    the sentence: themes, holdings, clocks, other sources.
    """

    id: str
    subscriber: str
    event: str
    edition: int
    thread: str
    kind: AlertKind
    severity: Severity
    title: str
    say: str
    rule: str
    source: str
    link: str | None
    published_at: datetime | None
    raised_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way: ``id`` is the idempotency key that goes with it.

    ``uncertain`` counts the times that a process died between sending and noting it: a
    receiver that knows the key drops the repeat.
    """

    id: str
    subscriber: str
    channel: str
    alerts: tuple[str, ...]
    state: DeliveryState
    due_at: datetime
    attempts: int = 0
    uncertain: int = 0
    error: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A user's key as the ledger knows it: never the secret itself."""

    id: str
    user: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, by whom, on what: frozen with everything that was seen.

    ``record`` is the whole brief or board as it was shown; ``digest`` is the sha256 of
    its canonical JSON.
    """

    id: str
    author: str
    title: str
    reason: str
    record: Mapping[str, Any]
    digest: str
    decided_at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One link of the audit chain.

    ``hash`` is the sha256 of ``previous`` and of everything else in the entry.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    previous: str
    hash: str
