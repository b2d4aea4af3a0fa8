"""Entropy pooling against a solver of the primal that knows nothing of the dual."""

import clarabel
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from kuroshio.errors import NumericsError
from kuroshio.numerics import effective_number, pool_entropy


def primal(prior, rows, wanted, bounds=None, limits=None):
    """Minimise relative entropy over exponential cones with Clarabel."""
    count = len(prior)
    # Variables p and t: minimise sum t with (-t, p, prior) in the cone of
    # y exp(x / y) <= z, so that t >= p log(p / prior).
    equal = np.vstack([np.ones((1, count)), rows])
    parts = [sparse.hstack([equal, sparse.csc_matrix(equal.shape)])]
    right = [np.concatenate([[1.0], wanted])]
    cones = [clarabel.ZeroConeT(len(equal))]
    if bounds is not None:
        parts.append(sparse.hstack([bounds, sparse.csc_matrix(bounds.shape)]))
        right.append(limits)
        cones.append(clarabel.NonnegativeConeT(len(limits)))
    for k in range(count):
        block = np.zeros((3, 2 * count))
        block[0, count + k], block[1, k] = 1.0, -1.0
        parts.append(sparse.csc_matrix(block))
        right.append(np.array([0.0, 0.0, prior[k]]))
        cones.append(clarabel.ExponentialConeT())
    settings_ = clarabel.DefaultSettings()
    settings_.verbose = False
    settings_.tol_gap_abs = settings_.tol_gap_rel = settings_.tol_feas = 1e-11
    aim = np.concatenate([np.zeros(count), np.ones(count)])
    found = clarabel.DefaultSolver(
        sparse.csc_matrix((2 * count, 2 * count)), aim,
        sparse.vstack(parts).tocsc(), np.concatenate(right), cones, settings_,
    ).solve()  # fmt: skip
    assert "Solved" in str(found.status)
    return np.array(found.x[:count])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_pooling_agrees_with_the_primal(seed):
    rng = np.random.default_rng(seed)
    paths = rng.standard_normal((60, 3))
    prior = rng.uniform(0.5, 1.5, 60)
    rows = np.vstack([paths[:, 0], paths[:, 0] ** 2])
    wanted = np.array([0.3, 1.0])
    bounds = np.vstack([-paths[:, 1], paths[:, 2]])  # mean of 1 >= .2, of 2 <= .1
    limits = np.array([-0.2, 0.1])
    got = pool_entropy(
        prior, equalities=(rows, wanted), inequalities=(bounds, limits)
    ).probabilities
    expected = primal(prior / prior.sum(), rows, wanted, bounds, limits)
    assert got == pytest.approx(expected, abs=1e-5)
    assert rows @ got == pytest.approx(wanted, abs=1e-8)
    assert (bounds @ got <= limits + 1e-8).all()


def test_a_mean_view_on_a_normal_sample_tilts_it_exponentially():
    sample = np.random.default_rng(4).standard_normal(5000)
    pooled = pool_entropy(np.ones(5000), equalities=(sample[None], np.array([0.5])))
    tilt = np.exp(-pooled.multipliers[0] * sample)
    assert pooled.probabilities == pytest.approx(tilt / tilt.sum(), rel=1e-9)
    # For a standard normal the relative entropy of a shift by m is m^2 / 2.
    assert pooled.divergence == pytest.approx(0.125, rel=0.1)
    assert pooled.effective == pytest.approx(5000 * np.exp(-0.125), rel=0.05)


def test_without_views_and_with_idle_ones_the_prior_stays():
    prior = np.array([0.2, 0.3, 0.5])
    assert pool_entropy(prior).probabilities == pytest.approx(prior)
    idle = pool_entropy(
        prior, inequalities=(np.array([[1.0, 2.0, 3.0]]), np.array([2.9]))
    )
    assert idle.probabilities == pytest.approx(prior)
    assert idle.multipliers == pytest.approx([0.0])
    assert idle.divergence == pytest.approx(0.0, abs=1e-15)


def test_a_chance_is_what_it_was_set_to():
    sample = np.random.default_rng(5).standard_normal(2000)
    below = (sample < -1.0).astype(float)
    pooled = pool_entropy(np.ones(2000), equalities=(below[None], np.array([0.4])))
    assert below @ pooled.probabilities == pytest.approx(0.4, abs=1e-9)
    within = pooled.probabilities[sample < -1.0]
    assert within == pytest.approx(np.full(len(within), within[0]))


@pytest.mark.parametrize(
    ("rows", "wanted", "problem"),
    [
        ([[1.0, 2.0, 3.0]], [3.5], "view 1"),
        ([[1.0, 1.0, 1.0]], [1.0], "the same in all"),
        ([[1.0, 2.0, 3.0], [1.0, 4.0, 9.0]], [2.5, 5.0], "at once"),
        ([[1.0, np.nan, 3.0]], [2.0], "not a number"),
        ([[1.0, 2.0]], [1.5], "differ in number"),
    ],
)
def test_views_that_nothing_honours_are_refused(rows, wanted, problem):
    with pytest.raises(NumericsError, match=problem):
        pool_entropy(np.ones(3), equalities=(np.array(rows), np.array(wanted)))


def test_a_prior_of_nought_is_refused():
    with pytest.raises(NumericsError, match="above 0"):
        pool_entropy(np.array([0.0, 1.0]))


def test_effective_number_counts_equal_scenarios():
    assert effective_number(np.full(7, 1 / 7)) == pytest.approx(7.0)
    assert effective_number(np.array([1.0, 0.0])) == pytest.approx(1.0)
