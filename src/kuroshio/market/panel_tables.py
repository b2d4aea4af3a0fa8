"""Columns of large CSV, Parquet and Excel files of market data, as arrays."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import Fault, InputError
from kuroshio.market.columns import read_number
from kuroshio.market.tables import decode, read_bytes, read_table

MAX_BYTES = 2_000_000_000
MOST_FAULTS = 100
_EXCEL = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_NULLS = ["", "NaN", "nan", "NA", "N/A", "n/a", "null", "NULL", "None", "-", "--"]
_DAYS = frozenset(
    {"date", "day", "tradedate", "datetime", "time", "publishedat", "日期", "交易日期",
     "时间", "日付"}
)  # fmt: skip
_DAY = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A column of text: the distinct cells, and which of them each row holds.

    ``code`` (rows,) indexes ``distinct``; -1 is a blank.
    """

    code: NDArray[np.int64]
    distinct: tuple[str, ...]

    def at(self, row: int) -> str | None:
        """Return the text of a row, None for a blank."""
        code = int(self.code[row])
        return None if code < 0 else self.distinct[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFile:
    """A file whose columns can be asked for.

    ``words`` gives a column as text, ``numbers`` as floats (NaN: blank) or the faults
    of its cells; ``place`` turns a row number from 0 into the words of a message.
    """

    source: str
    names: tuple[str, ...]
    rows: int
    words: Callable[[str], Words]
    numbers: Callable[[str], NDArray[np.float64] | list[Fault]]
    place: Callable[[int], str]


def open_columns(path: str | Path) -> ColumnFile:
    """Open a CSV, Parquet or Excel file by its columns.

    Raises
    ------
    InputError
        The file is missing, unreadable, empty or has a column twice.
    """
    file = Path(path)
    if file.suffix.lower() in {".parquet", ".pq"}:
        opened = _open_parquet(file)
    elif file.suffix.lower() in _EXCEL:
        opened = _open_text(*_excel_cells(file), str(file))
    else:
        opened = _open_csv(file)
    faults = [
        Fault(place=f"{path}: column {name!r}", problem=f"stands there {times} times")
        for name, times in Counter(opened.names).items()
        if times > 1
    ]
    if faults:
        raise InputError(str(path), faults)
    return opened


def _open_parquet(file: Path) -> ColumnFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not file.is_file():
        read_bytes(file)  # says why not
    try:
        whole = pq.ParquetFile(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(file, f"is not a Parquet file: {error}") from None

    def column(name: str) -> Any:
        return whole.read(columns=[name]).column(0)

    return ColumnFile(
        source=str(file),
        names=tuple(whole.schema_arrow.names),
        rows=whole.metadata.num_rows,
        words=lambda name: _arrow_words(column(name)),
        numbers=lambda name: _arrow_numbers(column(name), name, str(file)),
        place=lambda row: f"{file}: row {row + 1}",
    )


def _arrow_words(column: Any) -> Words:
    """Text of an Arrow column by its distinct values."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    encoded = column.combine_chunks().dictionary_encode()
    indices = encoded.indices
    code = _buffer(indices, np.dtype(np.int32)).astype(np.int64)
    code[~_held(indices)] = -1
    return Words(
        code=code,
        distinct=tuple(str(value) for value in encoded.dictionary.to_pylist()),
    )


def _floats(column: Any) -> NDArray[np.float64]:
    """Take an Arrow column of doubles, NaN for null."""
    whole = column.combine_chunks()
    values = _buffer(whole, np.dtype(np.float64)).astype(np.float64)
    values[~_held(whole)] = np.nan
    return values


def _buffer(array: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Values of an Arrow array of plain numbers, whatever stands under its nulls.

    Read from memory, because Arrow's own way imports pandas where it is installed,
    which takes a second.
    """
    data = array.buffers()[1]
    if data is None:
        return np.zeros(len(array), dtype)
    return np.frombuffer(data, dtype)[array.offset : array.offset + len(array)]


def _held(array: Any) -> NDArray[np.bool_]:
    """Where an Arrow array is not null."""
    bitmap = array.buffers()[0]
    if bitmap is None:
        return np.ones(len(array), np.bool_)
    bits = np.unpackbits(np.frombuffer(bitmap, np.uint8), bitorder="little")
    return bits[array.offset : array.offset + len(array)].astype(np.bool_)


def _arrow_numbers(
    column: Any, name: str, source: str
) -> NDArray[np.float64] | list[Fault]:
    """Floats of an Arrow column of numbers or of text that spells them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return _floats(pc.cast(column, pa.float64()))
    texts = [None if value is None else str(value) for value in column.to_pylist()]
    return text_numbers(texts, name, lambda row: f"{source}: row {row + 1}")


def _open_csv(file: Path) -> ColumnFile:
    import pyarrow as pa
    import pyarrow.compute as pc

    names, table = _read_csv(file)
    where = {name: k for k, name in enumerate(names)}

    def place(row: int) -> str:
        return f"{file}:{row + 2}"

    def numbers(name: str) -> NDArray[np.float64] | list[Fault]:
        column = table.column(where[name])
        try:
            return _floats(pc.cast(column, pa.float64()))
        except pa.ArrowInvalid:
            return text_numbers(column.to_pylist(), name, place)

    return ColumnFile(
        source=str(file),
        names=names,
        rows=table.num_rows,
        words=lambda name: _arrow_words(table.column(where[name])),
        numbers=numbers,
        place=place,
    )


def _read_csv(file: Path) -> tuple[tuple[str, ...], Any]:
    """Read the names of the columns, and an Arrow table of text by their number."""
    import pyarrow as pa
    import pyarrow.csv as pacsv

    raw = read_bytes(file, limit=MAX_BYTES)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or not _is_utf8(raw):
        raw = decode(raw, source=str(file)).encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    first = raw.split(b"\n", 1)[0].decode()
    delimiter = max(",\t;", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    keys = [str(k) for k in range(len(header))]
    try:
        table = pacsv.read_csv(
            io.BytesIO(raw),
            read_options=pacsv.ReadOptions(column_names=keys, skip_rows=1),
            parse_options=pacsv.ParseOptions(delimiter=delimiter),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(keys, pa.string()),
                null_values=_NULLS,
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        raise _unreadable(file, f"is not a table: {error}") from None
    if table.num_rows == 0:
        raise _unreadable(file, "has no rows under its header")
    return tuple(name.strip() for name in header), table


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _excel_cells(
    file: Path,
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[int, ...]]:
    table = read_table(read_bytes(file), source=str(file), is_header=names_days)
    return table.header, table.rows, table.lines


def names_days(cells: Sequence[str]) -> bool:
    """Tell a header from a title above it: some cell names the column of days."""
    return any(re.sub(r"[\s_\-]+", "", cell).casefold() in _DAYS for cell in cells)


def _open_text(
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    lines: Sequence[int],
    source: str,
) -> ColumnFile:
    where = {name: k for k, name in enumerate(header)}

    def cells(name: str) -> list[str | None]:
        k = where[name]
        texts = [row[k] if k < len(row) else "" for row in rows]
        return [None if text in _NULLS else text for text in texts]

    def place(row: int) -> str:
        return f"{source}:{lines[row]}"

    return ColumnFile(
        source=source,
        names=header,
        rows=len(rows),
        words=lambda name: _text_words(cells(name)),
        numbers=lambda name: text_numbers(cells(name), name, place),
        place=place,
    )


def _text_words(texts: Sequence[str | None]) -> Words:
    known: dict[str, int] = {}
    code = [-1 if t is None else known.setdefault(t, len(known)) for t in texts]
    return Words(code=np.array(code, np.int64), distinct=tuple(known))


def text_numbers(
    texts: Sequence[str | None], name: str, place: Callable[[int], str]
) -> NDArray[np.float64] | list[Fault]:
    """Floats of cells of text, or every cell that is none."""
    out, faults = np.full(len(texts), np.nan), []
    for row, text in enumerate(texts):
        if text is None:
            continue
        found = read_number(text, place=place(row), column=name)
        if isinstance(found, Fault):
            faults.append(found)
        elif found is not None:
            out[row] = found
    return faults or out


def read_days(
    file: ColumnFile, name: str, faults: list[Fault], *, blank: bool = False
) -> NDArray[np.datetime64]:
    """Days of a column; adds a fault for each cell that is none (NaT there).

    ``blank``: a blank cell is no fault.
    """
    words = file.words(name)
    days = [parse_day(text) for text in words.distinct]
    # The last entry stands for blanks, whose code is -1.
    out = np.array([*days, None], "datetime64[D]")[words.code]
    faults.extend(
        Fault(
            place=file.place(int(row)),
            problem=f"{name} {words.at(int(row)) or ''!r} is not a day",
            mend="write it like 2018-03-22",
        )
        for row in np.flatnonzero(np.isnat(out))
        if not (blank and words.code[row] < 0)
    )
    return out


def parse_day(text: str | None) -> date | None:
    """Day of 2018-03-22, 2018/3/22, 20180322 or a timestamp; None for anything else."""
    cell = (text or "").strip()
    match = _COMPACT.fullmatch(cell) or _DAY.fullmatch(cell)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def parse_instant(text: str) -> datetime | None:
    """Aware instant of an ISO timestamp with its offset; None for anything else."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def find_column(names: Sequence[str], aliases: Collection[str]) -> str | None:
    """First name that, without case, spaces and underscores, is one of the aliases."""
    for name in names:
        if re.sub(r"[\s_\-]+", "", name).casefold() in aliases:
            return name
    return None


def too_many(faults: list[Fault], source: str) -> list[Fault]:
    """Faults as they are, or the first hundred and how many more there are."""
    if len(faults) <= MOST_FAULTS:
        return faults
    rest = Fault(place=source, problem=f"{len(faults) - MOST_FAULTS:,} more faults")
    return [*faults[:MOST_FAULTS], rest]


def _unreadable(file: Path, problem: str) -> InputError:
    return InputError(str(file), [Fault(place=str(file), problem=problem)])
