"""The verb ``study``: an event study from files."""

import hashlib
import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np

from kuroshio.app.study_context import (
    StudyCase,
    confounding,
    first_elsewhere,
    has_listed,
    limit_locked,
)
from kuroshio.app.study_results import plain, study_results
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import head
from kuroshio.calendars import day_zero, find_calendar, mic_of
from kuroshio.errors import Fault, InputError, NumericsError
from kuroshio.market import read_events, read_factors, read_prices
from kuroshio.records import (
    Calendar,
    EventRows,
    EventTable,
    InputFile,
    ModelName,
    PricePanel,
    ReturnsName,
    SkippedEvent,
    Study,
)
from kuroshio.studies import draw_fan, run_study
from kuroshio.version import VERSION

# Draws are repeatable, so the same files give the same bytes.
SEED = 20260212
DRAWS = 999


def make_study(  # noqa: PLR0913 - one argument for each option of the command
    events: str | Path,
    prices: str | Path,
    *,
    market: str | Path | None = None,
    other_market: str | Path | None = None,
    factors: str | Path | None = None,
    factor_returns: str | Path | None = None,
    model: str = "market",
    returns: str = "simple",
    estimation: str = "-260:-11",
    event: str = "-10:10",
    windows: str | None = None,
    exclude_overlapping: bool = False,
    exclude_confounded: bool = False,
    draws: int = DRAWS,
    workspace: Workspace | None = None,
) -> dict[str, Any]:
    """Run an event study on files and return what the command prints as JSON.

    Parameters
    ----------
    events : path
        Columns event_id, security, and date (a row of the price index) or
        published_at (an instant with its offset; the exchange of the security then
        decides day 0).
    prices : path
        Prices, wide or long.
    market : path or str, optional
        A file with one series (or its open, high, low and close), ``FILE#SYMBOL`` for
        one series of many, or a security of ``prices``.
    other_market : path or str, optional
        The same for the issuer's listings on other exchanges; default ``market``.
    factors, factor_returns : path, optional
        Factors of the factor model as levels, or as simple decimal returns.
    model : {"market", "market-adjusted", "mean", "factor"}
    returns : {"simple", "log"}
    estimation, event : str
        ``first:last`` in rows round day 0.
    windows : str, optional
        ``first:last`` of each window of CAAR and BHAR, joined by commas; default the
        event window, and -1:1 and 0:0 where they lie inside it.
    exclude_overlapping : bool
        Leave out both of two events of one security whose event windows share days.
    exclude_confounded : bool
        Leave out events with a precedent of the library, that reaches their issuer,
        in the event window on another day than day 0.
    draws : int
        Draws of the tests that resample and of the band of ``fan``; 0: neither.
    workspace : Workspace, optional
        Whose calendars turn published_at into day 0.

    Returns
    -------
    dict
        ``models``, ``abnormal_returns``, ``window_returns``, ``tests``, ``skipped``,
        ``overlaps``, ``limit_locked``, ``first_elsewhere``, ``confounding``, ``fan``
        and ``settings``, after the head that every verb has.

    Raises
    ------
    InputError
        When a file or an option cannot be used, with all faults of it.
    """
    span, inner = parse_windows(estimation, event, windows)
    _choices(model, returns, factors, factor_returns)
    rows = read_events(events)
    panel = read_prices(prices)
    index = read_market(market, panel)
    loads = _factors(factors, factor_returns)
    space = workspace or Workspace()
    table, early = _date_events(rows, panel, space)
    case = StudyCase(
        prices=panel,
        index=index,
        other_index=read_market(other_market, panel),
        loads=loads,
        model=cast("ModelName", model),
        returns=cast("ReturnsName", returns),
        published=_published(rows),
        priced=frozenset(panel.securities),
    )
    run = partial(
        _run, case=case, estimation=span[0], event=span[1], windows=inner, draws=draws
    )
    done = run(table)
    context = _context(done, case, space)
    dropped = _unwanted(
        done,
        context["confounding"] if exclude_confounded else [],
        overlapping=exclude_overlapping,
    )
    if dropped:
        early += [*done.skipped, *dropped.values()]
        kept = [i for i in range(len(done.used.event_ids)) if i not in dropped]
        done = run(_rows_of(done.used, kept))
        context = _context(done, case, space)
    given = (events, prices, market, other_market, factors, factor_returns)
    inputs = tuple(hash_input(path) for path in given if _is_file(path))
    first = head(as_of=None, inputs=inputs, pack=None, version=VERSION)
    settings = {
        "draws": draws,
        "seed": SEED if draws else None,
        "exclude_overlapping": exclude_overlapping,
        "exclude_confounded": exclude_confounded,
    }
    results = study_results(done, panel, early, settings)
    return {**first, **results, **context, "fan": _fan(done, draws)}


