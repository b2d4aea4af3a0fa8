"""Times in English, Chinese and Japanese text, resolved from the document's day.

Words that may begin a time are found in one pass, and each pattern is tried only
where its word stands, so the cost does not grow with the number of patterns.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kuroshio.text import date_rules as rules
from kuroshio.text import date_words as words
from kuroshio.text.calendar import (
    Period,
    Precision,
    day_period,
    duration,
    half_period,
    make_day,
    month_period,
    quarter_period,
    shift_month,
    week_period,
    year_period,
)
from kuroshio.text.date_rules import Place, Rule
from kuroshio.text.folding import fold
from kuroshio.text.sentences import sentences as find_sentences
from kuroshio.text.tenses import Tenses
from kuroshio.text.walks import Guard, Walk


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFound:
    """A time in a text: code points, its ISO form and the days it covers.

    ``relative`` says that the anchor was needed; ``side`` whether the words near it
    are of planning (+1), of the past (-1) or neither (0).
    """

    start: int
    end: int
    iso: str
    precision: Precision
    first: date | None = None
    last: date | None = None
    relative: bool = False
    side: float = 0.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A pattern that matched, not resolved yet; ``full`` needs no anchor."""

    start: int
    end: int
    match: re.Match[str]
    rule: Rule
    full: bool = False


_DIGITS = re.compile(r"\d+")
_NEVER_AFTER = frozenset("$€£¥₩#")
_MAY = re.compile(
    r"(?:\b(?:in|since|by|last|next|until|till|through|early|late|mid|of|this|from"
    r"|before|after|on|during|between|and)[\s-])$"
)
_LEAD = 24
_SHORT = 2000
# A date lends its year to one so near.
_NEAR = 40


def find_dates(
    text: str,
    anchor: date | None,
    *,
    folded: str | None = None,
    sentences: Sequence[tuple[int, int]] | None = None,
    taken: Sequence[tuple[int, int]] = (),
) -> tuple[DateFound, ...]:
    """Find times and resolve them from the day of the document.

    Parameters
    ----------
    text : str
        The text; English, Chinese (both scripts), Japanese or mixed.
    anchor : date or None
        The day of the document; without it only full dates are found.
    folded, sentences : optional
        ``fold(text)`` and ``sentences(text)`` where the caller has them already.
    taken : sequence of (int, int)
        Runs that are something else, such as sums of money.

    Returns
    -------
    tuple of DateFound
        In order, without overlaps. Plain "this year" and lengths of time that are
        neither a term nor a clock are left out. Linear in the length of the text.
    """
    key = fold(text) if folded is None else folded
    spans = find_sentences(text) if sentences is None else sentences
    candidates = _candidates(key, text)
    tenses: Tenses | None = None
    found: list[DateFound] = []
    guard = Guard(taken)
    sentence = Walk(spans)
    for index, item in enumerate(candidates):
        if _names_next(candidates, index):
            continue
        if (found and item.start < found[-1].end) or guard.covers(item.start, item.end):
            continue
        if tenses is None and not item.full:
            tenses = Tenses(key, spans)
        side = 0.0
        if tenses is not None and not item.full:
            side = tenses.direction(item.start, item.end)
        low = sentence.start_of(item.start)
        period = item.rule(item.match, _place(key, item, anchor, side, found, low))
        if period is None:
            continue
        found.append(
            DateFound(
                start=item.start,
                end=item.end,
                iso=period.iso,
                precision=period.precision,
                first=period.first,
                last=period.last,
                relative=not item.full,
                side=side,
            )
        )
    return tuple(found)


def _place(  # noqa: PLR0917 - the parts of one place
    key: str,
    item: _Candidate,
    anchor: date | None,
    side: float,
    found: list[DateFound],
    low: int,
) -> Place:
    """Return where a candidate stands."""
    before, explicit = _before(found, low)
    gap = key[found[-1].end : item.start] if before is not None else ""
    close = explicit and len(gap) <= _NEAR and ";" not in gap
    return Place(anchor, side, before, explicit, close)


def _before(found: list[DateFound], low: int) -> tuple[Period | None, bool]:
    """Return the last dated time of the sentence and whether it named its month."""
    for item in reversed(found):
        if item.start < low:
            break
        if item.first is not None and item.precision in {"day", "month", "year"}:
            period = Period(item.iso, item.precision, item.first, item.last)
            return period, item.precision != "year" and item.end - item.start > 3
    return None, False


