import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.records import PricePanel
from kuroshio.studies import BasketWindows, build_basket

NAN = float("nan")
WINDOWS = BasketWindows(row=30, estimation=(-25, -6), event=(-5, 5))


def panel(columns):
    rows = len(next(iter(columns.values())))
    return PricePanel(
        dates=np.datetime64("2024-01-01") + np.arange(rows),
        securities=tuple(columns),
        values=np.array(list(columns.values()), float).T,
    )


def walk(seed, rows=40):
    moves = np.random.default_rng(seed).normal(0.0, 0.02, rows)
    return 10.0 * np.cumprod(1.0 + moves)


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_a_basket_moves_by_the_mean_of_its_members(count, seed):
    columns = {f"s{k}": walk(seed + k) for k in range(count)}
    prices = panel(columns)
    basket = build_basket(prices, tuple(columns), WINDOWS)
    moves = prices.values[1:] / prices.values[:-1] - 1.0
    inside = slice(WINDOWS.first, WINDOWS.last + 1)
    levels = basket.levels[inside]
    expected = moves.mean(axis=1)[WINDOWS.first : WINDOWS.last]
    np.testing.assert_allclose(
        levels[1:] / levels[:-1] - 1.0, expected, rtol=1e-9, atol=1e-14
    )
    assert np.isnan(basket.levels[: WINDOWS.first]).all()
    assert np.isnan(basket.levels[WINDOWS.last + 1 :]).all()


def test_a_suspended_member_is_not_filled_and_counts_again_from_its_second_session():
    steady, gone = np.full(40, 10.0), walk(1)
    gone[10:14] = NAN
    gone[14:] *= 2.0
    basket = build_basket(panel({"a": steady, "b": gone}), ("a", "b"), WINDOWS)
    moves = basket.levels[1:] / basket.levels[:-1] - 1.0
    np.testing.assert_allclose(moves[9:14], 0.0, atol=1e-12)
    assert np.isclose(moves[14], (gone[15] / gone[14] - 1.0) / 2.0)


def test_the_basket_of_one_name_is_that_name_with_its_gaps():
    lone = walk(2)
    lone[10:14] = NAN
    basket = build_basket(panel({"a": lone}), ("a",), WINDOWS)
    inside = slice(WINDOWS.first, WINDOWS.last + 1)
    np.testing.assert_allclose(
        basket.levels[inside] / 100.0, lone[inside] / lone[WINDOWS.first]
    )
    assert np.isnan(basket.levels[10:14]).all()


def test_every_name_left_out_says_why():
    late, halted, ended, thin = walk(3), walk(4), walk(5), walk(6)
    late[:28] = NAN
    halted[31] = NAN
    ended[33:] = NAN
    thin[5:20] = NAN
    names = ("good", "late", "halted", "ended", "thin", "absent", "empty")
    columns = {"good": walk(7), "late": late, "halted": halted, "ended": ended}
    columns |= {"thin": thin, "empty": np.full(40, NAN)}
    basket = build_basket(panel(columns), names, WINDOWS)
    assert basket.members == ("good",)
    reasons = dict(basket.left_out)
    assert reasons["late"].startswith("before listing")
    assert reasons["halted"] == "suspended or missing: no price on 2024-02-01"
    assert reasons["ended"].startswith("delisted or no longer priced")
    assert "fewer than half of the estimation days" in reasons["thin"]
    assert reasons["absent"] == reasons["empty"] == "no prices"


def test_without_members_a_basket_has_no_level():
    basket = build_basket(panel({"a": walk(1)}), ("b",), WINDOWS)
    assert not basket.members
    assert np.isnan(basket.levels).all()
