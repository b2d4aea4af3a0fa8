"""How the last session of a book's mainland lines ended, from the user's own bars."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.calendars import (
    DailyBar,
    Tradability,
    judge_session,
    last_closed,
    previous_session,
    read_code,
)
from kuroshio.market import Generation, current_generation, load_day, load_security
from kuroshio.records import Book, Brief
from kuroshio.risk import mark_last_session

_EXCHANGE, _MARKET = "XSHG", "CN"
_FIELDS = ("open", "high", "low", "close", "volume")
_KNOWN_FOR = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSession:
    """The last closed session and what each line's bar says of it.

    ``judged`` leaves out lines that the store does not follow.
    """

    day: date
    judged: Mapping[str, Tradability]


def judge_last_session(
    book: Book, *, as_of: datetime, workspace: Workspace
) -> LastSession | None:
    """Judge the last session of a book's mainland lines from the price store.

    Parameters
    ----------
    book : Book
    as_of : datetime
        Aware; the session is the last one closed then in Shanghai.
    workspace : Workspace

    Returns
    -------
    LastSession or None
        None: nothing imported, or no bars of that very session. A share without a bar
        in a session that the store has is suspended, if it had one in the month
        before; limits are those of a share in normal standing (5 % boards of
        shares under warning are not known here).
    """
    root = workspace.data / "bars" if workspace.data is not None else None
    held = current_generation(root) if root is not None else None
    if held is None:
        return None
    knowledge = open_knowledge(workspace)
    calendar = knowledge.calendars[_EXCHANGE]
    day = last_closed(as_of, calendar).session
    bars = _bars(load_day(held, day, market=_MARKET))
    if not bars:
        return None
    before = previous_session(calendar, day)
    earlier = _bars(load_day(held, before, market=_MARKET))
    judged = {}
    for line in book.holdings:
        code = line.security
        facts = read_code(code)
        if facts is None or facts.market != _MARKET or line.kind != "equity":
            continue
        bar = bars.get(code)
        if bar is None and not _was_followed(held, code, before):
            continue
        last = earlier.get(code)
        judged[code] = judge_session(
            bar,
            None if last is None else last.close,
            knowledge.price_limits,
            facts.board or "",
            day,
        )
    return LastSession(day=day, judged=judged)


def _bars(columns: Mapping[str, Any]) -> dict[str, DailyBar]:
    """Return one day's bars by security."""
    symbols = columns.get("symbol")
    if symbols is None or not len(symbols):
        return {}
    fields = {
        name: [value if np.isfinite(value) else None for value in columns[name]]
        for name in _FIELDS
        if name in columns
    }
    return {
        str(symbol): DailyBar(**{name: own[row] for name, own in fields.items()})
        for row, symbol in enumerate(symbols)
    }


def _was_followed(held: Generation, code: str, day: date) -> bool:
    """Say whether the store has a bar of a security in the month up to a day."""
    days = load_security(held, code, market=_MARKET).get("day")
    if days is None:
        return False
    first = np.datetime64(day) - np.timedelta64(_KNOWN_FOR, "D")
    return bool(((days >= first) & (days <= np.datetime64(day))).any())


def mark_exits(brief: Brief, *, workspace: Workspace) -> Brief:
    """Return a brief whose way out says which lines were locked or suspended."""
    risk = brief.risk
    if brief.book is None or risk is None or risk.exits is None:
        return brief
    found = judge_last_session(brief.book, as_of=brief.as_of, workspace=workspace)
    if found is None:
        return brief
    exits = mark_last_session(risk.exits, found.judged, found.day)
    stuck = {
        rule.security
        for rule in exits.holdings
        if rule.last_session in {"suspended", "limit_down"}
    }
    holdings = tuple(
        replace(item, exit_sessions=None) if item.security in stuck else item
        for item in risk.holdings
    )
    return replace(brief, risk=replace(risk, exits=exits, holdings=holdings))
