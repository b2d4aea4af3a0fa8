"""Claims without a figure: measured from stored levels, or what they need is told."""

from datetime import date

import numpy as np
import pytest

from kuroshio.records import PricePanel
from kuroshio.service.measured_claims import (
    find_indices,
    find_window,
    index_names,
    measure_claims,
)

DAY = date(2026, 2, 18)
DAYS = np.arange("2025-12-25", "2026-02-19", dtype="datetime64[D]")


@pytest.fixture(scope="module")
def names(working):
    from kuroshio.app import open_knowledge, open_pack

    space = working.state.desk.workspace
    return index_names(open_pack(space), open_knowledge(space))


def result_of(text):
    span = {"doc": "d1", "start": 7, "end": 7 + len(text), "text": text}
    read = {
        "documents": [{"id": "d1", "dateline": {"date": "2026-02-18"}}],
        "findings": [{"kind": "unquantified", "evidence": [span]},
                     {"kind": "omission", "evidence": [span]}],
    }  # fmt: skip
    return {"as_of": "2026-02-18T00:30:00Z", "read": read}


def stored(wanted):
    """Levels that are 100 before 2026 and after it 110 and 104."""
    found = sorted(wanted & {"000852.SH", "000300.SH"})
    levels = {"000852.SH": 110.0, "000300.SH": 104.0}
    after = np.datetime64("2026-01-01") <= DAYS
    values = np.array([np.where(after, levels[name], 100.0) for name in found]).T
    return (PricePanel(dates=DAYS, securities=tuple(found), values=values),)


def test_a_claim_with_index_and_days_is_measured(names):
    text = "The CSI 1000 outperformed the CSI 300 in January 2026."
    (one,) = measure_claims(result_of(text), names, stored)
    assert one.needs == ()
    assert (one.index, one.against, one.assumed) == ("000852.SH", "000300.SH", False)
    assert (one.start, one.end) == (date(2026, 1, 1), date(2026, 1, 31))
    assert one.move == pytest.approx(0.10)
    assert one.other == pytest.approx(0.04)


def test_a_benchmark_that_is_not_named_is_said_to_be_assumed(names):
    text = "中证1000指数在2026年1月跑赢市场。"
    (one,) = measure_claims(result_of(text), names, stored)
    assert (one.index, one.against, one.assumed) == ("000852.SH", "000300.SH", True)
    assert one.needs == ()


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Semiconductor shares have outperformed in recent months.",
         ("index", "window")),
        ("The CSI 1000 has outperformed lately.", ("window",)),
        ("The Hang Seng Index outperformed the CSI 300 in January 2026.", ("prices",)),
        ("The CSI 300 outperformed in January 2026.", ("benchmark",)),
    ],
)  # fmt: skip
def test_what_is_missing_is_told(names, text, needs):
    (one,) = measure_claims(result_of(text), names, stored)
    assert one.needs == needs
    assert one.move is None


def test_a_longer_name_is_not_taken_for_a_shorter_one(names):
    assert find_indices("the CSI 1000 and the CSI 300", names) == [
        "000852.SH", "000300.SH",
    ]  # fmt: skip
    assert find_indices("CSI 3000 and subcsi 300x", names) == []


def test_a_window_never_runs_past_the_day_of_knowledge():
    assert find_window("since January 5, 2026", DAY, DAY) == (date(2026, 1, 6), DAY)
    assert find_window("in February 2026", DAY, DAY) == (date(2026, 2, 1), DAY)
    assert find_window("in March 2027", DAY, DAY) is None
    assert find_window("of late", DAY, DAY) is None


@pytest.mark.usefixtures("deal")
def test_the_bench_shows_what_a_claim_needs(browser):
    text = browser.get("/bench?lang=en").text
    assert "cannot be computed: needs" in text
    assert "the text gives none" in text
    assert "无法计算" in browser.get("/bench?lang=zh").text


def test_every_need_has_its_chinese():
    from kuroshio.service.chinese_labels import ZH
    from kuroshio.service.pages.claim_view import NEEDS

    assert set(NEEDS.values()) <= set(ZH)
