"""Well-known moves come out right on real prices."""

from datetime import date

import numpy as np
import pytest

from kuroshio.market import read_prices
from kuroshio.records import EventTable
from kuroshio.studies import run_study

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def index(shared):
    return read_prices(shared / "data" / "indices.parquet", securities={"000300.SH"})


@pytest.fixture(scope="module")
def mainland(shared):
    names = {"000063.SZ", "600519.SH", "000002.SZ", "601318.SH"}
    return read_prices(shared / "data" / "prices_cn.parquet", securities=names)


def move(panel, security, day):
    """Simple return of a security's own row."""
    values = panel.values[:, panel.securities.index(security)]
    own = np.flatnonzero(np.isfinite(values))
    at = int(np.flatnonzero(panel.dates[own] == np.datetime64(day))[0])
    return values[own[at]] / values[own[at - 1]] - 1


def test_csi_300_after_the_tariff_tweet(index):
    assert move(index, "000300.SH", "2019-05-06") == pytest.approx(-0.0584, abs=5e-5)


def test_zte_on_both_exchanges(shared, mainland):
    hong_kong = read_prices(
        shared / "data" / "prices_hk.parquet", securities={"0763.HK"}
    )
    assert move(mainland, "000063.SZ", "2018-06-13") == pytest.approx(-0.1, abs=1e-3)
    assert move(hong_kong, "0763.HK", "2018-06-13") == pytest.approx(-0.416, abs=1e-3)


def test_the_suspension_of_zte_is_reached_over(mainland, index):
    events = EventTable.of([("resumption", "000063.SZ", date(2018, 6, 13))])
    study = run_study(events, mainland, index, model="market-adjusted")
    market = index.values[:, 0]
    rows = np.searchsorted(index.dates, np.array(["2018-04-16", "2018-06-13"], "M8[D]"))
    own = move(mainland, "000063.SZ", "2018-06-13")
    expected = own - (market[rows[1]] / market[rows[0]] - 1)
    assert study.abnormal.ar[0, 10] == pytest.approx(expected, abs=1e-12)
    assert str(study.abnormal.sessions[0, 9]) == "2018-04-16"
    first, last = study.normal.event_rows[0]
    assert last - first - 21 > 30


def test_an_event_inside_the_suspension_is_refused(mainland, index):
    events = EventTable.of([("denial", "000063.SZ", date(2018, 5, 15))])
    study = run_study(events, mainland, index)
    assert "no price on 2018-05-15" in study.skipped[0].reason
    assert "2018-04-16" in study.skipped[0].reason
    assert "2018-06-13" in study.skipped[0].reason
