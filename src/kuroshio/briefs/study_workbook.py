"""A study as one Excel workbook: a sheet a table, frozen heads, one unit a column."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

Table = Sequence[Mapping[str, Any]]
_PERCENT = {
    "ar", "se_ar", "car", "se_car", "bhar", "caar", "low", "high", "sigma", "mean",
    "free_car", "car_before", "car_joined", "gap_car", "other_car", "other_ar",
}  # fmt: skip
_WHOLE = {"t", "w0", "w1", "n", "df", "days", "members", "sessions", "right"}
_LARGEST = 1_048_575


def write_workbook(tables: Mapping[str, Table], *, title: str) -> bytes:
    """Return the bytes of the workbook; the same tables give the same bytes.

    Parameters
    ----------
    tables : Mapping
        Sheet name → rows with one set of keys. Texts are written as texts, so that
        none can become a formula; decimal returns are shown as percent and stay
        decimal.
    title : str
        Of the document.

    Returns
    -------
    bytes
        An .xlsx file. A table longer than a sheet is cut, and its last row says so.
    """
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False,
                 "strings_to_urls": False, "strings_to_numbers": False}
    )  # fmt: skip
    # The day of writing would make every file another.
    book.set_properties({"title": title, "created": datetime(2000, 1, 1, tzinfo=UTC)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "percent": book.add_format({"num_format": "0.00%"}),
        "whole": book.add_format({"num_format": "0"}),
        "number": book.add_format({"num_format": "0.0000"}),
        "text": book.add_format({}),
    }
    for name, rows in tables.items():
        _sheet(book.add_worksheet(name[:31]), rows, formats)
    book.close()
    return buffer.getvalue()


def _sheet(sheet: Any, rows: Table, formats: Mapping[str, Any]) -> None:
    names = list(dict.fromkeys(key for row in rows for key in row))
    for k, name in enumerate(names):
        sheet.write_string(0, k, name, formats["head"])
        sheet.set_column(k, k, _width(name, rows))
    sheet.freeze_panes(1, min(2, len(names)))
    if not rows:
        sheet.write_string(0, 0, "none", formats["head"])
        return
    for i, row in enumerate(rows[: _LARGEST - 1], start=1):
        for k, name in enumerate(names):
            _cell(sheet, (i, k), row.get(name), _format(name, formats))
    if len(rows) >= _LARGEST:
        told = f"cut: {len(rows)} rows do not fit a sheet"
        sheet.write_string(_LARGEST, 0, told, formats["text"])
    sheet.autofilter(0, 0, min(len(rows), _LARGEST), len(names) - 1)


def _format(name: str, formats: Mapping[str, Any]) -> Any:
    if name in _PERCENT:
        return formats["percent"]
    return formats["whole" if name in _WHOLE else "number"]


def _width(name: str, rows: Table) -> int:
    longest = max((len(str(row.get(name, ""))) for row in rows[:50]), default=0)
    return min(60, max(len(name) + 2, min(longest, 60), 9))


def _cell(sheet: Any, at: tuple[int, int], value: Any, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value, form)
    else:
        sheet.write_string(*at, str(value))
