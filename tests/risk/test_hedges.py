"""Hedges: whole lots, bounds, blocked and not estimable ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.records import Holding, Profile
from kuroshio.risk import estimate_book_risk, propose_hedges
from kuroshio.risk.hedges import best_lots

from .conftest import EVE, QUIET, make_book, make_pack

FUTURES = Profile(permitted=("index_futures",))


def proposals(book, profile, pack, knowledge, as_of=QUIET):
    return {
        item.name.split(" (")[0]: item
        for item in propose_hedges(book, profile, pack, knowledge, as_of=as_of)
    }


def with_future(book, security, value):
    line = Holding(
        security=security, kind="future", value=value, currency="CNY", row=99
    )
    return replace(book, holdings=(*book.holdings, line))


@pytest.fixture
def big():
    return make_book(s600519_SH=6e7, s300750_SZ=4e7)


def test_doing_nothing_comes_first(big, pack, knowledge):
    first = propose_hedges(big, FUTURES, pack, knowledge, as_of=QUIET)[0]
    assert (first.name, first.legs, first.cost) == ("Do nothing", (), 0.0)
    risk = estimate_book_risk(big, FUTURES, pack, knowledge, as_of=QUIET)
    es = next(x.es for x in risk.losses if (x.level, x.horizon) == (0.99, 1))
    assert first.es_before == first.es_after == pytest.approx(es)


def test_the_lots_are_the_best_of_all_whole_numbers(big, pack, knowledge):
    found = propose_hedges(big, FUTURES, pack, knowledge, as_of=QUIET)
    hedge = next(
        item for item in found
        if item.group == "hedge" and item.legs and item.legs[0].instrument == "IF"
    )  # fmt: skip
    lots = -hedge.legs[0].lots
    one_lot = 4700 * 300

    def shortfall(count: int) -> float:
        held = with_future(big, "IF2603.CFE", -count * one_lot) if count else big
        risk = estimate_book_risk(held, FUTURES, pack, knowledge, as_of=QUIET)
        return next(x.es for x in risk.losses if (x.level, x.horizon) == (0.99, 1))

    table = [shortfall(count) for count in range(120)]
    assert lots == table.index(min(table))
    assert hedge.es_after == pytest.approx(min(table), rel=1e-9)
    assert hedge.notional == pytest.approx(lots * one_lot)
    assert hedge.margin == pytest.approx(0.12 * hedge.notional)
    assert hedge.cost == pytest.approx(2 * (0.000023 + 0.0001) * hedge.notional)
    assert "UNKNOWN" in hedge.cost_basis
    low, high = hedge.es_range
    assert low <= hedge.es_after <= high
    assert any("single names" in text for text in hedge.not_covered)


def test_the_best_hedge_comes_before_the_others(big, pack, knowledge):
    found = propose_hedges(big, FUTURES, pack, knowledge, as_of=QUIET)
    sized = [item for item in found if item.legs]
    single = [item for item in sized if item.group == "hedge"]
    assert len(single) == 3  # IF, IC and HSI have a series in this pack
    assert [item.best for item in sized] == [True, *[False] * (len(sized) - 1)]
    assert [item.es_after for item in sized] == sorted(item.es_after for item in sized)


def test_the_closure_ahead_is_what_is_hedged(big, pack, knowledge):
    eve = propose_hedges(big, FUTURES, pack, knowledge, as_of=EVE)[0]
    quiet = propose_hedges(big, FUTURES, pack, knowledge, as_of=QUIET)[0]
    assert eve.es_before == pytest.approx(quiet.es_before * 2**0.5)


def test_a_quota_binds_and_says_so(big, pack, knowledge):
    profile = Profile(permitted=("index_futures",), quotas=(("IF", 7), ("IC", 3)))
    found = proposals(big, profile, pack, knowledge)
    assert "Short 7 IF" in found
    assert "Short 3 IC" in found
    assert "quota of IF, 7 lots binds" in found["Short 7 IF"].not_covered[0]
    hong_kong = next(item for name, item in found.items() if name.endswith("HSI"))
    assert hong_kong.allowed is True
    assert hong_kong.access == ("no quota of HSI in the profile: none counted",)
    assert found["Short 7 IF"].allowed is True


def test_futures_of_the_book_use_up_the_quota_and_lower_the_need(big, pack, knowledge):
    free = proposals(big, FUTURES, pack, knowledge)
    lots = next(-i.legs[0].lots for n, i in free.items() if n.endswith(" IF"))
    hedged = with_future(big, "IF2603.CFE", -5 * 4700 * 300)
    left = proposals(hedged, FUTURES, pack, knowledge)
    assert (
        next(-i.legs[0].lots for n, i in left.items() if n.endswith(" IF")) == lots - 5
    )
    profile = Profile(permitted=("index_futures",), quotas=(("IF", 7),))
    bound = proposals(hedged, profile, pack, knowledge)["Short 2 IF"]
    assert "5 used by the book" in bound.not_covered[0]


def test_gross_and_margin_limits_bind(big, pack, knowledge):
    gross = Profile(permitted=("index_futures",), limits=(("gross", 1.1),))
    for item in propose_hedges(big, gross, pack, knowledge, as_of=QUIET):
        assert (item.notional or 0.0) <= 0.1 * 1e8
    margin = Profile(permitted=("index_futures",), limits=(("margin", 0.01),))
    for item in propose_hedges(big, margin, pack, knowledge, as_of=QUIET):
        assert (item.margin or 0.0) <= 0.01 * 1e8


def test_a_long_only_profile_blocks_futures_with_the_reason(big, pack, knowledge):
    profile = Profile(permitted=("etf",))
    found = propose_hedges(big, profile, pack, knowledge, as_of=QUIET)
    assert found[0].name == "Do nothing"
    assert len(found) > 4
    for item in found[1:]:
        assert item.legs == ()
        assert item.allowed is False
        assert item.blocked_by[0].startswith("the profile permits no ")
    told = {item.blocked_by for item in found if item.name.startswith("Short IF")}
    assert told == {("the profile permits no index futures",)}


def test_a_profile_that_says_nothing_is_not_a_yes(big, pack, knowledge):
    found = propose_hedges(big, Profile(), pack, knowledge, as_of=QUIET)
    assert all(item.allowed is None for item in found[1:])


def test_restricted_instruments_and_empty_quotas_are_blocked(big, pack, knowledge):
    profile = Profile(
        permitted=("index_futures",), restricted=("IF2603.CFE",), quotas=(("IC", 0),)
    )
    found = proposals(big, profile, pack, knowledge)
    assert found["Short IF"].blocked_by == ("IF is on the restricted list",)
    assert found["Short IC"].blocked_by == ("the quota of IC is 0 lots",)


def test_an_instrument_without_a_series_is_never_sized(big, pack, knowledge):
    found = proposals(big, FUTURES, pack, knowledge)
    for name in ("Short HTI", "Short IH"):
        assert found[name].es_after is None
        assert found[name].legs == ()
        assert "NOT ESTIMABLE" in found[name].cost_basis


def test_a_short_book_is_not_shorted_further(pack, knowledge):
    book = make_book(s600519_SH=-1e7, CASH_CNY=3e7)
    found = propose_hedges(book, FUTURES, pack, knowledge, as_of=QUIET)
    assert not any(item.legs for item in found if item.group == "hedge")
    assert all(x.es_after <= x.es_before for x in found if x.es_after is not None)


def test_a_contract_is_offered_only_from_its_first_day(big, pack, knowledge):
    early = QUIET.replace(year=2014, month=7)
    found = proposals(big, FUTURES, pack, knowledge, as_of=early)
    assert any(name.endswith(" IF") for name in found)
    assert not any(name.endswith(" IC") for name in found)


def test_refused_risk_gives_no_proposals(big, knowledge):
    old = make_pack({"CN": "2025-06-02"})
    assert propose_hedges(big, FUTURES, old, knowledge, as_of=QUIET) == ()
    shown = propose_hedges(big, FUTURES, old, knowledge, as_of=QUIET, stale_ok=True)
    assert shown


@given(vertex=st.floats(-50, 5000), curve=st.floats(1e-9, 1e-3), low=st.floats(0, 1))
def test_the_parabola_gives_the_least_whole_number(vertex, curve, low):
    def variance(lots: float) -> float:
        return low + curve * (lots - vertex) ** 2

    found = best_lots((variance(0), variance(1), variance(2)))
    if low == 0:
        for other in (found - 1, found + 1):
            if other >= 0:
                assert variance(found) <= variance(other) + 1e-6 * curve * vertex**2
    assert best_lots((1.0, 1.0, 1.0)) == 0
