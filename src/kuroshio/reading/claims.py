"""Mentions to claims: repeats within a document are one claim, each with its spans."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kuroshio.reading.findings.amounts import figures_of, layer_of, named_layer
from kuroshio.reading.findings.case import Subject
from kuroshio.reading.quantities import is_same
from kuroshio.records import (
    AmountMention,
    Cause,
    Claim,
    Document,
    Finding,
    Layer,
    Money,
    Reading,
    Span,
    Stance,
    Value,
)
from kuroshio.text import fold_name

_STANCE_RANK: dict[Stance, int] = {
    "asserted": 0,
    "planned": 1,
    "attributed": 2,
    "conditional": 3,
    "denied": 4,
}
_CONTRADICTING = frozenset(
    {
        "power_of_ten",
        "gloss_conflict",
        "gloss_truncated",
        "machine_reading",
        "out_of_office",
        "amount_mismatch",
        "conversion_implausible",
        "envelope_tranche",
        "headline_body",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim before it has its id: mentions with one key are one claim."""

    key: tuple[str, ...]
    property: str
    subject: str
    value: Value
    span: Span
    role: str | None = None
    stance: Stance = "asserted"
    attributed_to: str | None = None
    mentions: int = 1


def make_claims(subject: Subject, *, event: str) -> tuple[Claim, ...]:
    """Make the claims of one document.

    Parameters
    ----------
    subject : Subject
        The document with its reading.
    event : str
        Id of the event, the subject of claims about the whole.

    Returns
    -------
    tuple of Claim
        Grouped by meaning within the document: a sum repeated nineteen times is one
        claim with nineteen mentions. Ids are ``DOC.cN`` in order of properties and
        first mention.
    """
    document = subject.document
    drafts = [
        *_amounts(subject, event),
        *_parties(subject.reading, event),
        *_officials(subject.reading),
        *_projects(subject.reading, event),
        *_times(subject.reading, event),
        *_regimes(subject.reading, event),
        *_statuses(subject.reading, event),
        *_quotes(subject.reading),
        *_glosses(subject.reading),
    ]
    claims = _number(drafts, document)
    return _link_conversions(claims, subject.reading)


def cause_claims(
    causes: Iterable[Cause], document: Document, *, event: str, after: int
) -> tuple[Claim, ...]:
    """Make the claims of the measures of one document: who does what to whom.

    ``after`` is the number of claims that the document has already.
    """
    drafts = [
        draft
        for cause in causes
        if cause.kind == "measure"
        for draft in _measure_drafts(cause, event)
        if draft.span.doc == document.id
    ]
    return _number(drafts, document, after=after)


def _measure_drafts(cause: Cause, event: str) -> Iterator[Draft]:
    """Yield the parts of a measure that the text names."""
    for prop, value in (
        ("imposer", cause.imposer),
        ("target", cause.target),
        ("instrument", cause.instrument),
        ("rate", cause.rate),
        ("product", ", ".join(cause.products) or None),
    ):
        if value is None or not cause.evidence:
            continue
        entity = prop in {"imposer", "target"}
        yield Draft(
            key=(prop, cause.id, value),
            property=prop,
            subject=event,
            value=Value(entity=value) if entity else Value(text=value),
            span=cause.evidence[0],
            role=cause.id,
        )


def _number(
    drafts: Sequence[Draft], document: Document, *, after: int = 0
) -> tuple[Claim, ...]:
    """Join drafts of one key and give ids."""
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.key, []).append(draft)
    published = _published(document)
    return tuple(
        _join(group, id=f"{document.id}.c{number}", published=published)
        for number, group in enumerate(groups.values(), start=after + 1)
    )


def _join(group: Sequence[Draft], *, id: str, published: str) -> Claim:  # noqa: A002
    """Make one claim of the mentions of one meaning; the firmest stance counts."""
    first = min(group, key=lambda one: _STANCE_RANK[one.stance])
    spans = {(one.span.start, one.span.end): one.span for one in group}
    return Claim(
        id=id,
        subject=first.subject,
        property=first.property,
        value=first.value,
        stance=first.stance,
        evidence=tuple(spans.values()),
        published=published,
        role=first.role,
        attributed_to=first.attributed_to,
        mentions=max(sum(one.mentions for one in group), len(spans)),
    )


