"""Sums that cannot be: factors of ten, sums of parts, rates no market had."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from kuroshio.reading.findings.case import LONGEST_SENTENCE, Case, Subject, unique
from kuroshio.reading.matching import RegisterMatch, names_project
from kuroshio.reading.quantities import (
    amount_of,
    conversion_gap,
    east_asian,
    format_money,
    is_same,
    power_between,
    rate_bound,
)
from kuroshio.records import AmountMention, Finding, Layer, Money, RegisterFact, Span
from kuroshio.text import compile_folded, compile_sought

MOST_PARTS = 8
_TRANCHE = compile_folded(
    r"tranche|first (?:batch|round|wave)|first (?:\w+ )?projects|initial projects|"
    r"首批|第一批|首輪|首轮|第1弾|第一弾|第1号案件"
)
_UNDER = compile_folded(
    r"\b(?:under|of the|from|out of|within|part of)\b[^,;]{0,30}$|框架|枠組み|の一部"
)
_TRANCHE_IS = compile_folded(
    r"tranche\b[^.;]{0,100}\b(?:is|are|was|totals?|worth|comes to)\s+(?:about )?$|"
    r"(?:第1弾|第一弾|首批|第一批)[^。]{0,50}(?:は|为|共|计|総額|合计)[、,]?约?$"
)
_TRANCHE_AFTER = compile_folded(r"\s*(?:first |initial |second )?tranche\b")
_DRAWN = compile_sought(
    r"\b(?:drawn|disbursed|paid out|lent so far)\b|loans? signed|已拨付|已撥付|実行済み"
)
SCALE_SLIP = (
    "亿 and 億 are 10^8, a billion is 10^9: a digit is easily lost or won between them"
)
TRILLION_SLIP = "兆 is 10^12 and 億 is 10^8; million, billion and trillion differ too"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A sum the register knows, and what it is the sum of."""

    money: Money
    what: str
    fact: RegisterFact


def find_scale_slips(case: Case) -> Iterator[Finding]:
    """Find sums that differ from another figure of the same thing by a power of ten.

    Compared are the sums of the deal with the register's figure of the same layer or
    project, a sum with its other-language twin beside it, the title's sum with the
    body's, and the same field across documents.
    """
    for subject in case.subjects:
        flagged: set[tuple[str, str | None]] = set()
        for finding, money in _against_register(case, subject):
            if (money.amount, money.currency) not in flagged:
                flagged.add((money.amount, money.currency))
                yield finding
        yield from _against_twin(case, subject)
        yield from _title_against_body(case, subject)
    yield from _across_documents(case)


def figures_of(match: RegisterMatch | None) -> tuple[Figure, ...]:
    """Return the sums that the register knew, the newest of each kind last."""
    if match is None:
        return ()
    return tuple(
        Figure(
            money=Money(amount=fact.amount, currency=fact.currency, bound=fact.bound),
            what=_what(fact),
            fact=fact,
        )
        for fact in match.facts
        if fact.amount is not None and fact.currency is not None
    )


def _what(fact: RegisterFact) -> str:
    """Say what a fact's amount is the amount of."""
    if fact.project:
        return f"project {fact.project}"
    return f"{fact.tranche} tranche" if fact.tranche else f"whole {fact.field}"


def layer_of(subject: Subject, mention: AmountMention) -> str:
    """Return the layer that a sum's own words give it: envelope where they are silent.

    The words are looked for in the clause round the sum, so that "the first of the
    550 billion" does not make 550 a tranche.
    """
    near = named_layer(subject, mention)
    if near is not None:
        return near
    layer = mention.money.layer
    return layer if layer in {"committed", "drawn"} else "envelope"


def named_layer(subject: Subject, mention: AmountMention) -> Layer | None:
    """Return the layer that words right beside a sum name, None without such words."""
    start, end = subject.sentence(mention.span.start)
    left = max(start, mention.span.start - 45)
    right = min(end, mention.span.end + 25)
    if _DRAWN.search(subject.folded[left:right]):
        return "drawn"
    before = subject.folded[left : mention.span.start]
    after = subject.folded[mention.span.end : right]
    # "A tranche under the 550 billion vehicle": the vehicle is no tranche.
    if _TRANCHE.search(before) and not _UNDER.search(before):
        return "tranche"
    long = subject.folded[max(start, mention.span.start - 130) : mention.span.start]
    named = _TRANCHE_AFTER.match(after) or _TRANCHE_IS.search(long)
    return "tranche" if named else None


