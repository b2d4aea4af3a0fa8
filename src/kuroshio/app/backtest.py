"""Walk a book's loss forecasts through the past of the user's own files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.briefs import head, to_plain
from kuroshio.calendars import closed_days, last_closed, next_session
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.market import read_book, read_histories, read_profile
from kuroshio.numerics import Bools, Floats
from kuroshio.records import (
    Backtest,
    BacktestRow,
    Book,
    Brief,
    Calendar,
    EventRow,
    Histories,
    InputFile,
    LossRange,
    Pack,
    Profile,
)
from kuroshio.risk import (
    EVENT_SCALE,
    METHODS,
    BookHistory,
    Conditions,
    Judged,
    LossForecasts,
    book_history,
    book_weights,
    forecast_losses,
    forecast_volatility,
    judge_events,
    judge_methods,
    realised_sums,
    shared_conditions,
)
from kuroshio.version import VERSION

LEVELS, HORIZONS = (0.95, 0.99), (1, 10)
FEWEST, GAP_DAYS, SEED = 250, 5, 20260211
_SHOWN = ("blend", "mean-of-three")
_BEFORE_OPEN = frozenset(
    {"pre_open", "before_open", "after_close", "weekend", "holiday"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """A book's past, cut to where enough of it was listed."""

    history: BookHistory
    histories: Histories
    conditions: Conditions
    start: int

    @property
    def returns(self) -> Floats:
        """Return the book's returns as one column."""
        return self.history.returns[:, None]


def backtest_book(
    book: Path,
    prices: Path,
    *,
    profile: Path | None = None,
    since: str | None = None,
    until: str | None = None,
    workspace: Workspace,
) -> dict[str, Any]:
    """Forecast a book's loss for each past session and judge what came afterwards.

    Today's weights are held through the past; every forecast uses only what was known
    at the close before. Methods are those of ``kuroshio.risk.METHODS``.

    Parameters
    ----------
    book : Path
        What is held.
    prices : Path
        Folder of daily files, as for ``pack build``.
    profile : Path, optional
        For the base currency and the NAV.
    since, until : str, optional
        First and last session judged, YYYY-MM-DD; by default from the session with 500
        before it, and the last there is.

    Raises
    ------
    InputError
        With every fault of the book, the folder or the dates.
    """
    knowledge, pack = open_knowledge(workspace), open_pack(workspace)
    held = read_book(book, instruments=knowledge.instruments)
    who = read_profile(profile) if profile is not None else Profile()
    first, last = _day(since, "--since"), _day(until, "--until")
    histories = read_histories(
        prices, {line.security for line in held.holdings}, until=last
    )
    done = run_backtest(held, who, histories, pack, knowledge, since=first)
    inputs = (InputFile(source=held.source, sha256=held.sha256),)
    begin = head(as_of=None, inputs=inputs, pack=pack.manifest.date, version=VERSION)
    return {**begin, "backtest": to_plain(done)}


def add_price_methods(brief: Brief, prices: Path, *, workspace: Workspace) -> Brief:
    """Return a brief whose losses come by methods on the user's own prices too.

    Parameters
    ----------
    brief : Brief
        With a book; one whose numbers are refused is left as it is.
    prices : Path
        Folder of daily files.
    workspace : Workspace

    Raises
    ------
    InputError
        With every fault of the folder, or too short a past.
    """
    risk = brief.risk
    if brief.book is None or risk is None or risk.refused:
        return brief
    found = forecast_from_prices(
        brief.book,
        brief.profile or Profile(),
        prices,
        as_of=brief.as_of,
        workspace=workspace,
    )
    share = {
        (item.level, item.horizon): item.currency_part / item.es
        for item in risk.losses
        if item.es > 0.0
    }
    told = tuple(
        replace(item, currency_part=item.es * share.get(key, 0.0))
        for item in found
        for key in [(item.level, item.horizon)]
    )
    return replace(brief, risk=replace(risk, methods=(*risk.methods, *told)))


def forecast_from_prices(
    book: Book,
    profile: Profile,
    prices: Path,
    *,
    as_of: datetime,
    workspace: Workspace,
) -> tuple[LossRange, ...]:
    """Return loss ranges of the next sessions from the user's own files, by method.

    Parameters
    ----------
    book : Book
    profile : Profile
    prices : Path
        Folder of daily files; nothing after the last session closed at ``as_of``.
    as_of : datetime
        Aware instant.
    workspace : Workspace

    Raises
    ------
    InputError
        With every fault of the folder, or too short a past.
    """
    knowledge, pack = open_knowledge(workspace), open_pack(workspace)
    calendar = knowledge.calendars["XSHG"]
    histories = read_histories(
        prices,
        {line.security for line in book.holdings},
        until=last_closed(as_of, calendar).session,
        sessions=1300,
    )
    history = book_history(
        book,
        book_weights(book, profile, pack),
        histories,
        knowledge.instruments,
        base_currency=profile.base_currency,
    )
    walk = _walk(book, history, histories, calendar, None)
    walk = replace(walk, start=len(walk.histories.sessions))
    ahead = walk.conditions.stretch[walk.start :]
    return tuple(
        LossRange(
            level=level,
            horizon=horizon,
            method=f"{method} (own prices)",
            var=float(item.var[place, -1, 0]),
            es=float(item.es[place, -1, 0]),
            currency_part=0.0,
            gap_adjusted=bool((ahead[:horizon] > 1.0).any()),
        )
        for horizon in HORIZONS
        for method, item in _forecast(walk, walk.conditions, horizon, METHODS).items()
        for place, level in enumerate(LEVELS)
    )


