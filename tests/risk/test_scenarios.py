"""Scenarios over a book against a joint normal conditioned the long way."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import optimize

from kuroshio.errors import NumericsError
from kuroshio.numerics import tail_multiples
from kuroshio.records import Book, Profile, Scenario, Shock, View
from kuroshio.risk import (
    expected_loss,
    mix_scenarios,
    reverse_stress,
    scenario_paths,
    set_stage,
    stress_book,
)
from kuroshio.risk.books import measure_book
from kuroshio.risk.losses import spread_of
from kuroshio.risk.scenario_paths import (
    prepare_draws,
    simulate_tail,
    tails_of,
    unconditioned,
)
from kuroshio.risk.scenario_stage import condition_stage

from .conftest import EVE, FACTORS, make_book, make_pack

SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def make(*shocks, **more):
    return Scenario(
        id="s", name="S", narrative="", source="test", shocks=tuple(shocks), **more
    )


def factor(name, size):
    return Shock(kind="factor", id=name, size=size)


def stage_of(book, knowledge, pack=None, reach=None, profile=None):
    return set_stage(
        book, profile or Profile(), pack or make_pack(), knowledge, as_of=EVE,
        reach={"s": reach} if reach else None,
    )  # fmt: skip


def play(book, knowledge, scenario, **more):
    return stress_book(stage_of(book, knowledge, **more), [scenario], paths=2000)[0]


def joint(stage):
    """Return the covariance of (factors, local returns, base-currency returns)."""
    positions = stage.positions
    weights = positions.weights
    local = positions.local / weights[:, None]
    own = positions.residual / weights
    move = (positions.local + positions.currency) / weights[:, None]
    same = positions.issuers[:, None] == positions.issuers[None, :]
    issuers = positions.issuers.max() + 1
    # Everything is linear in (factors, one residual an issuer).
    pick = np.zeros((len(own), issuers))
    pick[np.arange(len(own)), positions.issuers] = own
    width = len(FACTORS)
    loads = np.block(
        [
            [np.eye(width), np.zeros((width, issuers))],
            [local, pick],
            [move, pick],
        ]
    )
    state = np.zeros((width + issuers, width + issuers))
    state[:width, :width] = positions.covariance
    state[width:, width:] = np.eye(issuers)
    assert same.any()
    return loads @ state @ loads.T


def brute(book, stage, shocked, values):
    """Condition the joint normal by the textbook partition; return holdings' P&L."""
    covariance = joint(stage)
    count, width = len(book.holdings), len(FACTORS)
    inner = covariance[np.ix_(shocked, shocked)]
    mean = covariance[:, shocked] @ np.linalg.solve(inner, values)
    squared = values @ np.linalg.solve(inner, values)
    return stage.positions.weights * mean[width + count :], mean[:width], squared**0.5


# Two listings of one issuer share its residual: with all factors set, the second is not
# free any more, so only one of the pair is shocked here.
THOUSANDTHS = st.integers(-80, 80).map(lambda n: n / 1000)


@SLOW
@given(
    st.dictionaries(st.integers(0, len(FACTORS) - 1), THOUSANDTHS, max_size=4),
    st.dictionaries(st.sampled_from([0, 1, 2, 3]), THOUSANDTHS, max_size=2),
)
def test_conditional_stress_is_brute_force_conditioning(knowledge, factors, names):
    if not factors and not names:
        return
    book = make_book(
        s600519_SH=4e6, s300750_SZ=3e6, s0700_HK=2e6, s600026_SH=1e6, s1138_HK=1e6
    )
    stage = stage_of(book, knowledge)
    shocks = [factor(FACTORS[k], v) for k, v in factors.items()]
    shocks += [
        Shock(kind="holding", id=book.holdings[k].security, size=v)
        for k, v in names.items()
    ]
    got = stress_book(stage, [make(*shocks)], paths=200)[0]
    shocked = [*factors, *(len(FACTORS) + k for k in names)]
    values = np.array([*factors.values(), *names.values()])
    pnl, moves, distance = brute(book, stage, shocked, values)
    scale = max(1.0, distance)
    assert [x.pnl for x in got.pnl_by_holding] == pytest.approx(pnl, abs=1e-9 * scale)
    assert [x.move for x in got.moves] == pytest.approx(moves, abs=1e-9 * scale)
    assert got.plausibility.distance == pytest.approx(distance, rel=1e-9, abs=1e-12)


