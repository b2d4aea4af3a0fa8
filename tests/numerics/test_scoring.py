import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from kuroshio.errors import NumericsError
from kuroshio.numerics import (
    bootstrap_skill,
    mean_by_session,
    rank_correlations,
    ratio_of_sums,
    student_crps,
    student_pit,
)


@settings(max_examples=25, deadline=None)
@given(
    outcome=st.floats(-6.0, 6.0),
    mean=st.floats(-3.0, 3.0),
    scale=st.floats(0.2, 3.0),
    df=st.floats(1.5, 60.0),
)
def test_crps_is_the_integral_of_squared_distance(outcome, mean, scale, df):
    law = stats.t(df, mean, scale)
    below = integrate.quad(lambda x: law.cdf(x) ** 2, -np.inf, outcome, limit=200)[0]
    above = integrate.quad(lambda x: law.sf(x) ** 2, outcome, np.inf, limit=200)[0]
    got = student_crps(np.array(outcome), np.array(mean), np.array(scale), np.array(df))
    assert got == pytest.approx(below + above, rel=1e-5)


def test_crps_tends_to_that_of_the_normal():
    # Gneiting and Raftery (2007), equation 21: for y = mu, (sqrt 2 - 1) / sqrt pi.
    got = student_crps(np.array(0.0), np.array(0.0), np.array(1.0), np.array(1e6))
    assert got == pytest.approx((np.sqrt(2.0) - 1.0) / np.sqrt(np.pi), rel=1e-5)


def test_crps_refuses_tails_without_a_mean():
    one = np.array(1.0)
    with pytest.raises(NumericsError):
        student_crps(one, one, one, one)
    with pytest.raises(NumericsError):
        student_crps(one, one, np.array(0.0), np.array(4.0))


def test_crps_rewards_the_true_mean(rng):
    outcome = stats.t(5).rvs(4000, random_state=rng)
    true = student_crps(outcome, np.array(0.0), np.array(1.0), np.array(5.0)).mean()
    moved = student_crps(outcome, np.array(0.3), np.array(1.0), np.array(5.0)).mean()
    wide = student_crps(outcome, np.array(0.0), np.array(1.6), np.array(5.0)).mean()
    assert true < moved
    assert true < wide


def test_pit_of_true_forecasts_is_uniform(rng):
    outcome = 0.5 + 2.0 * stats.t(4).rvs(3000, random_state=rng)
    pit = student_pit(outcome, np.array(0.5), np.array(2.0), np.array(4.0))
    assert stats.kstest(pit, "uniform").pvalue > 0.01


def test_rank_correlation_is_spearmans(rng):
    said, came = rng.normal(size=(3, 40)), rng.normal(size=(3, 40))
    came[1] = np.round(came[1])
    said[2, :25] = np.nan
    got = rank_correlations(said, came)
    assert got[0] == pytest.approx(stats.spearmanr(said[0], came[0]).statistic)
    assert got[1] == pytest.approx(stats.spearmanr(said[1], came[1]).statistic)
    assert np.isnan(got[2])


def test_a_flat_forecast_ranks_nothing(rng):
    assert rank_correlations(np.zeros((1, 30)), rng.normal(size=(1, 30)))[0] == 0.0


def test_errors_come_from_sessions_not_from_cells(rng):
    session = rng.normal(size=200)
    assert mean_by_session(session).error == pytest.approx(stats.sem(session))
    cells = np.repeat(session[:, None], 50, axis=1)
    got = ratio_of_sums(cells.sum(axis=1), np.full(200, 50.0))
    assert got.value == pytest.approx(session.mean())
    assert got.error == pytest.approx(stats.sem(session))
    assert got.sessions == 200


def test_paired_bootstrap_sees_a_small_steady_gain(rng):
    base = rng.gamma(2.0, size=80)
    better = base * 0.98
    skill, low, high = bootstrap_skill(better, base, draws=500, rng=rng)
    assert skill == pytest.approx(0.02)
    assert 0.019 < low <= high < 0.021


@pytest.fixture
def rng():
    return np.random.default_rng(11)
