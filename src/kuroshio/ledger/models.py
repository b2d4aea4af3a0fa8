"""The tables: every fact with three clocks, and what watches and delivers.

A version of a fact is written once. Its ``known_to`` is set when a later version takes
its place; nothing else of it ever changes, and triggers refuse the attempt.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from kuroshio.ledger.columns import Body, Instant
from kuroshio.records import FactKind

_ID = BigInteger().with_variant(Integer(), "sqlite")
_OPEN = text("known_to IS NULL")


class Model(DeclarativeBase):
    """Root of the tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant}


class Versioned:
    """Columns of a table whose rows are versions of facts."""

    id: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(400))
    subject: Mapped[str] = mapped_column(String(400), default="")
    true_from: Mapped[datetime | None]
    true_to: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    known_from: Mapped[datetime]
    known_to: Mapped[datetime | None]
    body: Mapped[Any] = mapped_column(Body)
    digest: Mapped[str] = mapped_column(String(64))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - a declared attribute
        """Index by key and time, by subject, by time; one open version a key."""
        name = getattr(cls, "__tablename__", "")
        return (
            Index(
                f"one_open_{name}",
                "key",
                unique=True,
                sqlite_where=_OPEN,
                postgresql_where=_OPEN,
            ),
            Index(f"by_key_{name}", "key", "known_from"),
            Index(f"by_subject_{name}", "subject", "known_from"),
            Index(f"by_time_{name}", "known_from"),
        )


class ClaimRow(Versioned, Model):
    """Claims of documents."""

    __tablename__ = "claims"


class DealRow(Versioned, Model):
    """Deals and measures: the events that items are about."""

    __tablename__ = "deals"


class StageRow(Versioned, Model):
    """Stages of deals."""

    __tablename__ = "stages"


class FindingRow(Versioned, Model):
    """Findings about documents."""

    __tablename__ = "findings"


class ForecastRow(Versioned, Model):
    """Forecasts, as made."""

    __tablename__ = "forecasts"


class OutcomeRow(Versioned, Model):
    """What came of forecasts."""

    __tablename__ = "outcomes"


class LikelihoodRow(Versioned, Model):
    """Likelihoods that people or rules set."""

    __tablename__ = "likelihoods"


class EntryRow(Versioned, Model):
    """Entries of official lists."""

    __tablename__ = "entries"


class ContentRow(Model):
    """Raw bytes, by their hash."""

    __tablename__ = "contents"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    known_from: Mapped[datetime]


class DocumentRow(Model):
    """Documents: a text, where it came from, and the bytes behind it."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    key: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[str] = mapped_column(ForeignKey("contents.sha256"))
    source: Mapped[str] = mapped_column(String(400))
    media: Mapped[str] = mapped_column(String(120))
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(Text)
    languages: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime | None]
    known_from: Mapped[datetime]
    known_to: Mapped[datetime | None]
    __table_args__ = (
        Index(
            "one_open_documents",
            "key",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("by_key_documents", "key", "known_from"),
        Index("by_time_documents", "known_from"),
        Index("by_source_documents", "source", "known_from"),
        Index("by_bytes_documents", "sha256"),
    )


class OverrideRow(Model):
    """Overrides: one row a step (made, checked), the last one counts."""

    __tablename__ = "overrides"
    id: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(400))
    field: Mapped[str] = mapped_column(String(80))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    actor: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    known_from: Mapped[datetime]
    __table_args__ = (
        Index("by_name_overrides", "name", "id"),
        Index("by_subject_overrides", "subject", "known_from"),
    )


class AlertRow(Model):
    """Alerts, one a subscriber, event and edition."""

    __tablename__ = "alerts"
    id: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    subscriber: Mapped[str] = mapped_column(String(120))
    event: Mapped[str] = mapped_column(String(200))
    edition: Mapped[int] = mapped_column(Integer)
    thread: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(12))
    severity: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(Text)
    say: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(400))
    link: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None]
    raised_at: Mapped[datetime]
    facts: Mapped[Any] = mapped_column(Body)
    digest: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        Index("one_alert", "subscriber", "event", "edition", unique=True),
        Index("alerts_of_subscriber", "subscriber", "raised_at"),
        Index("alerts_by_time", "raised_at"),
    )


class DeliveryRow(Model):
    """The outbox: written with the alert, emptied by whoever holds the lease."""

    __tablename__ = "deliveries"
    id: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    subscriber: Mapped[str] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(String(80))
    alerts: Mapped[Any] = mapped_column(Body)
    state: Mapped[str] = mapped_column(String(8))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    uncertain: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None]
    __table_args__ = (
        Index("deliveries_due", "state", "due_at"),
        Index("deliveries_of_subscriber", "subscriber", "due_at"),
    )


class AuditRow(Model):
    """The audit chain."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(400))
    detail: Mapped[Any] = mapped_column(Body)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = (Index("audit_by_subject", "subject", "seq"),)


class KeyRow(Model):
    """Users' keys, by the hash of the secret."""

    __tablename__ = "api_keys"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(120))
    scopes: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class DecisionRow(Model):
    """Decisions, frozen."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    author: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(400))
    record: Mapped[Any] = mapped_column(Body)
    digest: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime]
    __table_args__ = (Index("decisions_by_subject", "subject", "decided_at"),)


class ItemRow(Model):
    """Items that sources gave: met once, worked once."""

    __tablename__ = "items"
    id: Mapped[int] = mapped_column(_ID, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(80))
    link: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(String(64))
    body: Mapped[Any] = mapped_column(Body)
    state: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    event: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None]
    known_from: Mapped[datetime]
    __table_args__ = (
        Index("items_to_do", "state", "id"),
        Index("items_of_source", "source", "known_from"),
        Index("items_of_event", "event"),
        Index("items_by_time", "known_from"),
    )


class ReachRow(Model):
    """Which themes and country pairs an item touches: the board counts these."""

    __tablename__ = "reaches"
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    topic: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]
    __table_args__ = (Index("reaches_by_topic", "topic", "at"),)


class SourceRow(Model):
    """Where each source stands."""

    __tablename__ = "source_states"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[Any] = mapped_column(Body)
    next_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class LeaseRow(Model):
    """Who may do a job now; ``token`` grows with each new holder."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    holder: Mapped[str] = mapped_column(String(200))
    token: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[datetime]


FACTS: dict[FactKind, type[Any]] = {
    "claims": ClaimRow,
    "deals": DealRow,
    "stages": StageRow,
    "findings": FindingRow,
    "forecasts": ForecastRow,
    "outcomes": OutcomeRow,
    "likelihoods": LikelihoodRow,
    "entries": EntryRow,
}
