"""The knowledge: register, precedents, entities, themes, regimes."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from kuroshio.app import (
    find_names,
    list_entries,
    list_live,
    list_precedents,
    list_regimes,
    list_themes,
    show_entity,
    show_entry,
    show_precedent,
    show_theme,
)
from kuroshio.briefs import SHANGHAI
from kuroshio.errors import InputError
from kuroshio.service.api.answers import AnyOut, ListOut
from kuroshio.service.api.calling import (
    MISSING,
    PREFIX,
    PROBLEMS,
    Caller,
    Limit,
    Offset,
    tell,
    tell_page,
)
from kuroshio.service.pages.entry import NotHere
from kuroshio.service.visits import Visit

router = APIRouter(prefix=PREFIX, tags=["knowledge"], responses=PROBLEMS)

Id = Annotated[str, Path(max_length=120, examples=["japan-us-550bn"])]
AsOf = Annotated[
    str | None,
    Query(max_length=40, description="Day or instant of knowledge.",
          examples=["2026-02-18"]),
]  # fmt: skip
Short = Annotated[str | None, Query(max_length=120)]
_HEAD = ("schema", "as_of", "inputs", "pack", "version")


def _today(visit: Visit, given: str | None) -> str:
    return given or f"{visit.desk.clock().astimezone(SHANGHAI):%Y-%m-%d}"


def _page(
    request: Request, listed: dict[str, Any], name: str, limit: int, offset: int
) -> Response:
    head = {key: listed[key] for key in _HEAD}
    return tell_page(request, head, name, listed[name], limit=limit, offset=offset)


def _one(request: Request, show: Any, identity: str) -> Response:
    try:
        shown = show()
    except InputError as error:
        if any(fault.place == identity for fault in error.faults):
            raise NotHere(str(error)) from None
        raise
    return tell(request, shown)


@router.get("/register", response_model=ListOut)
def register_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List the vehicles and deals in the register."""
    listed = list_entries(workspace=visit.desk.workspace)
    return _page(request, listed, "entries", limit, offset)


@router.get("/register/live", response_model=ListOut)
def register_live(
    request: Request, visit: Caller, as_of: AsOf = None, limit: Limit = 100,
    offset: Offset = 0,
) -> Response:  # fmt: skip
    """List the deals that are under way, what is due first."""
    listed = list_live(as_of=_today(visit, as_of), workspace=visit.desk.workspace)
    return _page(request, listed, "entries", limit, offset)


@router.get("/register/{identity}", response_model=AnyOut, responses=MISSING)
def register_show(
    request: Request, visit: Caller, identity: Id, as_of: AsOf = None
) -> Response:
    """Show what was known about a vehicle or deal on a day (default: the pack's)."""

    def show() -> Any:
        return show_entry(identity, as_of=as_of, workspace=visit.desk.workspace)

    return _one(request, show, identity)


@router.get("/precedents", response_model=ListOut)
def precedents_list(  # noqa: PLR0917 - the library passes them by name
    request: Request, visit: Caller, theme: Short = None, kind: Short = None,
    as_of: AsOf = None, limit: Limit = 100, offset: Offset = 0,
) -> Response:  # fmt: skip
    """List the precedents that name a theme and have a type."""
    listed = list_precedents(
        theme=theme, kind=kind, as_of=as_of, workspace=visit.desk.workspace
    )
    return _page(request, listed, "precedents", limit, offset)


@router.get("/precedents/{identity}", response_model=AnyOut, responses=MISSING)
def precedents_show(request: Request, visit: Caller, identity: Id) -> Response:
    """Show one precedent, its day 0 by exchange, and whom its themes reach."""

    def show() -> Any:
        return show_precedent(identity, workspace=visit.desk.workspace)

    return _one(request, show, identity)


@router.get("/entities", response_model=AnyOut)
def entities_find(
    request: Request,
    visit: Caller,
    text: Annotated[str, Query(min_length=1, max_length=200, examples=["软银"])],
    on: AsOf = None,
) -> Response:
    """Show who a name may mean, with the reason."""
    return tell(request, find_names(text, on=on, workspace=visit.desk.workspace))


@router.get("/entities/{identity}", response_model=AnyOut, responses=MISSING)
def entities_show(request: Request, visit: Caller, identity: Id) -> Response:
    """Show what is known of an institution, issuer, person or post."""

    def show() -> Any:
        return show_entity(identity, workspace=visit.desk.workspace)

    return _one(request, show, identity)


@router.get("/themes", response_model=ListOut)
def themes_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List every theme."""
    listed = list_themes(workspace=visit.desk.workspace)
    return _page(request, listed, "themes", limit, offset)


@router.get("/themes/{identity}", response_model=AnyOut, responses=MISSING)
def themes_show(request: Request, visit: Caller, identity: Id) -> Response:
    """Show a theme: its words, links and precedents."""

    def show() -> Any:
        return show_theme(identity, workspace=visit.desk.workspace)

    return _one(request, show, identity)


@router.get("/regimes", response_model=ListOut)
def regimes_list(
    request: Request, visit: Caller, as_of: AsOf = None, limit: Limit = 100,
    offset: Offset = 0,
) -> Response:  # fmt: skip
    """List every rule with its state, what is due first."""
    listed = list_regimes(as_of=_today(visit, as_of), workspace=visit.desk.workspace)
    return _page(request, listed, "regimes", limit, offset)
