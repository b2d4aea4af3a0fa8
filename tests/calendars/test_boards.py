"""Security codes: what their form alone says."""

from datetime import date

import pytest

from kuroshio.calendars import (
    board_of,
    currency_of,
    market_of,
    mic_of,
    price_limit,
    read_code,
    trading_rule,
)
from kuroshio.records import PriceLimit


@pytest.mark.parametrize(
    ("security", "kind", "board", "market", "currency"),
    [
        ("600519.SH", "equity", "main", "CN", "CNY"),
        ("688981.SH", "equity", "star", "CN", "CNY"),
        ("300308.SZ", "equity", "chinext", "CN", "CNY"),
        ("301071.SZ", "equity", "chinext", "CN", "CNY"),
        ("002046.SZ", "equity", "main", "CN", "CNY"),
        ("920725.BJ", "equity", "beijing", "CN", "CNY"),
        ("900901.SH", "equity", "b_share", "CN", "USD"),
        ("200002.SZ", "equity", "b_share", "CN", "HKD"),
        ("510300.SH", "etf", "fund", "CN", "CNY"),
        ("0700.HK", "equity", "hk", "HK", "HKD"),
        ("80700.HK", "equity", "hk", "HK", "CNY"),
        ("9984.T", "equity", "jp", "JP", "JPY"),
        ("130A.T", "equity", "jp", "JP", "JPY"),
        ("BABA.US", "equity", "us", "US", "USD"),
        ("BRK.B.US", "equity", "us", "US", "USD"),
        ("IC2603.CFE", "future", None, "CN", "CNY"),
        ("HSIH26.HKF", "future", None, "HK", "HKD"),
        ("USDCNH.FWD", "forward", None, "", "USD"),
        ("CASH.CNY", "cash", None, "", "CNY"),
        ("000300.SH", "index", None, "CN", "CNY"),
        ("113050.SH", "bond", None, "CN", "CNY"),
    ],
)
def test_codes_say_what_they_are(security, kind, board, market, currency):
    facts = read_code(security)
    assert facts is not None
    assert (facts.security, facts.kind, facts.board) == (security, kind, board)
    assert (facts.market, facts.currency) == (market, currency)
    assert (board_of(security), market_of(security)) == (board, market)
    assert currency_of(security) == currency


@pytest.mark.parametrize(
    "security",
    [
        "", "600519", "999999.SH", "12345.SZ", "FOO", "FOO.BAR", "600519.SS", "IF.CFE",
        "IF2613.CFE", "USDXXX.FWD", "CNYCNY.FWD", "CASH.XYZ", "0.HK", "123456.HK",
        "0000.T", "TOOLONG.US", "茅台.SH", "300308.SH",
    ],
)  # fmt: skip
def test_impossible_forms_are_refused(security):
    assert read_code(security) is None
    assert board_of(security) is None
    assert mic_of(security) is None


def test_forms_are_brought_to_one():
    assert read_code(" 00700.hk ").security == "0700.HK"
    assert read_code("700.HK").security == "0700.HK"
    assert read_code("baba.us").security == "BABA.US"


@pytest.mark.parametrize(
    "case",
    [
        ("main", date(2026, 2, 12), "normal", None, 0.10),
        ("main", date(2026, 7, 5), "st", None, 0.05),
        ("main", date(2026, 7, 6), "st", None, 0.10),
        ("chinext", date(2020, 8, 23), "normal", None, 0.10),
        ("chinext", date(2020, 8, 24), "normal", None, 0.20),
        ("star", date(2026, 2, 12), "normal", None, 0.20),
        ("star", date(2026, 2, 12), "normal", 5, None),
        ("star", date(2026, 2, 12), "normal", 6, 0.20),
        ("beijing", date(2026, 2, 12), "normal", None, 0.30),
        ("beijing", date(2026, 2, 12), "normal", 1, None),
        ("main", date(2022, 6, 1), "normal", 1, 0.44),
        ("hk", date(2026, 2, 12), "normal", None, None),
    ],
)
def test_price_limits_by_board_status_and_day(limits, case):
    board, on, status, listed, limit = case
    rule = price_limit(limits, board, on, status=status, sessions_listed=listed)
    assert rule is not None
    assert rule.limit == limit


def test_a_later_row_wins(limits):
    own = PriceLimit(board="main", status="normal", start=date(2026, 1, 1), limit=0.2)
    assert price_limit([*limits, own], "main", date(2026, 2, 12)).limit == 0.2
    assert price_limit([*limits, own], "main", date(2025, 2, 12)).limit == 0.1


def test_an_unknown_rule_is_unknown_not_free(limits):
    assert price_limit(limits, "fund", date(2026, 2, 12)) is None
    assert price_limit(limits, "jp", date(2026, 2, 12)) is None
    assert price_limit(limits, "beijing", date(2020, 1, 1)) is None


def test_lots_and_same_day_sale(rules):
    day = date(2026, 2, 12)
    main, star = (trading_rule(rules, board, day) for board in ("main", "star"))
    assert (main.lot, main.step) == (100, 100)
    assert (star.lot, star.step) == (200, 1)
    assert trading_rule(rules, "hk", day).lot is None
    assert not trading_rule(rules, "chinext", day).sell_same_day
    assert trading_rule(rules, "hk", day).sell_same_day
    assert trading_rule(rules, "fund", day) is None


def test_no_two_rules_hold_at_once(limits):
    for rule in limits:
        others = [x for x in limits if (x.board, x.status) == (rule.board, rule.status)]
        for other in others:
            apart = other is rule or other.start > (rule.end or date.max)
            assert apart or rule.start > (other.end or date.max)


def test_indices_of_no_one_exchange_follow_the_mainland():
    facts = read_code("000985.csi")
    assert (facts.security, facts.kind, facts.mic) == ("000985.CSI", "index", "XSHG")
