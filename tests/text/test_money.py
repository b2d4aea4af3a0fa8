"""Sums of money in three languages: value, currency, bound, unit and exact place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.text import find_money, fold


def one(text, **settings):
    found = find_money(text, **settings)
    assert len(found) == 1, [text[m.start : m.end] for m in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "amount", "currency", "piece"),
    [
        ("a $55 billion deal", "55000000000", "USD", "$55 billion"),
        ("US$165bn in all", "165000000000", "USD", "US$165bn"),
        ("another $100-billion", "100000000000", "USD", "$100-billion"),
        ("some 510 trillion won", "510000000000000", "KRW", "510 trillion won"),
        ("€2.5m", "2500000", "EUR", "€2.5m"),
        ("Rs 5,000 crore", "50000000000", "INR", "Rs 5,000 crore"),
        ("half a billion dollars", "500000000", "USD", "half a billion dollars"),
        ("投资5500亿美元", "550000000000", "USD", "5500亿美元"),
        ("五千五百亿美元", "550000000000", "USD", "五千五百亿美元"),
        ("3.5万亿元", "3500000000000", "CNY", "3.5万亿元"),
        ("人民币50亿元", "5000000000", "CNY", "人民币50亿元"),
        ("1,000億美元", "100000000000", "USD", "1,000億美元"),
        ("新台幣10億元", "1000000000", "TWD", "新台幣10億元"),
        ("34000億日圓", "3400000000000", "JPY", "34000億日圓"),
        ("5・2兆円", "5200000000000", "JPY", "5・2兆円"),
        ("1兆6000億円", "1600000000000", "JPY", "1兆6000億円"),
        ("５５００億ドル", "550000000000", "USD", "５５００億ドル"),
        ("2億5,200万米ドル", "252000000", "USD", "2億5,200万米ドル"),
    ],
)
def test_value_currency_and_span(text, amount, currency, piece):
    found = one(text)
    assert (found.amount, found.currency) == (amount, currency)
    assert text[found.start : found.end] == piece


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("$20-30 billion", "20000000000", "30000000000"),
        ("between $20 billion and $30 billion", "20000000000", "30000000000"),
        ("200億～300億ドル", "20000000000", "30000000000"),
        ("200亿至300亿美元", "20000000000", "30000000000"),
    ],
)
def test_a_range_is_one_sum(text, low, high):
    found = one(text)
    assert (found.amount, found.max) == (low, high)


@pytest.mark.parametrize(
    "text", ["from $20 billion to $30 billion", "200億ドルから300億ドルに"]
)
def test_a_change_is_two_sums(text):
    assert [m.amount for m in find_money(text)] == ["20000000000", "30000000000"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("over $5bn", "min"),
        ("up to $44bn", "max"),
        ("超过3亿美元", "min"),
        ("最多1000億美元", "max"),
        ("最大7320億円", "max"),
        ("2億多元", "min"),
        ("100億円以上", "min"),
    ],
)
def test_bounds(text, bound):
    assert one(text).bound == bound


@pytest.mark.parametrize(
    "text", ["about $5bn", "约50亿美元", "約50億ドル", "50億円前後"]
)
def test_vague_sums_say_so(text):
    assert one(text).approx


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$55 per share", "share"),
        ("每股17英镑", "share"),
        ("1株55ドル", "share"),
        ("$50 per net ton", "other"),
        ("$7.5 million a year", "year"),
        ("7.2 yuan per dollar", "rate"),
    ],
)
def test_prices_and_rates_are_kept_apart(text, unit):
    assert one(text).unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "142億ドル(約2兆円)",
        "$33 billion (about 5.2 trillion yen)",
        "3,400億日圓(約合22億美元)",
        "82億ドル、日本円で約1兆2000億円",
        "200億ドル超(約3兆円)",
    ],
)
def test_a_conversion_points_to_its_base(text):
    first, second = find_money(text)
    assert (first.converts, second.converts) == (None, 0)


def test_two_conversions_of_one_sum():
    found = find_money("約243億英鎊,折合約33000億日圓或2,500億港元")
    assert [m.converts for m in found] == [None, 0, 0]


def test_two_sums_in_one_currency_are_no_conversion():
    assert all(m.converts is None for m in find_money("$5bn (and $3bn later)"))


@pytest.mark.parametrize(
    "text",
    [
        "a 15% tariff",
        "Boeing 737 jets",
        "2026年2月12日",
        "40 billion trees",
        "数百亿美元",
        "tens of billions of dollars",
        "上周五港元走强",
        "43 ports in 23 countries",
        "第1弾は3事業",
    ],
)
def test_what_is_no_sum(text):
    assert find_money(text) == ()


def test_a_bare_yuan_takes_the_currency_of_its_place():
    assert one("50億元", yuan="TWD").currency == "TWD"
    assert one("¥330bn", yen_sign="CNY").currency == "CNY"


def test_numbers_closed_by_a_mark_go_on_in_the_last_currency():
    found = find_money("先沽出465.39億港元,周一再出手95.32億,周二128.27億。")
    assert [m.currency for m in found] == ["HKD", "HKD", "HKD"]


@given(st.text(alphabet="$€¥1２30,.亿億兆万元円ドル bn-~至(約)年月日\n", max_size=60))
def test_any_text_gives_spans_in_order_and_in_range(text):
    found = find_money(text)
    ends = [0]
    for item in found:
        assert ends[-1] <= item.start < item.end <= len(text)
        assert float(item.amount) >= 0
        ends.append(item.end)


@given(st.text(max_size=80))
def test_a_given_fold_changes_nothing(text):
    assert find_money(text) == find_money(text, folded=fold(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A bare scaled number goes on in the currency of the sum before it.
        (
            "最高30亿美元奖励,其中15亿为薪资抵减,13.5亿至多为支出抵减",
            [("3000000000", "USD"), ("1500000000", "USD"), ("1350000000", "USD")],
        ),
        ("要价5亿英镑,全国有14亿人。", [("500000000", "GBP")]),
        (
            "新台幣十二億元,約四千萬美元。銀行說的二十億,沒過董事會",
            [("1200000000", "TWD"), ("40000000", "USD"), ("2000000000", "TWD")],
        ),
        (
            "It offered 500 million pounds; they asked for 1 billion, it is said.",
            [("500000000", "GBP"), ("1000000000", "GBP")],
        ),
        ("It paid 500 million pounds and has 1 billion users.", [("500000000", "GBP")]),
        ("逾一百多亿美元", [("10000000000", "USD")]),
        ("14・86ドルから18・19ドルへ", [("14.86", "USD"), ("18.19", "USD")]),
        ("支付以美元\n2025年到账", []),
        ("5 billion Malaysian ringgit", [("5000000000", "MYR")]),
    ],
)
def test_bare_numbers_take_the_currency_before_them(text, expected):
    assert [(m.amount, m.currency) for m in find_money(text)] == expected


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5,000億から1兆円", "500000000000", "1000000000000"),
        ("三百二十億円から三百五十億円です", "32000000000", "35000000000"),
    ],
)
def test_japanese_ranges_with_from(text, low, high):
    (money,) = find_money(text)
    assert (money.amount, money.max) == (low, high)
