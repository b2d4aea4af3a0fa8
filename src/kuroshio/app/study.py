"""The verb ``study``: an event study from files."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np

from kuroshio.app.study_results import study_results
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
)
from kuroshio.studies import run_study
from kuroshio.version import VERSION

# Draws are repeatable, so the same files give the same bytes.
SEED = 20260212
DRAWS = 999


def study(  # noqa: PLR0913 - one argument for each option of the command
    events: str | Path,
    prices: str | Path,
    *,
    market: str | Path | None = None,
    factors: str | Path | None = None,
    factor_returns: str | Path | None = None,
    model: str = "market",
    returns: str = "simple",
    estimation: str = "-260:-11",
    event: str = "-10:10",
    windows: str | None = None,
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
    factors, factor_returns : path, optional
        Factors of the factor model as levels, or as simple decimal returns.
    model : {"market", "market-adjusted", "mean", "factor"}
    returns : {"simple", "log"}
    estimation, event : str
        ``first:last`` in rows round day 0.
    windows : str, optional
        ``first:last`` of each window of CAAR and BHAR, joined by commas; default the
        event window, and -1:1 and 0:0 where they lie inside it.
    draws : int
        Draws of the tests that resample; 0 leaves them out.
    workspace : Workspace, optional
        Whose calendars turn published_at into day 0.

    Returns
    -------
    dict
        ``models``, ``abnormal_returns``, ``window_returns``, ``tests``, ``skipped``,
        ``overlaps``, ``settings``, after the head that every verb has.

    Raises
    ------
    InputError
        When a file or an option cannot be used, with all faults of it.
    """
    span, inner = _windows(estimation, event, windows)
    _choices(model, returns, factors, factor_returns)
    rows = read_events(events)
    panel = read_prices(prices)
    index = _market(market, panel)
    loads = _factors(factors, factor_returns)
    table, early = _date_events(rows, panel, workspace or Workspace())
    try:
        done = run_study(
            table,
            panel,
            index,
            loads,
            model=cast("ModelName", model),
            returns=cast("ReturnsName", returns),
            estimation=span[0],
            event=span[1],
            windows=inner,
            draws=draws,
            rng=np.random.default_rng(SEED),
            thin=index is not None,
        )
    except NumericsError as error:
        fault = Fault(place="options", problem=str(error))
        raise InputError("command line", [fault]) from None
    given = (events, prices, market, factors, factor_returns)
    inputs = tuple(_input_file(path) for path in given if _is_file(path))
    first = head(as_of=None, inputs=inputs, pack=None, version=VERSION)
    settings = {"draws": draws, "seed": SEED if draws else None}
    return {**first, **study_results(done, panel, early, settings)}


def _windows(
    estimation: str, event: str, windows: str | None
) -> tuple[tuple[tuple[int, int], tuple[int, int]], list[tuple[int, int]]]:
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


def _input_file(path: str | Path | None) -> InputFile:
    file = Path(str(path).partition("#")[0])
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return InputFile(source=str(file), sha256=digest)


def _market(market: str | Path | None, prices: PricePanel) -> PricePanel | None:
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
