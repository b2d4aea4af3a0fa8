"""The desk's own script and style, and the charts' script as installed.

Addresses carry the hash of what they lead to, so that browsers may keep it for ever.
"""

import gzip
import hashlib
import importlib.resources
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kuroshio.app import chart_script

FOREVER = "public, max-age=31536000, immutable"
FILES = {"desk.css": "text/css", "desk.js": "text/javascript"}

router = APIRouter(include_in_schema=False)


@cache
def _asset(name: str) -> tuple[bytes, bytes, str]:
    """Return a file, the same compressed, and its hash."""
    file = importlib.resources.files("kuroshio.service") / "static" / name
    return _packed(file.read_bytes())


@cache
def _charts(folder: str) -> tuple[bytes, bytes, str]:
    script = chart_script(Path(folder) if folder else None)
    return _packed(script.encode())


def _packed(raw: bytes) -> tuple[bytes, bytes, str]:
    packed = gzip.compress(raw, compresslevel=9, mtime=0)
    return raw, packed, hashlib.sha256(raw).hexdigest()[:12]


@cache
def asset_path(name: str) -> str:
    """Return the address of one of the desk's files."""
    return f"/static/{_asset(name)[2]}/{name}"


@router.get("/static/{mark}/{name}")
def static_file(request: Request, mark: str, name: str) -> Response:
    """Send one of the desk's files."""
    if name == "charts.js":
        cache_folder = request.app.state.desk.workspace.cache
        raw, packed, held = _charts(str(cache_folder or ""))
        media = "text/javascript"
    elif name in FILES:
        raw, packed, held = _asset(name)
        media = FILES[name]
    else:
        return Response("no such file\n", 404, media_type="text/plain")
    headers = {
        "cache-control": FOREVER if mark in {held, charts_mark()} else "no-cache",
        "etag": f'"{held}"',
        "vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        raw = packed
    return Response(raw, media_type=f"{media}; charset=utf-8", headers=headers)


@cache
def charts_mark() -> str:
    """Return what changes with the charts' script: the version that it comes from."""
    from importlib.metadata import version

    return version("vl-convert-python")
