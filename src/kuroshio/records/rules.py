"""Regimes: which legal rules exist, whom they bind, and their clocks."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kuroshio.records.entities import Names

Answer = Literal["applies", "may_apply", "does_not", "unknown"]
ClockState = Literal["not_started", "running", "over", "dated", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A period that runs from a trigger: ``days`` of ``kind`` in ``countries``.

    ``starts`` is the trigger: in the register a stage ("selected"), in a regime a few
    words. Clocks of one ``name`` that differ in ``countries`` are candidates of which
    the text does not say which counts.
    """

    name: str
    days: int
    kind: Literal["calendar", "business"]
    countries: tuple[str, ...]
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeChange:
    """A later turn of a regime, so that a reader as of a day sees only its past.

    ``until`` is the last day of a suspension, or the new last day of an extension.
    """

    kind: Literal["suspended", "resumed", "extended", "ended", "amended"]
    on: date
    published: date
    text: str
    source: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A legal regime as of its last check.

    ``suspended_until`` past without a later check means unknown, never "in force".
    ``test`` names the test of applicability in ``kuroshio.regimes``; its arguments
    are ``actors`` (countries or parties bound), ``objects`` (themes, investment,
    securities) and ``securities`` (listed by name, for list regimes).

    ``published`` is when the rule was made public, ``effective`` when it began to bind,
    ``suspended_from`` to ``suspended_until`` a pause known from its first day, and
    ``expires`` a last day that the rule was born with. Whatever came later stands in
    ``changes``. ``checked`` is the date of the newest page read on its state.
    ``targets`` are the countries aimed at ("all": any), ``keeper`` is the institution
    that runs the regime.
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
    changes: tuple[RegimeChange, ...] = ()
    targets: tuple[str, ...] = ()
    keeper: str | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """The last day of a period counted in the business days of ``countries``.

    ``due`` is None where the period has not begun; ``provisional`` when it runs past
    the days for which holidays are known.
    """

    countries: tuple[str, ...]
    due: date | None
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DealClock:
    """A dated step or a running period of a deal, as known on a day.

    ``candidates`` holds one due date for each calendar that may count; more than one
    means that the text leaves it open. A milestone has ``days`` None and state dated.
    """

    entry: str
    name: str
    state: ClockState
    reason: str
    days: int | None
    kind: Literal["calendar", "business"] | None
    started: date | None
    candidates: tuple[DueDate, ...]
    source: str
