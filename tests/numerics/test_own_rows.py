import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.numerics import Levels, levels_of, own_rows, returns_between

NO_FACTORS = Levels(np.empty((6, 0)), np.empty((6, 0), np.int64))
PRICES = np.array([10, 11, np.nan, 12, 9, 10.0])


def test_returns_by_hand():
    levels = np.array([[100.0, 110.0, 99.0]])
    np.testing.assert_allclose(
        returns_between(levels, "simple"), [[np.nan, 0.1, -0.1]], atol=1e-15
    )
    np.testing.assert_allclose(
        returns_between(levels, "log"), [[np.nan, np.log(1.1), np.log(0.9)]]
    )
    np.testing.assert_array_equal(returns_between(levels, "level"), levels)


def test_a_missing_row_is_no_row():
    market = np.array([1.0, 2, 3, 4, 5, 6])
    own = own_rows(PRICES[:, None], market, NO_FACTORS, series="simple", use="regress")
    assert own.panel_row.tolist() == [[0, 1, 3, 4, 5]]
    assert own.length.tolist() == [5]
    assert own.position.tolist() == [[0, 1, 1, 2, 3, 4]]
    np.testing.assert_allclose(
        own.rows.returns[0, 1:], [0.1, 12 / 11 - 1, -0.25, 10 / 9 - 1]
    )
    np.testing.assert_allclose(own.rows.regressors[0, 0, 1:], [1, 1, 0.25, 0.2])


def test_rows_without_market_do_not_count():
    market = np.array([1.0, np.nan, 3, 4, 5, 6])
    own = own_rows(PRICES[:, None], market, NO_FACTORS, series="simple", use="none")
    assert own.panel_row.tolist() == [[0, 3, 4, 5]]


def test_the_market_is_subtracted_over_the_same_rows():
    market = np.array([1.0, 2, 3, 4, 5, 6])
    own = own_rows(PRICES[:, None], market, NO_FACTORS, series="log", use="subtract")
    assert own.rows.returns[0, 2] == pytest.approx(np.log(12 / 11) - np.log(2))


def test_securities_with_like_gaps_share_a_pattern():
    prices = np.tile(PRICES[:, None], 4) * np.array([1, 2, 3, 4.0])
    prices[4, 2] = np.nan
    own = own_rows(prices, None, NO_FACTORS, series="simple", use="none")
    assert own.pattern.tolist() == [0, 0, 1, 0]
    assert own.length.tolist() == [5, 4]
    assert np.isnan(own.rows.returns[2, 4])


@settings(max_examples=50)
@given(st.lists(st.one_of(st.none(), st.floats(-0.5, 0.5)), min_size=1, max_size=12))
def test_levels_give_their_returns_back(cells):
    returns = np.array([np.nan if c is None else c for c in cells])[:, None]
    levels, breaks = levels_of(returns)
    for t in range(1, len(returns)):
        whole = np.isfinite(levels[t - 1 : t + 1, 0]).all()
        if whole and breaks[t, 0] == breaks[t - 1, 0]:
            back = levels[t, 0] / levels[t - 1, 0] - 1
            assert back == pytest.approx(returns[t, 0], abs=1e-12)
    np.testing.assert_array_equal(np.isnan(levels), np.isnan(returns))
