"""Factor levels and their returns on the sessions of a market."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from kuroshio.market.pack_panels import Days, Floats
from kuroshio.market.recipe import DIFFERENCES, Block
from kuroshio.records import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The closes of one index, pair or commodity, in time order."""

    symbol: str
    name: str
    kind: str
    currency: str
    source: str
    days: Days
    levels: Floats


# file: (key column, name, kind, currency), as SQL over its columns.
_FILES = {
    "indices.parquet": ("symbol", "name", "'index'", "currency"),
    "fx.parquet": ("pair", "pair", "'currency'", "''"),
    "commodities.parquet": ("symbol", "name", "'commodity'", "unit"),
}


def read_series(folder: Path, *, until: date) -> dict[str, Series]:
    """Return every level series of the folder up to a day, by symbol."""
    found: dict[str, Series] = {}
    import duckdb

    connection = duckdb.connect(":memory:")
    for file, (key, name, kind, currency) in _FILES.items():
        path = folder / file
        if not path.is_file():
            continue
        quoted = str(path).replace("'", "''")
        rows = connection.execute(
            f"SELECT {key}, max({name}), {kind}, "  # noqa: S608 - names above
            f"coalesce(max({currency}), ''), arg_max(source, date), "
            "list(CAST(date AS DATE) ORDER BY date), "
            "list(CAST(close AS DOUBLE) ORDER BY date) "
            f"FROM read_parquet('{quoted}') "
            "WHERE close IS NOT NULL AND NOT isnan(close) AND date <= ? "
            f"GROUP BY {key} ORDER BY {key}",
            [until],
        ).fetchall()
        for symbol, title, sort, money, source, days, levels in rows:
            found[symbol] = Series(
                symbol=symbol,
                name=str(title),
                kind=str(sort),
                currency=str(money),
                source=str(source),
                days=np.array(days, dtype="datetime64[D]"),
                levels=np.array(levels, dtype=np.float64),
            )
    return found


def last_level(series: Series) -> Level:
    """Return the last known level of a series with its date."""
    return Level(
        symbol=series.symbol,
        name=series.name,
        kind=series.kind,
        date=str(series.days[-1]),
        value=float(f"{series.levels[-1]:.6g}"),
        currency=series.currency,
        source=series.source,
    )


def align(series: Series, sessions: Days, *, late: bool) -> Floats:
    """Return the factor's move into each session, from the session before.

    The level of a session is the last one on or before its day, or strictly before it
    where the factor closes later; over holidays moves add up. Moves into sessions
    after the series' last day are NaN, never nought.

    Parameters
    ----------
    series : Series
        Levels; a yield in percent gives differences as decimals.
    sessions : ndarray of datetime64[D], shape (n_sessions,)
        The first gets NaN.
    late : bool
        The factor closes after the market.

    Returns
    -------
    ndarray, shape (n_sessions,)
    """
    before = sessions - np.timedelta64(int(late), "D")
    place = np.searchsorted(series.days, before, side="right") - 1
    level = np.where(place >= 0, series.levels[np.maximum(place, 0)], np.nan)
    move = np.full(len(sessions), np.nan)
    if series.symbol in DIFFERENCES:
        move[1:] = (level[1:] - level[:-1]) / 100.0
    else:
        move[1:] = level[1:] / level[:-1] - 1.0
    after = sessions > series.days[-1] + (np.timedelta64(4, "D") if late else 0)
    move[after] = np.nan
    return move


def factor_returns(
    series: dict[str, Series], names: tuple[str, ...], sessions: Days, block: Block
) -> Floats:
    """Return the moves of several factors on a market's sessions, factors across."""
    return np.column_stack(
        [align(series[name], sessions, late=name in block.late) for name in names]
    )
