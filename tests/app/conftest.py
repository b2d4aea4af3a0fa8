"""A workspace with nothing of the user's own, and files to brief on."""

from pathlib import Path

import pytest

from kuroshio.app import Workspace, make_brief

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    return Workspace(cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture
def brief_on(tmp_path, workspace):
    def make(text, *, book=None, profile=None, **options):
        story = tmp_path / "story.txt"
        story.write_text(text, encoding="utf-8")
        paths = {}
        for name, body in (("book", book), ("profile", profile)):
            if body is not None:
                ending = "csv" if name == "book" else "yaml"
                paths[name] = tmp_path / f"{name}.{ending}"
                paths[name].write_text(body, encoding="utf-8")
        return make_brief([str(story)], workspace=workspace, **paths, **options)

    return make


@pytest.fixture(scope="session")
def example_story():
    return (ROOT / "examples/story.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def example_book():
    return (ROOT / "examples/book.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def article(shared):
    path = shared / "documents/japan-us-investment-2026-02-12.en.txt"
    return path.read_text(encoding="utf-8")
