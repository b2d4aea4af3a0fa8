"""Look at the sources that are due and keep what they gave."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import msgspec

from kuroshio.app.watch_lease import keep_lease
from kuroshio.app.watch_send import raise_and_queue
from kuroshio.app.watch_state import Watch
from kuroshio.errors import InputError, ProviderError
from kuroshio.ledger import (
    Ledger,
    add_items,
    append_audit,
    check_lease,
    close_fact,
    known_items,
    list_facts,
    read_sources,
    record_facts,
    write_source,
)
from kuroshio.providers.feeds import Look, look
from kuroshio.providers.web import Request
from kuroshio.reading import open_document
from kuroshio.records import Fact, FeedItem, ListEntry, Source, SourceState
from kuroshio.watch import (
    diff_lists,
    health_alert,
    health_of,
    is_due,
    list_alert,
    match_changes,
)

AT_ONCE = 4
MOST_ENTRIES = 500_000


def look_around(watch: Watch, *, only: Sequence[str] = ()) -> dict[str, int]:
    """Ask every source that is due and keep new items, each source for itself.

    Parameters
    ----------
    only : sequence of str
        Ask these, due or not.

    Returns
    -------
    dict
        Counts: asked, failed, new items, list changes.
    """
    states = read_sources(watch.ledger)
    now = watch.now()
    due = [
        source
        for source in watch.sources.values()
        if (source.id in only)
        or (not only and is_due(source, states.get(source.id), now=now))
    ]
    counts = {"asked": 0, "failed": 0, "items": 0, "changes": 0}
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        jobs = [
            pool.submit(
                look, source, states.get(source.id, SourceState(source=source.id)),
                watch.manners, now=now,
            )
            for source in due
        ]  # fmt: skip
        for source, job in zip(due, jobs, strict=True):
            if watch.stopping or not keep_lease(watch):
                job.cancel()
                continue
            seen = job.result()
            counts["asked"] += 1
            counts["failed"] += seen.outcome in {"failed", "refused"}
            new, changes = keep_look(watch, source, seen)
            counts["items"] += new
            counts["changes"] += changes
    return counts


def keep_look(watch: Watch, source: Source, seen: Look) -> tuple[int, int]:
    """Write what one look gave, its items and its state together."""
    now = watch.now()
    items = _with_pages(watch, source, seen.items)
    changed = 0
    with watch.ledger.transaction() as inside:
        if watch.lease is not None:
            check_lease(inside, watch.lease)
        new = add_items(inside, [replace(one, first_seen_at=now) for one in items])
        if seen.outcome == "items" and source.lists:
            changed = _keep_list(watch, inside, source, seen.entries, now)
        held = replace(seen.state, item_at=now) if new or changed else seen.state
        write_source(inside, held, next_at=held.next_at or now)
    watch.tell(
        "looked",
        source=source.id,
        outcome=seen.outcome,
        http=seen.state.http,
        items=len(items) + len(seen.entries),
        new=new + changed,
        error=seen.state.error,
    )
    return new, changed


def _with_pages(
    watch: Watch, source: Source, items: tuple[FeedItem, ...]
) -> tuple[FeedItem, ...]:
    """Read the pages of the newest items of a list that gives titles only.

    A page that cannot be had leaves its item with its title: it is not held back.
    """
    if not source.pages or not items:
        return items
    held = known_items(watch.ledger, [item.id for item in items])
    read = 0
    full = []
    for item in items:
        if item.id in held or read >= source.pages:
            full.append(item)
            continue
        read += 1
        full.append(replace(item, text=_page_text(watch, source, item)))
    return tuple(full)


def _page_text(watch: Watch, source: Source, item: FeedItem) -> str:
    request = Request(
        url=item.link,
        hosts=(*_own_host(source), *source.hosts),
        cap=source.bytes,
        spacing=source.spacing,
    )
    if not any(f"//{host}/" in f"{item.link}/" for host in request.hosts):
        return ""
    try:
        answer = watch.manners.ask(request)
        if answer.status != 200:
            return ""
        page = open_document(
            answer.raw, source=item.link, id="d1", media=answer.media.partition(";")[0]
        )
    except (InputError, ProviderError):
        return ""
    return page.text


def _own_host(source: Source) -> tuple[str, ...]:
    return (source.url.split("/", 3)[2],)


def _keep_list(
    watch: Watch,
    inside: Ledger,
    source: Source,
    entries: tuple[ListEntry, ...],
    now: datetime,
) -> int:
    """Compare a list with what was known of it and alert on what changed.

    The first edition is only kept: everything on it would be news otherwise.
    """
    facts = list_facts(inside, "entries", subject=source.id, limit=MOST_ENTRIES)
    before = [msgspec.convert(fact.body, ListEntry, strict=False) for fact in facts]
    record_facts(inside, [_entry_fact(source, entry) for entry in entries])
    if not before:
        return 0
    kept = {entry.key for entry in entries}
    for entry in before:
        if entry.key not in kept:
            close_fact(inside, "entries", f"{source.id}|{entry.key}"[:400])
    both = {entry.key: entry for entry in (*before, *entries)}
    changes = match_changes(
        diff_lists(source.id, before, entries), both, watch.knowledge
    )
    for change in changes:
        made = [
            found
            for one in watch.subscribers
            if (found := list_alert(change, one, watch.books.get(one.id), at=now))
        ]
        raise_and_queue(watch, inside, made)
    if changes:
        detail = {"changes": len(changes), "entries": len(entries)}
        append_audit(
            inside, actor="watch", action="list.changed", subject=source.id,
            detail=detail, at=now,
        )  # fmt: skip
    return len(changes)


def _entry_fact(source: Source, entry: ListEntry) -> Fact:
    return Fact(
        kind="entries",
        key=f"{source.id}|{entry.key}"[:400],
        subject=source.id,
        body=msgspec.to_builtins(entry),
    )


def watch_health(watch: Watch) -> int:
    """Alert on sources that fail or go stale; return how many alerts were new."""
    states = read_sources(watch.ledger)
    now = watch.now()
    new = 0
    for source in watch.sources.values():
        state = states.get(source.id)
        if state is None:
            continue
        health = health_of(source, state, now=now)
        made = [
            found
            for one in watch.subscribers
            if (found := health_alert(source, state, health, one, at=now))
        ]
        if made:
            with watch.ledger.transaction() as inside:
                new += raise_and_queue(watch, inside, made)
    return new
