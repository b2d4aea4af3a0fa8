import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.numerics import column_moments
from kuroshio.numerics.moments import BLOCK


@pytest.mark.parametrize("count", [2, 7, BLOCK + 3])
def test_as_numpy(count):
    values = np.random.default_rng(0).normal(1e3, 1e-3, size=(count, 5))
    found = column_moments(values)
    np.testing.assert_allclose(found.mean, values.mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(found.deviation, values.std(axis=0, ddof=1), rtol=1e-8)
    np.testing.assert_array_equal(found.positive, (values > 0).sum(axis=0))


def test_one_row_has_no_spread():
    assert np.isnan(column_moments(np.ones((1, 2))).deviation).all()


def test_threads_change_no_bit():
    values = np.random.default_rng(1).normal(size=(3 * BLOCK + 5, 4))
    one, two = column_moments(values), column_moments(values, threads=3)
    np.testing.assert_array_equal(one.mean, two.mean)
    np.testing.assert_array_equal(one.deviation, two.deviation)


@settings(max_examples=30, deadline=None)
@given(st.floats(1e-3, 1e3), st.floats(-10, 10))
def test_shift_and_scale(scale, shift):
    values = np.random.default_rng(2).normal(size=(50, 2))
    base, moved = column_moments(values), column_moments(values * scale + shift)
    np.testing.assert_allclose(moved.mean, base.mean * scale + shift, atol=1e-9)
    np.testing.assert_allclose(moved.deviation, base.deviation * scale, rtol=1e-8)
