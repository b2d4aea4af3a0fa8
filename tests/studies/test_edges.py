"""What a study does with events and panels that are not as one would like."""

from datetime import date

import numpy as np
import pytest

from kuroshio.errors import NumericsError
from kuroshio.records import EventTable, PricePanel
from kuroshio.studies import run_study, warm_kernels

SESSIONS = 90
DATES = np.arange("2021-01-01", "2021-12-31", dtype="datetime64[D]")
DATES = DATES[np.is_busday(DATES)][:SESSIONS]
SPANS = {"estimation": (-30, -6), "event": (-5, 5)}


def day(row):
    return DATES[row].astype(date)


def walk(columns, seed=0):
    steps = 0.02 * np.random.default_rng(seed).normal(size=(SESSIONS, columns))
    return 100 * np.cumprod(1 + steps, axis=0)


def panel(values, names, **more):
    return PricePanel(dates=DATES, securities=names, values=values, **more)


@pytest.fixture
def prices():
    return panel(walk(3), ("a", "b", "c"))


@pytest.fixture
def market():
    return panel(walk(1, seed=1), ("m",))


def stat(study, kind, test, w0):
    (found,) = [x for x in study.tests if (x.kind, x.test, x.w0) == (kind, test, w0)]
    return found


def test_every_skipped_event_says_why(prices, market):
    values = prices.values.copy()
    values[50, 1] = np.nan
    holes = panel(values, prices.securities)
    index = market.values.copy()
    index[52] = np.nan
    saturday = date(2021, 3, 6)
    events = EventTable.of([
        ("good", "a", day(45)),
        ("stranger", "z", day(45)),
        ("weekend", "a", saturday),
        ("halted", "b", day(50)),
        ("no index", "a", day(52)),
        ("young", "a", day(20)),
        ("late", "c", day(87)),
    ])  # fmt: skip
    study = run_study(events, holes, panel(index, ("m",)), **SPANS)
    assert study.used.event_ids == ("good",)
    reasons = {skipped.event_id: skipped.reason for skipped in study.skipped}
    assert list(reasons) == list(events.event_ids[1:])
    assert reasons["stranger"] == "no prices for z"
    assert reasons["weekend"] == "2021-03-06 is not a row of the price index"
    assert reasons["halted"].startswith(
        f"no price on {DATES[50]}: suspended or missing"
    )
    assert str(DATES[49]) in reasons["halted"]
    assert str(DATES[51]) in reasons["halted"]
    assert reasons["no index"].startswith(f"no market or factor value on {DATES[52]}")
    assert reasons["young"].startswith("14 of 25 estimation returns")
    assert reasons["late"].startswith("t = 5 needs 5 rows after day 0, there are 2")


def test_the_first_row_has_no_return(prices, market):
    events = EventTable.of([("e30", "a", day(30)), ("e31", "a", day(31))])
    study = run_study(events, prices, market, **SPANS)
    assert study.used.event_ids == ("e31",)


def test_a_study_without_a_usable_event_is_empty(prices, market):
    study = run_study(EventTable.of([("e", "z", day(45))]), prices, market, **SPANS)
    assert study.tests == ()
    assert study.abnormal.ar.shape == (0, 11)
    assert len(study.skipped) == 1
    nothing = run_study(EventTable.of([]), prices, market, **SPANS)
    assert nothing.tests == ()


def test_one_event_has_no_cross_section_but_its_own_numbers(prices, market):
    study = run_study(EventTable.of([("e", "a", day(45))]), prices, market, **SPANS)
    assert stat(study, "CAAR", "mean", -5).stat == study.abnormal.window_car[0, 0]
    for test in ("csect_t", "bmp_t", "kp_adj_bmp_t", "grank_t", "jackknife_t"):
        found = stat(study, "CAAR", test, -5)
        assert (found.stat, found.p) == (None, None)
    for test in ("patell_z", "corrado_rank_z", "sign_z", "crude_dependence_t"):
        assert stat(study, "CAAR", test, -5).p is not None


def test_a_suspension_is_not_filled_and_its_return_spans_it(prices, market):
    values = prices.values.copy()
    values[40:44, 0] = np.nan
    holes = panel(values, prices.securities)
    events = EventTable.of([("e", "a", day(44))])
    study = run_study(events, holes, market, model="market-adjusted", **SPANS)
    own = values[44, 0] / values[39, 0] - market.values[44, 0] / market.values[39, 0]
    assert study.abnormal.ar[0, 5] == pytest.approx(own, rel=1e-12)
    assert study.abnormal.sessions[0, 4:7].tolist() == [day(39), day(44), day(45)]
    first, last = study.normal.event_rows[0]
    assert last - first - 11 == 4
    first, last = study.normal.estimation_rows[0]
    assert last - first == 25


