"""Clocks of a deal: what runs, from when, and until when in whose business days."""

from collections.abc import Mapping
from datetime import date, timedelta

from kuroshio.calendars import add_business_days
from kuroshio.knowledge import Knowledge
from kuroshio.records import (
    Calendar,
    Clock,
    ClockState,
    DealClock,
    DealSheet,
    DueDate,
    RegisterEntry,
    RegisterFact,
)
from kuroshio.regimes.views import entry_of


def deal_clocks(
    sheet: DealSheet,
    knowledge: Knowledge,
    calendars: Mapping[str, Calendar],
    *,
    as_of: date,
) -> tuple[DealClock, ...]:
    """Return the clocks and dated steps of the register entry that a sheet speaks of.

    Parameters
    ----------
    sheet : DealSheet
        Its event names the entry.
    knowledge : Knowledge
        The register.
    calendars : Mapping
        Business days by country code; a country without one has no due date.
    as_of : date
        Nothing published later is seen.

    Returns
    -------
    tuple of DealClock
        Periods first, in order of their names and starts, then milestones by day;
        empty where the register holds no such entry.
    """
    entry = entry_of(sheet, knowledge)
    if entry is None:
        return ()
    return entry_clocks(entry, calendars, as_of=as_of)


def entry_clocks(
    entry: RegisterEntry, calendars: Mapping[str, Calendar], *, as_of: date
) -> tuple[DealClock, ...]:
    """Return the clocks and milestones of a register entry as known on a day.

    A period starts once for each batch that reaches the stage that starts it; before
    the first such fact there is one clock, not started.
    """
    facts = [fact for fact in entry.facts if fact.published <= as_of]
    clocks = [
        clock
        for name in dict.fromkeys(clock.name for clock in entry.clocks)
        for clock in _periods(
            entry, [c for c in entry.clocks if c.name == name], facts, calendars, as_of
        )
    ]
    stones = [_milestone(entry, f, as_of) for f in facts if f.field == "milestone"]
    return (
        *clocks,
        *sorted(stones, key=lambda stone: stone.candidates[0].due or as_of),
    )


def _periods(
    entry: RegisterEntry,
    candidates: list[Clock],
    facts: list[RegisterFact],
    calendars: Mapping[str, Calendar],
    as_of: date,
) -> list[DealClock]:
    trigger = candidates[0].starts
    started = [
        fact
        for fact in facts
        if fact.stage == trigger and fact.field in {"stage", "tranche"}
    ]
    if not started:
        return [_waiting(entry, candidates)]
    return [_running(entry, candidates, f, calendars, as_of) for f in started]


def _waiting(entry: RegisterEntry, candidates: list[Clock]) -> DealClock:
    clock = candidates[0]
    return DealClock(
        entry=entry.id,
        name=clock.name,
        state="not_started",
        reason=f"runs from: {clock.starts}{_unsettled(candidates)}",
        days=clock.days,
        kind=clock.kind,
        started=None,
        candidates=tuple(DueDate(countries=c.countries, due=None) for c in candidates),
        source=_source(entry),
    )


def _running(
    entry: RegisterEntry,
    candidates: list[Clock],
    fact: RegisterFact,
    calendars: Mapping[str, Calendar],
    as_of: date,
) -> DealClock:
    due = tuple(due_date(clock, fact.on, calendars) for clock in candidates)
    batch = f" ({fact.tranche} tranche)" if fact.tranche else ""
    return DealClock(
        entry=entry.id,
        name=f"{candidates[0].name}{batch}",
        state=_state([item.due for item in due], as_of),
        reason=f"{candidates[0].starts} on {fact.on}{_unsettled(candidates)}",
        days=candidates[0].days,
        kind=candidates[0].kind,
        started=fact.on,
        candidates=due,
        source=fact.source,
    )


def _state(days: list[date | None], as_of: date) -> ClockState:
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        return "unknown"
    return "over" if max(known) < as_of else "running"


def due_date(clock: Clock, start: date, calendars: Mapping[str, Calendar]) -> DueDate:
    """Return the last day of a clock that starts on ``start`` (day nought).

    ``due`` is None where the business days of one of its countries are not known.
    """
    if clock.kind == "calendar":
        return DueDate(
            countries=clock.countries, due=start + timedelta(days=clock.days)
        )
    if any(country not in calendars for country in clock.countries):
        return DueDate(countries=clock.countries, due=None)
    day, provisional = add_business_days(
        [calendars[country] for country in clock.countries], start, clock.days
    )
    return DueDate(countries=clock.countries, due=day, provisional=provisional)


def _milestone(entry: RegisterEntry, fact: RegisterFact, as_of: date) -> DealClock:
    return DealClock(
        entry=entry.id,
        name=fact.text,
        state="over" if fact.on < as_of else "dated",
        reason=f"known since {fact.published}",
        days=None,
        kind=None,
        started=None,
        candidates=(DueDate(countries=(), due=fact.on),),
        source=fact.source,
    )


def _unsettled(candidates: list[Clock]) -> str:
    if len(candidates) < 2:
        return ""
    names = " or ".join("+".join(clock.countries) for clock in candidates)
    return f"; {names} calendar unsettled"


def _source(entry: RegisterEntry) -> str:
    mechanics = [fact.source for fact in entry.facts if fact.field == "mechanic"]
    return mechanics[0] if mechanics else entry.facts[0].source