def _names_next(candidates: Sequence[_Candidate], index: int) -> bool:
    """Say whether a weekday only names the full date right behind it."""
    item = candidates[index]
    if item.rule is not rules.english_weekday:
        return False
    return any(
        other.start - item.end <= 2 and other.full
        for other in candidates[index + 1 : index + 3]
        if other.start >= item.end
    )


def _candidates(key: str, text: str) -> tuple[_Candidate, ...]:
    """Return what may be a time, by start, the longest first."""
    return (_kept if len(key) <= _SHORT else _looked_for)(key, text)


def _looked_for(key: str, text: str) -> tuple[_Candidate, ...]:
    out: list[_Candidate] = []
    for number in _DIGITS.finditer(key):
        _from_digits(key, number, out)
    for hit in words.TRIGGERS.find(key):
        _from_word(key, text, hit.start, hit.kind, out)
    out.sort(key=lambda item: (item.start, -item.end))
    return tuple(out)


# A short text is all its own head: it is looked at for its day, then for its times.
_kept = lru_cache(maxsize=4)(_looked_for)


def _add(
    out: list[_Candidate],
    match: re.Match[str] | None,
    rule: Rule,
    *,
    full: bool = False,
) -> bool:
    """Keep a match; say whether there was one."""
    if match is None:
        return False
    out.append(_Candidate(match.start(), match.end(), match, rule, full))
    return True


def _from_digits(key: str, number: re.Match[str], out: list[_Candidate]) -> None:
    """Try the patterns that begin with a digit."""
    start, end = number.span()
    before = key[start - 1] if start else " "
    inside = before in ".," and start > 1 and key[start - 2].isdigit()
    if end - start > 4 or inside or before in _NEVER_AFTER:
        return
    follows = key[end : end + 1]
    if end - start == 4:
        _from_four_digits(key, number, out)
        if follows not in " -":
            return
    if follows == "年" and end - start == 2 and _short_year(key, start, out):
        return
    if _han_digits(key, start, end, out) or (before.isascii() and before.isalpha()):
        return
    if follows and follows in " -snrt":
        _english_digits(key, start, out)
    _han_span(key, start, out)


def _han_digits(key: str, start: int, end: int, out: list[_Candidate]) -> bool:
    """Try 10~12月期, 7月22日 and 18日; say whether a month was there."""
    follows = key[end : end + 1]
    if follows and follows in "~-月":
        quarter = words.HAN_QUARTER.match(key, start)
        if _add(out, quarter, rules.han_quarter):
            return True
    if follows in "月日号" or key[end : end + 2] in {" 月", " 日"}:
        if _add(out, words.HAN_MONTH.match(key, start), rules.han_month):
            return True
        _add(out, words.HAN_DAY.match(key, start), rules.han_day)
    return False


def _short_year(key: str, start: int, out: list[_Candidate]) -> bool:
    """Try 24年3月期 and 27年以降, where the text round it is Japanese."""
    match = words.HAN_SHORT_YEAR.match(key, start)
    if match is None or not words.KANA.search(
        key, max(0, start - _LEAD), match.end() + _LEAD
    ):
        return False
    lead = key[max(0, start - 6) : start]
    if match["month"] is None and words.SHORT_YEAR_NOT.search(lead):
        return False
    return _add(out, match, rules.han_short_year)


def _english_digits(key: str, start: int, out: list[_Candidate]) -> None:
    """Try "4 March 2025", "45 business days", "two weeks ago", "the 18th"."""
    match = words.EN_DAY.match(key, start)
    if match and int(match["day"]) <= 31:
        _add(out, match, rules.english_month, full=bool(match["year"]))
        return
    if _add(out, words.EN_AGO.match(key, start), _ago):
        return
    _english_span(key, start, out)
    match = words.EN_ORDINAL.match(key, start)
    if match and key[max(0, start - 4) : start].endswith(("the ", "on ")):
        _add(out, match, rules.han_day)


