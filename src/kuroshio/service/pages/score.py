"""Score: the record of past forecasts."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kuroshio.service.pages.entry import Here, go_when_done
from kuroshio.service.pages.study_view import plain_table
from kuroshio.service.rendering import Page, answer
from kuroshio.service.scores import read_score, start_score
from kuroshio.service.visits import read_form

router = APIRouter(include_in_schema=False)


@router.get("/score")
def score(request: Request, visit: Here) -> Response:
    """Show how past forecasts did, beside forecasts that cannot know anything."""
    found: dict[str, Any] = read_score(visit.desk) or {}
    tables = tuple(
        plain_table(name, found[name]) for name in ("scores", "nulls") if name in found
    )
    page = Page(
        template="score.html",
        title=visit.say("Score"),
        section="Score",
        values={
            "order": [table.id for table in tables],
            "summary": found.get("summary", ""),
            "says": found.get("says", ()),
            "single": {**found.get("panel", {}), **found.get("calls", {})},
            "may_write": visit.who.may("write"),
        },
        tables=tables,
    )
    return answer(request, visit, page)


@router.post("/score")
async def make_score(request: Request, visit: Here) -> Response:
    """Have the record made anew."""
    who = visit.need("write")
    await read_form(request, visit)
    return go_when_done(visit, start_score(visit.desk, who.user))
