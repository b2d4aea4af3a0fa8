"""A study as one self-contained HTML page: pictures, tests, and what was left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kuroshio.briefs.page import script_json
from kuroshio.briefs.pictures import Picture

_MOST_ROWS = 400


def render_study_page(
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    pictures: Sequence[Picture],
    *,
    title: str,
    summary: str,
    version: str,
    template: str,
    chart_script: str,
) -> str:
    """Return the page.

    Parameters
    ----------
    tables : Mapping
        Name → rows; only the first rows of a long table are shown, and it says so.
    pictures : sequence of Picture
    title, summary, version : str
        Plain text; the summary keeps its lines.
    template : str
        The page's Jinja2 source; values are escaped.
    chart_script : str
        The chart library as shipped in the installed package.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    page = environment.from_string(template)
    shown = [
        {
            "name": name,
            "columns": list(dict.fromkeys(key for row in rows for key in row)),
            "rows": [[_cell(row.get(key)) for key in _keys(rows)] for row in part],
            "more": len(rows) - len(part),
        }
        for name, rows in tables.items()
        if (part := list(rows[:_MOST_ROWS]))
    ]
    return page.render(
        title=title,
        summary=summary,
        version=version,
        tables=shown,
        pictures=pictures,
        # Both are ours: the library as installed, and JSON escaped for a script.
        chart_script=Markup(chart_script) if pictures else "",  # noqa: S704
        pictures_json=script_json({item.id: item.spec for item in pictures}),
    )


def _keys(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def _cell(value: Any) -> dict[str, Any]:
    if isinstance(value, float):
        return {"text": f"{value:.6g}", "number": True}
    number = isinstance(value, int) and not isinstance(value, bool)
    return {"text": "" if value is None else str(value), "number": number}
