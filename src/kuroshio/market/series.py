"""Ask the price store: one security, one day, or the whole matrix of a field.

The matrix of a field is kept beside the store as a NumPy file under the generation's
id, so that it is read from disk as it lies and can never be out of date.
"""

import base64
import os
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import Fault, InputError
from kuroshio.market.drop import NUMBERS
from kuroshio.market.store import (
    BY_DAY,
    BY_SECURITY,
    NAMES_KEY,
    STARTS_KEY,
    Generation,
)
from kuroshio.records import PricePanel

Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]
_THREADS = min(4, os.cpu_count() or 1)
_READING = Lock()


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
        open, high, low, close, adj_close, volume, amount, or "best": a security's
        adj_close where it has one as often as a close, else its close; never mixed.
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
    fields = ("close", "adj_close") if field == "best" else (field,)
    with ThreadPoolExecutor(_THREADS) as pool:
        read = partial(_read_columns, fields=fields)
        parts = list(pool.map(read, _parts(generation, market)))
    if not parts:
        days = np.empty(0, "datetime64[D]")
        return Matrix(days=days, securities=(), values=np.empty((0, 0)))
    names = sorted({name for part in parts for name in part.names})
    column = {name: k for k, name in enumerate(names)}
    days = np.unique(np.concatenate([part.days for part in parts]))
    panels = [np.full((len(days), len(names)), np.nan) for _ in fields]
    for part in parts:
        rows = np.searchsorted(days, part.days)[part.row]
        columns = np.array([column[name] for name in part.names])[part.column]
        at = rows * len(names) + columns
        for panel, values in zip(panels, part.values, strict=True):
            panel.ravel()[at] = values
    return Matrix(
        days=days.astype("datetime64[D]"),
        securities=tuple(names),
        values=panels[0] if len(panels) == 1 else _choose(*panels),
    )


def _choose(close: Floats, adjusted: Floats) -> Floats:
    """Take each security's adjusted closes where it has as many, else its closes.

    The two are never mixed within a security: their scales differ.
    """
    better = np.isfinite(adjusted).sum(axis=0) >= np.isfinite(close).sum(axis=0)
    return np.where(better, adjusted, close)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """One year's rows: ``days[row]``, ``names[column]``, and their values."""

    days: NDArray[np.int64]
    row: NDArray[np.int64]
    names: tuple[str, ...]
    column: NDArray[np.int32]
    values: tuple[Floats, ...]


