"""A study's results as tables for spreadsheets, and as a page."""

import csv
import importlib.resources
import io
from typing import Any

from kuroshio.app.render import chart_script
from kuroshio.app.study_words import is_simulated
from kuroshio.app.workspace import Workspace

_NOT_TABLES = {"inputs"}
# A cell that starts like this would be run as a formula when a sheet is opened.
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def study_tables(done: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a study, models and tests among them, and what was set.

    Parameters
    ----------
    done : dict
        What `study` or `study_precedents` returned.

    Returns
    -------
    dict
        Table name → rows; lists inside a cell are joined with semicolons. ``about``
        has the settings and the files with their hashes.
    """
    tables = {
        name: [_flat(row) for row in rows]
        for name, rows in done.items()
        if isinstance(rows, list) and name not in _NOT_TABLES
    }
    about = [
        {"what": "kuroshio", "value": done["version"]},
        *(
            {"what": key, "value": _text(value)}
            for key, value in done["settings"].items()
        ),
        *({"what": row["source"], "value": row["sha256"]} for row in done["inputs"]),
    ]
    return {**tables, "about": about}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _text(value) if isinstance(value, list | dict) else value
        for key, value in row.items()
    }


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return "; ".join(f"{key} {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(str(_text(item)) for item in value)
    return value


def study_title(done: dict[str, Any], title: str) -> str:
    """Return a title that says SIMULATED where the prices are."""
    return f"{title} (SIMULATED prices)" if is_simulated(done) else title


def study_csv(done: dict[str, Any]) -> dict[str, str]:
    """Return one CSV text for each table, by file name.

    UTF-8; a text that a spreadsheet would run as a formula gets an apostrophe before
    it.
    """
    return {f"{name}.csv": _csv(rows) for name, rows in study_tables(done).items()}


def _csv(rows: list[dict[str, Any]]) -> str:
    buffer = io.StringIO()
    names = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[_inert(row.get(name)) for name in names] for row in rows])
    return buffer.getvalue()


def _inert(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return value


def study_xlsx(done: dict[str, Any], *, title: str) -> bytes:
    """Return one workbook with a sheet for each table."""
    from kuroshio.briefs.study_workbook import write_workbook

    return write_workbook(study_tables(done), title=title)


def study_html(
    done: dict[str, Any], *, title: str, summary: str, workspace: Workspace
) -> str:
    """Return one self-contained page with the pictures of a study."""
    from kuroshio.briefs.pictures.studies import draw_precedents, draw_study
    from kuroshio.briefs.study_page import render_study_page

    pictures = draw_precedents(done) if "included" in done else draw_study(done)
    template = importlib.resources.files("kuroshio.briefs") / "study.html.jinja"
    return render_study_page(
        study_tables(done),
        pictures,
        title=title,
        summary=summary,
        version=done["version"],
        template=template.read_text(encoding="utf-8"),
        chart_script=chart_script(workspace.cache) if pictures else "",
    )
