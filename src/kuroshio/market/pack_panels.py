"""Daily files to dense panels of returns, by market, with their defects counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kuroshio.market.recipe import Settings
from kuroshio.records import PackDefect

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]

MARKET_OF_SUFFIX = {
    "SH": "CN", "SZ": "CN", "BJ": "CN", "HK": "HK", "T": "JP", "US": "US",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPanel:
    """One market: sessions down, securities across; ``turnover`` in money."""

    market: str
    sessions: Days
    securities: tuple[str, ...]
    returns: Floats
    turnover: Floats


def read_market_panels(
    files: Sequence[Path],
    columns: dict[str, set[str]],
    *,
    until: date,
    settings: Settings,
    securities: Collection[str] | None = None,
) -> tuple[dict[str, MarketPanel], list[PackDefect]]:
    """Return a panel for each market found in the price files.

    A return is taken between neighbouring sessions only: a suspended name has none
    until it has traded on two in a row. Adjusted closes are used where there are any;
    no return crosses a change of price basis unless both ends are adjusted.

    Parameters
    ----------
    files : sequence of Path
        Parquet files with symbol, date, close and perhaps adj_close, volume, amount,
        price_basis.
    columns : dict
        File name → its columns.
    until : date
        Nothing later is read.
    settings : Settings
        ``history`` says how far back the panels reach.
    securities : collection of str, optional
        Only these are read; by default all.

    Returns
    -------
    panels : dict of MarketPanel
        By market: CN, HK, JP, US.
    defects : list of PackDefect
        What was left out, and how often.
    """
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("SET enable_progress_bar = false")
    days = int(settings.history * 1.55)
    wanted = None if securities is None else sorted(securities)
    parts = [_select(path, columns[path.name]) for path in files]
    connection.execute(
        f"CREATE TABLE rows AS SELECT * FROM ({' UNION ALL '.join(parts)}) "  # noqa: S608 - paths are quoted below, dates are bound
        "WHERE date <= ? AND date > ?::DATE - ? AND symbol IS NOT NULL "
        "AND (? IS NULL OR list_contains(?, symbol))",
        [until, until, days, wanted, wanted],
    )
    defects = _clean(connection)
    panels = {}
    for market in ("CN", "HK", "JP", "US"):
        suffixes = [key for key, value in MARKET_OF_SUFFIX.items() if value == market]
        panel, more = _panel(connection, market, suffixes, settings)
        if panel is not None:
            panels[market] = panel
        defects.extend(more)
    return panels, defects


def _select(path: Path, have: set[str]) -> str:
    quoted = str(path).replace("'", "''")
    adjusted = "adj_close" if "adj_close" in have else "NULL::DOUBLE"
    basis = "price_basis" if "price_basis" in have else "''"
    known = ["amount"] if "amount" in have else []
    if "volume" in have:
        known.append("close * volume")  # approximate: closes are adjusted
    traded = f"coalesce({', '.join(known)})" if known else "NULL"
    return (
        f"SELECT symbol, CAST(date AS DATE) AS date, "  # noqa: S608 - the path is quoted
        f"CAST(coalesce({adjusted}, close) AS DOUBLE) AS price, "
        f"{adjusted} IS NOT NULL AS adjusted, coalesce({basis}, '') AS basis, "
        f"CAST({traded} AS DOUBLE) AS turnover, '{path.name}' AS file "
        f"FROM read_parquet('{quoted}')"
    )


def _clean(connection: "DuckDBPyConnection") -> list[PackDefect]:
    """Drop rows without a usable price and repeated days; say how many."""
    defects = []
    for file, missing, wrong in connection.execute(
        "SELECT file, count(*) FILTER (price IS NULL OR isnan(price)), "
        "count(*) FILTER (price <= 0 OR isinf(price)) FROM rows GROUP BY file "
        "ORDER BY file"
    ).fetchall():
        defects += _defect(file, "rows without a price", missing, "left out")
        defects += _defect(file, "prices of zero or less", wrong, "left out")
    connection.execute(
        "DELETE FROM rows WHERE price IS NULL OR isnan(price) OR isinf(price) "
        "OR price <= 0"
    )
    repeated = connection.execute(
        "SELECT file, count(*) FROM (SELECT file, row_number() OVER (PARTITION BY "
        "symbol, date ORDER BY adjusted DESC, file, basis) AS place FROM rows) "
        "WHERE place > 1 GROUP BY file ORDER BY file"
    ).fetchall()
    for file, count in repeated:
        defects += _defect(
            file, "repeated days of a security", count, "kept once, adjusted first"
        )
    if repeated:
        connection.execute(
            "CREATE OR REPLACE TABLE rows AS SELECT * EXCLUDE place FROM (SELECT *, "
            "row_number() OVER (PARTITION BY symbol, date ORDER BY adjusted DESC, "
            "file, basis) AS place FROM rows) WHERE place = 1"
        )
    return defects


def _defect(file: str, what: str, count: int, handled: str) -> list[PackDefect]:
    if not count:
        return []
    return [PackDefect(file=file, what=what, count=int(count), handled=handled)]


def _panel(
    connection: "DuckDBPyConnection",
    market: str,
    suffixes: list[str],
    settings: Settings,
) -> tuple[MarketPanel | None, list[PackDefect]]:
    connection.execute(
        "CREATE OR REPLACE TABLE part AS SELECT * FROM rows "
        "WHERE list_contains(?, split_part(symbol, '.', -1))",
        [suffixes],
    )
    days = connection.execute(
        "SELECT DISTINCT date FROM part ORDER BY date DESC LIMIT ?",
        [settings.history + 1],
    ).fetchnumpy()["date"]
    if len(days) < settings.fewest:
        return None, []
    sessions = np.sort(np.asarray(days, dtype="datetime64[D]"))
    names = [
        str(row[0])
        for row in connection.execute(
            "SELECT DISTINCT symbol FROM part ORDER BY symbol"
        ).fetchall()
    ]
    data = connection.execute(
        "WITH names AS (SELECT symbol, row_number() OVER (ORDER BY symbol) - 1 AS id "
        "FROM (SELECT DISTINCT symbol FROM part)), "
        "bases AS (SELECT basis, row_number() OVER (ORDER BY basis) - 1 AS id "
        "FROM (SELECT DISTINCT basis FROM part)) "
        "SELECT part.date, names.id AS name, price, turnover, "
        "CASE WHEN adjusted THEN -1 ELSE bases.id END AS basis "
        "FROM part JOIN names USING (symbol) JOIN bases USING (basis)"
    ).fetchnumpy()
    return _fill(market, sessions, tuple(names), data, settings)


def _fill(
    market: str,
    sessions: Days,
    names: tuple[str, ...],
    data: dict[str, Any],
    settings: Settings,
) -> tuple[MarketPanel, list[PackDefect]]:
    stamps = np.asarray(data["date"], dtype="datetime64[D]")
    kept = stamps >= sessions[0]
    row = np.searchsorted(sessions, stamps[kept])
    column = np.asarray(data["name"], dtype=np.int64)[kept]
    shape = (len(sessions), len(names))
    price = np.full(shape, np.nan)
    price[row, column] = np.ma.filled(data["price"], np.nan)[kept]
    turnover = np.full(shape, np.nan)
    turnover[row, column] = np.ma.filled(data["turnover"], np.nan)[kept]
    basis = np.full(shape, -2, dtype=np.int16)
    basis[row, column] = np.asarray(data["basis"])[kept]
    returns = price[1:] / price[:-1] - 1.0
    broken = (basis[1:] != basis[:-1]) & np.isfinite(returns)
    returns[broken] = np.nan
    defects = _defect(market, "returns across price bases", broken.sum(), "left out")
    defects += _drop_jumps(market, returns, price, settings)
    defects += _defect(
        market,
        "returns over missing or suspended days",
        _gaps(price),
        "left out, never filled",
    )
    panel = MarketPanel(
        market=market,
        sessions=sessions[1:],
        securities=names,
        returns=returns,
        turnover=turnover[1:],
    )
    return panel, defects


def _drop_jumps(
    market: str, returns: Floats, price: Floats, settings: Settings
) -> list[PackDefect]:
    """Leave out moves that no market makes, and a listing's free first sessions."""
    if market == "CN":
        seen = np.isfinite(price)
        starts_inside = ~seen[: settings.new_listing].any(axis=0)
        age = np.cumsum(seen, axis=0)[1:]
        fresh = (age <= settings.new_listing) & starts_inside & np.isfinite(returns)
        returns[fresh] = np.nan
        return _defect(market, "first sessions of listings", fresh.sum(), "left out")
    wild = np.abs(np.where(np.isfinite(returns), returns, 0.0)) > settings.jump
    returns[wild] = np.nan
    what = f"moves above {settings.jump:.0%} in a session"
    return _defect(market, what, wild.sum(), "left out: perhaps a missed consolidation")


def _gaps(price: Floats) -> int:
    """Count the rows that follow a gap within a security's own life."""
    seen = np.isfinite(price)
    begun = np.cumsum(seen, axis=0)[:-1] > 0
    return int((seen[1:] & ~seen[:-1] & begun).sum())
