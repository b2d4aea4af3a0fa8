from datetime import UTC, datetime

import pytest

from kuroshio.app import (
    Workspace,
    import_data,
    judge_last_session,
    make_brief,
    mark_exits,
)
from kuroshio.market import read_book

AS_OF = datetime(2026, 2, 11, 10, 0, tzinfo=UTC)  # after the close in Shanghai
BOOK = """security,value,currency
600519.SH,100000,CNY
300308.SZ,100000,CNY
600036.SH,100000,CNY
601318.SH,100000,CNY
600900.SH,100000,CNY
0700.HK,100000,HKD
"""
BARS = """date,symbol,open,high,low,close,volume
2026-02-10,600519.SH,10,10,10,10.00,5
2026-02-11,600519.SH,9,9,9,9.00,5
2026-02-10,300308.SZ,10,10,10,10.00,5
2026-02-11,300308.SZ,9,9.1,8.9,9.00,5
2026-02-10,600036.SH,40,40,40,40.00,5
2026-02-10,601318.SH,50,50,50,50.00,5
2026-02-11,601318.SH,55,55,54,55.00,5
2026-02-10,0700.HK,500,500,500,500,5
"""


@pytest.fixture
def stored(tmp_path, workspace):
    (tmp_path / "book.csv").write_text(BOOK, encoding="utf-8")
    (tmp_path / "bars.csv").write_text(BARS, encoding="utf-8")
    own = Workspace(data=tmp_path / "data", cache=workspace.cache)
    import_data([tmp_path / "bars.csv"], workspace=own)
    return own, tmp_path / "book.csv"


def test_a_session_says_who_could_not_sell(stored):
    own, book = stored
    found = judge_last_session(read_book(book), as_of=AS_OF, workspace=own)
    assert found.day.isoformat() == "2026-02-11"
    sellable = {name: item.sellable for name, item in found.judged.items()}
    assert sellable == {
        "600519.SH": False,  # ten percent down on the main board: locked
        "300308.SZ": True,  # the same on a board of twenty
        "600036.SH": False,  # no bar while the exchange traded
        "601318.SH": True,  # locked upwards: sellers are wanted
    }
    assert found.judged["600036.SH"].suspended


def test_bars_of_another_day_say_nothing(stored):
    own, book = stored
    later = datetime(2026, 2, 12, 10, 0, tzinfo=UTC)
    assert judge_last_session(read_book(book), as_of=later, workspace=own) is None


def test_nothing_is_judged_without_a_store(stored, workspace):
    _, book = stored
    found = judge_last_session(read_book(book), as_of=AS_OF, workspace=workspace)
    assert found is None


def test_the_way_out_is_marked(stored):
    own, book = stored
    made = make_brief([], book=book, as_of=AS_OF.isoformat(), workspace=own)
    marked = mark_exits(made, workspace=own).risk
    ended = {item.security: item.last_session for item in marked.exits.holdings}
    assert ended == {
        "600519.SH": "limit_down",
        "300308.SZ": "traded",
        "600036.SH": "suspended",
        "601318.SH": "limit_up",
        "600900.SH": None,
        "0700.HK": None,
    }
    sessions = {item.security: item.exit_sessions for item in marked.holdings}
    assert sessions["600519.SH"] is None
    assert sessions["601318.SH"] is not None