def _run(
    table: EventTable,
    *,
    case: StudyCase,
    estimation: tuple[int, int],
    event: tuple[int, int],
    windows: list[tuple[int, int]],
    draws: int,
) -> Study:
    try:
        return run_study(
            table,
            case.prices,
            case.index,
            case.loads,
            model=case.model,
            returns=case.returns,
            estimation=estimation,
            event=event,
            windows=windows,
            draws=draws,
            rng=np.random.default_rng(SEED),
            thin=case.index is not None,
            threads=os.cpu_count() or 1,
        )
    except NumericsError as error:
        fault = Fault(place="options", problem=str(error))
        raise InputError("command line", [fault]) from None


def _published(rows: EventRows) -> dict[tuple[str, str], datetime]:
    """Instants of the events whose day 0 follows from one."""
    columns = zip(
        rows.event_ids, rows.securities, rows.published_at, rows.dates, strict=True
    )
    return {
        (name, security): instant
        for name, security, instant, day in columns
        if instant is not None and np.isnat(day)
    }


def _context(done: Study, case: StudyCase, space: Workspace) -> dict[str, Any]:
    """Locked closes, other listings and other events, for codes that are shares."""
    if not has_listed(dict.fromkeys(done.used.securities)):
        return {"limit_locked": [], "first_elsewhere": [], "confounding": []}
    knowledge = open_knowledge(space)
    return {
        "limit_locked": limit_locked(done, case, knowledge),
        "first_elsewhere": first_elsewhere(done, case, knowledge),
        "confounding": confounding(done, knowledge),
    }


def _unwanted(
    done: Study, others: list[dict[str, Any]], *, overlapping: bool
) -> dict[int, SkippedEvent]:
    """Events to leave out as asked, by place among those used."""
    used, reasons = done.used, dict[int, str]()
    if overlapping:
        pairs = done.overlaps
        for i, j, days in zip(pairs.earlier, pairs.later, pairs.days, strict=True):
            for one, two in ((int(i), int(j)), (int(j), int(i))):
                told = f"overlaps with {used.event_ids[two]} by {days} days"
                reasons.setdefault(one, told)
    held = {(row["event_id"], row["security"]): row for row in others if row["t"] != 0}
    for i, name in enumerate(zip(used.event_ids, used.securities, strict=True)):
        if name in held:
            row = held[name]
            told = f"{row['precedent']} falls on t = {row['t']}: {row['title']}"
            reasons.setdefault(i, told)
    return {
        i: SkippedEvent(
            event_id=used.event_ids[i], security=used.securities[i], reason=reason
        )
        for i, reason in sorted(reasons.items())
    }


def _rows_of(table: EventTable, kept: list[int]) -> EventTable:
    return EventTable(
        event_ids=tuple(table.event_ids[i] for i in kept),
        securities=tuple(table.securities[i] for i in kept),
        dates=table.dates[kept],
    )


def _fan(done: Study, draws: int) -> list[dict[str, Any]]:
    """Mean CAR by day with its bootstrap band."""
    if not done.used.event_ids:
        return []
    rng = np.random.default_rng(SEED)
    fan = draw_fan(done.abnormal.car, done.used.dates, draws=draws, rng=rng)
    count, days = len(done.used.event_ids), done.abnormal.days.tolist()
    columns = (plain(fan.mean), plain(fan.low), plain(fan.high))
    return [
        {"t": t, "n": count, "caar": mean, "low": low, "high": high, "drawn": fan.by}
        for t, mean, low, high in zip(days, *columns, strict=True)
    ]


def parse_windows(
    estimation: str, event: str, windows: str | None
) -> tuple[tuple[tuple[int, int], tuple[int, int]], list[tuple[int, int]]]:
    """Parse the estimation and event windows and those of CAAR and BHAR.

    Raises
    ------
    InputError
        With every window that cannot be read.
    """
    faults: list[Fault] = []
    spans = [
        parse_window(text, option, faults)
        for option, text in (("--estimation", estimation), ("--event", event))
    ]
    texts = windows.split(",") if windows else []
    inner = [parse_window(text, "--windows", faults) for text in texts]
    if faults:
        raise InputError("command line", faults)
    if not inner:
        first, last = spans[1]
        usual = [(first, last), (-1, 1), (0, 0)]
        inner = [w for w in usual if first <= w[0] and w[1] <= last]
    return (spans[0], spans[1]), list(dict.fromkeys(inner))


