"""When markets trade: calendars, sessions, windows, price limits, lots."""

from dataclasses import dataclass
from datetime import date, datetime, time

Clock = tuple[date, time]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The sessions of an exchange, or the business days of a country's offices.

    Parameters
    ----------
    mic : str
        ISO 10383 code (XSHG, XSHE, XBSE, XHKG, XTKS, XNYS, XNAS), or the ISO 3166
        code of a country (CN, HK, JP, US) for the business days of its offices.
    zone : str
        IANA time zone in which ``closes`` and ``half_days`` are told.
    first, bound : date
        Facts are known from ``first`` to ``bound``, both included. Past ``bound`` a
        weekday counts as a session and is provisional.
    closes : tuple of (date, time)
        Regular closing time, local, from each date on; ascending. A country's
        offices close at midnight: one entry, 23:59:59.
    closures : tuple of date
        Weekdays without a session, ascending.
    open_weekends : tuple of date
        Saturdays and Sundays that count (make-up working days), ascending.
    half_days : tuple of (date, time)
        Sessions with an early close and that close, local, ascending.
    """

    mic: str
    name: str
    country: str
    zone: str
    first: date
    bound: date
    closes: tuple[Clock, ...]
    closures: tuple[date, ...] = ()
    open_weekends: tuple[date, ...] = ()
    half_days: tuple[Clock, ...] = ()
    aliases: tuple[str, ...] = ()
    source: str = "own_knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session of one exchange; ``close_at`` is an aware UTC instant."""

    mic: str
    session: date
    close_at: datetime
    half_day: bool
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketWindow:
    """The sessions left before the next closure, and the closure.

    ``sessions`` is empty when the exchange is shut at the instant asked about.
    ``shut_from`` is the first closed day, ``reopens`` the first session after it, and
    ``closed_days`` the calendar days between the two sessions around the closure; all
    None, None and 0 when no closure comes within the sessions looked at. A plain
    weekend is no closure.
    """

    mic: str
    sessions: tuple[Session, ...]
    shut_from: date | None
    reopens: date | None
    closed_days: int
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLimit:
    """The daily price limit of a board for a status between two days.

    ``board`` is one of main, chinext, star, beijing, hk, jp, us; ``status`` normal,
    st (special treatment) or new (the first sessions after listing, ``sessions`` of
    them). ``limit`` is a decimal share of the previous close, None: no limit.
    """

    board: str
    status: str
    start: date
    limit: float | None
    end: date | None = None
    sessions: int = 0
    source: str = "own_knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingRule:
    """Lots and same-day sale on a board between two days.

    ``lot`` is the smallest number of shares of a buy order, ``step`` the unit above
    it; None where each security has its own. ``sell_same_day`` False is T+1.
    """

    board: str
    start: date
    lot: int | None
    step: int | None
    sell_same_day: bool
    end: date | None = None
    source: str = "own_knowledge"
