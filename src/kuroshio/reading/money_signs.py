"""What is seen of a sum of money: the signs that its role is weighed from.

A sign is a short string such as ``lend:close-after`` (a word of lending stands close
behind the sum) or ``place:title``. ``money_weights`` says how much each speaks for each
role; here is only what is seen, in every language alike.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import add

from kuroshio.reading.money_evidence import (
    clause_round,
    find_actors,
    in_item,
    sentence_round,
)
from kuroshio.reading.money_weights import SCALE, WEIGHTS
from kuroshio.reading.page import Page
from kuroshio.reading.statuses import is_measure
from kuroshio.records import AmountRole
from kuroshio.text import Hit, MoneyFound, compile_folded

# Rough dollars per unit, only to compare sizes across currencies when one is chosen.
_DOLLARS = {
    "USD": 1.0, "EUR": 1.1, "GBP": 1.3, "JPY": 0.007, "CNY": 0.14, "HKD": 0.128,
    "TWD": 0.031, "KRW": 0.0007, "AUD": 0.66, "CAD": 0.73, "SGD": 0.75, "CHF": 1.1,
    "INR": 0.012, "AED": 0.272, "SAR": 0.267, "IDR": 0.00006, "THB": 0.03,
    "MYR": 0.23, "VND": 0.00004, "BRL": 0.18, "MXN": 0.055, "RUB": 0.011,
    "TRY": 0.03, "ZAR": 0.055, "PHP": 0.017, "PLN": 0.26, "SEK": 0.1,
    "NOK": 0.1, "DKK": 0.15, "NZD": 0.6, "QAR": 0.27, "KWD": 3.2, "ILS": 0.28,
}  # fmt: skip
# The roles that the weights stand for, in order; behind them, none of the deal's.
ROLES: tuple[AmountRole, ...] = ("total", "part", "limit", "price", "other")
_FAMILIES = ("not", "deal", "money")
_CLOSE_HAN, _CLOSE_LATIN = 9, 24
_PARTIES = frozenset({"institution", "issuer", "body"})
# What touches a sum, before it and behind it.
_TOUCHING = (
    (
        "than",
        compile_folded(
            r"(?:\bthan|\bfrom|\bversus|\bvs\.?|\bagainst|compared (?:with|to)|\bor)"
            r" (?:the |an? |about |some |just )*$|(?:比|较|由|从|自)约?$"
        ),
    ),
    (
        "part-of",
        compile_folded(
            r"(?:\bpart of|\bunder|\bout of|\bwithin|\bof|\bin|\binto|\bfrom) "
            r"(?:the|its|their|an?|that|this|japan's|tokyo's|seoul's)(?: [a-z]+)? $"
        ),
    ),
    ("to", compile_folded(r"(?:\bto|\bat|到|至|达|为|に|へ) ?(?:about |some |约)?$")),
    (
        "for",
        compile_folded(
            r"\bfor (?:about |some |around |roughly |up to |a |nearly |more than )*$"
            r"|以约?(?:总价)?$"
        ),
    ),
    ("of", compile_folded(r"\bof (?:about |some |up to |at least |more than )*$")),
    (
        "another",
        compile_folded(r"(?:another|further|additional|extra)(?: \w+)? $|另|再"),
    ),
)
_TAILS = (
    ("de", compile_folded(r"(?:的|の)(?![一-龥]?(?:股|权))")),
    ("by", compile_folded(r"で|を投|を取得")),
    ("ni", compile_folded(r"に|へ|となる|になる")),
    ("wo", compile_folded(r"を|が|は")),
    ("in", compile_folded(r" (?:in|into|on|to|for) ")),
    ("stop", compile_folded(r"[.。;]|\n")),
    ("noun", compile_folded(r"[ -][a-z]{3,}")),
)
_PAST = compile_folded(
    r"(?:たことがある|ている|ていた|済み|してきた|した経緯)[。、,]?"
    r"|\b(?:had|was|were) [a-z]+(?:ed|n|t)\b|曾|已于|当时|時点"
)
_RATE = compile_folded(
    r"円安|円高|汇率|exchange|兑|离岸|在岸|安値|高値|ドル=|円台|汇市|升破|跌破|円前后|銭"
    r"|日元贬|换算"
)
_EVERY = compile_folded(
    r"in any one year|a year|per year|annual|每年|年間|年额|毎年|yearly|each year"
    r"|a month|每月"
)
_SCALES = ("万", "亿", "兆", "illion", "bn", "tn", "mn", "crore", "lakh")
_SMALL = 100_000
_YEARS_OLD, _DAYS_NEW = 3, 45
# Names of shares of the largest sum and of the title's, with the least of each.
_SHARES = (
    (0.97, "size:largest"),
    (0.4, "size:large"),
    (0.05, "size:medium"),
    (0.0, "size:little"),
)
_SAME = Decimal("0.001")
_TITLE_SHARES = ((1.03, "title:more"), (0.97, "title:same"), (0.0, "title:less"))


@dataclass(frozen=True, slots=True)
class Frame:
    """What a document's sums are seen against; made once by :func:`make_frame`.

    ``sizes`` are rough dollars of each sum, in the order of the page's.
    """

    actors: frozenset[str]
    measure: bool
    sizes: tuple[float, ...]
    largest: float
    doubled: frozenset[tuple[str, str]]
    titled: frozenset[tuple[str, str]]
    made_of: frozenset[int]
    parts_of: frozenset[int]
    purpose: str
    title_size: float
    converted: frozenset[int]


def make_frame(page: Page) -> Frame:
    """Return what all sums of a document are seen against."""
    seen: set[tuple[str, str]] = set()
    doubled: set[tuple[str, str]] = set()
    titled: set[tuple[str, str]] = set()
    for item in page.money:
        key = (item.amount, item.currency)
        if key in seen:
            doubled.add(key)
        seen.add(key)
        if item.start < page.title_end:
            titled.add(key)
    sizes = tuple(rough_dollars(item) for item in page.money)
    made_of, parts_of = _additions(page.money)
    return Frame(
        actors=find_actors(page),
        measure=is_measure(page),
        sizes=sizes,
        largest=max(
            (
                size
                for size, item in zip(sizes, page.money, strict=True)
                if item.converts is None
            ),
            default=0.0,
        ),
        doubled=frozenset(doubled),
        titled=frozenset(titled),
        made_of=made_of,
        parts_of=parts_of,
        purpose=_purpose(page),
        converted=frozenset(
            item.converts for item in page.money if item.converts is not None
        ),
        title_size=max(
            (
                size
                for size, item in zip(sizes, page.money, strict=True)
                if item.start < page.title_end and item.unit is None
            ),
            default=0.0,
        ),
    )


def _purpose(page: Page) -> str:
    """Return the kind of word of a deal that a title has most, else the lead."""
    ends = (page.title_end, page.sentences[min(2, len(page.sentences) - 1)][1])
    for end in ends if page.sentences else ():
        kinds = [hit.kind for hit in page.near("deal", 0, end)]
        if kinds:
            return max(kinds, key=kinds.count)
    return "none"


def rough_dollars(item: MoneyFound) -> float:
    """Return a sum in rough dollars, only to compare sizes across currencies."""
    return float(item.amount) * _DOLLARS.get(item.currency, 0.05)


def _additions(money: Sequence[MoneyFound]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the sums that are two or three neighbours' total, and those neighbours."""
    totals: set[int] = set()
    parts: set[int] = set()
    plain = [
        (index, Decimal(item.amount), item.currency)
        for index, item in enumerate(money[:40])
        if item.converts is None and item.unit is None
    ]
    rough = [float(one[1]) for one in plain]
    for at, (index, value, currency) in enumerate(plain):
        for width in (2, 3, 4):
            for low in range(max(0, at - width - 1), min(len(plain), at + 3)):
                # Most runs are far off, which a rough sum tells sooner.
                if abs(sum(rough[low : low + width]) - rough[at]) > rough[at] * 0.01:
                    continue
                run = plain[low : low + width]
                if len(run) < width or any(one[0] == index for one in run):
                    continue
                if any(one[2] != currency for one in run):
                    continue
                whole = sum((one[1] for one in run), Decimal(0))
                if abs(whole - value) <= value * _SAME:
                    totals.add(index)
                    parts.update(one[0] for one in run)
    return frozenset(totals), frozenset(parts)