def _from_four_digits(key: str, number: re.Match[str], out: list[_Candidate]) -> None:
    """Try the patterns that begin with a year."""
    start, end = number.span()
    if _add(out, words.NUMERIC_DAY.match(key, start), _numeric_day, full=True):
        return
    if _add(out, words.HAN_YEAR_SPAN.match(key, start), _plain_year, full=True):
        out[-1] = _Candidate(start, end, out[-1].match, _plain_year, full=True)
        return
    if _add(out, words.HAN_QUARTER.match(key, start), rules.han_quarter):
        return
    if key[end : end + 1] == "年" or key[end : end + 2] == " 年":
        _add(out, words.HAN_YEAR.match(key, start), rules.han_year, full=True)
        return
    # Look back for the word that makes four digits a year, but of no law's name.
    law = words.LAW.search(key, max(0, start - 16), start)
    for back in range(1, 0 if law else min(_LEAD, start) + 1):
        at = start - back
        if key[at - 1 : at].isalpha() or not key[at].isalpha():
            continue
        match = words.EN_YEAR.match(key, at)
        if match and match.start("year") == start:
            out.append(_Candidate(start, end, match, _plain_year, full=True))
            return


def _from_word(
    key: str, text: str, start: int, kind: str, out: list[_Candidate]
) -> None:
    """Try the patterns that begin with a word of a kind."""
    plain = _BY_KIND.get(kind)
    if plain is not None:
        pattern, rule = plain
        match = pattern.match(key, start)
        full = kind == "han_digits" and bool(match and match["year"])
        _add(out, match, rule, full=full)
    elif kind == "month":
        _english_month(key, text, start, out)
    elif kind == "near":
        _near_word(key, text, start, out)
    else:
        _BY_WORD[kind](key, start, out)


def _part_word(key: str, start: int, out: list[_Candidate]) -> None:
    """Try late 2024, end of March, second half of 2025."""
    match = words.EN_PART.match(key, start)
    _add(out, match, rules.english_part, full=bool(match and match["year"]))


def _year_word(key: str, start: int, out: list[_Candidate]) -> None:
    """Try 去年12月, 令和8年, 今年10~12月期."""
    _add(out, words.HAN_QUARTER.match(key, start), rules.han_quarter)
    match = words.HAN_YEAR.match(key, start)
    _add(out, match, rules.han_year, full=bool(match and match["era"]))


def _fiscal_year(key: str, start: int, out: list[_Candidate]) -> None:
    """Try fiscal 2026."""
    _add(out, words.EN_YEAR.match(key, start), _plain_year, full=True)


def _span_word(key: str, start: int, out: list[_Candidate]) -> None:
    """Try two weeks ago and one year."""
    if not _add(out, words.EN_AGO.match(key, start), _ago):
        _english_span(key, start, out)


def _english_month(key: str, text: str, start: int, out: list[_Candidate]) -> None:
    """Try a month name: capitalised in the text, and "may" only where it is May."""
    match = words.EN_MONTH.match(key, start)
    if match is None or not (text[start].isupper() or match["day"]):
        return
    is_bare = not (match["day"] or match["year"])
    name = match["mon"]
    if is_bare and (len(name) == 3 or name == "march"):
        lead = key[max(0, start - 9) : start]
        if not _MAY.search(lead) and key[match.end() : match.end() + 2] != "'s":
            return
    _add(out, match, rules.english_month, full=bool(match["year"]))


def _day_word(key: str, start: int, out: list[_Candidate]) -> None:
    """Keep yesterday, 昨日, 即日起 and their like, the longest that stands there."""
    size = max(len(word) for word in words.DAY_WORDS if key.startswith(word, start))
    pattern = re.compile(re.escape(key[start : start + size]))
    _add(out, pattern.match(key, start), _day_offset)


def _near_word(key: str, text: str, start: int, out: list[_Candidate]) -> None:
    """Try last Friday, next month, last December."""
    _add(out, words.EN_WEEKDAY.match(key, start), rules.english_weekday)
    month = words.EN_NEAR_MONTH.match(key, start)
    if month and text[month.start("mon")].isupper():
        _add(out, month, rules.english_near_month)
    _add(out, words.EN_NEAR.match(key, start), rules.english_near)


def _english_span(key: str, start: int, out: list[_Candidate]) -> None:
    """Keep a length of time that is a term or a clock."""
    match = words.EN_SPAN.match(key, start)
    if match is None:
        return
    lead = key[max(0, start - _LEAD) : start]
    is_clock = match["kind"] in {"business", "working", "trading"}
    is_joined = "-" in match.group() and words.SPAN_NOUNS.match(key, match.end())
    if is_clock or is_joined or words.SPAN_CUES.search(lead):
        _add(out, match, _length, full=True)


