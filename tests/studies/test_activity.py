from datetime import date

import numpy as np
import pytest
from scipy import stats

from kuroshio.records import EventTable, PricePanel
from kuroshio.studies import assess_volatility, run_study, run_volume_study

SESSIONS = 200
DATES = np.datetime64("2021-01-01") + np.arange(SESSIONS)
SPANS = {"estimation": (-60, -6), "event": (-5, 5)}
NAMES = tuple(f"s{k}" for k in range(30))


def panel(values):
    return PricePanel(dates=DATES, securities=NAMES, values=values)


def events(row=100):
    day = DATES[row].astype(date)
    return EventTable.of([(f"e{k}", name, day) for k, name in enumerate(NAMES)])


def stat(tests, kind, test, w0):
    (found,) = [x for x in tests if (x.kind, x.test, x.w0) == (kind, test, w0)]
    return found


@pytest.fixture
def volumes():
    rng = np.random.default_rng(0)
    return np.exp(13 + 0.4 * rng.normal(size=(SESSIONS, 30)))


def test_abnormal_volume_is_the_log_less_its_mean(volumes):
    volumes[100] *= 3.0
    study = run_volume_study(events(), panel(volumes), **SPANS)
    logs = np.log(volumes)
    expected = logs[95:106].T - logs[40:95].mean(axis=0)[:, None]
    np.testing.assert_allclose(study.abnormal.ar, expected, atol=1e-12)
    assert np.isnan(study.abnormal.bhar).all()
    day = stat(study.tests, "AAR", "bmp_t", 0)
    assert day.stat > 8
    assert stat(study.tests, "AAR", "mean", 0).stat == pytest.approx(np.log(3), abs=0.3)
    assert stat(study.tests, "AAR", "corrado_rank_z", 0).p < 1e-6


def test_a_session_without_volume_is_missing_not_zero(volumes):
    volumes[80, 0] = 0.0
    study = run_volume_study(events(), panel(volumes), **SPANS)
    own = np.log(np.delete(volumes[:, 0], 80))
    assert study.normal.alpha[0] == pytest.approx(own[39:94].mean(), rel=1e-12)


def test_volume_may_be_measured_against_the_market(volumes):
    market = PricePanel(
        dates=DATES, securities=("m",), values=volumes.mean(axis=1)[:, None]
    )
    study = run_volume_study(events(), panel(volumes), market, model="market", **SPANS)
    x, y = np.log(market.values[40:95, 0]), np.log(volumes[40:95, 3])
    assert study.normal.beta[3, 0] == pytest.approx(np.polyfit(x, y, 1)[0], rel=1e-9)


def test_volatility_that_doubles_is_found_and_else_it_is_not():
    rng = np.random.default_rng(4)
    steps = 0.01 * rng.normal(size=(SESSIONS, 30))
    steps[101] *= 2.5
    prices = panel(100 * np.exp(np.cumsum(steps, axis=0)))
    study = run_study(events(), prices, model="mean", **SPANS)
    tests = assess_volatility(study)
    assert stat(tests, "AAV", "mean", 1).stat > 3
    assert stat(tests, "AAV", "square_z", 1).p < 1e-6
    assert stat(tests, "AAV", "square_csect_t", 1).p < 0.01
    calm = [x.p for x in tests if x.test == "square_z" and x.w0 != 1]
    assert min(calm) > 1e-3


def test_squares_are_compared_with_the_moments_of_f():
    rng = np.random.default_rng(1)
    prices = panel(100 * np.exp(np.cumsum(0.01 * rng.normal(size=(SESSIONS, 30)), 0)))
    study = run_study(events(), prices, model="mean", **SPANS)
    law = stats.f(1, study.normal.df)
    squares = (study.abnormal.ar / study.abnormal.se_ar) ** 2
    z = (squares - law.mean()).sum(axis=0) / np.sqrt(30 * law.var())
    tests = assess_volatility(study)
    found = [x.stat for x in tests if x.test == "square_z"]
    np.testing.assert_allclose(found, z, rtol=1e-9)


def test_no_event_no_test():
    prices = panel(np.full((SESSIONS, 30), 5.0))
    study = run_study(events(), prices, model="mean", **SPANS)
    assert assess_volatility(study) == ()
