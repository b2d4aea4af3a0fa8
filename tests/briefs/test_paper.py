from kuroshio.briefs.paper import _widths, count_pages
from kuroshio.briefs.wording import cell
from kuroshio.records import Grid


def grid(*rows):
    return Grid(
        columns=("cause", "issuer", "why"),
        align="lll",
        rows=tuple(tuple(cell(text) for text in row) for row in rows),
    )


def test_no_column_is_narrower_than_its_longest_word():
    table = grid(
        ("Deepwater Crude Oil Terminal in the Gulf", "Sinopec", "more supply " * 8),
        ("x", "Internationalisierungsgesellschaft mbH", "buyers " * 9),
    )
    cause, issuer, why = _widths(table)
    assert issuer > len("Internationalisierungsgesellschaft")
    assert cause > len("Deepwater")
    assert why > cause  # what is left goes to whom needs most
    assert cause + issuer + why < 140


def test_short_columns_take_what_they_hold_and_chinese_counts_double():
    assert _widths(grid(("中文" * 12, "力量钻石", "+0.39")))[1:] == [0.0, 0.0]
    assert _widths(grid(("a", "b", "c")))[0] == 1.0  # one of them fills the line


def test_more_rows_need_more_pages():
    def pages(count):
        table = {"columns": (), "lines": 1.5 + 1.5 * count}
        empty = dict.fromkeys(("first", "notes", "sources", "wide", "narrow"), ())
        return count_pages({**empty, "behind": [{"items": [table]}]})

    assert pages(400) > 2 * pages(150) > 4 * pages(50)
