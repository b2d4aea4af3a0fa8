"""Studies: choose precedents by filter, see the excluded, run, read diagnostics."""

from pathlib import Path
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from kuroshio.app import (
    list_precedents,
    list_themes,
    study_csv,
    study_html,
    study_xlsx,
)
from kuroshio.errors import Fault, InputError
from kuroshio.records import PrecedentType
from kuroshio.service.deals import safe_name
from kuroshio.service.jobs import Job
from kuroshio.service.pages.entry import Here, NotHere, go, go_when_done, name_in
from kuroshio.service.pages.study_view import study_page
from kuroshio.service.rendering import SHEET, Page, answer
from kuroshio.service.studies import StoredStudy
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Form, Visit, read_form

router = APIRouter(include_in_schema=False)

MODELS = ("market", "market-adjusted", "mean")
_TEXTS = ("basket", "venues", "model", "estimation", "event", "windows", "as_of")
_STORED = (
    Column(key="title", label="Study"),
    Column(key="task", label="Kind", kind="code"),
    Column(key="state", label="State", kind="code"),
    Column(key="made", label="Asked", kind="date"),
)


@router.get("/studies")
def build_study(request: Request, visit: Here) -> Response:
    """Show the form of a study with the precedents that its filter leaves and drops."""
    query = request.query_params
    theme, kind = query.get("theme", ""), query.get("kind", "")
    as_of, ids = query.get("as_of", "").strip(), query.get("ids", "").split()
    space = visit.desk.workspace
    listed = list_precedents(workspace=space)["precedents"]
    chosen = [
        item for item in listed
        if not reason_out(item, theme=theme, kind=kind, as_of=as_of, ids=ids)
    ]  # fmt: skip
    themes = list_themes(workspace=space)["themes"]
    page = Page(
        template="studies.html",
        title=visit.say("Studies"),
        section="Studies",
        values={
            "themes": [(item["id"], name_in(item["names"], visit.lang).text)
                       for item in themes if item["precedents"]],
            "kinds": get_args(PrecedentType),
            "models": MODELS,
            "theme": theme,
            "kind": kind,
            "as_of": as_of,
            "chosen": chosen,
            "may_write": visit.who.may("write"),
        },
        tables=(
            _excluded_table(listed, theme=theme, kind=kind, as_of=as_of, ids=ids,
                            visit=visit),
            _stored_table(visit),
        ),
    )  # fmt: skip
    return answer(request, visit, page)


def reason_out(
    item: dict[str, Any], *, theme: str, kind: str, as_of: str, ids: list[str]
) -> str:
    """Say why a filter leaves a precedent out; "" when it does not."""
    if ids and item["id"] not in ids:
        return "not among those named"
    if theme and theme not in {one["name"] for one in item["themes"]}:
        return "does not name the theme"
    if kind and kind not in item["types"]:
        return "is of another type"
    if as_of and item["on"] > as_of[:10]:
        return "happened later"
    return ""


def _excluded_table(
    listed: list[dict[str, Any]], *, theme: str, kind: str, as_of: str,
    ids: list[str], visit: Visit,
) -> Table:  # fmt: skip
    rows = []
    for item in listed:
        reason = reason_out(item, theme=theme, kind=kind, as_of=as_of, ids=ids)
        if reason:
            href = f"/explore/precedents/{item['id']}"
            rows.append(
                (
                    Cell(text=item["on"]),
                    Cell(text=item["title"], lang="en", href=href),
                    Cell(text=visit.say(reason)),
                )
            )
    columns = (
        Column(key="on", label="Day", kind="date"),
        Column(key="title", label="Event"),
        Column(key="reason", label="Why not"),
    )
    empty = "The filter leaves none out."
    return make_table("out", "Left out by the filter", columns, rows, empty=empty)


def _stored_table(visit: Visit) -> Table:
    desk = visit.desk
    rows = []
    for study in desk.studies.every(visit.who.user):
        done = desk.studies.result_path(study, desk.mark).is_file()
        rows.append(
            (
                Cell(text=study.title, href=f"/studies/{study.id}"),
                Cell(text=visit.say(study.task.replace("_", " "))),
                Cell(text=visit.say("done" if done else "not run")),
                Cell(text=visit.say_seconds(study.made)),
            )
        )
    return make_table("studies", "My studies", _STORED, rows)


