"""The bench: open questions, what waits for a check, decisions, and the call log."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from kuroshio.app import open_knowledge
from kuroshio.service.calls import QUESTIONS, digest_of
from kuroshio.service.pages.claim_view import claim_table
from kuroshio.service.pages.entry import Here, go
from kuroshio.service.questions import Question, open_questions
from kuroshio.service.rendering import Page, answer
from kuroshio.service.spoken import Spoken
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit, read_form

router = APIRouter(include_in_schema=False)

STANCES = ("for", "against", "neither")
_DEALS_READ = 20


@router.get("/bench")
def bench(request: Request, visit: Here) -> Response:
    """Show what there is to do."""
    journal = visit.desk.journal
    waiting = [one for one in journal.overrides() if one.state == "proposed"]
    page = Page(
        template="bench.html",
        title=visit.say("Bench"),
        section="Bench",
        values={
            "waiting": waiting,
            "questions": QUESTIONS,
            "stances": STANCES,
            "may_write": visit.who.may("write"),
            "may_check": visit.who.may("check"),
            "me": visit.who.user,
            "today": f"{visit.desk.clock():%Y-%m-%d}",
        },
        tables=(
            _questions_table(visit),
            claim_table(visit, _read_deals(visit)),
            _decisions_table(visit),
            _calls_table(visit),
        ),
    )
    return answer(request, visit, page)


def _read_deals(visit: Visit) -> list[tuple[str, dict[str, Any]]]:
    """Return the newest deals that have been read, with their results."""
    desk = visit.desk
    found = (
        (deal.id, desk.deals.result(deal, desk.mark))
        for deal in desk.deals.every()[:_DEALS_READ]
    )
    return [(deal, result) for deal, result in found if result is not None]


def _questions_table(visit: Visit) -> Table:
    desk = visit.desk
    unknowns = {
        theme.id: theme.unknowns
        for theme in open_knowledge(desk.workspace).themes.values()
    }
    rows = []
    for deal in desk.deals.every()[:_DEALS_READ]:
        result = desk.deals.result(deal, desk.mark)
        if result is None:
            continue
        spoken = Spoken(result.get("zh", {}), visit.lang)
        title = desk.deals.summary(deal, desk.mark)
        name = title.title if title else deal.id
        rows += [
            _question(one, name, visit, spoken)
            for one in open_questions(deal.id, result, unknowns)
        ]
    columns = (
        Column(key="task", label="To do"),
        Column(key="about", label="About"),
        Column(key="deal", label="Text"),
    )
    empty = "No open question: no text has been read yet."
    return make_table("open", "Open questions", columns, rows, empty=empty)


def _question(
    one: Question, title: str, visit: Visit, spoken: Spoken
) -> tuple[Cell, ...]:
    return (
        Cell(text=visit.say(one.task)),
        spoken.cell(one.about),
        Cell(text=title[:80], href=f"/deals/{one.deal}#{one.where}"),
    )


def _decisions_table(visit: Visit) -> Table:
    rows = [
        (
            Cell(text=f"{one.decision.decided_at:%Y-%m-%d %H:%M} UTC",
                 value=one.decision.decided_at.isoformat()),
            Cell(text=one.decision.title, href=f"/decisions/{one.decision.id}"),
            Cell(text=one.decision.reason),
            Cell(text=one.decision.author),
            Cell(text=visit.say(one.check.state if one.check else "unknown")),
            Cell(text=(one.check.checker or "–") if one.check else "–"),
        )
        for one in visit.desk.journal.decisions()
    ]  # fmt: skip
    columns = (
        Column(key="at", label="Decided", kind="date"),
        Column(key="title", label="Choice"),
        Column(key="reason", label="Reason"),
        Column(key="by", label="By", kind="code"),
        Column(key="state", label="Check", kind="code"),
        Column(key="checker", label="Checked by", kind="code"),
    )
    return make_table("decisions", "Decisions", columns, rows, empty="No decision yet.")


def _calls_table(visit: Visit) -> Table:
    rows = [
        (
            Cell(text=call.on),
            Cell(text=call.source),
            Cell(text=call.subject),
            Cell(text=visit.say(call.stance)),
            Cell(text=call.note or visit.say("held"), tone="" if call.note else "dim"),
            Cell(text=call.by),
            Cell(
                text=visit.say(call.state), tone="bad" if call.state == "held" else ""
            ),
        )
        for call in visit.desk.calls.every(visit.who)
    ]
    columns = (
        Column(key="on", label="Day", kind="date"),
        Column(key="source", label="Source"),
        Column(key="subject", label="Subject"),
        Column(key="stance", label="Stance", kind="code"),
        Column(key="note", label="Note"),
        Column(key="by", label="By", kind="code"),
        Column(key="state", label="State", kind="code"),
    )
    empty = "No call has been logged."
    return make_table("calls", "Calls with experts and sources", columns, rows,
                      empty=empty)  # fmt: skip


@router.post("/bench/calls")
async def log_call(request: Request, visit: Here) -> Response:
    """Log a call; the audit log keeps that it was, and the hash of its note."""
    who = visit.need("write")
    form = await read_form(request, visit)

    def work() -> None:
        call = visit.desk.calls.add(
            source=form.text("source"),
            on=form.text("on"),
            subject=form.text("subject"),
            stance=form.text("stance"),
            note=form.text("note"),
            answers={key: form.text(key) == "yes" for key, _ in QUESTIONS},
            by=who,
        )
        detail = {"state": call.state, "note_sha256": digest_of(call)}
        visit.desk.journal.note("call.logged", f"call:{call.id}", detail, who)

    await run_in_threadpool(work)
    return go(visit, "/bench#calls")
