"""The register of vehicles and deals: append-only, two clocks on every fact."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kuroshio.records.entities import Confidence, Names
from kuroshio.records.rules import Clock

Stage = Literal[
    "candidate", "near", "selected", "signed", "in_review", "funded", "built",
    "blocked", "lapsed",
]  # fmt: skip

STATUS_OF_STAGE: dict[str, str] = {
    "candidate": "negotiating",
    "near": "negotiating",
    "selected": "announced",
    "signed": "signed",
    "in_review": "in_review",
    "funded": "in_force",
    "built": "completed",
    "blocked": "blocked",
    "lapsed": "blocked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFact:
    """One fact about a vehicle, deal or project.

    ``on`` is when it was true, ``published`` when it was said; a reader as of a day
    sees only facts published by then. ``field`` is one of envelope, tranche,
    committed, drawn, stage, party, mechanic, project, milestone, omission; ``amount``
    is a decimal string in whole units of ``currency``.

    A fact with a ``stage`` and ``project`` speaks of that project, with ``tranche`` of
    that batch, with neither of the whole entry. ``bound`` says how the amount is to be
    read: a floor ("over ...") is min, a ceiling ("up to ...") is max. A milestone's
    ``on`` is the day it falls on, which may lie after ``published``.
    """

    field: str
    on: date
    published: date
    text: str
    source: str
    confidence: Confidence
    amount: str | None = None
    currency: str | None = None
    stage: Stage | None = None
    project: str | None = None
    tranche: str | None = None
    bound: Literal["exact", "min", "max"] = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """A vehicle or deal with its facts in order of publication.

    ``terms`` are words that name it in documents; ``parties`` institution or issuer
    ids; ``host`` (where the money or control goes) and ``source_country`` (where it
    comes from) are ISO 3166 alpha-2 codes, "EU", or "various", for the flow view.
    ``expected`` lists what a careful story about it would mention (kind of omission →
    words that mention it); ``expected_when`` narrows a kind to stories that hold one of
    the words given. ``clocks`` run from the stage that each names in ``starts``.
    """

    id: str
    names: Names
    kind: Literal["vehicle", "deal"]
    host: str
    source_country: str
    parties: tuple[str, ...]
    facts: tuple[RegisterFact, ...]
    terms: tuple[str, ...] = ()
    sector: str = ""
    expected: tuple[tuple[str, tuple[str, ...]], ...] = ()
    expected_when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    clocks: tuple[Clock, ...] = ()
