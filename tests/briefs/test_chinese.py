from typing import get_args

import pytest

from kuroshio.briefs import lay_out
from kuroshio.briefs.chinese import MESSAGES, WORDS, places_of, speak_chinese
from kuroshio.briefs.flags import _ANSWERS
from kuroshio.briefs.notes import METHODS
from kuroshio.briefs.pictures import draw_pictures
from kuroshio.briefs.terminal import brief_page, print_plain
from kuroshio.briefs.tongues import documents_words, translate
from kuroshio.briefs.verdict import _HEADLINE
from kuroshio.briefs.wording import ORIGINAL
from kuroshio.records import Answer, FindingKind, Grid, Stage, State, Status

WORDS_OF_OURS = [
    *get_args(FindingKind), *get_args(Stage), *get_args(State), *get_args(Status),
    *(word.replace("_", " ") for word in get_args(Answer)),
    *_HEADLINE.values(), *(word for word, _ in _ANSWERS.values()),
    *(method.says for name, method in METHODS.items()),
]  # fmt: skip
NAMES = {
    "Atlantis vehicle": "亚特兰蒂斯工具",
    "Lamp Company": "灯具公司",
    "Lamps": "灯具",
}


def words_for(brief):
    return speak_chinese(NAMES, documents_words(brief))


@pytest.mark.parametrize("word", sorted(set(WORDS_OF_OURS)))
def test_every_word_of_a_closed_set_has_its_chinese(word):
    assert speak_chinese({}).find(word) not in {None, ""}


@pytest.mark.parametrize("english", sorted(MESSAGES))
def test_a_message_keeps_its_places(english):
    assert places_of(MESSAGES[english]) == places_of(english)


def test_no_label_is_its_own_translation():
    same = {word for word, said in WORDS.items() if word == said}
    assert {w for w in same if w.islower()} <= {"sha256"}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("USD 550bn", "5500亿美元"),
        ("about USD 2m", "约200万美元"),
        ("over CNY 10bn", "逾100亿元人民币"),
        ("USD 20bn–30bn", "200亿–300亿美元"),
        ("JPY 5.2tn", "5.2万亿日元"),
        ("Thu 12 Feb 2026", "2026年2月12日周四"),
        ("A 12, 13 Feb, shut until 24 Feb", "A 2月12、13日，休市至2月24日"),
        (" | text says: in review", " | 文本称：审查中"),
        ("; suspended to 2026-11-10", "；暂停至2026年11月10日"),
        (
            "it binds money from CN; this comes from JP",
            "它约束中国资金；本资金来自日本",
        ),
        (
            (
                "A hedge leaves: quota of IM, 10 lots binds: 28 lots would be least, "
                "moves of HK, JP that the index does not share"
            ),
            (
                "对冲后仍剩：IM 额度 10 手构成约束：最优为 28 手、"
                "指数不包含的香港、日本市场波动"
            ),
        ),
        (
            (
                "On 2026-02-18 the post of Envoy was held by A B, not by C D, whose "
                "term ended on 2025-01-20."
            ),
            "2026年2月18日担任Envoy的是A B，不是C D（其任期于2025年1月20日结束）。",
        ),
    ],
)
def test_sentences_and_forms(english, chinese):
    assert speak_chinese({}).say(english) == chinese


def test_what_no_message_knows_is_kept_and_told():
    words = speak_chinese({})
    assert words.find("a sentence nobody wrote a message for") is None
    assert words.missing == ("a sentence nobody wrote a message for",)
    half = words.say("suspended to 2026-11-10; a clause of the record itself")
    assert half == f"暂停至2026年11月10日；{ORIGINAL}a clause of the record itself"


def test_codes_and_addresses_need_no_translation():
    words = speak_chinese({})
    for text in ("600519.SH", "https://example.org/a", "−152 bp", "docs/guide/risk.md"):
        assert words.find(text) == text


def test_the_layout_has_no_sentence_of_ours_left(text_brief):
    words = words_for(text_brief)
    translate(lay_out(text_brief), words)
    draw_pictures(text_brief, words)
    # What the knowledge and the finding of the fixture say in their own words.
    own = ("sells lamps", "price of oil", "Envelope of 50 billion dollars",
           "The text says USD 5bn", "a lost zero", "lamps", "lampco")  # fmt: skip
    left = [text for text in words.missing if not any(one in text for one in own)]
    assert left == []


def test_numbers_and_references_are_the_same_in_both_languages(text_brief):
    def shape(layout):
        return [
            [
                [cell.refs for row in item.rows for cell in row]
                if isinstance(item, Grid)
                else [cell.refs for cell in item.cells]
                for item in block.items
            ]
            for block in (*layout.first_page, *layout.behind)
        ]

    english = lay_out(text_brief)
    assert shape(translate(english, words_for(text_brief))) == shape(english)


def test_a_documents_own_words_stay(text_brief):
    words = speak_chinese({"Lighthouses": "灯塔"}, ())
    assert words.say("Lighthouses") == "灯塔"
    kept = translate(lay_out(text_brief), words_for(text_brief))
    deal = next(block for block in kept.first_page if block.id == "deal")
    assert any(cell.text == "Lighthouses" for line in deal.items for cell in line.cells)


def test_the_page_prints_in_chinese(text_brief):
    page = brief_page(text_brief, full=True, words=words_for(text_brief))
    text = print_plain(page, width=110)
    assert "请勿据此文本交易" in text
    assert "500亿美元" in text
    assert "VERDICT" not in text
