import json
import re
from dataclasses import replace
from datetime import date

import pytest

from kuroshio.briefs.chinese import speak_chinese
from kuroshio.briefs.pictures import PICTURES, draw_pictures
from kuroshio.briefs.pictures.forecasts import draw_precedent_fan
from kuroshio.records import (
    BookRisk,
    Foresight,
    Impact,
    ImpactParts,
    Leg,
    LossRange,
    MarketWindow,
    PrecedentWeight,
    Proposal,
    RegimeAnswer,
    ScenarioResult,
)

CURRENT = ["#009E73", "#0072B2", "#56B4E9", "#CC79A7", "#D55E00", "#E69F00"]


def loss(level, horizon):
    return LossRange(level=level, horizon=horizon, method="t", var=0.02, es=0.03,
                     currency_part=0.0, gap_adjusted=False)  # fmt: skip


def proposal(name, after, cost):
    return Proposal(
        name=name, legs=(Leg(instrument="IM", lots=-1),), allowed=True, blocked_by=(),
        cost=cost, cost_basis="", margin=None, es_before=0.03, es_after=after,
        not_covered=(), es_range=(after - 0.001, after + 0.001),
    )  # fmt: skip


def scenario(name, pnl):
    return ScenarioResult(
        id=name, name=name, basis="shocks", probability=None, probability_by=None,
        pnl=pnl, fx_part=0.0, interval=(pnl - 0.01, pnl + 0.01), es=0.05,
        worst_holding=None, worst_pnl=None, pnl_by_holding=(), plausibility=None,
        moves=(), shocks=(), horizon=1, sized_from=(), sizing="", narrative="",
        source="own_knowledge", not_covered=(), unknown_weight=0.0,
    )  # fmt: skip


@pytest.fixture
def full_brief(text_brief):
    risk = BookRisk(
        nav=1e8, base_currency="CNY", volatility=0.01,
        losses=(loss(0.95, 1), loss(0.99, 1)), holdings=(),
        currency=(("CNY", 0.7), ("HKD", 0.3)), closure_sessions_days=0, gap_variance=1,
    )  # fmt: skip
    impact = Impact(
        scope="theme", id="lamps", window=(0, 1), moment="publication", mean=0.01,
        q05=-0.02, q25=0.0, q50=0.01, q75=0.02, q95=0.04, scale=0.01, df=5,
        p_positive=0.7, parts=ImpactParts(precedents=0.01, sign=0.0, overnight=0.0),
        precedents=(PrecedentWeight(id="p1", weight=1.0, car=0.02),), evidence=2.5,
    )  # fmt: skip
    rule = RegimeAnswer(
        id="r1", subject="deal", answer="applies", reason="x",
        effective=date(2025, 1, 1), expires=None, next_date=date(2026, 11, 10),
        checked=None, source="x",
    )  # fmt: skip
    window = MarketWindow(mic="XSHG", sessions=(), shut_from=date(2026, 2, 12),
                          reopens=date(2026, 2, 24), closed_days=11,
                          provisional=False)  # fmt: skip
    return replace(
        text_brief, risk=risk, regimes=(rule,), windows=(window,),
        foresight=Foresight(session=date(2026, 2, 24), impacts=(impact,)),
        proposals=(proposal("Do nothing", 0.03, 0.0), proposal("Short", 0.02, None)),
        scenarios=(scenario("Delay", -0.01), scenario("Truce", 0.02)),
    )  # fmt: skip


def test_every_picture_is_drawn_where_its_data_is(full_brief):
    drawn = {picture.id for picture in draw_pictures(full_brief)}
    assert len(drawn) >= len(PICTURES) - 4  # no clock, no outlook, one window
    assert {"scenarios", "impact-map", "precedents", "venues", "hedges"} <= drawn


def test_without_data_nothing_is_drawn(text_brief):
    drawn = {picture.id for picture in draw_pictures(text_brief)}
    assert not drawn & {"scenarios", "impact-map", "losses", "hedges", "venues"}


def test_titles_are_sentences_and_axes_of_quantities_name_units(full_brief):
    for picture in draw_pictures(full_brief):
        assert len(picture.title.split()) >= 4
        text = json.dumps(picture.spec)
        axes = re.findall(r'"x": \{[^{}]*"type": "quantitative"[^{}]*\}', text)
        told = [axis for axis in axes if '"title"' in axis or '"axis": null' in axis]
        assert not axes or told or '"scale"' in text, picture.id


def test_every_picture_has_its_table(full_brief):
    for picture in draw_pictures(full_brief):
        assert picture.rows
        assert all(len(row) == len(picture.columns) for row in picture.rows)


def test_a_figure_of_the_chart_is_in_its_title_and_table(full_brief):
    pictures = {picture.id: picture for picture in draw_pictures(full_brief)}
    assert pictures["scenarios"].rows[0][:2] == ("Delay", "-100")
    assert "Delay is the worst of 2 scenarios at -100 bp" in pictures["scenarios"].title
    assert "30.0% of NAV" in pictures["currencies"].title
    assert pictures["hedges"].title.startswith("Short leaves least: −300 bp → −200 bp")


def test_pictures_speak_chinese(full_brief):
    words = speak_chinese({"Lamps": "灯具"}, ("Lighthouses",))
    for picture in draw_pictures(full_brief, words):
        assert re.search(r"[\u4e00-\u9fff]", picture.title), picture.title
    titles = " ".join(picture.title for picture in draw_pictures(full_brief, words))
    assert "延期" in titles


def test_days_are_the_same_day_in_every_time_zone(full_brief):
    # A bare ISO day is midnight in Greenwich, the evening before in New York.
    for picture in draw_pictures(full_brief):
        assert not re.search(r'"\d{4}-\d\d-\d\d"', json.dumps(picture.spec))


def test_the_fan_needs_two_windows_and_draws_each_precedent(full_brief):
    assert draw_precedent_fan(full_brief) is None
    last = full_brief.foresight.impacts[0]
    first = replace(last, window=(0, 0))
    both = replace(full_brief.foresight, impacts=(first, last))
    fan = draw_precedent_fan(replace(full_brief, foresight=both))
    told = {past.id for past in last.precedents if past.car is not None}
    assert {row[0] for row in fan.rows} == told
    assert len(fan.rows) == 2 * len(told)
    assert speak_chinese({}).find(fan.title) is not None
