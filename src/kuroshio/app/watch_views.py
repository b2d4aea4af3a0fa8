"""What the watch shows: sources and their health, alerts, the board."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kuroshio.app.inputs import parse_as_of
from kuroshio.app.watch_send import send_test
from kuroshio.app.watch_state import ledger_place, open_watch, utc_day
from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.ledger import (
    append_audit,
    count_topics,
    list_alerts,
    list_facts,
    open_ledger,
    read_sources,
    record_facts,
)
from kuroshio.records import Fact, Pack, Premium, Severity, SourceState
from kuroshio.version import VERSION
from kuroshio.watch import health_of, make_board

BOARD_WEEKS = 27


def list_sources(
    *, workspace: Workspace, now: datetime | None = None
) -> dict[str, Any]:
    """Return every source of the registry with its health.

    ``status`` is ``verified`` once this machine has had an answer that could be read,
    whatever the registry says; before, it is ``unverified``.
    """
    at = now or datetime.now(tz=UTC)
    with open_ledger(ledger_place(workspace)) as ledger:
        states = read_sources(ledger)
    rows = []
    for source in open_knowledge(workspace).sources.values():
        state = states.get(source.id, SourceState(source=source.id))
        live = source.status in {"unverified", "verified"} and state.good_at is not None
        rows.append(
            {
                "id": source.id,
                "name": source.names.en,
                "country": source.country,
                "url": source.url,
                "every_minutes": source.every,
                "status": "verified" if live else source.status,
                "health": health_of(source, state, now=at),
                "good_at": _iso(state.good_at),
                "item_at": _iso(state.item_at),
                "tried_at": _iso(state.tried_at),
                "next_at": _iso(state.next_at),
                "http": state.http,
                "failures": state.failures,
                "error": state.error,
                "terms": source.terms,
                "note": source.note,
            }
        )
    return {"schema": "kuroshio-watch-sources/1", "version": VERSION, "sources": rows}


def say_sources(listed: dict[str, Any]) -> str:
    """Word the sources, one a line: health first."""
    lines = []
    for row in listed["sources"]:
        good = (row["good_at"] or "never")[:16].replace("T", " ")
        tail = f"  {row['error']}" if row["error"] else ""
        lines.append(
            f"{row['health']:<8} {row['status']:<10} {row['id']:<32} "
            f"good {good:<16}{tail}"
        )
    return "\n".join(lines)


def show_alerts(
    *,
    workspace: Workspace,
    subscriber: str | None = None,
    as_of: str | None = None,
    severity: Severity | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return alerts, the newest first."""
    import msgspec

    instant = parse_as_of(as_of) if as_of is not None else None
    with open_ledger(ledger_place(workspace)) as ledger:
        alerts = list_alerts(
            ledger, subscriber=subscriber, as_of=instant, severity=severity, limit=limit
        )
    return {
        "schema": "kuroshio-watch-alerts/1",
        "version": VERSION,
        "alerts": [msgspec.to_builtins(one) for one in alerts],
    }


def say_alerts(shown: dict[str, Any]) -> str:
    """Word the alerts, each with the rule that raised it and where it came from."""
    lines = []
    for one in shown["alerts"]:
        at = one["raised_at"][:16].replace("T", " ")
        edition = f" (edition {one['edition']})" if one["edition"] > 1 else ""
        lines.append(f"{at}  {one['severity']:<5} {one['subscriber']}: {one['title']}")
        if one["say"] != one["title"]:
            lines.append(f"    {one['say']}{edition}")
        lines.append(f"    rule {one['rule']}, {one['source']} {one['link'] or ''}")
    return "\n".join(lines) or "no alerts"


def try_channels(
    subscriber: str, *, workspace: Workspace, rules: Path | None = None
) -> dict[str, Any]:
    """Send a test message over each channel of a subscriber.

    Raises
    ------
    InputError
        When the rules name no such subscriber.
    """
    watch = open_watch(workspace, rules=rules)
    try:
        found = [one for one in watch.subscribers if one.id == subscriber]
        if not found:
            known = ", ".join(one.id for one in watch.subscribers) or "none"
            fault = Fault(
                place="watch rules", problem=f"no subscriber {subscriber!r}", mend=known
            )
            raise InputError("watch rules", [fault])
        results = send_test(watch, found[0])
    finally:
        watch.ledger.close()
    return {
        "schema": "kuroshio-watch-test/1",
        "version": VERSION,
        "channels": [
            {"id": name, "ok": not error, "error": error}
            for name, error in results.items()
        ],
    }


