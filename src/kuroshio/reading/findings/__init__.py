"""Verification: every kind of finding is one general rule over a case."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from kuroshio.knowledge import Knowledge
from kuroshio.reading.findings.amounts import find_scale_slips
from kuroshio.reading.findings.bodies import (
    find_misplaced_regimes,
    find_stale_bodies,
    find_unlinked,
)
from kuroshio.reading.findings.case import Case, open_subject
from kuroshio.reading.findings.conversions import find_implausible_conversions
from kuroshio.reading.findings.glosses import find_gloss_faults
from kuroshio.reading.findings.layers import (
    find_envelope_slips,
    find_register_conflicts,
)
from kuroshio.reading.findings.offices import find_office_faults
from kuroshio.reading.findings.sources import find_source_conflicts
from kuroshio.reading.findings.speakers import (
    find_anonymous_sources,
    find_repeated_disputes,
    find_unverified_speakers,
)
from kuroshio.reading.findings.statuses import find_status_conflicts
from kuroshio.reading.findings.totals import find_amount_mismatches
from kuroshio.reading.findings.wording import (
    find_ambiguous_dates,
    find_mixed_scripts,
    find_omissions,
    find_unquantified,
)
from kuroshio.records import Claim, Event, Finding, Reading

__all__ = ["verify", "verify_case"]

_RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    find_scale_slips,
    find_gloss_faults,
    find_office_faults,
    find_status_conflicts,
    find_envelope_slips,
    find_amount_mismatches,
    find_implausible_conversions,
    find_source_conflicts,
    find_register_conflicts,
    find_misplaced_regimes,
    find_stale_bodies,
    find_unverified_speakers,
    find_unquantified,
    find_omissions,
    find_anonymous_sources,
    find_ambiguous_dates,
    find_mixed_scripts,
    find_unlinked,
)
MOST_FINDINGS = 60  # of one rule: more tell a reader nothing
_ORDER = {"error": 0, "warn": 1, "info": 2}


def verify(
    readings: Sequence[Reading],
    knowledge: Knowledge,
    *,
    as_of: datetime,
    event: Event,
    claims: Sequence[Claim],
) -> tuple[Finding, ...]:
    """Verify the documents on one event against each other and against knowledge.

    Parameters
    ----------
    readings : sequence of Reading
        One for each document, none published after ``as_of``.
    knowledge : Knowledge
        Reference data; register facts published after ``as_of`` are not seen.
    as_of : datetime
        Aware UTC instant.
    event : Event
        What the documents are about; nothing is verified for kind "none".
    claims : sequence of Claim
        What findings point back to.

    Returns
    -------
    tuple of Finding
        Errors before warnings before notes; within these in order of rules. Evidence
        spans hold the characters of their documents.
    """
    return verify_case(
        Case(
            subjects=tuple(
                open_subject(reading, knowledge, as_of=as_of) for reading in readings
            ),
            knowledge=knowledge,
            as_of=as_of,
            event=event,
            claims=tuple(claims),
        )
    )


def verify_case(case: Case) -> tuple[Finding, ...]:
    """Verify documents that are prepared already; see ``verify``."""
    if case.event.kind == "none":
        return ()
    found = [
        finding for rule in _RULES for finding in islice(rule(case), MOST_FINDINGS)
    ]
    found += find_repeated_disputes(case, found)
    return tuple(sorted(found, key=lambda one: _ORDER[one.severity]))
