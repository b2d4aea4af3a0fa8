"""From events, list changes and clocks to alerts: at most one a rule set, each once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kuroshio.calendars import add_business_days
from kuroshio.records import (
    Alert,
    AlertKind,
    Book,
    Calendar,
    DueClock,
    Exposure,
    Health,
    ListChange,
    Severity,
    Sketch,
    Source,
    SourceState,
    Subscriber,
    WatchedEvent,
    WatchRule,
)
from kuroshio.watch.lists import held_of
from kuroshio.watch.rules import RANK, match_event, severity_of

_VERBS = {"added": "joins", "removed": "leaves", "renamed": "is renamed on"}


def name_alert(subscriber: str, event: str, edition: int) -> str:
    """Return an alert's id: the same for the same subscriber, event and edition."""
    told = f"{subscriber}\n{event}\n{edition}".encode()
    return f"a-{hashlib.sha256(told).hexdigest()[:20]}"


def event_alert(
    event: WatchedEvent,
    sketch: Sketch,
    subscriber: Subscriber,
    exposures: Sequence[Exposure],
    book: Book | None,
    *,
    at: datetime,
) -> tuple[Alert, WatchRule] | None:
    """Return the alert that an event gives a subscriber, with the rule that sends it.

    Several rules may match; the most severe counts, and the others are named.
    """
    strengths = reach_of(exposures, sketch, book)
    named = bool(_held(_targets(exposures), book))
    top = max(strengths.values(), default=0.0)
    matched = [
        (rule, severity_of(rule, sketch.severity, strength=top, named=named))
        for rule in subscriber.rules
        if match_event(rule, sketch, strengths=strengths)
    ]
    if not matched:
        return None
    rule, severity = max(
        matched, key=lambda pair: (RANK[pair[1]], pair[0].send == "now")
    )
    held = sorted(strengths, key=lambda one: (-strengths[one], one))
    kind: AlertKind = "event" if event.edition == 1 else "correction"
    facts = {
        "rules": [one.id for one, _ in matched],
        "themes": list(sketch.themes),
        "issuers": list(sketch.issuers),
        "regimes": list(sketch.regimes),
        "type": sketch.type,
        "direction": sketch.direction,
        "status": sketch.status,
        "figures": list(sketch.figures),
        "holdings": [
            {"security": one, "strength": round(strengths[one], 4)} for one in held[:20]
        ],
        **sketch.facts,
    }
    alert = _alert(
        subscriber, event.id, event.edition, kind, severity, rule,
        title=sketch.title, say=_say_event(sketch, held, correction=event.edition > 1),
        source=sketch.source, link=sketch.link, published_at=sketch.published_at,
        at=at, facts=facts,
    )  # fmt: skip
    return alert, rule


def reach_of(
    exposures: Sequence[Exposure], sketch: Sketch, book: Book | None
) -> dict[str, float]:
    """Return the strength with which an event reaches each holding of a book."""
    held = {line.security for line in book.holdings} if book is not None else set()
    reach: dict[str, float] = {}
    for one in exposures:
        strength = min(1.0, max(one.for_strength, one.against_strength))
        for security in one.securities:
            if security in held:
                reach[security] = max(reach.get(security, 0.0), strength)
    told: Any = sketch.facts.get("securities", ())
    for security in _held([*told, *_targets(exposures)], book):
        reach[security] = max(reach.get(security, 0.0), 1.0)
    return reach


def _targets(exposures: Sequence[Exposure]) -> list[str]:
    """Return the securities of the issuers that a measure itself names."""
    named = [one for one in exposures if one.basis == "named"]
    return [security for one in named for security in one.securities]


def _held(securities: Iterable[str], book: Book | None) -> list[str]:
    held = {line.security for line in book.holdings} if book is not None else set()
    return [one for one in dict.fromkeys(securities) if one in held]


def list_alert(
    change: ListChange, subscriber: Subscriber, book: Book | None, *, at: datetime
) -> tuple[Alert, WatchRule] | None:
    """Return the alert that a change of a list gives a subscriber."""
    held = held_of(change, book)
    matched = [
        rule
        for rule in subscriber.rules
        if rule.lists
        and (not rule.sources or change.source in rule.sources)
        and (not rule.issuers or change.issuer in rule.issuers)
        and (held or not (rule.holdings or rule.exposure))
        and (change.issuer or not rule.holdings)
    ]
    if not matched:
        return None
    rule = matched[0]
    measured: Severity = "warn" if change.issuer else "info"
    severity = severity_of(rule, measured, strength=0.0, named=bool(held))
    who = f" ({change.issuer})" if change.issuer else ""
    say = f"{change.name}{who} {_VERBS[change.change]} {change.listing}"
    if change.before:
        say += f", before: {change.before}"
    say += f"; you hold {', '.join(held)}." if held else "."
    alert = _alert(
        subscriber, change.id, 1, "list", severity, rule, title=say, say=say,
        source=change.source, link=change.link or None, published_at=None, at=at,
        facts={"change": change.change, "issuer": change.issuer, "how": change.how,
               "securities": list(change.securities), "holdings": list(held),
               "listing": change.listing},
    )  # fmt: skip
    return alert, rule


