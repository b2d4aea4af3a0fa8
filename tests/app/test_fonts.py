import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from kuroshio.app import fonts
from kuroshio.app.fonts import PACKAGE, find_font, font_folders
from kuroshio.errors import InputError


def small_font(path, family, letters):
    """Write a font of a few letters, each an empty outline."""
    builder = FontBuilder(1000, isTTF=True)
    glyphs = {ord(letter): f"g{ord(letter):x}" for letter in letters}
    names = [".notdef", *glyphs.values()]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(glyphs)
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(str(path))


def refusal(folder):
    with pytest.raises(InputError) as caught:
        find_font((folder,))
    return str(caught.value)


def test_a_machine_without_the_font_is_told_the_package(tmp_path):
    assert PACKAGE in refusal(tmp_path)
    assert PACKAGE in refusal(tmp_path / "nowhere")


def test_a_broken_file_is_no_font(tmp_path):
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"no font at all")
    assert PACKAGE in refusal(tmp_path)


def test_a_font_without_chinese_is_not_taken(tmp_path):
    small_font(tmp_path / "NotoSansSC-Regular.ttf", "Noto Sans SC", "abc")
    assert PACKAGE in refusal(tmp_path)


def test_a_font_with_chinese_is_taken_and_says_what_it_lacks(tmp_path):
    folder = tmp_path / "deep" / "down"
    folder.mkdir(parents=True)
    small_font(folder / "NotoSansSC-Regular.ttf", "Noto Sans SC", "中文赤沢億→−≥a")
    font = find_font((tmp_path,))
    assert (font.family, font.folder) == ("Noto Sans SC", folder)
    assert font.missing("中a\n🙂") == {"🙂"}


def test_the_users_own_folder_comes_first(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert font_folders()[0] == tmp_path / "fonts"


def test_what_a_font_draws_is_kept_until_its_file_changes(monkeypatch, tmp_path):
    cache, folder = tmp_path / "cache", tmp_path / "fonts"
    folder.mkdir()
    small_font(folder / "NotoSansSC-Regular.ttf", "Noto Sans SC", "中文赤沢億→−≥abc")
    first = find_font((folder,), cache)
    fonts._find.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(fonts, "_read", lambda _: pytest.fail("read again"))
        assert find_font((folder,), cache) == first
    small_font(folder / "NotoSansSC-Regular.ttf", "Noto Sans SC", "中文赤沢億→−≥x")
    fonts._find.cache_clear()
    assert find_font((folder,), cache).missing("ax") == {"a"}
    next(cache.iterdir()).write_text("broken")
    fonts._find.cache_clear()
    assert find_font((folder,), cache).missing("ax") == {"a"}
