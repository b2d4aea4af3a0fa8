"""What each sum of money is: role, layer, whether it is money of this deal at all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from kuroshio.reading.money_evidence import (
    Weighed,
    clause_round,
    distance_to,
    find_actors,
    in_item,
    sentence_round,
    weigh,
)
from kuroshio.reading.page import Page
from kuroshio.records import AmountMention, AmountRole, Layer, Money, Stance
from kuroshio.text import MoneyFound, compile_folded

# Rough dollars per unit, only to compare sizes across currencies when one is chosen.
_DOLLARS = {
    "USD": 1.0, "EUR": 1.1, "GBP": 1.3, "JPY": 0.007, "CNY": 0.14, "HKD": 0.128,
    "TWD": 0.031, "KRW": 0.0007, "AUD": 0.66, "CAD": 0.73, "SGD": 0.75, "CHF": 1.1,
    "INR": 0.012, "AED": 0.272, "SAR": 0.267,
}  # fmt: skip
_ENVELOPE = compile_folded(
    r"envelope|vehicle|framework|pledge|commitment|fund\b|facility|枠|規模|总额|承诺|框架|基金"
    r"|投融資|投融资|计划"
)
_TRANCHE = compile_folded(
    r"tranche|first batch|第1弾|第一弾|首批|首期|第一批|第2弾|第二批"
)
_DRAWN = compile_folded(
    r"drawn|disbursed|paid out|loans? signed|融資契約|融資を実行|已拨付|已到位|放款"
)
_COMMITTED = compile_folded(r"committed|commitment of|出資を決定|已承诺")
_PLEDGED_BEFORE = compile_folded(
    r"約束した|约定的|承诺的|promised|pledged in|枠組み|のうち|の一環|规模的|規模の"
    r"|framework"
)
_PER_YEAR = compile_folded(
    r"in any one year|a year|per year|annual|每年|年間|年额|毎年|yearly"
)
_PLANNED = {"modal"}
_PURPOSE_SCORE = {"invest": 1.0, "acquire": 1.0, "goods": -2.0, "fee": -6.0}
# What is money beside a deal of another kind.
_BESIDE = {
    "acquire": ("invest", "goods", "aid"),
    "invest": ("goods",),
    "lend": ("goods",),
    "aid": ("goods", "invest"),
}
_OF_WHICH = compile_folded(
    r"of which|of that|of the total|其中|うち|内訳|分别|それぞれ"
)
_ABOVE_AFTER = compile_folded(
    r"(?:以上|以下|超|未满)(?:的|の)|を超える(?=[^\x00-\u30a0])"
)
_ABOVE = compile_folded(
    r"(?:contracts?|parcels?|goods|purchases?|tenders?|shipments?|investments?"
    r"|transactions?|orders) (?:worth |valued (?:at )?|of )?"
    r"(?:over|above|exceeding|more than|below|under)(?: [a-z]{1,3})? ?$"
)
_EXCHANGE = compile_folded(
    r"円安|円高|汇率|exchange|兑|离岸|在岸|安値|高値|ドル=|円台|dollar|汇市|升破|跌破|円前后|銭|日元贬|换算"
)
# Rates and prices lie below 10,000.
_RATE_BELOW = 10_000
# A threshold of a rule may be of budgets or trade, not of others' guesses.
_HOPELESS = -3.0
# Sentences of the lead, title and dateline counted; items that make a catalogue.
_LEAD_SENTENCES, _MANY = 3, 4
_SMALL = 100_000
_ROLE_SCORE = {"total": 2.0, "part": -2.0, "price": -20.0, "limit": -3.0, "other": -2.0}
# A sum of less than this share of the whole is a part, whatever word stands near.
_WHOLE = Decimal("0.4")
_NEAR_WHOLE = Decimal("0.03")


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sum with what its sentence says about it."""

    found: MoneyFound
    role: AmountRole | None
    deal: bool
    stance: Stance
    score: float
    sentence: int
    purpose: str | None = None
    titled: bool = False
    chained: bool = False


def find_amounts(page: Page) -> tuple[AmountMention, ...]:
    """Return the sums of a document with role, layer, stance and the headline flag.

    Parameters
    ----------
    page : Page
        The document as found so far.

    Returns
    -------
    tuple of AmountMention
        In order. ``deal`` is False for money that is denied, a forecast, a figure of
        accounts or trade, another deal's, or an exchange rate; the headline is one sum,
        flagged at every mention of it.
    """
    judged: list[_Judged] = []
    actors = find_actors(page)
    for found in page.money:
        base = judged[found.converts] if found.converts is not None else None
        judged.append(_converted(found, base) if base else _judge(page, found, actors))
    headline = _headline(judged)
    purpose = _purpose_of(judged, headline)
    capped = any(
        item.titled and item.found.bound == "max" and _key(item) == headline
        for item in judged
    )
    judged = [
        _beside(_settled(item, headline, capped=capped), purpose, headline)
        for item in judged
    ]
    return tuple(_mention(page, item, headline) for item in judged)


