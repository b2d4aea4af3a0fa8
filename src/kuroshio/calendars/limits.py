"""Daily price limits, lots and same-day sale, from a dated table."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from kuroshio.records import PriceLimit, TradingRule

Status = Literal["normal", "st", "new"]


def price_limit(
    limits: Sequence[PriceLimit],
    board: str,
    on: date,
    *,
    status: Status = "normal",
    sessions_listed: int | None = None,
) -> PriceLimit | None:
    """Return the rule that held on a board for a status on a day.

    Parameters
    ----------
    limits : sequence of PriceLimit
        The table, such as ``Knowledge.price_limits``; of several that hold, the last
        counts, so that an overlay wins.
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
        fresh = _rule(limits, board, "new", on)
        if fresh is not None and sessions_listed <= fresh.sessions:
            return fresh
    return _rule(limits, board, status, on)


def _rule(
    limits: Sequence[PriceLimit], board: str, status: str, on: date
) -> PriceLimit | None:
    rows = [row for row in limits if row.board == board and row.status == status]
    return next((row for row in reversed(rows) if _holds_on(row, on)), None)


def trading_rule(
    rules: Sequence[TradingRule], board: str, on: date
) -> TradingRule | None:
    """Return the lot and same-day rule of a board on a day; None: unknown."""
    rows = [row for row in rules if row.board == board]
    return next((row for row in reversed(rows) if _holds_on(row, on)), None)


def _holds_on(row: PriceLimit | TradingRule, on: date) -> bool:
    return row.start <= on and (row.end is None or on <= row.end)