def parse_window(text: str, option: str, faults: list[Fault]) -> tuple[int, int]:
    """Parse ``first:last``; adds a fault and gives 0:0 for anything else."""
    parts = text.strip().split(":")
    try:
        first, last = (int(part) for part in parts)
    except ValueError:
        mend = "write it like -10:10"
        faults.append(Fault(place=option, problem=f"{text!r} is no window", mend=mend))
        return 0, 0
    if first > last:
        faults.append(Fault(place=option, problem=f"{text!r} ends before it starts"))
    return first, last


def _choices(model: str, returns: str, factors: object, factor_returns: object) -> None:
    faults = [
        Fault(
            place=option,
            problem=f"{value!r} is none of {', '.join(get_args(names))}",
        )
        for option, value, names in (
            ("--model", model, ModelName),
            ("--returns", returns, ReturnsName),
        )
        if value not in get_args(names)
    ]
    if factors is not None and factor_returns is not None:
        faults.append(
            Fault(
                place="--factors",
                problem="--factor-returns is given too",
                mend="give factors once",
            )
        )
    if faults:
        raise InputError("command line", faults)


def _is_file(path: str | Path | None) -> bool:
    return path is not None and Path(str(path).partition("#")[0]).is_file()


def hash_input(path: str | Path | None) -> InputFile:
    """Return a file and its hash; what follows a # in the path names a series."""
    file = Path(str(path).partition("#")[0])
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return InputFile(source=str(file), sha256=digest)


def read_market(market: str | Path | None, prices: PricePanel) -> PricePanel | None:
    """Return one series: a file with one, FILE#SYMBOL, or a security of the prices.

    Raises
    ------
    InputError
        When the file has no such series, or several and none is named.
    """
    if market is None:
        return None
    name, _, symbol = str(market).partition("#")
    if not _is_file(market) and name in prices.securities:
        return _one(prices, name)
    panel = read_prices(name, securities=[symbol] if symbol else None)
    panel = _closing(panel) if not symbol else panel
    if symbol and panel.securities != (symbol,):
        problem = f"has no series {symbol}"
        raise InputError(name, [Fault(place=name, problem=problem)])
    if len(panel.securities) != 1:
        fault = Fault(
            place=name,
            problem=f"has {len(panel.securities)} series",
            mend=f"name one, such as {name}#{panel.securities[0]}",
        )
        raise InputError(name, [fault])
    return panel


def _closing(panel: PricePanel) -> PricePanel:
    """Take the close of a file of one index with its open, high, low and volume."""
    names = {name.casefold().replace(" ", "_"): name for name in panel.securities}
    for wanted in ("adj_close", "close", "收盘价", "收盘"):
        if wanted in names:
            return _one(panel, names[wanted])
    return panel


def _one(panel: PricePanel, name: str) -> PricePanel:
    k = panel.securities.index(name)
    return PricePanel(
        dates=panel.dates, securities=(name,), values=panel.values[:, k : k + 1]
    )


def _factors(
    factors: str | Path | None, factor_returns: str | Path | None
) -> PricePanel | None:
    if factor_returns is not None:
        return read_factors(factor_returns, are_returns=True)
    return None if factors is None else read_factors(factors)


def _date_events(
    rows: EventRows, prices: PricePanel, workspace: Workspace
) -> tuple[EventTable, list[SkippedEvent]]:
    """Day 0 of every event, and the events whose exchange is not known."""
    undated = np.isnat(rows.dates)
    dates = rows.dates.copy()
    early = []
    calendars: Mapping[str, Calendar] = {}
    if undated.any():
        calendars = open_knowledge(workspace).calendars
    for i in np.flatnonzero(undated):
        found = _day_zero(rows, int(i), calendars, prices)
        if isinstance(found, SkippedEvent):
            early.append(found)
        else:
            dates[i] = found
    kept = np.flatnonzero(~np.isnat(dates))
    return EventTable(
        event_ids=tuple(rows.event_ids[i] for i in kept),
        securities=tuple(rows.securities[i] for i in kept),
        dates=dates[kept],
    ), early


def _day_zero(
    rows: EventRows, i: int, calendars: Mapping[str, Calendar], prices: PricePanel
) -> date | np.datetime64 | SkippedEvent:
    """First session whose close comes after publication.

    Where the calendar does not reach that far, the next row of the price index.
    """
    security, instant = rows.securities[i], rows.published_at[i]
    mic = mic_of(security)
    if mic is None or instant is None:
        return SkippedEvent(
            event_id=rows.event_ids[i],
            security=security,
            reason="no exchange is known for it: give a date, not published_at",
        )
    session = day_zero(instant, find_calendar(calendars, mic))
    day = np.datetime64(session.session, "D")
    after = int(np.searchsorted(prices.dates, day))
    if session.provisional and after < len(prices.dates):
        return cast("np.datetime64", prices.dates[after])
    return session.session
