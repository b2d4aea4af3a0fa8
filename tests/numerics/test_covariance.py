"""Fading covariances against loops written out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.errors import NumericsError
from kuroshio.numerics import (
    correlation_of,
    ewma_volatility,
    fading_weights,
    nearest_psd,
    newey_west_covariance,
)


def sample(rows: int = 300, columns: int = 4, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.standard_normal((rows, columns)) @ rng.standard_normal(
        (columns, columns)
    )


def test_weights_halve_each_half_life():
    weights = fading_weights(101, 20)
    assert weights[-1] == 1
    assert weights[-21] == pytest.approx(0.5)
    assert weights[0] == pytest.approx(0.5**5)


def test_covariance_equals_a_loop():
    returns, half_life, lags = sample(), 40.0, 2
    n, k = returns.shape
    weight = [0.5 ** ((n - 1 - t) / half_life) for t in range(n)]
    expected = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            total = sum(weight[t] * returns[t, i] * returns[t, j] for t in range(n))
            for lag in range(1, lags + 1):
                bartlett = 1 - lag / (lags + 1)
                for t in range(lag, n):
                    w = np.sqrt(weight[t] * weight[t - lag])
                    total += bartlett * w * returns[t, i] * returns[t - lag, j]
                    total += bartlett * w * returns[t - lag, i] * returns[t, j]
            expected[i, j] = total / sum(weight)
    found = newey_west_covariance(returns, half_life=half_life, lags=lags)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


def test_without_memory_and_lags_it_is_the_second_moment():
    returns = sample()
    returns[5, 1] = np.nan
    rows = np.delete(returns, 5, axis=0)
    np.testing.assert_allclose(
        newey_west_covariance(returns), rows.T @ rows / len(rows), rtol=1e-12
    )


def test_a_lagged_follower_regains_its_correlation():
    rng = np.random.default_rng(1)
    leader = rng.standard_normal(20_000)
    follower = np.concatenate([[0.0], leader[:-1]])
    both = np.column_stack([leader, follower])
    plain, _ = correlation_of(newey_west_covariance(both))
    lagged, _ = correlation_of(newey_west_covariance(both, lags=2))
    assert abs(plain[0, 1]) < 0.05
    assert lagged[0, 1] > 0.5


def test_volatility_leaves_gaps_out():
    returns = sample()
    holed = returns.copy()
    holed[::7, 0] = np.nan
    weights = fading_weights(len(returns), 30.0)
    kept = np.isfinite(holed[:, 0])
    expected = np.sqrt(
        (weights[kept] * holed[kept, 0] ** 2).sum() / weights[kept].sum()
    )
    found = ewma_volatility(holed, 30.0)
    assert found[0] == pytest.approx(expected, rel=1e-12)
    few = returns[:15]
    assert np.isnan(ewma_volatility(few, 30.0)).all()


@given(seed=st.integers(0, 10_000), size=st.integers(2, 12))
def test_mended_matrices_are_positive_and_keep_their_variances(seed, size):
    rng = np.random.default_rng(seed)
    raw = rng.standard_normal((size, size))
    matrix = raw + raw.T
    np.fill_diagonal(matrix, np.abs(np.diag(matrix)) + 0.5)
    mended = nearest_psd(matrix, floor=1e-6)
    np.testing.assert_allclose(np.diag(mended), np.diag(matrix), rtol=1e-10)
    assert np.linalg.eigvalsh(mended)[0] >= -1e-10
    np.testing.assert_array_equal(mended, mended.T)


def test_a_positive_matrix_is_left_as_it_is():
    covariance = newey_west_covariance(sample())
    np.testing.assert_allclose(nearest_psd(covariance), covariance, rtol=1e-9)


def test_too_little_is_refused():
    with pytest.raises(NumericsError, match="more complete rows"):
        newey_west_covariance(sample(3), lags=2)
    with pytest.raises(NumericsError, match="half-life"):
        fading_weights(5, 0.0)
    with pytest.raises(NumericsError, match="without variance"):
        correlation_of(np.zeros((2, 2)))
