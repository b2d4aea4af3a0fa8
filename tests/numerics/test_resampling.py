import numpy as np
import pytest

from kuroshio.numerics import (
    cluster_sums,
    clustered_t,
    column_moments,
    csect_t,
    exceedance_p,
    jackknife_t,
    placebo_draws,
    wild_cluster_draws,
)


@pytest.fixture
def values():
    return np.random.default_rng(4).normal(0.01, 0.03, size=(40, 3))


def test_jackknife_of_single_events_is_the_cross_sectional_t(values):
    sums = cluster_sums(values, np.arange(40))
    np.testing.assert_allclose(
        jackknife_t(sums), csect_t(column_moments(values)), rtol=1e-12
    )


def test_jackknife_leaves_out_whole_clusters(values):
    cluster = np.repeat(np.arange(8), 5)
    rng = np.random.default_rng(0)
    order = rng.permutation(40)
    found = jackknife_t(cluster_sums(values[order], cluster[order]))
    means = np.array([values[cluster != g].mean(axis=0) for g in range(8)])
    spread = ((means - means.mean(axis=0)) ** 2).sum(axis=0) * 7 / 8
    np.testing.assert_allclose(found, values.mean(axis=0) / np.sqrt(spread))


def test_clustered_t_by_hand(values):
    cluster = np.arange(40) % 4
    mean = values.mean(axis=0)
    sums = np.array([(values[cluster == g] - mean).sum(axis=0) for g in range(4)])
    error = np.sqrt((sums**2).sum(axis=0)) / 40
    np.testing.assert_allclose(clustered_t(cluster_sums(values, cluster)), mean / error)


@pytest.mark.parametrize("groups", [5, 20])
def test_wild_draws_are_clustered_t_of_reweighted_values(values, groups):
    cluster = np.arange(40) % groups
    sums = cluster_sums(values, cluster)
    drawn = wild_cluster_draws(sums, draws=50, rng=np.random.default_rng(9))
    points = (
        np.array([-1.0, 1.0])
        if groups >= 12
        else np.concatenate([-np.sqrt([0.5, 1.0, 1.5]), np.sqrt([0.5, 1.0, 1.5])])
    )
    picks = np.random.default_rng(9).integers(0, len(points), size=(50, groups))
    for row, pick in zip(drawn, picks, strict=True):
        weighted = values * points[pick][cluster][:, None]
        expected = clustered_t(cluster_sums(weighted, cluster))
        np.testing.assert_allclose(row, expected, rtol=1e-8)


def test_a_clear_effect_is_found_and_none_is_not(values):
    sums = cluster_sums(values + 0.05, np.arange(40))
    drawn = wild_cluster_draws(sums, draws=499, rng=np.random.default_rng(1))
    assert (exceedance_p(clustered_t(sums), drawn) <= 0.01).all()
    balanced = values - values.mean(axis=0)
    sums = cluster_sums(balanced, np.arange(40))
    drawn = wild_cluster_draws(sums, draws=499, rng=np.random.default_rng(1))
    assert (exceedance_p(clustered_t(sums), drawn) > 0.5).all()


def test_placebo_of_one_date_takes_every_placement():
    residuals = np.arange(10.0)[None]
    drawn = placebo_draws(
        residuals, np.array([1, 3]), count=2, draws=7, rng=np.random.default_rng(0)
    )
    np.testing.assert_allclose(drawn[0], np.arange(10) / 2)
    np.testing.assert_allclose(drawn[1], (np.arange(8) * 3 + 3) / 2)


def test_placebo_of_several_dates_draws_one_place_for_each():
    residuals = np.array([np.zeros(20), np.ones(20)])
    drawn = placebo_draws(
        residuals, np.array([4]), count=5, draws=30, rng=np.random.default_rng(0)
    )
    np.testing.assert_allclose(drawn[0], np.full(30, 4 / 5))
