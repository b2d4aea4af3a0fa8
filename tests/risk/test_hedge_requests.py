"""Requests: who may trade, what may be sold, options, spreading, and every fault."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kuroshio.errors import InputError
from kuroshio.records import Profile
from kuroshio.risk import (
    HedgeRequest,
    OptionAsked,
    SpreadAsked,
    Terms,
    check_request,
    scenario_paths,
    seek_hedges,
    set_stage,
)
from kuroshio.risk.hedging import access_of, price_put
from kuroshio.risk.hedging.options import value_after
from kuroshio.risk.hedging.sales import cost_of
from kuroshio.risk.rebalancing import Limit, find_conflict

from .conftest import EVE, QUIET, make_book

FUTURES = Profile(permitted=("index_futures",))
PUT = OptionAsked(
    fund="510300.SH", strike=4.5, expiry=date(2026, 6, 24), volatility=0.2, price=4.7
)


@pytest.fixture
def big():
    book = make_book(s600519_SH=6e7, s300750_SZ=4e7, CASH_CNY=1e7)
    first, *rest = book.holdings
    return replace(
        book,
        holdings=(replace(first, quantity=40_000.0, price=1500.0), *rest),
    )


def seek(big, pack, knowledge, request, profile=FUTURES, **more):
    return seek_hedges(
        big, profile, pack, knowledge, as_of=QUIET, request=request, **more
    )


def by_group(found, group):
    return [item for item in found.proposals if item.group == group]


@pytest.mark.parametrize(
    ("who", "instrument", "allowed"),
    [
        ("qfi", "IF", True),
        ("offshore", "IF", False),
        ("stock_connect", "IF", False),
        ("onshore_fund", "IF", True),
        ("onshore_fund", "HSI", False),
        ("qfi", "HSI", True),
    ],
)
def test_who_may_trade_what(knowledge, who, instrument, allowed):
    profile = Profile(permitted=("index_futures",), investor_type=who)
    found = access_of(profile, knowledge.instruments[instrument])
    assert found.allowed is allowed
    assert bool(found.reasons) is not allowed


def test_a_quota_that_is_needed_and_not_given_is_said_apart(knowledge):
    profile = Profile(permitted=("index_futures",), investor_type="qfi")
    found = access_of(profile, knowledge.instruments["IC"])
    assert found.notes == ("IC needs a hedging quota; the profile gives none",)


def test_a_fund_is_shorted_only_by_whom_may_short(knowledge):
    profile = Profile(permitted=("etf",))
    assert access_of(profile, knowledge.instruments["FXI.US"]).reasons == (
        "the profile permits no short sales",
    )


def test_a_basis_of_the_user_is_paid_by_the_short(big, pack, knowledge):
    plain = seek(big, pack, knowledge, HedgeRequest(only=("IF",)))
    told = HedgeRequest(only=("IF",), terms={"IF": Terms(basis=-0.06)}, hold_days=73)
    dear = seek(big, pack, knowledge, told)
    cheap, costly = (by_group(x, "hedge")[0] for x in (plain, dear))
    gain = costly.cost - cheap.cost
    assert gain == pytest.approx(0.06 * 73 / 365 * costly.notional)
    assert "basis of -6.0% a year over 73 days" in costly.cost_basis
    assert "basis and carry" in cheap.cost_basis


def test_a_sale_is_bounded_by_the_line_what_is_sellable_and_volume(
    big, pack, knowledge
):
    sale = by_group(seek(big, pack, knowledge, HedgeRequest()), "sale")[0]
    # 40,000 shares; a fifth of a turnover of 1e9 at 1,500 is 133,333: all may go.
    assert sale.legs[0].lots == -400
    assert sale.legs[0].quantity == 40_000
    assert sale.cost == pytest.approx((0.0005 + 0.00006 + 0.0003) * 6e7)
    thin = HedgeRequest(volumes={"600519.SH": 50_000.0})
    sale = by_group(seek(big, pack, knowledge, thin), "sale")[0]
    assert sale.legs[0].lots == -100
    first, *rest = big.holdings
    held = replace(big, holdings=(replace(first, sellable=250.0), *rest))
    sale = by_group(seek(held, pack, knowledge, HedgeRequest()), "sale")[0]
    assert sale.legs[0].lots == -2


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("suspended", "suspended"),
        ("limit_down", "locked at its lower limit"),
        ("bought_today", "bought today: sellable from the next session"),
    ],
)
def test_what_cannot_be_sold_is_not_proposed(big, pack, knowledge, key, why):
    found = seek(big, pack, knowledge, HedgeRequest(**{key: ("600519.SH",)}))
    assert by_group(found, "sale") == []
    assert ("600519.SH", why) in [(x.security, x.why) for x in found.unsellable]


def test_duty_is_that_of_the_day(knowledge):
    costs = knowledge.trading_costs
    assert cost_of(costs, "CN", date(2023, 8, 27)).stamp_sell == 0.001
    assert cost_of(costs, "CN", date(2023, 8, 28)).stamp_sell == 0.0005
    assert cost_of(costs, "HK", date(2023, 11, 16)).stamp_buy == 0.0013
    assert cost_of(costs, "XX", date(2023, 11, 16)) is None


def test_the_search_on_paths_keeps_limits_and_gives_a_frontier(big, pack, knowledge):
    stage = set_stage(big, FUTURES, pack, knowledge, as_of=QUIET)
    paths = scenario_paths(stage, None, count=600)
    request = HedgeRequest(paths=600, gross=1.25, margin=0.03, seconds=1.0)
    found = seek(big, pack, knowledge, request, paths=paths)
    best = by_group(found, "combination")[0]
    nav = 1.1e8
    assert best.notional <= (1.25 - 1e8 / nav) * nav * (1 + 1e-9)
    assert best.margin <= 0.03 * nav * (1 + 1e-9)
    assert best.solved.after <= best.solved.before
    assert best.solved.bound <= best.solved.after
    assert best.es_after < best.es_before
    risks = [point.es for point in found.frontier]
    assert risks == sorted(risks, reverse=True)
    assert [p.cost <= p.budget * (1 + 1e-6) for p in found.frontier] == [True] * 4


def test_the_same_request_gives_the_same_lots(big, pack, knowledge):
    stage = set_stage(big, FUTURES, pack, knowledge, as_of=EVE)
    paths = scenario_paths(stage, None, count=400)
    once, twice = (
        seek(big, pack, knowledge, HedgeRequest(paths=400), paths=paths)
        for _ in range(2)
    )
    assert once.proposals == twice.proposals


def test_every_fault_of_a_request_is_told(big, knowledge):
    request = HedgeRequest(
        gross=0.5,
        cost=-1.0,
        only=("IF",),
        avoid=("IF",),
        volumes={"600519.SH": 0.0},
        suspended=("000001.SZ",),
        terms={"ZZ": Terms(), "IF": Terms(margin=12.0)},
        options=(replace(PUT, expiry=date(2026, 3, 1), volatility=20.0),),
    )
    faults = check_request(
        request, big, Profile(nav=1.1e8), knowledge.instruments, on=date(2026, 3, 10)
    )
    told = " | ".join(str(fault) for fault in faults)
    for text in (
        "no share of NAV", "volume 0: nobody", "margin: 12", "'ZZ'",
        "000001.SZ is not in the book", "expired on 2026-03-01", "volatility 20",
        "must be used alone and must not", "gross of 0.91",
    ):  # fmt: skip
        assert text in told
    fine = HedgeRequest(options=(PUT,))
    assert not check_request(
        fine, big, FUTURES, knowledge.instruments, on=date(2026, 3, 10)
    )


def test_a_put_agrees_with_parity_and_its_closed_form():
    pytest.importorskip("QuantLib", reason="the extra options is not installed")
    on = date(2026, 3, 10)
    put = price_put(PUT, on=on)
    assert put.value == pytest.approx(value_after(PUT, price=4.7, on=on), rel=1e-9)
    bump = 1e-4
    up, down = (value_after(PUT, price=4.7 + x, on=on) for x in (bump, -bump))
    assert put.delta == pytest.approx((up - down) / (2 * bump), rel=1e-5)
    assert put.gamma == pytest.approx((up - 2 * put.value + down) / bump**2, rel=1e-3)
    assert put.theta < 0.0 < put.vega


def test_a_put_is_a_proposal_with_greeks(big, pack, knowledge):
    pytest.importorskip("QuantLib", reason="the extra options is not installed")
    profile = Profile(permitted=("index_futures", "options"))
    found = seek(big, pack, knowledge, HedgeRequest(options=(PUT,)), profile=profile)
    (put,) = by_group(found, "option")
    assert put.allowed is True
    assert put.legs[0].lots > 0
    assert put.es_after < put.es_before
    assert put.greeks.delta < 0.0 < put.greeks.vega
    assert put.cost > 0.0


def test_puts_without_quantlib_say_what_to_install(big, pack, knowledge, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "QuantLib", None)
    with pytest.raises(InputError, match="options need QuantLib"):
        seek(big, pack, knowledge, HedgeRequest(options=(PUT,)))


def test_a_put_past_its_expiry_is_refused():
    with pytest.raises(InputError, match="expired on 2026-06-24"):
        price_put(PUT, on=date(2026, 6, 24))


def test_the_closed_form_of_a_put_is_the_textbook_one():
    # Hull, Options, Futures and Other Derivatives, example 15.6: put worth 0.81.
    hull = OptionAsked(
        fund="x", strike=40.0, expiry=date(2026, 7, 2), volatility=0.2, price=42.0,
        rate=0.1,
    )  # fmt: skip
    found = value_after(hull, price=42.0, on=date(2026, 1, 1))
    assert found == pytest.approx(0.81, abs=0.01)


def test_spreading_sells_the_touched_and_buys_others(big, pack, knowledge):
    asked = SpreadAsked(
        prices={"600026.SH": 15.0, "300750.SZ": 250.0}, turnover=0.5, exposed=0.4,
        single_name=0.3, beta=1.0, causes_beta=5.0,
    )  # fmt: skip
    found = seek(
        big, pack, knowledge, HedgeRequest(spread=asked), touched=("600519.SH",)
    )
    (made,) = by_group(found, "spread")
    sold = -sum(leg.notional for leg in made.legs if leg.lots < 0)
    nav = 1.1e8
    assert 6e7 + sold <= 0.4 * nav * (1 + 1e-9)
    bought = sum(leg.notional for leg in made.legs if leg.lots > 0)
    assert bought <= -sold + 1e7 + 1.0
    assert all(leg.lots != 0 for leg in made.legs)


def test_an_impossible_request_names_the_limits_in_conflict(big, pack, knowledge):
    asked = SpreadAsked(prices={"600026.SH": 15.0}, turnover=0.05, exposed=0.1)
    found = seek(
        big, pack, knowledge, HedgeRequest(spread=asked), touched=("600519.SH",)
    )
    assert by_group(found, "spread") == []
    assert len(found.spread.conflict) == 2
    assert "touched names at most 10.0%" in found.spread.conflict[0]
    assert "turnover at most 5.0%" in found.spread.conflict[1]


def test_a_conflict_is_a_smallest_one():
    limits = [
        Limit(name="a", row=np.array([1.0]), most=2.0),
        Limit(name="b", row=np.array([-1.0]), most=-5.0),
        Limit(name="c", row=np.array([1.0]), most=90.0),
    ]
    assert find_conflict(limits, np.array([100])) == ("a", "b")


def test_a_basis_that_would_be_earned_buys_no_lots(big, pack, knowledge):
    stage = set_stage(big, FUTURES, pack, knowledge, as_of=QUIET)
    paths = scenario_paths(stage, None, count=400)
    plain = seek(big, pack, knowledge, HedgeRequest(paths=400), paths=paths)
    told = HedgeRequest(paths=400, terms={"IC": Terms(basis=-0.3)})
    dear = seek(big, pack, knowledge, told, paths=paths)
    es = [min(x.es_after for x in f.proposals if x.best) for f in (plain, dear)]
    assert es[1] < 1.5 * es[0]
    for item in dear.proposals:
        if item.group == "combination":
            assert item.es_after <= item.es_before
