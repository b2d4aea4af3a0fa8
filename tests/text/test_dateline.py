"""The day that a text gives itself."""

from datetime import date

import pytest

from kuroshio.text import find_dateline


@pytest.mark.parametrize(
    ("text", "day", "inline"),
    [
        ("Title\n\n7 mins read\nFebruary 12, 2026\n\nBody.", date(2026, 2, 12), False),
        ("标题\n2026年3月18日\n\n昨天报道", date(2026, 3, 18), False),
        ("題\n経済産業省　令和5年3月31日\n本文", date(2023, 3, 31), False),
        ("HSINCHU, Taiwan, Mar. 4, 2025 - TSMC said", date(2025, 3, 4), True),
        ("标题\n正文在这里。\n商务部\n2025年10月9日\n", date(2025, 10, 9), False),
        (
            "标题\n新华社日内瓦5月12日电\n双方在2025年5月14日前行动。",
            date(2025, 5, 12),
            True,
        ),
    ],
)
def test_where_a_text_dates_itself(text, day, inline):
    found = find_dateline(text)
    assert found is not None
    assert (found.day, found.inline) == (day, inline)
    assert text[found.start : found.end]


def test_a_text_without_a_day_has_none():
    assert find_dateline("A deal was struck on Monday, they said.") is None
