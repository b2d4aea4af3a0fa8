"""The sheet: for every field the chosen claim, the rivals, the register, the state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kuroshio.reading.findings.amounts import Figure, figures_of
from kuroshio.reading.findings.case import Case, Subject
from kuroshio.reading.grouping import means_same
from kuroshio.reading.matching import RegisterMatch, facts_of, names_project, stage_at
from kuroshio.reading.quantities import format_money, is_same
from kuroshio.records import (
    STATUS_OF_STAGE,
    Claim,
    Finding,
    Layer,
    Money,
    RegisterFact,
    SheetField,
    State,
)
from kuroshio.text import fold

LAYERS: tuple[Layer, ...] = ("envelope", "tranche", "committed", "drawn")
_TIERS = {
    "primary": 0, "filing": 1, "wire": 2, "news": 3, "aggregator": 4, "unknown": 5,
}  # fmt: skip
_STANCES = {"asserted": 0, "planned": 0, "conditional": 1, "attributed": 2, "denied": 3}
_SUM_KINDS = {"power_of_ten", "amount_mismatch", "envelope_tranche", "headline_body"}
_EARLY = {"negotiating", "in_review", "unknown"}


def choose_fields(
    claims: Sequence[Claim], case: Case, findings: Sequence[Finding]
) -> tuple[SheetField, ...]:
    """Choose a claim for every field and say in what state the field is.

    Preferred is the better tier of source, then the firmer stance (a denied or
    attributed claim never beats an asserted one of its tier), then the later
    publication. States: "agreed" (two independent documents), "single", "conflict"
    (documents differ), "contradicted" (an error finding or the register says
    otherwise), "missing". The document's own value is kept in ``article`` beside the
    ``register``'s and the one that is ``used``.

    Parameters
    ----------
    claims : sequence of Claim
        Judged claims of all documents.
    case : Case
        The documents with their register entry.
    findings : sequence of Finding
        What verification found.

    Returns
    -------
    tuple of SheetField
        Layers of money, stage, officials by post, projects, next date, and for measures
        imposer, target, instrument, rate.
    """
    match = next((one.match for one in case.subjects if one.match), None)
    desk = _Desk(
        claims=tuple(claims),
        case=case,
        match=match,
        wrong=_wrong_claims(findings),
        tiers={one.document.id: _TIERS[one.document.tier] for one in case.subjects},
        clusters={
            one.document.id: one.document.cluster or one.document.id
            for one in case.subjects
        },
    )
    if case.event.kind == "measure":
        return (*_measure_fields(desk), *_official_fields(desk))
    return (
        *_layer_fields(desk),
        _stage_field(desk, findings),
        *_official_fields(desk),
        *_project_fields(desk),
        *_next_field(desk),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every chooser looks at; made once."""

    claims: tuple[Claim, ...]
    case: Case
    match: RegisterMatch | None
    wrong: frozenset[str]
    tiers: Mapping[str, int]
    clusters: Mapping[str, str]

    def rank(self, claims: Iterable[Claim]) -> list[Claim]:
        """Order claims, the preferred first."""
        return sorted(
            claims,
            key=lambda one: (
                self.tiers.get(_doc(one), 9),
                _STANCES[one.stance],
                _descending(one.published),
                one.role != "total",
                -one.mentions,
            ),
        )


def _doc(claim: Claim) -> str:
    """Return the document a claim comes from."""
    return claim.evidence[0].doc


def _descending(text: str) -> tuple[int, ...]:
    """Return a key that sorts ISO times from late to early."""
    return tuple(-ord(char) for char in text)


def _wrong_claims(findings: Iterable[Finding]) -> frozenset[str]:
    """Return the claims that an error finding names."""
    return frozenset(
        one
        for finding in findings
        if finding.severity == "error"
        for one in finding.claims
    )


def _field(
    desk: _Desk,
    name: str,
    claims: Sequence[Claim],
    *,
    show: str | None,
    register: str | None = None,
    agrees: bool | None = None,
    force: State | None = None,
) -> SheetField:
    """Assemble a field from ranked claims and what the register knows."""
    chosen = claims[0] if claims else None
    state = force or _state(desk, claims, agrees)
    used = show
    if register is not None and (chosen is None or state == "contradicted"):
        used = register
    return SheetField(
        field=name,
        state=state,
        chosen=chosen.id if chosen else None,
        others=tuple(one.id for one in claims[1:]),
        article=show,
        register=register,
        used=used,
    )


def _state(desk: _Desk, claims: Sequence[Claim], agrees: bool | None) -> State:
    """Return the state of a field."""
    if not claims:
        return "missing"
    if claims[0].id in desk.wrong:
        return "contradicted"
    if agrees is False:
        return "conflict"
    sources = {desk.clusters.get(_doc(one), _doc(one)) for one in claims}
    rates = desk.case.knowledge.plain.get("rate_bounds", ())
    differ = any(not means_same(claims[0], one, rates) for one in claims[1:])
    if differ and len(sources) > 1:
        return "conflict"
    return "agreed" if len(sources) > 1 or agrees else "single"


