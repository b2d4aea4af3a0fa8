"""What a document is about, and the direction in which it reaches themes."""

from datetime import UTC, datetime

import pytest

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.reading import build_sheet, open_document


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def read(text: str, knowledge: Knowledge):
    document = open_document(text.encode(), source="s.txt", id="d1")
    assert document.dateline is not None
    moment = datetime.combine(document.dateline, datetime.min.time(), tzinfo=UTC)
    return build_sheet([document], knowledge, as_of=moment)


MEASURES = [
    (
        (
            "US raises tariffs on Chinese solar cells\n\nMay 14, 2024\n\nThe "
            "Office of the "
            "United States Trade Representative will raise tariffs on solar "
            "cells from China "
            "to 50 percent."
        ),
        ("tariff", 1, "US", "CN", "solar", "50 percent"),
    ),
    (
        (
            "USTR suspends port fees\n\nNovember 10, 2025\n\nThe Office of "
            "the U.S. Trade "
            "Representative has suspended for one year its Section 301 fees "
            "on ships built "
            "in China."
        ),
        ("suspension", -1, "US", "CN", "port-fees-shipping", None),
    ),
    (
        (
            "商务部公布稀土出口管制\n2025年10月9日\n\n中国商务部9日发布公告，"
            "对稀土相关物项"
            "实施出口管制，自公布之日起实施。"
        ),
        ("export_control", 1, "CN", None, "rare-earths", None),
    ),
    (
        (
            "中國恢復進口台灣鳳梨\n2025年6月10日\n\n中國海關總署宣布，解除對台灣鳳"
            "梨的進口禁令。"
        ),
        ("easing", -1, "CN", "TW", None, None),
    ),
    (
        (
            "半導体製造装置の輸出規制を強化\n2023年3月31日\n\n日本の経済産業省は31日、"
            "半導体製造装置23品目の輸出規制を強化すると発表した。"
        ),
        ("export_control", 1, "JP", None, "semicap", None),
    ),
]


@pytest.mark.parametrize(("text", "want"), MEASURES)
def test_measure_has_hand_target_direction_and_theme(text, want, knowledge):
    kind, direction, imposer, target, theme, rate = want
    sheet = read(text, knowledge)
    assert sheet.event.kind == "measure"
    cause = sheet.causes[0]
    assert cause.kind == "measure"
    assert (cause.type, cause.direction) == (kind, direction)
    assert knowledge.country_of(cause.imposer or "") == imposer
    assert cause.target is None or knowledge.country_of(cause.target) == target
    if theme is not None:
        assert theme in {reach.theme for reach in cause.themes}
    if rate is not None:
        assert cause.rate == rate
    assert all(reach.direction == direction for reach in cause.themes)


TURNS = [
    (
        (
            "澳洲葡萄酒重返中國市場\n2024年3月28日\n\n中國商務部宣布，自3月29日起終止對原產於"
            "澳洲的進口葡萄酒徵收反傾銷稅。"
        ),
        ("easing", -1, "CN", "AU", "wine-brandy", -1),
    ),
    (
        (
            "Brazil raises import tax on solar modules\n\nNov. 12, 2024\n\nBrazil's "
            "trade chamber lifted the tax to 25 percent from 9.6 percent."
        ),
        ("tariff", 1, "BR", None, "solar", 1),
    ),
    (
        (
            "US lets Nvidia resume H20 sales\n\nJuly 15, 2025\n\nNvidia said the U.S. "
            "government would grant licences to sell H20 chips to China."
        ),
        ("easing", -1, "US", "CN", "ai-chips", -1),
    ),
    (
        (
            "China widens visa-free entry\n\nNov. 1, 2024\n\nChina will let citizens "
            "of nine more countries enter without a visa, the foreign ministry said."
        ),
        ("easing", -1, "CN", None, "air-travel-tourism", 1),
    ),
    (
        (
            "财政部下调光伏出口退税\n2024年11月15日\n\n中国财政部公告，自12月1日起取消光伏"
            "组件的出口退税。"
        ),
        ("expiry", -1, "CN", None, "solar", -1),
    ),
    (
        (
            "中国、日本への渡航自粛を呼びかけ\n2025年11月14日\n\n中国外務省は14日、国民に対し"
            "日本への渡航を控えるよう呼びかけた。"
        ),
        ("ban", 1, "CN", "JP", "air-travel-tourism", 1),
    ),
    (
        (
            "美國終止小額包裹免稅\n2025年5月2日\n\n美國即日起取消對中國內地和香港低於800美元"
            "包裹的免稅待遇。"
        ),
        ("tariff", 1, "US", "CN", "parcels", 1),
    ),
    (
        (
            "China answers American duties\n\nApril 4, 2025\n\nHours after new "
            "American duties on all Chinese goods took effect, China's Ministry of "
            "Commerce said that exports of samarium and terbium need a licence."
        ),
        ("export_control", 1, "CN", None, "rare-earths", 1),
    ),
]