def _published(document: Document) -> str:
    """Return when a document was published, as precisely as it says."""
    if document.published_at is not None:
        return document.published_at.isoformat().replace("+00:00", "Z")
    return document.dateline.isoformat() if document.dateline is not None else ""


def _amounts(subject: Subject, event: str) -> Iterator[Draft]:
    """Yield sums; equal sums of one currency and layer are one claim."""
    kinds: list[tuple[Money, str, bool]] = []
    places: list[int] = []
    named: dict[int, Layer] = {}
    for mention in subject.reading.amounts:
        place = _same_kind(kinds, mention)
        if place is None:
            place = len(kinds)
            role: str = "total" if mention.headline else mention.role
            layer = _layer(subject, mention)
            kinds.append((replace(mention.money, layer=layer), role, mention.deal))
        places.append(place)
        # A title seldom names the layer; any other mention of the sum may.
        words = _named_layer(subject, mention)
        if words is not None:
            named.setdefault(place, words)
    for mention, place in zip(subject.reading.amounts, places, strict=True):
        money, role, deal = kinds[place]
        yield Draft(
            key=("amount", str(place)),
            property="amount",
            subject=mention.subject or (event if deal else "other"),
            value=Value(money=replace(money, layer=named.get(place, money.layer))),
            span=mention.span,
            role=role if deal else "other",
            stance=mention.stance,
        )


def _named_layer(subject: Subject, mention: AmountMention) -> Layer | None:
    """Return the layer that a mention's own words name, for deals in the register."""
    if not mention.deal or subject.match is None:
        return None
    return named_layer(subject, mention)


def _same_kind(
    kinds: Sequence[tuple[Money, str, bool]], mention: AmountMention
) -> int | None:
    """Return the number of the claim that a mention repeats."""
    for place, (money, _, deal) in enumerate(kinds):
        if deal == mention.deal and is_same(money, mention.money):
            same_bound = money.max == mention.money.max
            if same_bound:
                return place
    return None


def _layer(subject: Subject, mention: AmountMention) -> Layer | None:
    """Return the layer of a sum of a deal that the register knows."""
    if not mention.deal or subject.match is None:
        return None
    named = named_layer(subject, mention)
    if named is not None:
        return named
    for figure in figures_of(subject.match):
        field = _LAYERS.get(figure.fact.field)
        if figure.fact.project or field is None:
            continue
        if is_same(mention.money, figure.money):
            return field
    if not (mention.headline or mention.role in {"total", "limit"}):
        return None
    return _LAYERS.get(layer_of(subject, mention))


_LAYERS: dict[str, Layer] = {
    "envelope": "envelope",
    "tranche": "tranche",
    "committed": "committed",
    "drawn": "drawn",
}


def _parties(reading: Reading, event: str) -> Iterator[Draft]:
    """Yield the bodies that take part, and those that do not."""
    for party in reading.parties:
        yield Draft(
            key=("party", party.entity or fold_name(party.canonical)),
            property="party",
            subject=event,
            value=Value(entity=party.entity, surface=party.name),
            span=party.span,
            role="bystander" if party.bystander else party.role,
            mentions=party.mentions,
        )


def _officials(reading: Reading) -> Iterator[Draft]:
    """Yield people with their titles."""
    for official in reading.officials:
        who = official.person or fold_name(official.name)
        yield Draft(
            key=("official", official.post or "", who),
            property="official",
            subject=official.post or official.org or "unknown post",
            value=Value(entity=official.person, surface=official.name),
            span=official.span,
            role=official.title or None,
        )


def _projects(reading: Reading, event: str) -> Iterator[Draft]:
    """Yield funded assets."""
    for project in reading.projects:
        yield Draft(
            key=("project", fold_name(project.name)),
            property="project",
            subject=event,
            value=Value(text=project.name, money=None),
            span=project.span,
            role=project.sector,
            attributed_to=project.operator,
        )


