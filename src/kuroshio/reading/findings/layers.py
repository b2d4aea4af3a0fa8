"""The envelope taken for its projects, and figures the register has otherwise."""

from collections.abc import Iterator
from decimal import Decimal

from kuroshio.reading.findings.amounts import figures_of, layer_of
from kuroshio.reading.findings.case import Case, Subject, unique
from kuroshio.reading.matching import facts_of, stage_at
from kuroshio.reading.quantities import (
    amount_of,
    format_money,
    is_same,
    power_between,
    rate_bound,
)
from kuroshio.records import STATUS_OF_STAGE, AmountMention, Finding, Money
from kuroshio.text import compile_folded, compile_sought, fold

NEAR = Decimal("0.05")
_NUMBER = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|[二两兩三四五六七八九十]|"
    r"several|数|數|几|幾)"
)
_PROJECTS = compile_sought(
    rf"\b{_NUMBER} (?:\w+[ -]){{0,3}}(?:projects|ventures|plants|schemes|deals)\b|"
    rf"{_NUMBER}(?:个|個|大|项|項|件の|つの)?(?:\w{{0,4}})(?:项目|項目|專案|案件|事業|"
    rf"プロジェクト)"
)
_TRANCHE_OF = compile_folded(r"tranche (?:of|worth)|首批|第一批|第1弾|第一弾")
_COVERS = compile_folded(
    r"centred|centered|comprising|consist|made up of|focus(?:ed|ing|es)? on|"
    r"investment in|invest in|selected for|chosen for|for|into|to fund|backed by|"
    r"包括|涵盖|涵蓋|聚焦|集中|用于|用於|投向|分为|からなる|向け|充て|構成"
)
_PART_OF = compile_folded(
    r"first (?:\w+ )?(?:projects|tranche|batch)|tranche of|part of|under (?:the|a|its)|"
    r"out of|from (?:the|a|its)|\bof the\b|candidates?|shortlist|contenders?|"
    r"首批|第一批|其中|候选|候選|候補|第1弾|第一弾|の一部|うち|の一環|框架下|枠組み"
)


def find_envelope_slips(case: Case) -> Iterator[Finding]:
    """Find the whole envelope given as the price of a few projects or one tranche."""
    for subject in case.subjects:
        match = subject.match
        if match is None or match.entry.kind != "vehicle":
            continue
        envelopes = [one for one in figures_of(match) if one.fact.field == "envelope"]
        if not envelopes:
            continue
        slips = [
            mention
            for mention in subject.reading.amounts
            if mention.deal
            and _is_envelope(mention, envelopes[-1].money)
            and _is_price_of_projects(subject, mention)
        ]
        if not slips:
            continue
        spans = unique(
            (subject.span(*subject.sentence(one.span.start)) for one in slips), 4
        )
        yield Finding(
            kind="envelope_tranche",
            severity="error",
            say=(
                f"{format_money(slips[0].money)} is given as the price of projects; "
                f"the register has {format_money(envelopes[-1].money)} as the whole "
                f"envelope and {_tranche_words(subject)} as of {case.as_of.date()}."
            ),
            evidence=spans,
            claims=case.claims_at([one.span for one in slips]),
            knowledge=(match.entry.id,),
            slip="the size of the vehicle taken for the cost of its projects",
        )


def _is_envelope(mention: AmountMention, envelope: Money) -> bool:
    """Tell whether a sum is the envelope, or the envelope with a slipped scale."""
    return is_same(mention.money, envelope) or bool(
        power_between(mention.money, envelope)
    )


def _is_price_of_projects(subject: Subject, mention: AmountMention) -> bool:
    """Tell whether the sentence gives the sum as that of a number of projects."""
    start, end = subject.sentence(mention.span.start)
    sentence = subject.folded[start:end]
    at = mention.span.start - start
    if layer_of(subject, mention) == "tranche" and mention.span.start > 0:
        near = sentence[max(0, at - 40) : at]
        return _TRANCHE_OF.search(near) is not None
    projects = _PROJECTS.search(sentence)
    if projects is None or _PART_OF.search(sentence):
        return False
    low, high = sorted((at, projects.start()))
    return _COVERS.search(sentence[low:high]) is not None


