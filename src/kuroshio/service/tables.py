"""Tables of pages: sorted, filtered and paged by the address, exported as they stand.

Everything is in the query, so that a view can be bookmarked and sent on; no script is
needed.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

Kind = Literal["text", "long", "wide", "number", "share", "date", "code"]
PAGE = 100
# A cell that starts like this would be run as a formula when a sheet is opened.
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?%?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one place of a table shows.

    ``value`` is what it sorts by and what is exported, default the text; ``href``
    leads on; ``lang`` is the language of a text that is not the page's; ``note`` is a
    second, quieter line.
    """

    text: str
    value: Any = None
    tone: str = ""
    href: str = ""
    lang: str = ""
    note: str = ""

    @property
    def plain(self) -> Any:
        """Return the value behind the text."""
        return self.text if self.value is None else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``label`` is a key of the catalogue.

    One that is not ``shown`` is filtered, sorted and exported all the same.
    """

    key: str
    label: str
    kind: Kind = "text"
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table by its id, unique on a page."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nothing here yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table as asked for: its rows sorted, filtered and cut to a page."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    matched: int
    sort: str
    descending: bool
    filter: str
    page: int
    pages: int
    query: Mapping[str, str]

    def sort_link(self, key: str) -> str:
        """Return the address that sorts by a column, the other way the second time."""
        down = "-" if key == self.sort and not self.descending else ""
        return self.link(sort=f"{down}{key}", page="")

    def link(self, **changes: str) -> str:
        """Return this address with parameters of this table changed."""
        named = {f"{self.table.id}.{key}": value for key, value in changes.items()}
        return _address({**self.query, **named})

    def export_link(self, form: str) -> str:
        """Return the address of the export."""
        return _address({**self.query, "export": f"{self.table.id}.{form}"})

    @property
    def others(self) -> dict[str, str]:
        """Return the rest of the query, which a filter must keep."""
        own = {f"{self.table.id}.q", f"{self.table.id}.page", "export"}
        return {key: value for key, value in self.query.items() if key not in own}

    def aria_sort(self, key: str) -> str:
        """Return how a column is sorted, in ARIA's words."""
        if key != self.sort:
            return "none"
        return "descending" if self.descending else "ascending"


def _address(query: Mapping[str, str]) -> str:
    kept = {key: value for key, value in query.items() if value}
    return f"?{urlencode(kept)}" if kept else "?"


def make_table(
    identity: str,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    empty: str = "Nothing here yet.",
) -> Table:
    """Make a table."""
    return Table(
        id=identity,
        caption=caption,
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        empty=empty,
    )


def show_table(table: Table, query: Mapping[str, str]) -> Shown:
    """Sort, filter and cut a table as the query says; nonsense in it is left alone."""
    sort = query.get(f"{table.id}.sort", "")
    words = query.get(f"{table.id}.q", "").strip()
    rows = _sorted(table, _filtered(table.rows, words), sort)
    pages = max(1, -(-len(rows) // PAGE))
    number = query.get(f"{table.id}.page", "1")
    page = min(int(number), pages) if number.isascii() and number.isdigit() else 1
    page = max(page, 1)
    return Shown(
        table=table,
        rows=tuple(rows[(page - 1) * PAGE : page * PAGE]),
        matched=len(rows),
        sort=sort.lstrip("-"),
        descending=sort.startswith("-"),
        filter=words,
        page=page,
        pages=pages,
        query=dict(query),
    )


def _filtered(rows: Sequence[tuple[Cell, ...]], words: str) -> list[tuple[Cell, ...]]:
    """Keep the rows that hold every word, in any column."""
    wanted = words.casefold().split()
    return [
        row
        for row in rows
        if all(any(word in cell.text.casefold() for cell in row) for word in wanted)
    ]


def _sorted(
    table: Table, rows: list[tuple[Cell, ...]], sort: str
) -> list[tuple[Cell, ...]]:
    keys = [column.key for column in table.columns]
    name = sort.removeprefix("-")
    if name not in keys:
        return rows
    place = keys.index(name)
    present = [row for row in rows if row[place].plain not in {None, "", "–"}]
    absent = [row for row in rows if row[place].plain in {None, "", "–"}]
    present.sort(key=lambda row: _order(row[place].plain), reverse=sort[0] == "-")
    return present + absent  # what is unknown comes last either way


def _order(value: Any) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return 0, float(value), ""
    text = str(value)
    if _NUMBER.fullmatch(text):
        return 0, float(text.replace(",", "").rstrip("%")), ""
    return 1, 0.0, text.casefold()


def whole_table(table: Table, query: Mapping[str, str]) -> Table:
    """Return every row that a view's filter and sort leave, for an export."""
    sort = query.get(f"{table.id}.sort", "")
    words = query.get(f"{table.id}.q", "")
    rows = _sorted(table, _filtered(table.rows, words), sort)
    return replace(table, rows=tuple(rows))


def to_csv(table: Table, say: Callable[[str], str]) -> str:
    """Return a table as CSV with a byte order mark, so that Excel reads Chinese.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([say(column.label) for column in table.columns])
    writer.writerows([[_inert(cell.plain) for cell in row] for row in table.rows])
    return "\ufeff" + buffer.getvalue()


def _inert(value: Any) -> Any:
    runs = isinstance(value, str) and value.startswith(_RUNS)
    return f"'{value}" if runs and not _NUMBER.fullmatch(value) else value


def to_xlsx(table: Table, say: Callable[[str], str]) -> bytes:
    """Return a table as a workbook of one sheet; texts never become formulas."""
    from kuroshio.briefs.study_workbook import write_workbook

    names = [say(column.label) for column in table.columns]
    rows = [
        dict(zip(names, (cell.plain for cell in row), strict=True))
        for row in table.rows
    ]
    return write_workbook({table.id: rows or [dict.fromkeys(names, "")]},
                          title=say(table.caption))  # fmt: skip
