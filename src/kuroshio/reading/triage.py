"""Many documents at once: irrelevant, a copy, nothing new, or worth a brief."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from kuroshio.knowledge import Knowledge
from kuroshio.reading.findings.amounts import figures_of
from kuroshio.reading.findings.case import Subject, open_subject
from kuroshio.reading.grouping import group_documents, means_same
from kuroshio.reading.mentions import read_mentions
from kuroshio.reading.quantities import format_money, is_same
from kuroshio.reading.sheet import join_readings
from kuroshio.records import (
    STATUS_OF_STAGE,
    Claim,
    DealSheet,
    Document,
    TriageVerdict,
)

_ORDER = {
    "unknown": 0, "negotiating": 1, "announced": 2, "signed": 3, "in_review": 3,
    "final_not_effective": 4, "in_force": 5, "completed": 6, "blocked": 6,
}  # fmt: skip
_NEWS = frozenset({"amount", "status", "project", "imposer", "instrument", "rate"})


def triage(
    documents: Sequence[Document],
    knowledge: Knowledge,
    *,
    as_of: datetime,
    seen: Sequence[Claim] = (),
) -> tuple[TriageVerdict, ...]:
    """Say of each document whether it is worth a brief, and why.

    Parameters
    ----------
    documents : sequence of Document
        Any number, on any events.
    knowledge : Knowledge
        The register is what is already known: its facts from before a document's day.
    as_of : datetime
        Aware instant; later documents are answered "irrelevant" with that reason.
    seen : sequence of Claim
        Claims of earlier briefs, which are known too.

    Returns
    -------
    tuple of TriageVerdict
        In input order. "matters" names what is new or what is wrong.
    """
    grouped = group_documents(documents)
    return tuple(
        _answer(document, knowledge, as_of=as_of, seen=seen) for document in grouped
    )


def _answer(
    document: Document,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    seen: Sequence[Claim],
) -> TriageVerdict:
    """Answer for one document."""
    if document.cluster != document.id:
        return TriageVerdict(
            document=document.id,
            source=document.source,
            title=document.title,
            answer="copy",
            of=document.cluster,
            reason=f"a near-identical copy of {document.cluster}",
        )
    if document.published_at is not None and document.published_at > as_of:
        return TriageVerdict(
            document=document.id,
            source=document.source,
            title=document.title,
            answer="irrelevant",
            reason=f"published after {as_of.isoformat()}",
        )
    reading = read_mentions(document, knowledge, as_of=as_of.astimezone(UTC).date())
    sheet = join_readings([reading], knowledge, as_of=as_of)
    if sheet.event.kind == "none":
        return TriageVerdict(
            document=document.id,
            source=document.source,
            title=document.title,
            answer="irrelevant",
            reason="no investment, trade measure, policy or listed company concerned",
        )
    subject = open_subject(reading, knowledge, as_of=as_of)
    news = list(_news(sheet, subject, knowledge, seen))
    return TriageVerdict(
        document=document.id,
        source=document.source,
        title=document.title,
        answer="matters" if news else "nothing_new",
        event=sheet.event.id,
        reason="; ".join(news[:4]) if news else _known_words(subject, seen),
    )


def _known_words(subject: Subject, seen: Sequence[Claim]) -> str:
    """Say where everything was known from."""
    if subject.match is not None:
        return f"all of it is in the register under {subject.match.entry.id}"
    return "all of it was in an earlier brief" if seen else "it claims nothing"


def _news(
    sheet: DealSheet,
    subject: Subject,
    knowledge: Knowledge,
    seen: Sequence[Claim],
) -> Iterator[str]:
    """Yield what a document says that was not known on the eve, and its errors."""
    errors = {one.kind for one in sheet.findings if one.severity == "error"}
    if errors:
        yield f"errors to check: {', '.join(sorted(errors))}"
    rates = knowledge.plain.get("rate_bounds", ())
    for claim in sheet.claims:
        if claim.property not in _NEWS or claim.stance == "denied":
            continue
        if any(
            one.property == claim.property and means_same(one, claim, rates)
            for one in seen
        ):
            continue
        words = _new_words(claim, subject)
        if words:
            yield words


def _new_words(claim: Claim, subject: Subject) -> str | None:
    """Say what is new in a claim against the register of the eve; None: nothing."""
    eve = subject.on - timedelta(days=1)
    if claim.property == "amount" and claim.value.money is not None:
        known = [
            one.money for one in figures_of(subject.match) if one.fact.published <= eve
        ]
        wanted = claim.role in {"total", "part"}
        if wanted and not any(is_same(claim.value.money, one) for one in known):
            return f"new sum: {format_money(claim.value.money)}"
        return None
    if claim.property == "status":
        return _new_status(claim, subject)
    if claim.property == "project":
        return None if subject.match is not None else f"project: {claim.value.text}"
    return f"{claim.property}: {claim.value.text or claim.value.entity}"


def _new_status(claim: Claim, subject: Subject) -> str | None:
    """Say that a status goes beyond what the register knew."""
    status = claim.value.code or "unknown"
    chosen = subject.reading.status
    if chosen is None or status != chosen.value or status == "unknown":
        return None
    eve = subject.on - timedelta(days=1)
    reached = [
        STATUS_OF_STAGE[fact.stage]
        for fact in (subject.match.facts if subject.match is not None else ())
        if fact.stage is not None and fact.project is None and fact.published <= eve
    ]
    if any(_ORDER[status] <= _ORDER[one] for one in reached):
        return None
    furthest = max(reached, key=lambda one: _ORDER[one], default="nothing")
    return f"status {status}, the register had {furthest}"
