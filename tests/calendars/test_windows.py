"""What trades before the next closure."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kuroshio.calendars import market_window, sellable_from


def at_shanghai(text: str) -> datetime:
    moment = datetime.fromisoformat(text) - timedelta(hours=8)
    return moment.replace(tzinfo=UTC)


EVE = at_shanghai("2026-02-12 08:30")


def test_the_window_of_the_first_page(calendars):
    mainland = market_window(calendars["XSHG"], EVE)
    assert [s.session.day for s in mainland.sessions] == [12, 13]
    assert (mainland.shut_from, mainland.reopens) == (
        date(2026, 2, 14),
        date(2026, 2, 24),
    )
    assert mainland.closed_days == 10
    hong_kong = market_window(calendars["XHKG"], EVE)
    assert [s.session.day for s in hong_kong.sessions] == [12, 13, 16]
    assert [s.half_day for s in hong_kong.sessions] == [False, False, True]
    assert hong_kong.reopens == date(2026, 2, 20)
    assert hong_kong.closed_days == 3


def test_without_a_closure_the_next_sessions_are_listed(calendars):
    window = market_window(calendars["XNYS"], EVE)
    assert [s.session.day for s in window.sessions] == [12, 13, 17, 18, 19]
    assert (window.shut_from, window.reopens, window.closed_days) == (None, None, 0)
    shorter = market_window(calendars["XNYS"], EVE, min_weekdays=1)
    assert [s.session.day for s in shorter.sessions] == [12, 13]
    assert shorter.reopens == date(2026, 2, 17)


@pytest.mark.parametrize(
    "moment", ["2026-02-13 15:00", "2026-02-18 10:00", "2026-02-23 23:59"]
)
def test_inside_a_closure_nothing_trades(calendars, moment):
    window = market_window(calendars["XSHG"], at_shanghai(moment))
    assert window.sessions == ()
    assert window.shut_from == date(2026, 2, 14)
    assert window.reopens == date(2026, 2, 24)
    assert window.closed_days == 10


def test_on_the_morning_of_reopening_the_closure_is_over(calendars):
    window = market_window(calendars["XSHG"], at_shanghai("2026-02-24 07:00"))
    assert window.sessions[0].session == date(2026, 2, 24)
    assert window.closed_days == 0


def test_past_the_bound_the_window_is_provisional(calendars):
    window = market_window(calendars["XSHG"], at_shanghai("2027-01-04 08:00"))
    assert window.provisional


def test_mainland_shares_are_sellable_a_session_later(calendars):
    bought = date(2026, 2, 12)
    assert sellable_from(calendars, "301071.SZ", bought) == date(2026, 2, 13)
    assert sellable_from(calendars, "301071.SZ", date(2026, 2, 13)) == date(2026, 2, 24)
    assert sellable_from(calendars, "0700.HK", bought) == bought
    assert sellable_from(calendars, "CASH.CNY", bought) is None
