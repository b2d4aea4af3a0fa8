import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.numerics import (
    Layout,
    Places,
    Rows,
    Span,
    date_residuals,
    fit_windows,
    group_rows,
    mean_correlation,
    overlap_correlations,
)

SPAN = Span(-40, -6, -5, 5)
TESTS = np.array([[0, 0], [-5, 5]])


@pytest.fixture
def returns():
    rng = np.random.default_rng(0)
    return 0.01 * (rng.normal(size=(1, 120)) + rng.normal(size=(7, 120)))


def fit(returns, own):
    count = len(own)
    rows = Rows(returns, np.ones((7, 120)), np.empty((1, 0, 120)), np.empty((1, 0)))
    places = Places(np.arange(count), np.zeros(count, np.int64), np.asarray(own))
    layout = Layout(rows, places, SPAN)
    fits, sums = fit_windows(layout, np.array([[0, 10]]))
    return layout, fits, sums


def overlap(returns, own, **more):
    layout, fits, _ = fit(returns, own)
    return overlap_correlations(
        layout,
        fits,
        day_zero=np.asarray(own),
        panel_row=np.arange(120)[None],
        tests=TESTS,
        **more,
    )


def test_mean_correlation_is_the_off_diagonal_mean(returns):
    _, _, sums = fit(returns, [60] * 7)
    matrix = np.corrcoef(returns[:, 20:55])
    expected = (matrix.sum() - 7) / 42
    assert mean_correlation(sums.unit, 7) == pytest.approx(expected, rel=1e-10)
    assert np.isnan(mean_correlation(sums.unit, 1))


def test_one_date_is_the_plain_mean_for_every_test(returns):
    _, _, sums = fit(returns, [60] * 7)
    expected = mean_correlation(sums.unit, 7)
    np.testing.assert_allclose(overlap(returns, [60] * 7), expected, rtol=1e-10)


def test_pairs_weigh_by_the_days_they_share(returns):
    own = [60, 64, 90]
    # Only the first two touch: 7 of 11 days; both estimation windows hold rows 24-54.
    z = [
        returns[k, o - 40 : o - 5] - returns[k, o - 40 : o - 5].mean()
        for k, o in enumerate(own)
    ]
    z = [row / row.std() for row in z]
    correlation = np.mean(z[0][4:] * z[1][:-4])
    day, window = overlap(returns, own)
    assert day == 0.0
    assert window == pytest.approx(7 / 11 * correlation / 3, rel=1e-10)


def test_threads_change_no_bit(returns):
    own = [60, 60, 62, 64, 64, 90, 90]
    np.testing.assert_array_equal(
        overlap(returns, own), overlap(returns, own, threads=3)
    )


def test_residuals_add_up_by_date(returns):
    layout, fits, sums = fit(returns, [60, 70, 60, 70, 60, 60, 60])
    by_date = date_residuals(layout, fits, np.array([0, 1, 0, 1, 0, 0, 0]))
    np.testing.assert_allclose(by_date.sum(axis=0), sums.residual, atol=1e-15)
    expected = returns[1, 30:65] + returns[3, 30:65]
    expected -= returns[[1, 3], 30:65].mean(axis=1).sum()
    np.testing.assert_allclose(by_date[1], expected, atol=1e-15)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_groups_as_numpy_finds_them(cells):
    rows = np.array(cells)
    expected = np.unique(rows, return_inverse=True, return_counts=True)
    for ours, theirs in zip(group_rows(rows), expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
