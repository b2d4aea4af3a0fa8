"""Bad scenarios: every fault told, with its place and the nearest known name."""

from dataclasses import replace

import numpy as np
import pytest

from kuroshio.records import Scenario, Shock, View
from kuroshio.risk import Placed, check_scenarios, check_together, set_stage

from .conftest import EVE, make_pack


def placed(*shocks, views=(), **more):
    scenario = Scenario(
        id="s",
        name="S",
        narrative="",
        source="test",
        shocks=shocks,
        views=views,
        **more,
    )
    return Placed(
        scenario=scenario,
        place="mine.yaml:2",
        shocks=tuple(f"mine.yaml:{10 + n}" for n in range(len(shocks))),
        views=tuple(f"mine.yaml:{20 + n}" for n in range(len(views))),
    )


def faults_of(item, book, knowledge, pack=None):
    return [
        str(x) for x in check_scenarios([item], book, pack or make_pack(), knowledge)
    ]


@pytest.mark.parametrize(
    ("shock", "said"),
    [
        (("factor", "00300.SH"), "unknown factor '00300.SH' (nearest: 000300.SH"),
        (("factor", "SOXX"), "unknown factor 'SOXX' (one of 000300.SH"),
        (("theme", "rare-earth"), "unknown theme 'rare-earth' (nearest: rare-earths"),
        (
            ("theme", "Rare earths"),
            "nearest: rare-earths, Rare earths and magnets",
        ),
        (("currency", "RMB"), "unknown currency 'RMB'"),
        (("currency", "EUR"), "no rate of EUR that moves: NOT ESTIMABLE"),
        (("currency", "CNYEUR"), "no rate of CNYEUR that moves"),
        (("currency", "HKD"), "no rate of HKD that moves"),
        (("volatility", "HSII"), "no volatility of 'HSII' (nearest: HSI)"),
        (("holding", "600520.SH"), "without history it moves nothing (nearest: 600519"),
        (("holding", "Moutai"), "'Moutai' is no security"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(shock, said, book, knowledge):
    kind, name = shock
    item = placed(Shock(kind=kind, id=name, size=0.5))
    (fault,) = faults_of(item, book, knowledge)
    assert said in fault
    assert fault.startswith("mine.yaml:10: ")


def test_every_fault_is_listed(book, knowledge):
    item = placed(
        Shock(kind="factor", id="HSI", size=-0.1, precedents=("p999",)),
        Shock(kind="factor", id="HSI", size=0.1),
        Shock(kind="factor", id="USDCNH", size=0.02),
        Shock(kind="currency", id="CNY", size=-0.02),
        Shock(kind="theme", id="nonsense-theme", size=0.1),
        sized_from=("p0777",),
    )
    faults = faults_of(item, book, knowledge)
    assert len(faults) == 5
    assert any("contradictory shocks: HSI is set to 0.1 and -0.1" in x for x in faults)
    assert any("USDCNH is set to -0.02 and 0.02" in x for x in faults)
    assert any(x.startswith("mine.yaml:2: unknown precedent 'p0777'") for x in faults)
    assert any(x.startswith("mine.yaml:10: unknown precedent 'p999'") for x in faults)


def test_views_are_checked_too(book, knowledge):
    item = placed(
        views=(
            View(kind="mean", id="HSI", value=0.0, by="me"),
            View(kind="mean", id="HSI", value=0.1, by="me"),
            View(kind="mean", id="XYZ", value=0.1, by="me"),
        )
    )
    faults = faults_of(item, book, knowledge)
    assert len(faults) == 2
    assert "mine.yaml:21: mean of HSI is viewed twice" in faults[0]
    assert "mine.yaml:22: unknown factor 'XYZ'" in faults[1]


def test_a_level_without_a_factor_is_not_estimable(book, knowledge):
    pack = make_pack()
    short = replace(pack, factors=pack.factors[:4], covariance=pack.covariance[:4, :4])
    item = placed(Shock(kind="factor", id="USDJPY", size=0.1))
    (fault,) = faults_of(item, book, knowledge, pack=short)
    assert "a level of the pack, not a factor: NOT ESTIMABLE" in fault


def test_a_covariance_that_is_none_is_a_fault_of_the_pack(book, knowledge):
    pack = make_pack()
    wrong = pack.covariance.copy()
    wrong[0, 1] = wrong[1, 0] = 5.0
    item = placed(Shock(kind="factor", id="HSI", size=0.1))
    (fault,) = faults_of(item, book, knowledge, pack=replace(pack, covariance=wrong))
    assert fault.startswith("pack: the covariance is not positive semi-definite")


def test_what_cannot_be_at_once_is_told_by_playing(book, knowledge, profile):
    stage = set_stage(book, profile, make_pack(), knowledge, as_of=EVE)
    clash = placed(
        Shock(kind="currency", id="CNY", size=-0.02),
        Shock(kind="currency", id="JPY", size=-0.02),
        Shock(kind="currency", id="CNYJPY", size=0.3),
    )
    far = placed(views=(View(kind="mean", id="HSI", value=-0.9, by="me"),))
    fine = placed(Shock(kind="factor", id="HSI", size=-0.1))
    faults = [str(x) for x in check_together([clash, far, fine], stage)]
    assert len(faults) == 2
    assert "contradict one another: currency CNY -0.02" in faults[0]
    assert "no scenario is as far as view 1 wants" in faults[1]
    assert "mean of HSI" in faults[1]


@pytest.mark.parametrize(
    "bad",
    [
        lambda: Shock(kind="factor", id="HSI", size=np.nan),
        lambda: Shock(kind="factor", id="HSI", size=-5.0),
        lambda: Shock(kind="volatility", id="all", size=0.0),
        lambda: View(kind="mean", id="HSI", value=0.0, by="me", probability=0.3),
        lambda: View(kind="above", id="HSI", value=0.0, by="me"),
        lambda: View(kind="above", id="HSI", value=0.0, by="me", probability=3.0),
        lambda: View(kind="volatility", id="HSI", value=0.0, by="me"),
        lambda: View(kind="mean", id="HSI", value=np.inf, by="me"),
        lambda: placed(probability=0.5),
        lambda: placed(probability=1.5, probability_by="me"),
        lambda: placed(horizon=0),
        lambda: placed(direction=0),
        lambda: placed(
            Shock(kind="factor", id="HSI", size=0.1),
            views=(View(kind="mean", id="HSI", value=0.0, by="me"),),
        ),
    ],
)
def test_records_refuse_what_means_nothing(bad):
    with pytest.raises(ValueError, match=r"\w"):
        bad()