def _tranche_words(subject: Subject) -> str:
    """Say what the register knows of tranches."""
    tranches = facts_of(subject.match, "tranche")
    if not tranches:
        return "no tranche selected"
    newest = tranches[-1]
    if newest.amount is None:
        return f"a {newest.tranche or 'first'} tranche without a sum"
    money = Money(amount=newest.amount, currency=newest.currency)
    return f"{format_money(money)} as the {newest.tranche or 'newest'} tranche"


def find_register_conflicts(case: Case) -> Iterator[Finding]:
    """Find sums and stages that the register has otherwise, powers of ten apart."""
    for subject in case.subjects:
        if subject.match is None:
            continue
        yield from _other_sums(case, subject)
        if case.event.kind == "deal":
            yield from _other_stage(case, subject)


def _other_sums(case: Case, subject: Subject) -> Iterator[Finding]:
    """Compare the headline sum of the deal with the register's envelope."""
    match = subject.match
    figures = figures_of(match)
    heads = [one for one in subject.reading.amounts if one.headline and one.deal]
    if match is None or not heads:
        return
    head = heads[0]
    if any(
        _agrees(case, subject, mine.money, one.money)
        for mine in subject.reading.amounts
        for one in figures
    ):
        return
    if any(power_between(head.money, one.money) for one in figures):
        return
    layer = layer_of(subject, head)
    known = [
        one for one in figures if one.fact.field == layer and one.fact.project is None
    ]
    named = match.by_name and head.role in {"total", "limit"}
    if not known or not named or known[-1].money.currency != head.money.currency:
        return
    yield Finding(
        kind="register_conflict",
        severity="warn",
        say=(
            f"The text has {format_money(head.money)}, the register as of "
            f"{case.as_of.date()} has {format_money(known[-1].money)} for the "
            f"{known[-1].what}; no second source was found for the former."
        ),
        evidence=(head.span,),
        claims=case.claims_at((head.span,)),
        knowledge=(match.entry.id,),
    )


def _agrees(case: Case, subject: Subject, one: Money, two: Money) -> bool:
    """Tell whether two sums agree: equal, convertible, or within a stated bound."""
    if is_same(one, two):
        return True
    left, right = amount_of(one), amount_of(two)
    if left is None or right is None:
        return True
    if one.currency == two.currency:
        if abs(left - right) <= NEAR * right:
            return True
        below, above = two.bound == "max", two.bound == "min"
        return (below and left <= right) or (above and left >= right)
    table = case.knowledge.plain.get("rate_bounds", ())
    bound = rate_bound(table, one.currency or "", two.currency or "", subject.on)
    if bound is None:
        return True
    room = NEAR
    return bound.low * (1 - room) <= right / left <= bound.high * (1 + room)


_REACHED = {
    "negotiating": 1, "in_review": 2, "announced": 2, "signed": 3,
    "final_not_effective": 4, "in_force": 5, "completed": 6,
}  # fmt: skip
_EARLY = {"candidate", "near"}
_SELECTED = compile_folded(
    r"select|chosen|chose\b|picked|选定|選定|入选|选出|選ばれ|決定"
)


def _other_stage(case: Case, subject: Subject) -> Iterator[Finding]:
    """Compare asserted status words with the furthest stage that the register knew.

    "Announced" counts only where it says that projects were selected: a pledge may be
    announced long before.
    """
    match, chosen = subject.match, subject.reading.status
    known = stage_at(match, on=case.as_of.date())
    if match is None or chosen is None or known is None or known.stage not in _EARLY:
        return
    reached = max(
        _REACHED.get(STATUS_OF_STAGE[fact.stage], 0)
        for fact in match.facts
        if fact.stage is not None and fact.project is None
    )
    ahead = [
        one
        for one in subject.reading.statuses
        if one.stance == "asserted"
        and (
            _SELECTED.search(fold(one.span.text))
            if one.value == "announced"
            else _REACHED.get(one.value, 0) > max(reached, 2)
        )
    ]
    if not ahead or _REACHED.get(chosen.value, 0) < 2:
        return
    spans = unique((one.span for one in ahead), 4)
    yield Finding(
        kind="register_conflict",
        severity="info",
        say=(
            f'The text has "{spans[0].text}"; the register\'s newest entry '
            f"({known.published}) has it as {known.stage}, and no second source was "
            "found for more."
        ),
        evidence=spans,
        claims=case.claims_at(spans),
        knowledge=(match.entry.id,),
    )
