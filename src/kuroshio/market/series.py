"""Ask the price store: one security, one day, or the whole matrix of a field.

The matrix of a field is kept beside the store as a NumPy file under the generation's
id, so that it is read from disk as it lies and can never be out of date.
"""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuroshio.market.drop import NUMBERS
from kuroshio.market.store import Generation
from kuroshio.records import PricePanel

_SOURCE = "read_parquet(?, hive_partitioning = false)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """One field of one market: sessions down, securities across; NaN: no bar."""

    days: NDArray[np.datetime64]
    securities: tuple[str, ...]
    values: NDArray[np.float64]

    def series(self, security: str) -> NDArray[np.float64]:
        """Return one security's column, a view of shape (n_sessions,).

        Raises
        ------
        KeyError
            When the security is not in the matrix.
        """
        try:
            return self.values[:, self.securities.index(security)]
        except ValueError:
            raise KeyError(security) from None

    def panel(self) -> PricePanel:
        """Return the matrix as a panel for event studies."""
        values = np.array(self.values)
        return PricePanel(dates=self.days, securities=self.securities, values=values)


def load_matrix(
    generation: Generation, *, market: str, field: str, cache: Path | None
) -> Matrix:
    """Return the matrix of a field, from the cache where it has been made before.

    Parameters
    ----------
    generation : Generation
        What to read.
    market : str
        CN, HK, JP or US.
    field : str
        open, high, low, close, adj_close, volume, amount, or "best": close where there
        is one, else adj_close.
    cache : Path or None
        Folder of kept matrices; None: build it anew.
    """
    if field not in {*NUMBERS, "best"}:
        raise KeyError(field)
    stem = f"{generation.id}-{market}-{field}"
    kept = cache / "panels" / stem if cache is not None else None
    if kept is not None and (kept / "values.npy").is_file():
        return _open(kept)
    matrix = _build(generation, market, field)
    if kept is not None:
        _keep(kept, matrix)
    return matrix


def _open(folder: Path) -> Matrix:
    names = (folder / "securities.txt").read_text(encoding="utf-8").splitlines()
    return Matrix(
        days=np.load(folder / "days.npy"),
        securities=tuple(names),
        values=np.load(folder / "values.npy", mmap_mode="r"),
    )


def _keep(folder: Path, matrix: Matrix) -> None:
    """Keep a matrix; the folder appears only when it is whole."""
    temporary = folder.with_name(f".{folder.name}-{os.getpid()}")
    try:
        temporary.mkdir(parents=True, exist_ok=True)
        np.save(temporary / "values.npy", matrix.values)
        np.save(temporary / "days.npy", matrix.days)
        text = "\n".join(matrix.securities)
        (temporary / "securities.txt").write_text(text, encoding="utf-8")
        temporary.replace(folder)
    except OSError:
        return  # a cache that cannot be kept is no fault


def _build(generation: Generation, market: str, field: str) -> Matrix:
    import duckdb

    column = "coalesce(close, adj_close)" if field == "best" else field
    files = [
        str(path) for path in generation.files() if f"market={market}/" in str(path)
    ]
    if not files:
        empty = np.empty((0, 0))
        days = np.empty(0, "datetime64[D]")
        return Matrix(days=days, securities=(), values=empty)
    with duckdb.connect() as connection:
        table = connection.sql(
            f"select symbol, day, {column} as value from {_SOURCE}",  # noqa: S608
            params=[files],
        ).to_arrow_table()
    if table is None:  # a query always has a table; its type does not know
        raise KeyError(market)
    symbol = table["symbol"].combine_chunks().dictionary_encode()
    names = np.array(symbol.dictionary.to_pylist(), object)
    order = np.argsort(names)
    rank = np.empty(len(names), np.int64)
    rank[order] = np.arange(len(names))
    day = table["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    days, row = np.unique(day, return_inverse=True)
    values = np.full((len(days), len(names)), np.nan)
    values[row, rank[symbol.indices.to_numpy()]] = table["value"].to_numpy()
    return Matrix(
        days=days.astype("datetime64[D]"),
        securities=tuple(str(name) for name in names[order]),
        values=values,
    )


def load_security(
    generation: Generation, security: str, *, market: str
) -> dict[str, NDArray[np.float64] | NDArray[np.datetime64]]:
    """Return every field of one security by day, straight from Parquet."""
    return _query(generation, market, "symbol = ?", security, "day")


def load_day(
    generation: Generation, day: date, *, market: str
) -> dict[str, NDArray[np.float64] | NDArray[np.datetime64]]:
    """Return every field of all securities on one day, straight from Parquet."""
    return _query(generation, market, "day = ?", day, "symbol", year=day.year)


def _query(
    generation: Generation,
    market: str,
    condition: str,
    value: object,
    order: str,
    *,
    year: int | None = None,
) -> dict[str, NDArray[np.float64] | NDArray[np.datetime64]]:
    import duckdb

    part = f"market={market}/" + (f"year={year}/" if year is not None else "")
    files = [str(path) for path in generation.files() if part in str(path)]
    if not files:
        return {}
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select * from {_SOURCE}"  # noqa: S608
            f" where {condition} order by {order}",
            [files, value],
        ).fetchnumpy()
    return dict(found)
