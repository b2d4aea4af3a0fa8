"""Words of a kind: borders of Latin words, stems, and patterns in any script."""

from kuroshio.text import build_lexicon, compile_folded, fold


def kinds(lexicon, text):
    return sorted((hit.start, hit.end, hit.kind) for hit in lexicon.find(fold(text)))


def test_latin_words_need_borders_and_han_words_do_not():
    lexicon = build_lexicon({"body": ["SEC", "商務部"]})
    assert kinds(lexicon, "SECTOR, the SEC and 美国商务部长") == [
        (12, 15, "body"),
        (22, 25, "body"),
    ]


def test_stems_find_longer_words_and_underscores_are_spaces():
    lexicon = build_lexicon({"say": ["announc*", "said_it"]})
    assert [k[2] for k in kinds(lexicon, "announcing what he said it was")] == [
        "say",
        "say",
    ]


def test_one_word_may_be_of_two_kinds():
    lexicon = build_lexicon({"a": ["will"], "b": ["will"]})
    assert [hit.kind for hit in lexicon.find("it will")] == ["a", "b"]


def test_patterns_are_written_in_any_script():
    assert compile_folded(r"\S億").search(fold("5亿")) is not None
