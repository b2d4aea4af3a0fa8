"""What the page of a study shows: its words, tests, tables and what was left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from kuroshio.service.rendering import Page
from kuroshio.service.studies import StoredStudy
from kuroshio.service.tables import Cell, Column, Kind, Table, make_table
from kuroshio.service.visits import Visit

_FIRST = (
    "tests", "window_returns", "included", "excluded", "left_out", "skipped", "signs",
    "limit_locked", "first_elsewhere", "overlaps", "confounding",
)  # fmt: skip
_HIDDEN = {"inputs", "fan", "fans", "pictures"}
_MOST_ROWS = 20_000


def study_page(visit: Visit, study: StoredStudy, result: dict[str, Any]) -> Page:
    """Return the page of a study."""
    names = [name for name in _FIRST if _is_table(result.get(name))]
    names += [
        name
        for name, value in result.items()
        if name not in {*_FIRST, *_HIDDEN} and _is_table(value)
    ]
    tables = tuple(plain_table(name, result[name]) for name in names)
    return Page(
        template="study.html",
        title=study.title,
        section="Studies",
        values={
            "study": study,
            "summary": result["summary"],
            "settings": result.get("settings", {}),
            "inputs": result["inputs"],
            "order": names,
            "simulated": any(
                "simulated" in item["source"].lower() for item in result["inputs"]
            ),
        },
        tables=tables,
        pictures=tuple(result.get("pictures", {}).get(visit.lang, ())),
    )


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def plain_table(name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return rows of plain values as a table; its columns are their keys."""
    keys = list(dict.fromkeys(key for row in rows[:200] for key in row))
    columns = tuple(Column(key=key, label=key, kind=_kind(rows, key)) for key in keys)
    cells = (tuple(_cell(row.get(key)) for key in keys) for row in rows[:_MOST_ROWS])
    return make_table(name, name.replace("_", " "), columns, cells)


def _kind(rows: Sequence[Mapping[str, Any]], key: str) -> Kind:
    found = [row.get(key) for row in rows[:50] if row.get(key) is not None]
    numbers = all(
        isinstance(value, int | float) and not isinstance(value, bool)
        for value in found
    )
    return "number" if found and numbers else "text"


def _cell(value: Any) -> Cell:
    if isinstance(value, float):
        return Cell(text=f"{value:.5g}", value=value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(text=str(value), value=value)
    return Cell(text=_word(value))


def _word(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key} {_cell(item).text}" for key, item in value.items())
    return str(value)
