from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.calendars import DailyBar, judge_session, limit_price
from kuroshio.knowledge import load_knowledge

LIMITS = load_knowledge().price_limits
DAY = date(2024, 1, 2)


def judge(bar, previous, board="main", on=DAY, **options):
    return judge_session(bar, previous, LIMITS, board, on, **options)


def flat(price, volume=1e6):
    return DailyBar(open=price, high=price, low=price, close=price, volume=volume)


def test_no_bar_and_no_volume_are_suspensions():
    assert judge(None, 10.0).suspended
    assert judge(flat(10.0, volume=0), 10.0).suspended
    found = judge(flat(10.0), 10.0)
    assert not found.suspended
    assert found.buyable
    assert found.sellable


def test_a_sealed_limit_lets_nobody_in_or_out():
    found = judge(flat(11.0), 10.0)
    assert (found.closed_at, found.sealed) == ("up", True)
    assert not found.buyable
    assert found.sellable
    found = judge(flat(9.0), 10.0)
    assert (found.closed_at, found.sealed) == ("down", True)
    assert found.buyable
    assert not found.sellable


def test_a_limit_that_opened_again_was_touched_only():
    bar = DailyBar(open=10.0, high=11.0, low=9.0, close=10.5, volume=1e6)
    found = judge(bar, 10.0)
    assert found.touched == ("up", "down")
    assert found.closed_at is None
    assert not found.sealed
    assert found.sellable


@pytest.mark.parametrize(
    ("board", "on", "status", "limit"),
    [
        ("main", date(2024, 1, 2), "normal", 0.1),
        ("main", date(2024, 1, 2), "st", 0.05),
        ("main", date(2026, 7, 6), "st", 0.1),
        ("chinext", date(2020, 8, 21), "normal", 0.1),
        ("chinext", date(2020, 8, 24), "normal", 0.2),
        ("star", date(2019, 7, 30), "normal", 0.2),
        ("beijing", date(2022, 1, 4), "normal", 0.3),
    ],
)
def test_the_limit_of_the_day_counts(board, on, status, limit):
    found = judge(flat(limit_price(10.0, limit)), 10.0, board, on, status=status)
    assert found.closed_at == "up"
    inside = judge(
        flat(limit_price(10.0, limit) - 0.01), 10.0, board, on, status=status
    )
    assert inside.closed_at is None
    assert not inside.beyond


@pytest.mark.parametrize(("board", "listed"), [("hk", None), ("us", None), ("star", 3)])
def test_without_a_limit_nothing_is_locked(board, listed):
    found = judge(flat(20.0), 10.0, board, sessions_listed=listed)
    assert found.closed_at is None
    assert found.limit_up is None
    assert not found.beyond


def test_a_close_outside_the_limits_is_said():
    assert judge(flat(12.0), 10.0).beyond
    assert judge(flat(5.0), 10.0).beyond


def test_without_a_previous_close_there_is_no_limit_price():
    assert judge(flat(10.0), None).limit_up is None


@given(st.integers(100, 100_000), st.sampled_from([0.05, 0.1, 0.2, 0.3]))
def test_limit_prices_enclose_the_previous_close_and_are_whole_fens(fens, limit):
    close = fens / 100
    up, down = limit_price(close, limit), limit_price(close, -limit)
    assert down < close < up
    for price in (up, down):
        assert price * 100 == pytest.approx(round(price * 100), abs=1e-6)
    assert abs(up / close - 1 - limit) <= 0.005 / close + 1e-9
