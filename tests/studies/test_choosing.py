from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.records import FirstSession
from kuroshio.studies import choose_precedents, keep_one_a_session, place_precedent


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


def test_conditions_hold_together_and_the_order_is_that_of_time(knowledge):
    found = choose_precedents(
        knowledge.precedents.values(), theme="rare-earths", kind="export_control"
    )
    ids = [item.id for item in found]
    assert ids == ["p102", "p103", "p067", "p076", "p084"]
    days = [item.on for item in choose_precedents(knowledge.precedents.values())]
    assert days == sorted(days)
    assert len(days) == len(knowledge.precedents)


def test_nothing_later_than_the_day_of_knowledge_is_chosen(knowledge):
    until = date(2025, 10, 9)
    found = choose_precedents(knowledge.precedents.values(), until=until)
    assert max(item.on for item in found) == until


def test_day_zero_follows_the_instant_on_each_exchange_by_itself(knowledge):
    # 15:00 in Shanghai: the mainland has closed, Hong Kong trades for another hour.
    geneva = knowledge.precedents["p070"]
    sessions = {
        venue: place_precedent(geneva, venue, knowledge.calendars).session
        for venue in ("CN", "HK")
    }
    assert sessions == {"CN": date(2025, 5, 13), "HK": date(2025, 5, 12)}


def test_without_an_instant_the_session_of_the_library_counts(knowledge):
    placed = place_precedent(knowledge.precedents["p053"], "CN", knowledge.calendars)
    assert (placed.session, placed.by) == (date(2023, 7, 4), "library")


def test_a_venue_that_neither_reaches_says_so(knowledge):
    reason = place_precedent(knowledge.precedents["p053"], "JP", knowledge.calendars)
    assert reason == "no instant is known, and no first session on XTKS"


def test_leaked_news_and_provisional_sessions_are_told(knowledge):
    item = replace(
        knowledge.precedents["p040"],
        at=datetime(2040, 1, 4, 12, tzinfo=UTC),
        first_sessions=(FirstSession(exchange="XSHG", session=date(2040, 1, 4)),),
    )
    note = place_precedent(item, "CN", knowledge.calendars).note
    assert "leaked: prices may have moved before it from 2040-01-04" in note
    assert "provisional" in note


def test_where_library_and_instant_differ_the_instant_counts_and_a_note_tells(
    knowledge,
):
    differ = []
    for item in knowledge.precedents.values():
        for venue, mic in (("CN", "XSHG"), ("HK", "XHKG")):
            placed = place_precedent(item, venue, knowledge.calendars)
            named = {row.exchange: row.session for row in item.first_sessions}[mic]
            if placed.session != named:
                differ.append(item.id)
                assert placed.by == "instant"
                assert str(named) in placed.note
    assert len(differ) < 10


def test_one_precedent_a_session_is_kept_the_most_certain(knowledge):
    sure, unsure = knowledge.precedents["p010"], knowledge.precedents["p012"]
    day, other = date(2018, 3, 23), date(2018, 4, 2)
    kept, dropped = keep_one_a_session([(unsure, day), (sure, day), (unsure, other)])
    assert kept == [1, 2]
    assert dropped == {0: sure.id}
