import numpy as np
import pytest

from kuroshio.numerics import (
    equal_weighted,
    fading_deviation,
    market_models,
    ridge_forecasts,
    window_returns,
)


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_baskets_average_who_traded_and_need_enough_names():
    returns = np.array([[0.01, 0.03, np.nan], [0.02, np.nan, np.nan]])
    got = equal_weighted(returns, [0, 1, 2], 2)
    assert got[0] == pytest.approx(0.02)
    assert np.isnan(got[1])


def test_market_model_is_least_squares_on_its_own_window(rng):
    market = rng.normal(0, 0.01, 400)
    returns = 0.001 + 1.3 * market[:, None] + rng.normal(0, 0.01, (400, 2))
    returns[120:150, 1] = np.nan
    alpha, beta = market_models(returns, market, estimation=(-260, -11), least=125)
    part = slice(330 - 260, 330 - 10)
    for k in range(2):
        held = np.isfinite(returns[part, k])
        slope, level = np.polyfit(market[part][held], returns[part, k][held], 1)
        assert beta[330, k] == pytest.approx(slope)
        assert alpha[330, k] == pytest.approx(level)
    assert np.isnan(beta[259]).all()


def test_windows_cumulate_with_the_model_of_day_zero(rng):
    market = rng.normal(0, 0.01, 400)
    returns = rng.normal(0, 0.01, (400, 1)) + market[:, None]
    fit = market_models(returns, market, estimation=(-260, -11), least=125)
    got = window_returns(returns, market, fit, 4)
    alpha, beta = fit[0][300, 0], fit[1][300, 0]
    want = sum(returns[300 + h, 0] - alpha - beta * market[300 + h] for h in range(5))
    assert got[300, 0] == pytest.approx(want)
    assert np.isnan(got[396:]).all()


def test_later_returns_change_no_earlier_model(rng):
    market = rng.normal(0, 0.01, 400)
    returns = rng.normal(0, 0.01, (400, 3))
    first = market_models(returns, market, estimation=(-260, -11), least=125)
    later = returns.copy()
    later[350:] += 0.5
    again = market_models(later, market, estimation=(-260, -11), least=125)
    assert np.allclose(first[1][:360], again[1][:360], equal_nan=True)
    assert not np.allclose(first[1][370:], again[1][370:], equal_nan=True)


def test_dispersion_fades_and_uses_days_before_only(rng):
    abnormal = rng.normal(0, 0.02, (2000, 1))
    got = fading_deviation(abnormal, 22.0)
    assert np.isnan(got[0, 0])
    assert np.nanmean(got[200:]) == pytest.approx(0.02, rel=0.1)
    spiked = abnormal.copy()
    spiked[1500] = 1.0
    other = fading_deviation(spiked, 22.0)
    assert np.allclose(got[:1501], other[:1501], equal_nan=True)
    assert other[1501, 0] > got[1501, 0]
    assert other[1501, 0] < 0.05  # one crash counts at most sixteen variances


def test_ridge_finds_a_true_loading_and_shrinks_a_false_one(rng):
    inputs = rng.normal(size=(1500, 2))
    targets = 0.01 * inputs[:, :1] + rng.normal(0, 0.01, (1500, 1))
    rows = np.arange(1000, 1500)
    got = ridge_forecasts(inputs, targets, rows, window=900, penalty=0.05)
    assert np.corrcoef(got[:, 0], inputs[rows, 0])[0, 1] > 0.98
    strong = ridge_forecasts(inputs, targets, rows, window=900, penalty=50.0)
    assert np.abs(strong).mean() < 0.1 * np.abs(got).mean()


def test_ridge_sees_no_target_of_its_own_day_or_later(rng):
    inputs, targets = rng.normal(size=(600, 4)), rng.normal(size=(600, 2))
    rows = np.array([500, 520])
    got = ridge_forecasts(inputs, targets, rows, window=400, penalty=1.0)
    planted = targets.copy()
    planted[500] = 99.0
    again = ridge_forecasts(inputs, planted, rows, window=400, penalty=1.0)
    assert np.array_equal(got[0], again[0])
    assert not np.array_equal(got[1], again[1])


def test_an_input_missing_on_the_day_stays_out(rng):
    inputs, targets = rng.normal(size=(600, 2)), rng.normal(size=(600, 1))
    inputs[500, 1] = np.nan
    got = ridge_forecasts(inputs, targets, np.array([500]), window=400, penalty=1.0)
    alone = ridge_forecasts(
        inputs[:, :1], targets, np.array([500]), window=400, penalty=1.0
    )
    assert got == pytest.approx(alone)
    inputs[500, 0] = np.nan
    none = ridge_forecasts(inputs, targets, np.array([500]), window=400, penalty=1.0)
    assert np.isnan(none).all()