def show_board(*, workspace: Workspace, now: datetime | None = None) -> dict[str, Any]:
    """Return the political-risk board: attention, likelihood and pricing, apart.

    The reading of prices is the move of the theme's own basket where the pack has one
    and is None elsewhere; the number never enters the others.
    """
    import msgspec

    at = now or datetime.now(tz=UTC)
    known = open_knowledge(workspace)
    today = utc_day(at)
    since = at - timedelta(weeks=BOARD_WEEKS)
    with open_ledger(ledger_place(workspace)) as ledger:
        counts = count_topics(ledger, since=since, until=at + timedelta(seconds=1))
        said = list_facts(ledger, "likelihoods", as_of=at, limit=1_000)
    days = [day for per_day in counts.values() for day in per_day]
    rows = make_board(
        counts,
        said,
        _prices(open_pack(workspace)),
        _topic_names(known, counts),
        today=today,
        first=min(days, default=None),
    )
    return {
        "schema": "kuroshio-watch-board/1",
        "version": VERSION,
        "as_of": at.isoformat(),
        "rows": [msgspec.to_builtins(row) for row in rows],
    }


def _prices(pack: Pack) -> dict[str, tuple[float, str, str]]:
    """Return what the market charges for a pair of countries, where the pack says so.

    The mean premium of mainland shares over their Hong Kong twins is what keeping
    capital apart is worth: it stands for the pair HK-CN and for nothing else.
    """
    # Packs of an older recipe know no premiums.
    premiums: tuple[Premium, ...] = getattr(pack, "premiums", ())
    held = [one for one in premiums if one.other.endswith(".HK")]
    if not held:
        return {}
    mean = sum(one.premium for one in held) / len(held)
    words = f"mean premium of {len(held)} mainland shares over Hong Kong"
    return {"pair:HK-CN": (mean, words, max(one.date for one in held))}


def _topic_names(known: Knowledge, counts: Any) -> dict[str, str]:
    names = {f"theme:{one.id}": one.names.en for one in known.themes.values()}
    return {topic: names.get(topic, topic.partition(":")[2]) for topic in counts}


def say_board(board: dict[str, Any]) -> str:
    """Word the board, one topic a line."""
    titles = ("items", "attention", "likelihood", "pricing")
    lines = [f"{'topic':<36} " + " ".join(f"{one:>10}" for one in titles)]
    for row in board["rows"]:
        cells = (_times(row["attention"]), _share(row["likelihood"]))
        lines.append(
            f"{row['name'][:36]:<36} {row['items']:>10} {cells[0]:>10} {cells[1]:>10} "
            f"{_share(row['pricing']):>10}"
        )
    return "\n".join(lines)


def _times(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1f}x"


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0%}"


def set_likelihood(
    topic: str, value: float, *, by: str, reason: str, workspace: Workspace
) -> dict[str, Any]:
    """Set how likely a person holds a topic to come true, dated and with a reason.

    Raises
    ------
    InputError
        For a value outside [0, 1], or without an author or a reason.
    """
    faults = []
    if not 0 <= value <= 1:
        faults.append(Fault(place="likelihood", problem=f"{value} is not in [0, 1]"))
    if not by.strip() or not reason.strip():
        faults.append(Fault(place="likelihood", problem="needs an author and a reason"))
    if faults:
        raise InputError("likelihood", faults)
    body = {"value": value, "by": by, "reason": reason}
    with (
        open_ledger(ledger_place(workspace)) as ledger,
        ledger.transaction() as inside,
    ):
        at = ledger.clock()
        dated = {**body, "on": utc_day(at).isoformat()}
        record_facts(inside, [Fact(kind="likelihoods", key=topic, body=dated)], at=at)
        append_audit(
            inside, actor=by, action="likelihood.set", subject=topic, detail=body, at=at
        )
    return {"schema": "kuroshio-watch-likelihood/1", "topic": topic, **dated}


def _iso(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant is not None else None
