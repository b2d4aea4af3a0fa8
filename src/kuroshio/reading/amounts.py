"""What each sum of money is: role, layer, whether it is money of this deal at all.

The role of a sum is the one that its signs (``money_signs``) weigh most for, by the
weights of ``money_weights``; its repeats are weighed together. The headline is then
chosen among the sums that are the deal's.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kuroshio.reading.money_evidence import is_denied, sentence_round
from kuroshio.reading.money_signs import (
    Frame,
    Scores,
    make_frame,
    rough_dollars,
    signs_of,
    weigh,
)
from kuroshio.reading.page import Page
from kuroshio.records import AmountMention, AmountRole, Layer, Money, Stance
from kuroshio.text import MoneyFound, compile_folded

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
# A sum that only sorts what a rule is for, or names the ceiling as such.
_LIMIT_AFTER = compile_folded(
    r"(?:以上|以下|超|未满)(?:的|の)|を超える(?=[^\x00-\u30a0])|(?:を|为|の)?(?:上限|限度)"
)
_LIMIT_BEFORE = compile_folded(
    r"(?:contracts?|parcels?|goods|purchases?|tenders?|shipments?|investments?"
    r"|transactions?|orders) (?:worth |valued (?:at )?|of )?"
    r"(?:over|above|exceeding|more than|below|under)(?: [a-z]{1,3})? ?$"
    r"|(?:上限(?:を|为|は|定为)?|capped at|ceiling of|limit of|cap of|limited to)"
    r"(?: about | some )? ?约?$"
)
# Words that set a sum of another matter aside.
_APART = compile_folded(
    r"与(?:本案|此|这笔交易)无关|无关|无涉|unrelated|nothing to do with|not part of"
    r"|separate (?:deal|matter)|^separately|関係ない|无関係|别件|とは别"
)
# Sentences of the lead, title and dateline counted.
_LEAD_SENTENCES = 3
# How much more than another role a sum must weigh to be none of the deal's.
_EVEN = 0.55
_APART_EVEN = 0.15
_ROLE_SCORE = {"total": 2.0, "part": -2.0, "price": -20.0, "limit": -3.0, "other": -2.0}
_NEAR_WHOLE = Decimal("0.03")


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sum with what its signs say about it."""

    found: MoneyFound
    role: AmountRole
    deal: bool
    stance: Stance
    score: float
    sentence: int
    fixed: bool = False


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
    if not page.money:
        return ()
    frame = make_frame(page)
    weighed = _weighed(page, frame)
    judged: list[_Judged] = []
    for index, found in enumerate(page.money):
        base = judged[found.converts] if found.converts is not None else None
        judged.append(
            _converted(found, base)
            if base is not None
            else _judge(page, found, weighed[index])
        )
    headline = _headline(judged)
    judged = [_settled(item, headline) for item in judged]
    return tuple(_mention(page, item, headline) for item in judged)


def _weighed(page: Page, frame: Frame) -> list[Scores]:
    """Return the weights of each sum's roles, those of its repeats taken together."""
    alone = [
        weigh(signs_of(page, found, index, frame))
        for index, found in enumerate(page.money)
    ]
    groups: dict[tuple[str, str, bool], list[int]] = {}
    for index, found in enumerate(page.money):
        key = (found.amount, found.currency, found.converts is not None)
        groups.setdefault(key, []).append(index)
    for group in groups.values():
        if len(group) > 1:
            mean = Scores.mean([alone[index] for index in group])
            for index in group:
                alone[index] = mean
    return alone


def _converted(found: MoneyFound, base: _Judged) -> _Judged:
    """Return the same sum in another currency: as its base, with its own role."""
    return replace(base, found=found, role="conversion", score=-9.0)


def _judge(page: Page, found: MoneyFound, scores: Scores) -> _Judged:
    """Return role, stance and weight of one sum."""
    whole = sentence_round(page, found)
    limit = _is_limit(page, found)
    deal = scores.other_than_deal < _EVEN or (limit and not is_denied(page, found))
    if deal and not limit and _APART.search(page.key, *whole):
        deal = scores.other_than_deal < _APART_EVEN
    stance: Stance = "asserted"
    if not deal and is_denied(page, found):
        stance = "denied"
    moods = page.kinds("mood", *whole)
    if stance == "asserted" and "attributed" in moods:
        stance = "attributed"
    elif stance == "asserted" and "modal" in moods:
        stance = "planned"
    role = "price" if found.unit in {"share", "other"} else scores.role
    role = "limit" if limit else role
    return _Judged(
        found=found,
        role=role,
        deal=deal,
        stance=stance,
        score=_score(page, found, role, scores),
        sentence=page.sentence_at(found.start),
        fixed=limit,
    )


def _is_limit(page: Page, found: MoneyFound) -> bool:
    """Say whether the words that touch a sum make it a threshold or a ceiling."""
    return (
        _LIMIT_AFTER.match(page.key, found.end) is not None
        or _LIMIT_BEFORE.search(page.key, max(0, found.start - 48), found.start)
        is not None
    )


def _score(
    page: Page, found: MoneyFound, role: AmountRole | None, scores: Scores
) -> float:
    """Return how likely a sum is the one that the document is about."""
    sentence = page.sentence_at(found.start)
    score = _ROLE_SCORE.get(role or "", 0.0) + 4.0 * scores.total
    if found.start < page.title_end:
        score += 6
    elif sentence <= _LEAD_SENTENCES:
        score += 5.0 - sentence
    if _PLEDGED_BEFORE.search(page.key[found.end : found.end + 16]):
        score -= 4
    # A step of ten in size weighs as much as one good cue.
    size = rough_dollars(found)
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
        close = abs(other - value) <= value * _NEAR_WHOLE
        if code == currency and close and len(_digits(other)) > len(_digits(value)):
            return other, code
    return value, currency


def _settled(item: _Judged, headline: tuple[Decimal, str] | None) -> _Judged:
    """Return a sum with the headline's role where it is the headline again.

    A repeat of the headline is the deal's money wherever it stands, unless denied.
    """
    if headline is None or item.fixed or item.role in {"conversion", "price"}:
        return item
    if (Decimal(item.found.amount), item.found.currency) == headline:
        return replace(item, role="total", deal=item.deal or item.stance != "denied")
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
        role=item.role,
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
