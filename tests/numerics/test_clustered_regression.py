import numpy as np
import pytest

from kuroshio.errors import NumericsError
from kuroshio.numerics import regress


@pytest.fixture
def data():
    rng = np.random.default_rng(2)
    design = np.column_stack([np.ones(30), rng.normal(size=(30, 2))])
    return design, design @ [0.1, 0.5, -0.2] + rng.normal(size=30) * design[:, 1]


def sandwich(design, values, groups):
    """Formula by formula: scores added up group by group."""
    inverse = np.linalg.inv(design.T @ design)
    b = inverse @ design.T @ values
    e = values - design @ b
    meat = np.zeros((3, 3))
    for g in np.unique(groups):
        score = design[groups == g].T @ e[groups == g]
        meat += np.outer(score, score)
    return b, inverse @ meat @ inverse


def test_clustered_errors(data):
    groups = np.arange(30) % 6
    b, covariance = sandwich(*data, groups)
    found = regress(*data, groups)
    scale = 6 / 5 * 29 / 27
    np.testing.assert_allclose(found.coefficient, b)
    np.testing.assert_allclose(found.error, np.sqrt(scale * np.diag(covariance)))
    assert found.df == 5


def test_single_observations_as_clusters_are_robust_errors(data):
    b, covariance = sandwich(*data, np.arange(30))
    found = regress(*data)
    np.testing.assert_allclose(found.error, np.sqrt(30 / 27 * np.diag(covariance)))
    np.testing.assert_allclose(found.t, b / found.error)
    assert found.df == 27


def test_what_cannot_be_estimated_is_refused(data):
    design, values = data
    with pytest.raises(NumericsError, match="2 observations for 3"):
        regress(design[:2], values[:2])
    with pytest.raises(NumericsError, match="two clusters"):
        regress(design, values, np.zeros(30, np.int64))
    with pytest.raises(NumericsError, match="collinear"):
        regress(np.column_stack([design, design[:, 1]]), values)