def test_no_shock_moves_nothing(book, knowledge):
    got = play(book, knowledge, make())
    assert got.pnl == 0.0
    assert got.fx_part == 0.0
    assert got.plausibility is None
    assert got.worst_holding is None
    assert all(item.pnl == 0.0 for item in got.pnl_by_holding)
    assert got.interval[0] < 0 < got.interval[1]


@SLOW
@given(st.floats(0.1, 20.0), st.floats(-0.1, 0.1))
def test_scaling_quantities_leaves_shares_alone(knowledge, scale, size):
    book = make_book(s600519_SH=4e6, s0700_HK=2e6, BABA_US=2e5, CASH_CNY=5e5)
    larger = replace(
        book, holdings=tuple(replace(x, value=x.value * scale) for x in book.holdings)
    )
    scenario = make(factor("HSI", size), Shock(kind="currency", id="CNY", size=-0.01))
    one, two = (play(x, knowledge, scenario) for x in (book, larger))
    assert one.pnl == pytest.approx(two.pnl, rel=1e-9, abs=1e-15)
    assert one.fx_part == pytest.approx(two.fx_part, rel=1e-9, abs=1e-15)


@SLOW
@given(st.floats(-3e6, 3e6), st.floats(-0.1, 0.1))
def test_pnl_is_linear_in_the_book(knowledge, extra, size):
    """A given NAV keeps the weights of other lines; a short turns the sign round."""
    profile = Profile(nav=1e7)
    scenario = make(factor("000300.SH", size))
    reach = {}
    parts = [
        play(make_book(**lines), knowledge, scenario, profile=profile, reach=reach).pnl
        for lines in (
            {"s600519_SH": 4e6, "s300750_SZ": extra},
            {"s600519_SH": 4e6},
            {"s300750_SZ": extra},
            {"s300750_SZ": -extra},
        )
        if lines.get("s300750_SZ", 1.0)
    ]
    if len(parts) == 4:
        both, first, second, short = parts
        assert both == pytest.approx(first + second, abs=1e-12)
        assert short == pytest.approx(-second, abs=1e-12)


def test_a_currency_shock_translates_and_tells_on_equities(knowledge):
    book = make_book(s0700_HK=1e6, CASH_CNY=1e6)
    got = play(book, knowledge, make(Shock(kind="currency", id="CNY", size=-0.02)))
    usdcnh = {x.factor: x for x in got.moves}["USDCNH"]
    assert usdcnh.move == pytest.approx(1 / 0.98 - 1)
    assert usdcnh.shocked
    hk = got.pnl_by_holding[0]
    assert hk.fx_part == pytest.approx(hk.weight * usdcnh.move)
    assert hk.factor_part < 0  # HSI falls with the yuan in the covariance
    assert hk.pnl == pytest.approx(hk.factor_part + hk.fx_part)


def test_a_pair_is_the_difference_of_two_dollar_prices(book, knowledge):
    got = play(book, knowledge, make(Shock(kind="currency", id="CNYJPY", size=-0.03)))
    moves = {x.factor: x.move for x in got.moves}
    assert moves["USDJPY"] - moves["USDCNH"] == pytest.approx(-0.03)


def test_a_theme_moves_by_sign_size_and_own_noise(book, knowledge):
    """Residual risks (long run) .024, .03, .022: mean of the two members .027."""
    reach = {"rare-earths": {"600519.SH": 1, "300750.SZ": -1, "0700.HK": 0}}
    scenario = make(Shock(kind="theme", id="rare-earths", size=0.05))
    got = play(book, knowledge, scenario, reach=reach)
    by_name = {x.security: x for x in got.pnl_by_holding}
    up, down = by_name["600519.SH"], by_name["300750.SZ"]
    assert up.theme_part == pytest.approx(up.weight * 0.05 * 0.024 / 0.027)
    assert down.theme_part == pytest.approx(-down.weight * 0.05 * 0.030 / 0.027)
    assert by_name["0700.HK"].pnl == 0.0
    assert got.plausibility is None
    assert all(x.move == 0.0 for x in got.moves)


def test_two_themes_with_one_piece_of_news_count_once(book, knowledge):
    reach = {t: {"600519.SH": 1} for t in ("rare-earths", "graphite")}
    scenario = make(
        Shock(kind="theme", id="rare-earths", size=0.05),
        Shock(kind="theme", id="graphite", size=0.03),
    )
    got = play(book, knowledge, scenario, reach=reach)
    assert got.pnl_by_holding[0].theme_part == pytest.approx(
        got.pnl_by_holding[0].weight * 0.05
    )


