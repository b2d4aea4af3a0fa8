"""Times in three languages, resolved from the day of the document."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.text import find_dates

# A Thursday.
ANCHOR = date(2026, 2, 12)


def iso(text, anchor=ANCHOR):
    return [found.iso for found in find_dates(text, anchor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Mar. 4, 2025", "2025-03-04"),
        ("4 March 2025", "2025-03-04"),
        ("2026-02-18", "2026-02-18"),
        ("2026/02/18", "2026-02-18"),
        ("2025年10月9日", "2025-10-09"),
        ("二〇二五年十月九日", "2025-10-09"),
        ("令和8年3月25日", "2026-03-25"),
        ("民國114年7月", "2025-07"),
        ("２０２５年１０月２８日", "2025-10-28"),
        ("latter half of 2025", "2025-H2"),
        ("今年上半年", "2026-H1"),
        ("第一季度", "2026-Q1"),
        ("今年10~12月期", "2026-Q4"),
        ("Q3 2026", "2026-Q3"),
        ("in 2028", "2028"),
        ("late 2024", "2024"),
        ("2026年度", "2026"),
        ("by the end of 2026", "2026-12-31"),
        ("3月末までに", "2026-03-31"),
        ("within 45 business days", "P45D"),
        ("45個工作日內", "P45D"),
        ("a 90-day truce", "P90D"),
        ("有效期三年", "P3Y"),
        ("1年間停止した", "P1Y"),
        ("期限:四十年", "P40Y"),
    ],
)
def test_times_that_need_no_side(text, expected):
    assert iso(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", "2026-02-11"),
        ("本周四", "2026-02-12"),
        ("下周三", "2026-02-18"),
        ("上周五", "2026-02-06"),
        ("先週金曜に", "2026-02-06"),
        ("next Thursday", "2026-02-19"),
        ("last Friday", "2026-02-06"),
        ("last week", "2026-W06"),
        ("上周", "2026-W06"),
        ("上个月", "2026-01"),
        ("去年12月", "2025-12"),
        ("昨年7月", "2025-07"),
        ("昨晚", "2026-02-11"),
        ("即日起", "2026-02-12"),
        ("明日", "2026-02-13"),
        ("last December", "2025-12"),
        ("two weeks ago", "2026-W05"),
    ],
)
def test_times_that_hang_on_the_anchor(text, expected):
    assert iso(text) == [expected]


def test_words_of_planning_allow_the_same_day_or_later():
    assert iso("Scheduled for Thursday, the talks will decide") == ["2026-02-12"]
    assert iso("The talks are scheduled for Tuesday") == ["2026-02-17"]
    assert iso("3月19日に首脳会談を予定") == ["2026-03-19"]


def test_words_of_the_past_allow_the_same_day_or_earlier():
    assert iso("It was unveiled on Monday") == ["2026-02-09"]
    assert iso("他12月曾宣布") == ["2025-12"]
    assert iso("日本製鉄は10日、買収を発表した") == ["2026-02-10"]


def test_a_bare_day_keeps_the_month_of_its_sentence():
    later = date(2025, 5, 12)
    assert iso("取消4月8日、9日两项行政令", later) == ["2025-04-08", "2025-04-09"]


def test_a_month_takes_the_year_just_named():
    assert iso("in October 2023 and closed in January") == ["2023-10", "2024-01"]


def test_a_weekday_before_its_full_date_is_the_same_time():
    assert iso("Friday, December 19, 2025") == ["2025-12-19"]


@pytest.mark.parametrize(
    "text",
    [
        "it may happen",
        "$2025",
        "1,000 jobs",
        "this year",
        "18日本",
        "午後2時",
        "商务部公告2025年第61号",
        "three days",
        "over the next four years",
        "二十四节气",
    ],
)
def test_what_is_no_time(text):
    assert iso(text) == []


def test_without_an_anchor_only_full_dates_are_found():
    assert iso("On Monday, 上周 and 昨天: after 4 March 2025", None) == ["2025-03-04"]


@given(
    st.text(
        alphabet="0123456789年月日号去今昨上下周四Mar Thursday,./-〇二十令和",
        max_size=50,
    ),
    st.dates(date(1990, 1, 1), date(2100, 12, 31)),
)
def test_any_text_gives_spans_in_order_and_in_range(text, anchor):
    end = 0
    for found in find_dates(text, anchor):
        assert end <= found.start < found.end <= len(text)
        if found.first is not None and found.last is not None:
            assert found.first <= found.last
        end = found.end
