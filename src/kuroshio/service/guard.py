"""What every request passes first: host, origin, rate, size, time; and the headers.

Plain ASGI: a body is counted while it arrives, before anything reads it.
"""

import asyncio
import ipaddress
import json
import time
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kuroshio.service.defects import unexpected
from kuroshio.service.options import Options

SAFE = {"GET", "HEAD", "OPTIONS"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With no-referrer browsers send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_CLIENTS = 4096


class _Cut(Exception):  # noqa: N818 - tells the reader of a body to stop
    """The body is too large or too slow; the guard answers."""


class Guard:
    """The gate in front of the application.

    Parameters
    ----------
    app : ASGIApp
    options : Options
        Bounds, and the names under which the desk may be called.
    clock : callable
        Seconds, increasing.
    """

    def __init__(
        self,
        app: ASGIApp,
        options: Options,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._options = options
        self._names = {"localhost", options.host.lower(), *options.names}
        self._reads = Rates(*options.reads, clock=clock)
        self._writes = Rates(*options.writes, clock=clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refuse(scope, headers)
        if refusal is not None:
            await _answer(_guarded(send), scope, *refusal)
            return
        await self._let_through(scope, receive, _guarded(send))

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Body(receive, self._options)
        state = "waiting"

        async def watched(message: Message) -> None:
            nonlocal state
            # What the application makes of a body that was cut off is not the answer.
            if message["type"] == "http.response.start":
                state = "refused" if body.fault and state == "waiting" else "begun"
            if state == "begun":
                await send(message)

        try:
            await self._app(scope, body.receive, watched)
        except _Cut:
            state = "refused" if state == "waiting" else state
        except Exception as error:  # noqa: BLE001 - no traceback reaches a user
            say = unexpected(error)
            if state == "waiting" and not body.fault:
                await _answer(send, scope, 500, say)
                return
            state = "refused" if body.fault and state == "waiting" else state
        if state == "refused":
            late = body.fault == 408
            say = "the request did not arrive in time" if late else self._too_large()
            await _answer(send, scope, body.fault, say)

    def _refuse(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self._is_own(host):
            return 421, f"this desk is not called {host[:80]!r}"
        if scope["method"] not in SAFE and _is_foreign(headers, host):
            return 403, "the request comes from another site's page"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._options.largest_body:
            return 413, self._too_large()
        rates = self._reads if scope["method"] in SAFE else self._writes
        # By address alone: a header could be another for every request.
        if not rates.allow((scope["client"] or ("?",))[0]):
            return 429, "too many requests; wait a moment"
        return None

    def _too_large(self) -> str:
        return f"more than {self._options.largest_body / 1e6:g} MB were sent"

    def _is_own(self, host: str) -> bool:
        """Say whether a Host header is ours; a name of others may be rebound to us."""
        name = host.rsplit(":", 1)[0] if host.count(":") == 1 else host
        if name.startswith("["):
            name = name[1:].partition("]")[0]
        if name.lower() in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _is_foreign(headers: Headers, host: str) -> bool:
    """Say whether a browser sent this for a page of another origin."""
    if headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    return origin.partition("://")[2].lower() != host.lower()


class Rates:
    """Token buckets: so many a second for each client, so many at once."""

    def __init__(
        self, a_second: float, at_once: float, *, clock: Callable[[], float]
    ) -> None:
        self._a_second = a_second
        self._at_once = at_once
        self._clock = clock
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, client: str) -> bool:
        """Take one from a client's bucket; False: it is empty."""
        now = self._clock()
        left, then = self._clients.pop(client, (self._at_once, now))
        left = min(self._at_once, left + (now - then) * self._a_second)
        allowed = left >= 1.0
        self._clients[client] = (left - 1.0 if allowed else left, now)
        if len(self._clients) > _CLIENTS:
            self._clients.popitem(last=False)
        return allowed


class _Body:
    """Counts a body while it comes, and stops waiting when it does not."""

    def __init__(self, receive: Receive, options: Options) -> None:
        self._receive = receive
        self._largest = options.largest_body
        self._deadline = time.monotonic() + options.body_seconds
        self._seen = 0
        self._whole = False
        self.fault = 0

    async def receive(self) -> Message:
        """Give the next piece."""
        if self._whole:
            return await self._receive()
        left = max(self._deadline - time.monotonic(), 0.0)
        try:
            message = await asyncio.wait_for(self._receive(), timeout=left)
        except TimeoutError:
            self.fault = 408
            raise _Cut from None
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
        if self._seen > self._largest:
            self.fault = 413
            raise _Cut
        return message


def _guarded(send: Send) -> Send:
    """Put the headers of safety on every answer."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "private, no-cache")
        await send(message)

    return with_headers


async def _answer(send: Send, scope: Scope, status: int, say: str) -> None:
    """Answer without the application: a problem for programs, a line for people."""
    is_api = scope["path"].startswith("/api/")
    problem: MutableMapping[str, Any] = {
        "type": "about:blank",
        "title": say,
        "status": status,
        "detail": say,
        "faults": [],
    }
    body = json.dumps(problem).encode() if is_api else f"Kuroshio: {say}\n".encode()
    media = b"application/problem+json" if is_api else b"text/plain; charset=utf-8"
    headers = [
        (b"content-type", media),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    if status == 429:
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
