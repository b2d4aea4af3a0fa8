"""Overrides: one person makes, another checks; only then does the word count."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from kuroshio.errors import LedgerError
from kuroshio.ledger.audit import append_audit
from kuroshio.ledger.engine import Ledger, hold_lock
from kuroshio.ledger.models import OverrideRow
from kuroshio.records import Override, OverrideState

LONGEST_REASON = 4_000


def propose_override(  # noqa: PLR0913 - the parts of one record, all by name
    ledger: Ledger,
    *,
    subject: str,
    field: str,
    before: str,
    after: str,
    reason: str,
    maker: str,
    at: datetime | None = None,
) -> Override:
    """Put a person's word against the machine's, to be checked by another person.

    Raises
    ------
    LedgerError
        Without a reason, a maker, or a change.
    """
    if not reason.strip() or not maker.strip():
        raise LedgerError("an override needs a reason and a maker")
    if before == after:
        raise LedgerError("an override that changes nothing")
    name = secrets.token_hex(8)
    with ledger.transaction() as inside, inside.writing() as connection:
        _step(
            connection,
            name=name,
            subject=subject,
            field=field,
            before=before,
            after=after,
            state="proposed",
            actor=maker,
            reason=reason[:LONGEST_REASON],
            known_from=at or ledger.clock(),
        )
        append_audit(
            inside,
            actor=maker,
            action="override.proposed",
            subject=subject,
            detail={"override": name, "field": field, "after": after},
            at=at,
        )
        return _read(connection, name)


def check_override(
    ledger: Ledger,
    identity: str,
    *,
    checker: str,
    approve: bool,
    reason: str,
    at: datetime | None = None,
) -> Override:
    """Approve or reject an override that somebody else made.

    Raises
    ------
    LedgerError
        When there is none, it was answered before, the checker made it, or no reason
        is given.
    """
    if not reason.strip():
        raise LedgerError("a check needs a reason")
    with ledger.transaction() as inside, inside.writing() as connection:
        hold_lock(connection)
        held = _read(connection, identity)
        if held.maker == checker:
            raise LedgerError("whoever makes an override cannot check it")
        if held.state != "proposed":
            raise LedgerError(f"override {identity} was {held.state} before")
        state: OverrideState = "approved" if approve else "rejected"
        _step(
            connection,
            name=identity,
            subject=held.subject,
            field=held.field,
            before=held.before,
            after=held.after,
            state=state,
            actor=checker,
            reason=reason[:LONGEST_REASON],
            known_from=at or ledger.clock(),
        )
        append_audit(
            inside,
            actor=checker,
            action=f"override.{state}",
            subject=held.subject,
            detail={"override": identity, "field": held.field},
            at=at,
        )
        return _read(connection, identity)


def list_overrides(
    ledger: Ledger,
    *,
    subject: str | None = None,
    state: OverrideState | None = None,
    as_of: datetime | None = None,
    limit: int = 100,
) -> tuple[Override, ...]:
    """List overrides as they stood at an instant (default: now), the newest first."""
    wanted = select(OverrideRow.__table__).order_by(OverrideRow.id)
    if subject is not None:
        wanted = wanted.where(OverrideRow.subject == subject)
    if as_of is not None:
        wanted = wanted.where(OverrideRow.known_from <= as_of)
    with ledger.reading() as connection:
        rows = connection.execute(wanted).all()
    steps: dict[str, list[Any]] = {}
    for row in rows:
        steps.setdefault(row.name, []).append(row)
    found = [_join(some) for some in steps.values()]
    kept = [one for one in reversed(found) if state in (None, one.state)]
    return tuple(kept[:limit])


def _step(connection: Connection, **values: Any) -> None:
    connection.execute(insert(OverrideRow).values(**values))


def _read(connection: Connection, name: str) -> Override:
    rows = connection.execute(
        select(OverrideRow.__table__)
        .where(OverrideRow.name == name)
        .order_by(OverrideRow.id)
    ).all()
    if not rows:
        raise LedgerError(f"no override {name!r}")
    return _join(rows)


def _join(rows: Any) -> Override:
    first, last = rows[0], rows[-1]
    checked = len(rows) > 1
    return Override(
        id=first.name,
        subject=first.subject,
        field=first.field,
        before=first.before,
        after=first.after,
        reason=first.reason,
        maker=first.actor,
        made_at=first.known_from,
        state=last.state,
        checker=last.actor if checked else None,
        check_reason=last.reason if checked else "",
        checked_at=last.known_from if checked else None,
    )
