"""What documents say: claims, the sheet that chooses among them, and findings."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from kuroshio.records.documents import Document, Span

Stance = Literal["asserted", "denied", "attributed", "planned", "conditional"]
Judgement = Literal["supported", "contradicted", "unsure"]
Layer = Literal["envelope", "tranche", "committed", "drawn"]
Severity = Literal["error", "warn", "info"]
State = Literal["agreed", "single", "conflict", "contradicted", "missing"]
AmountRole = Literal["total", "part", "conversion", "limit", "price", "other"]
DateRole = Literal[
    "agreed", "approved", "blocked", "announced", "meeting", "effective", "deadline",
    "closed", "expected_close", "term", "other",
]  # fmt: skip
Status = Literal[
    "negotiating", "announced", "signed", "in_review", "final_not_effective",
    "in_force", "completed", "blocked", "unknown",
]  # fmt: skip
Precision = Literal[
    "day", "week", "month", "quarter", "half", "year", "duration", "unknown"
]
EventKind = Literal["deal", "measure", "statement", "none"]
EventType = Literal[
    "investment_pledge", "tranche", "acquisition", "greenfield", "tariff",
    "export_control", "listing", "ban", "fee", "subsidy", "easing", "suspension",
    "expiry", "trade_agreement", "currency", "other",
]  # fmt: skip
FindingKind = Literal[
    "gloss_conflict", "gloss_truncated", "machine_reading", "out_of_office",
    "amount_mismatch", "power_of_ten", "conversion_implausible", "headline_body",
    "source_conflict", "status_conflict", "envelope_tranche", "register_conflict",
    "unverifiable_speaker", "quote_repeats_disputed", "anonymous_source",
    "stale_entity", "regime_not_applicable", "unquantified", "omission",
    "date_ambiguous", "mixed_script", "unlinked",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount of money as a document gives it.

    ``amount`` and ``max`` are decimal strings in whole units of ``currency`` (ISO
    4217); ``max`` is the upper end of a range. Layers are never added or compared
    across.
    """

    amount: str
    currency: str | None
    max: str | None = None
    approx: bool = False
    bound: Literal["exact", "min", "max"] = "exact"
    converts: str | None = None
    layer: Layer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as a document gives it: an interval, how precise, and what it hangs on.

    ``start`` and ``end`` are ISO days; ``iso`` is the printed form (day, month, year,
    YYYY-Www, YYYY-H1, PnD).
    """

    iso: str
    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"
    text: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The value of a claim: exactly one of the fields is set."""

    money: Money | None = None
    time: When | None = None
    entity: str | None = None
    surface: str | None = None
    text: str | None = None
    code: str | None = None
    number: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sourced assertion; repeats within a document are one claim.

    ``property`` is one of amount, party, official, project, date, regime, status,
    quote, gloss, imposer, target, product, instrument, rate.
    """

    id: str
    subject: str
    property: str
    value: Value
    stance: Stance
    evidence: tuple[Span, ...]
    published: str
    role: str | None = None
    attributed_to: str | None = None
    mentions: int = 1
    confidence: float = 1.0
    judgement: Judgement = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeReach:
    """A theme that a cause names, and the characters that name it."""

    theme: str
    direction: int
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A project of a deal or a measure: what reaches themes, with a direction.

    ``direction`` is +1 imposed, built or funded; -1 eased, suspended or cancelled.
    ``named`` are ids of the issuers that the measure names as its targets;
    ``mentioned`` those that the document speaks of anywhere.
    """

    id: str
    kind: Literal["project", "measure"]
    name: str
    direction: int
    themes: tuple[ThemeReach, ...]
    evidence: tuple[Span, ...]
    type: EventType = "other"
    imposer: str | None = None
    target: str | None = None
    products: tuple[str, ...] = ()
    instrument: str | None = None
    rate: str | None = None
    operator: str | None = None
    location: str | None = None
    amount: Money | None = None
    named: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the documents are about; ``kind`` none means nothing for this product."""

    id: str
    kind: EventKind
    type: EventType = "other"
    title: str = ""
    vehicle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField:
    """The view of one field: the chosen claim, the others, and the state.

    ``register`` is what the register knew at ``as_of``; ``used`` what the product goes
    on with when that is not the article's own value, which is always kept beside it.
    """

    field: str
    state: State
    chosen: str | None = None
    others: tuple[str, ...] = ()
    article: str | None = None
    register: str | None = None
    used: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong, doubtful or missing, with the characters that show it.

    ``say`` is one sentence; ``slip`` the likely slip; ``knowledge`` the ids of the
    knowledge records that it rests on.
    """

    kind: FindingKind
    severity: Severity
    say: str
    evidence: tuple[Span, ...]
    claims: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    slip: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealSheet:
    """The verified reading of the documents on one event, as of an instant (UTC)."""

    event: Event
    as_of: datetime
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    sheet: tuple[SheetField, ...]
    findings: tuple[Finding, ...]
    causes: tuple[Cause, ...]
    status: Status = "unknown"
    parties: tuple[str, ...] = field(default=())
