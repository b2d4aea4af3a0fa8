"""What a book may be hedged with: dated contract facts that a user may override."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

InstrumentKind = Literal["index_future", "etf", "fx_forward", "fx_future", "etf_option"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A hedging instrument as of ``checked``; every figure may be overridden.

    Parameters
    ----------
    id : str
        Root of the contract codes: IF, IH, IC, IM, HSI, HHI, HTI; the security for an
        ETF; the pair for a forward; the fund and ``.OPT`` for its options.
    venue : str
        Exchange suffix as books write it: CFE, HKF, SH, FWD.
    index : str or None
        Symbol of the underlying index in the pack; None: the pack has no such series.
    access : str
        What a profile must permit: index_futures, etf, fx_forward, options; ``short``
        besides for a fund that would have to be borrowed.
    multiplier : float
        Money in ``currency`` for one index point; shares in one lot of a fund or one
        contract on it; units of the first currency in one lot of a forward.
    margin : float or None
        Share of the notional to be deposited.
    fee : float or None
        Share of the notional paid for each side.
    fee_per_lot : float or None
        Money in ``currency`` paid for each lot and side, instead of ``fee``.
    spread : float or None
        Half the usual gap between bid and offer, a share of the notional: an
        assumption that belongs to the cost of each side.
    daily_limit : float or None
        Share of the last settlement by which its price may move in a session.
    tick : float or None
        Least move of its price.
    closed_to : tuple of str
        Investor types that cannot trade it.
    quota_for : tuple of str
        Investor types that need a quota for it.
    settles : str
        ``cash`` or ``delivery``.
    """

    id: str
    name: str
    kind: InstrumentKind
    venue: str
    index: str | None
    index_name: str
    currency: str
    access: str
    multiplier: float
    margin: float | None = None
    fee: float | None = None
    effective: date | None = None
    ends: date | None = None
    checked: date | None = None
    hedges_with: bool = True
    note: str = ""
    source: str = "own_knowledge"
    fee_per_lot: float | None = None
    spread: float | None = None
    daily_limit: float | None = None
    tick: float | None = None
    closed_to: tuple[str, ...] = ()
    quota_for: tuple[str, ...] = ()
    settles: str = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingCost:
    """What selling or buying shares of a market costs between two days.

    Shares of the value: ``stamp_sell`` and ``stamp_buy`` are duties, ``levies`` what
    exchange, clearing house and regulator take of each side, ``commission`` the
    broker's part, an assumption.
    """

    market: str
    start: date
    stamp_sell: float
    stamp_buy: float
    levies: float
    commission: float
    end: date | None = None
    source: str = "own_knowledge"
    note: str = ""
