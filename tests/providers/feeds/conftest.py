"""A real HTTP server that replays what a test tells it to."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kuroshio.providers.web import Guard, Manners


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    hang_up: bool = False  # promise more bytes than are sent


class Replay:
    """Replies by path; keeps what was asked."""

    def __init__(self):
        self.replies = {}
        self.asked = []
        replay = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                path = self.path.partition("?")[0]
                asked = (self.command, self.path, dict(self.headers))
                replay.asked.append((*asked, self.rfile.read(length)))
                reply = replay.replies.get(path, Reply(status=404))
                etag = reply.headers.get("ETag")
                held = etag is not None and self.headers.get("If-None-Match") == etag
                body = b"" if held else reply.body
                self.send_response(304 if held else reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                more = 100 if reply.hang_up else 0
                self.send_header("Content-Length", str(len(body) + more))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = answer  # noqa: N815 - the library's names

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.home = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, args=(0.01,), daemon=True
        )
        self.thread.start()

    def reply(self, path, **parts):
        self.replies[path] = Reply(**parts)

    def paths(self):
        return [path for _, path, _, _ in self.asked]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(scope="session")
def server():
    one = Replay()
    yield one
    one.close()


@pytest.fixture
def replay(server):
    server.replies.clear()
    server.asked.clear()
    return server


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def manners(pauses):
    guard = Guard(schemes=("http",), private_hosts=("127.0.0.1",))
    return Manners(
        agent="kuroshio/test (ann@example.org)", guard=guard, pause=pauses.append
    )
