"""The way out of a book: days of turnover, price limits, same-day sale."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from kuroshio.calendars import Tradability, price_limit, read_code, trading_rule
from kuroshio.knowledge import Knowledge
from kuroshio.records import Book, ExitRule, ExitSchedule, Holding, Pack
from kuroshio.risk.positions import Positions

MOST_SHOWN = 500


def exit_schedule(
    book: Book,
    positions: Positions,
    pack: Pack,
    knowledge: Knowledge,
    sessions: Sequence[float | None],
    *,
    on: date,
) -> ExitSchedule:
    """Return how long it takes to leave, and what binds on the way.

    Parameters
    ----------
    book, positions, pack, knowledge
        What is held, and the facts.
    sessions : sequence of float or None
        Sessions to sell each line at a fifth of its usual turnover.
    on : date
        The day whose limits and rules count.
    """
    gross = np.abs(np.where(np.isfinite(positions.weights), positions.weights, 0.0))
    listed = np.array([holding.kind in {"equity", "etf"} for holding in book.holdings])
    known = np.array([value is not None for value in sessions]) & listed
    total = float(gross[listed].sum())
    days = np.array([np.nan if value is None else value for value in sessions])[known]
    largest = np.argsort(-gross, kind="stable")[:MOST_SHOWN]
    rules: dict[str, tuple[float | None, bool | None]] = {}
    return ExitSchedule(
        sessions_90=_sessions_to(days, gross[known], 0.9),
        sessions_all=float(days.max()) if len(days) else None,
        unknown=float(gross[listed & ~known].sum()) / total if total else 0.0,
        holdings=tuple(
            _rule(book.holdings[row], sessions[row], pack, knowledge, rules, on)
            for row in sorted(largest.tolist())
            if listed[row]
        ),
    )


def _sessions_to(
    days: np.ndarray[tuple[int], np.dtype[np.float64]],
    gross: np.ndarray[tuple[int], np.dtype[np.float64]],
    share: float,
) -> float | None:
    """Return when a share of the value is sold, all lines being sold side by side."""
    total = float(gross.sum())
    if not len(days) or total <= 0.0:
        return None
    low, high = 0.0, float(days.max())
    for _ in range(60):
        middle = 0.5 * (low + high)
        sold = float((gross * np.minimum(middle / np.maximum(days, 1e-12), 1.0)).sum())
        low, high = (middle, high) if sold < share * total else (low, middle)
    return high


def _rule(  # noqa: PLR0917 - one line of the schedule
    holding: Holding,
    sessions: float | None,
    pack: Pack,
    knowledge: Knowledge,
    rules: dict[str, tuple[float | None, bool | None]],
    on: date,
) -> ExitRule:
    facts = read_code(holding.security)
    board = (facts.board if facts is not None else None) or ""
    if board not in rules:
        limit = price_limit(knowledge.price_limits, board, on)
        rule = trading_rule(knowledge.trading_rules, board, on)
        rules[board] = (
            None if limit is None else limit.limit,
            None if rule is None else rule.sell_same_day,
        )
    row = pack.rows.get(holding.security)
    told = pack.turnover_dates[row] if row is not None else ""
    sellable = None
    if holding.sellable is not None and holding.quantity:
        sellable = min(max(holding.sellable / holding.quantity, 0.0), 1.0)
    return ExitRule(
        security=holding.security,
        sessions=sessions,
        turnover_date=told or None,
        daily_limit=rules[board][0],
        same_day_sale=rules[board][1],
        sellable=sellable,
    )


def mark_last_session(
    exits: ExitSchedule, judged: Mapping[str, Tradability], day: date
) -> ExitSchedule:
    """Return a schedule that says how each line's last session ended.

    Parameters
    ----------
    exits : ExitSchedule
    judged : mapping
        Security → what its bar says; those left out stay untold.
    day : date
        The session judged.

    Notes
    -----
    A line that was suspended, or closed at its lower limit, could not be sold then:
    its sessions to leave are no longer known.
    """
    return replace(
        exits, holdings=tuple(_marked(rule, judged, day) for rule in exits.holdings)
    )


def _marked(rule: ExitRule, judged: Mapping[str, Tradability], day: date) -> ExitRule:
    found = judged.get(rule.security)
    if found is None:
        return rule
    ended = "traded"
    if found.suspended:
        ended = "suspended"
    elif found.closed_at is not None:
        ended = f"limit_{found.closed_at}"
    return replace(
        rule,
        sessions=rule.sessions if found.sellable else None,
        last_session=ended,
        last_day=day.isoformat(),
    )
