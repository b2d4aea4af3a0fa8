"""Placebo studies: drawn where there are prices, counted as they reject."""

import numpy as np
import pytest

from kuroshio.errors import NumericsError
from kuroshio.records import PricePanel
from kuroshio.records import TestResult as Result
from kuroshio.studies import (
    PlaceboPlan,
    add_effect,
    count_rejections,
    draw_placebo,
    equal_weighted,
    run_placebo,
)

PLAN = PlaceboPlan(
    design="spread", events=12, estimation=(-60, -6), event=(-2, 2), windows=((0, 0),)
)


def noise(sessions=260, securities=30, seed=3):
    rng = np.random.default_rng(seed)
    first = np.datetime64("2024-01-01")
    return PricePanel(
        dates=np.arange(first, first + sessions),
        securities=tuple(f"S{k}" for k in range(securities)),
        values=10 * np.exp(np.cumsum(rng.normal(0, 0.02, (sessions, securities)), 0)),
    )


def test_events_lie_where_the_windows_fit_and_prices_are():
    panel = noise()
    panel.values[:, 4] = np.nan
    rng = np.random.default_rng(1)
    drawn = draw_placebo(PLAN, panel, rng)
    rows = np.searchsorted(panel.dates, drawn.dates)
    assert len(set(drawn.securities)) == 12
    assert "S4" not in drawn.securities
    assert rows.min() >= 60
    assert rows.max() < len(panel.dates) - 2


def test_one_date_means_one_date():
    plan = PlaceboPlan(
        design="one-date", events=9, estimation=(-60, -6), event=(-2, 2), windows=()
    )
    drawn = draw_placebo(plan, noise(), np.random.default_rng(2))
    assert len(set(drawn.dates)) == 1


def test_too_short_a_panel_is_said():
    with pytest.raises(NumericsError, match="the windows need"):
        draw_placebo(PLAN, noise(sessions=80), np.random.default_rng(1))


def test_an_effect_moves_day_zero_and_no_other_return():
    panel = noise()
    drawn = draw_placebo(PLAN, panel, np.random.default_rng(5))
    moved = add_effect(panel, drawn, 0.03)
    before = panel.values[1:] / panel.values[:-1]
    after = moved.values[1:] / moved.values[:-1]
    changed = np.argwhere(~np.isclose(before, after))
    assert len(changed) == 12
    assert np.allclose((after / before)[tuple(changed.T)], 1.03)
    assert add_effect(panel, drawn, 0.0) is panel


def test_the_mean_index_leaves_out_what_has_no_price():
    panel = PricePanel(
        dates=np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-01-04")),
        securities=("A", "B"),
        values=np.array([[10.0, 20.0], [11.0, np.nan], [11.0, 24.0]]),
    )
    index = equal_weighted(panel).values[:, 0]
    assert np.allclose(index, [1100.0 / 1.1, 1100.0, 1100.0])


def test_power_grows_with_the_effect():
    panel = noise()
    market = equal_weighted(panel)
    shares = []
    for effect in (0.0, 0.02):
        plan = PlaceboPlan(
            design="spread", events=20, estimation=(-60, -6), event=(-2, 2),
            windows=((0, 0),), effect=effect,
        )  # fmt: skip
        tests = [
            run_placebo(plan, panel, market, np.random.default_rng(k)).tests
            for k in range(25)
        ]
        counted = count_rejections(tests, plan=plan)
        shares.append({row.test: row.share for row in counted}["csect_t"])
    assert shares[0] < 0.25
    assert shares[1] > 0.9


def test_counts_take_days_and_missing_values_out():
    def result(kind, p):
        return Result(
            kind=kind, w0=0, w1=0, test="patell_z", stat=1.0, dist="normal",
            df=None, p=p, n=3,
        )  # fmt: skip

    studies = [[result("CAAR", 0.01), result("AAR", 0.01)]] * 60
    studies += [[result("CAAR", None)]] * 5 + [[result("CAAR", 0.5)]] * 40
    (row,) = count_rejections(studies, plan=PLAN)
    assert (row.studies, row.share) == (100, 0.6)
    assert not row.within
    assert "variance" in row.reason
