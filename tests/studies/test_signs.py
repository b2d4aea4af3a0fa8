import numpy as np
import pytest

from kuroshio.studies import score_signs

DAY = np.datetime64("2024-01-02")


def test_cases_of_one_session_count_as_one_mean():
    car = np.array([0.02, 0.04, -0.01, 0.03])
    sign = np.array([1, 1, 1, -1])
    dates = DAY + np.array([0, 0, 1, 2])
    score = score_signs(car, sign, dates)
    means = np.array([0.03, -0.01, -0.03])
    assert (score.n, score.right, score.sessions, score.df) == (4, 2, 3, 2)
    assert score.mean == pytest.approx(0.005)
    assert score.t == pytest.approx(means.mean() / (means.std(ddof=1) / np.sqrt(3)))


def test_turning_every_sign_turns_the_statistic():
    rng = np.random.default_rng(4)
    car, sign = rng.normal(0, 0.02, 30), rng.choice([-1, 1], 30)
    dates = DAY + np.arange(30) // 2
    one, other = score_signs(car, sign, dates), score_signs(car, -sign, dates)
    assert one.t == pytest.approx(-other.t)
    assert one.p == pytest.approx(other.p)
    assert one.right + other.right == 30


def test_cases_without_a_sign_or_a_return_do_not_count():
    score = score_signs(
        np.array([0.1, np.nan, 0.1]), np.array([0, 1, 1]), DAY + np.arange(3)
    )
    assert (score.n, score.sessions) == (1, 1)
    assert np.isnan(score.t)
    assert np.isnan(score.p)