def test_a_named_holding_moves_by_all_of_its_shock(book, knowledge):
    reach = {"rare-earths": {"600519.SH": 1}}
    scenario = make(
        Shock(kind="holding", id="600519.SH", size=-0.1),
        Shock(kind="theme", id="rare-earths", size=0.04),
    )
    row = play(book, knowledge, scenario, reach=reach).pnl_by_holding[0]
    assert row.pnl - row.fx_part == pytest.approx(-0.1 * row.weight)


def test_listings_of_one_issuer_share_a_name_shock(knowledge):
    book = make_book(s600026_SH=1e6, s1138_HK=1e6)
    got = play(book, knowledge, make(Shock(kind="holding", id="600026.SH", size=-0.2)))
    other = got.pnl_by_holding[1]
    assert other.own_part < 0


def test_an_unheld_name_of_the_pack_tells_through_factors(knowledge):
    book = make_book(s0700_HK=1e6)
    got = play(book, knowledge, make(Shock(kind="holding", id="BABA.US", size=-0.15)))
    assert got.pnl < 0
    assert got.pnl_by_holding[0].own_part == 0.0


def test_a_holding_without_history_is_in_no_total_until_it_is_told(knowledge):
    book = make_book(s600519_SH=1e6, s8306_T=4e7)
    calm = play(book, knowledge, make(factor("000300.SH", -0.05)))
    lost = calm.pnl_by_holding[1]
    assert lost.pnl is None
    assert calm.unknown_weight == pytest.approx(lost.weight)
    told = play(book, knowledge, make(Shock(kind="holding", id="8306.T", size=-0.1)))
    assert told.pnl == pytest.approx(-0.1 * lost.weight)
    assert told.unknown_weight == 0.0
    assert told.interval[0] < told.pnl < told.interval[1]


def test_the_band_lies_round_the_expectation_and_volatility_widens_it(book, knowledge):
    calm = play(book, knowledge, make(factor("000300.SH", -0.03)))
    wild = play(
        book, knowledge,
        make(factor("000300.SH", -0.03), Shock(kind="volatility", id="all", size=2.0)),
    )  # fmt: skip
    assert wild.pnl == pytest.approx(calm.pnl)
    middle = sum(calm.interval) / 2
    assert middle == pytest.approx(calm.pnl, abs=2e-4)
    spread = [x.interval[1] - x.interval[0] for x in (calm, wild)]
    assert spread[1] == pytest.approx(2 * spread[0], rel=1e-9)
    assert calm.plausibility == wild.plausibility


def test_the_same_scenario_gives_the_same_paths(book, knowledge):
    scenario = make(factor("HSI", -0.04))
    assert play(book, knowledge, scenario) == play(book, knowledge, scenario)


def test_tail_contributions_add_up_to_the_shortfall(book, knowledge):
    stage = stage_of(book, knowledge)
    stressed, themes = condition_stage(stage, make(factor("HSI", -0.04)))
    df, scale = tails_of(stage.pack, 1)
    drawn = prepare_draws(stage.positions, stressed, df=df, scale=scale, themes=themes)
    tail = simulate_tail(drawn, count=30_001, level=0.99)
    assert tail.contributions.sum() == pytest.approx(-tail.es, rel=1e-12)
    assert tail.pnl.mean() == pytest.approx(
        stress_book(stage, [make(factor("HSI", -0.04))], paths=200)[0].pnl, rel=1e-9
    )
    assert tail.es >= tail.var
    assert len(tail.pnl) == 30_002
    paths = scenario_paths(stage, make(factor("HSI", -0.04)), count=30_002)
    book_pnl = paths.pnl.sum(axis=1)
    worst = np.sort(book_pnl)[:300].mean()
    assert -tail.es == pytest.approx(worst, rel=0.05)
    with pytest.raises(NumericsError, match="no tail"):
        simulate_tail(drawn, count=10, level=0.99)


def test_paths_carry_the_covariance_of_the_book(book, knowledge):
    stage = stage_of(book, knowledge)
    paths = scenario_paths(stage, None, count=60_000)
    assert paths.pnl.shape == (60_000, len(book.holdings))
    assert paths.moves.mean(axis=0) == pytest.approx(np.zeros(len(FACTORS)), abs=1e-15)
    sample = np.cov(paths.moves.T)
    scale = np.sqrt(np.diag(stage.positions.covariance))
    error = (sample - stage.positions.covariance) / np.outer(scale, scale)
    assert np.abs(error).max() < 0.1
    # A future on an index earns that index's column.
    future = paths.pnl[:, 6] / stage.positions.weights[6]
    assert future == pytest.approx(paths.moves[:, FACTORS.index("000905.SH")])