def _day(text: str | None, option: str) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        fault = Fault(place=option, problem=f"{text!r} is no ISO day")
        raise InputError("risk backtest", [fault]) from None


def run_backtest(
    book: Book,
    profile: Profile,
    histories: Histories,
    pack: Pack,
    knowledge: Knowledge,
    *,
    since: date | None = None,
    methods: tuple[str, ...] = METHODS,
) -> Backtest:
    """Return the backtest of a book on histories in memory."""
    weights = book_weights(book, profile, pack)
    history = book_history(
        book,
        weights,
        histories,
        knowledge.instruments,
        base_currency=profile.base_currency,
    )
    walk = _walk(book, history, histories, knowledge.calendars["XSHG"], since)
    rng = np.random.default_rng(SEED)
    rows: list[BacktestRow] = []
    events: tuple[EventRow, ...] = ()
    bias = float("nan")
    for horizon in HORIZONS:
        judged = Judged(
            realised=realised_sums(
                walk.history.returns, start=walk.start, horizon=horizon
            ),
            levels=LEVELS,
            horizon=horizon,
        )
        found = _forecast(walk, walk.conditions, horizon, methods)
        rows += judge_methods(judged, found, rng=rng)
        if horizon == 1:
            marks = event_marks(knowledge, walk.histories.sessions)
            events = _near_events(walk, judged, found, marks)
            volatility = forecast_volatility(
                walk.returns, walk.conditions, start=walk.start
            )
            unit = judged.realised / volatility[: len(judged.realised), 0]
            bias = float(np.sqrt((unit**2).mean()))
    seen = walk.history.seen[walk.start :]
    return Backtest(
        first=str(walk.histories.sessions[walk.start]),
        last=str(walk.histories.sessions[-1]),
        holdings=len(book.holdings),
        missing=history.missing,
        weight_seen=float(seen.mean()),
        bias=bias,
        rows=tuple(rows),
        events=events,
        notes=_notes(history, walk),
    )


def _notes(history: BookHistory, walk: _Walk) -> tuple[str, ...]:
    notes = ["today's weights held through the past; names of today, survivors only"]
    if history.missing:
        notes.append(f"without any history: {', '.join(history.missing)}")
    if float(walk.history.seen[walk.start :].mean()) < 0.95:
        notes.append(
            "where a holding had no return, that of the rest of the book stood in"
        )
    if not np.isfinite(walk.histories.market_variance).any():
        notes.append(
            "no ranges of the domestic indices: squared returns for the market's state"
        )
    return tuple(notes)


def _walk(
    book: Book,
    history: BookHistory,
    histories: Histories,
    calendar: Calendar,
    since: date | None,
) -> _Walk:
    """Cut a past to where enough of the book had returns; find the first forecast."""
    alive = np.flatnonzero(np.isfinite(history.returns))
    begin, end = (int(alive[0]), int(alive[-1]) + 1) if len(alive) else (0, 0)
    wanted = begin + 500
    if since is not None:
        place = int(np.searchsorted(histories.sessions, np.datetime64(since)))
        wanted = max(place, begin + FEWEST)
    elif end - wanted < FEWEST:
        wanted = begin + FEWEST
    if end - wanted < 60:
        fault = Fault(
            place=book.source,
            problem=f"{end - begin} sessions with returns of the book: too few",
            mend="give prices of more of its holdings, or an earlier --since",
        )
        raise InputError("risk backtest", [fault])
    rows = slice(begin, end)
    cut = replace(
        histories,
        sessions=histories.sessions[rows],
        returns=histories.returns[rows],
        factor_returns=histories.factor_returns[rows],
        market_variance=histories.market_variance[rows],
    )
    part = replace(
        history,
        returns=history.returns[rows],
        seen=history.seen[rows],
        parts=history.parts[rows],
    )
    conditions = shared_conditions(
        cut.factor_returns,
        cut.market_variance,
        gap_stretch(cut.sessions, calendar, ahead=max(HORIZONS)),
    )
    return _Walk(
        history=part, histories=cut, conditions=conditions, start=wanted - begin
    )


def gap_stretch(sessions: Any, calendar: Calendar, *, ahead: int) -> Floats:
    """Return volatility multipliers of sessions and of some that follow.

    The first session after more than five closed days has twice the variance.
    """
    closed = np.diff(sessions).astype(np.int64) - 1
    days = [0, *closed.tolist()]
    day = sessions[-1].item()
    for _ in range(ahead):
        days.append(closed_days(calendar, day))
        day = next_session(calendar, day)
    stretch: Floats = np.where(np.array(days) > GAP_DAYS, 2.0**0.5, 1.0)
    return stretch


