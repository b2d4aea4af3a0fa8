"""Moves over a dated stretch, from a folder of daily files, single files or panels."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import Fault, InputError
from kuroshio.market.factor_series import read_series
from kuroshio.market.panels import read_prices
from kuroshio.market.recipe import DIFFERENCES
from kuroshio.records import PricePanel

# A price this many days before the stretch, or before its end, still counts: a closure
# of eleven days at New Year is the longest.
_OLD = 12


def past_moves(
    panels: Iterable[PricePanel], *, start: date, end: date
) -> dict[str, float]:
    """Return each security's simple move from the close before a stretch to its end.

    Parameters
    ----------
    panels : iterable of PricePanel
        Prices or levels; a yield in percent gives a difference as a decimal.
    start, end : date
        First and last day of the stretch.

    Returns
    -------
    dict
        Only securities with a price within twelve days before ``start`` and one within
        the stretch, no older than twelve days at its end; nothing is filled.
    """
    found: dict[str, float] = {}
    for panel in panels:
        for name, values in zip(panel.securities, panel.values.T, strict=True):
            move = _move(name, panel.dates, values, start, end)
            if move is not None:
                found.setdefault(name, move)
    return found


def _move(
    name: str,
    dates: NDArray[np.datetime64],
    values: NDArray[np.float64],
    start: date,
    end: date,
) -> float | None:
    seen = np.isfinite(values)
    days, prices = dates[seen], values[seen]
    first = int(np.searchsorted(days, np.datetime64(start), side="left")) - 1
    last = int(np.searchsorted(days, np.datetime64(end), side="right")) - 1
    if first < 0 or last <= first:
        return None
    early = days[first] < np.datetime64(start - timedelta(days=_OLD))
    late = days[last] < np.datetime64(end - timedelta(days=_OLD))
    if early or late:
        return None
    if name in DIFFERENCES:
        return float(prices[last] - prices[first]) / 100.0
    return float(prices[last] / prices[first] - 1.0)


def read_past_panels(
    places: Sequence[str | Path], wanted: Collection[str]
) -> tuple[PricePanel, ...]:
    """Read the prices and levels of some securities from files or folders.

    Parameters
    ----------
    places : sequence of path
        Files as `read_prices` takes them; a folder is read as `pack build` reads it.
    wanted : collection of str
        Securities and factors.

    Raises
    ------
    InputError
        Every file that cannot be read.
    """
    panels: list[PricePanel] = []
    faults: list[Fault] = []
    for place in places:
        path = Path(place)
        try:
            if path.is_dir():
                panels += _folder(path, wanted)
            else:
                panels.append(read_prices(path, securities=wanted))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError("prices", faults)
    return tuple(panels)


def _folder(folder: Path, wanted: Collection[str]) -> list[PricePanel]:
    files = sorted(folder.glob("prices_*.parquet"))
    if not files and not (folder / "indices.parquet").is_file():
        mend = "give the folder of daily files that pack build reads"
        problem = "holds neither prices_*.parquet nor indices.parquet"
        raise InputError(
            str(folder), [Fault(place=str(folder), problem=problem, mend=mend)]
        )
    series = read_series(folder, until=date.max)
    panels = [
        PricePanel(
            dates=item.days, securities=(name,), values=item.levels.reshape(-1, 1)
        )
        for name, item in series.items()
        if name in wanted
    ]
    return panels + _prices(files, wanted)


def _prices(files: Sequence[Path], wanted: Collection[str]) -> list[PricePanel]:
    """Read only the wanted names of big files; each takes the better of two columns."""
    import duckdb

    connection = duckdb.connect(":memory:")
    panels = []
    for path in files:
        quoted = str(path).replace("'", "''")
        have = {
            str(row[0])
            for row in connection.execute(
                f"DESCRIBE SELECT * FROM read_parquet('{quoted}')"  # noqa: S608 - quoted
            ).fetchall()
        }
        adjusted = "adj_close" if "adj_close" in have else "NULL::DOUBLE"
        rows = connection.execute(
            f"SELECT symbol, list(CAST(date AS DATE) ORDER BY date), "  # noqa: S608 - quoted
            f"list(CAST(coalesce({adjusted}, close) AS DOUBLE) ORDER BY date), "
            f"count({adjusted}), count(*) "
            f"FROM read_parquet('{quoted}') "
            f"WHERE list_contains(?, symbol) AND coalesce({adjusted}, close) > 0 "
            "GROUP BY symbol ORDER BY symbol",
            [sorted(wanted)],
        ).fetchall()
        for symbol, days, prices, own, count in rows:
            if 0 < own < count:
                continue  # two bases in one column: no move across them is true
            dates, at = np.unique(np.array(days, "datetime64[D]"), return_index=True)
            values = np.array(prices, dtype=np.float64)[at].reshape(-1, 1)
            panels.append(
                PricePanel(dates=dates, securities=(str(symbol),), values=values)
            )
    return panels


def sessions_between(panels: Iterable[PricePanel], start: date, end: date) -> int:
    """Return the most days with a price that any panel has within a stretch."""
    first, last = np.datetime64(start), np.datetime64(end)
    counts: Mapping[int, int] = {
        number: int(
            (
                (panel.dates >= first)
                & (panel.dates <= last)
                & np.isfinite(panel.values).any(axis=1)
            ).sum()
        )
        for number, panel in enumerate(panels)
    }
    return max(counts.values(), default=0)
