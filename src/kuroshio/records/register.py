"""The register of vehicles and deals: append-only, two clocks on every fact."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kuroshio.records.entities import Confidence, Names

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
    committed, drawn, stage, party, mechanic, project, omission; ``amount`` is a decimal
    string in whole units of ``currency``.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """A vehicle or deal with its facts in order of publication.

    ``terms`` are words that name it in documents; ``parties`` institution or issuer
    ids with ``host`` and ``source_country`` for the flow view. ``expected`` lists what
    a careful story about it would mention (kind of omission → words that mention it).
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