def event_marks(knowledge: Knowledge, sessions: Any) -> dict[str, Bools]:
    """Return marks of the sessions near precedents, shape (n_sessions,).

    "known" are the day-0 sessions of events published before that session opened.
    """
    marks = {
        name: np.zeros(len(sessions), dtype=bool) for name in ("zero", "after", "known")
    }
    for precedent in knowledge.precedents.values():
        day = next(
            (x.session for x in precedent.first_sessions if x.exchange == "XSHG"), None
        )
        if day is None:
            continue
        place = int(np.searchsorted(sessions, np.datetime64(day)))
        if place >= len(sessions) or sessions[place] != np.datetime64(day):
            continue
        marks["zero"][place] = True
        if place + 1 < len(sessions):
            marks["after"][place + 1] = True
        if precedent.phase in _BEFORE_OPEN and not precedent.leaked:
            marks["known"][place] = True
    return marks


def _forecast(
    walk: _Walk, conditions: Conditions, horizon: int, methods: tuple[str, ...]
) -> dict[str, LossForecasts]:
    return forecast_losses(
        walk.returns,
        conditions,
        start=walk.start,
        levels=LEVELS,
        horizon=horizon,
        methods=methods,
    )


def _near_events(
    walk: _Walk,
    judged: Judged,
    found: Mapping[str, LossForecasts],
    marks: Mapping[str, Bools],
) -> tuple[EventRow, ...]:
    """Return breaches near events, plain and with known events in the volatility."""
    known = np.zeros(len(walk.conditions.stretch), dtype=bool)
    known[: len(marks["known"])] = marks["known"]
    scale = np.where(known, EVENT_SCALE, 1.0)[walk.start : -max(HORIZONS) + 1]
    shown = [name for name in _SHOWN if name in found]
    pairs = [
        (
            name,
            found[name],
            LossForecasts(
                var=found[name].var * scale[: found[name].var.shape[1], None],
                es=found[name].es * scale[: found[name].es.shape[1], None],
            ),
        )
        for name in shown
    ]
    said = {
        "day 0": marks["zero"],
        "day after": marks["after"],
        "day 0, published before the open": marks["known"],
    }
    cut = {when: mark[walk.start :] for when, mark in said.items()}
    return judge_events(judged, pairs, cut)


def say_backtest(done: dict[str, Any]) -> str:
    """Word a backtest: a table by method, then sessions near events."""
    test = done["backtest"]
    lines = [
        (
            f"BACKTEST  {test['first']} to {test['last']}, "
            f"{test['holdings']} holdings, {test['weight_seen']:.0%} of the gross "
            "value seen; "
            f"realised over forecast volatility {test['bias']:.2f}"
        ),
    ]
    lines += [f"  {note}" for note in test["notes"]]
    for horizon in HORIZONS:
        for level in LEVELS:
            rows = [
                row
                for row in test["rows"]
                if (row["level"], row["horizon"]) == (level, horizon)
            ]
            lines += _table(rows, level, horizon)
    lines += _event_lines(test["events"])
    return "\n".join(lines)


def _table(rows: list[dict[str, Any]], level: float, horizon: int) -> list[str]:
    sessions = f"{horizon} session{'s' if horizon > 1 else ''}"
    lines = [
        "",
        f"{level:.0%}, {sessions}, {rows[0]['forecasts']} forecasts" if rows else "",
        (
            f"  {'method':16}{'breached':>9}{'Kupiec':>8}{'runs':>7}{'both':>7}"
            f"{'AS Z1':>8}{'p':>6}{'AS Z2':>8}{'p':>6}{'Basel':>8}"
            f"{'score bp':>10}  gain"
        ),
    ]
    for row in rows:
        z1 = "–" if row["z1"] is None else f"{row['z1']:.2f}"
        p1 = "–" if row["p1"] is None else f"{row['p1']:.2f}"
        gain = ""
        if row["gain"] is not None:
            low, high = row["gain_low"], row["gain_high"]
            gain = f"{row['gain']:+.1f}% ({low:+.1f} to {high:+.1f})"
        lines.append(
            f"  {row['method']:16}{row['rate']:>9.2%}{row['kupiec_p']:>8.2f}"
            f"{row['independence_p']:>7.2f}{row['conditional_p']:>7.2f}{z1:>8}{p1:>6}"
            f"{row['z2']:>8.2f}{row['p2']:>6.2f}{row['zone'] or '–':>8}"
            f"{row['quantile_score'] * 1e4:>10.2f}  {gain}"
        )
    return lines


def _event_lines(events: list[dict[str, Any]]) -> list[str]:
    if not events:
        return []
    lines = ["", "near events, breaches of sessions: plain → scaled where known before"]
    lines += [
        f"  {row['method']:16}{row['level']:>4.0%}  {row['when']:34}"
        f"{row['sessions']:>4} sessions: {row['breaches']} → {row['breaches_scaled']}"
        for row in events
    ]
    return lines
