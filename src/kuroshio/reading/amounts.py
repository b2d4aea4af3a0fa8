"""What each sum of money is: role, layer, whether it is money of this deal at all."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kuroshio.reading.page import Page
from kuroshio.records import AmountMention, AmountRole, Layer, Money, Stance
from kuroshio.text import Hit, MoneyFound, compile_folded

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
_EXCHANGE = compile_folded(
    r"円安|円高|汇率|exchange|兑|离岸|在岸|安値|高値|ドル=|円台|dollar|汇市|升破|跌破|円前后|銭|日元贬|换算"
)
# A figure of accounts stands this close to its sum; rates and prices lie below 10,000.
_CLOSE = 14
_RATE_BELOW = 10_000
# Sentences of the lead, title and dateline counted; and how near a soft word stands.
_LEAD_SENTENCES, _SOFT = 4, 60
_YEARS_OLD = 3
_SMALL = 100_000
_ROLE_SCORE = {"total": 3.0, "part": -2.0, "price": -20.0, "limit": -3.0, "other": -2.0}
_ITEM = re.compile(r"[ \t]*(?:[–—▽▼●・•◆◇■□*○]|-(?= )|\(?\d{1,2}[.)、．]\s)")
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
    for found in page.money:
        base = judged[found.converts] if found.converts is not None else None
        judged.append(_converted(found, base) if base else _judge(page, found))
    headline = _headline(judged)
    judged = [_settled(item, headline) for item in judged]
    return tuple(_mention(page, item, headline) for item in judged)


def _converted(found: MoneyFound, base: _Judged) -> _Judged:
    """Return the same sum in another currency: as its base, with its own role."""
    return replace(base, found=found, role="conversion", score=-9.0)


def _judge(page: Page, found: MoneyFound) -> _Judged:
    """Return role, stance and weight of one sum from the words of its sentence."""
    sentence = page.sentence_at(found.start)
    left, right = page.sentences[sentence] if page.sentences else (0, len(page.key))
    left, right = max(left, found.start - 220), min(right, found.end + 160)
    clause = page.clause(found.start, found.end)
    against = _against(page, found, clause, (left, right))
    # "Enterprise value: $14.9 billion": the label before the colon says what it is.
    if clause[0] and page.key[clause[0] - 1] == ":":
        clause = (max(page.line_start(found.start), left), clause[1])
    role = _role(page, found, clause, (left, right))
    stance: Stance = "denied" if against == "denied" else "asserted"
    moods = page.kinds("mood", left, right)
    if stance == "asserted" and "attributed" in moods:
        stance = "attributed"
    elif stance == "asserted" and moods & _PLANNED:
        stance = "planned"
    return _Judged(
        found=found,
        role=role,
        deal=against is None and found.unit != "rate",
        stance=stance,
        score=_score(page, found, role),
        sentence=sentence,
    )


def _against(
    page: Page, found: MoneyFound, clause: tuple[int, int], whole: tuple[int, int]
) -> str | None:
    """Return why a sum is no money of this deal; None when nothing says so."""
    is_price = found.unit in {"share", "other"}
    for hit in page.near("not", *whole):
        near = clause[0] <= hit.start < clause[1]
        if _speaks_against(page, found, hit, near=near, is_price=is_price):
            return hit.kind
    if _is_rate(page, found, clause):
        return "rate"
    if not is_price and _is_aside(page, found, whole):
        return "aside"
    return "history" if _is_history(page, found, clause) else None


def _speaks_against(
    page: Page, found: MoneyFound, hit: Hit, *, near: bool, is_price: bool
) -> bool:
    """Say whether a cue takes a sum away from the deal; ``near``: in its clause."""
    if hit.kind == "figures":
        distance = max(found.start - hit.end, hit.start - found.end, 0)
        return near and distance <= _CLOSE and not is_price
    if hit.kind == "denied":
        return near or not is_price
    before = hit.start < found.start
    if hit.kind == "elsewhere":
        return near or before or not _holds_other(page, found, hit.start)
    return hit.kind == "forecast" and (near or before)


def _is_aside(page: Page, found: MoneyFound, whole: tuple[int, int]) -> bool:
    """Say whether a sum far from the lead stands among words of other things only."""
    sentence = page.sentence_at(found.start)
    if sentence <= _LEAD_SENTENCES or _in_bullet(page, found.start):
        return False
    if page.kinds("money", *whole) & {"total", "part", "limit"}:
        return False
    low, high = max(whole[0], found.start - _SOFT), min(whole[1], found.end + _SOFT)
    if page.kinds("part", low, high) & {"acquirer", "investor", "lender"}:
        return False
    return "soft" in page.kinds("not", low, high)


def _holds_other(page: Page, found: MoneyFound, at: int) -> bool:
    """Say whether another sum stands between a sum and a cue."""
    low, high = sorted((found.start, at))
    return any(other.start != found.start for other in page.money_in(low, high))


def _is_rate(page: Page, found: MoneyFound, clause: tuple[int, int]) -> bool:
    """Say whether a small plain sum is an exchange rate rather than a price."""
    if found.unit is not None or Decimal(found.amount) >= _RATE_BELOW:
        return False
    if found.currency not in {"JPY", "CNY", "KRW", "TWD", "HKD"}:
        return False
    return (
        _EXCHANGE.search(page.key, max(clause[0] - 40, 0), clause[1] + 20) is not None
    )


def _is_history(page: Page, found: MoneyFound, clause: tuple[int, int]) -> bool:
    """Say whether the sum's own clause dates it years before the document."""
    if page.anchor is None or found.start < page.title_end:
        return False
    dated = (item.last for item in page.dates_in(*clause) if item.last is not None)
    first = next(dated, None)
    return first is not None and page.anchor.year - first.year >= _YEARS_OLD