def _against_register(case: Case, subject: Subject) -> Iterator[tuple[Finding, Money]]:
    """Compare the deal's sums with the register's."""
    figures = figures_of(subject.match)
    if not figures or subject.match is None:
        return
    known: dict[tuple[str, str | None], bool] = {}
    for mention in subject.reading.amounts:
        if not mention.deal or mention.stance == "denied":
            continue
        key = (mention.money.amount, mention.money.currency)
        if key not in known:
            known[key] = any(is_same(mention.money, one.money) for one in figures)
        if known[key]:
            continue
        figure = _counterpart(subject, mention, figures)
        power = power_between(mention.money, figure.money) if figure else 0
        if figure is None or not power:
            continue
        spans = _mentions_of(subject, mention.money)
        yield (
            Finding(
                kind="power_of_ten",
                severity="error",
                say=(
                    f"The text has {format_money(mention.money)}, the register as of "
                    f"{case.as_of.date()} has {format_money(figure.money)} for the "
                    f"{figure.what}: a factor of {10 ** abs(power):,}."
                ),
                evidence=spans,
                claims=case.claims_at(spans),
                knowledge=(subject.match.entry.id,),
                slip=_slip(mention.money, figure.money),
            ),
            mention.money,
        )


def _counterpart(
    subject: Subject, mention: AmountMention, figures: tuple[Figure, ...]
) -> Figure | None:
    """Return the register's figure of the same project or layer, the newest."""
    sentence = subject.sentence(mention.span.start)
    for project in subject.reading.projects:
        if project.passage.start <= mention.span.start < project.passage.end:
            return _project_figure(
                subject, (project.passage.start, project.passage.end), figures
            )
    layer = layer_of(subject, mention)
    wanted = [
        figure
        for figure in figures
        if figure.fact.project is None and figure.fact.field == layer
    ]
    if not wanted and (layer == "tranche" or mention.headline):
        wanted = [one for one in figures if one.fact.field == "envelope"]
    if wanted and (mention.headline or mention.role in {"total", "limit", "part"}):
        return wanted[-1]
    if wanted and _names_vehicle(subject, mention):
        return wanted[-1]
    return _project_figure(subject, sentence, figures)


def _names_vehicle(subject: Subject, mention: AmountMention) -> bool:
    """Tell whether the sum stands right before words for the vehicle itself."""
    tail = subject.folded[mention.span.end : mention.span.end + 40]
    return (
        re.match(
            r"[\s,]*(?:u\.?s\.? )?(?:investment|vehicle|fund|pledge|commitment|"
            r"initiative|package|的?对美投资|的?投资|対米投資|の?投資|の?融資)",
            tail,
        )
        is not None
    )


def _project_figure(
    subject: Subject, span: tuple[int, int], figures: tuple[Figure, ...]
) -> Figure | None:
    """Return the newest figure of the project that a passage names."""
    passage = subject.folded[span[0] : min(span[1], span[0] + LONGEST_SENTENCE)]
    found = None
    for figure in figures:
        project = figure.fact.project
        if project and names_project(project, passage):
            found = figure
    return found


def _mentions_of(subject: Subject, money: Money) -> tuple[Span, ...]:
    """Return every mention of a sum in a document, the headline first."""
    mentions = [one for one in subject.reading.amounts if is_same(one.money, money)]
    mentions.sort(key=lambda one: (not one.headline, one.span.start))
    return unique((one.span for one in mentions), most=40)


def _slip(text: Money, other: Money) -> str:
    """Describe the likely slip between two sums."""
    large = max(text, other, key=lambda one: amount_of(one) or Decimal(0))
    power = abs(power_between(text, other))
    if power == 1:
        return f"{east_asian(large)} misread: {SCALE_SLIP}"
    return f"{east_asian(large)} misread by {10**power:,}: {TRILLION_SLIP}"


def _against_twin(case: Case, subject: Subject) -> Iterator[Finding]:
    """Compare a sum with the same sum written in another script right behind it."""
    amounts = sorted(subject.reading.amounts, key=lambda one: one.span.start)
    for first, second in pairwise(amounts):
        gap = subject.text[first.span.end : second.span.start]
        if first.money.currency != second.money.currency or not is_bracket(gap):
            continue
        power = power_between(first.money, second.money)
        if power:
            spans = (first.span, second.span)
            yield Finding(
                kind="power_of_ten",
                severity="error",
                say=(
                    f"{first.span.text} and {second.span.text} stand for one sum but "
                    f"differ by a factor of {10 ** abs(power):,}."
                ),
                evidence=spans,
                claims=case.claims_at(spans),
                slip=_slip(first.money, second.money),
            )


def is_bracket(gap: str) -> bool:
    """Tell whether two sums are separated by an opening bracket or an equals sign."""
    return (
        re.fullmatch(
            r"\s*[((\[【=、,]?\s*[((\[【=](?:about|约|約|即|or|approximately)?\s*", gap
        )
        is not None
        or re.fullmatch(r"\s*(?:,? or|,即|、つまり|即)\s*", gap) is not None
    )


