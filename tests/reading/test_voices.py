"""Who speaks: words that stand for a firm, an office or the holder of a title."""

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import read_mentions
from kuroshio.records import Document


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            'Toyota Motor bought land from Sony Group. The company said it was "fair".',
            ["Toyota Motor"],
        ),
        (
            "トヨタ自動車は土地を買った。同社は「公正な価格だ」と説明した。",
            ["Toyota Motor"],
        ),
        ("外界有“出价百亿”的说法。", []),
        ("该公司被列入“不合格供应商”名单。", []),
        (
            "商务部新闻发言人称对方做法是“单边主义”。",
            ["Ministry of Commerce of the PRC"],
        ),
        ("一名不愿具名的官员称，规模“还没有定下来”。", ["一名不愿具名的官员"]),
    ],
)
def test_the_speaker_of_a_quotation(text: str, speakers: list[str]) -> None:
    document = Document(id="d", source="-", sha256="", text=text)
    quotes = read_mentions(document, load_knowledge()).quotes
    assert [item.speaker for item in quotes] == speakers
    assert all(text[q.span.start : q.span.end] == q.span.text for q in quotes)
