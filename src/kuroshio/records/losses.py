"""What a book may lose and what takes it off. P&L has losses negative here."""

from dataclasses import dataclass

from kuroshio.records.packs import Premium


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingRisk:
    """Volatility and loss share of one holding; ``basis`` says what it rests on.

    ``basis`` is "measured" (own history), "proxy" (a stand-in, widened) or "unknown"
    (left out of every number). ``volatility`` is per session in base currency,
    ``beta`` the sum of its loadings on equity indices. ``data_date`` is its last
    session in the pack, ``stale_sessions`` the sessions of its own market since.
    ``contributions`` are its shares of the expected shortfalls in ``BookRisk.losses``,
    in that order: over all holdings they add up to each ``es``; ``incremental`` what
    each shortfall would fall by without it.
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
    incremental: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRange:
    """VaR and ES of the book as losses (positive), decimal share of NAV.

    ``horizon`` in sessions; ``gap_adjusted`` when the closure's extra variance is in.
    ``currency_part`` is the part of ``es`` that translation into base currency adds
    (negative: it takes off); other methods than ``BookRisk.method`` take its share
    from that one.
    """

    level: float
    horizon: int
    method: str
    var: float
    es: float
    currency_part: float
    gap_adjusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A part of an expected shortfall, decimal share of NAV, positive: adds to it.

    ``by`` is theme, factor or currency (holdings keep their own); over each the parts
    of one loss add up to it.
    """

    by: str
    id: str
    es: float
    level: float
    horizon: int
    gap_adjusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingCurrency:
    """Currency of a holding's listing, and the currencies its value follows.

    ``economic`` pairs CNY, JPY and USD with shares that add up to 1; empty: unknown.
    """

    security: str
    listing: str
    economic: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyExposure:
    """The book in one currency, shares of NAV.

    ``share`` is net by listing, ``economic`` by what values follow (None where the
    currency is no axis of its own: CNH counts as CNY, HKD as USD), ``hedge`` the
    forward against the base currency of least variance, ``carry`` a year's forward
    gain as a decimal, None: UNKNOWN.
    """

    currency: str
    share: float
    economic: float | None
    hedge: float | None
    carry: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConePoint:
    """Volatility per session over the next ``horizon`` sessions, with its bands."""

    horizon: int
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VolatilityOutlook:
    """Forecasts of volatility per session, decimal, by method.

    ``scope`` is security, theme, sector or book. ``har_basis`` is "range" or
    "absolute". ``event`` is the volatility of a session after news of the kind that
    the precedents hold; ``cone`` how the forecast fades to the long run. None: not to
    be had.
    """

    scope: str
    id: str
    ewma: float | None
    har: float | None
    har_basis: str
    gjr: float | None
    long_run: float | None
    event: float | None
    cone: tuple[ConePoint, ...]
    members: int = 1
    data_date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitRule:
    """What binds the way out of a holding.

    ``sessions`` at a fifth of the usual turnover, approximate; None: turnover unknown.
    ``daily_limit`` is the price limit of its board (decimal; None: none or unknown),
    ``same_day_sale`` False where shares bought today can be sold from the next session
    on only; ``sellable`` the share of the line that may be sold now, None: not told.
    ``last_session`` says how the session of ``last_day`` ended, "traded", "suspended",
    "limit_up" or "limit_down": seen from the user's own bars, None without them.
    """

    security: str
    sessions: float | None
    turnover_date: str | None
    daily_limit: float | None
    same_day_sale: bool | None
    sellable: float | None
    last_session: str | None = None
    last_day: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitSchedule:
    """Sessions to sell 90 % and all of the gross value of known turnover.

    ``unknown`` is the share of gross value without a known turnover.
    """

    sessions_90: float | None
    sessions_all: float | None
    unknown: float
    holdings: tuple[ExitRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Whole lots of one instrument; negative is short, or sold.

    ``unit`` is one lot: "lot" of a future or forward, "contract" of an option, or so
    many "shares"; ``quantity`` in shares, None where lots say it all. ``notional``,
    ``margin`` and ``cost`` are money in base currency, all lots together.
    """

    instrument: str
    lots: int
    unit: str = "lot"
    quantity: int | None = None
    notional: float | None = None
    margin: float | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResidual:
    """P&L of a scenario without and with a proposal, shares of NAV, losses negative."""

    id: str
    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    """The best lots for so much cost: shares of NAV, ``es`` a loss above 0.

    ``budget`` is the cost allowed, ``cost`` the part used. ``bound`` is what no whole
    lots can beat, ``gap`` how far ``es`` may be above the best; 0: proven best.
    """

    budget: float
    cost: float
    es: float
    legs: tuple[Leg, ...]
    bound: float
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """How lots were found on scenario paths; shares of NAV, losses above 0.

    ``before`` and ``after`` are the objective (mean of the worst paths at ``level``,
    or the standard deviation) without and with the lots, ``bound`` what no whole lots
    within the limits can beat, ``gap`` what of ``after`` and its costs lies above it.
    ``proven``: the search ended by itself, not by its time limit. ``limits`` are those
    that hold with nothing to spare.
    """

    objective: str
    level: float
    paths: int
    before: float
    after: float
    bound: float
    gap: float
    proven: bool
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeks:
    """What all contracts of a proposal together earn, in base currency.

    ``delta`` for one per cent of the fund's price, ``gamma`` the change of that for
    one more, ``vega`` for a point of volatility, ``theta`` for a calendar day and
    ``rho`` for a point of the rate.
    """

    delta: float
    gamma: float
    vega: float
    theta: float
    rho: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One choice, "do nothing" among them.

    ``allowed`` None: the profile does not say. ``cost`` in base currency or None when
    unknown; ``es_before`` and ``es_after`` are losses (positive) as decimal shares of
    NAV; ``es_after`` None: NOT ESTIMABLE, and such a proposal is never sized. ES is at
    ``level`` over ``horizon`` sessions. ``es_range`` is the least and
    the largest ``es_after`` with the book's loading on the hedge's index as estimated,
    one standard error lower and one higher. ``group`` is nothing, sale, hedge,
    combination, option or spread (into unaffected names); ``access`` says what the
    profile leaves open though it allows the kind; ``best`` marks the one a brief
    shows first.
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
    residual_by_scenario: tuple[ScenarioResidual, ...] = ()
    group: str = "hedge"
    access: tuple[str, ...] = ()
    solved: Solved | None = None
    greeks: Greeks | None = None
    best: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRisk:
    """First form of the risk of a book, as of the pack's dates.

    ``volatility`` is per session. ``closure_sessions_days`` are the closed calendar
    days of the next closure within the horizon and ``gap_variance`` the factor put on
    the variance of the session after it. ``currency`` holds net weights by currency of
    the listing; ``stale`` the markets past the age at which numbers are marked STALE.
    ``refused`` says why there are no numbers. ``methods`` are loss ranges by other
    methods than ``method``; ``premia`` those of the issuers held.
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
    methods: tuple[LossRange, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    currencies: tuple[CurrencyExposure, ...] = ()
    holding_currencies: tuple[HoldingCurrency, ...] = ()
    outlooks: tuple[VolatilityOutlook, ...] = ()
    exits: ExitSchedule | None = None
    premia: tuple[Premium, ...] = ()
