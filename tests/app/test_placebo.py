"""The verb ``placebo`` on the simulated prices of the examples."""

from pathlib import Path

import pytest

from kuroshio.app import make_placebo, say_placebo
from kuroshio.errors import InputError

PRICES = Path(__file__).parents[2] / "examples/study/prices-SIMULATED.csv"


def test_any_number_of_workers_gives_the_same_numbers():
    alone = make_placebo(PRICES, studies=6, events=5)
    assert make_placebo(PRICES, studies=6, events=5, workers=2) == alone
    assert alone["settings"]["design"] == "spread"
    assert {row["studies"] for row in alone["rejections"]} == {6}


def test_words_hold_a_line_for_each_test():
    done = make_placebo(PRICES, studies=4, events=5, effect=0.2, design="one-date")
    text = say_placebo(done)
    assert "power at 5%" in text
    assert all(row["test"] in text for row in done["rejections"])


def test_every_wrong_option_is_named():
    with pytest.raises(InputError) as caught:
        make_placebo(PRICES, studies=0, events=1, design="cloud", effect=3.0)
    places = {fault.place for fault in caught.value.faults}
    assert places == {"--studies", "--events", "--design", "--effect"}
