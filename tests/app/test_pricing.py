from pathlib import Path

import numpy as np
import pytest

from kuroshio.app import (
    Workspace,
    import_data,
    make_brief,
    open_knowledge,
    render_brief,
)
from kuroshio.calendars import is_session
from kuroshio.market import theme_baskets

STORY = Path(__file__).parents[2] / "examples/story.txt"


def brief_of(workspace):
    return make_brief([str(STORY)], workspace=workspace)


@pytest.fixture(scope="module")
def unpriced():
    return brief_of(Workspace())


def test_without_prices_it_is_unknown_and_never_a_guess(unpriced):
    assert unpriced.priced
    assert all(row.move is None and row.z is None for row in unpriced.priced)
    assert all(row.since < unpriced.as_of.date() for row in unpriced.priced)


def test_the_users_prices_answer(unpriced, tmp_path):
    row, today = unpriced.priced[0], unpriced.as_of.date()
    workspace = Workspace(data=tmp_path / "data", cache=tmp_path / "cache")
    knowledge = open_knowledge(workspace)
    basket = theme_baskets(knowledge)[row.theme][:4]
    calendar = knowledge.calendars["XSHG"]
    days = np.arange(np.datetime64("2025-03-03"), np.datetime64("2026-03-20"))
    days = [day for day in days.tolist() if is_session(calendar, day)]
    rng = np.random.default_rng(1)
    lines = ["date,security,close"]
    for name in (*basket, "000985.SH"):
        price = 50.0
        for day in days:
            price *= 1.0 + rng.normal(0, 0.005)
            # A tenth more on the first session that could know, and a later day that
            # the brief must not see.
            late = day > today
            price *= 1.1 if day == row.since and name != "000985.SH" else 1.0
            lines.append(f"{day},{name},{price * (9.0 if late else 1.0):.4f}")
    file = tmp_path / "prices.csv"
    file.write_text("\n".join(lines))
    import_data([file], workspace=workspace)
    told = next(x for x in brief_of(workspace).priced if x.theme == row.theme)
    assert told.names == len(basket)
    assert told.index == "000985.SH"
    assert told.until <= today
    assert -0.15 < told.move - 0.1 < 0.15
    assert told.z is not None


def test_the_row_is_printed_where_there_is_a_book():
    made = make_brief(
        [str(STORY)],
        book=STORY.with_name("book.csv"),
        workspace=Workspace(),
    )
    for lang, words in (
        ("en", "unknown: needs your prices"),
        ("zh", "未知：需要您"),
    ):
        text = render_brief(made, form="text", lang=lang, workspace=Workspace())
        assert words in text
