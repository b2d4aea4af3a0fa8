"""What makes a sum the deal's: who governs it, whose it is, and what takes it back."""

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import read_mentions
from kuroshio.records import Document


@pytest.fixture(scope="module")
def read():
    knowledge = load_knowledge()

    def amounts(text):
        document = Document(id="d", source="-", sha256="", text=text)
        return {m.money.amount: m for m in read_mentions(document, knowledge).amounts}

    return amounts


LEADS = {
    "en": "Orvane to buy Teltrix\n4 March 2025\n\nOrvane will buy Teltrix for "
    "$2 billion.\n\nIts board met twice.\n\nIt sat in Leeds.\n\nThe sun shone.\n\n",
    "zh": "澄岳收购泰络\n2025年3月4日\n\n澄岳将以20亿美元收购泰络。\n\n董事会开过会。"
    "\n\n地点在里兹。\n\n那天有太阳。\n\n",
    "ja": "澄岳、タイラ社を買収\n2025年3月4日\n\n澄岳は20億ドルでタイラ社を買収する。"
    "\n\n取締役会は2度開かれた。\n\n場所はリーズだった。\n\n晴れていた。\n\n",
}


@pytest.mark.parametrize(
    ("tongue", "tail"),
    [
        ("en", "Its revenue was $700 million."),
        ("en", "A fine of $700 million is unrelated."),
        ("en", "Talk of a $700 million sweetener is untrue."),
        ("zh", "公司营收为7亿美元。"),
        ("zh", "另付7亿美元的说法不属实。"),
        ("ja", "売上高は7億ドルだった。"),
        ("ja", "7億ドルを上乗せするとの報道は事実無根だ。"),
    ],
)
def test_money_of_accounts_and_denials_is_not_the_deals(read, tongue, tail):
    found = read(LEADS[tongue] + tail)
    assert not found["700000000"].deal
    assert found["2000000000"].deal
    assert found["2000000000"].headline


@pytest.mark.parametrize(
    ("tongue", "tail"),
    [
        ("en", "A loan of $700 million will pay for some of it."),
        ("zh", "其中7亿美元来自银团贷款。"),
        ("ja", "うち7億ドル(約1050億円)を銀行からの融資でまかなう。"),
    ],
)
def test_money_that_pays_for_the_deal_is_part_of_it(read, tongue, tail):
    found = read(LEADS[tongue] + tail)
    assert found["700000000"].deal
    assert found["700000000"].role in {"part", "other"}


def test_a_ceiling_in_the_title_is_the_total(read):
    found = read("台湾の工場に最大700億円補助\n2025年3月4日\n\n政府が表明した。")
    assert (found["70000000000"].role, found["70000000000"].headline) == ("total", True)


def test_a_threshold_is_a_limit(read):
    found = read(
        "Ministry bars bids\n4 March 2025\n\nBidders are barred from contracts worth "
        "more than $5 million."
    )
    assert (found["5000000"].role, found["5000000"].deal) == ("limit", True)
