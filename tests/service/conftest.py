"""Desks of their own for the tests: one that works, shared, and light ones."""

import re
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kuroshio.app import Workspace
from kuroshio.service import Options, make_app

with warnings.catch_warnings():
    # It asks for a newer HTTP library than the one that the product uses.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ROOT = Path(__file__).parents[2]
STORY = (ROOT / "examples" / "story.txt").read_bytes()
BOOK = (ROOT / "examples" / "book.csv").read_bytes()
PROFILE = (ROOT / "examples" / "profile.yaml").read_bytes()
NOW = datetime(2026, 2, 18, 1, 0, tzinfo=UTC)
HOME = "http://127.0.0.1:8000"


def token_of(text: str) -> str:
    return re.search(r'name="token" value="([0-9a-f]{64})"', text)[1]


class Browser:
    """A client that keeps its cookies and knows the token of its forms."""

    def __init__(self, app, **options):
        self.http = TestClient(app, base_url=HOME, follow_redirects=False, **options)

    def get(self, path, **more):
        return self.http.get(path, **more)

    def token(self):
        return token_of(self.get("/deals").text)

    def post(self, path, data=None, files=None, **more):
        return self.http.post(
            path, data={"token": self.token(), **(data or {})}, files=files, **more
        )

    def settle(self, response, seconds=60):
        """Follow redirects, and jobs until they have ended."""
        end = time.monotonic() + seconds
        while response.status_code == 303 and time.monotonic() < end:
            path = response.headers["location"]
            response = self.get(path)
            if path.startswith("/jobs/") and "data-job=" in response.text:
                time.sleep(0.2)
                response = self.get(path)
                if response.status_code == 200 and "data-job=" in response.text:
                    response.status_code = 303
                    response.headers["location"] = path
        return response


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def make_desk(tmp_path, cache):
    """Make light desks without workers, closed at the end."""
    made = []

    def make(data=None, clock=lambda: NOW, **options):
        workspace = Workspace(data=data or tmp_path / "data", cache=cache)
        app = make_app(Options(**{"workers": 0, **options}), workspace, clock=clock)
        made.append(app)
        return app

    yield make
    for app in made:
        app.state.desk.close()


@pytest.fixture(scope="session")
def working(tmp_path_factory, cache):
    """One desk with a worker, a story read and a book, for the whole session."""
    folder = tmp_path_factory.mktemp("desk")
    workspace = Workspace(data=folder, cache=cache)
    options = Options(workers=1, reads=(1e6, 1e6), writes=(1e6, 1e6))
    app = make_app(options, workspace, clock=lambda: NOW)
    yield app
    app.state.desk.close()


@pytest.fixture(scope="session")
def deal(working):
    """The address of the example's deal."""
    browser = Browser(working)
    sent = browser.post("/deals", files=[("file", ("story.txt", STORY))])
    page = browser.settle(sent)
    assert page.status_code == 200
    return page.request.url.path


@pytest.fixture(scope="session")
def book(working):
    """The address of the example's book."""
    browser = Browser(working)
    files = [("book", ("book.csv", BOOK)), ("profile", ("profile.yaml", PROFILE))]
    sent = browser.post("/books", {"name": "example"}, files)
    assert sent.status_code == 303
    return sent.headers["location"]


@pytest.fixture
def browser(working):
    return Browser(working)


@pytest.fixture
def visitor():
    return Browser
