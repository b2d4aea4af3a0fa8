"""Templates to pages: escaped, in one of two languages, and cached where they can be.

A cached page has two marks where the token of its form and a session's own words go;
they are put in when it is sent. Pages are not compressed: compressing a page with a
token in it beside text of others would leak the token.
"""

import importlib.resources
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from kuroshio.service.labels import say
from kuroshio.service.sessions import COOKIE, HOURS
from kuroshio.service.static import asset_path, charts_mark
from kuroshio.service.tables import (
    Table,
    show_table,
    to_csv,
    to_xlsx,
    whole_table,
)
from kuroshio.service.visits import Visit
from kuroshio.version import VERSION

# A text that holds this by chance would get a token of its own reader: no harm.
TOKEN_MARK = f"token-{secrets.token_hex(16)}"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _load(name: str) -> str | None:
    file = importlib.resources.files("kuroshio.service") / "templates" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None


ENVIRONMENT = Environment(
    loader=FunctionLoader(_load),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.do"],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page shows: its template, title and values, and its tables by id."""

    template: str
    title: str
    section: str
    values: Mapping[str, Any] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    pictures: tuple[Mapping[str, Any], ...] = ()


def answer(request: Request, visit: Visit, page: Page, status: int = 200) -> Response:
    """Return a page, or the export of one of its tables where the address asks."""
    export = request.query_params.get("export", "")
    if export:
        return export_table(request, visit, page, export)
    return send(visit, render(request, visit, page), status)


def render(request: Request, visit: Visit, page: Page) -> bytes:
    """Return a page's bytes, with marks where what is the session's own goes."""
    query = dict(request.query_params)

    def translate(text: str, **values: Any) -> str:
        return say(text, visit.lang, **values)

    template = ENVIRONMENT.get_template(page.template)
    html = template.render(
        {
            **page.values,
            "t": translate,
            "lang": visit.lang,
            "actor": visit.actor,
            "login": visit.desk.options.login,
            "title": page.title,
            "section": page.section,
            "tables": {item.id: show_table(item, query) for item in page.tables},
            "pictures": [
                {**item, "json": script_json(item["spec"])} for item in page.pictures
            ],
            "token": TOKEN_MARK,
            "charts_mark": charts_mark,
            "asset": asset_path,
            "version": VERSION,
            "path": request.url.path,
            "other_lang": other_language(request, visit.lang),
        }
    )
    return html.encode()


def send(visit: Visit, body: bytes, status: int = 200) -> Response:
    """Send a rendered page to its session."""
    token = visit.desk.sessions.token(visit.session).encode()
    response = HTMLResponse(body.replace(TOKEN_MARK.encode(), token), status)
    response.headers["content-language"] = "zh-CN" if visit.lang == "zh" else "en"
    response.headers["vary"] = "Cookie, Accept-Language"
    set_cookies(response, visit)
    return response


def set_cookies(response: Response, visit: Visit) -> None:
    """Keep the session, where it is new, and the language."""
    secure = visit.desk.options.certificate is not None
    if visit.is_new:
        response.set_cookie(
            COOKIE,
            visit.desk.sessions.cookie(visit.session),
            max_age=HOURS * 3600,
            httponly=True,
            samesite="strict",
            secure=secure,
        )
    response.set_cookie(
        "lang", visit.lang, max_age=31_536_000, samesite="lax", secure=secure
    )


def other_language(request: Request, lang: str) -> str:
    """Return this address in the other language."""
    other = "en" if lang == "zh" else "zh"
    return f"?{request.url.include_query_params(lang=other).query}"


def export_table(request: Request, visit: Visit, page: Page, export: str) -> Response:
    """Return a table as a file, as filtered and sorted on the page."""
    name, _, form = export.rpartition(".")
    table = next((item for item in page.tables if item.id == name), None)
    if table is None or form not in {"csv", "xlsx"}:
        return Response("no such table\n", 404, media_type="text/plain")
    whole = whole_table(table, dict(request.query_params))

    def translate(text: str) -> str:
        return say(text, visit.lang)

    body = to_csv(whole, translate) if form == "csv" else to_xlsx(whole, translate)
    return Response(
        body,
        media_type="text/csv; charset=utf-8" if form == "csv" else SHEET,
        headers={
            "content-disposition": f'attachment; filename="kuroshio-{name}.{form}"'
        },
    )


def script_json(value: Any) -> Markup:
    """Return JSON that is safe inside a script element of data.

    Examples
    --------
    >>> "</script>" in script_json({"a": "</script>"})
    False
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - escaped above
