"""Money in English, Chinese and Japanese text, with exact offsets.

Numbers are found first; what stands before and behind each decides whether it is
money. So the cost is one scan for digits, whatever the text is about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kuroshio.text.currencies import AFTER, BEFORE
from kuroshio.text.folding import fold
from kuroshio.text.lexicon import compile_folded, listed
from kuroshio.text.numerals import ENGLISH_SCALES, decimal_string, parse_numeral

Bound = Literal["exact", "min", "max"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFound:
    """Money in a text: code points, a decimal string and an ISO 4217 code.

    ``max`` is the upper end of a range. ``unit`` is what the amount is for one of
    ("share", "year", "other"; "rate" for an exchange rate), None for a plain sum.
    ``converts`` is the index, in the same result, of the amount that this one gives in
    another currency.
    """

    start: int
    end: int
    amount: str
    currency: str
    max: str | None = None
    approx: bool = False
    bound: Bound = "exact"
    unit: str | None = None
    converts: int | None = None


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with what stands round it; parts that are not there are None."""

    start: int
    end: int
    value: Decimal
    scaled: bool
    currency: str | None
    suffixed: bool


def _words(table: dict[str, str]) -> str:
    """Return an alternation of literal words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))


# A currency and its number stand on one line.
_GAP = r"[^\S\n]?"
_SCALES = "|".join(sorted(ENGLISH_SCALES, key=len, reverse=True))
_HAN_NUMERAL = "一二三四五六七八九两零〇十百千万亿兆"
# Digits with Han scales ("1兆6000亿"), plain digits, or Han numerals that hold a scale.
_NUMBER = re.compile(
    r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,18})(?:[.·]\d{1,12})?(?:[余多](?=[万亿兆]))?"
    r"(?:\s?[十百千万亿兆]{1,3}(?:\s?\d[\d,]{0,12}(?:[.·]\d{1,4})?(?=\s?[百千万亿兆円元圆]))?){0,3}"
    rf"|[{_HAN_NUMERAL}]{{1,16}}(?:[余多][万亿兆]{{1,2}})?"
)
# A set of characters alone is searched for much faster than the whole pattern.
_FIRST = re.compile(rf"[0-9{_HAN_NUMERAL}]")
_PREFIX = re.compile(rf"(?:(?<![a-z])|(?<=[^a-z0-9]))({_words(BEFORE)}){_GAP}\Z")
_SUFFIX = re.compile(
    rf"[余多强弱来]?(?:{_GAP}-?(?P<scale>{_SCALES})(?![a-z]))?"
    rf"(?P<more>[余多强弱])?{_GAP}-?(?P<code>{_words(AFTER)})(?![a-z])"
    rf"|{_GAP}-?(?P<only>{_SCALES})(?![a-z])"
)
_WORD_NUMBER = compile_folded(
    r"\b(?:(?P<half>half a)|(?P<quarter>a quarter of a)|(?P<word>an?|one|two|three|four"
    r"|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety)(?P<hundred> hundred)?)"
    r"[ -](?P<scale>million|billion|trillion)[ -](?P<code>(?:u\.?s\.? )?dollars?|yen"
    r"|yuan|euros?|pounds?|won)\b"
)
_WORD_VALUES = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_APPROX = compile_folded(
    r"(?:\b(?:about|around|approximately|approx\.?|roughly|some|an estimated|estimated"
    r"|nearly|almost|close to|just under|just over|circa|in the region of|or about"
    r"|equivalent to)|约合?为?|大约|大概|近|将近|接近|相当于|折合|合|およそ|ざっと|ほぼ"
    r"|推定|概算で?)\s?$"
)
_MIN = compile_folded(
    r"(?:\b(?:over|more than|at least|exceed(?:s|ed|ing)?|above|upwards of|in excess of"
    r"|no less than|a minimum of|north of|not less than|greater than|topping)"
    r"|超过|逾|超|至少|不少于|不低于|高于|少なくとも|最低|起码|上回る)\s?$"
)
_MAX = compile_folded(
    r"(?:\b(?:up to|as much as|at most|no more than|not more than|less than|under|below"
    r"|a maximum of|capped at|not exceeding|as high as)"
    r"|最多|最高|不超过|至多|高达|多达|上限为?|最大で?|不足|低于)\s?$"
)
_MIN_AFTER = compile_folded(
    r"\s?(?:以上|超|を超え|を上回|or more|and above|-?plus\b|强)"
)
_MAX_AFTER = compile_folded(
    r"(?:\([^()\n]{1,12}\))?を(?:限度|上限)|\s?(?:以内|以下|未满|を下回|or less"
    r"|为上限|为限)"
)
_APPROX_AFTER = compile_folded(r"\s?(?:左右|前后|程度|ほど|余り|规模|上下|弱|台)")
_UNIT_AFTER = compile_folded(
    r"\s?(?:per|an?|each|/|every)\s?(?:(?:net|gross|metric|short) )?(?P<unit>[a-z]+)"
    r"|\s(?P<each>apiece|each)\b"
    r"|\s?(?P<han>每股|一股|每桶|一桶|每吨|一吨|每辆|每年|一年|/股|/吨|/桶|の年额)"
)
_UNIT_BEFORE = compile_folded(
    r"(?P<share>每股(?:[^\d,。]{0,8})?|[1一](?:普通)?株(?:当たり|あたり|につき)?、?"
    r"|per share of"
    r"|a share price of|每ads)\s?$"
    r"|(?P<year>每年|年均|年间|毎年|a year|annual)\s?(?:约|超|逾|最多|最高|up to)?\s?$"
    r"|(?P<other>每桶|每吨|每辆|每人|每户|[1一]?(?:バレル|トン|台|人)(?:当たり|あたり)"
    r"|per (?:tonne|ton|barrel) of)\s?$"
)
_TIME_UNITS = frozenset({"year", "annum", "month", "week", "day", "quarter"})
_SHARE_UNITS = frozenset({"share", "ads", "unit", "stock"})
_OTHER_UNITS = frozenset(
    listed(
        "barrel tonne ton ounce car vehicle unit person head kilogram kg kilowatt "
        "megawatt mwh kwh bushel pound household worker voyage port call container "
        "teu visit job piece gram carat wafer chip visa"
    )
)
_RANGE = compile_folded(r"\s?(?:-|~|to|至|到|ないし)\s?")
_FROM = compile_folded(
    r"(?:\bfrom|\bfell|\brose|\bup|\bdown|从|由|自)\s?(?:the )?(?:initial |earlier )?$"
)
_BETWEEN = compile_folded(r"(?:\bbetween|介于|在)\s?$")
_UNTIL = compile_folded(r"\s?から\s?(?:最大で?)?約?\s?")
_CHANGED = compile_folded(r"\s?(?:へ|に(?!のぼ|上)|まで(?:増|引|拡|積))")
_AND = compile_folded(r"\s?(?:and|和|与|及)\s?")
_LISTED = compile_folded(r"\s?(?:,|、|and|or|和|与|及|或|、?及び|と|または|,\s?and)\s?")
_CHAINED = compile_folded(r"\s?(?:或|or|、|,)\s?(?:约|about)?\s?")
_CONVERTS = compile_folded(
    r"(?:超|余り?|弱|强|以上|左右)?\s?(?:[(\[][^()\d]{1,20},(?=折合|合|约合|相当于))?"
    r"\s?(?P<open>[(\[])?[,、]?\s?(?:or|or about|or roughly|equal to|or some)?\s?"
    r"(?P<cue>约合?|大约|折合|合|相当于?|等于|即|about|approximately|around|roughly"
    r"|equivalent to"
    r"|worth|=|or|nearly|some|日本円で|円换算で|およそ|同|当時のレートで)?"
    r"\s?(?:(?:为|约|about|roughly|around|人民币|approximately)\s?){0,2}"
)
_RATE = compile_folded(
    r"\s?(?:=|兑|对|to the dollar|per dollar|a dollar|to one dollar)"
)
_RATE_BEFORE = compile_folded(
    r"1\s?(?:ドル|美元|ユーロ|欧元|英镑|ポンド|港元|人民币|u\.?s\.? dollar"
    r"|dollar)\s?(?:=|兑|对|折|合)\s?$"
    r"|(?:usd|dollar)\s?/?\s?(?:cny|jpy|yen|yuan)\s?$"
)
# A scaled number without a currency goes on in the last currency where its clause
# ends or goes on with a verb or particle; a noun would be what it counts.
_CLOSED = compile_folded(
    r"\s?(?:[,;:。、)\n\"」』-]|$|[是为用作由来归则约均已将被在至左之]|は(?!んこ)|が|を|で|に|と"
    r"|も|上下|规模|以上|以内|程度|超|にのぼ)"
)
_CLOSED_EN = re.compile(
    r"(?:[,;:.)\n\"]|$| (?:for|to|of (?:that|which|it)|is|was|in|from|by|into|as|on"
    r"|goes|went|will|would|comes|came|and|or|more|at|a year)\b)"
)
_SCALED_EN = re.compile(r"(?:illion|bn|tn|mn)$")
_CARRY = 160
_LOOK = 24


def find_money(
    text: str,
    *,
    folded: str | None = None,
    yuan: str = "CNY",
    yen_sign: str = "JPY",
) -> tuple[MoneyFound, ...]:
    """Find sums of money.

    Parameters
    ----------
    text : str
        The text; English, Chinese (both scripts), Japanese or mixed.
    folded : str, optional
        ``fold(text)`` where the caller has it already.
    yuan, yen_sign : str
        What a bare 元 and a bare ¥ mean in this text (ISO 4217).

    Returns
    -------
    tuple of MoneyFound
        In order, without overlaps. Percentages, dates, counts and codes are not money;
        vague sums ("tens of billions") are left out. Linear in the length of the text.
    """
    key = fold(text) if folded is None else folded
    numbers = _find_numbers(key, {"元": yuan, "?": yen_sign})
    found = _join_ranges(key, numbers)
    words = [_from_words(match) for match in _word_numbers(key)]
    taken = [(item.start, item.end) for item in found]
    extra = [
        word
        for word in words
        if not any(s < word.end and word.start < e for s, e in taken)
    ]
    return _with_conversions(key, sorted([*found, *extra], key=lambda m: m.start))


def _word_numbers(key: str) -> list[re.Match[str]]:
    """Return sums whose number is an English word, where a scale word occurs at all."""
    found: list[re.Match[str]] = []
    at = key.find("illion")
    while at >= 0:
        # "b", "m" or "tr" before it, and before that a word rather than a digit.
        before = key[max(0, at - 4) : at].rstrip("bmtr").rstrip(" -")
        if before and before[-1].isalpha():
            match = _WORD_NUMBER.search(key, max(0, at - 28), at + 24)
            if match is not None and not (found and match.start() < found[-1].end()):
                found.append(match)
        at = key.find("illion", at + 6)
    return found


def _from_words(match: re.Match[str]) -> MoneyFound:
    """Return money from "half a billion dollars" and its like."""
    if match.group("half"):
        value = Decimal("0.5")
    elif match.group("quarter"):
        value = Decimal("0.25")
    else:
        value = Decimal(_WORD_VALUES[match.group("word")])
    value *= 100 if match.group("hundred") else 1
    value *= ENGLISH_SCALES[match.group("scale")]
    code = match.group("code").replace("u.s. ", "").replace("us ", "")
    return MoneyFound(
        start=match.start(),
        end=match.end(),
        amount=decimal_string(value),
        currency=AFTER[code],
    )


def _find_numbers(key: str, settle: dict[str, str]) -> list[_Number]:
    """Return the numbers that are money, or may be the first leg of a range."""
    numbers: list[_Number] = []
    floor = 0
    start = _FIRST.search(key)
    while start is not None:
        match = _NUMBER.match(key, start.start())
        end = start.end()
        if match is not None:
            end = match.end()
            number = _read_number(key, match, settle, floor)
            if number is not None:
                numbers.append(number)
                # A currency behind one number is not in front of the next.
                floor = number.end
        start = _FIRST.search(key, end)
    return numbers


def _read_number(
    key: str, match: re.Match[str], settle: dict[str, str], floor: int
) -> _Number | None:
    """Return a number with its currency and scale; None where it is no quantity."""
    start, end = match.span()
    raw = match.group()
    value = parse_numeral(raw.replace("多", "").replace("余", ""))
    if value is None:
        return None
    before = _PREFIX.search(key, max(floor, start - 8), start)
    if (
        before is None
        and start
        and key[start - 1].isascii()
        and key[start - 1].isalpha()
    ):
        return None
    after = _SUFFIX.match(key, end)
    scale = code = None
    if after is not None:
        scale = after.group("scale") or after.group("only")
        code = after.group("code")
        if before is None and scale in {"b", "m", "k"} and code is None:
            scale, after = None, None
    if not raw[0].isdigit() and (
        (code is None and raw[-1] not in "亿兆") or _is_vague(key, start, raw)
    ):
        return None
    currency = None
    if code is not None:
        currency = settle["元"] if code == "元" else AFTER[code]
    if before is not None:
        currency = _prefer(currency, BEFORE[before.group(1)], settle)
        start = before.start(1)
    return _Number(
        start=start,
        end=end if after is None else after.end(),
        value=value * (ENGLISH_SCALES[scale] if scale else 1),
        scaled=scale is not None or any(char in "万亿兆" for char in raw),
        currency=currency,
        suffixed=after is not None,
    )


def _is_vague(key: str, start: int, raw: str) -> bool:
    """Say whether Han numerals give no sum: no scale, or "some tens of"."""
    if not any(char in "百千万亿兆" for char in raw):
        return True
    return start > 0 and key[start - 1] in "数几上第"


def _prefer(after: str | None, before: str, settle: dict[str, str]) -> str:
    """Return the currency where both sides may name one: the sharper one wins."""
    if before == "?":
        return after or settle["?"]
    if after is None or after in {"CNY", settle["元"], "USD"}:
        return before
    return after


def _join_ranges(key: str, numbers: Sequence[_Number]) -> list[MoneyFound]:
    """Join the two ends of ranges and drop the numbers that are no money."""
    found: list[MoneyFound] = []
    at = 0
    while at < len(numbers):
        number = numbers[at]
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        pair = _range_of(key, number, following) if following else None
        if pair is not None:
            found.append(pair)
            at += 2
            continue
        if number.currency is None and following is not None:
            number = _lend(key, number, following)
        if number.currency is None and found:
            number = _carry(key, number, found)
        if number.currency is not None:
            found.append(_qualified(key, number))
        at += 1
    return found


def _lend(key: str, number: _Number, following: _Number) -> _Number:
    """Give a scaled number the currency of the next in a list or a from-to pair."""
    gap = key[number.end : following.start]
    joined = len(gap) <= 8 and (_LISTED.fullmatch(gap) or _LINK.fullmatch(gap))
    if not (joined and number.scaled and following.currency and following.suffixed):
        return number
    return replace(number, currency=following.currency)


def _carry(key: str, number: _Number, found: Sequence[MoneyFound]) -> _Number:
    """Give a bare scaled number at the end of a clause the currency before it."""
    last = found[-1]
    gap = number.start - last.end
    if gap > _CARRY or not number.scaled or "\n" in key[last.end : number.start]:
        return number
    tail = key[number.start : number.end]
    closed = _CLOSED if tail[-1] in "亿兆" else None
    if _SCALED_EN.search(tail):
        closed = _CLOSED_EN
    if closed is None or not closed.match(key, number.end):
        return number
    # A conversion in passing does not set the currency of what follows.
    if len(found) > 1 and _converts(key, found[-2], last):
        last = found[-2]
    return replace(number, currency=last.currency)


_LINK = compile_folded(
    r"(?:から|增至|增加到|增加至|提高到|提高至|上调至|减至|降至|到|至|にのぼり"
    r"|、?最大|へ|より|-|~|to| to )"
)


def _range_of(key: str, low: _Number, high: _Number) -> MoneyFound | None:
    """Return both ends as one range where the text joins them as one."""
    gap = key[low.end : high.start]
    left = key[max(0, low.start - _LOOK) : low.start]
    joined = len(gap) <= 5 and (
        (_RANGE.fullmatch(gap) and not _FROM.search(left))
        or (_BETWEEN.search(left) and _AND.fullmatch(gap))
        or (_UNTIL.fullmatch(gap) and not _CHANGED.match(key, high.end))
    )
    if not joined or (low.currency and high.currency and low.currency != high.currency):
        return None
    currency = low.currency or high.currency
    if currency is None or (low.suffixed and not low.scaled and high.scaled):
        return None
    low_value = low.value
    if not low.scaled and high.scaled:
        low_value *= _scale_of(key, high)
    if not low_value < high.value:
        return None
    whole = _qualified(key, replace(low, end=high.end, currency=currency))
    return replace(
        whole, amount=decimal_string(low_value), max=decimal_string(high.value)
    )


def _scale_of(key: str, number: _Number) -> Decimal:
    """Return the scale that a number carries, as a factor."""
    match = _NUMBER.search(key, number.start, number.end)
    plain = re.match(r"[\d,]+(?:[.·]\d+)?", match.group()) if match else None
    bare = parse_numeral(plain.group()) if plain else None
    return number.value / bare if bare else Decimal(1)


def _qualified(key: str, number: _Number) -> MoneyFound:
    """Return money with its bound, vagueness and unit."""
    left = key[max(0, number.start - _LOOK) : number.start]
    bound, approx = _bound_of(key, left, number.end)
    tail = key[number.start : number.end]
    if re.search("[余多]", tail):
        bound = "min"
    return MoneyFound(
        start=number.start,
        end=number.end,
        amount=decimal_string(number.value),
        currency=number.currency or "",
        approx=approx,
        bound=bound,
        unit=_unit_of(key, left, number),
    )


def _bound_of(key: str, left: str, end: int) -> tuple[Bound, bool]:
    """Return the bound that the words round a sum set, and whether it is vague."""
    approx = bool(_APPROX.search(left) or _APPROX_AFTER.match(key, end))
    if _MAX.search(left) or _MAX_AFTER.match(key, end):
        return "max", approx
    if _MIN.search(left) or _MIN_AFTER.match(key, end):
        return "min", approx
    return "exact", approx


def _unit_of(key: str, left: str, number: _Number) -> str | None:
    """Return what a sum is for one of: a share, a year, something else, a rate."""
    before = _UNIT_BEFORE.search(left)
    if before is not None:
        return before.lastgroup
    if number.value < 10_000 and (
        _RATE.match(key, number.end) or _RATE_BEFORE.search(left)
    ):
        return "rate"
    after = _UNIT_AFTER.match(key, number.end)
    if after is None:
        return None
    if after.group("han"):
        return _han_unit(after.group("han"))
    return _english_unit(after.group("unit") or "", each=bool(after.group("each")))


def _english_unit(word: str, *, each: bool) -> str | None:
    """Return the unit that an English word behind a sum names."""
    if word in _SHARE_UNITS:
        return "share"
    if word in _TIME_UNITS:
        return "year"
    known = word in _OTHER_UNITS or word.rstrip("s") in _OTHER_UNITS
    return "other" if known or each else None


def _han_unit(word: str) -> str:
    """Return the unit that a Chinese or Japanese word behind a sum names."""
    if "股" in word:
        return "share"
    return "year" if "年" in word else "other"


def _with_conversions(key: str, found: Sequence[MoneyFound]) -> tuple[MoneyFound, ...]:
    """Mark the sums that only give the sum before them in another currency."""
    result: list[MoneyFound] = []
    for index, item in enumerate(found):
        if index and _converts(key, result[index - 1], item):
            base = result[index - 1].converts
            result.append(replace(item, converts=index - 1 if base is None else base))
        else:
            result.append(item)
    return tuple(result)


def _converts(key: str, first: MoneyFound, second: MoneyFound) -> bool:
    """Say whether the text gives the second sum as the first in another currency."""
    gap = key[first.end : second.start]
    if first.converts is not None and second.currency != first.currency:
        return _CHAINED.fullmatch(gap) is not None
    if first.currency == second.currency or len(gap) > 28 or first.unit == "rate":
        return False
    match = _CONVERTS.fullmatch(gap)
    return match is not None and bool(match.group("open") or match.group("cue"))
