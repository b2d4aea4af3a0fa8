"""Writing cells: formats by kind, texts that can never become a formula."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kuroshio.briefs.tongues import Words
from kuroshio.briefs.workbook.tables import Column, Table

_FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top",
             "bg_color": "#EEF2F6"},
    "title": {"bold": True, "font_size": 14},
    "text": {"valign": "top"},
    "long": {"text_wrap": True, "valign": "top"},
    "share": {"num_format": "0.00%", "valign": "top"},
    "bp": {"num_format": "0.0", "valign": "top"},
    "number": {"num_format": "0.000", "valign": "top"},
    "whole": {"num_format": "0", "valign": "top"},
    "money": {"num_format": "#,##0", "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "input": {"num_format": "0.00%", "font_color": "#0000FF", "bg_color": "#EAF2FF",
              "border": 1, "locked": False},
    "scale": {"num_format": "0.00", "font_color": "#0000FF", "bg_color": "#EAF2FF",
              "border": 1, "locked": False},
    "total": {"num_format": "0.0", "bold": True, "top": 1},
    "blue": {"font_color": "#0000FF"},
}  # fmt: skip
_WIDTHS = {"long": 44, "share": 11, "bp": 11, "number": 11, "whole": 10, "money": 17,
           "day": 12}  # fmt: skip
BASIS_POINTS = 1e4
LONGEST = 32_000  # a cell holds no more characters
Formats = Mapping[str, Any]


def make_formats(book: Any) -> dict[str, Any]:
    """Return the workbook's formats by name."""
    return {name: book.add_format(given) for name, given in _FORMATS.items()}


def write_table(
    book: Any, table: Table, formats: Formats, words: Words, *, top: int = 0
) -> Any:
    """Write a table to a sheet of its own with a frozen, filtered head.

    Returns
    -------
    worksheet
        For a chart to be put beside the table.
    """
    sheet = book.add_worksheet(table.name)
    for place, column in enumerate(table.columns):
        write_head(sheet, (top, place), column, formats, words)
        sheet.set_column(place, place, _width(column, table.rows, place))
    sheet.freeze_panes(top + 1, 1)
    if not table.rows:
        sheet.write_string(top + 1, 0, words.say("none"), formats["text"])
        return sheet
    ours = [column.name in table.ours for column in table.columns]
    for row, values in enumerate(table.rows, start=top + 1):
        for place, (value, column) in enumerate(
            zip(values, table.columns, strict=True)
        ):
            said = words.say(value) if ours[place] and isinstance(value, str) else value
            write_cell(sheet, (row, place), said, column.kind, formats)
        long = [v for v, c in zip(values, table.columns, strict=True)
                if c.kind == "long"]  # fmt: skip
        set_height(sheet, row, long, _WIDTHS["long"])
    sheet.autofilter(top, 0, top + len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    return sheet


def write_head(
    sheet: Any, at: tuple[int, int], column: Column, formats: Formats, words: Words
) -> None:
    """Write a heading with its unit in brackets."""
    unit = column.unit or {"bp": "bp of NAV", "share": "%"}.get(column.kind, "")
    name = words.say(column.name)
    text = f"{name} [{words.say(unit)}]" if unit else name
    sheet.write_string(*at, text, formats["head"])


def write_cell(
    sheet: Any, at: tuple[int, int], value: Any, kind: str, formats: Formats
) -> None:
    """Write a value by its type; a text is a text whatever it begins with."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(*at, value, formats["text"])
    elif isinstance(value, int | float):
        number = value * BASIS_POINTS if kind == "bp" else value
        sheet.write_number(*at, number, formats[kind])
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, formats["day"])
    else:
        form = formats["long" if kind == "long" else "text"]
        sheet.write_string(*at, str(value)[:LONGEST], form)


def set_height(sheet: Any, row: int, texts: Sequence[Any], width: int) -> None:
    """Make a row as high as its longest wrapped text; readers differ in doing it."""
    sizes = [
        sum(2 if ord(c) > 0x2E80 else 1 for c in str(text or "")) for text in texts
    ]
    lines = max((-(-size // (width - 2)) for size in sizes), default=1)
    if lines > 1:
        sheet.set_row(row, min(15.0 * lines, 400.0))


def _width(column: Column, rows: Sequence[tuple[Any, ...]], place: int) -> int:
    if column.kind in _WIDTHS:
        return _WIDTHS[column.kind]
    longest = max((len(str(row[place] or "")) for row in rows[:80]), default=0)
    return min(34, max(len(column.name) + 2, longest + 1, 8))
