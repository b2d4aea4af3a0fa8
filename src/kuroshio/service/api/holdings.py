"""Books and deals that are kept at the desk."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from kuroshio.service.api.answers import BriefOut, Item, ItemsOut
from kuroshio.service.api.calling import (
    LATER,
    MISSING,
    POSTED,
    PREFIX,
    PROBLEMS,
    Caller,
    Limit,
    Offset,
    Once,
    once,
    result_of,
    tell,
    tell_page,
)
from kuroshio.service.api.requests import KeptBookIn, ReadIn
from kuroshio.service.books import StoredBook
from kuroshio.service.deals import Deal
from kuroshio.service.pages.deals import start_reading
from kuroshio.service.pages.entry import NotHere
from kuroshio.service.visits import Visit

router = APIRouter(prefix=PREFIX, tags=["desk"], responses=PROBLEMS)
Id = Annotated[str, Path(max_length=40, examples=["0123456789abcdef"])]


def _plain(book: StoredBook) -> dict[str, Any]:
    return {key: value for key, value in asdict(book).items() if key != "owner"}


@router.get("/books", response_model=ItemsOut)
def books_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List the caller's books; nobody else's are there."""
    rows = [_plain(book) for book in visit.desk.books.every(visit.who.user)]
    return tell_page(request, {}, "items", rows, limit=limit, offset=offset)


@router.post(
    "/books", response_model=Item, status_code=201, responses={**MISSING, **POSTED}
)
def books_add(visit: Caller, given: KeptBookIn, key: Once = None) -> Response:
    """Keep a book for the caller alone."""
    who = visit.need("write")

    def do() -> tuple[int, Any]:
        profile = given.profile.encode() if given.profile else None
        book = visit.desk.books.add(
            ("book.csv", given.csv.encode()), profile, name=given.name, owner=who.user
        )
        return 201, _plain(book)

    return once(visit, key, ["books", given.model_dump()], do)


@router.delete("/books/{identity}", status_code=204, responses=MISSING)
def books_remove(visit: Caller, identity: Id) -> Response:
    """Delete a book and everything made of it."""
    who = visit.need("write")
    book = visit.desk.books.find(identity, who.user)
    if book is None:
        raise NotHere(identity)
    visit.desk.books.remove(book)
    return Response(status_code=204)


@router.get("/deals", response_model=ItemsOut)
def deals_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List the texts sent in, with what was found in them."""
    rows = [_deal(deal, visit) for deal in visit.desk.deals.every()]
    return tell_page(request, {}, "items", rows, limit=limit, offset=offset)


def _deal(deal: Deal, visit: Visit) -> dict[str, Any]:
    found = visit.desk.deals.summary(deal, visit.desk.mark)
    return {
        **asdict(deal),
        "sources": list(deal.sources),
        "summary": asdict(found) if found is not None else None,
    }


@router.post(
    "/deals",
    response_model=Item,
    status_code=201,
    responses={**MISSING, **POSTED, **LATER},
)
def deals_add(visit: Caller, given: ReadIn, key: Once = None) -> Response:
    """Keep texts at the desk and read them; the same texts are one deal."""
    who = visit.need("write")

    def do() -> tuple[int, Any]:
        desk = visit.desk
        files = [(one.name, one.raw()) for one in given.documents if one.url is None]
        addresses = [one.url for one in given.documents if one.url is not None]
        deal = desk.deals.add(files, addresses, as_of=given.as_of, by=who.user)
        if desk.deals.result(deal, desk.mark) is None:
            job = start_reading(visit, deal)
            job.finished.wait(desk.options.job_seconds + 10)
            result_of(job)
        return 201, _deal(deal, visit)

    return once(visit, key, ["deals", given.model_dump()], do)


@router.get("/deals/{identity}", response_model=BriefOut, responses=MISSING)
def deals_show(request: Request, visit: Caller, identity: Id) -> Response:
    """Return what was made of a deal: the brief without a book."""
    desk = visit.desk
    deal = desk.deals.find(identity)
    result = desk.deals.result(deal, desk.mark) if deal is not None else None
    if result is None:
        raise NotHere(identity)
    hidden = {"names", "zh", "verdict_zh", "theses", "pictures"}
    return tell(request, {k: v for k, v in result.items() if k not in hidden})
