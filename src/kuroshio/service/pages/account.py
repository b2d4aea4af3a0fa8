"""Coming in and going out, keys, the audit log, decisions, and help."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from kuroshio.briefs import to_plain
from kuroshio.errors import Fault, InputError
from kuroshio.service.access import ROLES
from kuroshio.service.pages.entry import Anyone, Here, NotHere, go
from kuroshio.service.rendering import Page, answer
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit, read_form

router = APIRouter(include_in_schema=False)

KEYS = (
    ("/", "Search"),
    ("?", "This page"),
    ("g t", "Today"),
    ("g d", "Deals"),
    ("g e", "Explore"),
    ("g b", "Book"),
    ("g s", "Studies"),
    ("g r", "Regimes"),
    ("g c", "Score"),
    ("g n", "Bench"),
    ("j", "Next flag"),
    ("k", "Flag before"),
)


@router.get("/login")
def ask_key(request: Request, visit: Anyone) -> Response:
    """Ask for a key."""
    page = Page(
        template="login.html",
        title=visit.say("Come in"),
        section="",
        values={
            "next": _own_path(request.query_params.get("next", "/")),
            "wrong": False,
        },
    )
    return answer(request, visit, page)


@router.post("/login")
async def come_in(request: Request, visit: Anyone) -> Response:
    """Begin a session with a key."""
    form = await read_form(request, visit)
    desk = visit.desk
    actor = await run_in_threadpool(desk.keys.of_secret, form.text("key"))
    target = _own_path(form.text("next"))
    if actor is None:
        page = Page(
            template="login.html",
            title=visit.say("Come in"),
            section="",
            values={"next": target, "wrong": True},
        )
        return answer(request, visit, page, 403)
    # A new session: one that was there before the key could have been planted.
    entered = Visit(
        desk=desk,
        actor=actor,
        session=desk.sessions.begin(actor.key),
        lang=visit.lang,
        is_new=True,
    )
    return go(entered, target)


@router.post("/logout")
async def go_out(request: Request, visit: Here) -> Response:
    """End the session."""
    await read_form(request, visit)
    visit.desk.sessions.end(visit.session)
    response = go(visit, "/login")
    response.delete_cookie("kuroshio")
    return response


def _own_path(path: str) -> str:
    """Return a path of this desk; "/" for anything that could lead elsewhere."""
    if path.startswith("/") and not path.startswith(("//", "/\\")):
        return path
    return "/"


@router.get("/keys")
def list_keys(request: Request, visit: Here) -> Response:
    """Show every key, and the form to make one."""
    visit.need("admin")
    return answer(request, visit, _keys_page(visit, secret=""))


def _keys_page(visit: Visit, *, secret: str) -> Page:
    now = visit.desk.clock()
    rows = []
    for key in visit.desk.journal.all_keys():
        state = "good"
        if key.revoked_at is not None:
            state = "revoked"
        elif key.expires_at <= now:
            state = "expired"
        rows.append(
            (
                Cell(text=key.user),
                Cell(text=key.name),
                Cell(text=", ".join(key.scopes)),
                Cell(text=f"{key.created_at:%Y-%m-%d}"),
                Cell(text=f"{key.expires_at:%Y-%m-%d}"),
                Cell(text=f"{key.used_at:%Y-%m-%d}" if key.used_at else "–"),
                Cell(text=visit.say(state), tone="" if state == "good" else "dim"),
            )
        )
    columns = (
        Column(key="user", label="User"),
        Column(key="name", label="Name"),
        Column(key="scopes", label="May"),
        Column(key="created", label="Made", kind="date"),
        Column(key="expires", label="Expires", kind="date"),
        Column(key="used", label="Last used", kind="date"),
        Column(key="state", label="State", kind="code"),
    )
    good = [
        key
        for key in visit.desk.journal.all_keys()
        if key.revoked_at is None and key.expires_at > now
    ]
    return Page(
        template="keys.html",
        title=visit.say("Keys"),
        section="",
        values={"roles": tuple(ROLES), "secret": secret, "good": good},
        tables=(make_table("keys", "Keys", columns, rows),),
    )


@router.post("/keys")
async def make_key(request: Request, visit: Here) -> Response:
    """Make a key and show its secret once."""
    who = visit.need("admin")
    form = await read_form(request, visit)
    role, days = form.text("role"), form.text("days")
    if role not in ROLES or not days.isdigit():
        fault = Fault(place="key", problem="the role or the number of days is none")
        raise InputError("key", [fault])

    def work() -> str:
        _, secret = visit.desk.journal.make_key(
            user=form.text("user"),
            name=form.text("name"),
            role=role,
            days=int(days[:6]),
            by=who,
        )
        return secret

    secret = await run_in_threadpool(work)
    page = _keys_page(visit, secret=secret)
    response = answer(request, visit, page)
    response.headers["cache-control"] = "no-store"
    return response


@router.post("/keys/{identity}/revoke")
async def revoke_key(request: Request, visit: Here, identity: str) -> Response:
    """End a key."""
    who = visit.need("admin")
    await read_form(request, visit)
    await run_in_threadpool(visit.desk.journal.end_key, identity, who)
    visit.desk.keys.forget()
    return go(visit, "/keys")


@router.get("/audit")
def audit(request: Request, visit: Here) -> Response:
    """Show the audit log and whether its chain is whole."""
    visit.need("check")
    page = Page(
        template="audit.html",
        title=visit.say("Audit log"),
        section="",
        values={"check": visit.desk.journal.verify()},
        tables=(_audit_table(visit),),
    )
    return answer(request, visit, page)


def _audit_table(visit: Visit) -> Table:
    rows = [
        (
            Cell(text=str(one.seq), value=one.seq),
            Cell(text=f"{one.at:%Y-%m-%d %H:%M:%S} UTC", value=one.at.isoformat()),
            Cell(text=one.actor),
            Cell(text=one.action),
            Cell(text=one.subject),
            Cell(text="; ".join(f"{key} {value}" for key, value in one.detail.items())),
            Cell(text=one.hash[:16], value=one.hash),
        )
        for one in visit.desk.journal.audit()
    ]
    columns = (
        Column(key="seq", label="No.", kind="number"),
        Column(key="at", label="When", kind="date"),
        Column(key="actor", label="Who", kind="code"),
        Column(key="action", label="Did"),
        Column(key="subject", label="To"),
        Column(key="detail", label="Detail"),
        Column(key="hash", label="Hash"),
    )
    return make_table("audit", "Audit log", columns, rows)


@router.get("/decisions/{identity}")
def show_decision(visit: Here, identity: str) -> Response:
    """Send a decision as it was frozen."""
    found = visit.desk.journal.decision(identity)
    if found is None:
        raise NotHere(identity)
    return JSONResponse(to_plain(found))


@router.get("/keyboard")
def keyboard(request: Request, visit: Here) -> Response:
    """Show the keys that do something."""
    page = Page(
        template="keyboard.html",
        title=visit.say("Keyboard"),
        section="",
        values={"keys": KEYS},
    )
    return answer(request, visit, page)


@router.get("/api")
def describe_api(request: Request, visit: Here) -> Response:
    """Show what the REST interface offers."""
    description = request.app.openapi()
    rows = [
        (
            Cell(text=method.upper(), tone="strong"),
            Cell(text=path),
            Cell(text=operation.get("summary", ""), lang="en"),
            Cell(text=operation.get("description", "").split("\n")[0], lang="en"),
        )
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    columns = (
        Column(key="method", label="Method", kind="code"),
        Column(key="path", label="Path", kind="code"),
        Column(key="summary", label="Summary"),
        Column(key="does", label="Does"),
    )
    page = Page(
        template="api.html",
        title="API",
        section="",
        tables=(make_table("operations", "Operations", columns, rows),),
    )
    return answer(request, visit, page)
