"""A job's page: how far it is, stop it, run it again; and why it failed."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from kuroshio.service.jobs import ENDED, Job, plain_job
from kuroshio.service.pages.entry import Here, NotHere, go, go_when_done
from kuroshio.service.rendering import Page, answer
from kuroshio.service.visits import Visit, read_form

router = APIRouter(include_in_schema=False)

_SHARED = {"deal", "form", "score"}


@router.get("/jobs/{identity}.json")
def poll_job(visit: Here, identity: str) -> Response:
    """Tell the page's script how far a job is."""
    job = _seen(visit, identity)
    return JSONResponse({**plain_job(job), "words": _words(job, visit)})


@router.get("/jobs/{identity}")
def show_job(request: Request, visit: Here, identity: str) -> Response:
    """Show a job; one that is done leads to its result."""
    job = _seen(visit, identity)
    if job.state == "done" and job.then:
        return go(visit, job.then)
    page = Page(
        template="job.html",
        title=visit.say("Work under way")
        if job.state not in ENDED
        else visit.say("Work that ended"),
        section="",
        values={
            "job": job,
            "is_mine": job.owner == visit.who.user,
            "ended": job.state in ENDED,
            "words": _words(job, visit),
            "faults": (job.failure or {}).get("faults", ()),
        },
    )
    return answer(request, visit, page)


def _words(job: Job, visit: Visit) -> str:
    if job.state == "running" and job.progress[2]:
        done, total, item = job.progress
        return visit.say("step {done} of {total}: {item}", done=done + 1, total=total,
                         item=visit.say(item))  # fmt: skip
    return visit.say(job.state)


@router.post("/jobs/{identity}/cancel")
async def cancel_job(request: Request, visit: Here, identity: str) -> Response:
    """Stop a job."""
    await read_form(request, visit)
    job = _own(visit, identity)
    visit.desk.jobs.cancel(job)
    job.finished.wait(1)
    return go(visit, f"/jobs/{identity}")


@router.post("/jobs/{identity}/again")
async def repeat_job(request: Request, visit: Here, identity: str) -> Response:
    """Run a job once more: what was sent in is kept."""
    await read_form(request, visit)
    return go_when_done(visit, visit.desk.jobs.again(_own(visit, identity)))


def _seen(visit: Visit, identity: str) -> Job:
    """Return a job that a reader may look at: their own, or work on shared texts."""
    job = visit.desk.jobs.find(identity)
    if job is not None and job.task in _SHARED and not job.args.get("book"):
        return job
    return _own(visit, identity)


def _own(visit: Visit, identity: str) -> Job:
    job = visit.desk.jobs.find(identity)
    if job is None or job.owner != visit.who.user:
        raise NotHere(identity)
    return job
