"""Scripts by run and languages by line."""

from kuroshio.text import languages, script_runs


def test_runs_of_one_script():
    text = "high-level磋商はNATO"
    assert [(text[s:e], script) for s, e, script in script_runs(text)] == [
        ("high", "latin"),
        ("level", "latin"),
        ("磋商", "han"),
        ("は", "kana"),
        ("NATO", "latin"),
    ]


def test_the_four_languages():
    assert languages("The deal was signed in Tokyo on Monday.") == ("en",)
    assert languages("商务部昨天宣布对这笔交易开展调查") == ("zh-Hans",)
    assert languages("商務部昨天宣布對這筆交易開展調查") == ("zh-Hant",)
    assert languages("日本製鉄は買収を終えたと発表した") == ("ja",)


def test_names_and_glosses_are_no_language_of_the_text():
    text = "Japan’s deal, led by SoftBank Group (软银集团), was signed on Monday."
    assert languages(text)[0] == "en"
    assert languages("Meta收购Manus:审查由商务部扩大到发改委") == ("zh-Hans",)


def test_the_main_language_comes_first():
    text = "The agreement was signed in Tokyo.\n" + "日本製鉄は買収を終えた。\n" * 6
    assert languages(text) == ("ja", "en")
