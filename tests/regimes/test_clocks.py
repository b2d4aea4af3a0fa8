"""Clocks of the register, counted in the business days of countries."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.knowledge import Knowledge
from kuroshio.records import Clock, DealSheet
from kuroshio.regimes import deal_clocks, due_date

JAPAN = "japan-us-550bn"


def periods(sheet: DealSheet, knowledge: Knowledge, as_of: date):
    clocks = deal_clocks(sheet, knowledge, knowledge.calendars, as_of=as_of)
    return [clock for clock in clocks if clock.days is not None]


def due(clock):
    return {"+".join(c.countries): c.due for c in clock.candidates}


def test_funding_clock_has_not_started_before_selection(make_sheet, knowledge):
    (clock,) = periods(make_sheet(vehicle=JAPAN), knowledge, date(2026, 2, 12))
    assert (clock.state, clock.started, clock.days) == ("not_started", None, 45)
    assert due(clock) == {"US": None, "US+JP": None}
    assert "unsettled" in clock.reason


def test_first_tranche_starts_it_with_both_calendars(make_sheet, knowledge):
    # Derived dates of the first tranche: US holidays alone, and with Japan's.
    (clock,) = periods(make_sheet(vehicle=JAPAN), knowledge, date(2026, 2, 18))
    assert (clock.state, clock.started) == ("running", date(2026, 2, 17))
    assert due(clock) == {"US": date(2026, 4, 21), "US+JP": date(2026, 4, 23)}


def test_batch_that_is_not_selected_starts_no_clock(make_sheet, knowledge):
    # On 19 March a second batch was presented, still before the committee.
    (clock,) = periods(make_sheet(vehicle=JAPAN), knowledge, date(2026, 3, 20))
    assert clock.started == date(2026, 2, 17)


def test_each_selected_batch_has_its_own_clock(make_sheet, knowledge):
    entry = knowledge.register[JAPAN]
    second = next(
        f for f in entry.facts if f.field == "tranche" and f.tranche == "second"
    )
    chosen = replace(second, stage="selected")
    facts = tuple(chosen if fact is second else fact for fact in entry.facts)
    changed = {**knowledge.register, JAPAN: replace(entry, facts=facts)}
    first, later = periods(
        make_sheet(vehicle=JAPAN),
        replace(knowledge, register=changed),
        date(2026, 3, 20),
    )
    assert first.started == date(2026, 2, 17)
    assert due(later) == {"US": date(2026, 5, 21), "US+JP": date(2026, 5, 29)}


def test_period_is_over_after_its_last_candidate(make_sheet, knowledge):
    sheet = make_sheet(vehicle=JAPAN)
    states = [
        periods(sheet, knowledge, day)[0].state
        for day in (date(2026, 4, 22), date(2026, 4, 23), date(2026, 4, 24))
    ]
    assert states == ["running", "running", "over"]


def test_milestones_come_by_day_and_only_once_known(make_sheet, knowledge):
    sheet = make_sheet(vehicle=JAPAN)

    def steps(day):
        clocks = deal_clocks(sheet, knowledge, knowledge.calendars, as_of=day)
        return [c.candidates[0].due for c in clocks if c.days is None]

    assert date(2026, 2, 12) not in steps(date(2026, 2, 9))
    assert steps(date(2026, 2, 12)) == [date(2026, 2, 12), date(2029, 1, 19)]
    assert date(2026, 3, 19) in steps(date(2026, 2, 26))


def test_vehicle_may_be_given_by_its_name(make_sheet, knowledge):
    name = knowledge.register[JAPAN].names.en
    by_name = deal_clocks(
        make_sheet(vehicle=name), knowledge, knowledge.calendars, as_of=date(2026, 3, 1)
    )
    by_id = deal_clocks(
        make_sheet(vehicle=JAPAN),
        knowledge,
        knowledge.calendars,
        as_of=date(2026, 3, 1),
    )
    assert by_name == by_id != ()


@pytest.mark.parametrize("vehicle", [None, "no such vehicle"])
def test_event_outside_the_register_has_no_clock(make_sheet, knowledge, vehicle):
    sheet = make_sheet(vehicle=vehicle)
    assert not deal_clocks(
        sheet, knowledge, knowledge.calendars, as_of=date(2026, 2, 12)
    )


def test_calendar_days_need_no_calendar():
    clock = Clock(name="c", days=45, kind="calendar", countries=("XX",), starts="s")
    assert due_date(clock, date(2026, 1, 1), {}).due == date(2026, 2, 15)


def test_country_without_known_holidays_has_no_due_date(knowledge):
    clock = Clock(name="c", days=5, kind="business", countries=("GB",), starts="s")
    assert due_date(clock, date(2026, 1, 1), knowledge.calendars).due is None


@given(start=st.dates(date(2024, 1, 1), date(2026, 6, 30)), days=st.integers(0, 60))
def test_more_calendars_never_end_sooner(knowledge, start, days):
    one = Clock(name="c", days=days, kind="business", countries=("US",), starts="s")
    two = Clock(
        name="c", days=days, kind="business", countries=("US", "JP"), starts="s"
    )
    early = due_date(one, start, knowledge.calendars).due
    late = due_date(two, start, knowledge.calendars).due
    assert early is not None
    assert late is not None
    assert early <= late


def test_due_date_past_the_known_holidays_is_provisional(knowledge):
    clock = Clock(name="c", days=45, kind="business", countries=("US",), starts="s")
    bound = knowledge.calendars["US"].bound
    assert due_date(clock, bound, knowledge.calendars).provisional
    assert not due_date(clock, date(2026, 2, 17), knowledge.calendars).provisional