def _title_against_body(case: Case, subject: Subject) -> Iterator[Finding]:
    """Compare the title's sum with the body's sums of the deal."""
    title = subject.title_span()
    if not subject.document.title:
        return
    amounts = [one for one in subject.reading.amounts if one.deal]
    heads = [one for one in amounts if title.start <= one.span.start < title.end]
    body = [one for one in amounts if one.span.start >= title.end]
    for head in heads:
        below = [one for one in subject.reading.amounts if one.span.start >= title.end]
        if not body or _is_explained(head.money, below, case, subject):
            continue
        near = [one for one in body if power_between(head.money, one.money)]
        spans = (head.span, *(one.span for one in (near or body)[:3]))
        if near and _digits(head.money) >= 2:
            yield Finding(
                kind="power_of_ten",
                severity="error",
                say=(
                    f"The title has {format_money(head.money)}, the body "
                    f"{format_money(near[0].money)}."
                ),
                evidence=spans,
                claims=case.claims_at(spans),
                slip=_slip(head.money, near[0].money),
            )
        rivals = [
            one
            for one in body
            if one.money.currency == head.money.currency
            and (one.headline or one.role == "total")
            and not _is_other_layer(subject, head.money, one.money)
        ]
        if near or rivals:
            other = (near or rivals)[0]
            yield Finding(
                kind="headline_body",
                severity="warn",
                say=(
                    f"The title's {format_money(head.money)} is not in the body, "
                    f"which has {format_money(other.money)}."
                ),
                evidence=(head.span, other.span),
                claims=case.claims_at((head.span, other.span)),
            )


def _is_other_layer(subject: Subject, head: Money, other: Money) -> bool:
    """Tell whether the body's sum is a vehicle's envelope and the title's is not."""
    if subject.match is None or subject.match.entry.kind != "vehicle":
        return False
    envelopes = [
        one.money
        for one in figures_of(subject.match)
        if one.fact.field == "envelope" and one.fact.project is None
    ]
    return any(is_same(other, one) for one in envelopes) and not any(
        power_between(head, one) for one in envelopes
    )


def _digits(money: Money) -> int:
    """Count the significant digits of an amount."""
    value = amount_of(money)
    return len(value.normalize().as_tuple().digits) if value is not None else 0


def _is_explained(
    head: Money, body: list[AmountMention], case: Case, subject: Subject
) -> bool:
    """Tell whether the body repeats, rounds, converts or sums up to the title's sum."""
    if any(is_same(head, one.money) or _rounds_to(one.money, head) for one in body):
        return True
    table = case.knowledge.plain.get("rate_bounds", ())
    for one in body:
        if one.money.currency in {None, head.currency} or head.currency is None:
            continue
        bound = rate_bound(table, head.currency, one.money.currency or "", subject.on)
        if bound is not None and conversion_gap(head, one.money, bound) == 1:
            return True
    return sums_to(head, [one.money for one in body])


def _rounds_to(exact: Money, rounded: Money) -> bool:
    """Tell whether one sum, rounded to the digits of another, is that other."""
    left, right = amount_of(exact), amount_of(rounded)
    if left is None or right is None or exact.currency != rounded.currency:
        return False
    exponent = int(right.normalize().as_tuple().exponent)
    unit = Decimal(10) ** exponent
    close = abs(left - right) < unit and abs(left - right) <= right / 5
    return close and _digits(exact) > _digits(rounded)


def sums_to(total: Money, parts: list[Money]) -> bool:
    """Tell whether some of the parts add up to a total within two percent."""
    want = amount_of(total)
    values = list(
        dict.fromkeys(
            value
            for part in parts
            if part.currency == total.currency
            and (value := amount_of(part)) is not None
            and (want is None or value < want)
        )
    )[:MOST_PARTS]
    if want is None:
        return False
    return any(
        abs(sum(chosen) - want) <= want * Decimal("0.02")
        for size in range(2, len(values) + 1)
        for chosen in combinations(values, size)
    )


def _across_documents(case: Case) -> Iterator[Finding]:
    """Compare the headline sums of documents on one event."""
    heads = [
        (subject, mention)
        for subject in case.subjects
        for mention in subject.reading.amounts
        if mention.headline and mention.deal
    ]
    for (_, left), (_, right) in combinations(heads, 2):
        if left.span.doc == right.span.doc:
            continue
        power = power_between(left.money, right.money)
        if power and max(_digits(left.money), _digits(right.money)) >= 1:
            spans = (left.span, right.span)
            yield Finding(
                kind="power_of_ten",
                severity="error",
                say=(
                    f"{left.span.doc} has {format_money(left.money)}, {right.span.doc} "
                    f"{format_money(right.money)} for the same sum."
                ),
                evidence=spans,
                claims=case.claims_at(spans),
                slip=_slip(left.money, right.money),
            )
