"""Milestones of a deal in a scenario: a delay moves dates, and with them chances.

A signed chance q that a milestone is met by its due day stands for a constant rate
h = -log(1 - q) / (days from now to the due day). A delay of d days puts the start of
that rate off by d days, so that the chance of seeing it met by the old due day falls to
1 - exp(-h (T - d)), and to 0 when the delay is longer than the time that was left.
Nobody's chance stays nobody's: without a signature only dates move.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kuroshio.calendars import add_business_days
from kuroshio.records import Calendar, DealClock, DueDate, Scenario, TreeNode

_DEADLINES = ("last day", "deadline", "expir", "end of", "latest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The chance that a milestone is met by its due day, and whose word that is."""

    probability: float
    by: str


def grow_tree(
    clocks: Sequence[DealClock],
    scenarios: Sequence[Scenario],
    calendars: Mapping[str, Calendar],
    *,
    as_of: date,
    signed: Mapping[str, Signed] | None = None,
) -> tuple[TreeNode, ...]:
    """Return every milestone in every scenario that moves or ends it.

    Parameters
    ----------
    clocks : sequence of DealClock
        Of the event's register entry, as known at ``as_of``.
    scenarios : sequence of Scenario
        Those with ``delay_days`` move due days on, but no deadline; one of direction
        -1 among scenarios of a deal ends what has not been met. Others leave all as
        it is.
    calendars : mapping
        Business days by country; a milestone without countries counts weekdays.
    as_of : date
    signed : mapping, optional
        Name of a milestone → chance that it is met by its due day.

    Returns
    -------
    tuple of TreeNode
        In order of scenarios, then clocks; those that are over are left out.
        ``probability`` is that of being met by ``by``, the old due day.
    """
    chances = signed or {}
    return tuple(
        _node(clock, scenario, calendars, as_of, chances.get(clock.name))
        for scenario in scenarios
        for clock in clocks
        if clock.state != "over"
    )


def _node(
    clock: DealClock,
    scenario: Scenario,
    calendars: Mapping[str, Calendar],
    as_of: date,
    signed: Signed | None,
) -> TreeNode:
    latest = max(
        (item for item in clock.candidates if item.due is not None),
        key=lambda item: item.due or as_of,
        default=None,
    )
    before = latest.due if latest is not None else None
    fixed = _is_deadline(clock)
    ended = scenario.direction < 0 and "deal" in scenario.belongs_to
    due, provisional = before, latest.provisional if latest is not None else False
    if ended:
        due = None
    elif latest is not None and before is not None and _moves(scenario, fixed):
        due, provisional = _later(latest, before, scenario.delay_days or 0, calendars)
    usual = signed.probability if signed is not None else None
    return TreeNode(
        scenario=scenario.id,
        milestone=clock.name,
        due_before=before,
        due=due,
        provisional=provisional,
        by=before,
        probability=0.0 if ended else _chance(usual, as_of, before, due),
        probability_before=usual,
        probability_by=signed.by if signed is not None else None,
        reason=_reason(clock, scenario, ended=ended, fixed=fixed),
    )


def _is_deadline(clock: DealClock) -> bool:
    """Say whether a milestone is a last day that somebody has set."""
    return clock.kind is None and clock.name.casefold().startswith(_DEADLINES)


def _moves(scenario: Scenario, fixed: bool) -> bool:
    return bool(scenario.delay_days) and not fixed


def _later(
    due: DueDate, before: date, days: int, calendars: Mapping[str, Calendar]
) -> tuple[date, bool]:
    known = [calendars[one] for one in due.countries if one in calendars]
    if known and len(known) == len(due.countries):
        day, provisional = add_business_days(known, before, days)
        return day, provisional or due.provisional
    day, left = before, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day, True


def _chance(
    usual: float | None, as_of: date, before: date | None, due: date | None
) -> float | None:
    """Return the chance of being met by the old due day once it starts later."""
    if usual is None or before is None or due is None or due == before:
        return usual
    span, delay = (before - as_of).days, (due - before).days
    if delay >= span:
        return 0.0
    if usual >= 1.0:
        return 1.0
    rate = -math.log1p(-usual) / span
    return -math.expm1(-rate * (span - delay))


def _reason(clock: DealClock, scenario: Scenario, *, ended: bool, fixed: bool) -> str:
    if ended:
        return "ends with the deal"
    if clock.state == "not_started":
        return f"not started: {clock.reason}"
    if scenario.delay_days and fixed:
        return "a last day does not move: less time before it"
    if scenario.delay_days:
        return f"{scenario.delay_days} business days later"
    return "as on record"