def _times(reading: Reading, event: str) -> Iterator[Draft]:
    """Yield times with their roles."""
    for mention in reading.dates:
        yield Draft(
            key=("date", mention.when.iso, mention.role),
            property="date",
            subject=event,
            value=Value(time=mention.when),
            span=mention.span,
            role=mention.role,
        )


def _regimes(reading: Reading, event: str) -> Iterator[Draft]:
    """Yield legal regimes with their state."""
    for mention in reading.regimes:
        yield Draft(
            key=("regime", mention.id or fold_name(mention.regime)),
            property="regime",
            subject=event,
            value=Value(entity=mention.id, surface=mention.regime),
            span=mention.span,
            role="claimed" if mention.claimed else mention.state,
        )


def _statuses(reading: Reading, event: str) -> Iterator[Draft]:
    """Yield statements of status, the chosen one first."""
    ordered = [one for one in (reading.status,) if one is not None]
    ordered += [one for one in reading.statuses if one not in ordered]
    for mention in ordered:
        yield Draft(
            key=("status", mention.value, mention.stance),
            property="status",
            subject=event,
            value=Value(code=mention.value),
            span=mention.span,
            stance=mention.stance,
        )


def _quotes(reading: Reading) -> Iterator[Draft]:
    """Yield quotes, attributed to their speakers."""
    for quote in reading.quotes:
        yield Draft(
            key=("quote", str(quote.span.start)),
            property="quote",
            subject=quote.person or quote.speaker or "unnamed",
            value=Value(text=quote.span.text),
            span=quote.span,
            stance="attributed",
            attributed_to=quote.person or quote.speaker or None,
        )


def _glosses(reading: Reading) -> Iterator[Draft]:
    """Yield names with their glosses."""
    for gloss in reading.glosses:
        yield Draft(
            key=("gloss", gloss.surface, gloss.gloss),
            property="gloss",
            subject=gloss.surface_entity or gloss.surface,
            value=Value(entity=gloss.gloss_entity, surface=gloss.gloss),
            span=gloss.span,
        )


def _link_conversions(claims: tuple[Claim, ...], reading: Reading) -> tuple[Claim, ...]:
    """Point each conversion at the claim it converts: the sum written before it."""
    order = sorted(reading.amounts, key=lambda one: one.span.start)
    owner = {
        (span.start, span.end): claim.id
        for claim in claims
        if claim.property == "amount"
        for span in claim.evidence
    }
    targets: dict[str, str] = {}
    for before, mention in itertools.pairwise(order):
        mine = owner.get((mention.span.start, mention.span.end))
        theirs = owner.get((before.span.start, before.span.end))
        if mention.role == "conversion" and mine and theirs and mine != theirs:
            targets.setdefault(mine, theirs)
    return tuple(
        replace(
            claim,
            value=replace(
                claim.value,
                money=replace(claim.value.money, converts=targets[claim.id]),
            ),
        )
        if claim.id in targets and claim.value.money is not None
        else claim
        for claim in claims
    )


def judge_claims(
    claims: Sequence[Claim], findings: Iterable[Finding], supported: Iterable[str]
) -> tuple[Claim, ...]:
    """Set the judgement of each claim from the findings and the register.

    Parameters
    ----------
    claims : sequence of Claim
        All claims.
    findings : iterable of Finding
        Errors and warnings that say a value is wrong contradict the claims they name.
    supported : iterable of str
        Ids of claims that the register or an independent document bears out.

    Returns
    -------
    tuple of Claim
        A contradicted claim is never supported.
    """
    wrong = {
        one
        for finding in findings
        if finding.kind in _CONTRADICTING and finding.severity != "info"
        for one in finding.claims
    }
    borne_out = set(supported) - wrong
    return tuple(
        replace(
            claim,
            judgement="contradicted"
            if claim.id in wrong
            else "supported"
            if claim.id in borne_out
            else "unsure",
        )
        for claim in claims
    )
