"""The precedents added after the frozen list: p101 and up."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kuroshio.calendars import day_zero
from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.records import Precedent

FROZEN = {f"p{number:03d}" for number in range(1, 85)}
SHANGHAI = ZoneInfo("Asia/Shanghai")

# What the phase stands for where no clock is known. News whose hour is unknown is
# taken as after the close: no session may be credited with what it could not know.
CLOCK = {
    "pre_open": time(9),
    "before_open": time(9),
    "intraday": time(11),
    "after_close": time(20),
    "weekend": time(20),
    "holiday": time(20),
    "unknown": time(20),
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def added(knowledge: Knowledge) -> list[Precedent]:
    return [one for one in knowledge.precedents.values() if one.id not in FROZEN]


def instant(one: Precedent) -> datetime:
    """The stated instant, else the clock of the phase in Shanghai."""
    if one.at is not None:
        return one.at.astimezone(UTC)
    evening_in_the_west = one.phase == "before_open" and not one.timezone.startswith(
        "Asia/"
    )
    day = one.on + timedelta(days=1) if evening_in_the_west else one.on
    return datetime.combine(day, CLOCK[one.phase], SHANGHAI).astimezone(UTC)


def key(one: Precedent) -> tuple[str, tuple[str, ...], date]:
    return one.types[0], one.initiators, one.on


def test_the_frozen_list_is_whole_and_the_added_ones_start_after_it(knowledge, added):
    assert knowledge.precedents.keys() >= FROZEN
    assert len(added) >= 100
    numbers = sorted(int(one.id.removeprefix("p")) for one in added)
    assert numbers == list(range(101, 101 + len(added)))
    assert min(one.on for one in added).year == 2010


def test_first_sessions_are_what_the_calendars_say(knowledge, added):
    for one in added:
        said = {item.exchange: item.session for item in one.first_sessions}
        assert said.keys() == {"XSHG", "XHKG"}, one.id
        for exchange, session in said.items():
            zero = day_zero(instant(one), knowledge.calendars[exchange])
            assert zero.session == session, (one.id, exchange)


@pytest.mark.parametrize(
    ("name", "shanghai", "hong_kong"),
    [
        # The US evening is the Shanghai morning after it.
        ("p135", date(2018, 4, 4), date(2018, 4, 4)),
        # Named at 15:30: Shanghai had closed, Hong Kong traded for half an hour.
        ("p221", date(2024, 1, 25), date(2024, 1, 24)),
        # A Friday morning in Washington, the mainland on its new year's holiday.
        ("p279", date(2026, 2, 24), date(2026, 2, 23)),
    ],
)
def test_known_cases(knowledge, name, shanghai, hong_kong):
    sessions = {
        item.exchange: item.session
        for item in knowledge.precedents[name].first_sessions
    }
    assert sessions == {"XSHG": shanghai, "XHKG": hong_kong}


def test_the_clock_of_the_day_fits_the_phase(added):
    for one in added:
        shanghai = instant(one).astimezone(SHANGHAI)
        if one.phase == "weekend":
            local = one.on.weekday()
            assert local >= 5 or (
                local == 4 and not one.timezone.startswith("Asia/")
            ), one.id
        if one.phase == "intraday":
            assert time(9, 30) <= shanghai.time() < time(15), one.id
        if one.phase == "after_close":
            assert not time(9, 30) <= shanghai.time() < time(15), one.id


def test_themes_signs_and_sources(knowledge, added):
    for one in added:
        assert one.themes or one.sectors, one.id
        assert {item.name for item in one.themes} <= knowledge.themes.keys(), one.id
        signed = (*one.themes, *one.sectors)
        assert {item.sign for item in signed} <= {-1, 0, 1}, one.id
        assert len({item.name for item in signed}) == len(signed), one.id
        if one.source == "own_knowledge":
            assert one.confidence == "low", one.id
            assert one.reaction is None, one.id
        else:
            assert one.source.startswith(("http://", "https://")), one.id
            assert " " not in one.source, one.id
        assert (one.reaction is None) == (one.reaction_kind is None), one.id


def test_most_rest_on_a_page(added):
    found = [one for one in added if one.source != "own_knowledge"]
    assert len(found) >= 100


def test_no_event_is_told_twice(knowledge, added):
    keys = [key(one) for one in added]
    assert len(keys) == len(set(keys))
    frozen = {key(knowledge.precedents[name]) for name in FROZEN}
    assert not frozen & set(keys)
    titles = [one.title for one in knowledge.precedents.values()]
    assert len(titles) == len(set(titles))
