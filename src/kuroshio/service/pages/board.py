"""The board of political risks, three readings apart, and the health of sources."""

import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from kuroshio.app import list_sources, open_knowledge, set_likelihood, show_board
from kuroshio.errors import Fault, InputError
from kuroshio.service.access import LOCAL
from kuroshio.service.pages.entry import Here, go, name_in
from kuroshio.service.rendering import Page, answer
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit, read_form

router = APIRouter(include_in_schema=False)

HEALTH_TONES = {
    "ok": "good",
    "never": "dim",
    "stale": "warn",
    "failing": "bad",
    "paused": "warn",
    "off": "dim",
}
_PAIR = re.compile(r"[A-Z]{2}-[A-Z]{2}")
_GPR = "gpr-monthly"
_BOARD = (
    Column(key="topic", label="Topic"),
    Column(key="items", label="Items in seven days", kind="number"),
    Column(key="attention", label="Attention", kind="number"),
    Column(key="rank", label="Rank in own history", kind="share"),
    Column(key="likelihood", label="Likelihood", kind="share"),
    Column(key="by", label="Signed by"),
    Column(key="reason", label="Reason", kind="long"),
    Column(key="pricing", label="Pricing", kind="share"),
    Column(key="priced", label="Read from"),
)
_SOURCES = (
    Column(key="name", label="Source", kind="wide"),
    Column(key="id", label="Id", kind="code", shown=False),
    Column(key="country", label="Country", kind="code"),
    Column(key="health", label="Health", kind="code"),
    Column(key="status", label="Checked live", kind="code"),
    Column(key="good", label="Last good answer", kind="date"),
    Column(key="tried", label="Last asked", kind="date"),
    Column(key="next", label="Asked next", kind="date"),
    Column(key="failures", label="Failures in a row", kind="number"),
    Column(key="every", label="Every (minutes)", kind="number"),
    Column(key="error", label="What went wrong", kind="long"),
)


@router.get("/board")
def board(request: Request, visit: Here) -> Response:
    """Show attention, likelihood and pricing of each topic, never mixed."""
    space = visit.desk.workspace
    shown = show_board(workspace=space)  # by the ledger's clock, which dates the words
    sources = list_sources(workspace=space)["sources"]
    names = _names(visit)
    page = Page(
        template="board.html",
        title=visit.say("Political risks"),
        section="Today",
        values={
            "at": shown["as_of"][:16].replace("T", " "),
            "topics": sorted(names.items(), key=lambda item: item[1].text),
            "may_write": visit.who.may("write"),
            "is_local": visit.who == LOCAL,
            "me": visit.who.user,
            "gpr": next((row for row in sources if row["id"] == _GPR), None),
        },
        tables=(_board_table(shown["rows"], names, visit),),
    )
    return answer(request, visit, page)


def _names(visit: Visit) -> dict[str, Cell]:
    known = open_knowledge(visit.desk.workspace)
    return {
        f"theme:{one.id}": name_in(
            {"en": one.names.en, "zh_hans": one.names.zh_hans}, visit.lang
        )
        for one in known.themes.values()
    }


def _board_table(
    rows: list[dict[str, Any]], names: dict[str, Cell], visit: Visit
) -> Table:
    empty = (
        "No reading yet: kuroshio watch run counts attention, and a likelihood is set "
        "below."
    )
    cells = [_board_row(row, names, visit) for row in rows]
    return make_table("board", "Three readings, apart", _BOARD, cells, empty=empty)


