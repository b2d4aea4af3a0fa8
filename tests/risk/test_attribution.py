"""Parts of a loss add up; what is taken out is what was there."""

from dataclasses import replace

import numpy as np
import pytest

from kuroshio.errors import NumericsError
from kuroshio.records import Book, Premium, Profile
from kuroshio.risk import draw_losses, estimate_book_risk
from kuroshio.risk.books import measure_book
from kuroshio.risk.losses import spread_of
from kuroshio.risk.pack_losses import residual_grid, simulate_outcomes

from .conftest import EVE, QUIET, make_book, make_pack


def with_blocks(pack, seed=3):
    """Return the pack with two industries, a component, and innovations."""
    rng = np.random.default_rng(seed)
    loadings = np.zeros((6, 3))
    loadings[[0, 1], 0], loadings[[3, 4], 1] = (0.9, 1.1), (1.0, 1.2)
    loadings[:, 2] = rng.standard_normal(6) * 0.3
    root = rng.standard_normal((3, 3)) * 0.004
    return replace(
        pack,
        blocks=("CN liquor", "CN shipping", "CN component 1"),
        block_covariance=root @ root.T,
        block_loadings=loadings,
        innovations=rng.standard_t(6, (400, 5)) / 1.22,
        innovation_dates=("2025-01-01",) * 400,
        har=np.full(6, 0.02),
        har_basis=("range",) * 6,
        gjr=np.full(6, 0.025),
    )


@pytest.mark.parametrize("blocks", [False, True])
@pytest.mark.parametrize("as_of", [EVE, QUIET])
def test_every_split_adds_up(book, pack, knowledge, blocks, as_of):
    chosen = with_blocks(pack) if blocks else pack
    risk = estimate_book_risk(book, Profile(), chosen, knowledge, as_of=as_of)
    for place, loss in enumerate(risk.losses):
        key = (loss.level, loss.horizon, loss.gap_adjusted)
        own = sum(item.contributions[place] for item in risk.holdings)
        assert own == pytest.approx(loss.es, abs=1e-12)
        for by in ("theme", "factor", "currency"):
            parts = [
                item.es
                for item in risk.contributions
                if item.by == by
                and (item.level, item.horizon, item.gap_adjusted) == key
            ]
            assert sum(parts) == pytest.approx(loss.es, abs=1e-12)
    currency = {
        item.id: item.es
        for item in risk.contributions
        if (item.by, item.level, item.horizon) == ("currency", 0.99, 1)
        and not item.gap_adjusted
    }
    assert sum(v for k, v in currency.items() if k != "local returns") == pytest.approx(
        risk.losses[1].currency_part, abs=1e-12
    )


@pytest.mark.parametrize("blocks", [False, True])
def test_incremental_is_the_loss_without_the_line(pack, knowledge, blocks):
    chosen = with_blocks(pack) if blocks else pack
    profile = Profile(nav=1e7)
    lines = {"s600519_SH": 4e6, "s300750_SZ": 3e6, "s600026_SH": 1e6, "s1138_HK": 2e6}
    whole = estimate_book_risk(
        make_book(**lines), profile, chosen, knowledge, as_of=QUIET
    )
    for row, name in enumerate(lines):
        rest = {key: value for key, value in lines.items() if key != name}
        part = estimate_book_risk(
            make_book(**rest), profile, chosen, knowledge, as_of=QUIET
        )
        for place, loss in enumerate(whole.losses):
            gone = whole.holdings[row].incremental[place]
            assert gone == pytest.approx(loss.es - part.losses[place].es, abs=1e-12)


def test_blocks_leave_a_single_name_as_it_was(pack, knowledge):
    book = make_book(s600519_SH=1e6)
    plain, split = (
        estimate_book_risk(book, Profile(), chosen, knowledge, as_of=QUIET)
        for chosen in (pack, with_blocks(pack))
    )
    assert split.volatility == pytest.approx(plain.volatility, rel=1e-12)
    pair = make_book(s600519_SH=1e6, s300750_SZ=1e6)
    plain, split = (
        estimate_book_risk(pair, Profile(), chosen, knowledge, as_of=QUIET)
        for chosen in (pack, with_blocks(pack))
    )
    assert split.volatility > plain.volatility  # one industry moves both


