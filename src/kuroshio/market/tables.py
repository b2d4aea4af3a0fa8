"""The rows of a CSV or Excel file as text, with the line each stands on."""

import csv
import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kuroshio.errors import Fault, InputError

MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header and its rows; ``lines`` are the 1-based lines of the rows."""

    header: tuple[str, ...]
    header_line: int
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    InputError
        It is missing, a folder, empty, unreadable or larger than ``limit``.
    """
    try:
        if path.is_dir():
            raise _refuse(path, "is a folder", "name a file")
        size = path.stat().st_size
        if size > limit:
            raise _refuse(
                path, f"is {size:,} bytes, more than {limit:,}", "give a smaller file"
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _refuse(path, "does not exist", "check the path") from None
    except OSError as error:
        raise _refuse(path, f"cannot be read: {error.strerror or error}") from None
    if not raw.strip():
        raise _refuse(path, "is empty")
    return raw


def _refuse(path: Path, problem: str, mend: str = "") -> InputError:
    return InputError(str(path), [Fault(place=str(path), problem=problem, mend=mend)])


def read_table(
    raw: bytes, *, source: str, is_header: Callable[[Sequence[str]], bool]
) -> Table:
    """Return the first table of a CSV or Excel file; blank lines are left out.

    Exports often put a title above the table: the header is the first of the first ten
    rows that ``is_header`` accepts, else the first row.

    Parameters
    ----------
    raw : bytes
        The file: CSV with commas, semicolons or tabs in UTF-8 (with or without a
        mark), UTF-16 or GB18030; or the first sheet of an Excel workbook.
    source : str
        How messages call the file.
    is_header : callable
        Tells a header from a title.

    Raises
    ------
    InputError
        It is neither, has no rows, or has more than 50,000.
    """
    if raw.startswith(_EXCEL):
        cells = _excel_rows(raw, source)
    else:
        cells = _csv_rows(decode(raw, source=source), source)
    filled = [(line, row) for line, row in cells if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise _fault(source, "has no rows under its header")
    if len(filled) > MAX_ROWS:
        raise _fault(source, f"has more than {MAX_ROWS:,} rows")
    title = range(min(10, len(filled) - 1))
    first = next((n for n in title if is_header(filled[n][1])), 0)
    header_line, header = filled[first]
    body = filled[first + 1 :]
    return Table(
        header=tuple(cell.strip() for cell in header),
        header_line=header_line,
        rows=tuple(tuple(cell.strip() for cell in row) for _, row in body),
        lines=tuple(line for line, _ in body),
    )


def _fault(source: str, problem: str, mend: str = "") -> InputError:
    return InputError(source, [Fault(place=source, problem=problem, mend=mend)])


def decode(raw: bytes, *, source: str) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a mark, or GB18030.

    Raises
    ------
    InputError
        The bytes are none of these, or binary.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        codings = ["utf-16"]
    else:
        codings = ["utf-8-sig", "gb18030"]
    for coding in codings:
        try:
            text = raw.decode(coding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text):
            return text
    raise _fault(
        source, "is not text in UTF-8, UTF-16 or GB18030", "save it as CSV in UTF-8"
    )


def _is_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(char) in {"Cc", "Co", "Cn"} and char not in "\t\n\r\f"
        for char in sample
    )
    return odd > 0.001 * len(sample) or "\x00" in text


def _csv_rows(text: str, source: str) -> list[tuple[int, list[str]]]:
    sample = "\n".join(text.splitlines()[:10])
    delimiter = max(",\t;", key=sample.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _fault(f"{source}:{line}", f"is not CSV: {error}") from None
    return rows


def _excel_rows(raw: bytes, source: str) -> list[tuple[int, list[str]]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _fault(
            source, f"is not a workbook that can be read: {error}", "save it as CSV"
        ) from None
    return [(n, [_cell_text(cell) for cell in row]) for n, row in enumerate(rows, 1)]


def _cell_text(cell: object) -> str:
    """Return a cell as it would stand in a CSV file."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)
