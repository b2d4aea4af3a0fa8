"""Decisions: what was decided, frozen with everything that was seen."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from kuroshio.errors import LedgerDamaged, LedgerError
from kuroshio.ledger.audit import append_audit
from kuroshio.ledger.columns import digest_of
from kuroshio.ledger.engine import Ledger
from kuroshio.ledger.models import DecisionRow
from kuroshio.records import Decision


def freeze_decision(
    ledger: Ledger,
    *,
    author: str,
    title: str,
    reason: str,
    record: Mapping[str, Any],
    subject: str = "",
    at: datetime | None = None,
) -> Decision:
    """Keep a decision with its whole record; nothing of it can change later.

    Parameters
    ----------
    record : mapping
        JSON values: the brief or board as shown, with its ``as_of``.

    Raises
    ------
    LedgerError
        Without an author, a title or a reason.
    """
    if not (author.strip() and title.strip() and reason.strip()):
        raise LedgerError("a decision needs an author, a title and a reason")
    name = secrets.token_hex(8)
    frozen = dict(record)
    digest = digest_of([author, title, reason, subject, frozen])
    now = at or ledger.clock()
    with ledger.transaction() as inside, inside.writing() as connection:
        connection.execute(
            insert(DecisionRow).values(
                name=name,
                author=author,
                title=title,
                reason=reason,
                subject=subject,
                record=frozen,
                digest=digest,
                decided_at=now,
            )
        )
        append_audit(
            inside,
            actor=author,
            action="decision.frozen",
            subject=subject or f"decision:{name}",
            detail={"decision": name, "digest": digest},
            at=now,
        )
        row = connection.execute(
            select(DecisionRow.__table__).where(DecisionRow.name == name)
        ).one()
    return decision_of(row)


def read_decision(ledger: Ledger, identity: str) -> Decision | None:
    """Return a decision as it was frozen.

    Raises
    ------
    LedgerDamaged
        When what is stored is not what was frozen.
    """
    with ledger.reading() as connection:
        row = connection.execute(
            select(DecisionRow.__table__).where(DecisionRow.name == identity)
        ).first()
    return decision_of(row) if row is not None else None


def list_decisions(
    ledger: Ledger,
    *,
    subject: str | None = None,
    as_of: datetime | None = None,
    limit: int = 100,
) -> tuple[Decision, ...]:
    """List decisions taken by an instant (default: now), the newest first."""
    wanted = select(DecisionRow.__table__).order_by(DecisionRow.id.desc()).limit(limit)
    if subject is not None:
        wanted = wanted.where(DecisionRow.subject == subject)
    if as_of is not None:
        wanted = wanted.where(DecisionRow.decided_at <= as_of)
    with ledger.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(decision_of(row) for row in rows)


def decision_of(row: Any) -> Decision:
    """Turn a row into a decision, or raise LedgerDamaged where its digest disagrees."""
    held = [row.author, row.title, row.reason, row.subject, row.record]
    if digest_of(held) != row.digest:
        raise LedgerDamaged(f"decision {row.name} is not what was frozen")
    return Decision(
        id=row.name,
        author=row.author,
        title=row.title,
        reason=row.reason,
        subject=row.subject,
        record=row.record,
        digest=row.digest,
        decided_at=row.decided_at,
    )
