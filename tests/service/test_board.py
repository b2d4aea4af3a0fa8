"""The board of risks, the sources, and addresses that are guessed."""

import pytest

from kuroshio.service.pages.redirects import MEANT

SAID = {"topic": "theme:superhard-materials", "value": "35", "by": "Li",
        "reason": "licence rules come back"}  # fmt: skip


def test_a_likelihood_is_signed_shown_and_in_the_audit_log(make_desk, visitor):
    app = make_desk()
    someone = visitor(app)
    answer = someone.post("/board", SAID)
    assert answer.headers["location"] == "/board#board"
    text = someone.get("/board?lang=en").text
    for word in ("35%", "Li", "licence rules come back", "unknown"):
        assert word in text
    entry = app.state.desk.journal.audit()[0]
    assert (entry.action, entry.actor) == ("likelihood.set", "Li")
    row = someone.get("/board?export=board.csv").text.splitlines()[1]
    # Attention and pricing stay unknown: nothing of the likelihood enters them.
    assert row.split(",")[2:5] == ["", "", "0.35"]
    assert "签署" in someone.get("/board?lang=zh").text


@pytest.mark.parametrize(
    "wrong",
    [{"value": "135"}, {"value": "often"}, {"by": ""}, {"reason": " "},
     {"topic": "theme:none"}, {"pair": "USA"}],
)  # fmt: skip
def test_a_likelihood_without_what_it_needs_is_refused(make_desk, visitor, wrong):
    app = make_desk()
    someone = visitor(app)
    assert someone.post("/board", {**SAID, **wrong}).status_code == 422
    assert app.state.desk.journal.audit() == ()


def test_a_pair_of_countries_has_a_likelihood(make_desk, visitor):
    someone = visitor(make_desk())
    assert someone.post("/board", {**SAID, "pair": "us-cn"}).status_code == 303
    assert "US-CN" in someone.get("/board").text


def test_a_form_of_another_session_signs_nothing(make_desk, visitor):
    app = make_desk()
    someone = visitor(app)
    someone.get("/board")
    answer = someone.http.post("/board", data={**SAID, "token": "0" * 64})
    assert answer.status_code in {400, 403}
    assert app.state.desk.journal.audit() == ()


def test_every_source_is_listed_with_its_health(make_desk, visitor):
    someone = visitor(make_desk())
    text = someone.get("/sources?sources.q=gpr-monthly&lang=en").text
    assert "never" in text
    assert "gpr-monthly" in text
    assert "sousuo" not in text


@pytest.mark.parametrize("guess", MEANT)
def test_a_guessed_address_leads_to_its_page(browser, guess):
    answer = browser.get(f"{guess}?lang=zh")
    assert answer.status_code == 308
    address = answer.headers["location"]
    assert "lang=zh" in address
    assert browser.get(address).status_code == 200


def test_one_book_under_the_wrong_address_is_led_on(browser, book):
    identity = book.rpartition("/")[2]
    assert browser.get(f"/book/{identity}?x=1").headers["location"] == f"{book}?x=1"
