import asyncio
import json

import pytest

from kuroshio.service.guard import Guard, Rates
from kuroshio.service.options import Options, is_loopback


async def read_all(_, receive, send):
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


async def swallow(scope, receive, send):
    try:
        await read_all(scope, receive, send)
    except Exception:  # noqa: BLE001 - as the library does with a body's faults
        await send({"type": "http.response.start", "status": 400, "headers": []})
        await send({"type": "http.response.body", "body": b"bad"})


def ask(app, *, method="GET", path="/", headers=(), pieces=(b"",), wait=0.0):
    told = []
    left = list(pieces)

    async def receive():
        if wait:
            await asyncio.sleep(wait)
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message):
        told.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [
            (name.encode(), value.encode())
            for name, value in {"host": "127.0.0.1:8000", **dict(headers)}.items()
        ],
        "client": ("127.0.0.1", 5),
        "query_string": b"",
    }
    asyncio.run(app(scope, receive, send))
    body = b"".join(one.get("body", b"") for one in told)
    return told[0]["status"], dict(told[0]["headers"]), body


def guarded(app=read_all, **options):
    return Guard(app, Options(**options))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:99", 200),
        ("[::1]:8000", 200),
        ("10.1.2.3", 200),
        ("desk.example", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
    ],
)
def test_only_our_own_names_are_answered(host, status):
    app = guarded(names=("desk.example",))
    assert ask(app, headers={"host": host})[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1:8000"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
    ],
)
def test_a_page_of_another_site_cannot_post(headers, status):
    assert ask(guarded(), method="POST", headers=headers)[0] == status


def test_a_body_is_refused_by_its_length_before_it_is_read():
    status, _, body = ask(
        guarded(largest_body=10),
        method="POST",
        path="/api/v1/read",
        headers={"content-length": "11"},
        pieces=(),
    )
    assert status == 413
    assert json.loads(body)["status"] == 413


@pytest.mark.parametrize("app", [read_all, swallow])
def test_a_body_without_a_length_is_counted_while_it_comes(app):
    status, _, body = ask(
        guarded(app, largest_body=10), method="POST", pieces=(b"12345",) * 3
    )
    assert status == 413
    assert b"0.00001 MB" in body or b"1e-05 MB" in body


def test_a_body_up_to_the_bound_passes():
    assert ask(guarded(largest_body=10), method="POST", pieces=(b"12345",) * 2)[2] == (
        b"10"
    )


def test_a_body_that_does_not_come_is_not_waited_for():
    app = guarded(body_seconds=0.05)
    assert ask(app, method="POST", pieces=(b"a", b"b"), wait=0.2)[0] == 408


def test_a_defect_is_told_without_its_words():
    async def broken(*_):
        message = "secret path /etc/x"
        raise RuntimeError(message)

    status, headers, body = ask(guarded(broken))
    assert status == 500
    assert b"secret" not in body
    assert b"content-security-policy" in headers


def test_every_answer_carries_the_headers_of_safety():
    _, headers, _ = ask(guarded())
    policy = headers[b"content-security-policy"].decode()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"x-frame-options"] == b"DENY"


def test_a_client_has_so_many_requests_at_once_and_more_with_time():
    now = [0.0]
    rates = Rates(2.0, 3.0, clock=lambda: now[0])
    assert [rates.allow("a") for _ in range(4)] == [True, True, True, False]
    assert rates.allow("b")
    now[0] += 0.5
    assert [rates.allow("a") for _ in range(2)] == [True, False]


def test_too_many_posts_are_told_to_wait():
    app = guarded(writes=(0.001, 2.0))
    answers = [ask(app, method="POST") for _ in range(3)]
    assert [status for status, _, _ in answers] == [200, 200, 429]
    assert answers[-1][1][b"retry-after"] == b"1"


ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound here


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_loopback_is_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", [ANYWHERE, "::", "192.168.1.4", "desk"])
def test_everything_else_is_not_loopback(host):
    assert not is_loopback(host)
