"""Books: what a book holds, what it may lose, and what a deal does to it."""

from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from kuroshio.app import open_knowledge
from kuroshio.errors import Fault, InputError
from kuroshio.service.books import StoredBook, View, own_out
from kuroshio.service.deals import Deal
from kuroshio.service.jobs import Job
from kuroshio.service.own_scenarios import OwnScenario, read_own
from kuroshio.service.pages.book_view import book_page
from kuroshio.service.pages.entry import Here, NotHere, go
from kuroshio.service.pages.scenario_view import own_results
from kuroshio.service.rendering import Page, answer
from kuroshio.service.store import write_whole
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit, read_form

router = APIRouter(include_in_schema=False)

_COLUMNS = (
    Column(key="name", label="Book"),
    Column(key="file", label="File"),
    Column(key="profile", label="Profile", kind="code"),
    Column(key="made", label="Sent", kind="date"),
)


@router.get("/books")
def list_books(request: Request, visit: Here) -> Response:
    """Show the form to send a book in, and one's own books."""
    page = Page(
        template="books.html",
        title=visit.say("Book"),
        section="Book",
        values={"may_write": visit.who.may("write")},
        tables=(_table(visit),),
    )
    return answer(request, visit, page)


def _table(visit: Visit) -> Table:
    rows = [
        (
            Cell(text=book.name, href=f"/books/{book.id}"),
            Cell(text=book.file),
            Cell(text=visit.say("yes") if book.profile else visit.say("none")),
            Cell(text=visit.say_seconds(book.made)),
        )
        for book in visit.desk.books.every(visit.who.user)
    ]
    empty = "No book has been sent in yet."
    return make_table("books", "My books", _COLUMNS, rows, empty=empty)


@router.post("/books")
async def add_book(request: Request, visit: Here) -> Response:
    """Keep a book; it is its owner's alone."""
    who = visit.need("write")
    form = await read_form(request, visit)
    given = form.files.get("book", ())
    pasted = form.text("lines")
    if not given and not pasted:
        mend = "choose a CSV or Excel file, or paste lines"
        fault = Fault(place="book", problem="no file was given", mend=mend)
        raise InputError("book", [fault])
    file = given[0] if given else ("book.csv", pasted.encode())
    profiles = form.files.get("profile", ())
    profile = profiles[0][1] if profiles else None

    def work() -> StoredBook:
        return visit.desk.books.add(
            file, profile, name=form.text("name")[:80], owner=who.user
        )

    book = await run_in_threadpool(work)
    return go(visit, f"/books/{book.id}")


@router.get("/books/{identity}")
def show_book(request: Request, visit: Here, identity: str) -> Response:
    """Show a book alone or with a deal: exposures, risk, scenarios, choices."""
    desk = visit.desk
    book = _own(visit, identity)
    query = request.query_params
    deal = _deal(visit, query.get("deal", ""))
    as_of = query.get("as_of", "").strip() or (deal.as_of if deal else None)
    view = lay_out(visit, book, deal, as_of, stale_ok="stale_ok" in query)
    result = desk.books.result(view)
    if result is None:
        job = start_measuring(visit, view, request, as_of)
        job.finished.wait(4)
        result = desk.books.result(view)
        if result is None:
            return go(visit, f"/jobs/{job.id}")
    own = next(
        (one for one in desk.books.scenarios(book) if one.id == query.get("own")), None
    )
    if own is not None and desk.books.own_result(view, own) is None:
        job = _start_own(visit, view, own, request, as_of)
        job.finished.wait(4)
        if desk.books.own_result(view, own) is None:
            return go(visit, f"/jobs/{job.id}")
    made = own_results(visit, book, view)
    page = book_page(visit, book, deal, result, own=made, query=dict(query))
    return answer(request, visit, page)


def _start_own(
    visit: Visit, view: View, own: OwnScenario, request: Request, as_of: str | None
) -> Job:
    """Have a scenario of the owner's measured, its file beside the book."""
    desk = visit.desk
    write_whole(view.folder / own.file, own.text.encode(), private=True)
    return desk.jobs.submit(
        "own",
        desk.args(
            sources=list(view.sources),
            book=view.book,
            profile=view.profile,
            as_of=as_of,
            stale_ok="stale_ok" in request.query_params,
            scenario=own.file,
        ),
        title=str(own.record["name"]),
        owner=visit.who.user,
        out=own_out(view, own),
        then=f"{request.url.path}?{request.url.query}",
        folder=Path(view.folder),
    )


@router.post("/books/{identity}/scenarios")
async def set_scenario(request: Request, visit: Here, identity: str) -> Response:
    """Keep a scenario whose sizes somebody set, and lead to what it costs."""
    who = visit.need("write")
    form = await read_form(request, visit)
    book = _own(visit, identity)
    desk = visit.desk
    known = open_knowledge(desk.workspace).scenarios
    own = read_own(
        form.fields,
        beside=known.get(form.text("beside")),
        by=who.user,
        made=desk.clock().timestamp(),
    )

    def work() -> None:
        desk.books.keep_scenario(book, own)
        subject = f"book:{book.id}"
        # The log is read by others, the book is not: it tells that, not what.
        detail = {"scenario": own.id, "shocks": len(own.record["shocks"])}
        desk.journal.note("scenario.set", subject, detail, who)

    await run_in_threadpool(work)
    kept = {name: form.text(name) for name in ("deal", "as_of", "stale_ok")}
    query = urlencode({**{k: v for k, v in kept.items() if v}, "own": own.id})
    return go(visit, f"/books/{book.id}?{query}#scenarios")


def lay_out(
    visit: Visit, book: StoredBook, deal: Deal | None, as_of: str | None, *,
    stale_ok: bool,
) -> View:  # fmt: skip
    """Lay out the folder in which a book is measured with a deal."""
    desk = visit.desk
    sources = deal.sources if deal is not None else ()
    return desk.books.view(
        book,
        desk.deals.files(deal) if deal is not None else {},
        tuple(name for name in sources if "://" in name),
        as_of=as_of,
        stale_ok=stale_ok,
        mark=desk.mark,
        task="deal",
    )


def start_measuring(
    visit: Visit, view: View, request: Request, as_of: str | None
) -> Job:
    """Have a book measured by a worker."""
    desk = visit.desk
    args = desk.args(
        sources=list(view.sources),
        book=view.book,
        profile=view.profile,
        as_of=as_of,
        stale_ok="stale_ok" in request.query_params,
    )
    return desk.jobs.submit(
        "deal",
        args,
        title=view.book,
        owner=visit.who.user,
        out=view.out,
        then=f"{request.url.path}?{request.url.query}",
        folder=Path(view.folder),
    )


def _deal(visit: Visit, identity: str) -> Deal | None:
    if not identity:
        return None
    deal = visit.desk.deals.find(identity)
    if deal is None:
        raise NotHere(identity)
    return deal


@router.post("/books/{identity}/remove")
async def remove_book(request: Request, visit: Here, identity: str) -> Response:
    """Delete a book and all that was made of it."""
    visit.need("write")
    await read_form(request, visit)
    book = _own(visit, identity)
    await run_in_threadpool(visit.desk.books.remove, book)
    return go(visit, "/books")


def _own(visit: Visit, identity: str) -> StoredBook:
    book = visit.desk.books.find(identity, visit.who.user)
    if book is None:
        raise NotHere(identity)
    return book
