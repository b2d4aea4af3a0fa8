"""Answers of child processes and web services as bars: pure, and never trusting."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import ProviderError, ProviderUnavailable
from kuroshio.providers.asking import Ask, Garbled, Refused, Throttled
from kuroshio.providers.manifests import Manifest
from kuroshio.records import Bars

Floats = NDArray[np.float64]
_NOTHING: dict[str, Any] = {"columns": [], "rows": [], "count": 0}


def read_object(raw: bytes, name: str) -> dict[str, Any]:
    """Return the JSON object of an answer.

    Raises
    ------
    Garbled
        It is no UTF-8, no JSON, or no object.
    """
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Garbled(f"{name}: the answer is not UTF-8") from None
    except ValueError:
        raise Garbled(f"{name}: the answer is cut off or no JSON") from None
    if not isinstance(value, dict):
        raise Garbled(f"{name}: the answer is no object")
    return value


def read_tables(raw: bytes, manifest: Manifest) -> dict[str, Any]:
    """Return the tables of a child's answer, or raise what it reports.

    Raises
    ------
    ProviderUnavailable
        The library is not installed, or could not reach its publisher.
    Throttled, Refused, Garbled, ProviderError
        As the child says.
    """
    value = read_object(raw, manifest.name)
    error = value.get("error")
    if isinstance(error, dict) and error.get("kind") == "empty":
        return {"bars": _NOTHING, "adjusted": _NOTHING}
    if error is not None:
        raise _worded(error, manifest)
    tables = value.get("tables")
    if not isinstance(tables, dict):
        raise Garbled(f"{manifest.name}: the answer has no tables")
    return tables


def _worded(error: Any, manifest: Manifest) -> ProviderError:
    found = error if isinstance(error, dict) else {}
    kind = str(found.get("kind"))
    text = f"{manifest.name}: {found.get('text', 'failed')}"
    if kind == "missing":
        need = f"pip install 'kuroshio[{manifest.extra}]'"
        return Refused(f"{manifest.name}: is not installed; {need}")
    if kind == "throttled":
        return Throttled(text, read_seconds(found.get("seconds")))
    if kind == "unreachable":
        return ProviderUnavailable(text)
    if kind == "refused":
        return Refused(text)
    return Garbled(text) if kind == "garbled" else ProviderError(text)


def read_seconds(value: object) -> float | None:
    """Return the pause of a Retry-After header in seconds, None for anything else."""
    try:
        seconds = float(str(value))
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e6 else None


def read_columns(
    table: Any, columns: Mapping[str, str], *, name: str
) -> dict[str, list[Any]]:
    """Return field → cells of a table ``{columns, rows, count}``.

    Parameters
    ----------
    table : object
        As decoded; rows are lists as long as ``columns``; ``count`` is their number.
    columns : mapping of str to str
        Field → column; a missing column is a fault unless the table has no rows.
    name : str
        How messages call the provider.

    Raises
    ------
    Garbled
        Rows are missing or cut off.
    ProviderError
        A column is missing.
    """
    if not isinstance(table, dict):
        raise Garbled(f"{name}: the answer has no table")
    names, rows = table.get("columns"), table.get("rows")
    if not isinstance(names, list) or not isinstance(rows, list):
        raise Garbled(f"{name}: the table has no columns or rows")
    if table.get("count") != len(rows) or any(len(row) != len(names) for row in rows):
        raise Garbled(f"{name}: {len(rows)} rows of {table.get('count')}: cut off")
    if not rows:
        return {field: [] for field in columns}
    missing = [column for column in columns.values() if column not in names]
    if missing:
        raise ProviderError(f"{name}: the answer lacks {', '.join(missing)}")
    where = {field: names.index(column) for field, column in columns.items()}
    return {field: [row[k] for row in rows] for field, k in where.items()}


def to_bars(
    cells: Mapping[str, Sequence[Any]],
    ask: Ask,
    *,
    name: str,
    blanks: frozenset[str] = frozenset(),
) -> Bars:
    """Turn columns of cells into bars of the stretch asked for, in order of days.

    Parameters
    ----------
    cells : mapping of str to sequence
        ``day`` as ISO text, the fields of ``Bars`` as numbers, text, or None.
    ask : Ask
        Rows outside its days are left out: nobody asked for them.
    name : str
        Becomes the source.
    blanks : frozenset of str
        Texts that stand for a missing number.

    Raises
    ------
    ProviderError
        A cell is no day or no number.
    """
    days = np.array([_day(cell, name) for cell in cells["day"]], "datetime64[D]")
    inside = (days >= np.datetime64(ask.first)) & (days <= np.datetime64(ask.last))
    order = np.flatnonzero(inside)[np.argsort(days[inside], kind="stable")]
    fields = {
        field: np.array([_number(cell, name, blanks) for cell in column])[order]
        for field, column in cells.items()
        if field != "day"
    }
    return Bars(
        source=name,
        symbols=(ask.symbol,),
        symbol=np.zeros(len(order), np.int64),
        day=days[order],
        fields={field: values.astype(np.float64) for field, values in fields.items()},
        row=order.astype(np.int64) + 1,
    )


def _day(cell: Any, name: str) -> date:
    try:
        return date.fromisoformat(str(cell)[:10])
    except ValueError:
        raise ProviderError(f"{name}: {cell!r} is not a day") from None


def _number(cell: Any, name: str, blanks: frozenset[str]) -> float:
    if cell is None or cell == "" or cell in blanks:
        return np.nan
    try:
        return float(cell)
    except (TypeError, ValueError):
        raise ProviderError(f"{name}: {cell!r} is not a number") from None
