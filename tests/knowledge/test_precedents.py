"""The packaged precedents: instants with zones, first sessions, signs."""

import csv
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kuroshio.calendars import day_zero, is_session
from kuroshio.knowledge import Knowledge, load_knowledge


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def sessions(precedent):
    return {item.exchange: item.session for item in precedent.first_sessions}


@pytest.mark.shared_data
def test_ids_dates_and_sources_agree_with_the_reference_list(knowledge, shared):
    with (shared / "reference" / "precedents.csv").open(encoding="utf-8") as file:
        rows = {row["id"].lower(): row for row in csv.DictReader(file)}
    # Later ones (p101 and up) are held to test_more_precedents.py.
    assert knowledge.precedents.keys() >= rows.keys()
    for name, row in rows.items():
        ours = knowledge.precedents[name]
        assert str(ours.on) == row["event_date_local"]
        assert ours.timezone == row["tz"]
        assert ours.source == row["source_url"]
        assert ours.confidence[0].upper() == row["confidence"]
        assert str(sessions(ours)["XSHG"]) == row["first_cn_session"]
        assert str(sessions(ours)["XHKG"]) == row["first_hk_session"]
        signs = [part.partition(":")[2] for part in row["sectors_sign"].split(";")]
        assert len(ours.themes) + len(ours.sectors) <= len(signs)
        assert ours.themes or ours.sectors


def test_themes_and_labels_are_what_they_claim(knowledge):
    for one in knowledge.precedents.values():
        assert {item.name for item in one.themes} <= knowledge.themes.keys()
        assert {item.sign for item in (*one.themes, *one.sectors)} <= {-1, 0, 1}
        assert one.direction in {-1, 0, 1}
        assert one.types
        assert one.initiators


def test_instants_are_aware_and_of_their_day(knowledge):
    dated = [one for one in knowledge.precedents.values() if one.at is not None]
    assert len(dated) >= 20
    for one in dated:
        assert one.at.tzinfo is not None, one.id
        local = one.at.astimezone(ZoneInfo(one.timezone))
        assert local.date() == one.on, one.id
        assert one.precision in {"minute", "about"}
        stated = one.at.utcoffset()
        assert stated == local.utcoffset(), one.id
    for one in knowledge.precedents.values():
        if one.at is None:
            assert one.precision in {"day", "part_of_day"}, one.id


def test_first_sessions_are_sessions_on_or_after_the_day(knowledge):
    for one in knowledge.precedents.values():
        for exchange, session in sessions(one).items():
            assert is_session(knowledge.calendars[exchange], session), one.id
        at = one.at or datetime.combine(one.on, time(), ZoneInfo(one.timezone))
        for exchange, session in sessions(one).items():
            zone = ZoneInfo(knowledge.calendars[exchange].zone)
            assert session >= at.astimezone(zone).date(), (one.id, exchange)


def test_first_session_agrees_with_day_zero_where_the_minute_is_known(knowledge):
    exact = [
        one
        for one in knowledge.precedents.values()
        if one.precision == "minute" and one.at is not None and not one.leaked
    ]
    assert len(exact) >= 10
    for one in exact:
        for exchange, session in sessions(one).items():
            zero = day_zero(one.at.astimezone(UTC), knowledge.calendars[exchange])
            assert getattr(zero, "session", zero) == session, (one.id, exchange)


def test_same_minute_may_have_two_first_sessions(knowledge):
    geneva = sessions(knowledge.precedents["p070"])
    assert geneva["XHKG"] < geneva["XSHG"]
