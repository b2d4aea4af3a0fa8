"""Regimes that a text names: by the form of a law's name, by kind, once each."""

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import read_mentions
from kuroshio.records import Document


@pytest.mark.parametrize(
    ("text", "regimes"),
    [
        (
            "The Harbour Works (Foreign Owners) Bill passed.",
            ["Harbour Works (Foreign Owners) Bill"],
        ),
        ("依据《港务设施法》（Harbour Works Act）下令。", ["《港务设施法》"]),
        ("当局启动反倾销调查。", ["anti-dumping investigation"]),
        ("Cars sold at a price of 300 pay the same.", []),
    ],
)
def test_regimes_are_named_once(text: str, regimes: list[str]) -> None:
    document = Document(id="d", source="-", sha256="", text=text)
    found = read_mentions(document, load_knowledge()).regimes
    assert [item.regime for item in found] == regimes
