"""Risk of a book against the same thing done the long way."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from kuroshio.records import Profile
from kuroshio.risk import estimate_book_risk

from .conftest import EVE, FACTORS, QUIET, make_book, make_pack


def by_key(risk):
    return {(x.level, x.horizon, x.gap_adjusted): x for x in risk.losses}


def long_way(book, pack, knowledge, *, stretch=None):
    """Return weights, and the covariance matrix of the holdings' returns in yuan."""
    per_dollar = {"CNY": 7.0, "HKD": 7.8, "USD": 1.0, "JPY": 150.0}
    yuan = [h.value / per_dollar[h.currency] * 7.0 for h in book.holdings]
    funded = [
        v
        for v, h in zip(yuan, book.holdings, strict=True)
        if h.kind in {"equity", "cash"}
    ]
    weights = np.array(yuan) / sum(funded)
    dollars = {"CNY": -1.0, "HKD": 0.0, "USD": 0.0}  # loading on USDCNH
    loadings, residual, issuers = [], [], []
    for holding in book.holdings:
        row = np.zeros(len(FACTORS))
        if holding.security in pack.rows:
            row += pack.betas[pack.rows[holding.security]]
            residual.append(pack.residual[pack.rows[holding.security]])
            row[3] += dollars[holding.currency] - dollars["CNY"]
        else:
            residual.append(0.0)
        if holding.kind == "future":
            row[1] += 1.0
        if holding.kind == "forward":
            row[3] += 1.0  # long dollars, short yuan
        loadings.append(row)
        issuers.append(knowledge.issuer_of(holding.security) or holding.security)
    scale = np.ones(len(weights)) if stretch is None else stretch
    b, s = np.array(loadings) * scale[:, None], np.array(residual) * scale
    same = np.array([[one == two for two in issuers] for one in issuers])
    return weights, b @ pack.covariance @ b.T + same * np.outer(s, s)


def test_volatility_and_losses_equal_the_long_way(book, pack, knowledge):
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    weights, covariance = long_way(book, pack, knowledge)
    sigma = np.sqrt(weights @ covariance @ weights)
    assert risk.nav == pytest.approx(
        4e6 + 3e6 + 2e6 / 7.8 * 7 + 1e6 + 1e6 / 7.8 * 7 + 1.4e6 + 5e5
    )
    assert risk.volatility == pytest.approx(sigma, rel=1e-12)
    for (level, horizon, gap), loss in by_key(risk).items():
        df, ratio = (5.0, 1.0) if horizon == 1 else (6.0, 1.1)
        unit = ratio * sigma * np.sqrt(horizon * (df - 2) / df)
        quantile = stats.t.ppf(level, df)
        mean = stats.t.expect(lambda x: x, args=(df,), lb=quantile) / (1 - level)
        assert not gap
        assert loss.var == pytest.approx(unit * quantile, rel=1e-9)
        assert loss.es == pytest.approx(unit * mean, rel=1e-6)


def test_shares_of_holdings_add_up_and_equal_the_slope(book, pack, knowledge):
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=EVE)
    assert len(risk.losses) == 8
    for place, loss in enumerate(risk.losses):
        total = sum(item.contributions[place] for item in risk.holdings)
        assert total == pytest.approx(loss.es, abs=1e-12)
    weights, covariance = long_way(book, pack, knowledge)
    sigma = np.sqrt(weights @ covariance @ weights)
    slope = weights * (covariance @ weights) / sigma**2
    first = risk.losses[0]
    found = [item.contributions[0] / first.es for item in risk.holdings]
    np.testing.assert_allclose(found, slope, atol=1e-12)


def test_two_listings_of_one_issuer_share_their_fate(pack, knowledge):
    assert (
        knowledge.issuer_of("600026.SH") == knowledge.issuer_of("1138.HK") is not None
    )
    split = make_book(s600026_SH=5e6, s1138_HK=5e6 * 7.8 / 7)
    strangers = make_book(s600026_SH=5e6, s0700_HK=5e6 * 7.8 / 7)
    _, covariance = long_way(split, pack, knowledge)
    assert covariance[0, 1] > 0.014 * 0.018
    one = estimate_book_risk(split, Profile(), pack, knowledge, as_of=QUIET)
    two = estimate_book_risk(strangers, Profile(), pack, knowledge, as_of=QUIET)
    assert one.volatility > two.volatility


