"""Conditional expectation against conditioning done the long way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from kuroshio.errors import NumericsError
from kuroshio.numerics import (
    check_covariance,
    condition_normal,
    distance_odds,
    reverse_point,
    student_spread,
)


def some_covariance(seed, size):
    rng = np.random.default_rng(seed)
    mixing = rng.standard_normal((size, size))
    scale = 10.0 ** rng.uniform(-3, -1, size)
    return (mixing @ mixing.T) * np.outer(scale, scale)


def partitioned(covariance, shocked, values):
    """Condition on some components by the textbook's partition."""
    rest = [i for i in range(len(covariance)) if i not in shocked]
    inner = covariance[np.ix_(shocked, shocked)]
    slopes = np.linalg.solve(inner, covariance[np.ix_(shocked, rest)]).T
    mean = np.zeros(len(covariance))
    mean[shocked], mean[rest] = values, slopes @ values
    left = np.zeros_like(covariance)
    left[np.ix_(rest, rest)] = (
        covariance[np.ix_(rest, rest)] - slopes @ covariance[np.ix_(shocked, rest)]
    )
    return mean, left, values @ np.linalg.solve(inner, values)


@given(st.integers(0, 10**6), st.integers(2, 12), st.data())
def test_conditioning_agrees_with_the_partition(seed, size, data):
    covariance = some_covariance(seed, size)
    shocked = sorted(
        data.draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=size - 1))
    )
    inner = covariance[np.ix_(shocked, shocked)]
    if np.linalg.cond(inner / np.sqrt(np.outer(*[np.diag(inner)] * 2))) > 1e5:
        return
    values = np.random.default_rng(seed + 1).normal(0, 0.03, len(shocked))
    got = condition_normal(covariance, np.eye(size)[shocked], values)
    mean, left, squared = partitioned(covariance, shocked, values)
    scale = np.sqrt(np.diag(covariance))
    assert np.abs((got.mean - mean) / scale).max() <= 1e-9 * max(1, squared**0.5)
    assert np.abs((got.covariance - left) / np.outer(scale, scale)).max() < 1e-9
    assert got.distance**2 == pytest.approx(squared, rel=1e-9)
    assert got.dimensions == len(shocked)


def test_a_combination_is_met_and_a_repeated_condition_counts_once():
    covariance = some_covariance(3, 5)
    rows = np.array([[1.0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [1.0, 1, 2, 0, 0]])
    got = condition_normal(covariance, rows, np.array([0.02, -0.01, 0.0]))
    assert rows @ got.mean == pytest.approx([0.02, -0.01, 0.0], abs=1e-12)
    assert got.dimensions == 2
    same = condition_normal(covariance, rows[:2], np.array([0.02, -0.01]))
    assert got.mean == pytest.approx(same.mean, abs=1e-12)
    assert got.distance == pytest.approx(same.distance, rel=1e-9)


def test_contradictions_and_what_is_no_covariance_are_refused():
    covariance = some_covariance(3, 3)
    twice = np.array([[1.0, 0, 0], [1.0, 0, 0]])
    with pytest.raises(NumericsError, match="contradict"):
        condition_normal(covariance, twice, np.array([0.01, 0.02]))
    with pytest.raises(NumericsError, match="never moves"):
        condition_normal(np.diag([1.0, 0.0]), np.eye(2), np.array([0.0, 1.0]))
    with pytest.raises(NumericsError, match="semi-definite"):
        check_covariance(np.array([[1.0, 2.0], [2.0, 1.0]]))
    with pytest.raises(NumericsError, match="symmetric"):
        check_covariance(np.array([[1.0, 0.5], [0.2, 1.0]]))
    with pytest.raises(NumericsError, match="number"):
        check_covariance(np.array([[np.nan]]))


def test_no_condition_leaves_everything_as_it_was():
    covariance = some_covariance(5, 4)
    got = condition_normal(covariance, np.zeros((0, 4)), np.zeros(0))
    assert not got.mean.any()
    assert got.covariance == pytest.approx(covariance)
    assert distance_odds(got.distance, got.dimensions, 5.0) == 1.0


@pytest.mark.parametrize("dimensions", [1, 2, 4, 9, 40])
@pytest.mark.parametrize("distance", [0.01, 0.5, 3.0, 8.0, 20.0])
def test_odds_are_those_of_chi_squared_and_f(distance, dimensions):
    normal = distance_odds(distance, dimensions, np.inf)
    assert normal == pytest.approx(stats.chi2.sf(distance**2, dimensions), rel=1e-10)
    ratio = distance**2 * 5 / (dimensions * 3)
    heavy = distance_odds(distance, dimensions, 5.0)
    assert heavy == pytest.approx(stats.f.sf(ratio, dimensions, 5), rel=1e-10)


def test_student_spread_is_what_paths_show():
    rng = np.random.default_rng(8)
    df, count = 6.0, 4_000_000
    mix = np.sqrt((df - 2.0) / rng.chisquare(df, count))
    first, second = rng.standard_normal((2, count)) * mix
    near = np.abs(first - 2.0) < 0.1
    assert second[near].var() == pytest.approx(student_spread(df, 2.0, 1), rel=0.05)
    assert student_spread(np.inf, 7.0, 2) == 1.0


@given(st.integers(0, 10**6))
def test_the_reverse_point_is_the_optimisers(seed):
    covariance = some_covariance(seed, 5)
    scale = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(scale, scale)
    if np.linalg.cond(correlation) > 1e4:
        return
    slopes = np.random.default_rng(seed + 1).normal(0, 1, 5) / scale
    point = reverse_point(covariance, slopes, 0.08)
    assert slopes @ point == pytest.approx(-0.08, rel=1e-9)
    inverse = np.linalg.inv(correlation)
    found = optimize.minimize(
        lambda z: z @ inverse @ z,
        np.full(5, -0.01),
        jac=lambda z: 2 * inverse @ z,
        constraints={"type": "eq", "fun": lambda z: (slopes * scale) @ z + 0.08},
        options={"ftol": 1e-15, "maxiter": 500},
    )
    assert point / scale == pytest.approx(found.x, abs=2e-5)


def test_a_book_without_risk_has_no_reverse_stress():
    with pytest.raises(NumericsError, match="no risk"):
        reverse_point(np.eye(2), np.zeros(2), 0.1)
