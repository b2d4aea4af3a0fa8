import pytest

from kuroshio.app import drawings
from kuroshio.app.drawings import draw_svg

SPEC = {
    "mark": "bar",
    "data": {"values": [{"a": 1, "b": "tankers"}]},
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b"}},
    "config": {"font": "anything"},
}


@pytest.fixture
def undrawn(monkeypatch):
    def refuse(*_):
        raise AssertionError("drawn again")

    return lambda: monkeypatch.setattr(drawings, "_draw", refuse)


def test_letters_are_of_the_page_and_smaller_than_measured():
    drawn = draw_svg(SPEC, "Noto Sans SC", None)
    assert 'font-family="Noto Sans SC"' in drawn
    assert 'font-size="9.35px"' in drawn  # 10 px of the chart over 1.07
    assert "tankers" in drawn


def test_a_drawing_is_kept_by_its_content(tmp_path, undrawn):
    first = draw_svg(SPEC, "Noto Sans SC", tmp_path)
    undrawn()
    assert draw_svg(SPEC, "Noto Sans SC", tmp_path) == first
    with pytest.raises(AssertionError, match="drawn again"):
        draw_svg(SPEC, "Source Han Sans SC", tmp_path)
    with pytest.raises(AssertionError, match="drawn again"):
        draw_svg({**SPEC, "mark": "tick"}, "Noto Sans SC", tmp_path)
