"""The fetch provider against a real server on loopback."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from kuroshio.errors import InputError, ProviderError, ProviderUnavailable
from kuroshio.providers.web import Caps, Guard, fetch_page

AGENT = "kuroshio/test (tests@example.org)"


class Site(BaseHTTPRequestHandler):
    """Answers by path; counts what it was asked."""

    asked: ClassVar[list[str]] = []

    def do_GET(self):
        type(self).asked.append(self.path)
        answer = {
            "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private\n"),
            "/page": (
                200,
                {"ETag": '"one"', "Content-Type": "text/html"},
                b"<p>hi</p>",
            ),
            "/moved": (302, {"Location": "/page"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/away": (302, {"Location": "ftp://example.org/x"}, b""),
            "/private/x": (200, {}, b"secret"),
            "/large": (200, {}, b"x" * 5000),
            "/gone": (410, {}, b""),
        }.get(self.path, (404, {}, b""))
        status, headers, body = answer
        if self.headers.get("If-None-Match") == '"one"' and self.path == "/page":
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


LOCAL = Guard(schemes=("http",), private_hosts=("127.0.0.1",))


def fetch(address, **options):
    return fetch_page(address, agent=AGENT, guard=LOCAL, **options)


def test_a_page_is_fetched_once_and_asked_again_by_its_validator(site, tmp_path):
    first = fetch(f"{site}/page", cache=tmp_path)
    again = fetch(f"{site}/page", cache=tmp_path)
    assert (first.raw, first.from_cache) == (b"<p>hi</p>", False)
    assert (again.raw, again.from_cache) == (b"<p>hi</p>", True)


def test_a_torn_cache_is_asked_for_anew(site, tmp_path):
    fetch(f"{site}/page", cache=tmp_path)
    for path in tmp_path.rglob("*.msgpack"):
        path.write_bytes(path.read_bytes()[:10])
    assert not fetch(f"{site}/page", cache=tmp_path).from_cache


def test_redirects_are_followed_and_checked(site):
    assert fetch(f"{site}/moved").url.endswith("/page")
    with pytest.raises(ProviderError, match="redirects"):
        fetch(f"{site}/loop")
    with pytest.raises(InputError, match="scheme 'ftp'"):
        fetch(f"{site}/away")


def test_robots_are_respected(site):
    with pytest.raises(InputError, match=r"robots\.txt"):
        fetch(f"{site}/private/x")
    assert "/private/x" not in Site.asked


def test_too_large_and_failed_answers_are_errors(site):
    with pytest.raises(ProviderError, match="5000 bytes"):
        fetch(f"{site}/large", caps=Caps(bytes=1000))
    with pytest.raises(ProviderError, match="410"):
        fetch(f"{site}/gone")


def test_nobody_there_is_unavailable():
    with pytest.raises(ProviderUnavailable):
        fetch("http://127.0.0.1:9/page", caps=Caps(seconds=2))


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "http://example.org/x",
        "file:///etc/passwd",
        "https://user:pass@example.org/",
    ],
)
def test_private_hosts_and_other_schemes_are_refused(address):
    with pytest.raises(InputError):
        fetch_page(address, agent=AGENT)
