"""What every page begins with: who is there, and the day that is asked about."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from kuroshio.briefs import SHANGHAI
from kuroshio.service.jobs import Job
from kuroshio.service.rendering import set_cookies
from kuroshio.service.tables import Cell
from kuroshio.service.visits import Visit, visit_of

QUICK_SECONDS = 2.5


class NotHere(LookupError):  # noqa: N818 - as the families of errors.py
    """There is no such page, or it is another's."""


async def enter(request: Request) -> Visit:
    """Let a reader in.

    Not left to a thread: a look into memory costs less than the way there.

    Raises
    ------
    NoEntry, NotAllowed
        When nobody is there, or they may not read.
    """
    visit = visit_of(request)
    visit.need("read")
    return visit


Here = Annotated[Visit, Depends(enter)]
Anyone = Annotated[Visit, Depends(visit_of)]


def day_asked(request: Request, visit: Visit) -> str:
    """Return the day of the address, else today's in Shanghai."""
    given = request.query_params.get("as_of", "").strip()
    return given or f"{visit.desk.clock().astimezone(SHANGHAI):%Y-%m-%d}"


def name_in(names: Mapping[str, Any] | None, lang: str, fallback: str = "") -> Cell:
    """Return a name in the page's language, else in English and said to be so."""
    if not names:
        return Cell(text=fallback)
    if lang == "zh" and names.get("zh_hans"):
        return Cell(text=names["zh_hans"], lang="zh")
    return Cell(text=names.get("en") or fallback, lang="en")


def go(visit: Visit, address: str) -> Response:
    """Lead on to another page after a form."""
    response = RedirectResponse(address, status_code=303)
    set_cookies(response, visit)
    return response


def go_when_done(visit: Visit, job: Job) -> Response:
    """Lead to a job's result if it comes at once, else to its page."""
    job.finished.wait(QUICK_SECONDS)
    return go(visit, job.then if job.state == "done" else f"/jobs/{job.id}")
