"""Items that sources gave: written when met, marked when worked, counted by topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from kuroshio.ledger.columns import digest_text
from kuroshio.ledger.engine import Ledger
from kuroshio.ledger.models import ItemRow, ReachRow
from kuroshio.records import FeedItem

_CHUNK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedItem:
    """What came of an item: the answer, why, the event, and what it touches."""

    id: str
    answer: str
    reason: str = ""
    event: str = ""
    topics: tuple[str, ...] = ()


def add_items(
    ledger: Ledger, items: Sequence[FeedItem], *, at: datetime | None = None
) -> int:
    """Write items that are new and return how many were."""
    now = at or ledger.clock()
    wanted = {item.id: item for item in items}
    with ledger.writing() as connection:
        held = _held(connection, list(wanted))
        rows = [_values(item, now) for name, item in wanted.items() if name not in held]
        if rows:
            connection.execute(insert(ItemRow), rows)
    return len(rows)


def known_items(ledger: Ledger, names: Sequence[str]) -> set[str]:
    """Return which of these items are in the ledger already."""
    with ledger.reading() as connection:
        return _held(connection, names)


def _held(connection: Connection, names: Sequence[str]) -> set[str]:
    held: set[str] = set()
    for start in range(0, len(names), _CHUNK):
        some = names[start : start + _CHUNK]
        wanted = select(ItemRow.name).where(ItemRow.name.in_(some))
        held |= set(connection.scalars(wanted))
    return held


def items_to_do(ledger: Ledger, *, limit: int = 100) -> tuple[FeedItem, ...]:
    """Return items that nobody worked yet, the oldest first."""
    wanted = (
        select(ItemRow.body)
        .where(ItemRow.state == "new")
        .order_by(ItemRow.id)
        .limit(limit)
    )
    with ledger.reading() as connection:
        bodies = connection.scalars(wanted).all()
    return tuple(msgspec.convert(body, FeedItem) for body in bodies)


def settle_items(
    ledger: Ledger, worked: Sequence[WorkedItem], *, at: datetime | None = None
) -> int:
    """Mark items as worked and count what they touch; the second time does nothing.

    Returns
    -------
    int
        How many were not worked before.
    """
    now = at or ledger.clock()
    done = 0
    with ledger.writing() as connection:
        for one in worked:
            changed = connection.execute(
                update(ItemRow)
                .where(ItemRow.name == one.id, ItemRow.state == "new")
                .values(
                    state="done",
                    answer=one.answer,
                    reason=one.reason,
                    event=one.event,
                )
            )
            if not changed.rowcount:
                continue
            done += 1
            rows = [
                {"item": one.id, "topic": topic, "at": now}
                for topic in dict.fromkeys(one.topics)
            ]
            if rows:
                connection.execute(insert(ReachRow), rows)
    return done


def count_items(ledger: Ledger, *, since: datetime | None = None) -> dict[str, int]:
    """Count items by answer; ``new`` are those not worked yet."""
    answer = func.coalesce(func.nullif(ItemRow.answer, ""), ItemRow.state)
    wanted = select(answer, func.count()).group_by(answer)
    if since is not None:
        wanted = wanted.where(ItemRow.known_from >= since)
    with ledger.reading() as connection:
        return {str(row[0]): int(row[1]) for row in connection.execute(wanted)}


def sources_of_event(ledger: Ledger, event: str) -> tuple[tuple[str, str], ...]:
    """Return (source, link) of every item about an event, in order of arrival."""
    wanted = select(ItemRow.source, ItemRow.link).where(ItemRow.event == event)
    with ledger.reading() as connection:
        rows = connection.execute(wanted.order_by(ItemRow.id)).all()
    return tuple((row.source, row.link) for row in rows)


def count_topics(
    ledger: Ledger, *, since: datetime, until: datetime
) -> dict[str, dict[date, int]]:
    """Count items by topic and UTC day, from ``since`` to before ``until``."""
    wanted = select(ReachRow.topic, ReachRow.at).where(
        ReachRow.at >= since, ReachRow.at < until
    )
    counts: dict[str, dict[date, int]] = {}
    with ledger.reading() as connection:
        for topic, at in connection.execute(wanted):
            days = counts.setdefault(topic, {})
            days[at.date()] = days.get(at.date(), 0) + 1
    return counts


def _values(item: FeedItem, now: datetime) -> dict[str, Any]:
    return {
        "name": item.id,
        "source": item.source,
        "link": item.link,
        "content": digest_text(item.text),
        "body": msgspec.to_builtins(item),
        "state": "new",
        "published_at": item.published_at,
        "known_from": now,
    }
