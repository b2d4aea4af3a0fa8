"""Jobs: how far they are, stop them, fetch what they made."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from kuroshio.service.api.answers import ItemsOut, JobOut, Open
from kuroshio.service.api.calling import (
    MISSING,
    PREFIX,
    PROBLEMS,
    Caller,
    Limit,
    Offset,
    result_of,
    tell,
    tell_page,
)
from kuroshio.service.jobs import ENDED, Job, plain_job
from kuroshio.service.pages.entry import NotHere
from kuroshio.service.visits import Visit

router = APIRouter(prefix=PREFIX, tags=["jobs"], responses={**PROBLEMS, **MISSING})
Id = Annotated[str, Path(max_length=40, examples=["0123456789abcdef"])]


@router.get("/jobs", response_model=ItemsOut)
def jobs_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List the caller's jobs of the last week, the newest first."""
    rows = [plain_job(job) for job in visit.desk.jobs.every(visit.who.user)]
    return tell_page(request, {}, "items", rows, limit=limit, offset=offset)


@router.get("/jobs/{identity}", response_model=JobOut)
def jobs_show(request: Request, visit: Caller, identity: Id) -> Response:
    """Say how far a job is."""
    return tell(request, plain_job(_own(visit, identity)))


@router.delete("/jobs/{identity}", status_code=204)
def jobs_cancel(visit: Caller, identity: Id) -> Response:
    """Stop a job."""
    visit.desk.jobs.cancel(_own(visit, identity))
    return Response(status_code=204)


@router.get(
    "/jobs/{identity}/result",
    response_model=Open,
    responses={424: {"description": "An address could not be read."}},
)
def jobs_result(request: Request, visit: Caller, identity: Id) -> Response:
    """Return what a job made; 404 while it is not done."""
    job = _own(visit, identity)
    if job.state not in ENDED:
        raise NotHere(identity)
    return tell(request, result_of(job))


def _own(visit: Visit, identity: str) -> Job:
    job = visit.desk.jobs.find(identity)
    if job is None or job.owner != visit.who.user:
        raise NotHere(identity)
    return job
