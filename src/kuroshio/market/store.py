"""Daily bars on disk: Parquet by market and year, replaced whole or not at all.

Each import writes a new generation, a folder named by the hash of what it holds, and
then points CURRENT to it by one atomic rename. A reader keeps the generation that it
opened; a killed import leaves the old one in force. Years that did not change are
linked, not copied.

Each year lies there twice: ``bars.parquet`` by security, in row groups so small that
one security costs one or two of them, and ``days.parquet`` by day. The first is the
record; its footer names each security and the row where its bars begin.
"""

import base64
import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuroshio.calendars import market_of
from kuroshio.errors import Fault, InputError
from kuroshio.market.drop import NUMBERS
from kuroshio.records import Bars

Floats = NDArray[np.float64]

SCHEMA_VERSION = 3
BY_SECURITY, BY_DAY = "bars.parquet", "days.parquet"
NAMES_KEY, STARTS_KEY = b"kuroshio.securities", b"kuroshio.first_rows"
_ROWS = {BY_SECURITY: 4_096, BY_DAY: 65_536}  # of a row group
_WORDS: Any = ["symbol", "day", "source"]  # columns of few distinct values
_KEEP = 2
_MOST = 20  # conflicts named


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One whole state of the store."""

    folder: Path
    id: str

    def files(self) -> list[Path]:
        """Return its Parquet files in order."""
        return sorted(self.folder.glob(f"market=*/year=*/{BY_SECURITY}"))


def current_generation(root: Path) -> Generation | None:
    """Return the generation in force, None where nothing has been imported.

    Raises
    ------
    InputError
        When the pointer names a generation that is not there.
    """
    pointer = root / "CURRENT"
    if not pointer.is_file():
        return None
    name = pointer.read_text(encoding="ascii").strip()
    folder = root / name
    if not name.isalnum() or not folder.is_dir():
        problem = f"points to generation {name!r}, which is not there"
        fault = Fault(
            place=str(pointer), problem=problem, mend="import the files again"
        )
        raise InputError("price store", [fault])
    return Generation(folder=folder, id=name)


def store_bars(
    root: Path, imports: Sequence[Bars], *, replace: bool, renew: bool = False
) -> Generation:
    """Add bars to the store and return the new generation.

    Parameters
    ----------
    root : Path
        Folder of the store; made where missing.
    imports : sequence of Bars
        Checked bars.
    replace : bool
        Whether a bar that is held with another close may be replaced.
    renew : bool
        Whether what is held of a security from the same source goes, where its years
        are touched: for publishers that rescale history.

    Raises
    ------
    InputError
        When, without ``replace``, a day is held with another close, or two files
        disagree; nothing is written then.
    """
    temporary = root / f".new-{os.getpid()}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        base = current_generation(root)
        shutil.rmtree(temporary, ignore_errors=True)
        parts = _split(imports)
        faults: list[Fault] = []
        for (market, year), tables in sorted(parts.items()):
            path = _part(temporary, market, year)
            held = _read_held(base, market, year)
            merged = _merge(tables, held, replace=replace, renew=renew, faults=faults)
            _write(merged, path)
        if faults:
            raise InputError("price store", faults[:_MOST])
        temporary.mkdir(exist_ok=True)
        _link_rest(temporary, base, {_part(temporary, *part) for part in parts})
        return _publish(root, temporary)
    except OSError as error:
        fault = Fault(place=str(root), problem=f"cannot be written: {error.strerror}")
        raise InputError("price store", [fault]) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def partition_of(security: str) -> str:
    """Return where a security is kept: CN, HK, JP, US, FRED, or XX for the rest."""
    if security.endswith(".FRED"):
        return "FRED"
    return market_of(security) or "XX"


def _part(folder: Path, market: str, year: int) -> Path:
    return folder / f"market={market}" / f"year={year}"


def _split(imports: Sequence[Bars]) -> dict[tuple[str, int], list[Any]]:
    """Return the arriving rows that have a price, in tables by market and year."""
    parts: dict[tuple[str, int], list[Any]] = {}
    for bars in imports:
        markets = sorted({partition_of(name) for name in bars.symbols})
        place = np.array([markets.index(partition_of(n)) for n in bars.symbols])
        year = bars.day.astype("datetime64[Y]").astype(np.int64) + 1970
        part = place[bars.symbol] * 10_000 + year
        part[~np.isfinite(_price(bars.fields, len(part)))] = -1
        for key in np.unique(part[part >= 0]):
            rows = np.flatnonzero(part == key)
            found = (markets[key // 10_000], int(key % 10_000))
            parts.setdefault(found, []).append(_to_arrow(bars, rows))
    return parts


def _price(fields: Mapping[str, Any], count: int) -> Floats:
    """Return the close, or the adjusted close where there is none."""
    empty = np.full(count, np.nan)
    close = np.asarray(fields.get("close", empty), np.float64)
    return np.where(np.isfinite(close), close, fields.get("adj_close", empty))


def _to_arrow(bars: Bars, rows: NDArray[np.int64]) -> Any:
    import pyarrow as pa

    source = pa.array([Path(bars.source).name], pa.string())
    columns = {
        "symbol": pa.DictionaryArray.from_arrays(
            bars.symbol[rows].astype(np.int32), pa.array(bars.symbols, pa.string())
        ),
        "day": pa.array(bars.day[rows].astype("datetime64[D]")),
    }
    for name in NUMBERS:
        given = bars.fields.get(name)
        columns[name] = (
            pa.nulls(len(rows), pa.float64())
            if given is None
            else pa.array(given[rows], from_pandas=True)
        )
    zeros = np.zeros(len(rows), np.int32)
    columns["source"] = pa.DictionaryArray.from_arrays(zeros, source)
    return pa.table(columns)


def _read_held(base: Generation | None, market: str, year: int) -> Any:
    """Return what is held of a market and year, None where nothing is."""
    import pyarrow.parquet as pq

    if base is None:
        return None
    path = _part(base.folder, market, year) / BY_SECURITY
    if not path.is_file():
        return None
    return pq.ParquetFile(path, read_dictionary=["symbol", "source"]).read()


def _merge(
    tables: Sequence[Any],
    held: Any,
    *,
    replace: bool,
    renew: bool,
    faults: list[Fault],
) -> Any:
    """Return one row a security and day in order, the arriving before the held one."""
    import pyarrow as pa

    fresh = pa.concat_tables(tables)
    if held is not None and renew:
        held = _without_same_source(held, fresh)
    both = fresh if held is None else pa.concat_tables([fresh, held])
    both = both.unify_dictionaries().combine_chunks()
    key = _keys(both)
    late = np.arange(len(key)) >= fresh.num_rows
    order = np.arange(len(key))
    if not (np.diff(key) > 0).all():
        order = np.lexsort((late, key))
    again = np.zeros(len(key), bool)
    again[1:] = key[order][1:] == key[order][:-1]
    _find_conflicts(both, order, again, late, replace=replace, faults=faults)
    return both.take(order[~again])


def _keys(table: Any) -> NDArray[np.int64]:
    """Return a number for each row that sorts by security, then day."""
    symbol = _chunk(table, "symbol")
    names = np.array(symbol.dictionary.to_pylist(), object)
    rank = np.empty(len(names), np.int64)
    rank[np.argsort(names)] = np.arange(len(names))
    day = _chunk(table, "day").cast("int32").to_numpy().astype(np.int64)
    keys: NDArray[np.int64] = rank[symbol.indices.to_numpy()] * 1_000_000 + day
    return keys


def _chunk(table: Any, name: str) -> Any:
    """Return a column of a combined table as one array."""
    column = table.column(name)
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _without_same_source(held: Any, fresh: Any) -> Any:
    """Leave out held rows of a security that arrives from the same source."""
    pairs = set(zip(*(_texts(fresh, n) for n in ("symbol", "source")), strict=True))
    old = zip(*(_texts(held, n) for n in ("symbol", "source")), strict=True)
    return held.filter([pair not in pairs for pair in old])


def _texts(table: Any, name: str) -> list[str]:
    return [str(text) for text in table.column(name).to_pylist()]


def _find_conflicts(
    table: Any,
    order: NDArray[np.int64],
    again: NDArray[np.bool_],
    late: NDArray[np.bool_],
    *,
    replace: bool,
    faults: list[Fault],
) -> None:
    """Add a fault for each two rows of a security and day whose closes differ."""
    names = ("close", "adj_close")
    fields = {
        name: _chunk(table, name).to_numpy(zero_copy_only=False) for name in names
    }
    price = _price(fields, len(order))
    second = np.flatnonzero(again)
    new, old = order[second - 1], order[second]
    differ = np.abs(price[new] / price[old] - 1) > 1e-6
    if replace:
        differ &= ~late[old]
    for a, b in zip(new[differ][:_MOST], old[differ][:_MOST], strict=True):
        symbol, day, source, other = (
            table.column(name)[int(row)].as_py()
            for name, row in (("symbol", a), ("day", a), ("source", a), ("source", b))
        )
        mend = (
            "use --replace to take the new one"
            if late[b]
            else "leave one of the files out"
        )
        said = f"{symbol} {day}: close {price[a]:g} against {price[b]:g}"
        faults.append(Fault(place=f"{source} against {other}", problem=said, mend=mend))


def _write(table: Any, folder: Path) -> None:
    """Write a market's year twice: as it is, by security, and by day."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    by_day = table.take(np.argsort(_chunk(table, "day").cast("int32"), kind="stable"))
    for name, rows in ((BY_SECURITY, _with_places(table)), (BY_DAY, by_day)):
        pq.write_table(
            rows,
            folder / name,
            compression="lz4",  # unpacks twice as fast as zstd, a fifth larger
            row_group_size=_ROWS[name],
            use_dictionary=_WORDS,
        )