def signs_of(page: Page, found: MoneyFound, index: int, frame: Frame) -> list[str]:
    """Return the signs of one sum, in a fixed order, each once.

    Parameters
    ----------
    page : Page
        The document.
    found : MoneyFound
        One of its sums.
    index : int
        Which one of ``page.money``.
    frame : Frame
        From :func:`make_frame`.

    Returns
    -------
    list of str
        Signs as they stand in the table of weights.
    """
    clause, whole = clause_round(page, found), sentence_round(page, found)
    out = ["prior", *_form(page, found, clause), *_place(page, found, frame)]
    out += _words(page, found, clause, whole, frame)
    out += _relations(page, found, index, frame)
    out += _touching(page, found)
    out += _subject(page, found, whole, frame)
    out += _time(page, found, clause, whole)
    if frame.measure:
        out.append("about:measure")
    return list(dict.fromkeys(out))


def _form(page: Page, found: MoneyFound, clause: tuple[int, int]) -> Iterator[str]:
    """Yield how a sum is written."""
    text = page.key[found.start : found.end]
    small = not any(word in text for word in _SCALES)
    small = small and Decimal(found.amount) < _SMALL
    if found.unit is not None:
        yield f"unit:{found.unit}"
    if small:
        yield "form:small"
        if _RATE.search(page.key, max(clause[0] - 40, 0), clause[1] + 20):
            yield "form:rate"
    if found.bound != "exact":
        title = "-title" if found.start < page.title_end else ""
        yield f"bound:{found.bound}{title}"
    if found.max is not None:
        yield "form:range"
    if found.approx:
        yield "form:about"
    if _EVERY.search(page.key, *clause):
        yield "form:every-year"


