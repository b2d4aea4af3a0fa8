from dataclasses import replace

import pytest

from kuroshio.briefs import lay_out
from kuroshio.briefs.chinese import speak_chinese
from kuroshio.briefs.notes import number_notes
from kuroshio.briefs.risk_page import risk_blocks
from kuroshio.briefs.terminal import part_page, print_plain
from kuroshio.briefs.tongues import translate
from kuroshio.records import (
    BookRisk,
    ConePoint,
    Contribution,
    CurrencyExposure,
    ExitRule,
    ExitSchedule,
    Grid,
    HoldingRisk,
    LossRange,
    Premium,
    VolatilityOutlook,
)

KEYS = [(level, horizon, gap) for gap in (False, True)
        for horizon in (1, 10) for level in (0.95, 0.99)]  # fmt: skip
THEMES = {"lamps": 0.010, "no theme": -0.002, **{f"t{n}": 0.001 for n in range(9)}}


def ranges(method, size):
    return tuple(
        LossRange(
            level=level,
            horizon=horizon,
            method=method,
            var=size * horizon**0.5,
            es=1.2 * size * horizon**0.5,
            currency_part=-0.0004,
            gap_adjusted=gap,
        )
        for level, horizon, gap in KEYS
    )


def outlook(scope, identity, **parts):
    point = {"q05": 0.004, "q25": 0.007, "q50": 0.01, "q75": 0.013, "q95": 0.0234}
    return VolatilityOutlook(
        scope=scope,
        id=identity,
        har_basis="",
        long_run=0.0123,
        event=0.0131,
        cone=tuple(ConePoint(horizon=h, **point) for h in (5, 10, 20, 60)),
        data_date="2026-02-11",
        **{"ewma": 0.0101, "har": None, "gjr": None, **parts},
    )


@pytest.fixture
def risky(text_brief):
    holdings = tuple(
        HoldingRisk(
            security=f"60000{n}.SH",
            weight=0.1,
            volatility=0.02,
            beta=0.9 if n else None,
            basis="measured" if n else "proxy",
            stale_sessions=0,
            data_date="2026-02-11",
            contributions=(0.001 * n,) * 8,
            incremental=(0.0005 * n,) * 8,
            exit_sessions=n / 4 if n else None,
        )
        for n in range(10)
    )
    parts = tuple(
        Contribution(by=by, id=name, es=es, level=lv, horizon=h, gap_adjusted=gap)
        for lv, h, gap in KEYS
        for by, group in (
            ("theme", THEMES),
            ("factor", {"000300.SH": 0.02, "single names": 0.001}),
            ("currency", {"local returns": 0.0203, "HKD": -0.0002}),
        )
        for name, es in group.items()
    )
    risk = BookRisk(
        nav=1e6,
        base_currency="CNY",
        volatility=0.0093,
        losses=ranges("factor-t", 0.02),
        holdings=holdings,
        currency=(("CNY", 0.8), ("HKD", 0.2)),
        closure_sessions_days=9,
        gap_variance=2.0,
        method="factor-t",
        methods=ranges("ewma-normal", 0.015),
        contributions=parts,
        currencies=(
            CurrencyExposure(
                currency="CNY", share=0.8, economic=0.7, hedge=None, carry=None
            ),
            CurrencyExposure(
                currency="USD", share=0.2, economic=0.3, hedge=-0.4, carry=None
            ),
        ),
        outlooks=(
            outlook("book", "book"),
            *(outlook("security", h.security, har=0.02, gjr=0.03) for h in holdings),
        ),
        exits=ExitSchedule(
            sessions_90=1.25,
            sessions_all=2.25,
            unknown=0.1,
            holdings=tuple(
                ExitRule(
                    security=item.security,
                    sessions=item.exit_sessions,
                    turnover_date="2026-02-11",
                    daily_limit=0.1,
                    same_day_sale=False,
                    sellable=None,
                )
                for item in holdings
            ),
        ),
        premia=(
            Premium(
                security="600000.SH",
                other="0001.HK",
                premium=0.355,
                date="2025-10-30",
                rate_date="2026-02-11",
            ),
        ),
    )
    return replace(text_brief, risk=risk)


def grids(brief):
    return {
        block.id: next(item for item in block.items if isinstance(item, Grid))
        for block in risk_blocks(brief, number_notes(brief))
        if any(isinstance(item, Grid) for item in block.items)
    }


