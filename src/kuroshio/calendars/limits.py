"""Daily price limits, lots and same-day sale: a dated table by board and status.

From the exchanges' trading rules as generally known, so ``source`` is own knowledge
where no page was kept. The change of the limit for stocks under special treatment was
put out for comment in June 2025.
"""

from datetime import date
from typing import Literal

from kuroshio.records import PriceLimit, TradingRule

Status = Literal["normal", "st", "new"]

_OPENING = date(1996, 12, 16)  # mainland price limits of 10 % begin
_ST = "https://www.3news.cn/redian/2025/0627/1107085.html"


def _limit(  # noqa: PLR0913 - one row of a table
    board: str,
    status: Status,
    start: date,
    limit: float | None,
    *,
    end: date | None = None,
    sessions: int = 0,
    source: str = "own_knowledge",
) -> PriceLimit:
    return PriceLimit(
        board=board,
        status=status,
        start=start,
        limit=limit,
        end=end,
        sessions=sessions,
        source=source,
    )


PRICE_LIMITS: tuple[PriceLimit, ...] = (
    _limit("main", "normal", _OPENING, 0.10),
    _limit("main", "st", date(1998, 4, 22), 0.05, end=date(2026, 7, 5)),
    _limit("main", "st", date(2026, 7, 6), 0.10, source=_ST),
    # Before 2023-04-10 a new main-board share was held at 44 % up, 36 % down for a day.
    _limit("main", "new", date(2014, 1, 1), 0.44, end=date(2023, 4, 9), sessions=1),
    _limit("main", "new", date(2023, 4, 10), None, sessions=5),
    _limit("b_share", "normal", _OPENING, 0.10),
    _limit("b_share", "st", date(1998, 4, 22), 0.05, end=date(2026, 7, 5)),
    _limit("b_share", "st", date(2026, 7, 6), 0.10, source=_ST),
    _limit("chinext", "normal", date(2009, 10, 30), 0.10, end=date(2020, 8, 23)),
    _limit("chinext", "normal", date(2020, 8, 24), 0.20),
    _limit("chinext", "st", date(2009, 10, 30), 0.05, end=date(2020, 8, 23)),
    _limit("chinext", "st", date(2020, 8, 24), 0.20),
    _limit("chinext", "new", date(2014, 1, 1), 0.44, end=date(2020, 8, 23), sessions=1),
    _limit("chinext", "new", date(2020, 8, 24), None, sessions=5),
    _limit("star", "normal", date(2019, 7, 22), 0.20),
    _limit("star", "st", date(2019, 7, 22), 0.20),
    _limit("star", "new", date(2019, 7, 22), None, sessions=5),
    _limit("beijing", "normal", date(2021, 11, 15), 0.30),
    _limit("beijing", "st", date(2021, 11, 15), 0.30),
    _limit("beijing", "new", date(2021, 11, 15), None, sessions=1),
    _limit("hk", "normal", date(1986, 4, 2), None),
    _limit("us", "normal", date(1990, 1, 1), None),
)

TRADING_RULES: tuple[TradingRule, ...] = (
    TradingRule(board="main", start=_OPENING, lot=100, step=100, sell_same_day=False),
    TradingRule(
        board="b_share", start=_OPENING, lot=100, step=100, sell_same_day=False
    ),
    TradingRule(
        board="chinext",
        start=date(2009, 10, 30),
        lot=100,
        step=100,
        sell_same_day=False,
    ),
    TradingRule(
        board="star", start=date(2019, 7, 22), lot=200, step=1, sell_same_day=False
    ),
    TradingRule(
        board="beijing", start=date(2021, 11, 15), lot=100, step=1, sell_same_day=False
    ),
    TradingRule(
        board="hk", start=date(1986, 4, 2), lot=None, step=None, sell_same_day=True
    ),
    TradingRule(
        board="jp", start=date(2018, 10, 1), lot=100, step=100, sell_same_day=True
    ),
    TradingRule(board="us", start=date(1990, 1, 1), lot=1, step=1, sell_same_day=True),
)


def price_limit(
    board: str,
    on: date,
    *,
    status: Status = "normal",
    sessions_listed: int | None = None,
) -> PriceLimit | None:
    """Return the rule that held on a board for a status on a day.

    Parameters
    ----------
    board : str
        As in ``board_of``.
    on : date
        The session asked about.
    status : {"normal", "st", "new"}
        Special treatment or not.
    sessions_listed : int, optional
        How many sessions the share has traded, the asked one included; the rule for
        new listings holds while that is within its ``sessions``.

    Returns
    -------
    PriceLimit or None
        ``limit`` is None where there is no limit; None itself: no rule is known (funds,
        Tokyo with its limits in yen).
    """
    if sessions_listed is not None:
        fresh = _rule(board, "new", on)
        if fresh is not None and sessions_listed <= fresh.sessions:
            return fresh
    return _rule(board, status, on)


def _rule(board: str, status: str, on: date) -> PriceLimit | None:
    rows = (r for r in PRICE_LIMITS if r.board == board and r.status == status)
    return next((row for row in rows if _holds_on(row, on)), None)


def trading_rule(board: str, on: date) -> TradingRule | None:
    """Return the lot and same-day rule of a board on a day; None: unknown."""
    rows = (row for row in TRADING_RULES if row.board == board)
    return next((row for row in rows if _holds_on(row, on)), None)


def _holds_on(row: PriceLimit | TradingRule, on: date) -> bool:
    return row.start <= on and (row.end is None or on <= row.end)
