import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.numerics import benjamini_hochberg, romano_wolf

# Benjamini and Hochberg (1995), section 3.2: fifteen p-values of the thrombolysis
# study; at 0.05 their procedure rejects the first four.
THROMBOLYSIS = np.array([
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
    0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
])  # fmt: skip


def test_printed_example_rejects_four():
    assert (benjamini_hochberg(THROMBOLYSIS) <= 0.05).sum() == 4


def test_missing_values_stay_missing_and_do_not_count():
    adjusted = benjamini_hochberg(np.array([0.01, np.nan, 0.04]))
    np.testing.assert_allclose(adjusted[[0, 2]], [0.02, 0.04])
    assert np.isnan(adjusted[1])
    assert np.isnan(benjamini_hochberg(np.array([np.nan]))).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_keeps_order_and_never_lowers(cells):
    p = np.array(cells)
    adjusted = benjamini_hochberg(p)
    assert (adjusted >= p - 1e-15).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= -1e-15).all()


def test_step_down_by_hand():
    # Nine draws of two statistics: |first| beats 3 never; the maximum beats it once.
    draws = np.array([
        [0.1, 3.5], [1.0, 0.2], [2.0, 1.0], [0.5, 0.5], [1.5, 1.0],
        [0.3, 2.5], [0.2, 0.1], [0.9, 0.4], [1.1, 0.3],
    ])  # fmt: skip
    adjusted = romano_wolf(np.array([-3.0, 2.0]), draws)
    # First: 1 of 9 maxima reach 3 -> 2/10. Second alone: 2 of 9 reach 2 -> 3/10.
    np.testing.assert_allclose(adjusted, [0.2, 0.3])


def test_step_down_is_monotone_and_bounds_the_single_p():
    rng = np.random.default_rng(0)
    draws, statistic = rng.normal(size=(200, 6)), rng.normal(size=6) * 2
    adjusted = romano_wolf(statistic, draws)
    single = (1 + (np.abs(draws) >= np.abs(statistic)).sum(axis=0)) / 201
    assert (adjusted >= single - 1e-12).all()
    order = np.argsort(-np.abs(statistic))
    assert (np.diff(adjusted[order]) >= 0).all()


def test_a_test_without_value_has_no_adjusted_value():
    draws = np.ones((5, 2))
    draws[:, 1] = np.nan
    assert np.isnan(romano_wolf(np.array([2.0, np.nan]), draws)[1])
    assert romano_wolf(np.array([2.0, np.nan]), draws)[0] == pytest.approx(1 / 6)
