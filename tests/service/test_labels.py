"""Every word of ours has its Chinese."""

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import kuroshio.service
from kuroshio.records import (
    Answer,
    Confidence,
    EventKind,
    EventType,
    FindingKind,
    Judgement,
    Layer,
    PrecedentType,
    Severity,
    Stage,
    State,
    Status,
    Tier,
)
from kuroshio.service.access import ROLES
from kuroshio.service.calls import QUESTIONS
from kuroshio.service.chinese_labels import ZH
from kuroshio.service.labels import say

SOURCE = Path(kuroshio.service.__file__).parent
# The same in both languages.
SAME = {"API", "NAV", "CSV", "Excel", "OpenAPI", " ", "5%", "50%", "95%"}


def words_of_templates():
    found = set()
    for path in (SOURCE / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"\bt\(\s*\"((?:[^\"\\]|\\.)*)\"", text))
        found |= set(re.findall(r"\bt\(\s*'((?:[^'\\]|\\.)*)'", text))
        found |= set(re.findall(r'\("/?[\w/-]*", "([^"]+)"(?:, "[a-z-]+")?\)', text))
    return found


def words_of_code():
    found = set()
    for path in (SOURCE / "pages").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'label="([^"{]+)"', text))
        found |= set(re.findall(r'\bsay\(\s*"([^"]+)"', text))
        found |= set(
            re.findall(r'make_table\(\s*(?:"\w+"|identity),\s*"([^"]+)"', text)
        )
        found |= set(re.findall(r'empty\s*=\s*"([^"]+)"', text))
    return found


def closed_words():
    kinds = (
        Answer, Confidence, EventKind, EventType, FindingKind, Judgement, Layer,
        PrecedentType, Severity, Stage, State, Status, Tier,
    )  # fmt: skip
    found = {word for kind in kinds for word in get_args(kind)}
    return found | set(ROLES) | {words for _, words in QUESTIONS}


@pytest.mark.parametrize("words", [words_of_templates, words_of_code, closed_words])
def test_every_word_has_its_chinese(words):
    assert sorted(words() - set(ZH) - SAME) == []


def test_places_are_the_same_in_both_languages():
    def places(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert [text for text, told in ZH.items() if places(text) != places(told)] == []


def test_codes_lose_their_underscores_in_english_only():
    assert say("out_of_office", "en") == "out of office"
    assert say("out_of_office", "zh") == "已离任"
    assert say("own text", "zh") == "own text"
