"""What a book may lose and what takes it off. P&L has losses negative here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingRisk:
    """Volatility and loss share of one holding; ``basis`` says what it rests on.

    ``basis`` is "measured" (own history), "proxy" (a stand-in, widened) or "unknown".
    ``data_date`` is the last session of its market in the pack.
    """

    security: str
    weight: float
    volatility: float | None
    beta: float | None
    basis: str
    stale_sessions: int | None
    data_date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRange:
    """VaR and ES of the book as losses, decimal share of NAV.

    ``horizon`` in sessions; ``gap_adjusted`` when the closure's extra variance is in.
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
    unknown; ``es_before`` and ``es_after`` are losses as decimal shares of NAV;
    ``es_after`` None: NOT ESTIMABLE, and such a proposal is never sized.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRisk:
    """First form of the risk of a book, as of the pack's dates."""

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
