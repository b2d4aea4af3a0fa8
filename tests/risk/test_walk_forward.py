"""Forecasts see nothing of their session, and scale as they must."""

import numpy as np
import pytest

from kuroshio.errors import NumericsError
from kuroshio.numerics import ewma_path
from kuroshio.risk import (
    METHODS,
    Judged,
    LossForecasts,
    forecast_losses,
    forecast_volatility,
    judge_events,
    judge_methods,
    realised_sums,
    shared_conditions,
)

START, COUNT = 320, 420


@pytest.fixture(scope="module")
def world():
    rng = np.random.default_rng(8)
    state = np.exp(np.cumsum(rng.standard_normal(COUNT) * 0.05))
    state *= 0.01 / np.median(state)
    factors = rng.standard_t(6, (COUNT, 5)) * state[:, None] * 0.8
    own = rng.standard_t(5, (COUNT, 3)) * state[:, None] * 0.5
    returns = factors[:, :4].mean(axis=1)[:, None] + own
    return factors, state**2, returns


def conditions(factors, variance, stretch=None):
    known = np.ones(len(factors) + 10) if stretch is None else stretch
    return shared_conditions(factors, variance, known)


def test_every_method_gives_finite_losses_in_order(world):
    factors, variance, returns = world
    found = forecast_losses(returns, conditions(factors, variance), start=START)
    assert set(found) == set(METHODS)
    for item in found.values():
        assert item.var.shape == (2, COUNT + 1 - START, 3)
        assert (item.es >= item.var).all()
        assert (item.var[1] >= item.var[0]).all()
        assert (item.var > 0.0).all()


@pytest.mark.parametrize("horizon", [1, 10])
def test_nothing_of_the_session_or_later_is_seen(world, horizon):
    factors, variance, returns = world
    cut = START + 40
    late = [part.copy() for part in (factors, variance, returns)]
    for part in late:
        part[cut:] *= 7.0
    plain, changed = (
        forecast_losses(r, conditions(f, v), start=START, horizon=horizon)
        for f, v, r in (world, late)
    )
    for name in METHODS:
        np.testing.assert_allclose(
            plain[name].var[:, : cut + 1 - START],
            changed[name].var[:, : cut + 1 - START],
            rtol=1e-12,
        )
        if name != "historical-500":
            assert not np.allclose(plain[name].var[:, -1], changed[name].var[:, -1])


def test_losses_scale_with_the_book(world):
    factors, variance, returns = world
    shared = conditions(factors, variance)
    one = forecast_losses(returns, shared, start=START)
    two = forecast_losses(2.0 * returns, shared, start=START)
    for name in METHODS:
        np.testing.assert_allclose(two[name].var, 2.0 * one[name].var, rtol=1e-6)


def test_a_closure_known_beforehand_widens_its_session_alone(world):
    factors, variance, returns = world
    stretch = np.ones(COUNT + 10)
    stretch[COUNT] = 2**0.5
    plain, wide = (
        forecast_losses(returns, conditions(factors, variance, s), start=START)
        for s in (None, stretch)
    )
    for name in ("ewma-fhs", "gjr-fhs", "factor-fhs", "blend"):
        ratio = wide[name].var[1] / plain[name].var[1]
        np.testing.assert_allclose(ratio[-1], 2**0.5, rtol=1e-9)
        np.testing.assert_allclose(ratio[:-1], 1.0, rtol=1e-9)


def test_the_mean_of_three_is_the_mean_of_three(world):
    factors, variance, returns = world
    found = forecast_losses(returns, conditions(factors, variance), start=START)
    parts = [found[n].es for n in ("historical-500", "gjr-fhs", "factor-fhs")]
    np.testing.assert_allclose(found["mean-of-three"].es, np.mean(parts, axis=0))


def test_a_book_that_was_still_and_then_moves_stays_finite(world):
    factors, variance, returns = world
    late = returns.copy()
    late[: START + 20] = 0.0
    found = forecast_losses(late, conditions(factors, variance), start=START)
    for item in found.values():
        assert np.isfinite(item.var).all()
        assert item.var.max() < 1.0


def test_volatility_follows_its_state(world):
    factors, variance, returns = world
    volatility = forecast_volatility(
        returns, conditions(factors, variance), start=START
    )
    unit = returns[START:] / volatility[:-1]
    assert 0.75 < np.sqrt((unit**2).mean()) < 1.3
    plain = ewma_path(returns, 0.94)[START:]
    assert np.corrcoef(plain[:, 0], volatility[:, 0])[0, 1] > 0.8


def test_what_cannot_be_forecast_is_refused(world):
    factors, variance, returns = world
    shared = conditions(factors, variance)
    with pytest.raises(NumericsError, match="120 sessions"):
        forecast_losses(returns, shared, start=100)
    with pytest.raises(NumericsError, match="no such methods: magic"):
        forecast_losses(returns, shared, start=START, methods=("magic",))
    with pytest.raises(NumericsError, match="beyond the last session"):
        shared_conditions(factors, variance, np.ones(COUNT))
    with pytest.raises(NumericsError, match="need factors"):
        shared_conditions(factors[:, :0], variance, np.ones(COUNT + 1))


def test_judging_counts_what_is_there():
    rng = np.random.default_rng(9)
    realised = rng.standard_normal(600) * 0.01
    right = np.full((1, 601, 1), 0.02326)
    forecasts = {
        "mean-of-three": LossForecasts(var=right, es=right * 1.146),
        "too small": LossForecasts(var=right * 0.6, es=right * 0.6 * 1.146),
    }
    judged = Judged(realised=realised, levels=(0.99,), horizon=1)
    good, bad = judge_methods(judged, forecasts, rng=rng)
    assert good.breaches == int((realised < -0.02326).sum())
    assert good.kupiec_p > 0.05
    assert good.p2 > 0.05
    assert good.zone in {"green", "yellow"}
    assert good.gain is None
    assert bad.kupiec_p < 1e-4
    assert bad.p2 < 0.01
    assert bad.gain is not None
    assert bad.gain > 0.0
    assert bad.joint_score > good.joint_score
    mark = np.zeros(600, dtype=bool)
    mark[:50] = True
    wide = LossForecasts(var=right * 9, es=right * 9)
    (row,) = judge_events(
        judged, [("x", forecasts["too small"], wide)], {"day 0": mark}
    )
    assert row.breaches == int((realised[:50] < -0.6 * 0.02326).sum())
    assert (row.sessions, row.breaches_scaled) == (50, 0)


def test_sums_do_not_overlap():
    moves = np.arange(25, dtype=float)
    moves[7] = np.nan
    sums = realised_sums(moves, start=3, horizon=10)
    assert sums.tolist() == [np.nansum(moves[3:13]), np.nansum(moves[13:23])]
