"""From themes to names and a book: shares add up, risk never shrinks, shorts turn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.records import Exposure, Impact, ImpactParts
from kuroshio.studies import (
    HeldName,
    ThemeMoves,
    book_impact,
    issuer_impacts,
    name_impacts,
)


def impact(theme, mean=0.01, scale=0.02):
    return Impact(
        scope="theme", id=theme, window=(0, 0), moment="publication", mean=mean,
        q05=0, q25=0, q50=mean, q75=0, q95=0, scale=scale, df=5.0, p_positive=0.6,
        parts=ImpactParts(precedents=mean / 2, sign=mean / 2, overnight=0.0),
        for_mechanism=f"{theme} gains",
    )  # fmt: skip


def exposure(theme, issuer, pro=0.8, con=0.0):
    return Exposure(
        cause="c1", theme=theme, issuer=issuer, name=issuer, securities=(),
        sign=1 if pro > con else -1, for_strength=pro, against_strength=con, hops=1,
        revenue_share=None, materiality=None, basis="own_knowledge", path=(),
    )  # fmt: skip


MOVES = ThemeMoves(
    impacts={"a": impact("a"), "b": impact("b", mean=-0.02, scale=0.03)},
    usual={"a": 0.01, "b": 0.015},
    names=("a", "b"),
    correlation=np.array([[1.0, 0.5], [0.5, 1.0]]),
)


def test_a_name_takes_its_themes_by_strength():
    rows = [exposure("a", "x", pro=0.6), exposure("b", "x", pro=0.2)]
    (row,) = name_impacts(rows, MOVES, [HeldName(security="X", issuer="x")])
    assert row.mean == pytest.approx(0.75 * 0.01 + 0.25 * -0.02)
    parts = row.parts
    assert parts.precedents + parts.sign + parts.overnight == pytest.approx(row.mean)
    assert row.q05 < row.q25 < row.q50 < row.q75 < row.q95


def test_own_risk_is_widened_as_the_theme_is_and_never_below_it():
    rows = [exposure("a", "x")]
    wide = HeldName(security="X", issuer="x", residual=0.04)
    calm = HeldName(security="X", issuer="x", residual=0.001)
    blind = HeldName(security="X", issuer="x")
    scales = [
        name_impacts(rows, MOVES, [name])[0].scale for name in (wide, calm, blind)
    ]
    assert scales == pytest.approx([0.04 * 2.0, 0.02, 0.04])
    assert "not known" in name_impacts(rows, MOVES, [blind])[0].says[1]


def test_a_link_against_the_rest_of_its_theme_gives_no_mean():
    rows = [exposure("a", "x"), exposure("a", "y"), exposure("a", "z", pro=0, con=0.9)]
    (row,) = issuer_impacts(rows, MOVES, [HeldName(security="Z", issuer="z")])
    assert (row.scope, row.id, row.mean) == ("issuer", "z", 0.0)
    assert any("against the rest" in text for text in row.says)


def test_a_limit_cuts_the_range_and_says_so():
    name = HeldName(security="X", issuer="x", residual=0.06, limit=0.1)
    (row,) = name_impacts([exposure("a", "x")], MOVES, [name])
    assert row.q05 == -0.1
    assert any("daily limit" in text for text in row.says)


def test_names_without_a_path_and_books_without_one_say_nothing():
    assert name_impacts([], MOVES, [HeldName(security="X", issuer="x")]) == ()
    assert (
        book_impact([], MOVES, [HeldName(security="X", issuer="x", weight=1)]) is None
    )


@given(st.floats(0.01, 1.0), st.floats(0.1, 3.0))
def test_a_book_is_linear_and_a_short_turns_it(weight, times):
    rows = [exposure("a", "x"), exposure("b", "y")]

    def book(factor):
        names = [
            HeldName(security="X", issuer="x", weight=weight * factor, residual=0.03),
            HeldName(security="Y", issuer="y", weight=0.5 * factor, residual=0.02),
        ]
        return book_impact(rows, MOVES, names)

    one, more, short = book(1.0), book(times), book(-1.0)
    assert more.mean == pytest.approx(times * one.mean)
    assert more.scale == pytest.approx(times * one.scale)
    assert short.mean == pytest.approx(-one.mean)
    assert short.q05 == pytest.approx(-one.q95)


def test_two_listings_of_an_issuer_share_their_risk():
    rows = [exposure("a", "x")]

    def scale(*weights):
        names = [
            HeldName(security=f"X{k}", issuer="x", weight=weight, residual=0.03)
            for k, weight in enumerate(weights)
        ]
        return book_impact(rows, MOVES, names).scale

    assert scale(0.2, 0.3) == pytest.approx(scale(0.5))
    hedged = book_impact(
        rows,
        MOVES,
        [
            HeldName(security="A", issuer="x", weight=0.2, residual=0.03),
            HeldName(security="H", issuer="x", weight=-0.2, residual=0.03),
        ],
    )
    assert hedged.mean == pytest.approx(0.0)
    assert hedged.scale == pytest.approx(0.0, abs=1e-12)


def test_the_books_spread_follows_the_themes_correlation():
    rows = [exposure("a", "x"), exposure("b", "y")]
    names = [
        HeldName(security="X", issuer="x", weight=1.0, residual=1e-9),
        HeldName(security="Y", issuer="y", weight=1.0, residual=1e-9),
    ]
    expected = 0.02**2 + 0.03**2 + 2 * 0.5 * 0.02 * 0.03
    assert book_impact(rows, MOVES, names).scale == pytest.approx(expected**0.5)