def _converted(found: MoneyFound, base: _Judged) -> _Judged:
    """Return the same sum in another currency: as its base, with its own role."""
    return replace(base, found=found, role="conversion", score=-9.0)


def _judge(page: Page, found: MoneyFound, actors: frozenset[str]) -> _Judged:
    """Return role, stance and weight of one sum from the words of its sentence."""
    whole = sentence_round(page, found)
    clause = clause_round(page, found)
    weighed = weigh(page, found, actors)
    rate = found.unit == "rate" or _is_rate(page, found, clause)
    role = _role(page, found, clause, weighed.purpose)
    stance: Stance = "denied" if weighed.denied else "asserted"
    moods = page.kinds("mood", *whole)
    if stance == "asserted" and "attributed" in moods:
        stance = "attributed"
    elif stance == "asserted" and moods & _PLANNED:
        stance = "planned"
    return _Judged(
        found=found,
        role=role,
        deal=_is_deal(page, found, weighed) and not rate,
        stance=stance,
        score=_score(page, found, role, weighed.purpose),
        sentence=page.sentence_at(found.start),
        purpose=weighed.purpose,
        titled=found.start < page.title_end,
        chained=_is_chained(page, found),
    )


def _is_deal(page: Page, found: MoneyFound, weighed: Weighed) -> bool:
    """Say whether a sum is the deal's; a measure's threshold is, whatever it is of."""
    if weighed.weight > 0:
        return True
    return weighed.weight > _HOPELESS and _is_threshold(page, found)


def _is_rate(page: Page, found: MoneyFound, clause: tuple[int, int]) -> bool:
    """Say whether a small plain sum is an exchange rate rather than a price."""
    value = Decimal(found.amount)
    if found.unit is not None or value >= _RATE_BELOW:
        return False
    if value != 1 and found.currency not in {"JPY", "CNY", "KRW", "TWD", "HKD"}:
        return False
    return (
        _EXCHANGE.search(page.key, max(clause[0] - 40, 0), clause[1] + 20) is not None
    )


def _role(
    page: Page, found: MoneyFound, clause: tuple[int, int], purpose: str | None
) -> AmountRole | None:
    """Return the role that the words nearest to a sum give it; None for no words."""
    if found.unit in {"share", "other"}:
        return "price"
    small = _is_small(page, found)
    if _is_threshold(page, found) or (small and found.bound == "max"):
        return "limit"
    if small or purpose == "fee":
        return "price" if small else "other"
    if found.bound == "max":
        return _capped_role(page, found)
    return _worded_role(page, found, clause)


def _capped_role(page: Page, found: MoneyFound) -> AmountRole | None:
    """Return the role of a sum that is "up to": the title's is the headline's."""
    if found.start < page.title_end:
        return None
    return "part" if _in_catalogue(page, found) else "limit"


def _worded_role(
    page: Page, found: MoneyFound, clause: tuple[int, int]
) -> AmountRole | None:
    """Return the role that the word of sums nearest to a sum gives it."""
    near = _nearest(page, found, clause)
    kinds = page.kinds("money", *clause)
    if near == "limit" or (found.unit == "year" and "limit" in kinds):
        return "limit"
    if near in {"part", "total"}:
        return "part" if near == "part" else "total"
    if _is_chained(page, found) or in_item(page, found.start):
        return "part"
    return None


def _is_chained(page: Page, found: MoneyFound) -> bool:
    """Say whether a sum stands behind the words that split another one."""
    left, _ = sentence_round(page, found)
    return _OF_WHICH.search(page.key, left, found.start) is not None


def _is_threshold(page: Page, found: MoneyFound) -> bool:
    """Say whether a sum only sorts what a rule is for ("contracts above")."""
    return (
        _ABOVE_AFTER.match(page.key, found.end) is not None
        or _ABOVE.search(page.key, max(0, found.start - 48), found.start) is not None
    )


def _in_catalogue(page: Page, found: MoneyFound) -> bool:
    """Say whether a capped sum is one of many such items of one list."""
    if not in_item(page, found.start):
        return False
    capped = (item for item in page.money if item.bound == "max")
    return sum(in_item(page, item.start) for item in islice(capped, _MANY)) >= _MANY


def _is_small(page: Page, found: MoneyFound) -> bool:
    """Say whether a sum is written out and small, as prices and fees are."""
    text = page.key[found.start : found.end]
    scaled = any(
        word in text for word in ("万", "亿", "兆", "illion", "bn", "tn", "mn")
    )
    return not scaled and Decimal(found.amount) < _SMALL


def _nearest(page: Page, found: MoneyFound, clause: tuple[int, int]) -> str | None:
    """Return the kind of the money cue nearest to a sum in its clause."""
    hits = page.near("money", *clause)
    if not hits:
        return None
    return min(hits, key=lambda hit: distance_to(page, found, hit)).kind


