"""The regime board: every rule with its state and dates, and whom it reaches."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kuroshio.app import find_chinese, list_regimes, said_texts
from kuroshio.service.pages.books import lay_out
from kuroshio.service.pages.deal_tables import RULE_COLUMNS, rule_row
from kuroshio.service.pages.entry import Here, NotHere, day_asked, name_in
from kuroshio.service.pages.explore import source_cell
from kuroshio.service.rendering import Page, answer
from kuroshio.service.spoken import Spoken
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit

router = APIRouter(include_in_schema=False)

PHASE_TONES = {
    "in_force": "strong",
    "suspended": "warn",
    "unknown": "bad",
    "not_yet": "warn",
    "ended": "dim",
}
_COLUMNS = (
    Column(key="name", label="Rule"),
    Column(key="id", label="Id", kind="code", shown=False),
    Column(key="where", label="Jurisdiction", kind="code"),
    Column(key="phase", label="State"),
    Column(key="words", label="What it says", shown=False),
    Column(key="scope", label="Reaches", kind="long"),
    Column(key="effective", label="Effective", kind="date"),
    Column(key="expires", label="Expires", kind="date"),
    Column(key="next", label="Next date", kind="date"),
    Column(key="checked", label="Checked", kind="date"),
    Column(key="article", label="Article"),
    Column(key="source", label="Source", shown=False),
)


@router.get("/regimes")
def board(request: Request, visit: Here) -> Response:
    """Show every rule, and with a deal or book also whom it reaches."""
    day = day_asked(request, visit)
    space = visit.desk.workspace
    rows = list_regimes(as_of=day, workspace=space)["regimes"]
    said = said_texts(rows) if visit.is_chinese else ()
    chinese = find_chinese(said, workspace=space)
    spoken = Spoken(chinese, visit.lang)
    tables = [_table(rows, visit, spoken)]
    reached = _reached(request, visit)
    if reached is not None:
        tables.insert(0, reached)
    desk = visit.desk
    page = Page(
        template="regimes.html",
        title=visit.say("Regimes"),
        section="Regimes",
        values={
            "day": day,
            "deals": [
                (deal, desk.deals.summary(deal, desk.mark))
                for deal in desk.deals.every()[:30]
            ],
            "books": desk.books.every(visit.who.user),
            "deal": request.query_params.get("deal", ""),
            "book": request.query_params.get("book", ""),
        },
        tables=tuple(tables),
    )
    return answer(request, visit, page)


def _table(rows: list[dict[str, Any]], visit: Visit, spoken: Spoken) -> Table:
    cells = []
    for item in rows:
        name = name_in(item["names"], visit.lang, item["id"])
        phase = visit.say(item["phase"])
        words = spoken.cell(item["words"])
        source = source_cell(item["source"], visit)
        cells.append(
            (
                Cell(text=name.text, lang=name.lang, note=item["id"]),
                Cell(text=item["id"]),
                Cell(text=item["jurisdiction"]),
                Cell(
                    text=phase,
                    tone=PHASE_TONES[item["phase"]],
                    note="" if words.text == phase else words.text,
                ),
                words,
                spoken.cell(item["scope"]),
                Cell(text=item["effective"] or "–"),
                Cell(text=item["expires"] or "–"),
                Cell(text=item["next_date"] or "–"),
                Cell(text=item["checked"] or visit.say("never")),
                replace(
                    spoken.cell(item["article"], href=source.href), note=source.text
                ),
                source,
            )
        )
    return make_table("regimes", "All rules", _COLUMNS, cells)


def _reached(request: Request, visit: Visit) -> Table | None:
    """Return the answers for a deal or book whose result is there; None: none asked."""
    desk = visit.desk
    deal_id = request.query_params.get("deal", "")
    book_id = request.query_params.get("book", "")
    if not deal_id and not book_id:
        return None
    deal = desk.deals.find(deal_id) if deal_id else None
    book = desk.books.find(book_id, visit.who.user) if book_id else None
    if (deal_id and deal is None) or (book_id and book is None):
        raise NotHere(deal_id or book_id)
    if book is not None:
        as_of = deal.as_of if deal is not None else None
        view = lay_out(visit, book, deal, as_of, stale_ok=False)
        result = desk.books.result(view)
    else:
        result = desk.deals.result(deal, desk.mark) if deal is not None else None
    if result is None:
        return make_table(
            "reached", "Whom they reach", RULE_COLUMNS, (),
            empty="This has not been measured yet: open its page first.",
        )  # fmt: skip
    spoken = Spoken(result.get("zh", {}), visit.lang)
    rows = [
        rule_row(item, result["names"], visit, spoken)
        for item in result["regimes"]["regimes"]
    ]
    return make_table("reached", "Whom they reach", RULE_COLUMNS, rows)