def test_simulated_losses_have_the_model_s_variance(book, pack, knowledge):
    chosen = with_blocks(pack)
    innovations = np.random.default_rng(1).multivariate_normal(
        np.zeros(5), chosen.covariance, 500
    ) / np.sqrt(np.diag(chosen.covariance))
    innovations -= innovations.mean(axis=0)
    chosen = replace(chosen, innovations=innovations)
    measured = measure_book(book, Profile(), chosen, knowledge, as_of=QUIET)
    for horizon in (1, 10):
        spread = spread_of(
            measured.positions, sessions=horizon, gaps=0, stretch=measured.stretch
        )
        outcomes = simulate_outcomes(
            measured.positions, chosen, spread,
            horizon=horizon, gaps=0, stretch=measured.stretch,
        )  # fmt: skip
        assert outcomes.var() == pytest.approx(spread.variance, rel=0.25)
    assert residual_grid(1).std() == pytest.approx(1.0)
    risk = estimate_book_risk(book, Profile(), chosen, knowledge, as_of=EVE)
    methods = {item.method for item in risk.methods}
    assert methods == {"ewma-normal", "factor-fhs"}
    assert all(item.es >= item.var > 0.0 for item in risk.methods)
    gap = {(x.method, x.level, x.gap_adjusted): x.es for x in risk.methods}
    assert gap["factor-fhs", 0.99, True] > gap["factor-fhs", 0.99, False]


def test_currencies_see_through_the_listing(pack, knowledge):
    book = make_book(s600519_SH=1e6, s0700_HK=1e6, CASH_USD=1e6, CASH_JPY=1e8)
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    follows = [dict(item.economic) for item in risk.holding_currencies]
    assert follows[0] == pytest.approx({"CNY": 1.0, "JPY": 0.0, "USD": 0.0})
    assert follows[1] == pytest.approx({"CNY": 0.0, "JPY": 0.0, "USD": 1.0})
    assert follows[2] == pytest.approx({"CNY": 0.0, "JPY": 0.0, "USD": 1.0})
    assert follows[3] == pytest.approx({"CNY": 0.0, "JPY": 1.0, "USD": 0.0})
    rows = {item.currency: item for item in risk.currencies}
    assert rows["CNY"].hedge is None
    assert all(item.carry is None for item in rows.values())
    assert sum(item.share for item in rows.values()) == pytest.approx(1.0)
    known = [item.economic for item in rows.values() if item.economic is not None]
    assert sum(known) == pytest.approx(1.0)


def test_the_hedge_ratio_is_that_of_least_variance(pack, knowledge):
    profile = Profile(nav=1e7)
    lines = {"s600519_SH": 4e6, "s0700_HK": 6e6}
    risk = estimate_book_risk(make_book(**lines), profile, pack, knowledge, as_of=QUIET)
    hedge = next(item.hedge for item in risk.currencies if item.currency == "USD")
    volatilities = [
        estimate_book_risk(
            make_book(**lines, USDCNH_FWD=share * 1e7 / 7.0),
            profile, pack, knowledge, as_of=QUIET,
        ).volatility
        for share in (hedge - 0.05, hedge, hedge + 0.05)
    ]  # fmt: skip
    assert volatilities[1] == min(volatilities)


def test_the_way_out_names_limits_and_unknowns(book, pack, knowledge):
    risk = estimate_book_risk(book, Profile(), pack, knowledge, as_of=QUIET)
    rules = {item.security: item for item in risk.exits.holdings}
    assert rules["600519.SH"].daily_limit == 0.10
    assert rules["300750.SZ"].daily_limit == 0.20
    assert rules["600519.SH"].same_day_sale is False
    assert rules["0700.HK"].daily_limit is None
    assert rules["300750.SZ"].sessions is None
    assert 0.0 < risk.exits.unknown < 1.0
    assert risk.exits.sessions_90 <= risk.exits.sessions_all
    assert "IC2603.CFE" not in rules


