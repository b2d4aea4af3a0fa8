"""Laws of proposals over many books, and loadings from the user's own prices."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.knowledge import load_knowledge
from kuroshio.numerics import ridge_loadings
from kuroshio.records import Histories, Profile, ScenarioResult
from kuroshio.risk import propose_hedges, refresh_loadings, set_stage, stress_book
from kuroshio.risk.hedging.desk import Gram
from kuroshio.risk.hedging.ridge import Room, ridge_lots

from .conftest import FACTORS, QUIET, make_book, make_pack

PACK = make_pack()
CODES = ("s600519_SH", "s300750_SZ", "s600026_SH")  # yuan all: sums are NAV
known = cache(load_knowledge)
weights = st.lists(st.floats(-4e7, 9e7), min_size=3, max_size=3)


@settings(deadline=None, max_examples=12)
@given(values=weights, quota=st.integers(0, 40), gross=st.floats(0.5, 3.0))
def test_no_proposal_is_worse_than_doing_nothing(values, quota, gross):
    knowledge = known()
    lines = {c: v for c, v in zip(CODES, values, strict=True) if abs(v) > 1e5}
    book = make_book(**lines, CASH_CNY=2e8)
    profile = Profile(
        permitted=("index_futures", "fx_forward"),
        quotas=(("IF", quota),),
        limits=(("gross", gross), ("margin", 0.05)),
    )
    found = propose_hedges(book, profile, PACK, knowledge, as_of=QUIET)
    nav = 2e8 + sum(lines.values())
    held = sum(abs(value) for value in lines.values())
    for item in found:
        if item.es_after is None or not item.legs:
            continue
        assert item.es_after <= item.es_before * (1 + 1e-9)
        assert all(isinstance(leg.lots, int) and leg.lots for leg in item.legs)
        assert all(
            abs(leg.lots) <= quota for leg in item.legs if leg.instrument == "IF"
        )
        assert item.margin <= 0.05 * nav * (1 + 1e-9)
        futures = sum(
            leg.notional for leg in item.legs if leg.instrument in {"IF", "IC", "HSI"}
        )
        assert futures <= max(gross * nav - held, 0.0) * (1 + 1e-6) + 10.0


def test_ten_times_the_book_takes_ten_times_the_lots(knowledge):
    def lots(size):
        book = make_book(s600519_SH=6e7 * size, s300750_SZ=4e7 * size)
        profile = Profile(permitted=("index_futures",), quotas=(("IF", 20 * size),))
        found = propose_hedges(book, profile, PACK, knowledge, as_of=QUIET)
        best = next(item for item in found if item.best)
        return {leg.instrument: leg.lots for leg in best.legs}

    one, ten = lots(1), lots(10)
    assert set(one) == set(ten)
    for name, count in one.items():
        assert ten[name] == pytest.approx(10 * count, abs=12)


@given(seed=st.integers(0, 5000), count=st.integers(1, 3))
def test_ridge_lots_are_as_good_as_any_neighbour(seed, count):
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((5, count + 1))
    whole = root.T @ root * 1e-4
    gram = Gram(base=whole[0, 0] * 100, cross=whole[0, 1:] * 10, own=whole[1:, 1:])
    room = Room(
        most=np.full(count, 6, dtype=np.int64),
        limits=np.ones((1, count)),
        ceilings=np.array([9.0]),
    )
    _, lots = ridge_lots(gram, room, ridge=0.0)
    assert room.holds(lots)
    value = gram.variance(lots.astype(float))
    assert value <= gram.base + 1e-15
    for move in [*np.eye(count, dtype=int), *-np.eye(count, dtype=int)]:
        if room.holds(lots + move):
            assert value <= gram.variance((lots + move).astype(float)) + 1e-12


def test_a_scenario_leaves_what_book_and_legs_earn(knowledge):
    from kuroshio.records import Scenario, Shock

    book = make_book(s600519_SH=6e7, s300750_SZ=4e7)
    profile = Profile(permitted=("index_futures",))
    stage = set_stage(book, profile, PACK, knowledge, as_of=QUIET)
    fall = Scenario(
        id="fall", name="Fall", narrative="", source="own_knowledge",
        shocks=(Shock(kind="factor", id="000300.SH", size=-0.05),),
    )  # fmt: skip
    played = stress_book(stage, [fall], paths=200)
    found = propose_hedges(book, profile, PACK, knowledge, as_of=QUIET, played=played)
    hedge = next(x for x in found if x.group == "hedge" and "IF" in x.name)
    (left,) = hedge.residual_by_scenario
    lots = -hedge.legs[0].lots
    assert left.before == played[0].pnl
    assert left.after - left.before == pytest.approx(0.05 * lots * 4700 * 300 / 1e8)
    refused: ScenarioResult = replace(played[0], pnl=None, refused="no numbers")
    again = propose_hedges(
        book, profile, PACK, knowledge, as_of=QUIET, played=[refused]
    )
    assert again[0].residual_by_scenario == ()


def make_histories(sessions=400):
    rng = np.random.default_rng(3)
    names = ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")
    moves = rng.standard_normal((sessions, 4)) * 0.01
    returns = np.column_stack(
        [
            moves @ np.array([0.8, 0.1, 0.0, 0.3])
            + rng.standard_normal(sessions) * 1e-3,
            rng.standard_normal(sessions) * 0.01,
        ]
    )
    days = np.datetime64("2024-01-01") + np.arange(sessions)
    return Histories(
        sessions=days, securities=("600519.SH", "0700.HK"), returns=returns,
        factors=names, factor_returns=moves, market_variance=np.full(sessions, 1e-4),
        dates=("2025-01-01", "2025-01-01"),
    )  # fmt: skip


def test_fresh_loadings_replace_those_of_mainland_names_alone():
    names = ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")
    wide = replace(
        PACK,
        factors=(*names, "HSI"),
        betas=np.zeros_like(PACK.betas),
        errors=np.ones_like(PACK.errors),
    )
    histories = make_histories()
    fresh, count = refresh_loadings(wide, histories)
    assert count == 1
    row = wide.rows["600519.SH"]
    assert fresh.betas[row] == pytest.approx([0.8, 0.1, 0.0, 0.3, 0.0], abs=0.03)
    assert (fresh.betas[wide.rows["0700.HK"]] == 0.0).all()
    assert (wide.betas == 0.0).all()  # the pack given is left as it was
    flat = ridge_loadings(
        histories.returns[:, :1], histories.factor_returns, ridge=0.005,
        target=np.full(4, 0.25),
    )  # fmt: skip
    assert fresh.betas[row, :4] == pytest.approx(flat.betas[0], abs=0.02)


def test_without_all_four_indices_loadings_stay():
    assert set(FACTORS) != {"000300.SH"}
    fresh, count = refresh_loadings(PACK, make_histories())
    assert (fresh, count) == (PACK, 0)
