"""From a matched time and the anchor to an interval of days.

Rule: nearest to the anchor, unless the words say which way. A month, day or weekday
without its year, month or week lies on the planned side (same day or later) after
words of planning, and on the reported side (same day or earlier) after words of the
past.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from re import Match

from kuroshio.text.calendar import (
    Period,
    day_period,
    half_period,
    make_day,
    month_end,
    month_period,
    quarter_period,
    shift_month,
    week_period,
    year_period,
)
from kuroshio.text.date_words import (
    ERAS,
    MONTHS,
    NEAR_WORDS,
    QUARTERS,
    WEEKDAYS,
    YEAR_WORDS,
)
from kuroshio.text.numerals import parse_numeral

# Days that a candidate on the wrong side of the anchor is pushed away.
_PENALTY = 330
# For the number of a day alone: yesterday is likelier than the same in a month's time.
_DAY_PENALTY = 25
# So many years from the anchor a year of two digits may lie, without and with a month.
_GENERATION = (14, 40)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a time stands: the anchor, the side, and the last date of its sentence.

    ``side`` is positive for planned, negative for reported, 0 for unknown; its size is
    how sure that is. ``explicit`` says that the last date named its month, ``close``
    that it stands near enough to lend its year.
    """

    anchor: date | None
    side: float
    before: Period | None = None
    explicit: bool = False
    close: bool = False


Rule = Callable[[Match[str], Place], Period | None]


def number(text: str | None) -> int | None:
    """Return a small whole number in digits or Han characters."""
    if not text:
        return None
    if len(text) == 4 and not text[0].isdigit():
        text = "".join(
            str("〇一二三四五六七八九".find(c.replace("零", "〇"))) for c in text
        )
    value = parse_numeral(text)
    return None if value is None else int(value)


def nearest(
    candidates: list[date], place: Place, penalty: int = _PENALTY
) -> date | None:
    """Return the candidate nearest to the anchor, seen from the side."""
    if place.anchor is None or not candidates:
        return None
    anchor = place.anchor

    def cost(day: date) -> tuple[float, int]:
        away = (day - anchor).days
        wrong = away * place.side < 0
        return abs(away) + (penalty * abs(place.side) if wrong else 0), away

    return min(candidates, key=cost)


def year_of(match: Match[str], place: Place) -> int | None:
    """Return the year of a Han date: of the era, in full, or from the anchor."""
    groups = match.groupdict()
    if groups.get("era"):
        inside = 1 if groups["eray"] == "元" else number(groups["eray"])
        return None if inside is None else ERAS[groups["era"]] + inside
    if groups.get("year"):
        return number(groups["year"])
    if groups.get("rel") and place.anchor is not None:
        return place.anchor.year + YEAR_WORDS[groups["rel"]]
    return None


def month_year(month: int, place: Place) -> int | None:
    """Return the year of a month that has none."""
    before = place.before
    if before is not None and before.first is not None and place.close:
        late = place.anchor is None or before.first.year < place.anchor.year
        if late:
            year = before.first.year
            turned = month < before.first.month and not _is_ahead(
                year + 1, month, place
            )
            return year + 1 if turned else year
    if place.anchor is None:
        return None
    year = place.anchor.year
    # The middle of the month, so that the anchor's own month is always the nearest.
    picks = [date(y, month, 15) for y in (year - 1, year, year + 1)]
    if month == place.anchor.month:
        return year
    day = nearest(picks, place)
    return None if day is None else day.year


def _is_ahead(year: int, month: int, place: Place) -> bool:
    """Say whether a month lies after the anchor without words of planning."""
    anchor = place.anchor
    return (
        anchor is not None
        and place.side <= 0
        and (year, month) > (anchor.year, anchor.month)
    )


def dated(year: int, month: int, day: int | None, part: str | None) -> Period | None:
    """Return a day, a month, or the last day of a month for 末 and 底."""
    if not 1 <= month <= 12:
        return None
    if day is not None:
        found = make_day(year, month, day)
        return None if found is None else day_period(found)
    if part in {"末", "底"}:
        return month_end(year, month)
    return month_period(year, month)


def year_part(match: Match[str], year: int, place: Place) -> Period | None:
    """Return the half, quarter, edge or whole of a year."""
    groups = match.groupdict()
    if groups.get("half"):
        return half_period(year, 1 if groups["half"][0] in "上前" else 2)
    quarter = groups.get("q") or groups.get("qq") or groups.get("qe")
    if quarter:
        return quarter_period(year, QUARTERS[quarter])
    edge = groups.get("edge") or ""
    if edge in {"底", "末", "年底", "年末", "岁末", "年内", "内"}:
        late = place.side > 0 or edge in {"内", "年内"}
        return day_period(date(year, 12, 31)) if late else month_period(year, 12)
    return year_period(year)


