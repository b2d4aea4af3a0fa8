"""Volatility paths against loops, simulations and the arch package."""

import numpy as np
import pytest

from kuroshio.errors import NumericsError
from kuroshio.numerics import (
    Gjr,
    ewma_path,
    fit_gjr,
    gjr_path,
    har_path,
    range_variance,
)

TRUTH = Gjr(omega=2e-6, alpha=0.04, gamma=0.10, beta=0.88, df=6.0)


def simulate(fit: Gjr, count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    shocks = rng.standard_t(fit.df, count) * np.sqrt((fit.df - 2) / fit.df)
    returns, variance = np.empty(count), fit.omega / (1 - fit.persistence)
    for t in range(count):
        returns[t] = np.sqrt(variance) * shocks[t]
        slope = fit.alpha + fit.gamma * (returns[t] < 0)
        variance = fit.omega + slope * returns[t] ** 2 + fit.beta * variance
    return returns


def test_ewma_path_is_the_recursion_and_keeps_through_gaps():
    returns = np.random.default_rng(1).standard_normal((200, 2)) * 0.01
    returns[100, 1] = np.nan
    path = ewma_path(returns, 0.94, warm=50)
    variance = (returns[:50, 0] ** 2).mean()
    for t in range(50, 200):
        assert path[t, 0] == pytest.approx(np.sqrt(variance))
        variance = 0.94 * variance + 0.06 * returns[t, 0] ** 2
    assert path[-1, 0] == pytest.approx(np.sqrt(variance))
    assert path[101, 1] == pytest.approx(path[100, 1])


def test_a_fit_is_as_likely_as_that_of_arch():
    arch = pytest.importorskip("arch")
    returns = simulate(TRUTH, 1500, seed=2)
    fit = fit_gjr(returns)
    model = arch.arch_model(
        returns * 100, mean="Zero", p=1, o=1, q=1, dist="t", rescale=False
    )
    theirs = model.fit(disp="off")
    likelihood = theirs.loglikelihood + len(returns) * np.log(100)
    assert fit.likelihood == pytest.approx(likelihood, abs=3.0)
    assert fit.persistence == pytest.approx(TRUTH.persistence, abs=0.04)
    assert gjr_path(returns, fit)[-1] * 100 == pytest.approx(
        np.sqrt(theirs.forecast(horizon=1).variance.iloc[-1, 0]), rel=0.05
    )


def test_the_path_is_the_recursion():
    returns = simulate(TRUTH, 60, seed=3)
    path = gjr_path(returns, TRUTH, start=0.01)
    variance = 1e-4
    for t, r in enumerate(returns.tolist()):
        assert path[t] == pytest.approx(np.sqrt(variance))
        variance = 2e-6 + (0.04 + 0.1 * (r < 0)) * r * r + 0.88 * variance


def test_ranges_measure_the_variance_of_a_walk():
    rng = np.random.default_rng(6)
    steps = rng.standard_normal((3000, 500)) * 0.01 / np.sqrt(500)
    walk = np.cumsum(steps, axis=1)
    start = np.concatenate([[0.0], np.cumsum(walk[:-1, -1])])
    logs = start[:, None] + np.column_stack([np.zeros(3000), walk])
    variance = range_variance(
        np.exp(logs[:, 0]), np.exp(logs.max(axis=1)),
        np.exp(logs.min(axis=1)), np.exp(logs[:, -1]),
    )  # fmt: skip
    assert variance.mean() == pytest.approx(1e-4, rel=0.1)


def test_har_follows_a_variance_that_moves():
    rng = np.random.default_rng(7)
    true = np.zeros(1500)
    for t in range(1, 1500):
        true[t] = 0.97 * true[t - 1] + 0.15 * rng.standard_normal()
    level = 1e-4 * np.exp(true)
    noisy = level * np.exp(0.6 * rng.standard_normal(1500))
    path = har_path(noisy)
    assert len(path) == 1501
    seen = np.log(path[300:1500] ** 2)
    assert np.corrcoef(seen, np.log(level[300:]))[0, 1] > 0.8
    noisy[700] = np.nan
    assert np.isfinite(har_path(noisy)).all()


def test_too_little_is_refused():
    with pytest.raises(NumericsError, match="100 returns"):
        fit_gjr(np.ones(50))
    with pytest.raises(NumericsError, match="never moved"):
        fit_gjr(np.zeros(200))
    with pytest.raises(NumericsError, match="60 sessions"):
        har_path(np.ones(30))
    with pytest.raises(NumericsError, match="within"):
        ewma_path(np.ones(30), 1.0)
