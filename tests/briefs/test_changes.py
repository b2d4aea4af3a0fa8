from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kuroshio.briefs import find_changes, lay_out_first_page, number_notes
from kuroshio.records import RegimeAnswer, RegisterFact, Since

SELECTED = RegisterFact(
    field="tranche",
    on=date(2026, 2, 17),
    published=date(2026, 2, 17),
    text="First tranche",
    source="https://example.org/c",
    confidence="high",
    amount="36000000000",
    currency="USD",
    stage="selected",
    tranche="first",
)


def rule(answer, next_date):
    return RegimeAnswer(
        id="r1", subject="deal", answer=answer, reason="x", effective=None,
        expires=None, next_date=next_date, checked=None, source="https://example.org/r",
    )  # fmt: skip


def test_the_same_brief_has_no_changes(text_brief):
    assert find_changes(text_brief, text_brief) == ()


def test_a_new_fact_and_its_stage_are_told(text_brief):
    later = replace(text_brief, facts=(*text_brief.facts, SELECTED))
    changes = find_changes(text_brief, later)
    told = {(item.subject, item.before, item.after) for item in changes}
    assert ("tranche", None, "USD 36bn, 2026-02-17") in told
    assert ("first tranche", None, "selected, 2026-02-17") in told


def test_a_rule_that_turned_and_one_that_left(text_brief):
    before = replace(text_brief, regimes=(rule("may_apply", date(2026, 11, 10)),))
    after = replace(text_brief, regimes=(rule("unknown", None),))
    (change,) = find_changes(before, after)
    assert (change.before, change.after) == ("may apply; next 2026-11-10", "unknown")
    (gone,) = find_changes(before, text_brief)
    assert gone.after is None


def test_the_same_finding_on_another_day_is_no_change(text_brief):
    def said(day):
        (found,) = text_brief.sheet.findings
        found = replace(found, say=f"The register as of {day} has USD 50bn.")
        return replace(text_brief, sheet=replace(text_brief.sheet, findings=(found,)))

    assert find_changes(said("2026-02-12"), said("2026-02-18")) == ()


@pytest.mark.parametrize("asked", [True, False])
def test_the_block_is_there_only_when_asked_for(text_brief, asked):
    since = Since(instant=datetime(2026, 2, 1, tzinfo=UTC), changes=())
    brief = replace(text_brief, since=since) if asked else text_brief
    blocks = lay_out_first_page(brief, number_notes(brief))
    assert ("since" in {block.id for block in blocks}) is asked
    assert len(blocks) == 10 + asked
