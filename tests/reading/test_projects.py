"""Assets that money builds: found by their noun phrase, with count and place."""

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import read_mentions
from kuroshio.reading.assets import find_assets
from kuroshio.records import Document, ProjectMention
from kuroshio.text import fold


def _read(text: str) -> tuple[ProjectMention, ...]:
    document = Document(id="d", source="-", sha256="", text=text)
    return read_mentions(document, load_knowledge()).projects


@pytest.mark.parametrize(
    ("text", "assets"),
    [
        ("Velmora will build two tyre plants in Estonia.", ["tyre plants"]),
        ("The fund is to finance the Ostrel lithium mine.", ["ostrel lithium mine"]),
        (
            "It spent 3bn on a hospital and a rolling line.",
            ["hospital", "rolling line"],
        ),
        ("宏岳将投资20亿美元新建镍冶炼厂。", ["镍冶炼厂"]),
        ("公司計畫在泰國設廠。", ["泰国设厂"]),
        ("南濱ガスは新潟県に新たなLNGターミナルを建設する。", ["新たなLNGターミナル"]),
        ("新たに工場3棟を建てる。", ["工場3棟"]),
    ],
)
def test_an_asset_that_money_builds_is_found(text: str, assets: list[str]) -> None:
    key = fold(text)
    found = sorted(find_assets(key), key=lambda item: item.start)
    assert [key[i.start : i.end] for i in found if not i.bare or len(found) == 1] == [
        fold(item) for item in assets
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The shares fell and the bottom line suffered.",
        "The ministry raised port fees for foreign ships.",
        "It is Europe's largest chip plant.",
        "該公司沒有評論。",
        "第3工場については未定とした。",
    ],
)
def test_what_nobody_builds_is_no_asset(text: str) -> None:
    assert list(find_assets(fold(text))) == []


def test_a_country_named_in_an_aside_is_not_the_place() -> None:
    text = (
        "Three projects\n\n"
        "– Sodium Cells for Buses: The plan pays for cells. Rivals press on, in a "
        "field where China is rapidly expanding.\n"
        "– Wind Farm in Poland: The plan pays for turbines from Germany.\n"
        "– Export Terminal in the Gulf of Mexico: The plan pays for a pier.\n"
    )
    found = _read(text)
    assert [item.location for item in found] == [None, "Poland", "Gulf of Mexico"]
    assert all(text[i.span.start : i.span.end] == i.name for i in found)


def test_a_count_comes_with_its_assets() -> None:
    text = "晨翼电子宣布，将投资30亿美元，在波兰建设三座晶圆厂和一个研发中心。"
    assert [item.count for item in _read(text)] == [3, 1]
