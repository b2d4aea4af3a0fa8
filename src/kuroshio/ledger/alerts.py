"""Alerts: one a subscriber, event and edition, however often it is raised."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from kuroshio.errors import LedgerDamaged
from kuroshio.ledger.columns import digest_of
from kuroshio.ledger.engine import Ledger
from kuroshio.ledger.models import AlertRow
from kuroshio.records import Alert, Severity

_RANK = {"info": 0, "warn": 1, "error": 2}


def raise_alerts(ledger: Ledger, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """Write alerts and return those that were new."""
    new: list[Alert] = []
    with ledger.writing() as connection:
        for alert in alerts:
            held = connection.execute(
                select(AlertRow.id).where(
                    AlertRow.subscriber == alert.subscriber,
                    AlertRow.event == alert.event,
                    AlertRow.edition == alert.edition,
                )
            ).first()
            if held is None:
                connection.execute(insert(AlertRow).values(**_values(alert)))
                new.append(alert)
    return tuple(new)


def list_alerts(
    ledger: Ledger,
    *,
    subscriber: str | None = None,
    as_of: datetime | None = None,
    since: datetime | None = None,
    severity: Severity | None = None,
    limit: int = 100,
) -> tuple[Alert, ...]:
    """List alerts raised by an instant (default: now), the newest first.

    Parameters
    ----------
    subscriber : str, optional
        Whose; None: everybody's, which only an administrator should see.
    since : datetime, optional
        Raised from then on.
    severity : str, optional
        At least this severe.
    """
    wanted = select(AlertRow.__table__)
    if subscriber is not None:
        wanted = wanted.where(AlertRow.subscriber == subscriber)
    if as_of is not None:
        wanted = wanted.where(AlertRow.raised_at <= as_of)
    if since is not None:
        wanted = wanted.where(AlertRow.raised_at >= since)
    if severity is not None:
        least = [one for one, rank in _RANK.items() if rank >= _RANK[severity]]
        wanted = wanted.where(AlertRow.severity.in_(least))
    wanted = wanted.order_by(AlertRow.raised_at.desc(), AlertRow.id.desc())
    with ledger.reading() as connection:
        rows = connection.execute(wanted.limit(limit)).all()
    return tuple(alert_of(row) for row in rows)


def read_alert(
    ledger: Ledger, identity: str, *, subscriber: str | None = None
) -> Alert | None:
    """Return an alert by its id, if it is that subscriber's."""
    wanted = select(AlertRow.__table__).where(AlertRow.name == identity)
    if subscriber is not None:
        wanted = wanted.where(AlertRow.subscriber == subscriber)
    with ledger.reading() as connection:
        row = connection.execute(wanted).first()
    return alert_of(row) if row is not None else None


def alerts_of_event(ledger: Ledger, event: str, subscriber: str) -> tuple[Alert, ...]:
    """Return a subscriber's alerts on one event, the first edition first."""
    wanted = (
        select(AlertRow.__table__)
        .where(AlertRow.subscriber == subscriber, AlertRow.event == event)
        .order_by(AlertRow.edition)
    )
    with ledger.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(alert_of(row) for row in rows)


def _values(alert: Alert) -> dict[str, Any]:
    return {
        "name": alert.id,
        "subscriber": alert.subscriber,
        "event": alert.event,
        "edition": alert.edition,
        "thread": alert.thread,
        "kind": alert.kind,
        "severity": alert.severity,
        "title": alert.title,
        "say": alert.say,
        "rule": alert.rule,
        "source": alert.source,
        "link": alert.link,
        "published_at": alert.published_at,
        "raised_at": alert.raised_at,
        "facts": dict(alert.facts),
        "digest": _digest(alert),
    }


def _digest(alert: Alert) -> str:
    held = [alert.id, alert.subscriber, alert.event, alert.edition, alert.thread]
    held += [alert.severity, alert.title, alert.say, alert.link]
    return digest_of([*held, dict(alert.facts)])


def alert_of(row: Any) -> Alert:
    """Turn a row into an alert, or raise LedgerDamaged where its digest disagrees."""
    alert = Alert(
        id=row.name,
        subscriber=row.subscriber,
        event=row.event,
        edition=row.edition,
        thread=row.thread,
        kind=row.kind,
        severity=row.severity,
        title=row.title,
        say=row.say,
        rule=row.rule,
        source=row.source,
        link=row.link,
        published_at=row.published_at,
        raised_at=row.raised_at,
        facts=row.facts,
    )
    if _digest(alert) != row.digest:
        raise LedgerDamaged(f"alert {alert.id} is not what was raised")
    return alert