def _board_row(
    row: dict[str, Any], names: dict[str, Cell], visit: Visit
) -> tuple[Cell, ...]:
    kind, _, rest = row["topic"].partition(":")
    href = f"/explore/themes/{rest}" if row["topic"] in names else ""
    name = names.get(row["topic"], Cell(text=rest or row["name"]))
    weeks = visit.say("against {n} weeks", n=row["weeks"])
    by, on = row["likelihood_by"], row["likelihood_on"]
    return (
        Cell(text=name.text, lang=name.lang, href=href, note=visit.say(kind)),
        Cell(text=str(row["items"]), value=row["items"]),
        _reading(row["attention"], "{:.1f}×", visit, note=weeks),
        _reading(row["attention_rank"], "{:.0%}", visit),
        _reading(row["likelihood"], "{:.0%}", visit),
        Cell(text=by or "–", note=on or ""),
        Cell(text=row["likelihood_reason"] or "–"),
        _reading(row["pricing"], "{:.1%}", visit),
        Cell(text=row["pricing_from"] or "–", note=row["pricing_on"], lang="en"),
    )


def _reading(value: float | None, form: str, visit: Visit, *, note: str = "") -> Cell:
    if value is None:
        return Cell(text=visit.say("unknown"), value="", tone="dim")
    return Cell(text=form.format(value), value=value, note=note)


@router.post("/board")
async def sign(request: Request, visit: Here) -> Response:
    """Set how likely somebody holds a topic to come true, with a reason."""
    who = visit.need("write")
    form = await read_form(request, visit)
    # Whoever came in with a key signs with its name; only the local user types one.
    by = form.text("by")[:80] if who == LOCAL else who.user
    topic = _topic(form.text("pair").upper(), form.text("topic"), _names(visit))
    value = _share(form.text("value"))

    def work() -> None:
        set_likelihood(
            topic,
            value,
            by=by,
            reason=form.text("reason")[:2000],
            workspace=visit.desk.workspace,
        )

    await run_in_threadpool(work)
    return go(visit, "/board#board")


def _topic(pair: str, topic: str, names: dict[str, Cell]) -> str:
    if pair and _PAIR.fullmatch(pair):
        return f"pair:{pair}"
    if not pair and topic in names:
        return topic
    fault = Fault(
        place="topic",
        problem=f"{(pair or topic)!r} is neither a theme nor a pair of countries",
        mend="choose a theme, or write a pair such as US-CN",
    )
    raise InputError("likelihood", [fault])


def _share(text: str) -> float:
    try:
        return float(text.removesuffix("%")) / 100.0
    except ValueError:
        fault = Fault(place="likelihood", problem=f"{text!r} is no number", mend="35")
        raise InputError("likelihood", [fault]) from None


@router.get("/sources")
def sources_page(request: Request, visit: Here) -> Response:
    """Show every source that is watched, and whether it answers."""
    rows = list_sources(workspace=visit.desk.workspace)
    counts: dict[str, int] = {}
    for row in rows["sources"]:
        counts[row["health"]] = counts.get(row["health"], 0) + 1
    page = Page(
        template="sources.html",
        title=visit.say("Sources watched"),
        section="Today",
        values={"counts": counts, "tones": HEALTH_TONES},
        tables=(_source_table(rows["sources"], visit),),
    )
    return answer(request, visit, page)


def _source_table(rows: list[dict[str, Any]], visit: Visit) -> Table:
    cells = [
        (
            Cell(text=row["name"], href=row["url"], lang="en", note=row["id"]),
            Cell(text=row["id"]),
            Cell(text=row["country"] or "–"),
            Cell(text=visit.say(row["health"]), tone=HEALTH_TONES[row["health"]]),
            Cell(text=visit.say(row["status"])),
            _instant(row["good_at"], visit),
            _instant(row["tried_at"], visit),
            _instant(row["next_at"], visit),
            Cell(text=str(row["failures"]), value=row["failures"],
                 tone="bad" if row["failures"] else "dim"),
            Cell(text=str(row["every_minutes"]), value=row["every_minutes"]),
            Cell(text=row["error"] or "–", lang="en", note=row["note"]),
        )
        for row in rows
    ]  # fmt: skip
    return make_table("sources", "Sources watched", _SOURCES, cells)


def _instant(text: str | None, visit: Visit) -> Cell:
    if text is None:
        return Cell(text=visit.say("never"), value="", tone="dim")
    return Cell(text=f"{text[:16].replace('T', ' ')} UTC", value=text)
