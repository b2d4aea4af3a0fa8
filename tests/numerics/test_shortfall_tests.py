"""Shortfall tests: nought for true forecasts, negative for small ones."""

import numpy as np
import pytest
from scipy import stats

from kuroshio.errors import NumericsError
from kuroshio.numerics import acerbi_szekely, shortfall_statistics

DF = 5.0
UNIT = np.sqrt((DF - 2) / DF)
QUANTILE = -stats.t.ppf(0.01, DF)
VAR = QUANTILE * UNIT
ES = stats.t.expect(lambda x: x, args=(DF,), lb=QUANTILE) / 0.01 * UNIT


def draw(seed, count=2000):
    return stats.t.rvs(DF, size=count, random_state=seed) * UNIT


def test_statistics_equal_the_sums_written_out():
    returns = draw(0)
    var, es = np.full(2000, VAR), np.full(2000, ES)
    z1, z2 = shortfall_statistics(returns, var, es, 0.99)
    lost = [r for r in returns if r < -VAR]
    assert z1 == pytest.approx(sum(r / ES for r in lost) / len(lost) + 1)
    assert z2 == pytest.approx(sum(r / ES for r in lost) / 20 + 1)


def test_true_forecasts_are_rejected_as_often_as_promised():
    var, es = np.full(1000, VAR), np.full(1000, ES)
    rng = np.random.default_rng(1)
    tests = [
        acerbi_szekely(draw(seed, 1000), var, es, 0.99, rng=rng, draws=500)
        for seed in range(200)
    ]
    assert 0.01 <= np.mean([item.p2 < 0.05 for item in tests]) <= 0.11
    assert 0.01 <= np.mean([item.p1 < 0.05 for item in tests]) <= 0.11


def test_a_shortfall_forecast_too_small_is_found():
    var, es = np.full(2000, VAR * 0.7), np.full(2000, ES * 0.7)
    done = acerbi_szekely(draw(7), var, es, 0.99, rng=np.random.default_rng(2))
    assert done.z2 < -0.7
    assert done.p2 < 0.01


def test_without_a_breach_the_first_test_has_no_answer():
    calm = np.zeros(300)
    done = acerbi_szekely(
        calm, calm + VAR, calm + ES, 0.99, rng=np.random.default_rng(2)
    )
    assert np.isnan(done.z1)
    assert np.isnan(done.p1)
    assert done.z2 == 1.0
    with pytest.raises(NumericsError, match="above 0"):
        shortfall_statistics(calm, calm, calm, 0.99)
