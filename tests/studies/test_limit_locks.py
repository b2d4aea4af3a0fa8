from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.knowledge import load_knowledge
from kuroshio.records import PricePanel
from kuroshio.studies import (
    closes_at_limit,
    extend_window,
    first_free_close,
    gap_sessions,
)

NAN = float("nan")


@pytest.fixture(scope="module")
def limits():
    return load_knowledge().price_limits


def locks(name, prices, limits, start="2021-03-01"):
    panel = PricePanel(
        dates=np.datetime64(start) + np.arange(len(prices)),
        securities=(name,),
        values=np.array(prices, float)[:, None],
    )
    return closes_at_limit(panel, (name,), limits)[:, 0].tolist()


def test_the_limit_is_that_of_the_board_on_the_day(limits):
    assert locks("600000.SH", [10.0, 11.0, 9.9], limits) == [0, 1, -1]
    assert locks("688001.SH", [10.0, 11.0, 13.2], limits) == [0, 0, 1]
    # ChiNext went from 10 to 20 percent on 2020-08-24.
    assert locks("300001.SZ", [10.0, 11.0], limits, "2020-08-20") == [0, 1]
    assert locks("300001.SZ", [10.0, 11.0, 13.2], limits, "2020-08-24") == [0, 0, 1]


def test_prices_are_rounded_to_a_fen_and_the_lock_is_still_seen(limits):
    assert locks("600000.SH", [2.03, 2.23], limits) == [0, 1]
    assert locks("600000.SH", [20.33, 22.30], limits) == [0, 0]


def test_more_than_the_limit_is_no_lock(limits):
    assert locks("600000.SH", [10.0, 13.0], limits) == [0, 0]


def test_hong_kong_and_names_that_are_no_code_have_no_limit(limits):
    assert locks("0700.HK", [10.0, 11.0], limits) == [0, 0]
    assert locks("AAA", [10.0, 11.0], limits) == [0, 0]


def test_after_a_suspension_the_limit_counts_from_the_last_price(limits):
    assert locks("600000.SH", [10.0, NAN, NAN, 9.0], limits) == [0, 0, 0, -1]


def test_the_first_sessions_after_listing_are_free(limits):
    fresh = [NAN, 10.0, 12.0, 14.4, 17.28, 20.74, 24.89]
    assert locks("688001.SH", fresh, limits)[:6] == [0] * 6
    assert locks("688001.SH", fresh, limits)[6] == 1
    assert locks("688001.SH", fresh[1:3], limits) == [0, 1]


@given(st.floats(5.0, 500.0), st.sampled_from([1, -1]))
def test_a_close_that_the_exchange_would_stop_at_is_seen(limits, price, way):
    start = round(price, 2)
    end = round(start * (1.0 + 0.1 * way) + 1e-9, 2)
    assert locks("600000.SH", [start, end], limits) == [0, way]


def test_a_locked_window_is_carried_on_to_the_first_free_close():
    days = np.arange(-1, 4)
    ar = np.array([0.01, -0.10, -0.09, -0.05, 0.02])
    locked = np.array([0.0, 1.0, 1.0, 0.0, 0.0])
    carried = extend_window(ar, locked, days, (0, 0), most=0.5)
    assert carried.last == 2
    assert carried.car == pytest.approx(-0.24)
    assert extend_window(ar, locked, days, (0, 2), most=0.5) is None


def test_a_lock_that_outlasts_the_event_window_has_no_end_there():
    ar, locked = np.full(3, -0.1), np.ones(3)
    carried = extend_window(ar, locked, np.arange(3), (0, 1), most=0.5)
    assert carried.last is None
    assert np.isnan(carried.car)


def test_the_first_free_close_skips_locked_and_unpriced_rows():
    held = np.array([True, True, False, True, True])
    locked = np.array([1, 1, 0, 1, 0])
    assert first_free_close(locked, held, 0) == 4
    assert first_free_close(locked[:4], held[:4], 0) is None


def test_a_closure_holds_the_other_exchanges_sessions():
    mainland = (date(2025, 9, 30), date(2025, 10, 9), date(2025, 10, 10))
    other = tuple(date(2025, 10, day) for day in (2, 3, 6, 8, 9, 10))
    assert gap_sessions(mainland, other, date(2025, 10, 9)) == other[:4]
    assert gap_sessions(mainland, other, date(2025, 10, 10)) == ()
    assert gap_sessions(mainland, other, date(2025, 9, 30)) == ()
