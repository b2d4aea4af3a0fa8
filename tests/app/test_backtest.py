"""A backtest on real prices, and what it says when it cannot be done."""

from datetime import UTC, datetime

import pytest

from kuroshio.app import (
    Workspace,
    add_price_methods,
    backtest_book,
    make_brief,
    say_backtest,
)
from kuroshio.errors import InputError
from kuroshio.risk import METHODS

BOOK = "security,value\n600519.SH,4000000\n300750.SZ,3000000\n600036.SH,3000000\n"


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.csv"
    path.write_text(BOOK)
    return path


@pytest.mark.shared_data
def test_three_names_are_walked_through_the_past(book, shared):
    done = backtest_book(
        book, shared / "data", since="2024-01-02", workspace=Workspace()
    )
    test = done["backtest"]
    assert test["first"] == "2024-01-02"
    assert test["missing"] == []
    assert test["weight_seen"] == pytest.approx(1.0, abs=0.01)
    assert 0.85 < test["bias"] < 1.15
    keys = {(row["method"], row["level"], row["horizon"]) for row in test["rows"]}
    assert len(keys) == len(METHODS) * 4
    blend = next(
        row
        for row in test["rows"]
        if (row["method"], row["level"], row["horizon"]) == ("blend", 0.95, 1)
    )
    assert 0.02 < blend["rate"] < 0.08
    assert blend["gain"] is not None
    assert {row["when"] for row in test["events"]} >= {"day 0", "day after"}
    words = say_backtest(done)
    assert "mean-of-three" in words
    assert "survivors only" in words


@pytest.mark.shared_data
def test_own_prices_add_methods_to_the_losses(book, shared):
    workspace = Workspace()
    made = make_brief([], book=book, as_of="2026-02-12", workspace=workspace)
    more = add_price_methods(made, shared / "data", workspace=workspace)
    told = {item.method for item in more.risk.methods}
    assert {f"{name} (own prices)" for name in METHODS} <= told
    assert more.risk.losses == made.risk.losses
    blend = [
        item
        for item in more.risk.methods
        if item.method == "blend (own prices)" and item.level == 0.99
    ]
    assert all(0.01 < item.es < 0.4 for item in blend)
    assert as_of_is_before(more.as_of)


def as_of_is_before(instant: datetime) -> bool:
    return instant < datetime(2026, 2, 13, tzinfo=UTC)


def test_bad_days_and_folders_are_named(book, tmp_path):
    with pytest.raises(InputError, match="is no ISO day"):
        backtest_book(book, tmp_path, since="soon", workspace=Workspace())
    with pytest.raises(InputError, match="is not a folder"):
        backtest_book(book, tmp_path / "no", workspace=Workspace())