def test_views_set_means_and_chances_and_say_what_is_left(book, knowledge):
    scenario = replace(
        make(),
        views=(
            View(kind="mean", id="HSI", value=-0.01, by="me"),
            View(kind="volatility", id="USDJPY", value=0.01, by="me"),
            View(kind="below", id="000300.SH", value=-0.01, probability=0.4, by="me"),
        ),
    )
    stage = stage_of(book, knowledge)
    got = stress_book(stage, [scenario], paths=4000)[0]
    moves = {x.factor: x for x in got.moves}
    assert moves["HSI"].move == pytest.approx(-0.01, abs=1e-9)
    assert moves["HSI"].shocked
    assert not moves["USDCNH"].shocked
    assert 0 < got.effective_scenarios < 4000
    assert got.basis == "views"
    assert got.pnl < 0
    paths = scenario_paths(stage, scenario, count=4000)
    below = paths.moves[:, 0] < -0.01
    assert paths.probabilities[below].sum() == pytest.approx(0.4, abs=1e-8)
    assert paths.probabilities @ paths.pnl.sum(axis=1) == pytest.approx(got.pnl)
    assert got.interval[0] < got.pnl < got.interval[1]
    assert got.es > 0


def test_reverse_stress_is_the_optimisers_point(knowledge):
    book = make_book(s600519_SH=4e6, s0700_HK=2e6, s600026_SH=1e6, s1138_HK=1e6)
    stage = stage_of(book, knowledge)
    got = reverse_stress(stage, 0.04)
    assert got.pnl == pytest.approx(-0.04, rel=1e-12)
    positions = stage.positions
    root = np.linalg.cholesky(positions.covariance)
    slopes = (positions.local + positions.currency).sum(axis=0) @ root
    residual = np.bincount(positions.issuers, weights=positions.residual)
    weights = np.concatenate([slopes, residual])
    found = optimize.minimize(
        lambda z: z @ z,
        np.full(len(weights), -0.1),
        jac=lambda z: 2 * z,
        constraints={"type": "eq", "fun": lambda z: weights @ z + 0.04},
        options={"ftol": 1e-16},
    )
    moves = root @ found.x[: len(FACTORS)]
    assert [x.move for x in got.moves] == pytest.approx(moves, abs=1e-8)
    assert got.plausibility.distance == pytest.approx(found.fun**0.5, rel=1e-7)
    assert got.plausibility.normal_odds < got.plausibility.odds


def test_reverse_stress_gets_less_likely_with_the_loss(book, knowledge):
    stage = stage_of(book, knowledge)
    odds = [reverse_stress(stage, loss).plausibility.odds for loss in (0.01, 0.03, 0.1)]
    assert odds == sorted(odds, reverse=True)
    cash = stage_of(make_book(CASH_CNY=1e6), knowledge)
    assert "no risk" in reverse_stress(cash, 0.1).refused


def test_old_data_refuses_every_kind(knowledge):
    book = make_book(s0700_HK=1e6)
    old = make_pack({"HK": "2025-06-30"})
    stage = stage_of(book, knowledge, pack=old)
    got = stress_book(stage, [make(factor("HSI", -0.1))])[0]
    assert got.pnl is None
    assert "HK data end" in got.refused
    assert reverse_stress(stage, 0.1).refused == got.refused


def test_contradictions_are_refused(book, knowledge):
    both = make(
        Shock(kind="currency", id="CNY", size=-0.02),
        factor("USDJPY", 0.0),
        Shock(kind="currency", id="CNYJPY", size=0.3),
    )
    with pytest.raises(NumericsError, match="contradict"):
        play(book, knowledge, both)


def test_an_empty_book_of_cash_only_translates(knowledge):
    book: Book = make_book(CASH_USD=1e6, CASH_CNY=1e6)
    got = play(book, knowledge, make(Shock(kind="currency", id="CNY", size=-0.1)))
    assert got.pnl == pytest.approx(got.fx_part)
    assert got.pnl > 0


def with_blocks(pack):
    """A pack whose residual risks share two blocks; the first name's too much."""
    return replace(
        pack,
        blocks=("industry:drinks", "style:size"),
        block_covariance=np.array([[1e-4, 2e-5], [2e-5, 4e-5]]),
        block_loadings=np.array(
            [[1.5, 0.5], [0.3, -0.5], [0.5, 0.0], [0.0, 0.8], [0.0, 0.0], [0.2, 0.2]]
        ),
    )


