"""Explore: themes, entities, precedents and register entries, and a search for all."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from kuroshio.app import (
    find_names,
    list_precedents,
    list_themes,
    show_entity,
    show_entry,
    show_precedent,
    show_theme,
)
from kuroshio.errors import Fault, InputError
from kuroshio.service.pages.entry import Here, NotHere, day_asked, go, name_in
from kuroshio.service.rendering import Page, answer
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit, read_form

router = APIRouter(include_in_schema=False)

LINK_FIELDS = ("sign", "strength", "role", "revenue_share", "because", "keep")
SIGNS = {1: "+", -1: "−", 0: "±", None: "·"}
HOMES = {
    "theme": "/explore/themes/",
    "register": "/register/",
    "regime": "/regimes?regimes.q=",
}
_FOUND = (
    Column(key="name", label="Name"),
    Column(key="kind", label="Kind", kind="code"),
    Column(key="reason", label="Why"),
    Column(key="score", label="Score", kind="number"),
)
_THEMES = (
    Column(key="theme", label="Theme"),
    Column(key="id", label="Id", kind="code"),
    Column(key="issuers", label="Issuers", kind="number"),
    Column(key="evidenced", label="Links from pages read", kind="number"),
    Column(key="precedents", label="Precedents", kind="number"),
)
_PRECEDENTS = (
    Column(key="on", label="Day", kind="date"),
    Column(key="title", label="Event"),
    Column(key="types", label="Types"),
    Column(key="direction", label="Direction", kind="code"),
    Column(key="themes", label="Themes"),
    Column(key="day_zero", label="Day 0 (CN / HK)"),
    Column(key="confidence", label="Confidence", kind="code"),
)
_LINKS = (
    Column(key="issuer", label="Issuer"),
    Column(key="securities", label="Securities"),
    Column(key="sign", label="Sign", kind="code"),
    Column(key="role", label="Role"),
    Column(key="strength", label="Strength", kind="number"),
    Column(key="share", label="Revenue share", kind="share"),
    Column(key="because", label="Because"),
    Column(key="scope", label="Holds for"),
    Column(key="confidence", label="Confidence", kind="code"),
    Column(key="source", label="Source"),
)


@router.get("/explore")
def explore(request: Request, visit: Here) -> Response:
    """Search, and list every theme and precedent."""
    words = request.query_params.get("q", "").strip()[:200]
    space = visit.desk.workspace
    tables = [_themes_table(list_themes(workspace=space)["themes"], visit)]
    listed = list_precedents(workspace=space)["precedents"]
    tables.append(precedents_table("precedents", listed, visit))
    if words:
        found = find_names(words, on=None, workspace=space)["candidates"]
        tables.insert(0, _found_table(found, visit))
    page = Page(
        template="explore.html",
        title=visit.say("Explore"),
        section="Explore",
        values={"words": words},
        tables=tuple(tables),
    )
    return answer(request, visit, page)


def _found_table(found: list[dict[str, Any]], visit: Visit) -> Table:
    rows = [
        (
            Cell(text=item["name"], lang="en",
                 href=HOMES.get(item["kind"], "/explore/entities/") + item["id"]),
            Cell(text=visit.say(item["kind"])),
            Cell(text=item["reason"], lang="en"),
            Cell(text=f"{item['score']:.2f}", value=item["score"]),
        )
        for item in found
    ]  # fmt: skip
    empty = "Nothing is known by that name."
    return make_table("found", "Found", _FOUND, rows, empty=empty)


def _themes_table(themes: list[dict[str, Any]], visit: Visit) -> Table:
    rows = []
    for item in themes:
        name = name_in(item["names"], visit.lang)
        rows.append(
            (
                Cell(text=name.text, lang=name.lang,
                     href=f"/explore/themes/{item['id']}"),
                Cell(text=item["id"]),
                _number(item["issuers"]),
                _number(item["evidenced_links"]),
                _number(item["precedents"]),
            )
        )  # fmt: skip
    return make_table("themes", "Themes", _THEMES, rows)


def _number(value: int) -> Cell:
    return Cell(text=str(value), value=value)


def precedents_table(
    identity: str, listed: list[dict[str, Any]], visit: Visit
) -> Table:
    """Return a table of precedents."""
    rows = [
        (
            Cell(text=item["on"]),
            Cell(text=item["title"], lang="en",
                 href=f"/explore/precedents/{item['id']}"),
            Cell(text=", ".join(visit.say(name) for name in item["types"])),
            Cell(text=f"{item['direction']:+d}", value=item["direction"]),
            Cell(text=", ".join(
                f"{theme['name']} {SIGNS[theme['sign']]}" for theme in item["themes"]
            )),
            Cell(text=" / ".join(
                item["day_zero"][venue] or "–" for venue in ("CN", "HK")
            )),
            Cell(text=visit.say(item["confidence"])),
        )
        for item in listed
    ]  # fmt: skip
    return make_table(identity, "Precedents", _PRECEDENTS, rows)


@router.get("/explore/themes/{identity}")
def theme_page(request: Request, visit: Here, identity: str) -> Response:
    """Show a theme: its words, its links, its neighbours and precedents."""
    shown = _found_or_404(show_theme, identity, visit)
    theme = shown["theme"]
    events = {item["id"]: item for item in shown["precedents"]}
    listed = [
        item
        for item in list_precedents(workspace=visit.desk.workspace)["precedents"]
        if item["id"] in events
    ]
    page = Page(
        template="theme.html",
        title=name_in(theme["names"], visit.lang).text,
        section="Explore",
        values={
            "theme": theme,
            "downstream": shown["downstream"],
            "links": shown["links"],
            "fields": LINK_FIELDS,
            "proposed": visit.desk.journal.overrides(prefix=f"link:{identity}/"),
            "may_write": visit.who.may("write"),
        },
        tables=(
            _links_table(shown["links"], visit),
            precedents_table("precedents", listed, visit),
        ),
    )
    return answer(request, visit, page)


@router.post("/explore/themes/{identity}/links")
async def propose_link(request: Request, visit: Here, identity: str) -> Response:
    """Propose a change of a link; somebody else checks it before anybody applies it."""
    who = visit.need("write")
    form = await read_form(request, visit)
    links = _found_or_404(show_theme, identity, visit)["links"]
    issuer, field = form.text("issuer"), form.text("field")
    held = next((item for item in links if item["issuer"] == issuer), None)
    if held is None or field not in LINK_FIELDS:
        fault = Fault(place="link", problem="no such link or part of it")
        raise InputError("link", [fault])

    def work() -> None:
        visit.desk.journal.propose(
            subject=f"link:{identity}/{issuer}",
            field=field,
            before=str(held.get(field)),
            after=form.text("after"),
            reason=form.text("reason"),
            by=who,
        )

    await run_in_threadpool(work)
    return go(visit, f"/explore/themes/{identity}#proposed")


def _links_table(links: list[dict[str, Any]], visit: Visit) -> Table:
    rows = [
        (
            _linked(item, visit),
            Cell(text=" ".join(item["securities"])),
            *link_cells(item, visit),
        )
        for item in links
    ]
    return make_table("links", "Links to issuers", _LINKS, rows)


def _linked(item: dict[str, Any], visit: Visit) -> Cell:
    name = name_in(item["names"], visit.lang, item["issuer"])
    href = f"/explore/entities/{item['issuer']}"
    return Cell(text=name.text, lang=name.lang, href=href)


def link_cells(item: dict[str, Any], visit: Visit) -> tuple[Cell, ...]:
    """Return what is said of a link, without its ends."""
    share = item["revenue_share"]
    year = f" ({item['fiscal_year']})" if item["fiscal_year"] else ""
    return (
        Cell(text=SIGNS[item["sign"]]),
        Cell(text=visit.say(item["role"].replace("_", " "))),
        Cell(text=f"{item['strength']:.2f}", value=item["strength"]),
        Cell(text=visit.say("unknown"), value="", tone="dim")
        if share is None
        else Cell(text=f"{share * 100:.1f}%{year}", value=share),
        Cell(text=item["because"], lang="en"),
        Cell(text=item["scope"] or visit.say("any")),
        Cell(text=visit.say(item["confidence"])),
        source_cell(item["source"], visit),
    )


def source_cell(source: str, visit: Visit) -> Cell:
    """Lead to the page that something rests on, or say that there is none."""
    if source.startswith(("https://", "http://")):
        address = source.split(" ", maxsplit=1)[0]
        return Cell(text=address.split("/")[2], value=source, href=address)
    if source == "own_knowledge":
        return Cell(text=visit.say("own knowledge, low confidence"), tone="dim")
    return Cell(text=source)


@router.get("/explore/entities/{identity}")
def entity_page(request: Request, visit: Here, identity: str) -> Response:
    """Show an institution, issuer, person or post."""
    shown = _found_or_404(show_entity, identity, visit)
    names = shown["record"].get("names")
    rows = [
        (
            Cell(
                text=name_in(item["theme_names"], visit.lang, item["theme"]).text,
                href=f"/explore/themes/{item['theme']}",
            ),
            *link_cells(item, visit),
        )
        for item in shown["links"]
    ]
    columns = (Column(key="theme", label="Theme"), *_LINKS[2:])
    page = Page(
        template="entity.html",
        title=name_in(names, visit.lang, identity).text,
        section="Explore",
        values={"shown": shown, "names": names},
        tables=(make_table("links", "Linked themes", columns, rows),) if rows else (),
    )
    return answer(request, visit, page)


@router.get("/explore/precedents/{identity}")
def precedent_page(request: Request, visit: Here, identity: str) -> Response:
    """Show a precedent: when, what, day 0 on each venue, whom it reached."""

    def show(name: str, **more: Any) -> dict[str, Any]:
        return show_precedent(name, **more)

    shown = _found_or_404(show, identity, visit)
    page = Page(
        template="precedent.html",
        title=shown["precedent"]["title"],
        section="Explore",
        values={"shown": shown, "item": shown["precedent"], "signs": SIGNS},
    )
    return answer(request, visit, page)


@router.get("/register/{identity}")
def register_page(request: Request, visit: Here, identity: str) -> Response:
    """Show what was known about a vehicle or deal on a day."""
    day = day_asked(request, visit)

    def show(name: str, **more: Any) -> dict[str, Any]:
        return show_entry(name, as_of=day, **more)

    shown = _found_or_404(show, identity, visit)
    desk = visit.desk
    texts = [
        (deal, found)
        for deal in desk.deals.every()
        if (found := desk.deals.summary(deal, desk.mark)) is not None
        and found.entry == identity
    ]
    rows = [
        (
            Cell(text=fact["published"]),
            Cell(text=fact["on"]),
            Cell(text=visit.say(fact["field"])),
            Cell(text=visit.say(fact["stage"]) if fact["stage"] else "–"),
            Cell(text=f"{fact['currency']} {float(fact['amount']):,.0f}",
                 value=float(fact["amount"]))
            if fact["amount"] else Cell(text="–"),
            Cell(text=fact["text"], lang="en"),
            Cell(text=visit.say(fact["confidence"])),
            source_cell(fact["source"], visit),
        )
        for fact in shown["facts"]
    ]  # fmt: skip
    columns = (
        Column(key="published", label="Published", kind="date"),
        Column(key="on", label="True on", kind="date"),
        Column(key="field", label="Field"),
        Column(key="stage", label="Stage", kind="code"),
        Column(key="amount", label="Amount", kind="number"),
        Column(key="text", label="Fact"),
        Column(key="confidence", label="Confidence", kind="code"),
        Column(key="source", label="Source"),
    )
    page = Page(
        template="register.html",
        title=name_in(shown["names"], visit.lang, identity).text,
        section="Today",
        values={"shown": shown, "day": day, "texts": texts},
        tables=(make_table("facts", "What was known", columns, rows),),
    )
    return answer(request, visit, page)


def _found_or_404(show: Any, identity: str, visit: Visit) -> dict[str, Any]:
    """Show something by its id; an id that leads nowhere is no page."""
    try:
        shown: dict[str, Any] = show(identity, workspace=visit.desk.workspace)
    except InputError as error:
        if any(fault.place == identity for fault in error.faults):
            raise NotHere(str(error)) from None
        raise
    return shown
