"""How a program's call is answered: who calls, once only, in pages, with ETags."""

import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.security import APIKeyHeader, HTTPBearer

from kuroshio.errors import Fault, InputError, KuroshioError, ProviderError
from kuroshio.service.api.answers import Problem
from kuroshio.service.idempotency import LONGEST, Kept
from kuroshio.service.jobs import Job
from kuroshio.service.store import read_json, write_whole
from kuroshio.service.visits import Visit, visit_of

_BEARER = HTTPBearer(auto_error=False, description="An API key.")
_KEY = APIKeyHeader(name="X-API-Key", auto_error=False, description="An API key.")
PREFIX = "/api/v1"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text}
    for status, text in (
        (401, "No key, or none that is good."),
        (403, "The key does not have the scope."),
        (413, "More was sent than is taken."),
        (422, "What was sent cannot be used; every fault is listed."),
        (429, "Too many requests, or too much waits."),
    )
}
MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "There is none, or it is another's."}
}
POSTED: dict[int | str, dict[str, Any]] = {
    409: {"model": Problem, "description": "The first request is still under way."},
    424: {"model": Problem, "description": "An address could not be read."},
}
LATER: dict[int | str, dict[str, Any]] = {
    202: {"description": "Taken on; Location leads to the job."}
}


class JobFailed(KuroshioError):  # noqa: N818 - as its family
    """A job ended without a result and nobody's input is to blame."""


def caller(
    request: Request,
    _: Annotated[Any, Depends(_BEARER)] = None,
    __: Annotated[Any, Depends(_KEY)] = None,
) -> Visit:
    """Let a program in that may read."""
    visit = visit_of(request)
    visit.need("read")
    return visit


Caller = Annotated[Visit, Depends(caller)]
Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=LONGEST,
        description="The same key and body are done once and answered the same again.",
    ),
]
Prefer = Annotated[
    str | None,
    Header(
        max_length=100,
        description="respond-async: answer 202 at once, with the job's address.",
    ),
]
Limit = Annotated[int, Query(ge=1, le=500, description="Rows of a page.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="Rows to skip.")]


def tell(request: Request, body: Any, status: int = 200) -> Response:
    """Answer a GET with an ETag; nothing but it where the caller has the body."""
    raw = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    mark = f'"{hashlib.sha256(raw).hexdigest()[:32]}"'
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"etag": mark})
    headers = {"etag": mark, "vary": "Authorization, X-API-Key, Cookie"}
    return Response(raw, status, headers=headers, media_type="application/json")


def tell_page(
    request: Request, head: Mapping[str, Any], name: str, rows: Sequence[Any], *,
    limit: int, offset: int,
) -> Response:  # fmt: skip
    """Answer with a page of a list; ``next`` and Link lead to the next one."""
    following = None
    if offset + limit < len(rows):
        query = {**request.query_params, "limit": limit, "offset": offset + limit}
        words = request.url.replace_query_params(**query)
        following = f"{words.path}?{words.query}"
    body = {
        **head,
        name: rows[offset : offset + limit],
        "total": len(rows),
        "next": following,
    }
    response = tell(request, body)
    if following is not None:
        response.headers["link"] = f'<{following}>; rel="next"'
    return response


def once(
    visit: Visit, key: str | None, asked: Any, do: Callable[[], tuple[int, Any]]
) -> Response:
    """Do something once for each Idempotency-Key and answer the same again."""
    if key is None:
        status, body = do()
        return JSONResponse(body, status, headers=_location(body, status))
    answers = visit.desk.answers
    kept = answers.begin(visit.who.user, key, asked)
    if kept is None:
        made: Kept | None = None
        try:
            status, body = do()
            made = Kept(status=status, body=body)
        finally:
            answers.end(visit.who.user, key, asked, made)
        return JSONResponse(body, status, headers=_location(body, status))
    headers = {**_location(kept.body, kept.status), "idempotency-replayed": "true"}
    return JSONResponse(kept.body, kept.status, headers=headers)


def _location(body: Any, status: int) -> dict[str, str]:
    if status == 202:
        return {"location": f"{PREFIX}/jobs/{body['id']}"}
    return {}


def run(
    visit: Visit, task: str, args: Mapping[str, Any], files: Mapping[str, bytes], *,
    prefer: str | None,
) -> tuple[int, Any]:  # fmt: skip
    """Have a task done by a worker and return the status and the body.

    The files lie in a folder of their own that goes with the answer; a job that the
    caller does not wait for keeps it.
    """
    desk = visit.desk
    folder = desk.folder / "runs" / secrets.token_hex(8)
    for name, raw in files.items():
        write_whole(folder / "given" / name, raw, private=True)
    (folder / "given").mkdir(parents=True, exist_ok=True)
    waits = "respond-async" not in (prefer or "")
    try:
        job = desk.jobs.submit(
            task,
            desk.args(**args),
            title=task,
            owner=visit.who.user,
            out=folder / "result.json",
            folder=folder / "given",
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if not waits:
        return 202, {"id": job.id, **_state(job)}
    try:
        if not job.finished.wait(desk.options.job_seconds + 10):
            raise JobFailed("the work did not end in time")
        return 200, result_of(job)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _state(job: Job) -> dict[str, Any]:
    done, total, item = job.progress
    return {
        "state": job.state,
        "progress": {"done": done, "total": total, "item": item},
        "ended": job.finished.is_set(),
    }


def result_of(job: Job) -> Any:
    """Return what a job made.

    Raises
    ------
    InputError, ProviderError, JobFailed
        As it ended without a result.
    """
    if job.state == "done":
        result = read_json(Path(job.out))
        if result is not None:
            return result
        raise JobFailed("the result is gone; ask again")
    failure = job.failure or {"failed": job.state, "say": f"the job was {job.state}"}
    if failure["failed"] == "input":
        faults = [Fault(**item) for item in failure["faults"]]
        if not faults:
            faults = [Fault(place="request", problem=failure["say"])]
        raise InputError(failure["say"], faults)
    if failure["failed"] == "provider":
        raise ProviderError(failure["say"])
    raise JobFailed(failure["say"])