def test_a_long_closure_doubles_the_variance_of_the_shut_market(book, pack, knowledge):
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=EVE)
    assert (risk.closure_sessions_days, risk.gap_variance) == (10, 2.0)
    mainland = [h.security.endswith((".SH", ".SZ", ".CFE")) for h in book.holdings]
    stretch = np.where(mainland, np.sqrt(2.0), 1.0)
    weights, calm = long_way(book, pack, knowledge)
    _, wide = long_way(book, pack, knowledge, stretch=stretch)
    # Translation is not stretched; in this book it is apart from mainland lines.
    losses = by_key(risk)
    ratio = losses[0.99, 1, True].es / losses[0.99, 1, False].es
    calm_v, wide_v = weights @ calm @ weights, weights @ wide @ weights
    assert ratio == pytest.approx(np.sqrt(wide_v / calm_v), rel=1e-9)
    ten = losses[0.99, 10, True].es / losses[0.99, 10, False].es
    assert ten == pytest.approx(
        np.sqrt((9 * calm_v + wide_v) / (10 * calm_v)), rel=1e-9
    )


def test_forecasts_fall_back_to_the_long_run_as_data_age(book, knowledge):
    # The made-up pack has long-run risks twice the recent ones.
    fading = {"long_share": 0.2, "long_share_old": 0.6, "old_age": 60.0}
    pack = make_pack()
    pack = replace(pack, manifest=replace(pack.manifest, settings=fading))
    plain = estimate_book_risk(book, Profile(), make_pack(), knowledge, as_of=EVE)
    fresh = estimate_book_risk(book, Profile(), pack, knowledge, as_of=EVE)
    assert fresh.volatility == pytest.approx(plain.volatility * np.sqrt(0.8 + 0.2 * 4))
    later = datetime(2026, 6, 10, tzinfo=UTC)  # more than sixty sessions on
    old = estimate_book_risk(
        book, Profile(), pack, knowledge, as_of=later, stale_ok=True
    )
    assert old.volatility == pytest.approx(plain.volatility * np.sqrt(0.4 + 0.6 * 4))


def test_without_a_closure_there_is_no_gap(book, pack, knowledge):
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    assert risk.gap_variance == 1.0
    assert not any(loss.gap_adjusted for loss in risk.losses)


def test_a_purely_domestic_book_has_no_currency_part(pack, knowledge):
    book = make_book(s600519_SH=1e6, CASH_CNY=1e6)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    assert [loss.currency_part for loss in risk.losses] == [0.0] * 4
    assert risk.currency == (("CNY", 1.0),)


def test_foreign_cash_is_currency_risk_alone(pack, knowledge):
    book = make_book(CASH_USD=1e6)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    assert risk.volatility == pytest.approx(0.002)
    assert risk.losses[0].currency_part == pytest.approx(risk.losses[0].es)
    dollars = Profile(base_currency="USD")
    assert (
        estimate_book_risk(book, dollars, pack, knowledge, as_of=QUIET).volatility == 0
    )


def test_a_forward_undoes_the_currency_of_cash(pack, knowledge):
    book = make_book(CASH_USD=1e6, USDCNH_FWD=-1e6)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    assert risk.volatility == pytest.approx(0.0, abs=1e-12)
    assert dict(risk.currency) == {"USD": pytest.approx(0.0), "CNH": pytest.approx(1.0)}


def test_yen_against_yuan_goes_through_the_dollar(pack, knowledge):
    book = make_book(CASH_JPY=150e6)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    variance = 0.002**2 + 0.006**2 - 2 * 0.3 * 0.002 * 0.006
    assert risk.volatility == pytest.approx(np.sqrt(variance))


def test_a_holding_without_history_gets_a_wider_stand_in(pack, knowledge):
    book = make_book(s600519_SH=1e6, s601398_SH=1e6)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    known, proxy = risk.holdings
    assert (known.basis, proxy.basis) == ("measured", "proxy")
    assert proxy.volatility > known.volatility
    assert proxy.data_date is None
    assert any("stand-in: 601398.SH" in text for text in risk.warnings)


def test_what_cannot_be_measured_is_told_and_in_no_number(pack, knowledge):
    book = make_book(s600519_SH=1e6, HTIH26_HKF=-1e6, s688981_SH=5e5)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    alone = estimate_book_risk(
        make_book(s600519_SH=1e6, CASH_CNY=5e5), Profile(), pack, knowledge, as_of=QUIET
    )
    assert [item.basis for item in risk.holdings] == ["measured", "unknown", "unknown"]
    assert "NOT ESTIMABLE" in risk.holdings[1].note
    assert risk.volatility == pytest.approx(alone.volatility)
    assert risk.unknown_weight == pytest.approx((1e6 / 7.8 * 7 + 5e5) / 1.5e6)
    assert risk.holdings[1].volatility is None


