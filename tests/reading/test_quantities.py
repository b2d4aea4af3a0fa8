"""Rounding, powers of ten, and the rates that two sums imply."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.reading.quantities import (
    conversion_gap,
    format_money,
    is_same,
    power_between,
    rate_bound,
)
from kuroshio.records import Money

RATES = (
    {"pair": "USDJPY", "year": 2025, "low": 139.88, "high": 158.89},
    {"pair": "USDJPY", "year": 2026, "low": 152.09, "high": 159.46},
    {"pair": "EURUSD", "year": 2025, "low": 1.0, "high": 1.21},
    {"pair": "USDCNY", "year": 2025, "low": 6.97, "high": 7.43},
)


def usd(amount: str, **more) -> Money:
    return Money(amount=amount, currency="USD", **more)


@pytest.mark.parametrize(
    ("one", "two", "power"),
    [
        ("55000000000", "550000000000", 1),
        ("550000000000", "55000000000", -1),
        ("3600000000", "36000000000", 1),
        ("3300000000", "33300000000", 1),
        ("5500000000", "550000000000", 2),
        ("55000000000", "500000000000", 0),
        ("55000000000", "55000000000", 0),
        ("36000000000", "550000000000", 0),
    ],
)
def test_power_of_ten_between_two_sums(one, two, power):
    assert power_between(usd(one), usd(two)) == power


@given(
    st.integers(min_value=10, max_value=9999),
    st.integers(min_value=6, max_value=11),
    st.sampled_from([1, 2, 3, 4]),
)
def test_shifting_a_sum_is_found_both_ways(digits, exponent, power):
    small = usd(str(digits * 10**exponent))
    large = usd(str(digits * 10 ** (exponent + power)))
    assert power_between(small, large) == power
    assert power_between(large, small) == -power


def test_currencies_and_ranges_are_not_compared():
    assert power_between(usd("1000"), Money(amount="10000", currency="JPY")) == 0
    assert power_between(usd("1000", max="2000"), usd("10000")) == 0


def test_equal_within_rounding():
    assert is_same(usd("33000000000"), usd("33300000000"))
    assert not is_same(usd("33300000000"), usd("36000000000"))


@pytest.mark.parametrize(
    ("dollars", "yen", "plausible"),
    [
        ("14200000000", "2000000000000", True),  # rounded to one digit, said as about
        ("33000000000", "5200000000000", True),
        ("6500000000", "1600000000000", False),
        ("14200000000", "200000000000", False),
    ],
)
def test_implied_rate_against_the_market_of_the_year(dollars, yen, plausible):
    bound = rate_bound(RATES, "USD", "JPY", date(2026, 2, 18))
    assert bound is not None
    second = Money(amount=yen, currency="JPY", approx=True)
    assert (conversion_gap(usd(dollars), second, bound) == 1) == plausible


def test_cross_rate_goes_through_the_dollar():
    bound = rate_bound(RATES, "CNY", "JPY", date(2025, 6, 1))
    assert bound is not None
    assert bound.low < Decimal("20.5") < bound.high
    euro = rate_bound(RATES, "EUR", "USD", date(2025, 6, 1))
    assert euro is not None
    assert euro.low <= Decimal("1.1") <= euro.high


def test_unknown_currency_has_no_bound():
    assert rate_bound(RATES, "USD", "XXX", date(2025, 6, 1)) is None


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("550000000000", "USD 550bn"),
        ("33300000000", "USD 33.3bn"),
        ("1650000000000", "USD 1.65tn"),
        ("600000000", "USD 600m"),
        ("55", "USD 55"),
    ],
)
def test_sums_are_written_in_a_few_characters(amount, shown):
    assert format_money(usd(amount)) == shown
