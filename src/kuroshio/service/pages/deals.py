"""Deals: send a text in, and read what was made of it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from kuroshio.errors import Fault, InputError
from kuroshio.service.deals import Deal
from kuroshio.service.jobs import Job
from kuroshio.service.pages.deal_view import deal_page
from kuroshio.service.pages.entry import Here, NotHere, go, go_when_done
from kuroshio.service.rendering import Page, answer, render, send
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Form, Visit, read_form

router = APIRouter(include_in_schema=False)

_COLUMNS = (
    Column(key="title", label="Text"),
    Column(key="kind", label="Kind", kind="code"),
    Column(key="status", label="The text says"),
    Column(key="errors", label="Errors", kind="number"),
    Column(key="warnings", label="Warnings", kind="number"),
    Column(key="as_of", label="As of", kind="date"),
    Column(key="by", label="Sent by", kind="code"),
    Column(key="made", label="Sent", kind="date"),
)


@router.get("/deals")
def list_deals(request: Request, visit: Here) -> Response:
    """Show the form to send a text in, and what was sent in before."""
    page = Page(
        template="deals.html",
        title=visit.say("Deals"),
        section="Deals",
        values={"may_write": visit.who.may("write"), "given": {}, "faults": ()},
        tables=(_table(visit),),
    )
    return answer(request, visit, page)


def _table(visit: Visit) -> Table:
    desk = visit.desk
    rows = []
    for deal in desk.deals.every():
        found = desk.deals.summary(deal, desk.mark)
        title = found.title if found else ", ".join(deal.sources)
        rows.append(
            (
                Cell(text=title[:160], href=f"/deals/{deal.id}"),
                Cell(text=visit.say(found.kind if found else "not read yet")),
                Cell(text=visit.say(found.status) if found else "–"),
                _count(found.errors if found else None, "bad"),
                _count(found.warnings if found else None, "warn"),
                Cell(text=(found.as_of[:10] if found else deal.as_of) or "–"),
                Cell(text=deal.by),
                Cell(text=visit.say_seconds(deal.made)),
            )
        )
    empty = "No text has been sent in yet."
    return make_table("texts", "Texts sent in", _COLUMNS, rows, empty=empty)


def _count(number: int | None, tone: str) -> Cell:
    if number is None:
        return Cell(text="–")
    return Cell(text=str(number), value=number, tone=tone if number else "dim")


@router.post("/deals")
async def add_deal(request: Request, visit: Here) -> Response:
    """Take a text in, by paste, file or address, and read it."""
    who = visit.need("write")
    form = await read_form(request, visit)
    addresses = [line.strip() for line in form.text("address").split() if line.strip()]
    files = [*form.files.get("file", ())]
    if form.text("text"):
        files.insert(0, ("pasted.txt", form.fields["text"].encode()))

    def work() -> Response:
        deal = visit.desk.deals.add(
            files, addresses, as_of=form.text("as_of") or None, by=who.user
        )
        return _read(visit, deal)

    return await run_in_threadpool(work)


def _read(visit: Visit, deal: Deal) -> Response:
    """Lead to a deal; where it has not been read yet, have it read first."""
    if visit.desk.deals.result_path(deal, visit.desk.mark).is_file():
        return go(visit, f"/deals/{deal.id}")
    return go_when_done(visit, start_reading(visit, deal))


def start_reading(visit: Visit, deal: Deal) -> Job:
    """Have a deal read by a worker."""
    desk = visit.desk
    return desk.jobs.submit(
        "deal",
        desk.args(sources=list(deal.sources), as_of=deal.as_of),
        title=", ".join(deal.sources)[:200],
        owner=visit.who.user,
        out=desk.deals.result_path(deal, desk.mark),
        then=f"/deals/{deal.id}",
        folder=desk.deals.texts(deal),
    )


@router.get("/deals/{identity}")
async def show_deal(request: Request, visit: Here, identity: str) -> Response:
    """Show a deal: its sheet, flags, sources side by side, exposures and rules."""
    desk = visit.desk
    key = _page_key(request, visit, identity)
    kept = desk.pages.get(key) if key is not None else None
    if kept is not None:
        return send(visit, kept)
    return await run_in_threadpool(_make_page, request, visit, identity)


def _page_key(request: Request, visit: Visit, identity: str) -> tuple[Any, ...] | None:
    """Return what the page depends on; None: it cannot be kept."""
    desk = visit.desk
    if request.query_params.get("export"):
        return None
    return (
        identity, request.url.query, visit.lang, visit.who.user, visit.who.scopes,
        desk.mark, desk.journal.edition,
    )  # fmt: skip


def _make_page(request: Request, visit: Visit, identity: str) -> Response:
    desk = visit.desk
    deal = desk.deals.find(identity)
    if deal is None:
        raise NotHere(identity)
    result = desk.deals.result(deal, desk.mark)
    if result is None:
        return go_when_done(visit, start_reading(visit, deal))
    key = _page_key(request, visit, identity)
    page = deal_page(visit, deal, result)
    if key is None:
        return answer(request, visit, page)
    body = render(request, visit, page)
    desk.pages.put(key, body)
    return send(visit, body)


@router.post("/deals/{identity}/flags")
async def judge_flag(request: Request, visit: Here, identity: str) -> Response:
    """Accept a flag, or put another reading against it, with a reason."""
    who = visit.need("write")
    form = await read_form(request, visit)
    deal = visit.desk.deals.find(identity)
    if deal is None:
        raise NotHere(identity)
    place = f"{form.text('place') or 'findings'}"

    def work() -> None:
        visit.desk.journal.propose(
            subject=f"finding:{deal.id}:{form.text('finding')}",
            field=form.text("field") or "finding",
            before=form.text("before"),
            after=_after(form),
            reason=form.text("reason"),
            by=who,
        )

    await run_in_threadpool(work)
    return go(visit, f"/deals/{identity}#{place}")


@router.post("/deals/{identity}/fields")
async def override_field(request: Request, visit: Here, identity: str) -> Response:
    """Put another value against a field of the sheet; it counts once it is approved."""
    who = visit.need("write")
    form = await read_form(request, visit)
    desk = visit.desk
    deal = desk.deals.find(identity)
    result = desk.deals.result(deal, desk.mark) if deal is not None else None
    if deal is None or result is None:
        raise NotHere(identity)
    sheet, field = result["read"]["sheet"], form.text("field")
    if field not in sheet or not form.text("after"):
        problem = "no value was given" if field in sheet else f"no field {field!r}"
        raise InputError("sheet", [Fault(place="sheet", problem=problem)])

    def work() -> None:
        desk.journal.propose(
            subject=f"sheet:{deal.id}",
            field=field,
            before=str(sheet[field].get("used") or "–"),
            after=form.text("after")[:500],
            reason=form.text("reason"),
            by=who,
        )

    await run_in_threadpool(work)
    return go(visit, f"/deals/{identity}#sheet")


def _after(form: Form) -> str:
    if form.text("answer") == "accept":
        return "accepted"
    return form.text("instead") or "overridden"


@router.post("/deals/{identity}/decisions")
async def decide(request: Request, visit: Here, identity: str) -> Response:
    """Freeze a decision with everything that was known."""
    who = visit.need("write")
    form = await read_form(request, visit)
    desk = visit.desk
    deal = desk.deals.find(identity)
    result = desk.deals.result(deal, desk.mark) if deal is not None else None
    if deal is None or result is None:
        raise NotHere(identity)

    def work() -> None:
        desk.journal.decide(
            title=form.text("choice"),
            reason=form.text("reason"),
            subject=f"deal:{deal.id}",
            record=frozen_record(deal.id, result),
            by=who,
        )

    await run_in_threadpool(work)
    return go(visit, f"/deals/{identity}#decisions")


def frozen_record(deal: str, result: dict[str, Any]) -> dict[str, Any]:
    """Return the state of knowledge that a decision is frozen with."""
    return {
        "deal": deal,
        "as_of": result["as_of"],
        "inputs": result["inputs"],
        "pack": result["pack"],
        "version": result["version"],
        "verdict": result["verdict"],
        "brief": {key: result[key] for key in ("read", "regimes", "expose")},
    }


@router.post("/checks/{identity}")
async def check(request: Request, visit: Here, identity: str) -> Response:
    """Approve or reject what somebody else proposed."""
    who = visit.need("check")
    form = await read_form(request, visit)

    def work() -> None:
        visit.desk.journal.check(
            identity,
            approve=form.text("answer") == "approve",
            reason=form.text("reason"),
            by=who,
        )

    await run_in_threadpool(work)
    back = form.text("back")
    is_own = back.startswith("/") and not back.startswith(("//", "/\\"))
    return go(visit, back if is_own else "/bench")