@given(factor=st.floats(0.01, 1000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_scaling_the_book_changes_no_share(factor, knowledge):
    pack = make_pack()
    book = make_book(s600519_SH=4e6, s0700_HK=2e6)
    scaled = make_book(s600519_SH=4e6 * factor, s0700_HK=2e6 * factor)
    one = estimate_book_risk(book, Profile(), pack, knowledge, as_of=EVE)
    two = estimate_book_risk(scaled, Profile(), pack, knowledge, as_of=EVE)
    for a, b in zip(one.losses, two.losses, strict=True):
        assert a.es == pytest.approx(b.es, rel=1e-9)
    ratio = two.holdings[0].exit_sessions / one.holdings[0].exit_sessions
    assert ratio == pytest.approx(factor)


def test_a_short_flips_the_share(pack, knowledge):
    long = make_book(s600519_SH=8e6, s300750_SZ=2e5, CASH_CNY=1e6)
    short = make_book(s600519_SH=8e6, s300750_SZ=-2e5, CASH_CNY=1.4e6)
    one = estimate_book_risk(long, Profile(), pack, knowledge, as_of=QUIET)
    two = estimate_book_risk(short, Profile(), pack, knowledge, as_of=QUIET)
    assert one.holdings[1].contributions[0] > 0 > two.holdings[1].contributions[0]
    assert one.volatility > two.volatility


def test_days_to_exit_are_known_only_with_fresh_turnover(book, pack, knowledge):
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=EVE)
    exits = {item.security: item.exit_sessions for item in risk.holdings}
    assert exits["600519.SH"] == pytest.approx(4e6 / (0.2 * 1e9))
    assert exits["300750.SZ"] is None  # no turnover known
    assert exits["600026.SH"] is None  # known three years ago
    assert exits["IC2603.CFE"] is None


def test_old_data_is_stale_and_very_old_data_is_refused(book, knowledge):
    stale = make_pack({"HK": "2025-12-01"})
    risk = estimate_book_risk(book, Profile(), stale, knowledge, as_of=EVE)
    assert risk.stale == ("HK",)
    assert risk.refused is None
    assert any("STALE" in text for text in risk.warnings)
    ages = {item.security: item.stale_sessions for item in risk.holdings}
    assert ages["600519.SH"] == 0
    assert 30 < ages["0700.HK"] <= 90
    old = make_pack({"HK": "2025-09-01"})
    refused = estimate_book_risk(book, Profile(), old, knowledge, as_of=EVE)
    assert "HK data end 2025-09-01" in refused.refused
    assert refused.losses == ()
    assert refused.volatility is None
    assert all(item.volatility is None for item in refused.holdings)
    shown = estimate_book_risk(
        book, Profile(), old, knowledge, as_of=EVE, stale_ok=True
    )
    assert shown.refused is None
    assert len(shown.losses) == 8
    domestic = make_book(s600519_SH=1e6)
    untouched = estimate_book_risk(domestic, Profile(), old, knowledge, as_of=EVE)
    assert untouched.refused is None


def test_an_old_currency_is_refused_where_it_moves_the_book(book, pack, knowledge):
    dates = dict(pack.manifest.data_dates) | {"USDCNH": "2025-09-01"}
    old = replace(pack, manifest=replace(pack.manifest, data_dates=dates))
    refused = estimate_book_risk(book, Profile(), old, knowledge, as_of=EVE)
    assert "USDCNH data end 2025-09-01" in refused.refused
    domestic = make_book(s600519_SH=1e6)
    untouched = estimate_book_risk(domestic, Profile(), old, knowledge, as_of=EVE)
    assert untouched.refused is None


def test_a_name_that_stopped_trading_is_named(book, pack, knowledge):
    days = ("2025-11-03", *pack.dates[1:])
    stopped = replace(pack, dates=days)
    risk = estimate_book_risk(book, Profile(), stopped, knowledge, as_of=EVE)
    assert risk.stale == ()
    assert any(
        "own data older than 30 sessions: 600519.SH" in text for text in risk.warnings
    )


def test_estimates_later_than_as_of_are_labelled(book, pack, knowledge):
    early = EVE.replace(year=2025)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=early)
    assert any("later than as-of" in text for text in risk.warnings)


def test_a_currency_without_a_rate_is_refused_by_line(pack, knowledge):
    book = make_book(s600519_SH=1e6, CASH_EUR=1e6)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    assert risk.refused == "line 3: no rate from EUR to CNY"


def test_a_book_worth_nothing_is_refused(pack, knowledge):
    book = make_book(s600519_SH=1e6, CASH_CNY=-1e6)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    assert "give nav in the profile" in risk.refused
    given_nav = Profile(nav=5e6)
    assert estimate_book_risk(book, given_nav, pack, knowledge, as_of=QUIET).losses