def han_year(match: Match[str], place: Place) -> Period | None:
    """Read 2026年2月12日, 令和8年, 去年12月, 今年上半年, 明年."""
    year = year_of(match, place)
    if year is None or not 1900 <= year <= 2199:
        return None
    month = number(match.groupdict().get("month"))
    if month is not None:
        return dated(year, month, number(match["day"]), match["part"])
    is_bare = not (match["half"] or match["q"] or match["qq"] or match["qe"])
    if match["rel"] in {"今", "本"} and is_bare and match["edge"] is None:
        return None
    return year_part(match, year, place)


def han_quarter(match: Match[str], place: Place) -> Period | None:
    """Read 10~12月期 and 今年4~6月期: a calendar quarter by its months."""
    first, last = int(match["first"]), int(match["last"])
    if first % 3 != 1 or last != first + 2:
        return None
    year = year_of(match, place) or month_year(first, place)
    return None if year is None else quarter_period(year, last // 3)


def han_next_year(match: Match[str], place: Place) -> Period | None:
    """Read 次年 and 翌年: the year after the last date of the sentence."""
    base = place.before.first if place.before else place.anchor
    if base is None:
        return None
    month = number(match["month"])
    if month is None:
        return year_period(base.year + 1)
    return dated(base.year + 1, month, number(match["day"]), match["part"])


def han_month(match: Match[str], place: Place) -> Period | None:
    """Read 7月 and 7月22日."""
    groups = match.groupdict()
    month = number(groups.get("month") or groups.get("m"))
    if groups.get("year"):
        year = number(groups["year"])
        if year is None or month is None:
            return None if year is None else year_period(year)
        return dated(year, month, number(groups.get("day")), groups.get("part"))
    if month is None or not 1 <= month <= 12:
        return None
    day = number(groups.get("day") or groups.get("d"))
    if day is not None and place.anchor is not None and not place.close:
        return _month_day(month, day, place)
    year = month_year(month, place)
    return None if year is None else dated(year, month, day, groups.get("part"))


def _month_day(month: int, day: int, place: Place) -> Period | None:
    """Return the occurrence of a month and day nearest to the anchor."""
    if place.anchor is None:
        return None
    year = place.anchor.year
    days = [make_day(y, month, day) for y in (year - 1, year, year + 1)]
    found = nearest([d for d in days if d is not None], place)
    return None if found is None else day_period(found)


def han_day(match: Match[str], place: Place) -> Period | None:
    """Read 18日: in the month of the sentence, else the nearest."""
    day = number(match["day"])
    if day is None or not 1 <= day <= 31:
        return None
    before = place.before
    # The day of the text itself lends its month to no other.
    own = before is not None and before.first == place.anchor
    if before is not None and before.first and place.explicit and not own:
        found = make_day(before.first.year, before.first.month, day)
        if found is not None and found < before.first and before.precision == "day":
            year, month = shift_month(before.first, 1)
            found = make_day(year, month, day)
        return None if found is None else day_period(found)
    if place.anchor is None:
        return None
    months = [shift_month(place.anchor, step) for step in (-1, 0, 1)]
    days = [make_day(year, month, day) for year, month in months]
    near = nearest([d for d in days if d is not None], place, _DAY_PENALTY)
    return None if near is None else day_period(near)


def han_bracket_day(match: Match[str], place: Place) -> Period | None:
    """Read 今(21)日: the day of that number nearest to the anchor."""
    day = number(match["day"])
    if day is None or place.anchor is None:
        return None
    months = [shift_month(place.anchor, step) for step in (-1, 0, 1)]
    days = [make_day(year, month, day) for year, month in months]
    near = nearest([d for d in days if d is not None], Place(place.anchor, 0.0))
    return None if near is None else day_period(near)


def han_short_year(match: Match[str], place: Place) -> Period | None:
    """Read 24年3月期, 27年以降: within a generation of the anchor; else a length."""
    short = int(match["short"])
    month = number(match["month"])
    year = 2000 + short
    if place.anchor is not None:
        year += 100 * round((place.anchor.year - year) / 100)
        away = abs(year - place.anchor.year)
        if away > _GENERATION[month is not None]:
            return None
    elif month is None:
        return None
    if month is not None:
        return dated(year, month, number(match["day"]), match["part"])
    if match["half"]:
        return half_period(year, 1 if match["half"][0] in "上前" else 2)
    if match["edge"] == "末":
        return month_period(year, 12)
    return year_period(year)


def han_near_month(match: Match[str], place: Place) -> Period | None:
    """Read 本月, 上月, 下个月18日, 先月末."""
    if place.anchor is None:
        return None
    year, month = shift_month(place.anchor, NEAR_WORDS[match["near"]])
    return dated(year, month, number(match["day"]), match["part"])


def han_week(match: Match[str], place: Place) -> Period | None:
    """Read 上周, 本周四, 来週木曜."""
    if place.anchor is None:
        return None
    base = place.anchor + timedelta(weeks=NEAR_WORDS[match["near"]])
    name = match["han"] or match["ja"]
    if name is None:
        return week_period(base)
    monday = base - timedelta(days=base.weekday())
    return day_period(monday + timedelta(days=WEEKDAYS[name]))


def weekday_near(name: str, place: Place) -> Period | None:
    """Return the weekday nearest to the anchor on its side; ties go back."""
    if place.anchor is None:
        return None
    ahead = (WEEKDAYS[name] - place.anchor.weekday()) % 7
    days = [place.anchor + timedelta(days=ahead - back) for back in (7, 0)]
    found = nearest(days, place)
    return None if found is None else day_period(found)


def han_weekday(match: Match[str], place: Place) -> Period | None:
    """Read 周四, 木曜日."""
    return weekday_near(match["han"] or match["ja"], place)


def han_edge(match: Match[str], place: Place) -> Period | None:
    """Read 年底, 上半年, 第一季度 of the year of the sentence or the anchor."""
    base = place.before.first if place.before and place.explicit else place.anchor
    return None if base is None else year_part(match, base.year, place)


def english_month(match: Match[str], place: Place) -> Period | None:
    """Read March 4, 2025; 4 March; March 2025; in March."""
    month = MONTHS[match["mon"]]
    day = number(match["day"])
    if match["year"]:
        return dated(int(match["year"]), month, day, None)
    if day is not None and not place.close:
        return _month_day(month, day, place)
    year = month_year(month, place)
    return None if year is None else dated(year, month, day, None)


def english_near_month(match: Match[str], place: Place) -> Period | None:
    """Read last December, next March: strictly on that side."""
    if place.anchor is None:
        return None
    month, way = MONTHS[match["mon"]], YEAR_WORDS[match["near"]]
    year = place.anchor.year
    if way < 0 and month >= place.anchor.month:
        year -= 1
    if way > 0 and month <= place.anchor.month:
        year += 1
    return month_period(year, month)


def english_weekday(match: Match[str], place: Place) -> Period | None:
    """Read Monday, last Friday, next Thursday, this Wednesday."""
    if place.anchor is None:
        return None
    near, name = match["near"], match["name"]
    if near is None or near.startswith("this "):
        return weekday_near(name, place)
    monday = place.anchor - timedelta(days=place.anchor.weekday())
    this = monday + timedelta(days=WEEKDAYS[name])
    if near in {"this", "coming"}:
        return day_period(this)
    if near == "last":
        back = (place.anchor.weekday() - WEEKDAYS[name]) % 7 or 7
        return day_period(place.anchor - timedelta(days=back))
    return day_period(this + timedelta(weeks=1))


def english_near(match: Match[str], place: Place) -> Period | None:
    """Read last week, this month, next year; plain "this year" says nothing."""
    if place.anchor is None:
        return None
    way, unit = YEAR_WORDS[match["near"]], match["unit"]
    if unit == "week":
        return week_period(place.anchor + timedelta(weeks=way))
    if unit == "month":
        return month_period(*shift_month(place.anchor, way))
    if unit == "quarter":
        year, month = shift_month(place.anchor, 3 * way)
        return quarter_period(year, (month + 2) // 3)
    return year_period(place.anchor.year + way) if way else None


def english_part(match: Match[str], place: Place) -> Period | None:
    """Read late 2024, latter half of 2025, end of March, later this year."""
    if match["mon"]:
        return _month_part(match, place)
    if match["unit"] == "month" and place.anchor is not None:
        near = shift_month(place.anchor, YEAR_WORDS[match["near"]])
        is_end = match["part"].endswith(("end of", "close of"))
        return month_end(*near) if is_end else month_period(*near)
    year = _part_year(match, place)
    return None if year is None else _english_year_part(match, year)


def _english_year_part(match: Match[str], year: int) -> Period:
    """Return the half, quarter, end or whole of a year."""
    if match["half"]:
        return half_period(year, 1 if match["half"] == "first" else 2)
    if match["q"]:
        return quarter_period(year, QUARTERS[match["q"]])
    if match["part"].endswith(("end of", "close of", "year-end")):
        return day_period(date(year, 12, 31))
    return year_period(year)


def _month_part(match: Match[str], place: Place) -> Period | None:
    """Read early March, end of March 2026."""
    month = MONTHS[match["mon"]]
    year = int(match["myear"]) if match["myear"] else month_year(month, place)
    if year is None or match["half"] or match["q"]:
        return None if year is None else month_period(year, month)
    is_end = match["part"].endswith(("end of", "close of"))
    return month_end(year, month) if is_end else month_period(year, month)


def _part_year(match: Match[str], place: Place) -> int | None:
    """Return the year that a part of a year is of."""
    if match["year"]:
        return int(match["year"])
    if place.anchor is None or (match["only"] and not match["part"].endswith("of")):
        return None
    return place.anchor.year + (YEAR_WORDS[match["near"]] if match["near"] else 0)
