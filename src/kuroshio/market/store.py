"""Daily bars on disk: Parquet by market and year, replaced whole or not at all.

Each import writes a new generation, a folder named by the hash of what it holds, and
then points CURRENT to it by one atomic rename. A reader keeps the generation that it
opened; a killed import leaves the old one in force. Years that did not change are
linked, not copied.
"""

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kuroshio.calendars import market_of
from kuroshio.errors import Fault, InputError
from kuroshio.market.drop import NUMBERS
from kuroshio.records import Bars

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SCHEMA_VERSION = 1
_KEEP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One whole state of the store."""

    folder: Path
    id: str

    def files(self) -> list[Path]:
        """Return its Parquet files in order."""
        return sorted(self.folder.glob("market=*/year=*/bars.parquet"))


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
    import duckdb

    root.mkdir(parents=True, exist_ok=True)
    base = current_generation(root)
    with duckdb.connect() as connection:
        _load_new(connection, imports)
        parts = connection.sql(
            "select distinct market, year from fresh order by all"
        ).fetchall()
        _load_held(connection, base, parts)
        if renew:
            connection.execute(
                "delete from held using (select distinct symbol, source from fresh) n"
                " where held.symbol = n.symbol and held.source = n.source"
            )
        if not replace:
            _refuse_conflicts(connection, "held", "use --replace to take the new one")
        _refuse_conflicts(connection, "fresh", "leave one of the files out")
        temporary = root / f".new-{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)
        try:
            _write_parts(connection, temporary, parts)
            _link_rest(temporary, base, parts)
            return _publish(root, temporary)
        except OSError as error:
            fault = Fault(
                place=str(root), problem=f"cannot be written: {error.strerror}"
            )
            raise InputError("price store", [fault]) from None
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _load_new(connection: "DuckDBPyConnection", imports: Sequence[Bars]) -> None:
    import pyarrow as pa

    tables = [_to_arrow(bars) for bars in imports]
    connection.register("arriving", pa.concat_tables(tables))
    connection.execute(
        "create table fresh as select *, year(day) as year from arriving"
        " where close is not null or adj_close is not null"
    )


def _to_arrow(bars: Bars) -> Any:
    import pyarrow as pa

    symbols = np.array(bars.symbols, object)[bars.symbol]
    markets = np.array([partition_of(name) for name in bars.symbols], object)
    empty = np.full(len(bars.day), np.nan)
    columns = {
        "market": pa.array(markets[bars.symbol], pa.string()),
        "symbol": pa.array(symbols, pa.string()),
        "day": pa.array(bars.day.astype("datetime64[D]")),
    }
    for name in NUMBERS:
        columns[name] = pa.array(bars.fields.get(name, empty), from_pandas=True)
    columns["source"] = pa.array([Path(bars.source).name] * len(symbols), pa.string())
    return pa.table(columns)


def partition_of(security: str) -> str:
    """Return where a security is kept: CN, HK, JP, US, FRED, or XX for the rest."""
    if security.endswith(".FRED"):
        return "FRED"
    return market_of(security) or "XX"


def _load_held(
    connection: "DuckDBPyConnection",
    base: Generation | None,
    parts: Sequence[tuple[str, int]],
) -> None:
    connection.execute("create table held as select * from fresh limit 0")
    for market, year in parts:
        path = _part(base.folder, market, year) if base is not None else None
        if path is not None and path.is_file():
            connection.execute(
                "insert into held by name select *, ? as market, ? as year"
                " from read_parquet(?, hive_partitioning = false)",
                [market, year, str(path)],
            )


def _part(folder: Path, market: str, year: int) -> Path:
    return folder / f"market={market}" / f"year={year}" / "bars.parquet"


def _refuse_conflicts(
    connection: "DuckDBPyConnection", against: str, mend: str
) -> None:
    price = "coalesce({0}.close, {0}.adj_close)"
    ours, theirs = price.format("a"), price.format("b")
    rows = connection.sql(
        f"select a.symbol, a.day, {ours}, {theirs}, a.source, b.source"  # noqa: S608
        f" from fresh a join {against} b using (symbol, day)"
        f" where abs({ours} / {theirs} - 1) > 1e-6 order by 1, 2 limit 20"
    ).fetchall()
    if rows:
        faults = [
            Fault(
                place=f"{new} against {old}",
                problem=f"{symbol} {day}: close {a:g} against {b:g}",
                mend=mend,
            )
            for symbol, day, a, b, new, old in rows
        ]
        raise InputError("price store", faults)


def _write_parts(
    connection: "DuckDBPyConnection", folder: Path, parts: Sequence[tuple[str, int]]
) -> None:
    connection.execute(
        "create table merged as select distinct on (symbol, day) * from ("
        " select *, 0 as rank from fresh union all by name"
        " select *, 1 as rank from held) order by symbol, day, rank, source"
    )
    for market, year in parts:
        path = _part(folder, market, year)
        path.parent.mkdir(parents=True, exist_ok=True)
        names = ", ".join(("symbol", "day", *NUMBERS, "source"))
        quoted = str(path).replace("'", "''")
        # COPY takes no parameter for its target; market and year are our own.
        connection.execute(
            f"copy (select {names} from merged"  # noqa: S608
            f" where market = '{market}' and year = {year} order by symbol, day)"
            f" to '{quoted}' (format parquet, compression zstd)"
        )


def _link_rest(
    folder: Path, base: Generation | None, parts: Sequence[tuple[str, int]]
) -> None:
    written = {_part(folder, market, year) for market, year in parts}
    for old in base.files() if base is not None else ():
        new = folder / old.relative_to(base.folder if base is not None else folder)
        if new in written:
            continue
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, new)
        except OSError:  # another file system, or none that links
            shutil.copy2(old, new)


def _publish(root: Path, temporary: Path) -> Generation:
    digest = hashlib.sha256(f"bars-{SCHEMA_VERSION}".encode())
    for path in sorted(temporary.glob("market=*/year=*/bars.parquet")):
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
