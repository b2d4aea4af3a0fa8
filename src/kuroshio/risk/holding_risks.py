"""The risk of each holding by itself, its share of the losses and its way out."""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kuroshio.records import Book, HoldingRisk, Pack
from kuroshio.risk.losses import Loss
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
    on : date
        Turnover of more than a year before it is not known any more.
    refused : bool
        Tell no volatility and no beta.
    """
    volatility = _own_volatility(positions)
    equity = [
        pack.factors.index(name) for name in _EQUITY_FACTORS if name in pack.factors
    ]
    with np.errstate(invalid="ignore", divide="ignore"):
        beta = positions.local[:, equity].sum(axis=1) / positions.weights
    shares = np.array([loss.contributions for loss in losses]).T.tolist()
    extra = np.array([loss.incremental for loss in losses]).T.tolist()
    weights, own, betas = (x.tolist() for x in (positions.weights, volatility, beta))
    exits = _exit_sessions(book, positions, pack, on)
    risks = []
    for row, (holding, basis) in enumerate(
        zip(book.holdings, positions.basis, strict=True)
    ):
        known = basis.basis != "unknown" and not refused
        listed = known and holding.kind != "cash"
        risks.append(
            HoldingRisk(
                security=holding.security,
                weight=weights[row],
                volatility=own[row] if known else None,
                beta=betas[row] if listed and math.isfinite(betas[row]) else None,
                basis=basis.basis,
                stale_sessions=basis.stale_sessions,
                data_date=basis.data_date,
                contributions=tuple(shares[row]) if losses else (),
                exit_sessions=exits[row],
                note=basis.note,
                incremental=tuple(extra[row]) if losses else (),
            )
        )
    return tuple(risks)


def _own_volatility(positions: Positions) -> Floats:
    """Return each holding's volatility in base currency for one unit of weight."""
    moved = positions.local + positions.currency
    factors = np.einsum("ij,ij->i", moved @ positions.covariance, moved)
    variance = factors + positions.residual**2
    size = np.abs(positions.weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        alone: Floats = np.where(size > 0.0, np.sqrt(variance) / size, 0.0)
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
