"""Work items: read, place among events, match rules, alert, all in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import msgspec

from kuroshio.app.watch_send import Raised, raise_and_queue
from kuroshio.app.watch_state import Watch, lines_of, utc_day
from kuroshio.errors import InputError
from kuroshio.exposure import expose
from kuroshio.ledger import (
    WorkedItem,
    check_lease,
    items_to_do,
    record_facts,
    settle_items,
    store_document,
)
from kuroshio.reading import build_sheet, open_document
from kuroshio.records import (
    DealSheet,
    Document,
    DueClock,
    Exposure,
    Fact,
    FeedItem,
    Lineage,
    Sketch,
    Subscriber,
    WatchedEvent,
)
from kuroshio.regimes import entry_clocks, regime_calendar
from kuroshio.watch import (
    Lines,
    clock_alerts,
    event_alert,
    sketch_event,
    touches,
)

BATCH = 40
MOST_CLAIMS = 60
_Match = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worked:
    """What one item comes to, before any of it is written."""

    item: FeedItem
    done: WorkedItem
    document: Document | None = None
    raw: bytes = b""
    facts: tuple[Fact, ...] = ()
    raised: tuple[Raised, ...] = ()


def work_items(watch: Watch, *, batch: int = BATCH) -> dict[str, int]:
    """Work the oldest items; what comes of each is written once, or not at all.

    Returns
    -------
    dict
        Counts: worked items, new alerts.
    """
    items = items_to_do(watch.ledger, limit=batch)
    if not items:
        return {"worked": 0, "alerts": 0}
    try:
        lines = lines_of(watch)
        worked = [_work(watch, lines, item) for item in items]
        with watch.ledger.transaction() as inside:
            if watch.lease is not None:
                check_lease(inside, watch.lease)
            count = settle_items(inside, [one.done for one in worked])
            for one in worked:
                if one.document is not None:
                    store_document(inside, one.document, one.raw, key=one.item.link)
            record_facts(inside, _newest(fact for one in worked for fact in one.facts))
            alerts = raise_and_queue(
                watch, inside, [each for one in worked for each in one.raised]
            )
    except BaseException:
        watch.lines = None  # what was placed in memory was not written
        raise
    return {"worked": count, "alerts": alerts}


def _newest(facts: Iterable[Fact]) -> list[Fact]:
    """Keep the last version of each fact of a batch."""
    return list({(fact.kind, fact.key): fact for fact in facts}.values())


def _work(watch: Watch, lines: Lines, item: FeedItem) -> _Worked:
    text = f"{item.title}\n\n{item.text}".strip()
    source = watch.sources.get(item.source)
    if source is None or not touches(text, watch.knowledge):
        reason = "names no theme, regime, deal or issuer"
        return _Worked(
            item=item, done=WorkedItem(id=item.id, answer="irrelevant", reason=reason)
        )
    raw = text.encode("utf-8", "replace")
    seen_at = item.first_seen_at or watch.now()
    try:
        document, sheet = _read(watch, item, raw, seen_at)
    except InputError as error:
        reason = str(error.faults[0])[:300]
        return _Worked(
            item=item, done=WorkedItem(id=item.id, answer="unread", reason=reason)
        )
    on = _day_of(item, seen_at)
    sketch = sketch_event(item, sheet, source, watch.knowledge, on=on)
    lines.forget(on)
    lineage, known = lines.place(sketch)
    event = lines.add(sketch, lineage, known)
    answer = {"new": "matters", "same": "copy", "correction": "correction"}[lineage]
    done = WorkedItem(
        id=item.id,
        answer=answer,
        reason=f"{sketch.kind} {sketch.type}",
        event=event.id,
        topics=_topics(sketch),
    )
    return _Worked(
        item=item,
        done=done,
        document=document,
        raw=raw,
        facts=_facts(sheet, event, sketch, lineage),
        raised=_raise(watch, sheet, event, sketch, lineage),
    )


def _read(
    watch: Watch, item: FeedItem, raw: bytes, seen_at: datetime
) -> tuple[Document, DealSheet]:
    document = replace(
        open_document(raw, source=item.source, id="d1", media="text/plain"),
        url=item.link or None,
        title=item.title,
        published_at=item.published_at,
    )
    if item.published_at is None and item.published_on is not None:
        document = replace(document, dateline=item.published_on)
    # A source's clock may run ahead of ours: its own document is never hidden.
    as_of = max(seen_at, item.published_at or seen_at).astimezone(UTC)
    dated = replace(document, dateline=None) if _is_ahead(document, as_of) else document
    return document, build_sheet([dated], watch.knowledge, as_of=as_of)


def _is_ahead(document: Document, as_of: datetime) -> bool:
    return document.dateline is not None and document.dateline > as_of.date()


def _day_of(item: FeedItem, seen_at: datetime) -> date:
    if item.published_at is not None:
        return item.published_at.astimezone(UTC).date()
    return item.published_on or utc_day(seen_at)


def _topics(sketch: Sketch) -> tuple[str, ...]:
    """Return what the board counts: themes and pairs of countries."""
    first = sketch.countries[0] if sketch.countries else ""
    pairs = [f"pair:{first}-{one}" for one in sketch.countries[1:] if one != first]
    return (*(f"theme:{one}" for one in sketch.themes[:8]), *pairs[:3])


def _facts(
    sheet: DealSheet, event: WatchedEvent, sketch: Sketch, lineage: Lineage
) -> tuple[Fact, ...]:
    at = sketch.published_at
    facts = [
        Fact(
            kind="deals",
            key=event.id,
            subject=sketch.vehicle,
            body=msgspec.to_builtins(event),
        )
    ]
    if sketch.status != "unknown" and lineage != "same":
        body = {"status": sketch.status, "item": sketch.item, "title": sketch.title}
        key = sketch.vehicle or event.id
        facts.append(
            Fact(kind="stages", key=key, subject=event.id, body=body, published_at=at)
        )
    if lineage == "same":
        return tuple(facts)
    facts += [
        Fact(
            kind="claims",
            key=f"{sketch.item}/{claim.id}",
            subject=event.id,
            body=msgspec.to_builtins(claim),
            published_at=at,
        )
        for claim in sheet.claims[:MOST_CLAIMS]
    ]
    facts += [
        Fact(
            kind="findings",
            key=f"{sketch.item}/{number}",
            subject=event.id,
            body=msgspec.to_builtins(finding),
            published_at=at,
        )
        for number, finding in enumerate(sheet.findings[:MOST_CLAIMS])
    ]
    return tuple(facts)


def _raise(
    watch: Watch,
    sheet: DealSheet,
    event: WatchedEvent,
    sketch: Sketch,
    lineage: Lineage,
) -> tuple[Raised, ...]:
    """Return the alerts of an event; a copy adds none, unless it reaches others."""
    if not watch.subscribers or (lineage == "same" and not _adds(event, sketch)):
        return ()
    exposures = expose(sheet.causes, watch.knowledge)
    return tuple(
        found
        for one in watch.subscribers
        if (found := _one_alert(watch, event, sketch, one, exposures)) is not None
    )


def _adds(event: WatchedEvent, sketch: Sketch) -> bool:
    """Say that another source tells more than the first: themes or names."""
    more = set(sketch.themes) - set(event.first.themes)
    return bool(more or set(sketch.issuers) - set(event.first.issuers))


def _one_alert(
    watch: Watch,
    event: WatchedEvent,
    sketch: Sketch,
    subscriber: Subscriber,
    exposures: Sequence[Exposure],
) -> Raised | None:
    book = watch.books.get(subscriber.id)
    return event_alert(event, sketch, subscriber, exposures, book, at=watch.now())


def watch_clocks(watch: Watch) -> int:
    """Alert on days that come near; return how many alerts were new."""
    now = watch.now()
    today = utc_day(now)
    clocks = due_clocks(watch, today)
    made = [
        found
        for one in watch.subscribers
        for found in clock_alerts(
            clocks, one, watch.knowledge.calendars, today=today, at=now
        )
    ]
    if not made:
        return 0
    with watch.ledger.transaction() as inside:
        if watch.lease is not None:
            check_lease(inside, watch.lease)
        return raise_and_queue(watch, inside, made)


def due_clocks(watch: Watch, today: date) -> tuple[DueClock, ...]:
    """Return the days ahead of every regime and every deal of the register."""
    known = watch.knowledge
    found = [
        DueClock(
            id=row.id,
            name=known.regimes[row.id].names.en,
            due=row.next_date,
            what=row.reason,
            kind="regime",
            source=row.source,
        )
        for row in regime_calendar(known, as_of=today)
        if row.next_date is not None and row.next_date >= today
    ]
    for entry in known.register.values():
        for clock in entry_clocks(entry, known.calendars, as_of=today):
            found += [
                DueClock(
                    id=entry.id,
                    name=entry.names.en,
                    due=one.due,
                    what=clock.name,
                    kind="deal",
                    source=clock.source,
                )
                for one in clock.candidates[:1]
                if one.due is not None and one.due >= today
            ]
    return tuple(found)
