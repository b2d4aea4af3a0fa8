"""What a book may be hedged with: dated contract facts that a user may override."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

InstrumentKind = Literal["index_future", "etf", "fx_forward"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A hedging instrument as of ``checked``; every figure may be overridden.

    Parameters
    ----------
    id : str
        Root of the contract codes: IF, IH, IC, IM, HSI, HHI, HTI; the security for an
        ETF; the pair for a forward.
    venue : str
        Exchange suffix as books write it: CFE, HKF, SH, FWD.
    index : str or None
        Symbol of the underlying index in the pack; None: the pack has no such series.
    access : str
        What a profile must permit: index_futures, etf, fx_forward.
    multiplier : float
        Money in ``currency`` for one index point (one share for an ETF).
    margin : float or None
        Share of the notional to be deposited.
    fee : float or None
        Share of the notional paid for each side.
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