@router.post("/studies")
async def ask_study(request: Request, visit: Here) -> Response:
    """Keep a study and run it."""
    visit.need("write")
    form = await read_form(request, visit)

    def work() -> Response:
        study = _keep(form, visit)
        if visit.desk.studies.result(study, visit.desk.mark) is not None:
            return go(visit, f"/studies/{study.id}")
        return go_when_done(visit, start_study(visit, study))

    return await run_in_threadpool(work)


def _keep(form: Form, visit: Visit) -> StoredStudy:
    files = {
        safe_name(name): raw
        for field in ("prices", "events", "market_file")
        for name, raw in form.files.get(field, ())
        if raw.strip()
    }
    named = {
        field: [
            safe_name(name) for name, raw in form.files.get(field, ()) if raw.strip()
        ]
        for field in ("prices", "events", "market_file")
    }
    args: dict[str, Any] = {name: form.text(name) for name in _TEXTS if form.text(name)}
    args["exclude_overlapping"] = form.text("exclude_overlapping") == "yes"
    if form.text("task") == "study":
        return _keep_events(form, visit, args, named, files)
    ids = list(form.lists.get("ids", ()))
    if not ids:
        fault = Fault(
            place="precedents", problem="none is ticked", mend="tick one or more"
        )
        raise InputError("study", [fault])
    market = form.text("market").split()
    args |= {"ids": ids, "prices": named["prices"], "market": market}
    if form.text("theme"):
        args["theme"] = form.text("theme")
    title = (
        form.text("title") or f"{len(ids)} precedents, {form.text('theme') or 'all'}"
    )
    return visit.desk.studies.add(
        "precedent_study", args, files, title=title, owner=visit.who.user
    )


def _keep_events(
    form: Form, visit: Visit, args: dict[str, Any], named: dict[str, list[str]],
    files: dict[str, bytes],
) -> StoredStudy:  # fmt: skip
    missing = [name for name in ("events", "prices") if not named[name]]
    if missing:
        faults = [
            Fault(place=name, problem="no file was given", mend="choose a CSV file")
            for name in missing
        ]
        raise InputError("study", faults)
    for name in ("basket", "venues", "as_of"):
        args.pop(name, None)
    index = named["market_file"]
    args |= {"events": named["events"][0], "prices": named["prices"][0]}
    if index or form.text("market"):
        args["market"] = index[0] if index else form.text("market")
    title = form.text("title") or f"events of {named['events'][0]}"
    return visit.desk.studies.add(
        "study", args, files, title=title, owner=visit.who.user
    )


def start_study(visit: Visit, study: StoredStudy) -> Job:
    """Have a study run by a worker."""
    desk = visit.desk
    return desk.jobs.submit(
        study.task,
        desk.args(**study.args),
        title=study.title,
        owner=visit.who.user,
        out=desk.studies.result_path(study, desk.mark),
        then=f"/studies/{study.id}",
        folder=Path(desk.studies.given(study)),
    )


@router.get("/studies/{identity}")
def show_study(request: Request, visit: Here, identity: str) -> Response:
    """Show a study: what went in, what was left out, the tests and the tables."""
    study, result = _result(visit, identity)
    if result is None:
        return go_when_done(visit, start_study(visit, study))
    return answer(request, visit, study_page(visit, study, result))


@router.get("/studies/{identity}/study.{form}")
def take_study(visit: Here, identity: str, form: str) -> Response:
    """Send a study as a workbook, a page, or JSON."""
    study, result = _result(visit, identity)
    if result is None or form not in {"xlsx", "html", "json", "zip"}:
        raise NotHere(identity)
    plain = {key: value for key, value in result.items() if key not in _OURS}
    name = f"kuroshio-study-{identity}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if form == "xlsx":
        body: bytes = study_xlsx(plain, title=study.title)
        return Response(body, media_type=SHEET, headers=headers)
    if form == "html":
        page = study_html(
            plain,
            title=study.title,
            summary=result["summary"],
            workspace=visit.desk.workspace,
        )
        return Response(page, media_type="text/html", headers=headers)
    if form == "zip":
        return Response(_zip(plain), media_type="application/zip", headers=headers)
    import json

    text = json.dumps(plain, ensure_ascii=False, indent=1)
    return Response(text, media_type="application/json", headers=headers)


_OURS = {"summary", "pictures"}


def _zip(plain: dict[str, Any]) -> bytes:
    """Return every table as CSV in one archive."""
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in study_csv(plain).items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


def _result(visit: Visit, identity: str) -> tuple[StoredStudy, dict[str, Any] | None]:
    desk = visit.desk
    study = desk.studies.find(identity, visit.who.user)
    if study is None:
        raise NotHere(identity)
    return study, desk.studies.result(study, desk.mark)
