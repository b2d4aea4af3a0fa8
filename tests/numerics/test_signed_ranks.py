"""Wilcoxon's test against SciPy, a printed table, and every sign pattern."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kuroshio.numerics import wilcoxon


@pytest.mark.parametrize("count", [2, 5, 20, 50])
def test_exact_p_as_scipy(count):
    values = np.random.default_rng(count).normal(0.3, 1.0, size=(count, 3))
    w_plus, _, p = wilcoxon(values)
    for d in range(3):
        found = stats.wilcoxon(values[:, d], method="exact", alternative="greater")
        assert w_plus[d] == found.statistic
        two = stats.wilcoxon(values[:, d], method="exact")
        assert p[d] == pytest.approx(two.pvalue, rel=1e-12)


def test_printed_critical_value():
    # Wilcoxon (1945), table I; Hollander and Wolfe, table A.4: n = 10, W+ = 8 has a
    # two-sided p of 0.048828125 (50 of 1,024 sign patterns).
    values = np.array([3.0, 5.0, -1, -2, -4, -6, -7, -8, -9, -10])[:, None]
    w_plus, z, p = wilcoxon(values)
    assert w_plus[0] == 8
    assert p[0] == 50 / 1024
    assert z[0] == pytest.approx((8 - 27.5) / np.sqrt(10 * 11 * 21 / 24))


def test_beyond_fifty_the_exact_p_is_left_to_the_normal():
    values = np.random.default_rng(0).normal(size=(51, 2))
    assert np.isnan(wilcoxon(values)[2]).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
def test_ties_and_zeros_against_every_sign_pattern(cells):
    values = np.array(cells, float)
    w_plus, _, p = wilcoxon(values[:, None])
    ranks = stats.rankdata(np.abs(values))
    assert w_plus[0] == ranks[values > 0].sum()
    sums = np.array([ranks @ signs for signs in product((0, 1), repeat=len(ranks))])
    tail = min(np.mean(sums <= w_plus[0]), np.mean(sums >= w_plus[0]))
    assert p[0] == pytest.approx(min(1.0, 2 * tail), rel=1e-12)


def test_threads_change_nothing():
    values = np.random.default_rng(5).normal(size=(300, 8))
    for left, right in zip(wilcoxon(values), wilcoxon(values, threads=3), strict=True):
        np.testing.assert_array_equal(left, right)
