"""The risk of each holding by itself, its share of the losses and its way out."""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kuroshio.records import Book, HoldingRisk, Pack
from kuroshio.risk.losses import Loss, Spread
from kuroshio.risk.positions import Positions

Floats = NDArray[np.float64]

_EQUITY_FACTORS = (
    "000300.SH", "000905.SH", "000852.SH", "399006.SZ", "HSI", "N225", "SPX", "NDX",
)  # fmt: skip
_PARTICIPATION = 0.2
_TURNOVER_YEAR = 250


def holding_risks(
    book: Book,
    positions: Positions,
    pack: Pack,
    losses: Sequence[Loss],
    *,
    spread: Spread,
    on: date,
    refused: bool,
) -> tuple[HoldingRisk, ...]:
    """Return every holding's volatility, beta, shares of the losses and way out.

    Parameters
    ----------
    book, positions, pack
        What is held, on which factors.
    losses : sequence of Loss
        Whose shares are told, in this order.
    spread : Spread
        Of one session.
    on : date
        Turnover of more than a year before it is not known any more.
    refused : bool
        Tell no volatility and no beta.
    """
    volatility = _own_volatility(positions, spread)
    equity = [
        pack.factors.index(name) for name in _EQUITY_FACTORS if name in pack.factors
    ]
    with np.errstate(invalid="ignore", divide="ignore"):
        beta = positions.local[:, equity].sum(axis=1) / positions.weights
    nothing = [()] * len(book.holdings)
    shares = zip(*(loss.contributions.tolist() for loss in losses), strict=True)
    extra = zip(*(loss.incremental.tolist() for loss in losses), strict=True)
    refusals = [refused or item.basis == "unknown" for item in positions.basis]
    return tuple(
        HoldingRisk(
            security=holding.security,
            weight=weight,
            volatility=None if unknown else own,
            beta=None
            if unknown or holding.kind == "cash" or not math.isfinite(beta)
            else beta,
            basis=basis.basis,
            stale_sessions=basis.stale_sessions,
            data_date=basis.data_date,
            contributions=parts,
            exit_sessions=exits,
            note=basis.note,
            incremental=without,
        )
        for holding, basis, weight, own, beta, unknown, exits, parts, without in zip(
            book.holdings,
            positions.basis,
            positions.weights.tolist(),
            volatility.tolist(),
            beta.tolist(),
            refusals,
            _exit_sessions(book, positions, pack, on),
            shares if losses else nothing,
            extra if losses else nothing,
            strict=True,
        )
    )


def _own_volatility(positions: Positions, spread: Spread) -> Floats:
    """Return each holding's volatility in base currency for one unit of weight."""
    size = np.abs(positions.weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        alone: Floats = np.where(size > 0.0, np.sqrt(spread.own) / size, 0.0)
    return alone


def _exit_sessions(
    book: Book, positions: Positions, pack: Pack, on: date
) -> list[float | None]:
    """Return sessions to sell each line at a fifth of its usual turnover.

    None where the pack has no turnover of the last year before the instant, or the
    line is told in another currency than it trades in.
    """
    rows = np.array([pack.rows.get(h.security, -1) for h in book.holdings])
    values = np.array([holding.value for holding in book.holdings])
    same = [
        holding.currency == listing
        for holding, listing in zip(book.holdings, positions.currencies, strict=True)
    ]
    fresh = {
        day: bool(day) and weekdays_since(day, on) <= _TURNOVER_YEAR
        for day in {*pack.turnover_dates}
    }
    young = np.array([fresh[day] for day in pack.turnover_dates] or [False])
    known = (rows >= 0) & young[rows]
    traded = np.where(known & same, pack.turnover[rows], np.nan)
    with np.errstate(divide="ignore"):
        sessions = np.abs(values) / (_PARTICIPATION * traded)
    return [x if np.isfinite(x) else None for x in sessions.tolist()]


def weekdays_since(day: str, until: date) -> int:
    """Return the weekdays from a day on, told as ISO text, to another."""
    return int(np.busday_count(date.fromisoformat(day), until))
