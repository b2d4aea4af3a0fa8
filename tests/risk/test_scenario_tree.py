"""Milestones in scenarios: a delay moves dates, and signed chances with them."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.records import DealClock, DueDate, Scenario
from kuroshio.risk import Signed, grow_tree

TODAY = date(2026, 2, 12)


def clock(name="Funding", due=date(2026, 4, 23), *, kind="business", state="running"):
    return DealClock(
        entry="e", name=name, state=state, reason="selected", days=45, kind=kind,
        started=None, source="test",
        candidates=(DueDate(countries=(), due=due),),
    )  # fmt: skip


def scenario(name="delay", **more):
    return Scenario(
        id=name, name=name, narrative="", source="test", belongs_to=("deal",), **more
    )


def grow(clocks, scenarios, **more):
    return grow_tree(clocks, scenarios, {}, as_of=TODAY, **more)


def test_a_delay_moves_the_day_by_business_days():
    (node,) = grow([clock()], [scenario(delay_days=10)])
    assert node.due_before == date(2026, 4, 23)
    assert node.due == date(2026, 5, 7)  # ten weekdays later
    assert node.provisional  # no calendar of offices was given
    assert node.probability is None
    assert node.probability_by is None


def test_a_signed_chance_falls_with_the_delay():
    signed = {"Funding": Signed(probability=0.7, by="A. Person")}
    (node,) = grow([clock()], [scenario(delay_days=10)], signed=signed)
    span = (date(2026, 4, 23) - TODAY).days
    rate = -math.log(0.3) / span
    expected = 1 - math.exp(-rate * (span - 14))
    assert node.probability == pytest.approx(expected)
    assert node.probability < node.probability_before == 0.7
    assert node.probability_by == "A. Person"
    (long,) = grow([clock()], [scenario(delay_days=80)], signed=signed)
    assert long.probability == 0.0


@given(st.floats(0.0, 1.0), st.integers(0, 60), st.integers(0, 60))
def test_a_longer_delay_never_helps(chance, first, second):
    signed = {"Funding": Signed(probability=chance, by="me")}
    short, long = (
        grow([clock()], [scenario(delay_days=days)], signed=signed)[0].probability
        for days in sorted((first, second))
    )
    assert 0.0 <= long <= short <= chance + 1e-12


def test_a_sure_thing_stays_sure_while_there_is_time():
    signed = {"Funding": Signed(probability=1.0, by="me")}
    (node,) = grow([clock()], [scenario(delay_days=5)], signed=signed)
    assert node.probability == 1.0


def test_a_cancelled_deal_has_no_days_left():
    (node,) = grow([clock()], [scenario("cancelled", direction=-1)])
    assert node.due is None
    assert node.probability == 0.0
    assert node.reason == "ends with the deal"


def test_a_last_day_does_not_move_and_what_is_over_is_left_out():
    deadline = clock("Last day for investments", kind=None, state="dated")
    over = clock("Signed", state="over")
    (node,) = grow([deadline, over], [scenario(delay_days=20)])
    assert node.due == node.due_before
    assert "less time" in node.reason


def test_without_delay_all_stays_and_what_has_not_begun_has_no_day():
    waiting = DealClock(
        entry="e", name="Funding", state="not_started", reason="runs from: selected",
        days=45, kind="business", started=None, source="test",
        candidates=(DueDate(countries=("US",), due=None),),
    )  # fmt: skip
    plain, not_begun = grow([clock(), waiting], [scenario("as-announced")])
    assert plain.due == plain.due_before
    assert plain.reason == "as on record"
    assert not_begun.due is None
    assert "not started" in not_begun.reason
    (moved,) = grow([waiting], [scenario(delay_days=9)])
    assert moved.due is None


def test_offices_days_count_where_they_are_known(knowledge):
    due = DueDate(countries=("US",), due=date(2026, 6, 29))
    one = DealClock(
        entry="e", name="Funding", state="running", reason="", days=45, kind="business",
        started=None, source="test", candidates=(due,),
    )  # fmt: skip
    (node,) = grow_tree(
        [one], [scenario(delay_days=5)], knowledge.calendars, as_of=TODAY
    )
    assert node.due == date(2026, 7, 7)  # 3 July is the day off for Independence Day
