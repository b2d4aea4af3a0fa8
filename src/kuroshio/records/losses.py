"""What a book may lose and what takes it off. P&L has losses negative here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingRisk:
    """Volatility and loss share of one holding; ``basis`` says what it rests on.

    ``basis`` is "measured" (own history), "proxy" (a stand-in, widened) or "unknown"
    (left out of every number). ``volatility`` is per session in base currency,
    ``beta`` the sum of its loadings on equity indices. ``data_date`` is its last
    session in the pack, ``stale_sessions`` the sessions of its own market since.
    ``contributions`` are its shares of the expected shortfalls in ``BookRisk.losses``,
    in that order: over all holdings they add up to each ``es``.
    """

    security: str
    weight: float
    volatility: float | None
    beta: float | None
    basis: str
    stale_sessions: int | None
    data_date: str | None
    contributions: tuple[float, ...] = ()
    exit_sessions: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRange:
    """VaR and ES of the book as losses (positive), decimal share of NAV.

    ``horizon`` in sessions; ``gap_adjusted`` when the closure's extra variance is in.
    ``currency_part`` is the part of ``es`` that translation into base currency adds
    (negative: it takes off).
    """

    level: float
    horizon: int
    method: str
    var: float
    es: float
    currency_part: float
    gap_adjusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Whole lots of one instrument; negative is short."""

    instrument: str
    lots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One choice, "do nothing" among them.

    ``allowed`` None: the profile does not say. ``cost`` in base currency or None when
    unknown; ``es_before`` and ``es_after`` are losses (positive) as decimal shares of
    NAV; ``es_after`` None: NOT ESTIMABLE, and such a proposal is never sized. ES is at
    ``level`` over ``horizon`` sessions. ``es_range`` is the least and
    the largest ``es_after`` with the book's loading on the hedge's index as estimated,
    one standard error lower and one higher.
    """

    name: str
    legs: tuple[Leg, ...]
    allowed: bool | None
    blocked_by: tuple[str, ...]
    cost: float | None
    cost_basis: str
    margin: float | None
    es_before: float | None
    es_after: float | None
    not_covered: tuple[str, ...]
    es_range: tuple[float, float] | None = None
    level: float = 0.99
    horizon: int = 1
    notional: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRisk:
    """First form of the risk of a book, as of the pack's dates.

    ``volatility`` is per session. ``closure_sessions_days`` are the closed calendar
    days of the next closure within the horizon and ``gap_variance`` the factor put on
    the variance of the session after it. ``currency`` holds net weights by currency of
    the listing; ``stale`` the markets past the age at which numbers are marked STALE.
    ``refused`` says why there are no numbers.
    """

    nav: float
    base_currency: str
    volatility: float | None
    losses: tuple[LossRange, ...]
    holdings: tuple[HoldingRisk, ...]
    currency: tuple[tuple[str, float], ...]
    closure_sessions_days: int
    gap_variance: float
    refused: str | None = None
    warnings: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    unknown_weight: float = 0.0
    method: str = ""
