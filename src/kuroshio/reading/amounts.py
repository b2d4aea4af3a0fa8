"""What each sum of money is: role, layer, whether it is money of this deal at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

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
_TRANCHE = compile_folded(r"tranche|first batch|第1弾|第一弾|首批|首期|第一批|第2弾|第二批")
_DRAWN = compile_folded(
    r"drawn|disbursed|paid out|loans? signed|融資契約|融資を実行|已拨付|已到位|放款"
)
_COMMITTED = compile_folded(r"committed|commitment of|出資を決定|已承诺")
_PLEDGED_BEFORE = compile_folded(
    r"約束した|约定的|承诺的|promised|pledged in|枠組み|のうち|の一環|规模的|規模の|framework"
)
_PER_YEAR = compile_folded(r"in any one year|a year|per year|annual|每年|年間|年额|毎年|yearly")
_PLANNED = {"modal"}


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sum with what its sentence says about it."""

    found: MoneyFound
    role: AmountRole
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
        judged.append(_converted(found, base, page) if base else _judge(page, found))
    headline = _headline(judged)
    return tuple(_mention(page, item, headline) for item in judged)


def _converted(found: MoneyFound, base: _Judged, page: Page) -> _Judged:
    """Return the same sum in another currency: as its base, with its own role."""
    return replace(base, found=found, role="conversion", score=-9.0)


def _judge(page: Page, found: MoneyFound) -> _Judged:
    """Return role, stance and weight of one sum from the words of its sentence."""
    sentence = page.sentence_at(found.start)
    left, right = page.sentences[sentence] if page.sentences else (0, len(page.key))
    left, right = max(left, found.start - 220), min(right, found.end + 160)
    clause = page.clause(found.start, found.end)
    against = _against(page, found, clause, (left, right))
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
        score=_score(page, found, role, (left, right)),
        sentence=sentence,
    )


def _against(
    page: Page, found: MoneyFound, clause: tuple[int, int], whole: tuple[int, int]
) -> str | None:
    """Return why a sum is no money of this deal; None when nothing says so."""
    in_clause = page.near("not", clause[0], clause[1])
    # A figure of accounts must stand close: "revenue of $3bn", "年营收30亿元".
    for hit in in_clause:
        if hit.kind in {"forecast", "figures", "elsewhere", "denied"}:
            return hit.kind
    for hit in page.near("not", *whole):
        if hit.kind == "figures":
            continue
        if hit.kind in {"denied", "elsewhere", "forecast"}:
            return hit.kind
    return None


def _role(
    page: Page, found: MoneyFound, clause: tuple[int, int], whole: tuple[int, int]
) -> AmountRole:
    """Return the role that the words nearest to a sum give it."""
    if found.unit in {"share", "other"}:
        return "price"
    if found.bound == "max":
        return "limit"
    kinds = page.kinds("money", *clause) or page.kinds("money", *whole)
    near = _nearest(page, found, clause)
    if "other_role" in kinds and near in {None, "other_role"}:
        return "other"
    if near == "limit" or (found.unit == "year" and "limit" in kinds):
        return "limit"
    if near == "part":
        return "part"
    if near == "total":
        return "total"
    if near == "price" and Decimal(found.amount) < 100_000:
        return "price"
    return "other"


def _nearest(page: Page, found: MoneyFound, clause: tuple[int, int]) -> str | None:
    """Return the kind of the money cue nearest to a sum in its clause."""
    best: tuple[int, str] | None = None
    for hit in page.near("money", *clause):
        distance = max(found.start - hit.end, hit.start - found.end, 0)
        if best is None or distance < best[0]:
            best = (distance, hit.kind)
    return best[1] if best else None


def _score(
    page: Page, found: MoneyFound, role: AmountRole, whole: tuple[int, int]
) -> float:
    """Return how likely a sum is the one that the document is about."""
    score = 0.0
    if found.start < page.title_end:
        score += 5
    elif page.sentence_at(found.start) <= 3:
        score += 2
    score += {"total": 3.0, "part": -2.0, "price": -20.0, "limit": -3.0}.get(role, 0.0)
    tail = page.key[found.end : found.end + 16]
    if _PLEDGED_BEFORE.search(tail):
        score -= 4
    size = Decimal(found.amount) * Decimal(str(_DOLLARS.get(found.currency, 0.05)))
    # A step of ten in size weighs as much as one good cue.
    return score + (float(size.log10()) if size > 0 else -20.0) * 1.5


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


def _digits(value: Decimal) -> str:
    return str(int(value)).rstrip("0")


def _mention(
    page: Page, item: _Judged, headline: tuple[Decimal, str] | None
) -> AmountMention:
    """Return the record of a sum."""
    found = item.found
    is_headline = item.deal and headline == (Decimal(found.amount), found.currency)
    is_headline = is_headline and item.role not in {"conversion", "price"}
    role: AmountRole = "total" if is_headline else item.role
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
        role=role,
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