def test_losses_stand_method_by_method_within_each_horizon(risky):
    rows = grids(risky)["risk-losses"].rows
    said = [[cell.text for cell in row] for row in rows]
    assert [row[:2] for row in said[:2]] == [
        ["1 session", "factor-t"],
        ["", "ewma-normal"],
    ]
    assert said[0][2:] == ["−200 bp", "−240 bp", "−200 bp", "−240 bp", "4 bp"]
    assert len(said) == 8


def test_parts_add_up_and_the_rest_is_summed(risky):
    rows = grids(risky)["risk-parts"].rows
    themes = [(row[0].text, row[1].text) for row in rows if row[0].text]
    assert themes[:2] == [("lamps", "−100 bp"), ("no theme", "20 bp")]
    assert themes[-1] == ("5 others", "−50 bp")
    points = sum(int(text.removesuffix(" bp").replace("−", "-")) for _, text in themes)
    assert points == round(-1e4 * sum(THEMES.values()))
    assert rows[0][2].text == "CSI 300"


def test_top_holdings_carry_the_way_out(risky):
    rows = grids(risky)["risk-holdings"].rows
    said = [cell.text for cell in rows[0]]
    assert said == [
        "600009.SH", "10.0%", "2.0%", "0.90", "−90 bp", "−45 bp", "2.2", "±10%",
        "T+1", "measured", "2026-02-11",
    ]  # fmt: skip
    assert len(rows) == 8


def test_the_outlook_has_methods_and_a_cone(risky):
    book, first, *_ = grids(risky)["risk-outlook"].rows
    assert [cell.text for cell in book] == [
        "book", "1.01", "–", "–", "1.23", "1.31", *("1.0 (0.4–2.3)",) * 3,
        "2026-02-11",
    ]  # fmt: skip
    assert [cell.text for cell in first[:4]] == ["600000.SH", "1.01", "2.00", "3.00"]


def test_lines_that_could_not_be_sold_are_named(risky):
    exits = risky.risk.exits
    first, second, *rest = exits.holdings
    marked = (
        replace(first, last_session="suspended", last_day="2026-02-11"),
        replace(second, last_session="limit_down", last_day="2026-02-11"),
        *rest,
    )
    stuck = replace(risky.risk, exits=replace(exits, holdings=marked))
    text = print_plain(part_page(replace(risky, risk=stuck), "risk"), width=110)
    assert "suspended on 2026-02-11: 600000.SH" in text
    assert "closed at the lower limit on 2026-02-11: 600001.SH" in text
    assert "upper limit" not in text
    said = speak_chinese({}).say("suspended on 2026-02-11: 600000.SH, 600001.SH")
    assert said == "2026年2月11日停牌：600000.SH, 600001.SH"


def test_carry_is_unknown_and_the_base_needs_none(risky):
    base, dollar = grids(risky)["risk-currency"].rows
    assert [cell.text for cell in base] == ["CNY", "80.0%", "70.0%", "–", "–"]
    assert [cell.text for cell in dollar[1:]] == [
        "20.0%", "30.0%", "sell 40.0%", "UNKNOWN",
    ]  # fmt: skip


def test_the_page_fits_and_says_it_all(risky):
    text = print_plain(part_page(risky, "risk"), width=110)
    lines = text.splitlines()
    assert len(lines) <= 65
    assert max(map(len, lines)) <= 110
    for words in (
        "90% in 1.2 sessions, all in 2.2 sessions",
        "turnover unknown: 10.0% of gross value; T+1 lines: 10",
        "H-A premia to 2025-10-30: 600000.SH/0001.HK +36%",
        "triangle CNY 70.0% + USD 30.0% = 100.0% of NAV",
    ):
        assert words in text


def test_a_refusal_is_told_and_nothing_else(risky):
    refused = replace(risky, risk=replace(risky.risk, refused="data too old"))
    (block,) = risk_blocks(refused, number_notes(refused))
    assert block.items[0].cells[0].text == "Loss ranges refused: data too old"


def test_no_book_no_page(text_brief):
    assert risk_blocks(text_brief, number_notes(text_brief)) == ()


def test_nothing_on_the_page_lacks_its_chinese(risky):
    words = speak_chinese({"lamps": "灯具"})
    layout = lay_out(risky)
    ours = replace(
        layout,
        first_page=(),
        notes=(),
        masthead=(),
        behind=tuple(x for x in layout.behind if x.id.startswith("risk-")),
    )
    translate(ours, words)
    assert words.missing == ()