def _place(page: Page, found: MoneyFound, frame: Frame) -> Iterator[str]:
    """Yield where a sum stands."""
    key = (found.amount, found.currency)
    if found.start < page.title_end:
        yield "place:title"
    else:
        number = page.sentence_at(found.start) - (1 if page.title_end else 0)
        yield f"place:{min(number, 3)}" if number <= 3 else "place:later"
        if found.start > len(page.key) * 0.75:
            yield "place:end"
        if key in frame.titled:
            yield "again:title"
    if key in frame.doubled:
        yield "again"
    if in_item(page, found.start):
        yield "place:item"


def _words(
    page: Page,
    found: MoneyFound,
    clause: tuple[int, int],
    whole: tuple[int, int],
    frame: Frame,
) -> Iterator[str]:
    """Yield the words of sums round a sum, with how near they stand."""
    ahead = page.key[max(0, found.start - 8) : found.start]
    latin = page.key[found.start : found.end].isascii() and (
        not ahead or ahead.isascii()
    )
    close = _CLOSE_LATIN if latin else _CLOSE_HAN
    nearest: dict[str, tuple[float, str]] = {}
    for family, hit in _longest(page, whole):
        before = hit.end <= found.start
        low, high = (hit.end, found.start) if before else (found.end, hit.start)
        inside = clause[0] <= hit.start < clause[1]
        gap = high - low
        between = gap > 0 and any(
            low <= other.start < high for other in page.money_in(low, high)
        )
        side = "before" if before else "after"
        if between:
            yield f"{hit.kind}:beyond"
        elif not inside:
            yield f"{hit.kind}:sentence-{side}"
        else:
            near = "close" if gap <= close else "clause"
            yield f"{hit.kind}:{near}-{side}"
            known = nearest.get(family)
            if known is None or gap < known[0]:
                nearest[family] = (gap, hit.kind)
    for family in _FAMILIES:
        if family in nearest:
            yield f"nearest:{nearest[family][1]}"
            if family == "deal":
                yield f"nearest:{nearest[family][1]}-in-{frame.purpose}"
        else:
            yield f"no-{family}"


def _longest(page: Page, run: tuple[int, int]) -> Iterator[tuple[str, Hit]]:
    """Yield the words of a sentence, those inside a longer one left out."""
    hits = [
        (hit.start, -hit.end, family, hit)
        for family in _FAMILIES
        for hit in page.near(family, *run)
    ]
    hits.sort()
    end = -1
    last = (-1, -1)
    for start, low, family, hit in hits:
        span = (start, -low)
        if -low <= end and span != last:
            continue
        end, last = max(end, -low), span
        yield family, hit