def _role(
    page: Page, found: MoneyFound, clause: tuple[int, int], whole: tuple[int, int]
) -> AmountRole | None:
    """Return the role that the words nearest to a sum give it; None for no words."""
    if found.unit in {"share", "other"} or _is_small(page, found):
        return "price"
    near = _nearest(page, found, clause)
    kinds = page.kinds("money", *clause) or page.kinds("money", *whole)
    if found.bound == "max":
        return "part" if _in_bullet(page, found.start) else "limit"
    if near == "limit" or (found.unit == "year" and "limit" in kinds):
        return "limit"
    if "other_role" in kinds and near in {None, "other_role"}:
        return "other"
    if near in {"part", "total"}:
        return "part" if near == "part" else "total"
    return "part" if _in_bullet(page, found.start) else None


def _is_small(page: Page, found: MoneyFound) -> bool:
    """Say whether a sum is written out and small, as prices and fees are."""
    text = page.key[found.start : found.end]
    scaled = any(
        word in text for word in ("万", "亿", "兆", "illion", "bn", "tn", "mn")
    )
    return not scaled and Decimal(found.amount) < _SMALL


def _in_bullet(page: Page, start: int) -> bool:
    """Say whether a place is in a line that begins like an item of a list."""
    return _ITEM.match(page.text, page.line_start(start)) is not None


def _nearest(page: Page, found: MoneyFound, clause: tuple[int, int]) -> str | None:
    """Return the kind of the money cue nearest to a sum in its clause."""
    best: tuple[int, str] | None = None
    for hit in page.near("money", *clause):
        distance = max(found.start - hit.end, hit.start - found.end, 0)
        if best is None or distance < best[0]:
            best = (distance, hit.kind)
    return best[1] if best else None


def _score(page: Page, found: MoneyFound, role: AmountRole | None) -> float:
    """Return how likely a sum is the one that the document is about."""
    score = 0.0
    if found.start < page.title_end:
        score += 6
    elif page.sentence_at(found.start) <= 3:
        score += 3.5
    score += _ROLE_SCORE.get(role or "", 0.0)
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


def _settled(item: _Judged, headline: tuple[Decimal, str] | None) -> _Judged:
    """Return a sum with the role that its size beside the headline gives it.

    A repeat of the headline is the deal's money wherever it stands, unless denied.
    """
    if headline is None:
        return replace(item, role=item.role or "other")
    value, currency = Decimal(item.found.amount), item.found.currency
    whole, code = headline
    same = currency == code
    if same and value == whole and item.role not in {"conversion", "price"}:
        deal = item.deal or item.stance != "denied"
        return replace(
            item, role="limit" if item.role == "limit" else "total", deal=deal
        )
    if item.role not in {None, "total"} or not same:
        return replace(item, role=item.role or "part")
    near = abs(value - whole) <= whole * _NEAR_WHOLE
    if item.role is None:
        return replace(item, role="total" if near or value > whole else "part")
    return replace(item, role="part" if value < whole * _WHOLE else "total")


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