def _score(
    page: Page, found: MoneyFound, role: AmountRole | None, purpose: str | None
) -> float:
    """Return how likely a sum is the one that the document is about."""
    sentence = page.sentence_at(found.start)
    score = _ROLE_SCORE.get(role or "", 0.0) + _PURPOSE_SCORE.get(purpose or "", 0.0)
    if found.start < page.title_end:
        score += 6
    elif sentence <= _LEAD_SENTENCES:
        score += 5.0 - sentence
    tail = page.key[found.end : found.end + 16]
    if _PLEDGED_BEFORE.search(tail):
        score -= 4
    size = float(found.amount) * _DOLLARS.get(found.currency, 0.05)
    # A step of ten in size weighs as much as one good cue.
    return score + (math.log10(size) if size > 0 else -20.0) * 1.2


def _headline(judged: Sequence[_Judged]) -> tuple[Decimal, str] | None:
    """Return value and currency of the sum that the document is about."""
    best: dict[tuple[Decimal, str], float] = {}
    for item in judged:
        if not item.deal or item.role in {"conversion", "price"}:
            continue
        key = (Decimal(item.found.amount), item.found.currency)
        best[key] = max(best.get(key, -99.0), item.score) + 0.1
    if not best:
        return None
    value, currency = max(best, key=lambda key: best[key])
    # A rounded title ("24bn") stands for the exact sum of the text ("24.3bn").
    for other, code in best:
        close = abs(other - value) <= value * Decimal("0.03")
        if code == currency and close and len(_digits(other)) > len(_digits(value)):
            return other, code
    return value, currency


def _settled(
    item: _Judged, headline: tuple[Decimal, str] | None, *, capped: bool
) -> _Judged:
    """Return a sum with the role that its size beside the headline gives it.

    A repeat of the headline is the deal's money wherever it stands, unless denied;
    ``capped`` says that the title itself gives it as a ceiling.
    """
    if headline is None:
        return replace(item, role=item.role or "other")
    value, currency = Decimal(item.found.amount), item.found.currency
    whole, code = headline
    same = currency == code
    if same and value == whole and item.role not in {"conversion", "price"}:
        deal = item.deal or item.stance != "denied"
        keep = item.role == "limit" and not capped
        return replace(item, role="limit" if keep else "total", deal=deal)
    if item.titled and item.role in {None, "part"} and same:
        return replace(item, role="part" if value < whole * _WHOLE else "total")
    if item.role not in {None, "total"} or not same:
        return replace(item, role=item.role or "part")
    near = abs(value - whole) <= whole * _NEAR_WHOLE
    if item.role is None:
        return replace(item, role="total" if near or value > whole else "part")
    return replace(item, role="part" if value < whole * _WHOLE else "total")


def _key(item: _Judged) -> tuple[Decimal, str]:
    return Decimal(item.found.amount), item.found.currency


def _purpose_of(
    judged: Sequence[_Judged], headline: tuple[Decimal, str] | None
) -> str | None:
    """Return what the headline sum is for, from its first mention that says so."""
    for item in judged:
        if headline == _key(item) and item.purpose is not None:
            return item.purpose
    return None


def _beside(
    item: _Judged, purpose: str | None, headline: tuple[Decimal, str] | None
) -> _Judged:
    """Return a sum that is for something else than the headline as other money."""
    if item.role not in {"total", "part"} or item.titled or item.chained:
        return item
    if headline == _key(item):
        return item
    if item.purpose and item.purpose in _BESIDE.get(purpose or "", ()):
        return replace(item, role="other")
    return item


def _digits(value: Decimal) -> str:
    return str(int(value)).rstrip("0")


def _mention(
    page: Page, item: _Judged, headline: tuple[Decimal, str] | None
) -> AmountMention:
    """Return the record of a sum."""
    found = item.found
    is_headline = item.deal and headline == (Decimal(found.amount), found.currency)
    is_headline = is_headline and item.role == "total"
    base = page.money[found.converts] if found.converts is not None else None
    return AmountMention(
        money=Money(
            amount=found.amount,
            currency=found.currency,
            max=found.max,
            approx=found.approx,
            bound=found.bound,
            converts=base.amount if base else None,
            layer=_layer(page, found),
        ),
        span=page.span(found.start, found.end),
        role=item.role or "other",
        headline=is_headline,
        deal=item.deal,
        stance=item.stance,
        sentence=item.sentence,
    )


def _layer(page: Page, found: MoneyFound) -> Layer | None:
    """Return the layer of a sum that its clause names."""
    low, high = page.clause(found.start, found.end)
    window = page.key[low:high]
    if _TRANCHE.search(window):
        return "tranche"
    if _DRAWN.search(window):
        return "drawn"
    if _ENVELOPE.search(window):
        return "envelope"
    return "committed" if _COMMITTED.search(window) else None
