"""Regimes: which legal rules exist, whom they bind, and their clocks."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kuroshio.records.entities import Names

Answer = Literal["applies", "may_apply", "does_not", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A period that runs from a trigger: ``days`` of ``kind`` in ``countries``."""

    name: str
    days: int
    kind: Literal["calendar", "business"]
    countries: tuple[str, ...]
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A legal regime as of its last check.

    ``suspended_until`` past without a later check means unknown, never "in force".
    ``test`` names the test of applicability in ``kuroshio.regimes``; its arguments
    are ``actors`` (countries or parties bound), ``objects`` (themes, investment,
    securities) and ``securities`` (listed by name, for list regimes).
    """

    id: str
    names: Names
    jurisdiction: str
    article: str
    scope: str
    test: str
    source: str
    actors: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    securities: tuple[str, ...] = ()
    effective: date | None = None
    suspended_from: date | None = None
    suspended_until: date | None = None
    expires: date | None = None
    checked: date | None = None
    published: date | None = None
    clocks: tuple[Clock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeAnswer:
    """Whether a regime reaches a deal, a project or a holding, and why."""

    id: str
    subject: str
    answer: Answer
    reason: str
    effective: date | None
    expires: date | None
    next_date: date | None
    checked: date | None
    source: str