def test_blocks_are_further_factors_and_leave_the_variance_alone(book, knowledge):
    pack = with_blocks(make_pack())
    plain = measure_book(book, Profile(), pack, knowledge, as_of=EVE)
    wanted = spread_of(
        plain.positions, sessions=1, gaps=0, stretch=np.ones(len(book.holdings))
    )
    wide = stage_of(book, knowledge, pack=pack).positions
    loadings = (wide.local + wide.currency).sum(axis=0)
    residual = np.bincount(wide.issuers, weights=wide.residual)
    variance = loadings @ wide.covariance @ loadings + residual @ residual
    assert len(loadings) == len(FACTORS) + 2
    assert variance == pytest.approx(wanted.variance, rel=1e-12)


def test_a_name_shock_tells_on_peers_through_blocks(book, knowledge):
    scenario = make(Shock(kind="holding", id="600519.SH", size=-0.1))
    pack = make_pack()
    alone, shared = (
        play(book, knowledge, scenario, pack=item) for item in (pack, with_blocks(pack))
    )
    for got in (alone, shared):
        row = got.pnl_by_holding[0]
        assert row.pnl - row.fx_part == pytest.approx(-0.1 * row.weight)
    peers = [x.pnl_by_holding[2].factor_part for x in (alone, shared)]
    assert peers[1] < peers[0] < 0
    assert [x.factor for x in shared.moves] == list(FACTORS)
    unheld = make_book(s0700_HK=1e6)
    got = play(unheld, knowledge, scenario, pack=with_blocks(pack))
    assert got.pnl < play(unheld, knowledge, scenario, pack=pack).pnl < 0


def test_a_block_can_be_shocked_and_its_volatility_is_residual(book, knowledge):
    pack = with_blocks(make_pack())
    got = play(book, knowledge, make(factor("industry:drinks", -0.05)), pack=pack)
    assert got.pnl < 0
    moved = {x.factor: x for x in got.moves}
    assert moved["industry:drinks"].shocked
    assert all(moved[name].move == 0.0 for name in FACTORS)
    stage = stage_of(book, knowledge, pack=pack)
    wild = make(Shock(kind="volatility", id="residual", size=3.0))
    variances = [
        np.diag(condition_stage(stage, scenario)[0].covariance)
        for scenario in (make(), wild)
    ]
    ratio = variances[1] / variances[0]
    assert ratio == pytest.approx([1.0] * len(FACTORS) + [9.0] * 2)


def test_the_tail_is_that_of_a_student_t(book, knowledge):
    stage = stage_of(book, knowledge)
    free = unconditioned(stage.positions.covariance, horizon=1)
    drawn = prepare_draws(stage.positions, free, df=8.0)
    tail = simulate_tail(drawn, count=200_000)
    loadings = (stage.positions.local + stage.positions.currency).sum(axis=0)
    residual = np.bincount(stage.positions.issuers, weights=stage.positions.residual)
    variance = loadings @ stage.positions.covariance @ loadings + residual @ residual
    var, es = tail_multiples(0.99, 8.0)
    assert tail.var == pytest.approx(var * variance**0.5, rel=0.03)
    assert tail.es == pytest.approx(es * variance**0.5, rel=0.03)


def test_signed_scenarios_mix_as_likely_as_was_signed(book, knowledge):
    stage = stage_of(book, knowledge)
    fall = make(factor("HSI", -0.1), probability=0.3, probability_by="me")
    rise = replace(
        make(factor("HSI", 0.1), probability=0.2, probability_by="me"), id="r"
    )
    unsigned = make(factor("HSI", -0.5))
    paths = mix_scenarios(stage, [fall, rise, unsigned], count=1000)
    assert paths.probabilities.sum() == pytest.approx(1.0)
    assert paths.pnl.shape == (3000, len(book.holdings))
    one, two = (x.pnl for x in stress_book(stage, [fall, rise], paths=200))
    mean, es = expected_loss(paths)
    assert mean == pytest.approx(0.3 * one + 0.2 * two)
    assert es > 0
    assert mix_scenarios(stage, [unsigned]) is None
    too_much = replace(rise, probability=0.9)
    with pytest.raises(NumericsError, match=r"add up to 1\.2, over 1"):
        mix_scenarios(stage, [fall, too_much])