def test_rows_that_only_other_securities_have_do_not_count(prices, market):
    study = run_study(EventTable.of([("e", "a", day(45))]), prices, market, **SPANS)
    values = np.full((SESSIONS + 20, 3), np.nan)
    kept = np.sort(np.random.default_rng(3).permutation(SESSIONS + 20)[:SESSIONS])
    values[kept] = prices.values
    values[:, 2] = 50.0
    dates = np.datetime64("2020-01-01") + np.arange(SESSIONS + 20)
    wide = PricePanel(dates=dates, securities=("a", "b", "c"), values=values)
    index = PricePanel(dates=dates[kept], securities=("m",), values=market.values)
    at = dates[kept][45].astype(date)
    again = run_study(EventTable.of([("e", "a", at)]), wide, index, **SPANS)
    np.testing.assert_array_equal(study.abnormal.ar, again.abnormal.ar)
    np.testing.assert_array_equal(study.abnormal.se_car, again.abnormal.se_car)


def test_overlaps_are_kept_and_reported(prices, market):
    events = EventTable.of([
        ("late", "a", day(52)), ("early", "a", day(45)), ("other", "b", day(45)),
        ("far", "a", day(70)),
    ])  # fmt: skip
    study = run_study(events, prices, market, **SPANS)
    assert study.used.event_ids == events.event_ids
    pairs = study.overlaps
    assert (pairs.earlier.tolist(), pairs.later.tolist()) == ([1], [0])
    assert pairs.days.tolist() == [4]
    # "far" looks back over rows 40 to 64, in which both others have their day 0.
    assert study.normal.estimation_events.tolist() == [1, 0, 0, 2]


def test_factor_returns_and_levels_agree(prices, market):
    levels = walk(2, seed=5)
    returns = levels[1:] / levels[:-1] - 1
    given = PricePanel(
        dates=DATES[1:], securities=("f", "g"), values=returns, are_returns=True
    )
    events = EventTable.of([("e", "a", day(45)), ("f", "b", day(31))])
    kinds = {"model": "factor", **SPANS}
    for kind in ("simple", "log"):
        one = run_study(
            events, prices, market, panel(levels, ("f", "g")), returns=kind, **kinds
        )
        two = run_study(events, prices, market, given, returns=kind, **kinds)
        assert one.normal.regressors == ("m", "f", "g")
        np.testing.assert_allclose(one.abnormal.ar, two.abnormal.ar, atol=1e-14)


def test_factor_returns_compound_over_a_suspension(prices, market):
    values = prices.values.copy()
    values[33:36, 0] = np.nan
    holes = panel(values, prices.securities)
    levels = walk(2, seed=5)
    returns = np.concatenate([np.full((1, 2), np.nan), levels[1:] / levels[:-1] - 1])
    given = panel(returns, ("f", "g"), are_returns=True)
    events = EventTable.of([("e", "a", day(48))])
    kinds = {"model": "factor", **SPANS}
    one = run_study(events, holes, market, panel(levels, ("f", "g")), **kinds)
    two = run_study(events, holes, market, given, **kinds)
    np.testing.assert_allclose(one.abnormal.ar, two.abnormal.ar, atol=1e-14)


def test_a_missing_factor_return_inside_the_windows_is_no_return(prices, market):
    returns = 0.01 * np.random.default_rng(2).normal(size=(SESSIONS, 1))
    returns[40] = np.nan
    given = panel(returns, ("f",), are_returns=True)
    events = EventTable.of([("hit", "a", day(45)), ("clear", "a", day(75))])
    study = run_study(events, prices, market, given, model="factor", **SPANS)
    assert study.used.event_ids == ("clear",)
    assert "a factor return is missing there" in study.skipped[0].reason


def test_collinear_factors_and_flat_prices_are_skipped_with_the_reason(prices, market):
    twice = panel(np.repeat(market.values, 2, axis=1), ("f", "g"))
    events = EventTable.of([("e", "a", day(45))])
    study = run_study(events, prices, market, twice, model="factor", **SPANS)
    assert "collinear" in study.skipped[0].reason
    flat = panel(np.full((SESSIONS, 1), 7.0), ("a",))
    study = run_study(events, flat, None, model="mean", **SPANS)
    assert "does not vary" in study.skipped[0].reason


