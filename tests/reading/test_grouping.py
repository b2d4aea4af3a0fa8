"""Near copies are one cluster; claims of several documents that mean one thing."""

import pytest

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.reading import group_claims, group_documents, open_document
from kuroshio.records import Claim, Money, Span, Value

STORY = (
    "日本政府は十七日、米国に対する投資の最初の三つの事業を発表した。総額は三"
    "百六十億ドルで、"
    "ガス火力発電所、原油の輸出基地、人工ダイヤモンドの工場が含まれる。"
    "経済産業相は記者団に、両国の経済安全保障に役立つと話した。"
)
OTHER = (
    "中国商务部十月九日公布，对稀土相关物项实施出口管制，自公布之日起实施。"
    "有关企业须向商务部申请许可。海关总署同日发布公告，对超硬材料实施管制。"
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def opened(*texts: str):
    return tuple(
        open_document(text.encode(), source=f"{number}.txt", id=f"d{number}")
        for number, text in enumerate(texts, start=1)
    )


def money_claim(number: int, amount: str, currency: str, doc: str = "d1", **more):
    return Claim(
        id=f"{doc}.c{number}",
        subject="event",
        property="amount",
        value=Value(money=Money(amount=amount, currency=currency, **more)),
        stance="asserted",
        evidence=(Span(doc=doc, start=0, end=1, text="x"),),
        published="2026-02-18",
        role="total",
    )


def test_a_copy_with_small_changes_joins_its_original():
    copied = STORY.replace("十七日", "十八日") + "(了)"
    clusters = [one.cluster for one in group_documents(opened(STORY, OTHER, copied))]
    assert clusters == ["d1", "d2", "d1"]


def test_width_and_script_do_not_hide_a_copy():
    wide = OTHER.replace("，", ", ").replace("实施", "實施")
    assert [one.cluster for one in group_documents(opened(OTHER, wide))] == ["d1", "d1"]


def test_one_document_is_its_own_cluster():
    assert group_documents(opened(STORY))[0].cluster == "d1"


def test_a_sum_and_its_conversion_are_one_claim(knowledge):
    rates = knowledge.plain["rate_bounds"]
    claims = [
        money_claim(1, "33000000000", "USD"),
        money_claim(1, "5200000000000", "JPY", "d2"),
        money_claim(2, "33300000000", "USD", "d2"),
        money_claim(3, "2100000000", "USD", "d2"),
    ]
    groups = group_claims(claims, rates)
    assert groups == (("d1.c1", "d2.c1", "d2.c2"), ("d2.c3",))


def test_layers_are_never_joined(knowledge):
    claims = [
        money_claim(1, "36000000000", "USD", layer="envelope"),
        money_claim(2, "36000000000", "USD", layer="tranche"),
    ]
    assert len(group_claims(claims, knowledge.plain["rate_bounds"])) == 2


def test_an_implausible_rate_keeps_claims_apart(knowledge):
    claims = [
        money_claim(1, "33000000000", "USD"),
        money_claim(2, "520000000000", "JPY"),
    ]
    assert len(group_claims(claims, knowledge.plain["rate_bounds"])) == 2
