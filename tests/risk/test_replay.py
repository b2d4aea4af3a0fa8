"""The past over today's book: own prices first, betas where there are none."""

from datetime import date

import pytest

from kuroshio.records import Profile
from kuroshio.risk import PastMoves, replay_past, set_stage

from .conftest import EVE, FACTORS, make_book, make_pack


def past(factors, securities, sessions=2):
    return PastMoves(
        start=date(2018, 3, 22), end=date(2018, 3, 23), sessions=sessions,
        factors=factors, securities=securities, source="made up",
    )  # fmt: skip


@pytest.fixture
def stage(knowledge):
    book = make_book(
        s600519_SH=4e6, s0700_HK=2e6, IC2603_CFE=-1e6, s8306_T=4e7, CASH_CNY=1e6
    )
    return set_stage(book, Profile(), make_pack(), knowledge, as_of=EVE)


def test_own_prices_come_first_and_betas_fill_in(stage):
    moves = {"000300.SH": -0.03, "000905.SH": -0.05, "HSI": -0.02, "USDCNH": 0.01,
             "USDJPY": 0.0}  # fmt: skip
    got = replay_past(stage, past(moves, {"600519.SH": -0.08}))
    by_name = {x.security: x for x in got.pnl_by_holding}
    moutai, tencent = by_name["600519.SH"], by_name["0700.HK"]
    assert moutai.pnl == pytest.approx(moutai.weight * -0.08)
    assert moutai.note == "own prices"
    expected = tencent.weight * (0.1 * -0.03 + 1.1 * -0.02 + 0.01)
    assert tencent.pnl == pytest.approx(expected)
    assert tencent.fx_part == pytest.approx(tencent.weight * 0.01)
    assert tencent.note == "by betas"
    future = by_name["IC2603.CFE"]
    assert future.pnl == pytest.approx(future.weight * -0.05)
    assert by_name["8306.T"].pnl is None
    assert "NOT ESTIMABLE" in by_name["8306.T"].note
    assert got.unknown_weight == pytest.approx(by_name["8306.T"].weight)
    assert got.pnl == pytest.approx(sum(x.pnl or 0 for x in got.pnl_by_holding))
    assert got.plausibility.dimensions == len(FACTORS)
    assert got.horizon == 2


def test_a_foreign_price_and_its_currency_compound(stage):
    moves = dict.fromkeys(FACTORS, 0.0) | {"USDCNH": 0.02}
    got = replay_past(stage, past(moves, {"0700.HK": -0.5}))
    row = next(x for x in got.pnl_by_holding if x.security == "0700.HK")
    assert row.pnl == pytest.approx(row.weight * ((1 - 0.5) * 1.02 - 1))


def test_factors_without_a_level_move_as_expected(stage):
    got = replay_past(stage, past({"000300.SH": -0.03}, {}))
    moves = {x.factor: x for x in got.moves}
    # correlation .9, volatilities .010 and .013: slope 1.17
    assert moves["000905.SH"].move == pytest.approx(-0.03 * 0.9 * 1.3)
    assert not moves["000905.SH"].shocked
    assert moves["000300.SH"].shocked


def test_only_prices_leave_the_rest_not_estimable(stage):
    got = replay_past(stage, past({}, {"600519.SH": -0.08}))
    by_name = {x.security: x for x in got.pnl_by_holding}
    assert by_name["600519.SH"].pnl < 0
    assert by_name["0700.HK"].pnl is None
    assert got.moves == ()
    assert got.plausibility is None


def test_nothing_at_all_is_not_estimable(stage):
    got = replay_past(stage, past({}, {}))
    assert got.pnl is None
    assert "NOT ESTIMABLE: no series over 2018-03-22 to 2018-03-23" in got.refused
