"""Sessions against the library they come from, and against hand-worked days."""

import warnings
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.calendars import (
    add_business_days,
    close_at,
    closed_days,
    count_business_days,
    count_sessions,
    day_zero,
    find_calendar,
    is_provisional,
    is_session,
    last_closed,
    next_session,
    previous_session,
    session_on,
    sessions_between,
)
from kuroshio.errors import NumericsError

DAYS = st.dates(date(2010, 1, 4), date(2026, 12, 31))
SHANGHAI = timedelta(hours=8)


def at_shanghai(text: str) -> datetime:
    return (datetime.fromisoformat(text) - SHANGHAI).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("mic", "code"),
    [
        ("XSHG", "XSHG"),
        ("XSHE", "XSHG"),
        ("XBSE", "XSHG"),
        ("XHKG", "XHKG"),
        ("XTKS", "XTKS"),
        ("XNYS", "XNYS"),
        ("XNAS", "XNYS"),
    ],
)
def test_sessions_and_closes_equal_the_library(calendars, mic, code):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import exchange_calendars

        library = exchange_calendars.get_calendar(code, start="2010-01-01")
    stamps = [s for s in library.sessions if s.date() <= date(2026, 12, 31)]
    ours = sessions_between(calendars[mic], date(2010, 1, 1), date(2026, 12, 31))
    assert list(ours) == [s.date() for s in stamps]
    closes = [close_at(calendars[mic], day) for day in ours]
    assert closes == [library.closes[s].to_pydatetime() for s in stamps]


@pytest.mark.parametrize(
    ("published", "mainland", "hong_kong"),
    [
        # The trial of the first page: before the last close, and after it.
        ("2026-02-13 14:59", date(2026, 2, 13), date(2026, 2, 13)),
        ("2026-02-13 16:30", date(2026, 2, 24), date(2026, 2, 16)),
        # The close itself is too late; a minute before it is not.
        ("2026-02-13 15:00", date(2026, 2, 24), date(2026, 2, 13)),
        # The half day of 16 February ends at noon.
        ("2026-02-16 11:59", date(2026, 2, 24), date(2026, 2, 16)),
        ("2026-02-16 12:00", date(2026, 2, 24), date(2026, 2, 20)),
        ("2026-02-14 10:00", date(2026, 2, 24), date(2026, 2, 16)),
        ("2026-02-12 08:30", date(2026, 2, 12), date(2026, 2, 12)),
    ],
)
def test_day_zero_is_the_first_close_after_publication(
    calendars, published, mainland, hong_kong
):
    instant = at_shanghai(published)
    assert day_zero(instant, calendars["XSHG"]).session == mainland
    assert day_zero(instant, calendars["XSHE"]).session == mainland
    assert day_zero(instant, calendars["XHKG"]).session == hong_kong


def test_day_zero_in_new_york_heeds_summer_time(calendars):
    new_york = calendars["XNYS"]
    assert close_at(new_york, date(2026, 2, 12)) == datetime(
        2026, 2, 12, 21, tzinfo=UTC
    )
    assert close_at(new_york, date(2026, 7, 1)) == datetime(2026, 7, 1, 20, tzinfo=UTC)
    evening = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)
    assert day_zero(evening, new_york).session == date(2026, 7, 2)


def test_day_zero_needs_a_time_zone(calendars):
    with pytest.raises(NumericsError, match="time zone"):
        day_zero(datetime(2026, 2, 12), calendars["XSHG"])  # noqa: DTZ001 - the fault


def test_last_closed_is_the_eve(calendars):
    assert last_closed(
        at_shanghai("2026-02-12 08:30"), calendars["XSHG"]
    ).session == date(2026, 2, 11)
    assert last_closed(
        at_shanghai("2026-02-12 08:30"), calendars["XTKS"]
    ).session == date(2026, 2, 10)


def test_tokyo_closes_later_since_november_2024(calendars):
    tokyo = calendars["XTKS"]
    assert close_at(tokyo, date(2024, 11, 1)) == datetime(2024, 11, 1, 6, tzinfo=UTC)
    assert close_at(tokyo, date(2024, 11, 5)) == datetime(
        2024, 11, 5, 6, 30, tzinfo=UTC
    )


