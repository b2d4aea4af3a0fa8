"""Spellings of one name against other names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.reading.findings.spellings import (
    _is_one_edit,
    compare_characters,
    compare_reading,
)
from kuroshio.records import Names

AKAZAWA = Names(
    en="Ryosei Akazawa", zh_hans="赤泽亮正", ja="赤沢亮正", aliases=("Akazawa", "赤沢")
)
LUTNICK = Names(
    en="Howard Lutnick", zh_hans="卢特尼克", ja="ラトニック", aliases=("Lutnick",)
)


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Ryosei Akazawa", "same"),
        ("Akazawa Ryosei", "same"),
        ("Ryōsei Akazawa", "same"),
        ("Ryousei Akazawa", "same"),
        ("Akazawa", "same"),
        ("赤澤亮正", "same"),
        ("Akira Akazawa", "changed"),
        ("Taro Yamada", "other"),
    ],
)
def test_romanised_name_against_the_holder(name, verdict):
    assert compare_reading(name, AKAZAWA) == verdict


@pytest.mark.parametrize("name", ["Howard W. Lutnick", "Mr. Lutnick", "ラトニック"])
def test_initials_titles_and_kana_are_the_same(name):
    assert compare_reading(name, LUTNICK) == "same"


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("赤泽亮正", "same"),
        ("赤沢亮正", "same"),
        ("赤沢", "same"),
        ("赤泽亮", "truncated"),
        ("赤泽良正", "changed"),
        ("高市早苗", "other"),
    ],
)
def test_characters_against_the_known_forms(written, verdict):
    assert compare_characters(written, AKAZAWA).verdict == verdict


@given(
    st.text("abcde", min_size=1, max_size=8), st.integers(0, 7), st.sampled_from("xyz")
)
def test_one_letter_changed_put_in_or_left_out_is_one_edit(word, place, letter):
    at = min(place, len(word) - 1)
    assert _is_one_edit(word, word[:at] + letter + word[at + 1 :])
    assert _is_one_edit(word, word[:at] + letter + word[at:])
    assert _is_one_edit(word, word[:at] + word[at + 1 :])
    assert not _is_one_edit(word, word + letter + letter)
