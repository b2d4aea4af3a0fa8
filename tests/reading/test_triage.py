"""Many documents at once, each with an answer and its reason."""

from datetime import UTC, datetime

import pytest

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.reading import build_sheet, open_document, triage

NOW = datetime(2026, 3, 20, tzinfo=UTC)
NEWS = (
    "Japan adds a fourth project\n\nMarch 20, 2026\n\nA fourth project worth "
    "$9.4 billion, "
    "a copper smelter, was announced under Japan's $550 billion U.S. "
    "investment vehicle, "
    "Commerce Secretary Howard Lutnick said.\n"
)
OLD = (
    "What the memorandum says\n\nMarch 20, 2026\n\nUnder the memorandum of September, "
    "Japan's U.S. investment vehicle is worth $550 billion, from JBIC and NEXI. It was "
    "signed in Washington on 4 September 2025.\n"
)
WRONG = (
    "Tokyo's American fund in brief\n\nMarch 20, 2026\n\nJapan's $55 billion U.S. "
    "investment vehicle rests on a memorandum that Commerce Secretary Howard Lutnick "
    "signed. JBIC lends and NEXI insures.\n"
)
SOUP = "Soup\n\n20 March 2026\n\nPeel the onions and cook them slowly in butter.\n"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def opened(*texts: str):
    return [
        open_document(text.encode(), source=f"{number}.txt", id=f"d{number}")
        for number, text in enumerate(texts, start=1)
    ]


def test_each_answer_has_its_reason(knowledge):
    documents = opened(NEWS, OLD, SOUP, NEWS + "\nMore follows.\n", WRONG)
    answers = triage(documents, knowledge, as_of=NOW)
    assert [one.answer for one in answers] == [
        "matters",
        "nothing_new",
        "irrelevant",
        "copy",
        "matters",
    ]
    assert "USD 9.4bn" in answers[0].reason
    assert "japan-us-550bn" in answers[1].reason
    assert answers[3].of == "d1"
    assert "power_of_ten" in answers[4].reason


def test_what_an_earlier_brief_said_is_not_new(knowledge):
    documents = opened(NEWS)
    seen = build_sheet(documents, knowledge, as_of=NOW).claims
    (answer,) = triage(documents, knowledge, as_of=NOW, seen=seen)
    assert answer.answer == "nothing_new"


def test_documents_of_later_times_are_not_looked_at(knowledge):
    page = (
        "<html><head><meta property='article:published_time' "
        f"content='2026-03-21T00:00:00Z'></head><body><p>{NEWS}</p></body></html>"
    )
    (answer,) = triage(opened(page), knowledge, as_of=NOW)
    assert answer.answer == "irrelevant"
    assert "published after" in answer.reason