def test_outlooks_come_for_names_themes_sectors_and_the_book(book, pack, knowledge):
    risk = estimate_book_risk(
        book, Profile(), with_blocks(pack), knowledge, as_of=QUIET
    )
    scopes = {item.scope for item in risk.outlooks}
    assert scopes == {"book", "security", "theme", "sector"}
    for item in risk.outlooks:
        for point in item.cone:
            bands = (point.q05, point.q25, point.q50, point.q75, point.q95)
            assert list(bands) == sorted(bands)
        widths = [point.q95 / point.q05 for point in item.cone]
        assert widths[0] > widths[1]
    own = next(item for item in risk.outlooks if item.id == "600519.SH")
    assert (own.har, own.gjr, own.har_basis) == (0.02, 0.025, "range")


def test_premia_are_those_of_issuers_held(pack, knowledge):
    premium = Premium(
        security="600026.SH", other="1138.HK", premium=0.8, date="2025-10-30",
        rate_date="2025-10-30",
    )  # fmt: skip
    other = replace(premium, security="601318.SH", other="2318.HK")
    chosen = replace(pack, premia=(premium, other))
    risk = estimate_book_risk(
        make_book(s1138_HK=1e6), Profile(), chosen, knowledge, as_of=QUIET
    )
    assert risk.premia == (premium,)


def test_a_book_in_a_currency_without_a_rate_says_so(pack, knowledge, book):
    odd = replace(book.holdings[0], currency="BRL")
    strange = Book(source="x", sha256="", holdings=(odd, *book.holdings[1:]))
    risk = estimate_book_risk(strange, Profile(), pack, knowledge, as_of=QUIET)
    assert "no rate from BRL" in risk.refused
    assert risk.losses == risk.methods == ()
    assert risk.volatility is None


def test_made_up_pack_without_blocks_still_serves(book, knowledge):
    risk = estimate_book_risk(book, Profile(), make_pack(), knowledge, as_of=QUIET)
    assert {item.method for item in risk.methods} == {"ewma-normal"}


@pytest.mark.parametrize("blocks", [False, True])
def test_drawn_paths_agree_with_the_model(book, pack, knowledge, blocks):
    chosen = with_blocks(pack) if blocks else pack
    measured = measure_book(book, Profile(), chosen, knowledge, as_of=QUIET)
    drawn = draw_losses(
        measured.positions, paths=60_000, level=0.99, df=5.0,
        rng=np.random.default_rng(3),
    )  # fmt: skip
    exact = estimate_book_risk(book, Profile(), chosen, knowledge, as_of=QUIET)
    loss = exact.losses[1]
    assert drawn.var == pytest.approx(loss.var, rel=0.05)
    assert drawn.es == pytest.approx(loss.es, rel=0.06)
    assert drawn.contributions.sum() == pytest.approx(drawn.es, abs=1e-12)
    shares = [item.contributions[1] for item in exact.holdings]
    np.testing.assert_allclose(drawn.contributions, shares, atol=0.12 * loss.es)
    with pytest.raises(NumericsError, match="too few paths"):
        draw_losses(
            measured.positions, paths=60_000, level=0.99, df=2.0,
            rng=np.random.default_rng(3),
        )  # fmt: skip


def test_a_covariance_that_cannot_be_is_refused_with_the_mend(book, pack, knowledge):
    broken = pack.covariance.copy()
    broken[0, 1] = broken[1, 0] = 3.0 * broken[0, 0]
    risk = estimate_book_risk(
        book, Profile(), replace(pack, covariance=broken), knowledge, as_of=QUIET
    )
    assert "not positive semi-definite" in risk.refused
    assert "pack verify" in risk.refused
    assert risk.losses == ()
    assert risk.volatility is None


def test_a_name_without_history_is_proxied_flagged_and_widened(pack, knowledge):
    fresh = estimate_book_risk(
        make_book(s600999_SH=1e6), Profile(), pack, knowledge, as_of=QUIET
    )
    (holding,) = fresh.holdings
    assert holding.basis == "proxy"
    assert "residual risk widened" in holding.note
    assert any("stand-in" in text for text in fresh.warnings)
    known = estimate_book_risk(
        make_book(s600519_SH=1e6), Profile(), pack, knowledge, as_of=QUIET
    )
    assert fresh.volatility > known.volatility
