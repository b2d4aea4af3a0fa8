"""Addresses that people type by guess lead to the page that they mean."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

router = APIRouter(include_in_schema=False)

MEANT = {
    "/alerts": "/#alerts",
    "/book": "/books",
    "/deal": "/deals",
    "/home": "/",
    "/index.html": "/",
    "/likelihood": "/board",
    "/live": "/#deals",
    "/portfolio": "/books",
    "/precedents": "/explore#precedents",
    "/regime": "/regimes",
    "/register": "/#deals",
    "/risks": "/board",
    "/rules": "/regimes",
    "/scores": "/score",
    "/search": "/explore",
    "/source": "/sources",
    "/study": "/studies",
    "/themes": "/explore#themes",
    "/today": "/",
}
_ONES = {"book": "books", "deal": "deals", "study": "studies", "job": "jobs"}


def _lead(request: Request, address: str) -> Response:
    """Lead on, the query kept before the part of the page."""
    page, mark, part = address.partition("#")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{page}{query}{mark}{part}", status_code=308)


def lead_on(request: Request) -> Response:
    """Lead from a guessed address to its page."""
    return _lead(request, MEANT[request.url.path])


for _guess in MEANT:
    router.add_api_route(_guess, lead_on, methods=["GET"])


def lead_to_one(request: Request, identity: str) -> Response:
    """Lead from /book/… to /books/…, and so on."""
    one = request.url.path.split("/", 2)[1]
    return _lead(request, f"/{_ONES[one]}/{identity}")


for _one in _ONES:
    router.add_api_route(f"/{_one}/{{identity}}", lead_to_one, methods=["GET"])
