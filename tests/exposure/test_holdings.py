"""The book: one issuer across its listings, and what a short turns round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.exposure import look_through, theme_rows, unreached
from kuroshio.records import Book, Exposure, Holding, Names, Theme

ISSUER_OF = {
    "BABA.US": "alibaba",
    "9988.HK": "alibaba",
    "301071.SZ": "maker",
    "0700.HK": "tencent",
}


class Known:
    def __init__(self):
        grit = Theme(id="grit", names=Names(en="Grit"), unknowns=("sales share",))
        self.themes = {"grit": grit}
        self.issuers = {}
        self.links = ()

    def issuer_of(self, security):
        return ISSUER_OF.get(security)

    def country_of(self, identity):
        return "CN" if identity in ISSUER_OF.values() else None


def holding(security, value=1.0, kind="equity", row=2):
    return Holding(security=security, kind=kind, value=value, currency="CNY", row=row)


def book(*holdings):
    return Book(source="book.csv", sha256="0" * 64, holdings=holdings)


def row(issuer, pro, con=0.0, theme="grit", cause="m1"):
    return Exposure(
        cause=cause,
        theme=theme,
        issuer=issuer,
        name=issuer,
        securities=(),
        sign=(pro > con) - (pro < con),
        for_strength=pro,
        against_strength=con,
        hops=1,
        revenue_share=None,
        materiality=None,
        basis="own_knowledge",
        path=(),
    )


def test_both_listings_of_an_issuer_have_its_sign():
    held = book(holding("BABA.US"), holding("9988.HK"))
    weights = {"BABA.US": 0.02, "9988.HK": 0.03}

    found = look_through(held, [row("alibaba", 0.5)], Known(), weights)

    assert [(one.security, one.issuer, one.sign, one.weight) for one in found] == [
        ("BABA.US", "alibaba", 1, 0.02),
        ("9988.HK", "alibaba", 1, 0.03),
    ]


def test_listings_of_an_issuer_count_once_for_a_theme():
    held = book(holding("BABA.US"), holding("9988.HK"))
    weights = {"BABA.US": 0.02, "9988.HK": 0.03}
    exposures = [row("alibaba", 0.5), row("alibaba", 0.4, cause="m2")]

    (found,) = theme_rows(held, exposures, Known(), weights)

    assert found.for_weight == pytest.approx(0.05)
    assert (found.against_weight, found.mixed_weight) == (0.0, 0.0)
    assert found.unknowns == ("sales share",)


def test_no_path_is_none_and_not_zero():
    held = book(holding("0700.HK"), holding("ZZZZ.US"))

    found = look_through(held, [row("maker", 0.5)], Known(), {"0700.HK": 0.1})

    assert [(one.issuer, one.sign, one.via) for one in found] == [
        ("tencent", None, ()),
        (None, None, ()),
    ]


@given(st.floats(0.001, 0.5), st.floats(0.01, 1), st.floats(0, 1))
def test_a_short_turns_the_sign_for_the_book_round(weight, pro, con):
    exposures = [row("maker", pro, con)]
    (long,) = look_through(
        book(holding("301071.SZ")), exposures, Known(), {"301071.SZ": weight}
    )
    (short,) = look_through(
        book(holding("301071.SZ", -1.0)), exposures, Known(), {"301071.SZ": -weight}
    )

    assert long.sign is not None
    assert short.sign == -long.sign


def test_a_short_of_a_name_that_gains_stands_against_the_book():
    held = book(holding("301071.SZ", -1.0))

    (found,) = theme_rows(held, [row("maker", 0.5)], Known(), {"301071.SZ": -0.04})

    assert (found.for_weight, found.against_weight) == (0.0, 0.04)


def test_sides_are_summed_over_causes_before_the_sign_is_taken():
    exposures = [row("maker", 0.5), row("maker", 0.0, 0.4, cause="m2")]

    (found,) = look_through(
        book(holding("301071.SZ")), exposures, Known(), {"301071.SZ": 0.1}
    )

    assert found.sign == 0
    assert found.via == ("grit",)


def test_futures_and_cash_are_not_looked_through():
    held = book(
        holding("IC2603.CFE", -5.0, kind="future"),
        holding("CASH.CNY", 3.0, kind="cash"),
    )

    assert look_through(held, [row("maker", 0.5)], Known(), {}) == ()


def test_the_heaviest_theme_comes_first():
    exposures = [row("maker", 0.9), row("alibaba", 0.2, theme="cloud")]
    held = book(holding("301071.SZ"), holding("9988.HK"))

    found = theme_rows(held, exposures, Known(), {"301071.SZ": 0.01, "9988.HK": 0.05})

    assert [(one.theme, one.name) for one in found] == [
        ("cloud", "cloud"),
        ("grit", "Grit"),
    ]


def test_names_of_the_text_without_a_path_are_told():
    assert unreached(["tencent", "maker", "tencent"], [row("maker", 0.5)]) == (
        "tencent",
    )
