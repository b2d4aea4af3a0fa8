from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.briefs.wording import (
    say_days,
    say_loss,
    say_money,
    say_number,
    say_share,
    say_sign,
    say_whole,
)
from kuroshio.records import Money


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("550000000000", "550bn"),
        ("5200000000000", "5.2tn"),
        ("33300000000", "33.3bn"),
        ("600000000", "600m"),
        ("999", "999"),
        ("0", "0"),
    ],
)
def test_numbers_carry_their_scale(value, text):
    assert say_number(Decimal(value)) == text


def test_money_says_range_bound_and_about():
    assert say_money(
        Money(amount="20000000000", max="30000000000", currency="USD")
    ) == ("USD 20bn–30bn")
    assert say_money(Money(amount="10000000000", bound="min", currency="CNY")) == (
        "over CNY 10bn"
    )
    assert (
        say_money(Money(amount="2000000", approx=True, currency=None)) == "about ? 2m"
    )


def test_losses_are_printed_negative():
    assert say_loss(0.0123) == "−123 bp"
    assert say_loss(0.0) == "0 bp"


def test_shares_have_a_true_minus_sign_and_no_minus_zero():
    assert say_share(-0.1234) == "−12.3%"
    assert say_share(-0.00001) == "0.0%"


def test_signs():
    assert [say_sign(sign) for sign in (1, -1, 0, None)] == ["+", "−", "±", "?"]


def test_days_share_their_month():
    days = (date(2026, 2, 12), date(2026, 2, 13), date(2026, 3, 2))
    assert say_days(days) == "12, 13 Feb, 2 Mar"


@given(st.integers(min_value=0, max_value=10**15))
def test_whole_numbers_read_back(value):
    assert int(say_whole(value).replace(",", "")) == value
