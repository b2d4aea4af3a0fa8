"""Histories of a book's holdings from a folder of daily files."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import numpy as np

from kuroshio.errors import Fault, InputError
from kuroshio.market.factor_series import Series, factor_returns, read_series
from kuroshio.market.pack_build import check_folder
from kuroshio.market.pack_panels import Days, Floats, MarketPanel, read_market_panels
from kuroshio.market.recipe import BLOCKS, DOMESTIC, FACTORS, Settings
from kuroshio.numerics import range_variance
from kuroshio.records import Histories

_LATE = frozenset({"US"})
_CALENDAR = DOMESTIC[0]


def read_histories(
    folder: str | Path,
    securities: Collection[str],
    *,
    until: date | None = None,
    sessions: int = 2700,
) -> Histories:
    """Read the returns of some securities and of the factors from daily files.

    Parameters
    ----------
    folder : str or Path
        As for ``build_pack``.
    securities : collection of str
        Which securities; those without a price are left out.
    until : date, optional
        Nothing later is read.
    sessions : int
        How many sessions back.

    Raises
    ------
    InputError
        Every fault of the folder.
    """
    place = Path(folder)
    files, columns = check_folder(place)
    last = until or date(9999, 12, 31)
    series = read_series(place, until=last)
    if _CALENDAR not in series:
        fault = Fault(
            place=str(place / "indices.parquet"),
            problem=f"no index {_CALENDAR}",
            mend="add its closes",
        )
        raise InputError(str(place), [fault])
    calendar = series[_CALENDAR].days[-sessions - 1 :]
    prices = [path for path in files if path.name.startswith("prices_")]
    panels, _ = read_market_panels(
        prices,
        columns,
        until=calendar[-1].item(),
        settings=Settings(history=sessions, fewest=2),
        securities=securities,
    )
    names: list[str] = []
    parts: list[Floats] = []
    dates: list[str] = []
    for market, panel in panels.items():
        names += panel.securities
        parts.append(_onto(panel, calendar[1:], late=market in _LATE))
        dates += _last_days(panel)
    factors = tuple(name for name in FACTORS if name in series)
    empty = np.empty((len(calendar) - 1, 0))
    return Histories(
        sessions=calendar[1:],
        securities=tuple(names),
        returns=np.hstack(parts) if parts else empty,
        factors=factors,
        factor_returns=factor_returns(series, factors, calendar, BLOCKS["CN"])[1:],
        market_variance=_market_variance(place, series, calendar)[1:],
        dates=tuple(dates),
    )


def _last_days(panel: MarketPanel) -> list[str]:
    seen = np.isfinite(panel.returns)
    last = len(seen) - 1 - np.argmax(seen[::-1], axis=0)
    return [str(panel.sessions[place]) for place in last.tolist()]


def _onto(panel: MarketPanel, sessions: Days, *, late: bool) -> Floats:
    """Return a panel's returns on other sessions; moves between them add up."""
    seen = np.isfinite(panel.returns)
    if not late and np.array_equal(panel.sessions, sessions):
        return panel.returns
    levels = np.zeros((len(seen) + 1, seen.shape[1]))
    np.cumsum(np.log1p(np.where(seen, panel.returns, 0.0)), axis=0, out=levels[1:])
    before = sessions - np.timedelta64(int(late), "D")
    place = np.searchsorted(panel.sessions, before, side="right")
    moves = np.full((len(sessions), seen.shape[1]), np.nan)
    moves[1:] = np.expm1(levels[place[1:]] - levels[place[:-1]])
    first = panel.sessions[np.argmax(seen, axis=0)]
    end = panel.sessions[len(seen) - 1 - np.argmax(seen[::-1], axis=0)]
    slack = np.timedelta64(4, "D") if late else np.timedelta64(0, "D")
    moves[sessions[:, None] < first] = np.nan
    moves[sessions[:, None] > end + slack] = np.nan
    return moves


def _market_variance(
    folder: Path, series: Mapping[str, Series], calendar: Days
) -> Floats:
    """Return the mean variance of the domestic indices on the sessions, from ranges."""
    import duckdb
    import pyarrow.parquet as pq

    path = folder / "indices.parquet"
    have = set(pq.ParquetFile(path).schema_arrow.names)
    total = np.full(len(calendar), np.nan)
    if not {"open", "high", "low"} <= have:
        return total
    quoted = str(path).replace("'", "''")
    found = []
    for symbol in (name for name in DOMESTIC if name in series):
        rows = (
            duckdb.connect(":memory:")
            .execute(
                "SELECT CAST(date AS DATE) AS date, open, high, low, close "  # noqa: S608 - quoted
                f"FROM read_parquet('{quoted}') WHERE symbol = ? AND date <= ? "
                "AND open > 0 AND low > 0 AND high >= low AND close > 0 ORDER BY date",
                [symbol, calendar[-1].item()],
            )
            .fetchnumpy()
        )
        days = np.asarray(rows["date"], dtype="datetime64[D]")
        if len(days) < 2:
            continue
        open_, high, low, close = (
            np.asarray(rows[name], dtype=np.float64)
            for name in ("open", "high", "low", "close")
        )
        variance = range_variance(open_, high, low, close)
        place = np.minimum(np.searchsorted(days, calendar), len(days) - 1)
        found.append(np.where(days[place] == calendar, variance[place], np.nan))
    if not found:
        return total
    values = np.column_stack(found)
    known = np.isfinite(values)
    count = known.sum(axis=1)
    np.divide(
        np.where(known, values, 0.0).sum(axis=1), count, out=total, where=count > 0
    )
    return total
