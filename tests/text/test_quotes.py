"""Words in quotation marks, without the marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.text import find_quotes


def inside(text):
    return [text[q.start : q.end] for q in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We expand,” he said, “and stay.”", ["We expand,", "and stay."]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("他說這是「對國家事業的投資」", ["對國家事業的投資"]),
        ("「彼は『行く』と言った」と述べた", ["彼は『行く』と言った"]),
        ("Japan’s ‘golden share’ isn’t new", ["golden share"]),
    ],
)
def test_outermost_quotations(text, expected):
    assert inside(text) == expected


@pytest.mark.parametrize(
    "text", ["a 6' wall", 'an open " mark\nnext" line', "Japan’s", "「"]
)
def test_marks_that_quote_nothing(text):
    assert inside(text) == []


@given(st.text(alphabet='“”「」『』"‘’a \n', max_size=60))
def test_spans_are_in_order_and_in_range(text):
    end = 0
    for quote in find_quotes(text):
        assert end < quote.start < quote.end < len(text) + 1
        end = quote.end
