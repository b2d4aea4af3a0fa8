"""Read price panels, factors and events from files, wide or long."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import Fault, InputError
from kuroshio.market.panel_tables import (
    ColumnFile,
    Words,
    find_column,
    open_columns,
    parse_instant,
    read_days,
    too_many,
)
from kuroshio.records import EventRows, PricePanel

_DATES = {"date", "tradedate", "datetime", "timestamp", "time", "day", "日期",
          "交易日期", "日付"}  # fmt: skip
# What writers of tables call the dates when nobody named them; an index of prices may
# be called so too, so these come second.
_UNNAMED = {"", "index", "unnamed:0", "indexlevel0"}
_SECURITIES = {"security", "symbol", "ticker", "code", "tscode", "secid", "windcode",
               "代码", "证券代码", "股票代码", "銘柄コード", "factor"}  # fmt: skip
_ADJUSTED = {"adjclose", "adjustedclose", "adjustedprice", "复权收盘价", "后复权收盘价",
             "前复权收盘价"}  # fmt: skip
_PRICES = {"price", "close", "closeprice", "收盘", "收盘价", "level", "value", "终値",
           "終値", "return", "ret"}  # fmt: skip
_EVENT_IDS = {"eventid", "event", "id", "事件"}
_PUBLISHED = {"publishedat", "published"}
_PERCENT_FROM = 0.1


def read_prices(
    path: str | Path, *, securities: Collection[str] | None = None
) -> PricePanel:
    """Read prices: one column a security, or one row a security and date.

    The wide form has a column of dates and one column of prices for each security.
    The long form has columns date, security (symbol, ticker, 代码) and price (close,
    收盘价); where it has adj_close too, each security takes whichever of the two has
    more prices, adj_close when they have as many, and never both. Names of securities
    are kept as they are. Blank, NaN and NA are missing prices, and nothing else is.

    Parameters
    ----------
    path : str or Path
        CSV (UTF-8, UTF-16, GB18030), Parquet or Excel.
    securities : collection of str, optional
        Keep only these; the dates of all remain rows of the price index.

    Returns
    -------
    PricePanel
        Rows by date.

    Raises
    ------
    InputError
        With every fault: cells that are no date, no number or not above zero, dates
        or pairs that stand there twice.
    """
    panel, file = _read_panel(open_columns(path), securities)
    faults = _not_positive(panel, file)
    if faults:
        raise InputError(str(path), too_many(faults, str(path)))
    return panel


def read_factors(path: str | Path, *, are_returns: bool = False) -> PricePanel:
    """Read factors, as levels or as simple returns; wide or long as prices.

    Raises
    ------
    InputError
        As `read_prices`; for returns, when they look like percent or fall to -100 %.
    """
    if not are_returns:
        return read_prices(path)
    panel, file = _read_panel(open_columns(path), None)
    faults = []
    for k, name in enumerate(panel.securities):
        column = panel.values[:, k]
        held = np.abs(column[np.isfinite(column)])
        if len(held) and np.median(held) > _PERCENT_FROM:
            faults.append(
                Fault(
                    place=f"{file.source}: column {name!r}",
                    problem=f"the median factor return is {np.median(held):.3g}",
                    mend="give decimals, 0.01 for one percent",
                )
            )
        elif len(held) and np.nanmin(column) <= -1.0:
            faults.append(
                Fault(
                    place=f"{file.source}: column {name!r}",
                    problem=f"a return of {np.nanmin(column):.3g} leaves nothing",
                    mend="leave missing returns blank",
                )
            )
    if faults:
        raise InputError(str(path), faults)
    return PricePanel(
        dates=panel.dates,
        securities=panel.securities,
        values=panel.values,
        are_returns=True,
    )


def read_events(path: str | Path) -> EventRows:
    """Read events: columns event_id, security, and date or published_at.

    Without event_id the number of the row stands for it. ``date`` is a row of the
    price index; ``published_at`` an instant with its offset. Where both are given the
    date counts.

    Raises
    ------
    InputError
        With every row that lacks a security or a time, or whose time cannot be read.
    """
    file = open_columns(path)
    security = find_column(file.names, _SECURITIES)
    day = find_column(file.names, _DATES | {"eventdate"})
    published = find_column(file.names, _PUBLISHED)
    faults = _lacking(file, security=security, time=day or published)
    if faults or security is None:
        raise InputError(str(path), faults)
    dates = np.full(file.rows, "NaT", "datetime64[D]")
    if day is not None:
        dates = read_days(file, day, faults, blank=True)
    instants = _instants(file, published, faults)
    names = _texts(file, security)
    told = {fault.place for fault in faults}
    for row in range(file.rows):
        problem = "no security" if names[row] is None else None
        if np.isnat(dates[row]) and instants[row] is None:
            problem = problem or "neither date nor published_at"
        if problem is not None and file.place(row) not in told:
            faults.append(Fault(place=file.place(row), problem=problem))
    if faults:
        raise InputError(str(path), too_many(faults, str(path)))
    ids = _texts(file, find_column(file.names, _EVENT_IDS))
    return EventRows(
        event_ids=tuple(text or str(row + 1) for row, text in enumerate(ids)),
        securities=tuple(name or "" for name in names),
        dates=dates,
        published_at=tuple(instants),
    )


def _texts(file: ColumnFile, name: str | None) -> list[str | None]:
    if name is None:
        return [None] * file.rows
    words = file.words(name)
    return [words.at(row) for row in range(file.rows)]


def _instants(
    file: ColumnFile, name: str | None, faults: list[Fault]
) -> list[datetime | None]:
    texts = _texts(file, name)
    instants = [None if text is None else parse_instant(text) for text in texts]
    faults.extend(
        Fault(
            place=file.place(row),
            problem=f"published_at {text!r} is not an instant with an offset",
            mend="write it like 2018-03-22T12:30:00-04:00",
        )
        for row, (text, instant) in enumerate(zip(texts, instants, strict=True))
        if text is not None and instant is None
    )
    return instants


def _lacking(
    file: ColumnFile, *, security: str | None, time: str | None
) -> list[Fault]:
    have = ", ".join(file.names)
    faults = []
    if security is None:
        faults.append(
            Fault(
                place=file.source,
                problem=f"no column security among {have}",
                mend="name one security",
            )
        )
    if time is None:
        faults.append(
            Fault(
                place=file.source,
                problem=f"neither date nor published_at among {have}",
                mend="name one date",
            )
        )
    return faults


def _read_panel(
    file: ColumnFile, securities: Collection[str] | None
) -> tuple[PricePanel, ColumnFile]:
    day = find_column(file.names, _DATES)
    if day is None:
        day = find_column(file.names, _UNNAMED)
    if day is None:
        fault = Fault(
            place=file.source,
            problem=f"no column of dates among {', '.join(file.names[:20])}",
            mend="name one date",
        )
        raise InputError(file.source, [fault])
    faults: list[Fault] = []
    dates = read_days(file, day, faults)
    security = find_column(file.names, _SECURITIES)
    prices = find_column(file.names, _ADJUSTED) or find_column(file.names, _PRICES)
    if security is not None and prices is not None:
        panel = _long_panel(file, dates, security, securities, faults)
    else:
        panel = _wide_panel(file, dates, day, securities, faults)
    if faults or panel is None:
        raise InputError(file.source, too_many(faults, file.source))
    return panel, file


def _wide_panel(
    file: ColumnFile,
    dates: NDArray[np.datetime64],
    day: str,
    securities: Collection[str] | None,
    faults: list[Fault],
) -> PricePanel | None:
    names = [name for name in file.names if name != day]
    if securities is not None:
        names = [name for name in names if name in securities]
    values = np.empty((file.rows, len(names)))
    for k, name in enumerate(names):
        column = file.numbers(name)
        if isinstance(column, list):
            faults.extend(column)
        else:
            values[:, k] = column
    order = np.argsort(dates, kind="stable")
    ordered = dates[order]
    faults.extend(
        Fault(
            place=file.place(int(order[k + 1])),
            problem=f"{ordered[k]} stands on {file.place(int(order[k]))} too",
            mend="leave one of them out",
        )
        for k in np.flatnonzero(ordered[1:] == ordered[:-1])
    )
    if faults:
        return None
    if (order != np.arange(len(order))).any():
        values = values[order]
    return PricePanel(dates=ordered, securities=tuple(names), values=values)


def _long_panel(
    file: ColumnFile,
    dates: NDArray[np.datetime64],
    security: str,
    securities: Collection[str] | None,
    faults: list[Fault],
) -> PricePanel | None:
    words = file.words(security)
    faults.extend(
        Fault(place=file.place(int(row)), problem="no security")
        for row in np.flatnonzero(words.code < 0)
    )
    columns = [
        _floats(file, name, faults)
        for aliases in (_ADJUSTED, _PRICES)
        if (name := find_column(file.names, aliases)) is not None
    ]
    if faults:
        return None
    days, day_row = np.unique(dates, return_inverse=True)
    names = sorted(set(words.distinct))
    if securities is not None:
        names = [name for name in names if name in securities]
    where = {name: k for k, name in enumerate(names)}
    column = np.array([where.get(text, -1) for text in words.distinct], np.int64)
    column_of = column[words.code]
    held = np.flatnonzero(column_of >= 0)
    key = column_of[held] * len(days) + day_row[held]
    faults.extend(_repeated(file, words, dates, held[_twice(key)]))
    price = choose_column(columns, column_of, len(names))
    values = np.full((len(days), len(names)), np.nan)
    values[day_row[held], column_of[held]] = price[held]
    return PricePanel(dates=days, securities=tuple(names), values=values)


def _twice(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of keys that stood there before."""
    order = np.argsort(key, kind="stable")
    again = key[order[1:]] == key[order[:-1]]
    return np.sort(order[1:][again])


