"""Intervals of days: how a day, week, month, quarter, half or year is written."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal[
    "day", "week", "month", "quarter", "half", "year", "duration", "unknown"
]  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Period:
    """An interval of days with its ISO form; durations have no days."""

    iso: str
    precision: Precision
    first: date | None = None
    last: date | None = None


def day_period(day: date) -> Period:
    """Return one day."""
    return Period(day.isoformat(), "day", day, day)


def make_day(year: int, month: int, day: int) -> date | None:
    """Return a date, None where the calendar has no such day."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def month_period(year: int, month: int) -> Period:
    """Return one calendar month."""
    last = date(year, month, monthrange(year, month)[1])
    return Period(f"{year:04d}-{month:02d}", "month", date(year, month, 1), last)


def month_end(year: int, month: int) -> Period:
    """Return the last day of a month."""
    return day_period(date(year, month, monthrange(year, month)[1]))


def quarter_period(year: int, quarter: int) -> Period:
    """Return one calendar quarter as YYYY-Qn."""
    first = date(year, 3 * quarter - 2, 1)
    last = date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])
    return Period(f"{year:04d}-Q{quarter}", "quarter", first, last)


def half_period(year: int, half: int) -> Period:
    """Return the first or second half of a year as YYYY-Hn."""
    if half == 1:
        return Period(f"{year:04d}-H1", "half", date(year, 1, 1), date(year, 6, 30))
    return Period(f"{year:04d}-H2", "half", date(year, 7, 1), date(year, 12, 31))


def year_period(year: int) -> Period:
    """Return one calendar year."""
    return Period(f"{year:04d}", "year", date(year, 1, 1), date(year, 12, 31))


def week_period(day: date) -> Period:
    """Return the ISO week, Monday to Sunday, that holds a day."""
    year, week, weekday = day.isocalendar()
    first = day - timedelta(days=weekday - 1)
    return Period(f"{year:04d}-W{week:02d}", "week", first, first + timedelta(days=6))


def shift_month(day: date, months: int) -> tuple[int, int]:
    """Return (year, month) a number of months away."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def duration(count: int, unit: Literal["D", "W", "M", "Y"]) -> Period:
    """Return a length of time as PnD, PnW, PnM or PnY."""
    return Period(f"P{count}{unit}", "duration")