def test_half_days_are_marked(calendars):
    session = session_on(calendars["XHKG"], date(2026, 2, 16))
    assert session.half_day
    assert session.close_at == datetime(2026, 2, 16, 4, tzinfo=UTC)
    assert not session_on(calendars["XHKG"], date(2026, 2, 13)).half_day
    with pytest.raises(NumericsError, match="does not trade"):
        session_on(calendars["XHKG"], date(2026, 2, 17))


def test_new_year_closure_lasts_ten_days(calendars):
    assert closed_days(calendars["XSHG"], date(2026, 2, 13)) == 10
    assert closed_days(calendars["XHKG"], date(2026, 2, 16)) == 3
    assert closed_days(calendars["XSHG"], date(2026, 2, 11)) == 0


def test_past_the_bound_a_weekday_is_a_provisional_session(calendars):
    shanghai = calendars["XSHG"]
    day = date(2027, 1, 1)
    assert is_provisional(shanghai, day)
    assert is_session(shanghai, day)
    assert session_on(shanghai, day).provisional
    assert not session_on(shanghai, date(2026, 12, 31)).provisional


# 45 business days after the selection of 17 February and after 19 March 2026, with
# the holidays of the United States alone and of both: ../shared/reference/deal_facts.md
@pytest.mark.parametrize(
    ("start", "countries", "end"),
    [
        (date(2026, 2, 17), ("US",), date(2026, 4, 21)),
        (date(2026, 2, 17), ("US", "JP"), date(2026, 4, 23)),
        (date(2026, 3, 19), ("US",), date(2026, 5, 21)),
        (date(2026, 3, 19), ("US", "JP"), date(2026, 5, 29)),
    ],
)
def test_forty_five_business_days(calendars, start, countries, end):
    chosen = [calendars[country] for country in countries]
    assert add_business_days(chosen, start, 45) == (end, False)
    assert count_business_days(chosen, start, end) == 45


def test_offices_keep_their_own_holidays(calendars):
    # Veterans Day binds offices, Good Friday the exchange.
    assert not is_session(calendars["US"], date(2025, 11, 11))
    assert is_session(calendars["XNYS"], date(2025, 11, 11))
    assert is_session(calendars["US"], date(2026, 4, 3))
    assert not is_session(calendars["XNYS"], date(2026, 4, 3))
    # Tokyo's exchange failed on 2020-10-01; offices worked. They rest on 30 December.
    assert is_session(calendars["JP"], date(2020, 10, 1))
    assert not is_session(calendars["JP"], date(2025, 12, 30))
    assert is_session(calendars["XTKS"], date(2025, 12, 30))


def test_business_days_past_the_bound_say_so(calendars):
    day, provisional = add_business_days([calendars["US"]], date(2026, 12, 1), 40)
    assert day.year == 2027
    assert provisional
    with pytest.raises(NumericsError, match="need a calendar"):
        add_business_days([], date(2026, 1, 1), 1)


def test_a_calendar_is_found_by_alias(calendars):
    assert find_calendar(calendars, "上交所").mic == "XSHG"
    assert find_calendar(calendars, "hkex").mic == "XHKG"
    with pytest.raises(KeyError):
        find_calendar(calendars, "XLON")


@given(start=DAYS, end=DAYS)
def test_counting_agrees_with_listing(calendars, start, end):
    shanghai = calendars["XHKG"]
    listed = len(sessions_between(shanghai, start + timedelta(days=1), end))
    if start <= end:
        assert count_sessions(shanghai, start, end) == listed
    assert count_sessions(shanghai, start, end) == -count_sessions(shanghai, end, start)


@given(day=DAYS, count=st.integers(1, 30))
def test_next_and_previous_undo_one_another(calendars, day, count):
    shanghai = calendars["XSHG"]
    session = next_session(shanghai, day)
    later = next_session(shanghai, session, count=count)
    assert previous_session(shanghai, later, count=count) == session
    assert count_sessions(shanghai, session, later) == count


@given(day=DAYS.filter(lambda day: day.year < 2026), minute=st.integers(0, 1439))
def test_day_zero_closes_after_and_the_session_before_does_not(calendars, day, minute):
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    instant = midnight + timedelta(days=40, minutes=minute)
    for mic in ("XSHG", "XHKG", "XTKS", "XNYS"):
        calendar = calendars[mic]
        session = day_zero(instant, calendar)
        assert session.close_at > instant
        assert (
            close_at(calendar, previous_session(calendar, session.session)) <= instant
        )
