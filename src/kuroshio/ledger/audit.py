"""The audit log: each entry holds the hash of the one before it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from kuroshio.ledger.columns import canonical
from kuroshio.ledger.engine import Ledger, hold_lock
from kuroshio.ledger.models import AuditRow
from kuroshio.records import AuditEntry

GENESIS = "0" * 64
_PAGE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCheck:
    """What a walk along the chain found; ``broken_at`` is the first bad entry."""

    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the chain is whole."""
        return self.broken_at is None


def append_audit(
    ledger: Ledger,
    *,
    actor: str,
    action: str,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Add an entry to the chain, alone or within a transaction.

    Parameters
    ----------
    actor : str
        Who: a user, ``watch``, ``service``.
    action : str
        What was done: ``override.proposed``, ``alert.raised``.
    subject : str
        To what.
    detail : mapping, optional
        JSON values; no secrets: the log is shown and exported.
    """
    with ledger.writing() as connection:
        hold_lock(connection)
        last = connection.execute(
            select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)
        ).first()
        entry = _sealed(
            seq=1 if last is None else last.seq + 1,
            at=at or ledger.clock(),
            actor=actor,
            action=action,
            subject=subject,
            detail=dict(detail or {}),
            previous=GENESIS if last is None else last.hash,
        )
        connection.execute(
            insert(AuditRow).values(
                seq=entry.seq,
                at=entry.at,
                actor=entry.actor,
                action=entry.action,
                subject=entry.subject,
                detail=entry.detail,
                previous=entry.previous,
                hash=entry.hash,
            )
        )
    return entry


def _sealed(**parts: Any) -> AuditEntry:
    return AuditEntry(**parts, hash=_hash(**parts))


def _hash(**parts: Any) -> str:
    stamped = {**parts, "at": parts["at"].timestamp()}
    return hashlib.sha256(canonical(stamped).encode()).hexdigest()


def list_audit(
    ledger: Ledger, *, subject: str | None = None, limit: int = 100
) -> tuple[AuditEntry, ...]:
    """List entries, the newest first."""
    wanted = select(AuditRow.__table__).order_by(AuditRow.seq.desc()).limit(limit)
    if subject is not None:
        wanted = wanted.where(AuditRow.subject == subject)
    with ledger.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(AuditEntry(**row._mapping) for row in rows)  # noqa: SLF001


def verify_audit(ledger: Ledger, *, head: str | None = None) -> AuditCheck:
    """Walk the whole chain.

    Parameters
    ----------
    head : str, optional
        The hash of the last entry as noted elsewhere: it must still be in the chain,
        which catches a log that was cut short.
    """
    previous, count, seen = GENESIS, 0, head is None
    with ledger.reading() as connection:
        while True:
            rows = connection.execute(
                select(AuditRow.__table__)
                .where(AuditRow.seq > count)
                .order_by(AuditRow.seq)
                .limit(_PAGE)
            ).all()
            for row in rows:
                entry = AuditEntry(**row._mapping)  # noqa: SLF001
                fault = _fault_of(entry, seq=count + 1, previous=previous)
                if fault:
                    return AuditCheck(
                        entries=count,
                        head=previous,
                        broken_at=entry.seq,
                        reason=fault,
                    )
                count, previous = count + 1, entry.hash
                seen = seen or entry.hash == head
            if len(rows) < _PAGE:
                break
    if not seen:
        return AuditCheck(
            entries=count,
            head=previous,
            broken_at=count + 1,
            reason="the chain ends before the head that was noted",
        )
    return AuditCheck(entries=count, head=previous)


def _fault_of(entry: AuditEntry, *, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return f"entry {seq} is missing"
    if entry.previous != previous:
        return "does not follow the entry before it"
    parts = {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    return "" if _hash(**parts) == entry.hash else "is not what was written"
