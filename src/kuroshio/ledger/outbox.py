"""The outbox: a message is written with its alert and leaves from here, once.

A row goes pending → sending → sent. A process that dies while sending leaves
``sending`` behind: the next holder of the lease sends again under the same id, which
the receiver knows, and counts it as uncertain.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from kuroshio.ledger.engine import Ledger
from kuroshio.ledger.models import DeliveryRow
from kuroshio.records import Delivery, DeliveryState

LONGEST_ERROR = 400
LONGEST_WAIT = timedelta(hours=26)  # a digest on the day that clocks go back


def queue_deliveries(ledger: Ledger, deliveries: Sequence[Delivery]) -> int:
    """Put messages in the outbox; one whose id is there already is not put again."""
    new = 0
    with ledger.writing() as connection:
        for one in deliveries:
            held = connection.execute(
                select(DeliveryRow.id).where(DeliveryRow.name == one.id)
            ).first()
            if held is None:
                connection.execute(insert(DeliveryRow).values(**_values(one)))
                new += 1
    return new


def take_deliveries(
    ledger: Ledger, *, at: datetime | None = None, limit: int = 20
) -> tuple[Delivery, ...]:
    """Mark messages that are due as being sent, and return them, oldest first.

    One due further ahead than any message waits was written by a clock that ran wild:
    it is due.
    """
    now = at or ledger.clock()
    with ledger.writing() as connection:
        rows = connection.execute(
            select(DeliveryRow.__table__)
            .where(
                DeliveryRow.state == "pending",
                or_(DeliveryRow.due_at <= now, DeliveryRow.due_at > now + LONGEST_WAIT),
            )
            .order_by(DeliveryRow.due_at, DeliveryRow.id)
            .limit(limit)
            .with_for_update()
        ).all()
        if rows:
            connection.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id.in_([row.id for row in rows]))
                .values(state="sending", attempts=DeliveryRow.attempts + 1)
            )
    return tuple(_delivery(row, state="sending", more=1) for row in rows)


def settle_delivery(
    ledger: Ledger,
    identity: str,
    *,
    error: str = "",
    retry_at: datetime | None = None,
    at: datetime | None = None,
) -> None:
    """Note what came of a sending: done, to be tried again, or given up.

    Parameters
    ----------
    error : str
        Empty: it arrived.
    retry_at : datetime, optional
        When to try again; None with an error: never, it is dead.
    """
    values: dict[str, Any] = {"error": error[:LONGEST_ERROR]}
    if not error:
        values |= {"state": "sent", "sent_at": at or ledger.clock()}
    elif retry_at is not None:
        values |= {"state": "pending", "due_at": retry_at}
    else:
        values |= {"state": "dead"}
    with ledger.writing() as connection:
        connection.execute(
            update(DeliveryRow).where(DeliveryRow.name == identity).values(**values)
        )


def recover_deliveries(ledger: Ledger, *, at: datetime | None = None) -> int:
    """Put back what a dead process was sending; only the lease's new holder may."""
    with ledger.writing() as connection:
        done = connection.execute(
            update(DeliveryRow)
            .where(DeliveryRow.state == "sending")
            .values(
                state="pending",
                due_at=at or ledger.clock(),
                uncertain=DeliveryRow.uncertain + 1,
            )
        )
    return int(done.rowcount)


def revive_delivery(
    ledger: Ledger, identity: str, *, at: datetime | None = None
) -> bool:
    """Try a dead message again; False: it is not dead."""
    with ledger.writing() as connection:
        done = connection.execute(
            update(DeliveryRow)
            .where(DeliveryRow.name == identity, DeliveryRow.state == "dead")
            .values(state="pending", attempts=0, due_at=at or ledger.clock())
        )
    return bool(done.rowcount)


def list_deliveries(
    ledger: Ledger,
    *,
    subscriber: str | None = None,
    state: DeliveryState | None = None,
    limit: int = 100,
) -> tuple[Delivery, ...]:
    """List messages, the newest first."""
    wanted = select(DeliveryRow.__table__).order_by(DeliveryRow.id.desc())
    if subscriber is not None:
        wanted = wanted.where(DeliveryRow.subscriber == subscriber)
    if state is not None:
        wanted = wanted.where(DeliveryRow.state == state)
    with ledger.reading() as connection:
        rows = connection.execute(wanted.limit(limit)).all()
    return tuple(_delivery(row) for row in rows)


def count_deliveries(ledger: Ledger) -> dict[str, int]:
    """Count messages by state."""
    wanted = select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
    with ledger.reading() as connection:
        return {str(row[0]): int(row[1]) for row in connection.execute(wanted)}


def _values(one: Delivery) -> dict[str, Any]:
    return {
        "name": one.id,
        "subscriber": one.subscriber,
        "channel": one.channel,
        "alerts": list(one.alerts),
        "state": one.state,
        "due_at": one.due_at,
    }


def _delivery(
    row: Any, *, state: DeliveryState | None = None, more: int = 0
) -> Delivery:
    return Delivery(
        id=row.name,
        subscriber=row.subscriber,
        channel=row.channel,
        alerts=tuple(row.alerts),
        state=state or row.state,
        due_at=row.due_at,
        attempts=row.attempts + more,
        uncertain=row.uncertain,
        error=row.error,
        sent_at=row.sent_at,
    )