def _with_places(table: Any) -> Any:
    """Say in the schema's metadata where each security's rows begin.

    The words are written plain, for a dictionary would lie whole in each row group.
    """
    words = _chunk(table, "symbol")
    place = words.indices.to_numpy()
    first = np.flatnonzero(np.diff(place, prepend=-1))
    names = [str(words.dictionary[int(place[row])]) for row in first]
    starts = np.append(first, len(place)).astype("<i8")
    plain = table.set_column(0, "symbol", words.dictionary_decode())
    return plain.replace_schema_metadata(
        {
            NAMES_KEY: "\n".join(names).encode(),
            STARTS_KEY: base64.b64encode(starts.tobytes()),
        }
    )


def _link_rest(folder: Path, base: Generation | None, written: set[Path]) -> None:
    held = base.folder.glob("market=*/year=*/*.parquet") if base is not None else ()
    for old in held:
        new = folder / old.relative_to(base.folder if base is not None else folder)
        if new.parent in written:
            continue
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, new)
        except OSError:  # another file system, or none that links
            shutil.copy2(old, new)


def _publish(root: Path, temporary: Path) -> Generation:
    digest = hashlib.sha256(f"bars-{SCHEMA_VERSION}".encode())
    for path in sorted(temporary.glob(f"market=*/year=*/{BY_SECURITY}")):
        digest.update(str(path.relative_to(temporary)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    name = digest.hexdigest()[:24]
    target = root / name
    if not target.is_dir():
        temporary.replace(target)
    pointer = root / f".current-{os.getpid()}"
    pointer.write_text(name, encoding="ascii")
    pointer.replace(root / "CURRENT")
    _forget_old(root, name)
    return Generation(folder=target, id=name)


def _forget_old(root: Path, name: str) -> None:
    """Remove generations but the newest two, so that open readers keep theirs."""
    folders = [item for item in root.iterdir() if item.is_dir() and item.name.isalnum()]
    folders.sort(key=lambda item: item.stat().st_mtime, reverse=True)
    for folder in [item for item in folders if item.name != name][_KEEP - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
