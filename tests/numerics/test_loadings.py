"""Loadings against least squares solved one security at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.errors import NumericsError
from kuroshio.numerics import ridge_loadings, shrink_loadings


def market(seed: int = 5, rows: int = 260, names: int = 12, factors: int = 3):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((rows, factors)) * 0.01
    true = rng.standard_normal((names, factors))
    y = 0.0002 + x @ true.T + rng.standard_normal((rows, names)) * 0.01
    y[rng.random(y.shape) < 0.1] = np.nan
    return y, x, true


@given(seed=st.integers(0, 1000))
def test_without_ridge_it_is_least_squares_of_each_name_alone(seed):
    y, x, _ = market(seed)
    found = ridge_loadings(y, x, ridge=0.0)
    for i in range(y.shape[1]):
        rows = np.isfinite(y[:, i])
        design = np.column_stack([np.ones(rows.sum()), x[rows]])
        solved, rss, *_ = np.linalg.lstsq(design, y[rows, i], rcond=None)
        variance = rss[0] / (rows.sum() - 4)
        errors = np.sqrt(variance * np.diag(np.linalg.inv(design.T @ design)))
        assert found.alphas[i] == pytest.approx(solved[0], rel=1e-8)
        np.testing.assert_allclose(found.betas[i], solved[1:], rtol=1e-8)
        np.testing.assert_allclose(found.errors[i], errors[1:], rtol=1e-8)
        residual = y[rows, i] - design @ solved
        np.testing.assert_allclose(found.residuals[rows, i], residual, atol=1e-12)
        assert found.observations[i] == rows.sum()


def test_ridge_minimises_the_stated_objective():
    y, x, _ = market(rows=400)
    target = np.array([1.0, 0.5, 0.0])
    ridge = 0.3
    found = ridge_loadings(y, x, ridge=ridge, target=target)
    spread = ((x - x.mean(axis=0)) ** 2).mean()
    rows = np.isfinite(y[:, 0])

    def objective(alpha: float, beta: np.ndarray) -> float:
        fit = y[rows, 0] - alpha - x[rows] @ beta
        penalty = len(x) * ridge * spread * ((beta - target) ** 2).sum()
        return (fit**2).sum() + penalty

    best = objective(found.alphas[0], found.betas[0])
    rng = np.random.default_rng(0)
    for _ in range(200):
        step = rng.standard_normal(4) * 1e-3
        assert (
            objective(found.alphas[0] + step[0] * 0.01, found.betas[0] + step[1:])
            > best
        )


def test_a_shorter_history_is_drawn_harder():
    y, x, true = market(rows=500, names=60)
    short = y.copy()
    short[:-90] = np.nan
    target = np.zeros(3)
    long_size = np.abs(ridge_loadings(y, x, ridge=0.2, target=target).betas).mean()
    short_size = np.abs(ridge_loadings(short, x, ridge=0.2, target=target).betas)
    assert short_size.mean() < 0.8 * long_size
    assert long_size < np.abs(true).mean()


def test_a_strong_ridge_is_the_target():
    y, x, _ = market()
    target = np.array([1.0, 0.0, -1.0])
    found = ridge_loadings(y, x, ridge=1e9, target=target)
    np.testing.assert_allclose(found.betas, np.tile(target, (12, 1)), atol=1e-6)


def test_too_short_a_history_is_nan_and_others_are_not():
    y, x, _ = market()
    y[:-40, 3] = np.nan
    found = ridge_loadings(y, x, ridge=0.02)
    assert np.isnan(found.betas[3]).all()
    assert np.isnan(found.residuals[:, 3]).all()
    assert np.isfinite(found.betas[[0, 1, 2, 4]]).all()


def test_missing_factor_rows_are_left_out():
    y, x, _ = market()
    holed = x.copy()
    holed[10:20, 1] = np.nan
    kept = np.r_[0:10, 20:260]
    found = ridge_loadings(y, holed, ridge=0.02)
    expected = ridge_loadings(y[kept], x[kept], ridge=0.02)
    np.testing.assert_allclose(found.betas, expected.betas, rtol=1e-10)


def test_shrinking_pulls_noise_in_and_leaves_signal():
    rng = np.random.default_rng(2)
    true = rng.normal(0.5, 1.0, (400, 1))
    errors = np.where(np.arange(400)[:, None] % 2 == 0, 0.05, 2.0)
    noisy = true + rng.standard_normal((400, 1)) * errors
    shrunk, spread = shrink_loadings(noisy, errors)
    raw_error = ((noisy - true)[1::2] ** 2).mean()
    assert ((shrunk - true)[1::2] ** 2).mean() < 0.5 * raw_error
    np.testing.assert_allclose(shrunk[::2], noisy[::2], atol=0.05)
    assert (spread <= errors).all()


def test_pure_noise_shrinks_to_the_mean():
    errors = np.full((50, 1), 1.0)
    noisy = np.linspace(-0.5, 0.5, 50)[:, None]
    shrunk, _ = shrink_loadings(noisy, errors)
    np.testing.assert_allclose(shrunk, 0.0, atol=1e-12)


def test_nan_stays_nan_when_shrunk():
    betas = np.array([[1.0], [np.nan], [2.0], [0.0]])
    errors = np.array([[0.1], [np.nan], [0.1], [0.1]])
    shrunk, spread = shrink_loadings(betas, errors)
    assert np.isnan(shrunk[1, 0])
    assert np.isnan(spread[1, 0])
    assert np.isfinite(shrunk[[0, 2, 3]]).all()


def test_shapes_and_lengths_are_checked():
    y, x, _ = market()
    with pytest.raises(NumericsError, match="differ in sessions"):
        ridge_loadings(y[:-1], x, ridge=0.0)
    with pytest.raises(NumericsError, match="fewer factor rows"):
        ridge_loadings(y[:30], x[:30], ridge=0.0)


def test_weights_are_those_of_weighted_least_squares():
    rng = np.random.default_rng(11)
    x = rng.standard_normal((200, 3)) * 0.01
    y = x @ rng.standard_normal((3, 4)) + rng.standard_normal((200, 4)) * 0.01
    y[rng.random(y.shape) < 0.1] = np.nan
    weights = 0.5 ** (np.arange(199, -1, -1) / 60.0)
    found = ridge_loadings(y, x, ridge=0.0, weights=weights)
    for k in range(4):
        good = np.isfinite(y[:, k])
        root = np.sqrt(weights[good])
        design = np.column_stack([np.ones(good.sum()), x[good]]) * root[:, None]
        expected = np.linalg.lstsq(design, y[good, k] * root, rcond=None)[0]
        assert found.betas[k] == pytest.approx(expected[1:], rel=1e-9)
        assert found.alphas[k] == pytest.approx(expected[0], rel=1e-7, abs=1e-12)


def test_even_weights_change_nothing():
    rng = np.random.default_rng(12)
    x, y = rng.standard_normal((100, 2)), rng.standard_normal((100, 3))
    plain = ridge_loadings(y, x, ridge=0.1)
    even = ridge_loadings(y, x, ridge=0.1, weights=np.full(100, 0.3))
    assert even.betas == pytest.approx(plain.betas, rel=1e-10)
    assert even.errors == pytest.approx(plain.errors, rel=1e-10)


@pytest.mark.parametrize("weights", [np.ones(9), np.zeros(100), np.full(100, np.nan)])
def test_weights_that_are_none_are_refused(weights):
    rng = np.random.default_rng(13)
    x, y = rng.standard_normal((100, 2)), rng.standard_normal((100, 3))
    with pytest.raises(NumericsError, match="weights"):
        ridge_loadings(y, x, ridge=0.1, weights=weights)