@pytest.mark.parametrize(("text", "want"), TURNS)
def test_turns_of_measures_are_read_from_what_acts(text, want, knowledge):
    kind, direction, imposer, target, theme, pull = want
    cause = read(text, knowledge).causes[0]
    assert (cause.type, cause.direction) == (kind, direction)
    assert knowledge.country_of(cause.imposer or "") == imposer
    assert (knowledge.country_of(cause.target) if cause.target else None) == target
    assert (theme, pull) in {(one.theme, one.direction) for one in cause.themes}
    assert "exporters-broad" not in {one.theme for one in cause.themes}


def test_names_in_the_next_sentence_are_listed_but_not_their_trades(knowledge):
    sheet = read(
        "US blacklists chip firms\n\nDec. 2, 2024\n\nThe U.S. Commerce Department "
        "added 140 companies to the Entity List. Among them are the tool maker Naura "
        "Technology and battery maker CATL.",
        knowledge,
    )
    cause = sheet.causes[0]
    assert cause.type == "listing"
    assert set(cause.named) == {"naura", "catl"}
    assert "batteries" not in {one.theme for one in cause.themes}


def test_orders_at_chinese_yards_are_work_for_them(knowledge):
    sheet = read(
        "卡塔尔向中国船厂订造LNG船\n2024年9月9日\n\n卡塔尔能源公司与中国船舶集团"
        "签约，订造六艘液化天然气运输船，总值约二十亿美元。",
        knowledge,
    )
    assert knowledge.country_of(sheet.causes[0].operator or "") == "CN"


def test_each_project_is_a_cause_with_themes_of_its_own_passage(knowledge):
    sheet = read(
        "First projects named\n\nFebruary 18, 2026\n\nThe United States and "
        "Japan named "
        "three projects under Japan's $550 billion U.S. investment vehicle.\n\n"
        "- Gas power plant in Ohio: operated by SB Energy. Cost: $33 billion. Chinese "
        "battery makers such as CATL could be affected.\n"
        "- Deepwater crude oil export terminal off Texas: Cost: $2.1 billion.\n"
        "- Synthetic diamond grit for semiconductors: a plant in Georgia. Cost: $600 "
        "million.\n",
        knowledge,
    )
    assert sheet.event.kind == "deal"
    assert sheet.event.vehicle == "japan-us-550bn"
    themes = [{reach.theme for reach in cause.themes} for cause in sheet.causes]
    assert "gas-turbines" in themes[0]
    assert "batteries" not in themes[0]
    assert "crude-export" in themes[1]
    assert themes[2] == {"superhard-materials"}
    assert all(cause.direction == 1 for cause in sheet.causes)


def test_theme_evidence_is_the_text_at_its_place(knowledge):
    for text, _ in MEASURES:
        sheet = read(text, knowledge)
        stored = sheet.documents[0].text
        for cause in sheet.causes:
            for span in (
                *cause.evidence,
                *(s for r in cause.themes for s in r.evidence),
            ):
                assert stored[span.start : span.end] == span.text


def test_a_cancelled_deal_has_the_other_direction(knowledge):
    sheet = read(
        "Ford scraps battery plant\n\nNovember 21, 2023\n\nFord has cancelled its plan "
        "to build a $3.5 billion battery plant in Michigan with technology from CATL.",
        knowledge,
    )
    assert [cause.direction for cause in sheet.causes] == [-1]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Madrid sign striker\n\n12 February 2026\n\nReal Madrid have "
            "signed the French "
            "striker for a transfer fee of 180 million euros. The player "
            "passed a medical at "
            "the club on Monday and scored two goals on his debut in La Liga."
        ),
        (
            "皇马签下前锋\n2026年2月12日\n\n皇家马德里俱乐部12日宣布，以1.8亿"
            "欧元转会费签下法国"
            "前锋。球员周一通过体检，教练说他周六在联赛首发。"
        ),
        (
            "移籍金は百億円\n2026年2月12日\n\n日本代表の選手がイングランドのク"
            "ラブへ移籍することが"
            "決まった。移籍金は100億円。監督は次の試合で先発させると述べた。"
        ),
        (
            "Soup for a cold day\n\n12 February 2026\n\nPeel the onions, add "
            "butter, and cook "
            "slowly for an hour. Serves four, and costs about $12 in all."
        ),
    ],
)
def test_what_concerns_no_investor_gives_no_deal_and_no_names(text, knowledge):
    sheet = read(text, knowledge)
    assert sheet.event.kind == "none"
    assert sheet.causes == ()
    assert sheet.claims == ()
    assert sheet.findings == ()
    assert sheet.parties == ()
