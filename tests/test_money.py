"""Conversion with dated rates, and none without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.money import convert, dollar_rates
from kuroshio.records import Level


def level(symbol: str, value: float, day: str = "2026-02-11") -> Level:
    return Level(
        symbol=symbol, name=symbol, kind="currency", date=day, value=value,
        currency="", source="test",
    )  # fmt: skip


LEVELS = {
    "USDCNH": level("USDCNH", 6.97, "2026-01-01"),
    "USDCNY_FIX": level("USDCNY_FIX", 6.94),
    "USDJPY": level("USDJPY", 155.0),
    "USDHKD": level("USDHKD", 7.7501, "2020-10-16"),
}


def test_the_freshest_pair_of_a_currency_counts():
    rates = dollar_rates(LEVELS)
    assert (rates["CNY"].per_dollar, rates["CNY"].date) == (6.94, "2026-02-11")
    assert "USDCNY_FIX" in rates["CNY"].source
    assert rates["JPY"].per_dollar == 155.0


def test_the_hong_kong_dollar_stands_at_its_band_and_says_so():
    rates = dollar_rates({})
    assert rates["HKD"].per_dollar == 7.80
    assert "assumption" in rates["HKD"].source


def test_amounts_are_worked_by_hand():
    rates = dollar_rates(LEVELS)
    assert convert(350_000, "USD", "CNY", rates=rates) == pytest.approx(2_429_000)
    assert convert(7.8e6, "HKD", "CNY", rates=rates) == pytest.approx(6.94e6)
    assert convert(155e6, "JPY", "HKD", rates=rates) == pytest.approx(7.8e6)


def test_without_a_rate_there_is_no_amount():
    rates = dollar_rates({})
    assert convert(100, "EUR", "CNY", rates=rates) is None
    assert convert(100, "USD", "CNY", rates=rates) is None
    assert convert(100, "EUR", "EUR", rates=rates) == 100


@given(
    amount=st.floats(-1e12, 1e12),
    pair=st.tuples(*[st.sampled_from(["CNY", "HKD", "USD", "JPY"])] * 2),
)
def test_there_and_back_again(amount, pair):
    rates = dollar_rates(LEVELS)
    there = convert(amount, *pair, rates=rates)
    assert convert(there, pair[1], pair[0], rates=rates) == pytest.approx(amount)