def _han_span(key: str, start: int, out: list[_Candidate]) -> None:
    """Keep 45个工作日, 90天内, 有效期三年, 1年間."""
    match = words.HAN_SPAN.match(key, start)
    if match is None or (start and key[start - 1] in "第每0123456789.〇"):
        return
    unit, tail = match["unit"], match["tail"] or ""
    if (unit == "年" and len(match["count"]) > 2) or (unit == "日" and not tail):
        return
    if unit == "月" and not any(c in match.group() for c in "个カかヶケ箇"):
        return
    lead = key[max(0, start - 10) : start]
    is_clock = unit in {"工作日", "营业日", "交易日"}
    is_term = (tail in {"以内", "内", "之内"} or unit.endswith("内")) and unit != "年"
    is_term = is_term or bool(words.SPAN_ACTS.match(key, match.end()))
    if (
        is_clock
        or is_term
        or words.SPAN_CUES.search(lead)
        or (words.SPAN_NOUNS.match(key, match.end()) and unit != "天")
    ):
        _add(out, match, _length, full=True)


def _numeric_day(match: re.Match[str], _: Place) -> Period | None:
    """Read 2026-02-12."""
    day = make_day(int(match["year"]), int(match["month"]), int(match["day"]))
    return None if day is None else day_period(day)


def _plain_year(match: re.Match[str], _: Place) -> Period | None:
    """Read "in 2028"."""
    return year_period(int(match["year"]))


def _quarter(match: re.Match[str], _: Place) -> Period | None:
    """Read Q1 2026 and H2 2026."""
    if match["q"]:
        return quarter_period(int(match["year"]), int(match["q"][1]))
    return half_period(int(match["hyear"]), 1 if "1" in match["half"] else 2)


def _day_offset(match: re.Match[str], place: Place) -> Period | None:
    """Read yesterday and 明日."""
    if place.anchor is None:
        return None
    return day_period(place.anchor + timedelta(days=words.DAY_WORDS[match.group()]))


def _ago(match: re.Match[str], place: Place) -> Period | None:
    """Read two weeks ago; "earlier" hangs on the last date of the sentence."""
    base = place.anchor
    if match["way"] == "earlier" and place.before is not None:
        base = place.before.first
    count = words.COUNTS.get(match["count"]) or rules.number(match["count"])
    if base is None or count is None:
        return None
    unit = match["unit"]
    if unit == "day":
        return day_period(base - timedelta(days=count))
    if unit == "week":
        return week_period(base - timedelta(weeks=count))
    if unit == "month":
        return month_period(*shift_month(base, -count))
    return year_period(base.year - count) if base.year - count >= 1900 else None


def _length(match: re.Match[str], _: Place) -> Period | None:
    """Read a length of time; 半年 is six months."""
    if match["count"] == "半":
        return duration(6, "M") if match["unit"].startswith("年") else None
    count = words.COUNTS.get(match["count"]) or rules.number(match["count"])
    unit = words.UNITS[match["unit"]]
    if not count:
        return None
    return Period(duration(count, "D").iso[:-1] + unit, "duration")


_BY_KIND: dict[str, tuple[re.Pattern[str], Rule]] = {
    "weekday": (words.EN_WEEKDAY, rules.english_weekday),
    "quarter": (words.EN_QUARTER, _quarter),
    "han_next": (words.HAN_NEXT_YEAR, rules.han_next_year),
    "han_month": (words.HAN_NEAR_MONTH, rules.han_near_month),
    "han_week": (words.HAN_WEEK, rules.han_week),
    "han_weekday": (words.HAN_WEEKDAY, rules.han_weekday),
    "han_edge": (words.HAN_YEAR_EDGE, rules.han_edge),
    "han_bracket": (words.HAN_BRACKET_DAY, rules.han_bracket_day),
    "han_kanji_day": (words.HAN_KANJI_DAY, rules.han_day),
    "han_digits": (words.HAN_DATE_DIGITS, rules.han_month),
}
_BY_WORD: dict[str, Callable[[str, int, list[_Candidate]], None]] = {
    "day": _day_word,
    "part": _part_word,
    "han_year": _year_word,
    "han_span": _han_span,
    "span": _span_word,
    "year": _fiscal_year,
}
