"""Impacts: what an event is forecast to do, as a distribution, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

ImpactScope = Literal["theme", "issuer", "holding", "book"]
Moment = Literal["publication", "pre_open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedentWeight:
    """A precedent that a forecast leans on.

    ``weight`` in [0, 1], summing to one over the precedents of one impact, is its
    share of the evidence. ``car`` is the abnormal return measured then on the same
    theme and window, decimal; None where this theme was not measured and the
    precedent speaks through its signed size only. ``turned``: an event of the opposite
    direction, taken with the opposite sign.
    """

    id: str
    weight: float
    car: float | None = None
    turned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedPrecedent:
    """A precedent that was left out, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactParts:
    """Where the mean comes from, after damping; the three add up to it.

    ``precedents``: the pooled abnormal returns of like events; ``sign``: the written
    sign with a pooled size; ``overnight``: factors abroad times betas, 0 at
    publication. Decimal P&L.
    """

    precedents: float
    sign: float
    overnight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """The forecast effect of an event on a theme, an issuer, a holding or the book.

    Everything is a simple return, decimal, against the all-share market unless
    ``says`` states otherwise; losses are negative.

    Parameters
    ----------
    scope, id : str
        Theme id, issuer id, security, or "book".
    window : tuple of int
        First and last session counted from day 0.
    moment : Moment
        At publication, or before the open (with what happened overnight).
    mean, q05, q25, q50, q75, q95 : float
        Of the predictive distribution.
    scale, df : float
        Scale (not standard deviation) and degrees of freedom of its Student-t.
    p_positive : float
        Probability of a value above zero.
    parts : ImpactParts
        Decomposition of ``mean``.
    precedents : tuple of PrecedentWeight
        Heaviest first.
    excluded : tuple of ExcludedPrecedent
    novelty : float or None
        Distance from the nearest precedents in [0, 1]; 1: unlike any. None without
        precedents to compare with.
    for_mechanism, against_mechanism : str or None
        Why it should rise, and why it should fall.
    market_implied : float or None
        The overnight part undamped: what markets that were open say; None when none
        was, or at publication.
    evidence : float
        Effective number of like precedents behind ``parts.precedents``.
    measurable : bool
        False where the walk-forward record shows no skill for this window or scope:
        the mean is shrunk to zero and ``says`` tells it.
    says : tuple of str
        Plain sentences: thin evidence, novelty, censoring, no measurable skill.
    """

    scope: ImpactScope
    id: str
    window: tuple[int, int]
    moment: Moment
    mean: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    scale: float
    df: float
    p_positive: float
    parts: ImpactParts
    precedents: tuple[PrecedentWeight, ...] = ()
    excluded: tuple[ExcludedPrecedent, ...] = ()
    novelty: float | None = None
    for_mechanism: str | None = None
    against_mechanism: str | None = None
    market_implied: float | None = None
    evidence: float = 0.0
    measurable: bool = True
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confounder:
    """Something else that moves prices on or round day 0.

    ``kind`` is "precedent" (another event on record), "rule" (a regime's date) or
    "release" (figures published by a timetable); ``source`` a page or own_knowledge.
    """

    on: date
    what: str
    kind: Literal["precedent", "rule", "release"]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """The impacts of an event with what they were asked and what may disturb them.

    ``session`` is day 0 in Shanghai, None where nothing was forecast and ``refused``
    says why. ``crowded_sessions`` is the share of past event sessions with another
    event within a session, ``crowded_misses`` their share of the squared misses.
    """

    session: date | None
    provisional: bool = False
    moments: tuple[Moment, ...] = ()
    impacts: tuple[Impact, ...] = ()
    confounders: tuple[Confounder, ...] = ()
    crowded_sessions: float | None = None
    crowded_misses: float | None = None
    panel_day: date | None = None
    refused: str | None = None