def _shown(claim: Claim) -> str:
    """Return a claim's value in a few characters."""
    value = claim.value
    if value.money is not None:
        return format_money(value.money)
    if value.time is not None:
        return value.time.iso
    return value.surface or value.text or value.code or value.entity or ""


def _layer_fields(desk: _Desk) -> Iterator[SheetField]:
    """Yield the four layers of money: never compared across."""
    for layer in LAYERS:
        claims = desk.rank(
            one
            for one in desk.claims
            if one.property == "amount" and one.value.money is not None
            if one.value.money.layer == layer and one.stance != "denied"
            if one.role != "conversion"
        )
        known = [
            one
            for one in figures_of(desk.match)
            if one.fact.field == layer and one.fact.project is None
        ]
        if not claims and not known and desk.match is None and layer != "envelope":
            continue
        register = known[-1] if known else None
        show = None
        agrees: bool | None = None
        if claims and claims[0].value.money is not None:
            show = f"{format_money(claims[0].value.money)} ({claims[0].mentions}×)"
            agrees = _agrees_with(claims[0].value.money, register, desk.match)
        yield _field(
            desk,
            layer,
            claims,
            show=show,
            register=None if register is None else _register_sum(register.fact),
            agrees=agrees,
        )
    if desk.match is None:
        yield from _headline_field(desk)


def _agrees_with(
    money: Money, known: Figure | None, match: RegisterMatch | None
) -> bool | None:
    """Tell whether a sum agrees with the register's; None where that is open."""
    if known is None:
        return None
    if any(is_same(money, one.money) for one in figures_of(match)):
        return True
    if money.currency != known.money.currency:
        return None
    mine, theirs = Decimal(money.amount), Decimal(known.money.amount)
    bound = known.money.bound
    if (bound == "min" and mine >= theirs) or (bound == "max" and mine <= theirs):
        return None
    return False


def _register_sum(fact: RegisterFact) -> str:
    """Write a register sum with its day."""
    money = Money(amount=fact.amount or "0", currency=fact.currency)
    return f"{format_money(money)}, {fact.published}"


def _headline_field(desk: _Desk) -> Iterator[SheetField]:
    """Yield the headline sum of a deal that the register does not know."""
    claims = desk.rank(
        one
        for one in desk.claims
        if one.property == "amount" and one.role == "total" and one.stance != "denied"
    )
    if claims and claims[0].value.money is not None:
        show = f"{format_money(claims[0].value.money)} ({claims[0].mentions}×)"
        yield _field(desk, "amount", claims, show=show)


def _stage_field(desk: _Desk, findings: Sequence[Finding]) -> SheetField:
    """Return the stage: what the text asserts against what the register knew."""
    claims = [one for one in desk.claims if one.property == "status"]
    ranked = sorted(
        claims, key=lambda one: (_STANCES[one.stance], desk.tiers[_doc(one)])
    )
    # The first status claim of each document is the one its reading chose.
    heads = _heads(claims)
    ranked = [*heads, *(one for one in ranked if one not in heads)]
    known = stage_at(desk.match, on=desk.case.as_of.date())
    register = f"{known.stage}, {known.published}" if known else None
    show = " / ".join(dict.fromkeys(one.value.code or "" for one in ranked[:2])) or None
    agrees: bool | None = None
    if known is not None and known.stage is not None and ranked:
        agrees = _same_stage(ranked[0].value.code or "", STATUS_OF_STAGE[known.stage])
    clash = any(
        one.kind == "status_conflict"
        or (one.kind == "register_conflict" and _names_status(one, claims))
        for one in findings
    )
    return _field(
        desk,
        "stage",
        ranked,
        show=show,
        register=register,
        agrees=agrees,
        force="contradicted" if clash and ranked else None,
    )


def _heads(claims: Sequence[Claim]) -> list[Claim]:
    """Return the first claim of each document."""
    heads: dict[str, Claim] = {}
    for claim in claims:
        heads.setdefault(_doc(claim), claim)
    return list(heads.values())


def _names_status(finding: Finding, claims: Sequence[Claim]) -> bool:
    """Tell whether a finding points at a status claim."""
    return bool({one.id for one in claims} & set(finding.claims))


def _same_stage(status: str, known: str) -> bool | None:
    """Tell whether a status fits the register's; the register may lag a step."""
    if status == known:
        return True
    if status in _EARLY and known in _EARLY:
        return True
    return None


