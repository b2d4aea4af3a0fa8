"""Totals that their parts do not give."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kuroshio.reading.findings.amounts import MOST_PARTS, sums_to
from kuroshio.reading.findings.case import Case, Subject
from kuroshio.reading.quantities import amount_of, format_money, power_of_ratio
from kuroshio.records import AmountMention, Finding, Money
from kuroshio.text import compile_folded, compile_sought

_SUM = compile_sought(
    r"\btotal(?:s|ed|ing|led|ling)?\b|\bin all\b|altogether|combined|"
    r"\bbring(?:s|ing)?\b|adds? up to|added to|\bsum of\b|"
    r"合计|总计|共计|總計|合計|总额|總額|総額|[计共](?=约?\d)"
)
_SCALED = compile_folded(r"\d[\d,.]*\s?(?:亿|兆|billion|trillion|million|bn\b|tn\b)")
_INCOMPLETE = compile_folded(
    r"\bincluding\b|\bincludes\b|of which|among (?:them|others)|such as|at least|"
    r"其中|包括|うち|など|例如"
)
_OF_THIS = compile_sought(
    r"\bof (?:this|which|that|the total)\b|"
    r"\bof (?:the|its) (?:us|a|c|hk|nt|s)?[$€£]?\d|\bconsists? of\b|\bcomprises?\b|"
    r"\bmade up of\b|\blenders are\b|\b(?:with|"
    r"from) [^.;]{0,50} and [^.;]{0,60} with\b|"
    r"其中|分别|うち|内訳|それぞれ"
)
_ITEM = compile_folded(
    r"^\s*(?:[-*•·▽▼■●・]|\(?\d{1,2}[.)、]|[一二三四五六七八九十]、)"
)


def find_amount_mismatches(case: Case) -> Iterator[Finding]:
    """Find totals that their parts, named as complete beside them, do not give.

    Parts are those of a sentence with a word of summing, those after "of this", or
    the items of a list with one sum each.
    """
    for subject in case.subjects:
        seen: set[tuple[str, ...]] = set()
        for total, parts in (
            *_summed(subject),
            *_split(subject),
            *_listed(subject),
        ):
            finding = _check_sum(case, subject, total, parts)
            key = (total.money.amount, *(one.money.amount for one in parts))
            if finding is not None and key not in seen:
                seen.add(key)
                yield finding


_Sum = tuple[AmountMention, list[AmountMention]]


def _summed(subject: Subject) -> Iterator[_Sum]:
    """Yield totals with a word of summing and the sums just before them."""
    reading = subject.reading
    for total in reading.amounts:
        index = subject.sentence_index(total.span.start)
        if total.role not in {"total", "other", "limit"} or index < 0:
            continue
        window = reading.sentences[max(0, index - 1) : index + 1]
        start, end = window[0][0], window[-1][1]
        if not _SUM.search(subject.folded[slice(*window[-1])]):
            continue
        if _INCOMPLETE.search(subject.folded[start:end]):
            continue
        if _has_unread(subject, start, end):
            continue
        near = [one for one in reading.amounts if start <= one.span.start < end]
        largest = max(near, key=lambda one: amount_of(one.money) or Decimal(0))
        if largest.money.amount != total.money.amount:
            continue
        yield total, [one for one in near if _is_part(one, total)]


def _has_unread(subject: Subject, start: int, end: int) -> bool:
    """Tell whether a passage has a scaled number that was not read as a sum."""
    covered = [(one.span.start, one.span.end) for one in subject.reading.amounts]
    return any(
        not any(low <= start + found.start() < high for low, high in covered)
        for found in _SCALED.finditer(subject.folded[start:end])
    )


def _split(subject: Subject) -> Iterator[_Sum]:
    """Yield sums that the next sentence splits: "of this", 其中, うち."""
    reading = subject.reading
    for index, (start, end) in enumerate(reading.sentences):
        if not _OF_THIS.search(subject.folded[start:end]):
            continue
        here = [one for one in reading.amounts if start <= one.span.start < end]
        before = [
            one
            for one in reading.amounts
            if one.span.start < (here[0].span.start if here else start)
            if one.sentence >= index - 2 and one.role != "conversion"
        ]
        if not before or len(here) < 2:
            continue
        total = max(before, key=lambda one: amount_of(one.money) or Decimal(0))
        parts = [one for one in here if one is not total and _is_part(one, total)]
        share = _sum(parts) / (amount_of(total.money) or Decimal(1))
        # A split that lacks a sixth or more names examples, not all of its parts.
        if share > Decimal("0.85"):
            yield total, parts


def _listed(subject: Subject) -> Iterator[_Sum]:
    """Yield the totals of title and lead with the items of a list of sums."""
    reading = subject.reading
    items: list[AmountMention] = []
    for start, end in reading.sentences:
        if not _ITEM.match(subject.folded[start : start + 4]):
            continue
        here = [
            one
            for one in reading.amounts
            if start <= one.span.start < end and one.role != "conversion"
        ]
        if len(here) != 1:
            return
        items += here
    if len(items) < 2:
        return
    first = items[0].span.start
    totals = [
        one
        for one in reading.amounts
        if one.span.start < first and (one.headline or one.role in {"total", "limit"})
    ]
    whole = _sum(items)
    close = [
        one
        for one in totals
        if one.money.currency == items[0].money.currency
        and Decimal("0.8")
        < (amount_of(one.money) or Decimal(0)) / whole
        < Decimal("1.25")
    ]
    for total in close:
        yield total, [one for one in items if _is_part(one, total)]


def _sum(parts: Sequence[AmountMention]) -> Decimal:
    """Add sums up."""
    return sum((amount_of(one.money) or Decimal(0) for one in parts), Decimal(0))


def _is_part(part: AmountMention, total: AmountMention) -> bool:
    """Tell whether a sum can be a part of a total: smaller, same currency, plain."""
    left, right = amount_of(part.money), amount_of(total.money)
    return (
        left is not None
        and right is not None
        and part.money.currency == total.money.currency
        and left < right
        and part.role not in {"conversion", "price"}
        and (part.role != "limit" or total.role == "limit")
    )


def _check_sum(
    case: Case, subject: Subject, total: AmountMention, parts: list[AmountMention]
) -> Finding | None:
    """Compare a total with all of its parts; any subset that fits clears it."""
    if not 2 <= len(parts) <= MOST_PARTS or total.money.bound == "min":
        return None
    if any(one.money.max is not None for one in (total, *parts)):
        return None
    others = [one.money for one in subject.reading.amounts if one is not total]
    if sums_to(total.money, [*(one.money for one in parts), *others]):
        return None
    summed = _sum(parts)
    ratio = summed / (amount_of(total.money) or Decimal(1))
    if not Decimal("0.5") <= ratio <= 2 and not power_of_ratio(ratio):
        return None
    spans = (total.span, *(one.span for one in parts))
    whole = Money(amount=str(summed), currency=total.money.currency)
    return Finding(
        kind="amount_mismatch",
        severity="warn",
        say=(
            f"The parts add up to {format_money(whole)}, the total given is "
            f"{format_money(total.money)}."
        ),
        evidence=spans,
        claims=case.claims_at(spans),
    )
