"""Folding keeps length and brings the ways to write one name together."""

from hypothesis import given
from hypothesis import strategies as st

from kuroshio.text import fold, fold_name


@given(st.text())
def test_fold_keeps_length(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_key_of_a_joined_text_is_the_joined_keys(left, right):
    assert fold(left + right) == fold(left) + fold(right)


def test_a_long_text_folds_like_its_parts():
    part = "赤澤亮正 Ａ “Ω” İΣς "
    assert fold(part * 5000) == fold(part) * 5000


def test_one_key_for_simplified_traditional_and_japanese():
    assert fold("赤沢亮正") == fold("赤澤亮正") == fold("赤泽亮正")
    assert fold("軟銀集團") == fold("软银集团")
    assert fold("経済産業省") == fold("經濟產業省") == fold("经济产业省")


def test_width_case_quotes_and_dots():
    assert fold("５５０ＢＮ") == "550bn"
    assert fold("“Japan’s”") == '"japan\'s"'
    assert fold("唐納德・川普") == fold("唐纳德·川普")


def test_a_circled_figure_is_no_digit():
    assert fold("①5000億") == "①5000亿"


def test_names_compare_without_spaces_and_marks():
    assert fold_name("C. C. Wei") == fold_name("C.C. Wei") == "ccwei"
    assert fold_name("Nippon\u200b Steel") == fold_name("NIPPON-STEEL")
