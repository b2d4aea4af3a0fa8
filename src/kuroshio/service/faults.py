"""Faults as answers: a page for people, a problem (RFC 9457) for programs."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from kuroshio.errors import (
    Fault,
    InputError,
    KuroshioError,
    LedgerDamaged,
    LedgerUnavailable,
    ProviderError,
)
from kuroshio.service.access import NoEntry, NotAllowed
from kuroshio.service.api.calling import JobFailed
from kuroshio.service.idempotency import KeyBusy, KeyReused
from kuroshio.service.jobs import TooBusy
from kuroshio.service.pages.entry import NotHere
from kuroshio.service.rendering import Page, answer
from kuroshio.service.store import StoreFailed
from kuroshio.service.visits import BrokenForm, visit_of

PROBLEM = "application/problem+json"
# The first that fits; each is one family of faults.
_STATUS: tuple[tuple[type[Exception], int, str], ...] = (
    (NoEntry, 401, "A key is needed"),
    (NotAllowed, 403, "Not allowed"),
    (BrokenForm, 403, "The session has ended"),
    (NotHere, 404, "There is no such page"),
    (KeyReused, 422, "The key came with another request"),
    (KeyBusy, 409, "The first request is still under way"),
    (TooBusy, 429, "Too much is waiting"),
    (InputError, 422, "What was sent cannot be used"),
    (ProviderError, 424, "The address could not be read"),
    (StoreFailed, 507, "Nothing was stored"),
    (LedgerUnavailable, 503, "The ledger cannot be reached"),
    (LedgerDamaged, 500, "The ledger is damaged"),
    (JobFailed, 503, "The work ended without a result"),
    (KuroshioError, 422, "This was refused"),
)


def status_of(error: BaseException) -> tuple[int, str]:
    """Return the status and title of a fault."""
    for kind, status, title in _STATUS:
        if isinstance(error, kind):
            return status, title
    return 500, "Unexpected fault"


def install(app: FastAPI) -> None:
    """Give an application answers to every fault."""
    for kind, _, _ in _STATUS:
        app.add_exception_handler(kind, _handle)
    app.add_exception_handler(RequestValidationError, _handle_validation)
    app.add_exception_handler(HTTPException, _handle_http)


async def _handle(request: Request, error: Exception) -> Response:
    status, title = status_of(error)
    if is_api(request):
        return problem(request, status, title, say=_words(error), faults=plain(error))
    if isinstance(error, NoEntry):
        target = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/login?next={target}", status_code=303)
    return _page(request, status, title, error)


def _page(request: Request, status: int, title: str, error: Exception) -> Response:
    visit = visit_of(request)
    fields = error.fields if isinstance(error, BrokenForm) else {}
    page = Page(
        template="fault.html",
        title=visit.say(title),
        section="",
        values={
            "words": visit.say(_words(error)),
            "faults": plain(error),
            "fields": fields,
            "action": request.url.path,
        },
    )
    response = answer(_without_query(request), visit, page, status)
    if status in {429, 503}:
        response.headers["retry-after"] = "10"
    return response


def _without_query(request: Request) -> Request:
    """Drop the query: a fault's page has no table to export."""
    return Request({**request.scope, "query_string": b""}, request.receive)


def _words(error: BaseException) -> str:
    if isinstance(error, InputError):
        count = len(error.faults)
        return f"{error.subject}: {count} fault{'s' if count != 1 else ''}"
    return str(error)


def plain(error: BaseException) -> list[dict[str, str]]:
    """Return every fault of an error with its place and mend."""
    faults: Sequence[Fault] = error.faults if isinstance(error, InputError) else ()
    return [
        {"place": item.place, "problem": item.problem, "mend": item.mend}
        for item in faults
    ]


def is_api(request: Request) -> bool:
    """Say whether a program asked."""
    return request.url.path.startswith("/api/")


def problem(
    request: Request, status: int, title: str, *, say: str,
    faults: Sequence[dict[str, str]] = (),
) -> Response:  # fmt: skip
    """Return a problem."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": say,
        "instance": request.url.path,
        "faults": list(faults),
    }
    headers = {"retry-after": "10"} if status in {429, 503} else {}
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    return JSONResponse(body, status, headers=headers, media_type=PROBLEM)


async def _handle_validation(request: Request, error: Exception) -> Response:
    items = error.errors() if isinstance(error, RequestValidationError) else ()
    faults = [
        {
            "place": ".".join(str(part) for part in item["loc"]),
            "problem": str(item["msg"]),
            "mend": "",
        }
        for item in items
    ]
    return problem(
        request, 422, "What was sent cannot be used",
        say=f"request: {len(faults)} faults", faults=faults,
    )  # fmt: skip


async def _handle_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    say = str(error.detail) if isinstance(error, HTTPException) else "unexpected fault"
    if is_api(request):
        response = problem(request, status, say, say=say)
    elif status == 404:
        response = _page(
            request, 404, "There is no such page", NotHere(request.url.path)
        )
    else:
        response = _page(request, status, say, KuroshioError(say))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response
