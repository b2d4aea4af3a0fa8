"""The compiled kernels against the readable NumPy that says the same."""

import numpy as np
import pytest

from kuroshio.numerics import Layout, Places, Rows, Span, fit_windows, rank_windows
from kuroshio.numerics.event_windows import RANK_BLOCK
from kuroshio.numerics.window_reference import (
    fit_windows_reference,
    rank_windows_reference,
)

SPAN = Span(-40, -8, -5, 6)
WINDOWS = np.array([[0, 11], [4, 6], [5, 5]])


def make_layout(*, regressors=1, events=30, seed=0, grid=None, span=SPAN):
    """Random rows; with ``grid`` returns are rounded to it, so that many tie."""
    rng = np.random.default_rng(seed)
    securities, patterns, length = 6, 3, 120
    x = 0.01 * rng.normal(size=(patterns, regressors, length))
    y = 0.02 * rng.standard_t(4, size=(securities, length))
    if grid is not None:
        x, y = np.round(x / grid) * grid, np.round(y / grid) * grid
    prices = np.exp(np.cumsum(0.01 * rng.normal(size=y.shape), axis=1))
    market = np.exp(np.cumsum(0.01 * rng.normal(size=(patterns, length)), axis=1))
    security = rng.integers(0, securities, events)
    own = rng.integers(45, length - 7, events)
    places = Places(security, security % patterns, own)
    return Layout(Rows(y, prices, x, market), places, span)


@pytest.mark.parametrize(
    ("regressors", "centred"), [(0, True), (1, True), (2, True), (4, True), (0, False)]
)
def test_fits_as_the_reference(regressors, centred):
    layout = make_layout(regressors=regressors)
    fits, sums = fit_windows(layout, WINDOWS, centred=centred)
    again, again_sums = fit_windows_reference(layout, WINDOWS, centred=centred)
    for name, ours, theirs in zip(fits._fields, fits, again, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-13, err_msg=name)
    np.testing.assert_allclose(sums.residual, again_sums.residual, atol=1e-13)
    np.testing.assert_allclose(sums.unit, again_sums.unit, atol=1e-11)


# Returns tie exactly only without regressors: with them rounding decides.
@pytest.mark.parametrize(
    ("regressors", "grid"), [(1, None), (0, None), (0, 0.01), (0, 0.04)]
)
@pytest.mark.parametrize("stop", [6, 7])
def test_ranks_as_the_reference_with_and_without_ties(regressors, grid, stop):
    span = SPAN._replace(stop=stop)
    layout = make_layout(regressors=regressors, grid=grid, span=span)
    fits, _ = fit_windows(layout, WINDOWS)
    assert not fits.status.any()
    if grid is not None:
        fits.alpha[:] = 0.25 * grid
    scaled = fits.values / fits.errors
    scaled = scaled / scaled.std(axis=0, ddof=1)
    scaled[::3] = 0.0
    ours = rank_windows(layout, fits, scaled)
    theirs = rank_windows_reference(layout, fits, scaled)
    for name, left, right in zip(ours._fields, ours, theirs, strict=True):
        np.testing.assert_array_equal(left, right, err_msg=name)


def test_values_that_agree_in_their_high_bits_are_ranked_by_value():
    layout = make_layout(regressors=0, events=4)
    tiny = np.nextafter(1.0, 2.0) - 1.0
    steps = np.random.default_rng(2).permutation(layout.rows.returns.shape[1])
    layout.rows.returns[:] = 1.0 + tiny * (steps % 50)
    layout.rows.returns[:, ::5] = -1.0 - tiny * (steps[::5] % 7)
    fits, _ = fit_windows(layout, WINDOWS)
    fits.alpha[:] = 0.0
    scaled = fits.values / fits.errors
    ours = rank_windows(layout, fits, scaled)
    theirs = rank_windows_reference(layout, fits, scaled)
    np.testing.assert_array_equal(ours.rank, theirs.rank)
    np.testing.assert_array_equal(ours.sign, theirs.sign)
    np.testing.assert_array_equal(ours.residual_rank, theirs.residual_rank)


def test_threads_change_no_bit():
    layout = make_layout(events=2 * RANK_BLOCK + 77)
    one, one_sums = fit_windows(layout, WINDOWS)
    two, two_sums = fit_windows(layout, WINDOWS, threads=3)
    for left, right in zip((*one, *one_sums), (*two, *two_sums), strict=True):
        np.testing.assert_array_equal(left, right)
    scaled = one.values / one.errors
    alone = rank_windows(layout, one, scaled)
    shared = rank_windows(layout, one, scaled, threads=3)
    for left, right in zip(alone, shared, strict=True):
        np.testing.assert_array_equal(left, right)


def test_an_event_that_cannot_be_fitted_says_why_and_adds_nothing():
    layout = make_layout(events=5)
    rows = layout.rows
    places = Places(np.arange(5), np.array([0, 1, 0, 0, 2]), np.full(5, 60))
    layout = layout._replace(places=places)
    before = slice(60 + SPAN.first, 60 + SPAN.last + 1)
    rows.returns[0, before] = 0.003
    rows.regressors[1, 0, before] = 0.01
    rows.returns[2, 60] = np.nan
    rows.returns[3, 60 + SPAN.first] = np.nan
    fits, sums = fit_windows(layout, WINDOWS)
    assert fits.status.tolist() == [2, 1, 3, 3, 0]
    only = layout._replace(places=Places(*(part[4:] for part in places)))
    np.testing.assert_array_equal(sums.residual, fit_windows(only, WINDOWS)[1].residual)


def test_without_a_market_buy_and_hold_is_unknown():
    layout = make_layout(regressors=0)
    layout = layout._replace(rows=layout.rows._replace(market=np.empty((3, 0))))
    fits, _ = fit_windows(layout, WINDOWS)
    assert np.isnan(fits.bhar).all()
    assert np.isnan(fits.window_bhar).all()
    assert np.isfinite(fits.ar).all()
