"""What people put against the sheet counts once another person has approved it."""

import pytest

from kuroshio.service.access import Actor

CHECKER = Actor(user="chen", scopes=("read", "check"), key="k")
PUT = {"field": "tranche", "after": "USD 37bn", "reason": "the ministry's page"}


def row_of(browser, deal):
    text = browser.get(f"{deal}?sheet.q=tranche&export=sheet.csv&lang=en").text
    return text.splitlines()[1]


def test_only_an_approved_override_is_used_and_the_texts_value_stays(
    browser, working, deal
):
    before = row_of(browser, deal)
    sent = browser.post(f"{deal}/fields", PUT)
    assert sent.headers["location"] == f"{deal}#sheet"
    assert "not checked yet" in browser.get(f"{deal}?lang=en").text
    assert row_of(browser, deal) == before
    journal = working.state.desk.journal
    made = journal.overrides(f"sheet:{deal.rpartition('/')[2]}")[0]
    assert (made.field, made.after, made.state) == ("tranche", "USD 37bn", "proposed")
    journal.check(made.id, approve=True, reason="read it", by=CHECKER)
    after = row_of(browser, deal)
    assert "USD 37bn" in after
    assert before.split(",")[1] == after.split(",")[1]
    text = browser.get(f"{deal}?lang=en").text
    assert "approved by chen" in text
    assert "instead of USD 36bn" in text
    assert "已改判" in browser.get(f"{deal}?lang=zh").text


def test_a_rejected_override_changes_nothing(browser, working, deal):
    put = {**PUT, "field": "drawn", "after": "USD 1bn"}
    browser.post(f"{deal}/fields", put)
    journal = working.state.desk.journal
    made = next(one for one in journal.overrides() if one.after == "USD 1bn")
    journal.check(made.id, approve=False, reason="no source", by=CHECKER)
    assert "USD 1bn" not in browser.get(f"{deal}?export=sheet.csv").text


@pytest.mark.parametrize("wrong", [{"field": "weather"}, {"after": ""}, {"reason": ""}])
def test_an_override_without_what_it_needs_is_refused(browser, deal, wrong):
    assert browser.post(f"{deal}/fields", {**PUT, **wrong}).status_code == 422


def test_a_flag_that_settles_a_field_is_used_in_the_sheet(browser, working, deal):
    put = {"finding": "x@d1:1", "answer": "override", "instead": "announced",
           "field": "stage", "reason": "the minister said so"}  # fmt: skip
    browser.post(f"{deal}/flags", put)
    journal = working.state.desk.journal
    made = next(one for one in journal.overrides() if one.field == "stage")
    journal.check(made.id, approve=True, reason="heard it", by=CHECKER)
    text = browser.get(f"{deal}?sheet.q=stage&export=sheet.csv&lang=en").text
    assert text.splitlines()[1].rsplit(",", 2)[1] == "announced"
