"""Sentences end where a reader ends them, with exact offsets."""

from hypothesis import given
from hypothesis import strategies as st

from kuroshio.text import sentences


def pieces(text):
    return [text[start:end] for start, end in sentences(text)]


def test_abbreviations_do_not_end_a_sentence():
    text = "On Mar. 4, Dr. C.C. Wei of the U.S. unit spoke. He left."
    assert pieces(text) == [
        "On Mar. 4, Dr. C.C. Wei of the U.S. unit spoke.",
        "He left.",
    ]


def test_an_abbreviation_before_a_starter_ends_it():
    assert len(pieces("They flew to the U.S. The talks began.")) == 2


def test_decimals_and_amounts_stay_whole():
    assert len(pieces("It cost $5.2 billion. Fine.")) == 2


def test_full_stops_inside_a_quotation_do_not_end_it():
    text = "社長は「買う。必ず買う。」と述べた。次は未定だ。"
    assert pieces(text) == ["社長は「買う。必ず買う。」と述べた。", "次は未定だ。"]


def test_a_mark_left_open_swallows_nothing():
    assert len(pieces("他说「好。真的好。明天再说。")) == 3


def test_line_breaks_always_end():
    assert pieces("Title\n\nBody one. Body two.") == ["Title", "Body one.", "Body two."]


@given(st.text(max_size=200))
def test_sentences_cover_all_but_white_space(text):
    spans = sentences(text)
    end = 0
    for start, stop in spans:
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()
