"""Score: the record of past forecasts."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kuroshio.service.pages.entry import Here
from kuroshio.service.pages.study_view import plain_table
from kuroshio.service.rendering import Page, answer
from kuroshio.service.scores import read_score

router = APIRouter(include_in_schema=False)


@router.get("/score")
def score(request: Request, visit: Here) -> Response:
    """Show how past forecasts did, theirs and ours beside doing nothing."""
    found: dict[str, Any] = read_score(visit.desk.workspace)
    tables = tuple(
        plain_table(name, rows)
        for name, rows in found.items()
        if isinstance(rows, list) and rows and isinstance(rows[0], dict)
    )
    page = Page(
        template="score.html",
        title=visit.say("Score"),
        section="Score",
        values={
            "order": [table.id for table in tables],
            "summary": found.get("summary", ""),
            "single": {
                key: value
                for key, value in found.items()
                if isinstance(value, int | float | str) and key != "summary"
            },
        },
        tables=tables,
    )
    return answer(request, visit, page)
