"""Daily files to the panels that forecasts of themes are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import Fault, InputError
from kuroshio.numerics import Floats

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Days = NDArray[np.datetime64]

MARKET = "000985.CSI"
# Indices, yields, currencies and commodities that are read beside American securities.
_ABROAD = (
    "SPX", "NDX", "SOX", "DXY", "VIX", "HSI", "N225", "US10Y",
    "BRENT", "WTI_FUT", "GOLD_FUT", "HG_FUT", "USDCNH", "USDJPY",
)  # fmt: skip
_DIFFERENCES = frozenset({"US10Y"})
# A level older than this many days at the open says nothing about the night.
_STALE = 12
# A name enters its basket this many sessions after its first price: the first weeks of
# a listing are no reaction to anything but itself.
SEASONING = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MainlandReturns:
    """Mainland sessions down, securities across; simple returns, NaN: none.

    ``before`` is the session before each; ``market`` the all-share index.
    """

    days: Days
    before: Days
    securities: tuple[str, ...]
    returns: Floats
    market: Floats


def open_files(folder: Path) -> "DuckDBPyConnection":
    """Open an in-memory connection, after looking that the needed files are there.

    Raises
    ------
    InputError
        With every file that is missing.
    """
    import duckdb

    needed = ("indices.parquet", "fx.parquet", "commodities.parquet")
    faults = [
        Fault(place=str(folder / name), problem="is missing", mend="add it")
        for name in needed
        if not (folder / name).is_file()
    ]
    if not list(folder.glob("prices_cn*.parquet")):
        place = str(folder / "prices_cn.parquet")
        faults.append(Fault(place=place, problem="is missing", mend="add the prices"))
    if faults:
        raise InputError(str(folder), faults)
    connection = duckdb.connect(":memory:")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET threads = 2")
    return connection


def read_mainland(
    folder: Path, securities: Sequence[str], *, until: date | None = None
) -> MainlandReturns:
    """Read the returns of mainland securities on the sessions of the all-share index.

    A return is taken between neighbouring sessions only; those of the first sixty
    sessions of a listing are left out. A session on which hardly any security has a
    price is none.

    Raises
    ------
    InputError
        When files are missing or hold nothing of what is needed.
    """
    connection = open_files(folder)
    last = until or date(9999, 12, 31)
    files = [str(path) for path in sorted(folder.glob("prices_cn*.parquet"))]
    rows = connection.execute(
        "SELECT symbol, CAST(date AS DATE) AS day, CAST(max(close) AS DOUBLE) AS close "
        "FROM read_parquet(?, union_by_name = true) WHERE close > 0 AND date <= ? "
        "AND list_contains(?, symbol) GROUP BY ALL",
        [files, last, list(securities)],
    ).fetchnumpy()
    index = connection.execute(
        "SELECT CAST(date AS DATE) AS day, CAST(close AS DOUBLE) AS close "
        "FROM read_parquet(?) WHERE symbol = ? AND date <= ? AND close > 0 "
        "ORDER BY date",
        [str(folder / "indices.parquet"), MARKET, last],
    ).fetchnumpy()
    days, levels = _days(index["day"]), np.asarray(index["close"], np.float64)
    if not len(days) or not len(rows["day"]):
        fault = Fault(place=str(folder), problem=f"no closes of {MARKET} or of themes")
        raise InputError(str(folder), [fault])
    prices, days, levels = _dense(rows, days, levels, securities)
    aged = np.cumsum(np.isfinite(prices), axis=0) > SEASONING
    returns = prices[1:] / prices[:-1] - 1.0
    return MainlandReturns(
        days=days[1:],
        before=days[:-1],
        securities=tuple(securities),
        returns=np.where(aged[1:], returns, np.nan),
        market=levels[1:] / levels[:-1] - 1.0,
    )


def _days(values: Any) -> Days:
    return np.asarray(values).astype("datetime64[D]")


def _dense(
    rows: Mapping[str, Any], days: Days, levels: Floats, securities: Sequence[str]
) -> tuple[Floats, Days, Floats]:
    """Lay closes on the days of the index; drop days without prices."""
    traded = _days(rows["day"])
    place = np.minimum(np.searchsorted(days, traded), len(days) - 1)
    on_row = days[place] == traded
    column = {name: k for k, name in enumerate(securities)}
    prices = np.full((len(days), len(securities)), np.nan)
    columns = np.array([column[name] for name in rows["symbol"]], np.int64)
    prices[place[on_row], columns[on_row]] = rows["close"][on_row]
    held = np.isfinite(prices).sum(axis=1)
    kept = held > 0.2 * np.median(held[held > 0])
    return prices[kept], days[kept], levels[kept]


def read_abroad(
    folder: Path, days: Days, before: Days, *, until: date | None = None
) -> tuple[tuple[str, ...], Floats]:
    """Measure what markets abroad did between two Shanghai sessions.

    Every level is the last one dated before the session's own day, so that it was
    known before the open; the move is from the last one dated before the session
    before. New York's close of the evening counts, Tokyo's and Hong Kong's of the day
    itself do not.

    Parameters
    ----------
    folder : Path
    days, before : ndarray of datetime64[D], shape (n_days,)
    until : date, optional
        No later level is read.

    Returns
    -------
    names : tuple of str
    moves : ndarray, shape (n_days, n_names)
        Log changes, for yields differences; NaN where the last level is stale.
    """
    connection = open_files(folder)
    series = _levels(connection, folder, until or date(9999, 12, 31))
    moves = [
        _moves(*series[name], days, before, differs=name in _DIFFERENCES)
        for name in series
    ]
    return tuple(series), np.stack(moves, axis=1)


def _levels(
    connection: "DuckDBPyConnection", folder: Path, last: date
) -> dict[str, tuple[Days, Floats]]:
    """Return the series by name: factors first, then American securities."""
    files = {"indices": "symbol", "commodities": "symbol", "fx": "pair"}
    found: dict[str, tuple[Days, Floats]] = {}
    for file, key in files.items():
        found |= _read(
            connection,
            f"SELECT {key} AS name, CAST(date AS DATE) AS day, close AS value "  # noqa: S608 - fixed words
            "FROM read_parquet(?) WHERE close > 0 AND date <= ?",
            [str(folder / f"{file}.parquet"), last],
        )
    found = {name: found[name] for name in _ABROAD if name in found}
    american = folder / "prices_us.parquet"
    if american.is_file():
        found |= _read(connection, _AMERICAN, [str(american), last])
    return found


# The adjusted closes of a security where it has about as many as closes, else the
# closes of its longest price basis: no move crosses from one to the other.
_AMERICAN = """
WITH held AS (
  SELECT symbol, CAST(date AS DATE) AS day, close, adj_close, price_basis
  FROM read_parquet(?) WHERE date <= ?
), counts AS (
  SELECT symbol, count(adj_close) >= 0.8 * count(*) AS adjusted, count(*) AS rows,
  mode(price_basis) AS basis FROM held GROUP BY symbol
)
SELECT symbol AS name, day, CASE WHEN adjusted THEN adj_close ELSE close END AS value
FROM held JOIN counts USING (symbol)
WHERE rows > 250 AND (adjusted OR price_basis = basis)
AND CASE WHEN adjusted THEN adj_close ELSE close END > 0
"""


def _read(
    connection: "DuckDBPyConnection", query: str, values: list[Any]
) -> dict[str, tuple[Days, Floats]]:
    rows = connection.execute(
        f"SELECT name, day, CAST(any_value(value) AS DOUBLE) AS value FROM ({query}) "  # noqa: S608 - fixed words
        "GROUP BY name, day ORDER BY name, day",
        values,
    ).fetchnumpy()
    names = np.asarray(rows["name"])
    fresh = np.ones(len(names), bool)
    fresh[1:] = names[1:] != names[:-1]
    starts = np.flatnonzero(fresh).tolist()
    stops = [*starts[1:], len(names)]
    return {
        str(names[a]): (_days(rows["day"][a:b]), np.asarray(rows["value"][a:b], float))
        for a, b in zip(starts, stops, strict=True)
    }


def _moves(
    dates: Days, levels: Floats, days: Days, before: Days, *, differs: bool
) -> Floats:
    now = np.searchsorted(dates, days) - 1
    then = np.searchsorted(dates, before) - 1
    safe = np.maximum(now, 0), np.maximum(then, 0)
    new, old = levels[safe[0]], levels[safe[1]]
    move = new - old if differs else np.log(new / old)
    age = (days - dates[safe[0]]).astype(np.int64)
    return np.where((then >= 0) & (age <= _STALE), move, np.nan)
