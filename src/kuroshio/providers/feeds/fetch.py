"""One look at a source: what it gave, or why it gave nothing, never mixed up."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import quote

from kuroshio.errors import InputError, ProviderError, ProviderUnavailable
from kuroshio.providers.feeds.layouts import parse_items, parse_list
from kuroshio.providers.web import Manners, Request, retry_seconds
from kuroshio.records import FeedItem, ListEntry, Source, SourceState

OPEN_AFTER = 5  # failures in a row that open the circuit
LONGEST_WAIT = timedelta(hours=6)
SHORTEST_WAIT = timedelta(minutes=1)
Outcome = Literal["items", "unchanged", "failed", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look gave, and where the source stands after it.

    ``outcome``: "items" (read, perhaps none), "unchanged" (304, or the same bytes),
    "failed" (no answer, or one that cannot be read), "refused" (robots.txt, 403).
    """

    outcome: Outcome
    state: SourceState
    items: tuple[FeedItem, ...] = ()
    entries: tuple[ListEntry, ...] = ()
    raw: bytes = b""
    media: str = ""


def look(
    source: Source,
    state: SourceState,
    manners: Manners,
    *,
    now: datetime,
    jitter: Callable[[], float] = random.random,
) -> Look:
    """Ask a source once.

    Parameters
    ----------
    source : Source
        From the registry.
    state : SourceState
        Where it stood; its validators are sent.
    manners : Manners
        The one fetch layer.
    now : datetime
        Aware UTC.
    jitter : callable
        Gives [0, 1): looks and retries are spread by it.

    Returns
    -------
    Look
        Never raises for what the source did; ``state`` says it.
    """
    tried = replace(state, tried_at=now)
    try:
        answer = manners.ask(make_request(source, state, now))
    except InputError as error:
        return _failure(tried, "refused", str(error.faults[0]), now, jitter)
    except (ProviderUnavailable, ProviderError) as error:
        cleared = replace(tried, http=0)
        return _failure(cleared, "failed", str(error), now, jitter)
    told = replace(tried, http=answer.status)
    if answer.status == 304:
        return Look(outcome="unchanged", state=_good(told, source, now, jitter))
    if answer.status != 200:
        wait = retry_seconds(answer.retry_after, now) if answer.retry_after else None
        kind: Outcome = "refused" if answer.status in {401, 403, 451} else "failed"
        problem = f"answered {answer.status}"
        return _failure(told, kind, problem, now, jitter, wait=wait)
    try:
        items = () if source.lists else parse_items(source, answer.raw, answer.media)
        entries = parse_list(source, answer.raw, answer.media) if source.lists else ()
    except ProviderError as error:
        return _failure(told, "failed", str(error), now, jitter)
    read = replace(
        _good(told, source, now, jitter),
        items=len(items) + len(entries),
        etag=answer.etag[:500],
        modified=answer.modified[:100],
        validators_of=source.url,
    )
    return Look(
        outcome="items",
        state=read,
        items=items,
        entries=entries,
        raw=answer.raw,
        media=answer.media,
    )


def make_request(source: Source, state: SourceState, now: datetime) -> Request:
    """Fill in the days and the validators of a source's question."""
    last = now.date() + timedelta(days=1)
    days = {"{from}": (now.date() - timedelta(days=source.window)).isoformat()}
    days["{to}"] = last.isoformat()
    url, data = source.url, source.data
    for mark, day in days.items():
        url, data = url.replace(mark, day), data.replace(mark, day)
    holds = state.validators_of == source.url
    return Request(
        url=quote(url, safe=":/?&=%[]{},+~#.@!$'()*;"),
        hosts=source.hosts,
        headers=source.headers,
        post=data.encode() if source.method == "POST" else None,
        etag=state.etag if holds else "",
        modified=state.modified if holds else "",
        cap=source.bytes,
        spacing=source.spacing,
    )


def _good(
    state: SourceState, source: Source, now: datetime, jitter: Callable[[], float]
) -> SourceState:
    wait = timedelta(minutes=source.every) * (0.9 + 0.2 * jitter())
    return replace(
        state, good_at=now, failures=0, error="", open_until=None, next_at=now + wait
    )


def _failure(
    state: SourceState,
    outcome: Outcome,
    problem: str,
    now: datetime,
    jitter: Callable[[], float],
    *,
    wait: float | None = None,
) -> Look:
    """Back off twice as long each time; open the circuit after five in a row."""
    failures = state.failures + 1
    step = min(SHORTEST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    if outcome == "refused":
        step = max(step, timedelta(hours=1))
    pause = step * (0.5 + jitter())
    if wait is not None:
        pause = max(pause, timedelta(seconds=wait))
    opened = now + pause if failures >= OPEN_AFTER or wait is not None else None
    failed = replace(
        state,
        failures=failures,
        error=problem[:400],
        open_until=opened,
        next_at=now + pause,
    )
    return Look(outcome=outcome, state=failed)
