"""The verb ``impact``: the example's forecast, its ledger, and what it refuses."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kuroshio.app import (
    Workspace,
    make_brief,
    open_knowledge,
    part_results,
    record_brief,
)
from kuroshio.errors import InputError

EXAMPLES = Path(__file__).parents[2] / "examples"
STORY = str(EXAMPLES / "story.txt")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    space = Workspace(cache=tmp_path_factory.mktemp("cache"))
    return make_brief([STORY], book=EXAMPLES / "book.csv", workspace=space)


def test_every_scope_is_forecast_with_parts_that_add_up(made):
    scopes = {one.scope for one in made.impacts}
    assert scopes == {"theme", "issuer", "holding", "book"}
    for one in made.impacts:
        parts = one.parts
        assert parts.precedents + parts.sign + parts.overnight == pytest.approx(
            one.mean
        )
        assert one.q05 <= one.q25 <= one.q50 <= one.q75 <= one.q95


def test_day_zero_is_the_first_close_after_publication(made):
    assert made.foresight.session == date(2026, 2, 24)


def test_long_windows_are_shrunk_to_nothing(made):
    long = [one for one in made.impacts if one.window == (0, 4)]
    assert long
    assert all(one.mean == 0.0 and not one.measurable for one in long)


def test_results_have_the_contracts_keys(made):
    told = part_results(made, "impact", Workspace())
    row = told["impacts"][0]
    assert {"scope", "id", "window", "moment", "mean", "q05", "q25", "q50", "q75",
            "q95", "precedents", "excluded", "parts"} <= set(row)  # fmt: skip
    assert all(set(item) == {"id", "reason"} for item in row["excluded"])
    assert told["confounders"]


EARLIER = (
    "WASHINGTON, June 3, 2024 - The United States raised its tariff on Chinese "
    "electric vehicles to 100 percent, the Office of the U.S. Trade Representative "
    "said on Monday."
)


def test_no_precedent_is_later_than_the_as_of(made, tmp_path):
    story = tmp_path / "earlier.txt"
    story.write_text(EARLIER, encoding="utf-8")
    earlier = make_brief([str(story)], workspace=Workspace())
    precedents = open_knowledge(Workspace()).precedents
    for brief, last in ((earlier, date(2024, 6, 3)), (made, date(2026, 2, 18))):
        used = {x.id for one in brief.impacts for x in one.precedents}
        assert used
        assert all(precedents[name].on <= last for name in used)
        assert any(item.on > last for item in precedents.values())


def test_calls_are_recorded_once_made_and_refused_where_there_is_none(made, tmp_path):
    space = Workspace(data=tmp_path)
    now = datetime(2026, 2, 18, 1, tzinfo=UTC)
    done = record_brief(made, recorded_at=now, workspace=space)
    assert done["recorded"] == len(made.impacts)
    assert not done["late"]
    football = tmp_path / "football.txt"
    football.write_text("The striker signed for the club on Monday after a long talk.")
    empty = make_brief([str(football)], workspace=space)
    assert empty.foresight.refused
    with pytest.raises(InputError, match="no call to keep"):
        record_brief(empty, recorded_at=now, workspace=space)
