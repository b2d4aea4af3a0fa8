"""What can be traded before the next closure, and how long the closure lasts."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kuroshio.calendars.boards import read_code
from kuroshio.calendars.sessions import (
    day_zero,
    find_calendar,
    is_provisional,
    is_session,
    local_day,
    next_session,
    previous_session,
    session_on,
)
from kuroshio.records import Calendar, MarketWindow, Session


def market_window(
    calendar: Calendar,
    at: datetime,
    *,
    max_sessions: int = 5,
    min_weekdays: int = 3,
) -> MarketWindow:
    """Return the sessions left at an instant before the next long closure.

    Parameters
    ----------
    calendar : Calendar
        Of the exchange asked about.
    at : datetime
        Aware instant; a session whose close has come is over.
    max_sessions : int
        How many sessions to look ahead.
    min_weekdays : int
        Weekdays without a session that make a closure.

    Returns
    -------
    MarketWindow
        Without sessions when ``at`` lies inside a closure.
    """
    first = day_zero(at, calendar).session
    before = previous_session(calendar, first)
    shut_now = first != local_day(calendar, at)
    if shut_now and _shut_weekdays(calendar, before, first) >= min_weekdays:
        return _window(calendar, (), before, first)
    sessions = [session_on(calendar, first)]
    while True:
        last = sessions[-1].session
        after = next_session(calendar, last)
        if _shut_weekdays(calendar, last, after) >= min_weekdays:
            return _window(calendar, tuple(sessions), last, after)
        if len(sessions) >= max_sessions:
            return _window(calendar, tuple(sessions), None, None)
        sessions.append(session_on(calendar, after))


def _shut_weekdays(calendar: Calendar, last: date, after: date) -> int:
    days = ((last + timedelta(days=n)) for n in range(1, (after - last).days))
    return sum(day.weekday() < 5 for day in days if not is_session(calendar, day))


def _window(
    calendar: Calendar,
    sessions: tuple[Session, ...],
    last: date | None,
    after: date | None,
) -> MarketWindow:
    ends = [item.session for item in sessions] + ([after] if after else [])
    return MarketWindow(
        mic=calendar.mic,
        sessions=sessions,
        shut_from=None if last is None else last + timedelta(days=1),
        reopens=after,
        closed_days=0 if last is None or after is None else (after - last).days - 1,
        provisional=any(is_provisional(calendar, day) for day in ends),
    )


def sellable_from(
    calendars: Mapping[str, Calendar], security: str, bought: date
) -> date | None:
    """Return the first session on which shares bought on a day may be sold.

    Mainland shares settle T+1 for the seller: the session after the purchase. None
    for anything that is not listed.
    """
    facts = read_code(security)
    if facts is None or facts.mic is None:
        return None
    calendar = find_calendar(calendars, facts.mic)
    if facts.market == "CN" and facts.kind == "equity":
        return next_session(calendar, bought)
    return bought if is_session(calendar, bought) else next_session(calendar, bought)
