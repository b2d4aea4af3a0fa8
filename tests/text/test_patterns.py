"""Sought patterns answer as the plain ones do, whatever they begin with."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.text import SoughtPattern, compile_folded, compile_sought
from kuroshio.text.patterns import telling_words

PATTERNS = (
    r"foo|bar",
    r"\b(?:foo|ba[rz])s?\b(?! not)",
    r"(?:the )?(?:foo|bar)[^.]{0,5}foo",
    r"(?<!a)(?P<one>foo)(?P<two>bar)?|关税",
    r"[^.]{1,4}foo|bar",
    r"(?:foo)+|(?:bar){2,3}",
    r"(?>foo)b|(?:ba)++r",
    r"\d{1,2} ?foo|bar\d",
    r"(?i:foo)|bar",
    r"f|bar",
    r"foo?|对[^.]{0,3}关",
    r"(foo)|(bar)",
    r"(?:foo|)bar|(?=foo)foob",
)
TEXTS = st.text(st.sampled_from("fobarz. s1关税对AF\n"), max_size=40)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXTS, start=st.integers(0, 12), end=st.integers(0, 50))
def test_answers_are_those_of_the_plain_pattern(pattern, text, start, end):
    plain, sought = compile_folded(pattern), compile_sought(pattern)
    assert places(sought.finditer(text)) == places(plain.finditer(text))
    assert places(sought.finditer(text, start, end)) == places(
        plain.finditer(text, start, end)
    )
    assert place(sought.search(text, start, end)) == place(
        plain.search(text, start, end)
    )
    assert place(sought.match(text, start)) == place(plain.match(text, start))
    assert sought.findall(text) == plain.findall(text)
    blank = lambda found: "_" * len(found.group())  # noqa: E731 - one line says it
    assert sought.sub(blank, text) == plain.sub(blank, text)


def test_words_that_begin_a_match_are_told():
    leading, needed = words_of(r"\b(?:foo|ba[rz])\w*|.{3}关税")
    assert leading == ("bar", "baz", "foo")
    assert needed == ("关税",)


@pytest.mark.parametrize("pattern", [r"\w+", r"f|bar", r"(?i)foo", r"foo|\d{2}", r""])
def test_patterns_of_no_words_are_searched_for_as_they_stand(pattern):
    assert words_of(pattern) == ((), ())
    assert place(SoughtPattern(re.compile(pattern)).search("a FOO12 bar")) == place(
        re.compile(pattern).search("a FOO12 bar")
    )


def words_of(pattern):
    return telling_words(re.compile(pattern))


def place(found):
    return None if found is None else (found.span(), found.groups(), found.lastgroup)


def places(found):
    return [place(one) for one in found]
