"""Two currencies of one sum whose implied rate no market of that time had."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kuroshio.reading.findings.amounts import (
    SCALE_SLIP,
    TRILLION_SLIP,
    is_bracket,
)
from kuroshio.reading.findings.case import Case, Subject
from kuroshio.reading.quantities import amount_of, conversion_gap, rate_bound
from kuroshio.records import AmountMention, Finding, Money
from kuroshio.text import compile_folded, fold

# "Of that, converted, about": the same sum again, with its own words between.
_SAID = compile_folded(
    r"^[^,;]{0,24}[.。,;]?[^,;.。\d]{0,12}"
    r"(?:折合|换算(?:で|すると)?|相当于|equivalent to|converted)[^\d,;.。]{0,10}$"
)
_SAID_FAR = 40


def find_implausible_conversions(case: Case) -> Iterator[Finding]:
    """Find two currencies of one sum whose implied rate no market of that time had."""
    table = case.knowledge.plain.get("rate_bounds", ())
    for subject in case.subjects:
        for first, second in conversion_pairs(subject):
            bound = rate_bound(
                table,
                first.money.currency or "",
                second.money.currency or "",
                subject.on,
            )
            if bound is None:
                continue
            gap = conversion_gap(first.money, second.money, bound)
            if gap == 1:
                continue
            yield _conversion_finding(case, first, second, gap)


def _conversion_finding(
    case: Case, first: AmountMention, second: AmountMention, gap: Decimal
) -> Finding:
    """Say that a conversion is off by a power of ten, or just off."""
    spans = (first.span, second.span)
    implied = (amount_of(second.money) or Decimal(1)) / (
        amount_of(first.money) or Decimal(1)
    )
    rate = f"{implied:.4g} {second.money.currency} for one {first.money.currency}"
    power = 0
    for one in (1, 2, 3, 4, -1, -2, -3, -4):
        if abs(gap / Decimal(10) ** one - 1) <= Decimal("0.25"):
            power = one
    if power:
        return Finding(
            kind="power_of_ten",
            severity="error",
            say=(
                f"{first.span.text} and {second.span.text} imply {rate}, off by about "
                f"a factor of {10 ** abs(power):,}."
            ),
            evidence=spans,
            claims=case.claims_at(spans),
            slip=SCALE_SLIP if abs(power) == 1 else TRILLION_SLIP,
        )
    return Finding(
        kind="conversion_implausible",
        severity="warn",
        say=(
            f"{first.span.text} and {second.span.text} imply {rate}, which no market "
            "of that time had."
        ),
        evidence=spans,
        claims=case.claims_at(spans),
    )


def conversion_pairs(
    subject: Subject,
) -> Iterator[tuple[AmountMention, AmountMention]]:
    """Yield pairs given as one sum in two currencies, the first written first."""
    amounts = sorted(subject.reading.amounts, key=lambda one: one.span.start)
    for first, second in pairwise(amounts):
        if first.money.currency == second.money.currency:
            continue
        gap = subject.text[first.span.end : second.span.start]
        if _is_rate(first.money) or _is_rate(second.money):
            continue
        marked = second.role == "conversion" and len(gap) <= 12
        if len(gap) <= _SAID_FAR and _SAID.search(fold(gap)):
            yield _converted(subject, first, second), second
        elif marked or is_bracket(gap):
            yield first, second


def _converted(
    subject: Subject, first: AmountMention, second: AmountMention
) -> AmountMention:
    """Return the earlier sum that another one is likeliest to be again: the total's."""
    return next(
        (
            one
            for one in subject.reading.amounts
            if one.headline
            and one.span.start < second.span.start
            and one.money.currency == first.money.currency
        ),
        first,
    )


def _is_rate(money: Money) -> bool:
    """Tell whether a sum is one side of an exchange rate: one or a hundred units."""
    return amount_of(money) in {Decimal(1), Decimal(100)}
