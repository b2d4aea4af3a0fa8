"""Sessions, closes and business days, from the facts of a calendar.

Instants are aware UTC; sessions are naive dates of the exchange's own day. Past a
calendar's bound a weekday counts as a session, and whoever asks is told so.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kuroshio.errors import NumericsError
from kuroshio.records import Calendar, Session

_DAY = timedelta(days=1)
_LONGEST_CLOSURE = 60


def find_calendar(calendars: Mapping[str, Calendar], name: str) -> Calendar:
    """Return the calendar of a MIC, a country code or an alias (SSE, 上交所).

    Raises
    ------
    KeyError
        No calendar has that name.
    """
    if name in calendars:
        return calendars[name]
    wanted = name.casefold()
    for calendar in calendars.values():
        if wanted in {alias.casefold() for alias in (calendar.mic, *calendar.aliases)}:
            return calendar
    raise KeyError(name)


def is_provisional(calendar: Calendar, day: date) -> bool:
    """Return whether nothing is known about holidays on that day."""
    return not calendar.first <= day <= calendar.bound


def is_session(calendar: Calendar, day: date) -> bool:
    """Return whether the exchange trades (or the offices work) on that day."""
    if day.weekday() >= 5:
        return _holds(calendar.open_weekends, day)
    return not _holds(calendar.closures, day)


def _holds(days: Sequence[date], day: date) -> bool:
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


def next_session(calendar: Calendar, day: date, *, count: int = 1) -> date:
    """Return the ``count``-th session strictly after ``day``."""
    return _walk(calendar, day, count, _DAY)


def previous_session(calendar: Calendar, day: date, *, count: int = 1) -> date:
    """Return the ``count``-th session strictly before ``day``."""
    return _walk(calendar, day, count, -_DAY)


def _walk(calendar: Calendar, day: date, count: int, step: timedelta) -> date:
    shut = 0
    while count > 0:
        day += step
        if is_session(calendar, day):
            count -= 1
            shut = 0
        else:
            shut += 1
            if shut > _LONGEST_CLOSURE:
                raise NumericsError(f"{calendar.mic}: no session within 60 days")
    return day


def sessions_between(calendar: Calendar, start: date, end: date) -> tuple[date, ...]:
    """Return the sessions from ``start`` to ``end``, both included."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return tuple(day for day in days if is_session(calendar, day))


def count_sessions(calendar: Calendar, start: date, end: date) -> int:
    """Return how many sessions lie after ``start``, up to and with ``end``.

    Negative where ``end`` lies before ``start``, so that the count is antisymmetric.
    """
    if end < start:
        return -count_sessions(calendar, end, start)
    weekdays = _weekdays_to(end) - _weekdays_to(start)
    return (
        weekdays
        - _within(calendar.closures, start, end)
        + _within(calendar.open_weekends, start, end)
    )


def _weekdays_to(day: date) -> int:
    """Count the weekdays from the first Monday of the calendar to ``day``."""
    weeks, rest = divmod(day.toordinal() - 1, 7)  # ordinal 1 was a Monday
    return weeks * 5 + min(rest + 1, 5)


def _within(days: Sequence[date], start: date, end: date) -> int:
    return bisect_right(days, end) - bisect_right(days, start)


def close_at(calendar: Calendar, session: date) -> datetime:
    """Return the instant (UTC) at which a session closes."""
    local = datetime.combine(session, _close(calendar, session), _zone(calendar.zone))
    return local.astimezone(UTC)


def _close(calendar: Calendar, session: date) -> time:
    halves = [day for day, _ in calendar.half_days]
    place = bisect_left(halves, session)
    if place < len(halves) and halves[place] == session:
        return calendar.half_days[place][1]
    known = bisect_right([day for day, _ in calendar.closes], session)
    return calendar.closes[max(known - 1, 0)][1]


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local_day(calendar: Calendar, at: datetime) -> date:
    """Return the day that it is at the exchange at an aware instant."""
    return at.astimezone(_zone(calendar.zone)).date()


def session_on(calendar: Calendar, day: date) -> Session:
    """Return the session of a day on which the exchange trades.

    Raises
    ------
    NumericsError
        The exchange does not trade on that day.
    """
    if not is_session(calendar, day):
        raise NumericsError(f"{calendar.mic} does not trade on {day}")
    return Session(
        mic=calendar.mic,
        session=day,
        close_at=close_at(calendar, day),
        half_day=any(half == day for half, _ in calendar.half_days),
        provisional=is_provisional(calendar, day),
    )


def day_zero(published_at: datetime, calendar: Calendar) -> Session:
    """Return the first session whose close comes after a publication.

    Parameters
    ----------
    published_at : datetime
        Aware instant of publication.
    calendar : Calendar
        Of the exchange asked about.

    Returns
    -------
    Session
        ``provisional`` is set where the calendar does not reach that far.

    Raises
    ------
    NumericsError
        The instant is naive.
    """
    if published_at.tzinfo is None:
        raise NumericsError("day 0 needs an instant with a time zone")
    day = local_day(calendar, published_at)
    if not is_session(calendar, day) or close_at(calendar, day) <= published_at:
        day = next_session(calendar, day)
    return session_on(calendar, day)


def last_closed(at: datetime, calendar: Calendar) -> Session:
    """Return the last session whose close had come at an instant."""
    return session_on(
        calendar, previous_session(calendar, day_zero(at, calendar).session)
    )


def closed_days(calendar: Calendar, session: date) -> int:
    """Return the calendar days without trading between a session and the next."""
    return (next_session(calendar, session) - session).days - 1


def add_business_days(
    calendars: Sequence[Calendar], start: date, days: int
) -> tuple[date, bool]:
    """Return the day that many business days after ``start``, and if it is provisional.

    A day counts when it is a business day in every calendar given; ``start`` itself
    is day nought, whatever day it is.

    Raises
    ------
    NumericsError
        No calendar was given, or ``days`` is negative.
    """
    if not calendars or days < 0:
        raise NumericsError("business days need a calendar and a count of 0 or more")
    day, idle = start, 0
    while days > 0:
        day += _DAY
        if all(is_session(calendar, day) for calendar in calendars):
            days, idle = days - 1, 0
        else:
            idle += 1
            if idle > _LONGEST_CLOSURE:
                raise NumericsError("no common business day within 60 days")
    return day, any(is_provisional(calendar, day) for calendar in calendars)


def count_business_days(calendars: Sequence[Calendar], start: date, end: date) -> int:
    """Return the days after ``start``, up to and with ``end``, that count in all."""
    span = range(1, (end - start).days + 1)
    return sum(
        all(is_session(calendar, start + timedelta(days=n)) for calendar in calendars)
        for n in span
    )
