"""Today: one line for each live deal, what falls due, and the alerts."""

from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kuroshio.app import (
    Workspace,
    find_chinese,
    list_live,
    list_regimes,
    said_texts,
)
from kuroshio.records import Alert
from kuroshio.service.pages.entry import Here, day_asked, name_in
from kuroshio.service.rendering import Page, answer
from kuroshio.service.spoken import Spoken
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit

router = APIRouter(include_in_schema=False)

_DEALS = (
    Column(key="deal", label="Deal"),
    Column(key="stage", label="Stage", kind="code"),
    Column(key="next", label="Next clock"),
    Column(key="due", label="Due", kind="date"),
    Column(key="money", label="Money"),
    Column(key="confidence", label="Confidence", kind="code"),
    Column(key="flags", label="Red flags in texts", kind="number"),
    Column(key="newest", label="Newest fact", kind="date"),
)
_ALERTS = (
    Column(key="when", label="Raised", kind="date"),
    Column(key="severity", label="Severity", kind="code"),
    Column(key="title", label="Alert"),
    Column(key="say", label="What it says", kind="long"),
    Column(key="rule", label="Rule"),
)
TONES = {"error": "bad", "warn": "warn", "info": ""}
LAYERS = ("drawn", "committed", "tranche", "envelope")


@router.get("/")
def today(request: Request, visit: Here) -> Response:
    """Show what is under way."""
    day = day_asked(request, visit)
    live, rules = _known(day, visit.desk.workspace)
    flags = _flags(visit)
    space = visit.desk.workspace
    said = (
        (*said_texts(live["entries"]), *said_texts(rules)) if visit.is_chinese else ()
    )
    spoken = Spoken(find_chinese(said, workspace=space), visit.lang)
    due = [row for row in rules if row["next_date"] is not None][:6]
    page = Page(
        template="today.html",
        title=visit.say("Today"),
        section="Today",
        values={
            "day": day,
            "known_to": live["known_to"],
            "due_rules": [(name_in(row["names"], visit.lang), row) for row in due],
            "spoken": spoken,
            "first": [
                (name_in(row["names"], visit.lang, row["id"]), row)
                for row in live["entries"]
                if row["next"] is not None
            ][:4],
        },
        tables=(
            _deals_table(live["entries"], flags, visit, spoken),
            _alerts_table(visit.desk.journal.alerts(visit.who), visit),
        ),
    )
    return answer(request, visit, page)


@lru_cache(maxsize=16)
def _known(day: str, space: Workspace) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what the register and the rules say of a day; it is read only."""
    rules = list_regimes(as_of=day, workspace=space)["regimes"]
    return list_live(as_of=day, workspace=space), rules


def _flags(visit: Visit) -> dict[str, int]:
    """Count the errors found in the texts sent in, by register entry."""
    counts: dict[str, int] = {}
    for deal in visit.desk.deals.every():
        summary = visit.desk.deals.summary(deal, visit.desk.mark)
        if summary is not None and summary.entry is not None:
            counts[summary.entry] = counts.get(summary.entry, 0) + summary.errors
    return counts


def _deals_table(
    entries: list[dict[str, Any]], flags: dict[str, int], visit: Visit, spoken: Spoken
) -> Table:
    rows = []
    for row in entries:
        clock = row["next"]
        name = name_in(row["names"], visit.lang, row["id"])
        count = flags.get(row["id"])
        stage = visit.say(row["stage"]) if row["stage"] else visit.say("unknown")
        rows.append(
            (
                Cell(text=name.text, lang=name.lang, href=f"/register/{row['id']}"),
                Cell(text=stage, tone="" if row["stage"] else "dim"),
                spoken.cell(clock["name"]) if clock else Cell(text="–"),
                Cell(text=_due(clock), value=clock["due"] if clock else ""),
                _money(row["money"], visit),
                Cell(text=visit.say(row["confidence"] or "unknown")),
                Cell(text="–" if count is None else str(count), value=count,
                     tone="bad" if count else ""),
                Cell(text=row["newest"]),
            )
        )  # fmt: skip
    return make_table("deals", "Live deals", _DEALS, rows)


def _due(clock: dict[str, Any] | None) -> str:
    """Word the due dates; more than one where the calendar is unsettled."""
    if clock is None:
        return "–"
    return " / ".join(
        f"{item['due']}{_calendar(item)}"
        for item in clock["candidates"]
        if item["due"] is not None
    )


def _calendar(item: dict[str, Any]) -> str:
    return f" ({'+'.join(item['countries'])})" if item["countries"] else ""


def _money(money: dict[str, str | None], visit: Visit) -> Cell:
    """Show the innermost layer that is known, with its name."""
    for layer in LAYERS:
        if money[layer] is not None:
            return Cell(text=f"{money[layer]} {visit.say(layer)}")
    return Cell(text=visit.say("unknown"), tone="dim")


def _alerts_table(alerts: tuple[Alert, ...], visit: Visit) -> Table:
    rows = [
        (
            Cell(text=f"{one.raised_at:%Y-%m-%d %H:%M} UTC",
                 value=one.raised_at.isoformat()),
            Cell(text=visit.say(one.severity), tone=TONES[one.severity]),
            Cell(text=one.title, lang="en"),
            Cell(text=one.say, lang="en"),
            Cell(text=one.rule),
        )
        for one in alerts
    ]  # fmt: skip
    empty = "No alert yet: kuroshio watch run raises them."
    return make_table("alerts", "Alerts", _ALERTS, rows, empty=empty)
