"""Whether a share could be bought and sold in a session, seen from its bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from kuroshio.calendars.limits import Status, price_limit
from kuroshio.records import PriceLimit

Lock = Literal["up", "down"]
_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyBar:
    """Prices as traded in one session; None: not given. ``volume`` in shares."""

    open: float | None = None
    high: float | None = None
    low: float | None = None
    close: float | None = None
    volume: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tradability:
    """What a session's bar says about trading.

    Parameters
    ----------
    suspended : bool
        No bar, or none of it traded.
    closed_at : {"up", "down"} or None
        The close stands at that limit: who wanted to trade on could not be served.
    touched : tuple of {"up", "down"}
        Limits that the session reached at any time.
    sealed : bool
        Every trade was at the limit: nobody else got in or out.
    limit_up, limit_down : float or None
        The limit prices; None: no limit, or no previous close to count it from.
    beyond : bool
        The close lies outside the limits: the limit, the status or the previous close
        is not what was assumed (ex-dividend day, first session, resumption).
    """

    suspended: bool
    closed_at: Lock | None = None
    touched: tuple[Lock, ...] = ()
    sealed: bool = False
    limit_up: float | None = None
    limit_down: float | None = None
    beyond: bool = False

    @property
    def buyable(self) -> bool:
        """Whether a buy order could be filled at the close."""
        return not self.suspended and self.closed_at != "up"

    @property
    def sellable(self) -> bool:
        """Whether a holder could sell at the close; T+1 is another matter."""
        return not self.suspended and self.closed_at != "down"


def judge_session(
    bar: DailyBar | None,
    previous_close: float | None,
    limits: Sequence[PriceLimit],
    board: str,
    on: date,
    *,
    status: Status = "normal",
    sessions_listed: int | None = None,
) -> Tradability:
    """Tell suspension and limit locks from one session's bar.

    Parameters
    ----------
    bar : DailyBar or None
        None: the exchange traded and this share has no bar.
    previous_close : float or None
        The exchange's reference price: the last close, less what went ex.
    limits : sequence of PriceLimit
        The dated table, such as ``Knowledge.price_limits``.
    board, on, status, sessions_listed
        As in ``price_limit``.

    Returns
    -------
    Tradability
        Without limit prices where there is no limit or none is known.

    Examples
    --------
    >>> rule = PriceLimit(board="main", status="normal", start=date(1996, 12, 16),
    ...                   limit=0.1)
    >>> bar = DailyBar(open=9.0, high=9.0, low=9.0, close=9.0, volume=1e6)
    >>> found = judge_session(bar, 10.0, [rule], "main", date(2018, 6, 13))
    >>> found.closed_at, found.sealed, found.sellable
    ('down', True, False)
    """
    if bar is None or bar.close is None or bar.volume == 0:
        return Tradability(suspended=True)
    rule = price_limit(
        limits, board, on, status=status, sessions_listed=sessions_listed
    )
    if rule is None or rule.limit is None or previous_close is None:
        return Tradability(suspended=False)
    up = limit_price(previous_close, rule.limit)
    down = limit_price(previous_close, -rule.limit)
    if rule.status == "new":
        return Tradability(suspended=False)  # its fall and rise differ: not kept
    high = bar.close if bar.high is None else bar.high
    low = bar.close if bar.low is None else bar.low
    touched: tuple[Lock, ...] = ()
    if _reaches(high, up):
        touched += ("up",)
    if _reaches(-low, -down):
        touched += ("down",)
    closed_at = _closed_at(bar.close, up, down)
    return Tradability(
        suspended=False,
        closed_at=closed_at,
        touched=touched,
        sealed=closed_at is not None and bar.high is not None and high == low,
        limit_up=up,
        limit_down=down,
        beyond=bar.close > up + 0.005 or bar.close < down - 0.005,
    )


def limit_price(previous_close: float, limit: float) -> float:
    """Return previous close times (1 + limit), rounded half up to a fen.

    Examples
    --------
    >>> limit_price(4.55, 0.1), limit_price(4.55, -0.1), limit_price(8.65, 0.2)
    (5.01, 4.1, 10.38)
    """
    exact = Decimal(str(previous_close)) * (1 + Decimal(str(limit)))
    return float(exact.quantize(_FEN, rounding=ROUND_HALF_UP))


def _reaches(price: float, limit: float) -> bool:
    return price > limit - 0.005  # prices are whole fens


def _closed_at(close: float, up: float, down: float) -> Lock | None:
    if abs(close - up) < 0.005:
        return "up"
    return "down" if abs(close - down) < 0.005 else None