def test_without_a_market_only_the_mean_model_runs(prices):
    events = EventTable.of([("e", "a", day(45)), ("f", "b", day(46))])
    study = run_study(events, prices, model="mean", **SPANS)
    assert not any(x.kind == "BHAR" for x in study.tests)
    assert np.isnan(study.abnormal.bhar).all()
    for model in ("market", "market-adjusted", "factor"):
        with pytest.raises(NumericsError, match="needs"):
            run_study(events, prices, model=model, **SPANS)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"event": (5, -5)}, "ends before it starts"),
        ({"windows": [(-6, 0)]}, "does not lie inside"),
        ({"estimation": (-30, -5)}, "share days"),
        ({"estimation": (-7, -6)}, "too few"),
    ],
)
def test_windows_that_contradict_are_refused(prices, market, changed, words):
    events = EventTable.of([("e", "a", day(45))])
    with pytest.raises(NumericsError, match=words):
        run_study(events, prices, market, **{**SPANS, **changed})


def test_dates_that_differ_weigh_correlation_with_overlap(market):
    rng = np.random.default_rng(8)
    shared = 0.03 * rng.normal(size=(SESSIONS, 1))
    steps = shared + 0.002 * rng.normal(size=(SESSIONS, 3))
    alike = panel(100 * np.cumprod(1 + steps, axis=0), ("a", "b", "c"))

    def factor(rows):
        names = ("a", "b", "c")
        events = EventTable.of([
            (f"e{k}", names[k], day(row)) for k, row in enumerate(rows)
        ])  # fmt: skip
        study = run_study(events, alike, market, **SPANS)
        plain, adjusted = (
            stat(study, "CAAR", name, -5).stat
            for name in ("patell_z", "kp_adj_patell_z")
        )
        return (plain / adjusted) ** 2

    together = factor([45, 45, 45])
    assert together == pytest.approx(3, rel=0.05)
    assert factor([45, 60, 75]) == pytest.approx(1, rel=1e-12)
    # Windows of 11 days two days apart share 9; the third event is alone.
    near = factor([45, 47, 75])
    assert near == pytest.approx(1 + 2 * (9 / 11) * 0.99 / 3, rel=0.02)


def test_resampling_is_repeatable_and_named(prices, market):
    names = ("a", "b", "c")
    events = EventTable.of([
        (f"e{k}", names[k % 3], day(40 + 6 * (k // 3))) for k in range(18)
    ])  # fmt: skip

    def tests():
        rng = np.random.default_rng(3)
        return run_study(events, prices, market, draws=99, rng=rng, **SPANS).tests

    first = tests()
    assert first == tests()
    wild = [x for x in first if x.test == "wild_cluster_t" and x.kind == "AAR"]
    assert len(wild) == 11
    assert all(x.p_rw >= x.p for x in wild)
    placebo = [x for x in first if x.test == "placebo_mean"]
    assert all(0 < x.p <= 1 for x in placebo)


def test_threads_and_parametric_choice_change_no_number(prices, market):
    events = EventTable.of([(f"e{k}", "abc"[k % 3], day(40 + k)) for k in range(30)])
    every = run_study(events, prices, market, **SPANS).tests
    assert run_study(events, prices, market, threads=3, **SPANS).tests == every
    some = run_study(events, prices, market, tests="parametric", **SPANS).tests
    kept = {x.test for x in some}
    assert "bmp_t" in kept
    assert "grank_t" not in kept
    assert [x for x in every if x.test in kept] == list(some)


def test_thin_trading_betas_look_beside_the_window(prices, market):
    events = EventTable.of([("e", "a", day(45)), ("first", "b", day(31))])
    study = run_study(events, prices, market, thin=True, returns="log", **SPANS)
    steps = market.values[1:, 0] / market.values[:-1, 0] - 1
    firm = prices.values[1:, 0] / prices.values[:-1, 0] - 1
    inside = np.arange(15, 40) - 1
    series = [steps[inside + shift] for shift in (-1, 0, 1)]
    slopes = [np.polyfit(x, firm[inside], 1)[0] for x in series]
    rho = np.corrcoef(series[1], series[0])[0, 1]
    scholes = sum(slopes) / (1 + 2 * rho)
    assert study.normal.beta_scholes_williams[0] == pytest.approx(scholes, rel=1e-9)
    x = np.column_stack([np.ones(25), *series])
    together = np.linalg.lstsq(x, firm[inside], rcond=None)[0][1:].sum()
    assert study.normal.beta_dimson[0] == pytest.approx(together, rel=1e-9)
    # The second event's window begins with the first return: the market has no lag.
    assert np.isnan(study.normal.beta_dimson[1])
    assert run_study(events, prices, market, **SPANS).normal.beta_dimson is None


def test_warming_runs_every_kernel():
    assert warm_kernels() > 100