def _official_fields(desk: _Desk) -> Iterator[SheetField]:
    """Yield one field for each known post: the name in the text, the holder."""
    knowledge = desk.case.knowledge
    posts = dict.fromkeys(
        one.subject
        for one in desk.claims
        if one.property == "official" and one.subject in knowledge.posts
    )
    for post in posts:
        claims = desk.rank(
            one
            for one in desk.claims
            if one.property == "official" and one.subject == post
        )
        holder = _holder(desk, post, _day(desk, claims[0]))
        names = knowledge.names_of(holder) if holder else None
        own = (names.ja or names.zh_hans) if names else None
        register = f"{names.en}{f' {own}' if own else ''}" if names else None
        held = holder is not None and claims[0].value.entity == holder
        yield _field(
            desk,
            f"official.{post}",
            claims,
            show=claims[0].value.surface,
            register=register,
            agrees=True if held else None,
        )


def _day(desk: _Desk, claim: Claim) -> date:
    """Return the day of the document of a claim."""
    wanted = _doc(claim)
    return next(
        (one.on for one in desk.case.subjects if one.document.id == wanted),
        desk.case.as_of.date(),
    )


def _holder(desk: _Desk, post: str, on: date) -> str | None:
    """Return who held a post on a day; None where that is open."""
    terms = desk.case.knowledge.holders(post, on)
    return terms[-1].person if terms else None


def _project_fields(desk: _Desk) -> Iterator[SheetField]:
    """Yield one field for each project that a text names."""
    claims = [one for one in desk.claims if one.property == "project"]
    for number, claim in enumerate(claims[:12], start=1):
        name = claim.value.text or ""
        facts = [
            fact
            for fact in facts_of(desk.match, "project")
            if fact.project and names_project(fact.project, fold(name))
        ]
        newest = facts[-1] if facts else None
        priced = [fact for fact in facts if fact.amount is not None]
        register = None
        if newest is not None:
            sums = f", {_register_sum(priced[-1])}" if priced else ""
            register = f"{newest.project}: {newest.stage or 'known'}{sums}"
        yield _field(desk, f"project.{number}", [claim], show=name, register=register)


def _next_field(desk: _Desk) -> Iterator[SheetField]:
    """Yield the next date that the texts plan, against the register's milestone."""
    today = min((one.on for one in desk.case.subjects), default=None)
    if today is None:
        return
    claims = [
        one
        for one in desk.claims
        if one.property == "date"
        and one.role in {"meeting", "effective", "deadline", "expected_close"}
        and one.value.time is not None
        and one.value.time.start is not None
        and one.value.time.start >= today
    ]
    claims.sort(key=lambda one: one.value.time.start if one.value.time else None)  # type: ignore[arg-type,return-value]
    stones = [fact for fact in facts_of(desk.match, "milestone") if fact.on >= today]
    stone = min(stones, key=lambda fact: fact.on, default=None)
    register = f"{stone.on}: {stone.text}" if stone else None
    if claims or register:
        show = None
        if claims and claims[0].value.time is not None:
            show = f"{claims[0].value.time.iso} ({claims[0].role})"
        yield _field(desk, "next", claims[:1], show=show, register=register)


def _measure_fields(desk: _Desk) -> Iterator[SheetField]:
    """Yield imposer, target, instrument, rate and status of a measure."""
    knowledge = desk.case.knowledge
    for name in ("imposer", "target", "instrument", "product", "rate", "status"):
        claims = [one for one in desk.claims if one.property == name]
        show = None
        if claims:
            names = knowledge.names_of(claims[0].value.entity or "")
            show = names.en if names else _shown(claims[0])
        yield _field(desk, name, claims, show=show)


def supported_claims(
    claims: Sequence[Claim],
    subjects: Sequence[Subject],
    groups: Iterable[Sequence[str]],
) -> frozenset[str]:
    """Return the claims that the register or an independent document bears out.

    Parameters
    ----------
    claims : sequence of Claim
        Of all documents.
    subjects : sequence of Subject
        The documents with their register facts.
    groups : iterable of sequence of str
        Claims that mean one thing.
    """
    clusters = {
        one.document.id: one.document.cluster or one.document.id for one in subjects
    }
    by_id = {claim.id: claim for claim in claims}
    found: set[str] = set()
    for group in groups:
        sources = {clusters[_doc(by_id[one])] for one in group}
        if len(sources) > 1:
            found.update(group)
    for subject in subjects:
        found.update(
            claim.id
            for claim in claims
            if _doc(claim) == subject.document.id and _is_borne_out(claim, subject)
        )
    return frozenset(found)


def _is_borne_out(claim: Claim, subject: Subject) -> bool:
    """Tell whether the register has the same sum or the linked name."""
    if claim.property == "amount" and claim.value.money is not None:
        money = claim.value.money
        return any(is_same(money, one.money) for one in figures_of(subject.match))
    if claim.property == "gloss":
        return claim.value.entity is not None and any(
            one.consistent
            for one in subject.reading.glosses
            if one.gloss == claim.value.surface
        )
    if claim.property == "party" and subject.match is not None:
        return claim.value.entity in subject.match.entry.parties
    return False
