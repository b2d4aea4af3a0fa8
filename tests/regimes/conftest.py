"""Sheets and books made by hand, and the packaged knowledge."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.records import (
    Book,
    Cause,
    Claim,
    DealSheet,
    Event,
    Finding,
    Holding,
    ThemeReach,
    Value,
)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


def make_claim(property_: str, entity: str, role: str | None = None) -> Claim:
    return Claim(
        id=f"{property_}-{entity}-{role}",
        subject="event",
        property=property_,
        value=Value(entity=entity),
        stance="asserted",
        evidence=(),
        published="",
        role=role,
    )


def make_kind(words: str) -> Claim:
    """Return a claim about a kind of rule that the text gives no name."""
    claim = make_claim("regime", words)
    return replace(claim, value=Value(surface=words))


@pytest.fixture
def make_sheet() -> Callable[..., DealSheet]:
    """Return a maker of sheets: causes as id → themes, parties as role → id."""

    def make(
        *,
        vehicle: str | None = None,
        kind: Any = "deal",
        type_: Any = "investment_pledge",
        causes: dict[str, tuple[str, ...]] | None = None,
        parties: dict[str, str] | None = None,
        named: tuple[str, ...] = (),
        imposer: str | None = None,
        target: str | None = None,
        anonymous: bool = False,
        kinds: tuple[str, ...] = (),
        bodies: tuple[str, ...] = (),
    ) -> DealSheet:
        findings = (
            (Finding(kind="anonymous_source", severity="warn", say="", evidence=()),)
            if anonymous
            else ()
        )
        return DealSheet(
            event=Event(id="e1", kind=kind, type=type_, vehicle=vehicle),
            as_of=datetime(2026, 2, 12, tzinfo=UTC),
            documents=(),
            claims=(
                *(
                    make_claim("party", who, role)
                    for role, who in (parties or {}).items()
                ),
                *(make_claim("regime", name) for name in named),
                *(make_kind(words) for words in kinds),
            ),
            sheet=(),
            findings=findings,
            parties=bodies,
            causes=tuple(
                Cause(
                    id=name,
                    kind="measure" if kind == "measure" else "project",
                    name=name,
                    direction=1,
                    themes=tuple(ThemeReach(theme=t, direction=1) for t in themes),
                    evidence=(),
                    imposer=imposer,
                    target=target,
                )
                for name, themes in (causes or {}).items()
            ),
        )

    return make


@pytest.fixture
def make_book() -> Callable[..., Book]:
    def make(**values: float) -> Book:
        """Take securities with "_" for ".", e.g. ``s0981_HK=1.0``."""
        lines = [(name[1:].replace("_", "."), value) for name, value in values.items()]
        return Book(
            source="book.csv",
            sha256="",
            holdings=tuple(
                Holding(
                    security=security,
                    kind="equity",
                    value=value,
                    currency="CNY",
                    row=row,
                )
                for row, (security, value) in enumerate(lines, start=2)
            ),
        )

    return make
