"""Rules of subscribers: read from YAML, checked, and held against events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge, read_subscribers
from kuroshio.records import Channel, Severity, Sketch, Subscriber, WatchRule

RANK: dict[Severity, int] = {"info": 0, "warn": 1, "error": 2}
_STAGES = frozenset(
    ("negotiating", "announced", "signed", "in_review", "final_not_effective",
     "in_force", "completed", "blocked")
)  # fmt: skip
_SPECIAL = ("lists", "clocks", "health")


def parse_rules(text: str, name: str, knowledge: Knowledge) -> tuple[Subscriber, ...]:
    """Read a file of watch rules.

    Parameters
    ----------
    text : str
        YAML with the key ``subscribers``.
    name : str
        How faults call the file.
    knowledge : Knowledge
        Ids that rules may name.

    Raises
    ------
    InputError
        With every fault: unknown keys and ids, rules without a condition, channels
        without an address, repeated ids.
    """
    placed, faults = read_subscribers(text, name)
    wrong = list(faults)
    seen: set[str] = set()
    for subscriber, place in placed:
        wrong += [
            Fault(place=place, problem=f"{subscriber.id}: {problem}", mend=mend)
            for problem, mend in _faults(subscriber, knowledge)
        ]
        if subscriber.id in seen:
            problem = f"subscriber {subscriber.id!r} twice"
            wrong.append(Fault(place=place, problem=problem, mend="keep one"))
        seen.add(subscriber.id)
    if wrong:
        raise InputError("watch rules", wrong)
    return tuple(subscriber for subscriber, _ in placed)


def _faults(one: Subscriber, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    try:
        ZoneInfo(one.zone)
    except (ValueError, KeyError, OSError):
        yield f"zone {one.zone!r} is unknown", "such as Asia/Shanghai"
    if not one.rules:
        yield "no rules", "add  rules: [ … ]"
    for kind, ids in (
        ("rule", [rule.id for rule in one.rules]),
        ("channel", [channel.id for channel in one.channels]),
    ):
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            yield f"{kind} {twice!r} twice", "give each its own id"
    for channel in one.channels:
        yield from _channel_faults(channel)
    for rule in one.rules:
        yield from _unknown_ids(rule, knowledge)
        yield from _rule_faults(rule, knowledge, book=bool(one.book))


def _channel_faults(channel: Channel) -> Iterator[tuple[str, str]]:
    if channel.kind != "desk" and not channel.url:
        yield f"channel {channel.id!r} has no url", "such as mailto://…"
    starts = ("https://", "http://127.0.0.1", "http://localhost", "${")
    if channel.kind == "webhook" and not channel.url.startswith(starts):
        yield f"channel {channel.id!r}: a webhook needs https", ""


def _unknown_ids(rule: WatchRule, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    known: Mapping[str, Any] = {
        "themes": knowledge.themes,
        "issuers": knowledge.issuers,
        "regimes": knowledge.regimes,
        "sources": knowledge.sources,
        "stages": _STAGES,
    }
    for name, ids in known.items():
        for value in getattr(rule, name):
            if value not in ids:
                yield f"rule {rule.id!r}: no {name[:-1]} {value!r}", ""


def _rule_faults(
    rule: WatchRule, knowledge: Knowledge, *, book: bool
) -> Iterator[tuple[str, str]]:
    if not _conditions(rule):
        yield f"rule {rule.id!r} has no condition", "it would match everything"
    if (rule.holdings or rule.exposure) and not book:
        yield f"rule {rule.id!r} asks for holdings", "give the subscriber a book"
    if not 0 <= rule.exposure <= 1:
        yield f"rule {rule.id!r}: exposure {rule.exposure} is not in [0, 1]", ""
    if not 0 <= rule.before <= 400:
        yield f"rule {rule.id!r}: before {rule.before} is not in [0, 400]", ""
    if rule.clocks and rule.calendar not in knowledge.calendars:
        yield f"rule {rule.id!r}: no calendar {rule.calendar!r}", "CN, HK, JP or US"


def _conditions(rule: WatchRule) -> list[str]:
    plain = {"id", "severity", "send", "before", "days", "calendar"}
    return [
        field.name
        for field in fields(rule)
        if field.name not in plain and getattr(rule, field.name)
    ]


def match_event(
    rule: WatchRule, sketch: Sketch, *, strengths: Mapping[str, float]
) -> bool:
    """Say whether a rule asks for an event.

    Parameters
    ----------
    strengths : mapping
        Strength in [0, 1] with which the event reaches each holding.
    """
    if any(getattr(rule, name) for name in _SPECIAL):
        return False
    wanted: tuple[tuple[Sequence[str], Sequence[str]], ...] = (
        (rule.themes, sketch.themes),
        (rule.issuers, sketch.issuers),
        (rule.regimes, sketch.regimes),
        (rule.types, (sketch.type,)),
        (rule.stages, (sketch.status,)),
        (rule.sources, (sketch.source,)),
        (rule.countries, sketch.countries),
    )
    if any(asked and not set(asked) & set(found) for asked, found in wanted):
        return False
    if rule.holdings or rule.exposure:
        return max(strengths.values(), default=0.0) > max(rule.exposure - 1e-12, 0.0)
    return True


def severity_of(
    rule: WatchRule, measured: Severity, *, strength: float, named: bool
) -> Severity:
    """Return how severe an alert is: by rule, else by how hard it hits the book.

    A holding named by a measure or a list is an error, one reached with half of full
    strength or more a warning.
    """
    if rule.severity is not None:
        return rule.severity
    if named:
        return "error"
    reached: Severity = "warn" if strength >= 0.5 else "info"
    return max(reached, measured, key=lambda one: RANK[one])
