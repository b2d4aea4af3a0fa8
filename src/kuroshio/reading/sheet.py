"""Documents on one event to a verified sheet: what is chosen, and in what state."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.reading.causes import causes_of
from kuroshio.reading.claims import cause_claims, judge_claims, make_claims
from kuroshio.reading.fields import choose_fields, supported_claims
from kuroshio.reading.findings import verify_case
from kuroshio.reading.findings.case import Case, Subject, open_subject
from kuroshio.reading.grouping import group_claims, group_documents
from kuroshio.reading.mentions import read_mentions
from kuroshio.records import (
    Cause,
    Claim,
    DealSheet,
    Document,
    Event,
    Reading,
    Status,
)

_KIND_RANK = {"deal": 0, "measure": 0, "statement": 1, "none": 2}
_TIER_RANK = {
    "primary": 0, "filing": 1, "wire": 2, "news": 3, "aggregator": 4, "unknown": 5,
}  # fmt: skip


def build_sheet(
    documents: Sequence[Document], knowledge: Knowledge, *, as_of: datetime
) -> DealSheet:
    """Read, claim, verify and choose over all documents on one event.

    Parameters
    ----------
    documents : sequence of Document
        At least one; those published after ``as_of`` are left out.
    knowledge : Knowledge
        Reference data; only what was public on the day is used.
    as_of : datetime
        Aware instant of knowledge.

    Returns
    -------
    DealSheet
        Claims of every document side by side with their judgement, the chosen value of
        every field with the register's, findings, and causes with themes. The event is
        of kind "none", without claims or names, where nothing concerns this product.

    Raises
    ------
    InputError
        When no document is left, or ``as_of`` has no zone.
    """
    visible = visible_documents(documents, as_of=as_of)
    grouped = group_documents(visible)
    day = as_of.astimezone(UTC).date()
    readings = [read_mentions(one, knowledge, as_of=day) for one in grouped]
    return join_readings(readings, knowledge, as_of=as_of)


def join_readings(
    readings: Sequence[Reading], knowledge: Knowledge, *, as_of: datetime
) -> DealSheet:
    """Build the sheet from readings that exist already; see ``build_sheet``."""
    documents = tuple(reading.document for reading in readings)
    subjects = tuple(open_subject(one, knowledge, as_of=as_of) for one in readings)
    found = [causes_of(one, knowledge) for one in subjects]
    event = _choose_event(documents, [event for event, _ in found])
    if event.kind == "none":
        return DealSheet(
            event=event,
            as_of=as_of,
            documents=documents,
            claims=(),
            sheet=(),
            findings=(),
            causes=(),
        )
    claims = _all_claims(subjects, [mine for _, mine in found], event)
    case = Case(
        subjects=subjects, knowledge=knowledge, as_of=as_of, event=event, claims=claims
    )
    findings = verify_case(case)
    rates = knowledge.plain.get("rate_bounds", ())
    backed = supported_claims(claims, subjects, group_claims(claims, rates))
    judged = judge_claims(claims, findings, backed)
    return DealSheet(
        event=event,
        as_of=as_of,
        documents=documents,
        claims=judged,
        sheet=choose_fields(judged, case, findings),
        findings=findings,
        causes=_merge_causes([mine for _, mine in found]),
        status=_status(readings),
        parties=_parties(judged),
    )


def visible_documents(
    documents: Sequence[Document], *, as_of: datetime
) -> tuple[Document, ...]:
    """Return the documents published by an instant.

    A document with a day only counts from the start of that day in the easternmost
    zone, so that none is hidden on its own day.

    Raises
    ------
    InputError
        When none is left, or ``as_of`` is naive.
    """
    if as_of.tzinfo is None:
        fault = Fault(place="as_of", problem="has no zone", mend="give one, such as Z")
        raise InputError("as_of", [fault])
    last_day = (as_of.astimezone(UTC) + timedelta(hours=14)).date()
    left = tuple(
        one
        for one in documents
        if (one.published_at is None or one.published_at <= as_of)
        and (
            one.published_at is not None
            or one.dateline is None
            or one.dateline <= last_day
        )
    )
    if not left:
        faults = [
            Fault(
                place=one.source,
                problem=f"published after {as_of.isoformat()}",
                mend="give a later --as-of",
            )
            for one in documents
        ] or [Fault(place="documents", problem="none given", mend="give a document")]
        raise InputError("documents", faults)
    return left


def _choose_event(documents: Sequence[Document], events: Sequence[Event]) -> Event:
    """Return the event of the document nearest to the facts."""
    order = sorted(
        range(len(events)),
        key=lambda at: (
            _KIND_RANK[events[at].kind],
            _TIER_RANK[documents[at].tier],
            at,
        ),
    )
    return events[order[0]]


def _merge_causes(found: Sequence[Sequence[Cause]]) -> tuple[Cause, ...]:
    """Join causes of several documents that reach the same themes the same way."""
    kept: dict[tuple[Any, ...], Cause] = {}
    for causes in found:
        for cause in causes:
            themes = tuple(sorted({reach.theme for reach in cause.themes}))
            key = (cause.kind, cause.direction, cause.imposer, themes or cause.name)
            kept.setdefault(key, cause)
    return tuple(
        replace(cause, id=f"k{number}")
        for number, cause in enumerate(kept.values(), start=1)
    )


def _all_claims(
    subjects: Sequence[Subject], causes: Sequence[Sequence[Cause]], event: Event
) -> tuple[Claim, ...]:
    """Return the claims of all documents, in input order."""
    claims: list[Claim] = []
    for subject, mine in zip(subjects, causes, strict=True):
        own = make_claims(subject, event=event.id)
        claims += own
        claims += cause_claims(mine, subject.document, event=event.id, after=len(own))
    return tuple(claims)


def _status(readings: Sequence[Reading]) -> Status:
    """Return the status that the newest best document asserts."""
    ranked = sorted(
        (one for one in readings if one.status is not None),
        key=lambda one: (
            one.status is not None and one.status.stance in {"denied", "attributed"},
            _TIER_RANK[one.document.tier],
            -_moment(one.document),
        ),
    )
    chosen = ranked[0].status if ranked else None
    return chosen.value if chosen is not None else "unknown"


def _moment(document: Document) -> float:
    """Return when a document was published, as a number that grows with time."""
    if document.published_at is not None:
        return document.published_at.timestamp()
    if document.dateline is not None:
        return float(document.dateline.toordinal()) * 86400 - 62135596800
    return 0.0


def _parties(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return ids of the known bodies that take part."""
    return tuple(
        dict.fromkeys(
            claim.value.entity
            for claim in claims
            if claim.property == "party"
            and claim.role != "bystander"
            and claim.value.entity is not None
        )
    )
