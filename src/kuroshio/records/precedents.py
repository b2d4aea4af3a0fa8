"""Precedents: what happened before, dated to the minute where that is known."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kuroshio.records.entities import Confidence

PrecedentType = Literal[
    "approved_deal", "blocked_deal", "currency", "diplomatic_pressure",
    "domestic_regulation", "entity_list", "export_control", "geopolitical",
    "headline_shock", "investment_pledge", "investment_restriction", "listing_audit",
    "market_rule", "market_shock", "retaliation", "settlement", "stimulus", "subsidy",
    "tariff", "tariff_threat", "trade_deal", "truce", "truce_implementation",
]  # fmt: skip
Phase = Literal[
    "pre_open", "intraday", "after_close", "before_open", "at_close", "weekend",
    "holiday", "unknown",
]  # fmt: skip
ClockPrecision = Literal["minute", "about", "part_of_day", "day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedName:
    """A theme id or a sector label with the sign expected of its Chinese names.

    ``sign`` is +1, -1, or 0 where the effect is mixed or none.
    """

    name: str
    sign: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSession:
    """The first session of an exchange (MIC) that could trade on the news."""

    exchange: str
    session: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """An event of the past and what was reported of its effect.

    Parameters
    ----------
    types : tuple of PrecedentType
        What kind of event; the leading kind first.
    direction : int
        +1 imposed, tightened or built; -1 eased, suspended or struck down; 0 neither.
    initiators, targets : tuple of str
        ISO 3166 alpha-2 codes; "all" for every trading partner.
    themes : tuple of SignedName
        Themes by id; ``sectors`` keeps the labels for which there is no theme.
    on : date
        The local day in ``timezone`` (IANA name).
    at : datetime or None
        The instant, aware, where a clock time is known; ``precision`` says how well.
        ``clock_words`` keeps what is known otherwise ("evening").
    phase : Phase
        Where the moment lies in the Shanghai day; ``leaked`` when prices may have
        moved before it.
    first_sessions : tuple of FirstSession
        One for each exchange followed.
    reaction : str
        The move as reported, in words with figures; never used as a measurement.
    confidence : Confidence
        Of the dating and the description.
    """

    id: str
    title: str
    types: tuple[PrecedentType, ...]
    direction: int
    initiators: tuple[str, ...]
    on: date
    timezone: str
    precision: ClockPrecision
    phase: Phase
    first_sessions: tuple[FirstSession, ...]
    source: str
    confidence: Confidence
    targets: tuple[str, ...] = ()
    themes: tuple[SignedName, ...] = ()
    sectors: tuple[SignedName, ...] = ()
    at: datetime | None = None
    clock_words: str | None = None
    leaked: bool = False
    reaction: str | None = None
    reaction_kind: str | None = None
    note: str | None = None