def _relations(
    page: Page, found: MoneyFound, index: int, frame: Frame
) -> Iterator[str]:
    """Yield how a sum stands to the document's others."""
    if len(page.money) == 1:
        yield "size:only"
        return
    size, largest = frame.sizes[index], frame.largest
    if largest > 0 and size > 0:
        share = size / largest
        yield next(name for least, name in _SHARES if share >= least)
    if frame.title_size > 0 and found.start >= page.title_end:
        share = size / frame.title_size
        yield (
            "title:same"
            if 0.97 <= share <= 1.03
            else ("title:more" if share > 1 else "title:less")
        )
    if index in frame.made_of:
        yield "sum:whole"
    if index in frame.parts_of:
        yield "sum:part"
    if index in frame.converted:
        yield "converted"


def _touching(page: Page, found: MoneyFound) -> Iterator[str]:
    """Yield what touches a sum on either side."""
    low = max(0, found.start - 40)
    for name, pattern in _TOUCHING:
        if pattern.search(page.key, low, found.start):
            yield f"head:{name}"
            break
    for name, pattern in _TAILS:
        if pattern.match(page.key, found.end):
            yield f"tail:{name}"
            break


def _subject(
    page: Page, found: MoneyFound, whole: tuple[int, int], frame: Frame
) -> Iterator[str]:
    """Yield whether who is named before a sum is whom the document is about."""
    seen = "none"
    for name in page.names_in(whole[0], found.start):
        if name.kind in _PARTIES:
            seen = "known" if name.canonical in frame.actors else "stranger"
            yield f"subject:{seen}"
            break
    else:
        yield "subject:none"
    strangers = (
        name.canonical not in frame.actors
        for name in page.names_in(*whole)
        if name.kind in _PARTIES
    )
    if any(strangers):
        yield "stranger:sentence"
    if any(True for name in page.names_in(*whole) if name.kind == "person"):
        yield "person:sentence"


def _time(
    page: Page, found: MoneyFound, clause: tuple[int, int], whole: tuple[int, int]
) -> Iterator[str]:
    """Yield the time of a sum's clause and its mood."""
    moods = page.kinds("mood", *clause)
    for mood in ("negation", "conditional", "modal", "attributed"):
        if mood in moods:
            yield f"mood:{mood}"
    if _PAST.search(page.key, *clause):
        yield "time:past-form"
    if page.anchor is None:
        return
    for inside, run in (("", clause), ("-sentence", (whole[0], found.start))):
        for item in page.dates_in(*run):
            if item.first is not None and item.last is not None:
                yield f"time:{_how_old(item.first, item.last, page.anchor)}{inside}"
                return


def _how_old(first: date, last: date, anchor: date) -> str:
    """Return how long before the document a time lies."""
    if first > anchor:
        return "ahead"
    years = anchor.year - last.year
    if years:
        return "old" if years >= _YEARS_OLD else "years-ago"
    return "months-ago" if (anchor - last).days > _DAYS_NEW else "now"


@dataclass(frozen=True, slots=True)
class Scores:
    """How likely each role is: shares of one, in the order of ``ROLES``."""

    shares: tuple[float, ...]

    @property
    def role(self) -> AmountRole:
        """Return the likeliest role of a sum that is the deal's."""
        deal = self.shares[:-1]
        return ROLES[deal.index(max(deal))]

    @property
    def total(self) -> float:
        """Return how likely a sum is the whole of the deal."""
        return self.shares[0]

    @property
    def other_than_deal(self) -> float:
        """Return how likely a sum is none of the deal's."""
        return self.shares[-1]

    @classmethod
    def mean(cls, all_: Sequence["Scores"]) -> "Scores":
        """Return the mean of the scores of a sum's mentions."""
        columns = zip(*(one.shares for one in all_), strict=True)
        return cls(tuple(sum(column) / len(all_) for column in columns))


def weigh(signs: Sequence[str]) -> Scores:
    """Return how likely each role is by the signs of a sum.

    Parameters
    ----------
    signs : sequence of str
        From :func:`signs_of`; a sign without a weight says nothing.

    Returns
    -------
    Scores
        The logistic model of ``money_weights``: the exponentials of the summed weights,
        brought to a sum of one.
    """
    totals = [0] * (len(ROLES) + 1)
    for sign in signs:
        weights = WEIGHTS.get(sign)
        if weights is not None:
            totals = list(map(add, totals, weights))
    powers = [math.exp(total / SCALE) for total in totals]
    whole = sum(powers)
    return Scores(tuple(power / whole for power in powers))