def _floats(file: ColumnFile, name: str, faults: list[Fault]) -> NDArray[np.float64]:
    column = file.numbers(name)
    if isinstance(column, list):
        faults.extend(column)
        return np.full(file.rows, np.nan)
    return column


def choose_column(
    columns: Sequence[NDArray[np.float64]], security: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """Prices of each security from whichever column has more of them; ties: first."""
    if len(columns) == 1:
        return columns[0]
    held = security >= 0
    counts = [
        np.bincount(security[held & np.isfinite(column)], minlength=count)
        for column in columns
    ]
    first = counts[0] >= counts[1]
    return np.where(first[np.maximum(security, 0)], columns[0], columns[1])


def _repeated(
    file: ColumnFile,
    words: Words,
    dates: NDArray[np.datetime64],
    rows: NDArray[np.int64],
) -> list[Fault]:
    return [
        Fault(
            place=file.place(int(row)),
            problem=f"{words.at(int(row))} on {dates[row]} stands there already",
            mend="leave one of them out",
        )
        for row in rows
    ]


def _not_positive(panel: PricePanel, file: ColumnFile) -> list[Fault]:
    """Prices that are no prices: zero, negative, infinite."""
    with np.errstate(invalid="ignore"):
        wrong = (panel.values <= 0.0) | np.isinf(panel.values)
    return [
        Fault(
            place=f"{file.source}: {panel.securities[k]} on {panel.dates[row]}",
            problem=f"price {panel.values[row, k]:g} is not above zero and finite",
            mend="leave the cell blank where there was no price",
        )
        for row, k in zip(*np.nonzero(wrong), strict=True)
    ]