def _read_columns(part: "_Part", fields: Sequence[str]) -> _Columns:
    import pyarrow.parquet as pq

    table = pq.ParquetFile(part.by_day, read_dictionary=["symbol"]).read(
        columns=["symbol", "day", *fields]
    )
    table = table.unify_dictionaries()
    symbol: Any = table["symbol"].combine_chunks()
    day = _to_days(table["day"]).astype(np.int64)
    turns = np.concatenate([[True], day[1:] != day[:-1]])  # rows lie by day
    return _Columns(
        days=day[turns],
        row=np.cumsum(turns) - 1,
        names=tuple(str(name) for name in symbol.dictionary.to_pylist()),
        column=_to_array(symbol.indices, np.int32),
        values=tuple(_to_array(table[name], np.float64) for name in fields),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The two files of a market's year."""

    year: int
    by_security: Path
    by_day: Path


def _parts(generation: Generation, market: str) -> list[_Part]:
    return [
        _Part(
            year=int(path.parent.name.removeprefix("year=")),
            by_security=path,
            by_day=path.with_name(BY_DAY),
        )
        for path in sorted(generation.folder.glob(f"market={market}/*/{BY_SECURITY}"))
    ]


@lru_cache(maxsize=256)
def _footer(path: Path) -> Any:
    """Read a file's footer; a generation never changes, so once is enough."""
    import pyarrow.parquet as pq

    return pq.read_metadata(path)


@lru_cache(maxsize=128)
def _places(path: Path) -> tuple[list[str], NDArray[np.int64]]:
    """Return a file's securities in order, and the rows where each begins, and all end.

    Raises
    ------
    InputError
        When the file was written before its footer said so.
    """
    said = _footer(path).metadata or {}
    if NAMES_KEY not in said or STARTS_KEY not in said:
        problem = "does not say where its securities begin"
        fault = Fault(place=str(path), problem=problem, mend="import the files again")
        raise InputError("price store", [fault])
    names = said[NAMES_KEY].decode().split("\n")
    return names, np.frombuffer(base64.b64decode(said[STARTS_KEY]), "<i8")


def load_security(generation: Generation, security: str, *, market: str) -> Columns:
    """Return every field of one security by day, straight from Parquet."""
    found = [_read_security(part, security) for part in _parts(generation, market)]
    return _to_columns([table for table in found if table is not None])


def _read_security(part: _Part, security: str) -> Any:
    """Return a security's rows of a year, None where there are none."""
    names, starts = _places(part.by_security)
    place = bisect_left(names, security)
    if names[place : place + 1] != [security]:
        return None
    first, end = int(starts[place]), int(starts[place + 1])
    size = _footer(part.by_security).row_group(0).num_rows
    groups = list(range(first // size, (end - 1) // size + 1))
    columns = ["day", *NUMBERS, "source"]
    table = _read_groups(part.by_security, groups, columns)
    return table.slice(first - groups[0] * size, end - first)


def load_day(generation: Generation, day: date, *, market: str) -> Columns:
    """Return every field of all securities on one day, straight from Parquet."""
    found = [
        _read_day(part, day)
        for part in _parts(generation, market)
        if part.year == day.year
    ]
    return _to_columns([table for table in found if table is not None])


def _read_day(part: _Part, day: date) -> Any:
    """Return the rows of one day of its year, None where there are none."""
    footer = _footer(part.by_day)
    place = footer.schema.names.index("day")

    def bound(group: int, end: str) -> Any:
        return getattr(footer.row_group(group).column(place).statistics, end)

    groups = range(footer.num_row_groups)
    first = bisect_left(groups, day, key=lambda group: bound(group, "max"))
    last = bisect_right(groups, day, key=lambda group: bound(group, "min"))
    if first >= last:
        return None
    table = _read_groups(part.by_day, list(range(first, last)), None)
    # The rows lie together; Arrow's own filter would load pandas where it is installed.
    same = np.flatnonzero(_to_days(table["day"]) == np.datetime64(day))
    return table.slice(int(same[0]), len(same)) if len(same) else None


def _read_groups(path: Path, groups: list[int], columns: list[str] | None) -> Any:
    with _READING:  # one reader of a file may not serve two threads at a time
        return _open_file(path).read_row_groups(
            groups, columns=columns, use_threads=False
        )


@lru_cache(maxsize=128)
def _open_file(path: Path) -> Any:
    """Map a file; it stays open, for a generation never changes."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(
        path,
        metadata=_footer(path),
        memory_map=True,
        pre_buffer=False,
        read_dictionary=["symbol", "source"],
    )


def _to_columns(tables: Sequence[Any]) -> Columns:
    import pyarrow as pa

    if not tables:
        return {}
    whole = pa.concat_tables(tables)
    columns: Columns = {"day": _to_days(whole["day"])}
    if "symbol" in whole.column_names:
        columns["symbol"] = _to_words(whole["symbol"])
    for name in NUMBERS:
        columns[name] = _to_array(whole[name], np.float64)
    columns["source"] = _to_words(whole["source"])
    return columns


def _to_words(column: Any) -> NDArray[Any]:
    parts = [
        np.array(chunk.dictionary.to_pylist(), object)[
            _to_array(chunk.indices, np.int32)
        ]
        for chunk in column.chunks
    ]
    return np.concatenate(parts)


def _to_days(column: Any) -> NDArray[np.datetime64]:
    return _to_array(column, np.int32).astype("datetime64[D]")


def _to_array(column: Any, kind: type[Any]) -> NDArray[Any]:
    """Return a column's numbers; NaN where a float is null.

    Arrow's own way would load pandas where it is installed, which takes a second.
    """
    chunks = getattr(column, "chunks", [column])
    parts = []
    for chunk in chunks:
        valid, data = chunk.buffers()
        span = slice(chunk.offset, chunk.offset + len(chunk))
        values = np.frombuffer(data, kind)[span]
        if chunk.null_count:
            bits = np.frombuffer(valid, np.uint8)
            held = np.unpackbits(bits, bitorder="little")[span]
            values = np.where(held.astype(bool), values, np.nan)
        parts.append(values)
    return np.concatenate(parts) if parts else np.empty(0, kind)