def clock_alerts(
    clocks: Iterable[DueClock],
    subscriber: Subscriber,
    calendars: Mapping[str, Calendar],
    *,
    today: date,
    at: datetime,
) -> tuple[tuple[Alert, WatchRule], ...]:
    """Return alerts on days that come nearer than a rule's count of days.

    One for each day and rule, on the first look within the count, however late.
    """
    found = []
    for rule in subscriber.rules:
        if not rule.clocks:
            continue
        for clock in clocks:
            wanted = not rule.regimes or clock.id in rule.regimes
            if wanted and is_near(rule, clock.due, calendars, today=today):
                found.append((_clock_alert(clock, rule, subscriber, today, at), rule))
    return tuple(found)


def is_near(
    rule: WatchRule, due: date, calendars: Mapping[str, Calendar], *, today: date
) -> bool:
    """Say whether a day lies within the rule's count of days from today."""
    if due < today:
        return False
    if rule.days == "calendar":
        return (due - today).days <= rule.before
    last, _ = add_business_days([calendars[rule.calendar]], today, rule.before)
    return due <= last


def _clock_alert(
    clock: DueClock, rule: WatchRule, subscriber: Subscriber, today: date, at: datetime
) -> Alert:
    left = (clock.due - today).days
    say = f"{clock.name}: {clock.what} on {clock.due}, {left} calendar days from now."
    severity: Severity = rule.severity or "warn"
    event = f"clock {clock.id} {clock.due} {rule.id}"
    return _alert(
        subscriber, event, 1, "clock", severity, rule, title=say, say=say,
        source=clock.source, link=None, published_at=None, at=at,
        facts={"clock": clock.id, "due": clock.due.isoformat(), "kind": clock.kind},
    )  # fmt: skip


def health_alert(
    source: Source,
    state: SourceState,
    health: Health,
    subscriber: Subscriber,
    *,
    at: datetime,
) -> tuple[Alert, WatchRule] | None:
    """Return the alert that a failing source gives: once for each failure's length."""
    rule = next(
        (
            one
            for one in subscriber.rules
            if one.health and (not one.sources or source.id in one.sources)
        ),
        None,
    )
    if rule is None or health not in {"failing", "stale"}:
        return None
    since = state.good_at.date().isoformat() if state.good_at else "ever"
    say = f"{source.names.en} is {health}: {state.error or 'no new answer'}."
    alert = _alert(
        subscriber, f"source {source.id} {since}", 1, "source", rule.severity or "warn",
        rule, title=say, say=say, source=source.id, link=source.url, published_at=None,
        at=at, facts={"health": health, "http": state.http},
    )  # fmt: skip
    return alert, rule


def _say_event(sketch: Sketch, held: Sequence[str], *, correction: bool) -> str:
    what = sketch.type.replace("_", " ") if sketch.type != "other" else sketch.kind
    by = f" by {sketch.imposer}" if sketch.imposer else ""
    on = f" on {', '.join((*sketch.themes, *sketch.issuers)[:4])}"
    much = f" ({', '.join(sketch.figures[:3])})" if sketch.figures else ""
    reach = f"; reaches {', '.join(held[:5])}" if held else ""
    if len(held) > 5:
        reach += f" and {len(held) - 5} more"
    first = "Correction: " if correction else ""
    named = on if sketch.themes or sketch.issuers else ""
    return f"{first}{what}{by}{named}{much}{reach}."


def _alert(  # noqa: PLR0913, PLR0917 - the parts of one record
    subscriber: Subscriber,
    event: str,
    edition: int,
    kind: AlertKind,
    severity: Severity,
    rule: WatchRule,
    *,
    title: str,
    say: str,
    source: str,
    link: str | None,
    published_at: datetime | None,
    at: datetime,
    facts: Mapping[str, Any],
) -> Alert:
    return Alert(
        id=name_alert(subscriber.id, event, edition),
        subscriber=subscriber.id,
        event=event,
        edition=edition,
        thread=name_alert(subscriber.id, event, 1),
        kind=kind,
        severity=severity,
        title=title,
        say=say,
        rule=rule.id,
        source=source,
        link=link or None,
        published_at=published_at,
        raised_at=at,
        facts=facts,
    )
