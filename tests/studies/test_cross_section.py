from datetime import date

import numpy as np
import pytest

from kuroshio.errors import NumericsError
from kuroshio.records import EventTable, PricePanel
from kuroshio.studies import explain_returns, run_study

DATES = np.datetime64("2021-01-01") + np.arange(150)


@pytest.fixture(scope="module")
def study():
    """Forty events on eight dates whose returns on day 0 follow an exposure."""
    rng = np.random.default_rng(0)
    steps = 0.01 * rng.normal(size=(150, 40))
    rows = 100 + 4 * (np.arange(40) % 8)
    steps[rows, np.arange(40)] += 0.05 * exposure()
    names = tuple(f"s{k}" for k in range(40))
    prices = PricePanel(
        dates=DATES, securities=names, values=100 * np.cumprod(1 + steps, axis=0)
    )
    events = EventTable.of([
        (f"e{k}", names[k], DATES[rows[k]].astype(date)) for k in range(40)
    ])  # fmt: skip
    spans = {"estimation": (-80, -6), "event": (-5, 5), "windows": [(0, 0), (-1, 1)]}
    return run_study(events, prices, model="mean", **spans)


def exposure():
    return np.linspace(-1, 1, 40)


def test_the_slope_comes_back(study):
    names, found = explain_returns(study, {"exposure": exposure()}, window=(0, 0))
    assert names == ("constant", "exposure")
    assert found.coefficient[1] == pytest.approx(0.05, abs=0.01)
    assert found.p[1] < 0.001
    assert (found.clusters, found.df, found.observations) == (8, 7, 40)
    assert 0.5 < found.r_squared < 1


def test_a_missing_characteristic_leaves_its_event_out(study):
    partly = exposure()
    partly[:3] = np.nan
    _, found = explain_returns(study, {"x": partly}, window=(-1, 1), by="none")
    assert (found.observations, found.clusters, found.df) == (37, None, 35)


def test_every_security_is_its_own_cluster_here(study):
    _, found = explain_returns(study, {"x": exposure()}, window=(0, 0), by="security")
    assert found.clusters == 40


def test_what_does_not_fit_is_refused(study):
    with pytest.raises(NumericsError, match="no window"):
        explain_returns(study, {"x": exposure()}, window=(0, 1))
    with pytest.raises(NumericsError, match="5 values for 40 events"):
        explain_returns(study, {"x": np.zeros(5)}, window=(0, 0))
    with pytest.raises(NumericsError, match="collinear"):
        explain_returns(study, {"x": np.ones(40)}, window=(0, 0))
