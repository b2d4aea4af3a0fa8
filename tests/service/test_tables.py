import csv
import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from kuroshio.service.labels import say
from kuroshio.service.tables import (
    PAGE,
    Cell,
    Column,
    make_table,
    show_table,
    to_csv,
    to_xlsx,
    whole_table,
)

COLUMNS = (Column(key="name", label="Name"), Column(key="size", label="Level"))


def english(text):
    return say(text, "en")


def table(rows):
    return make_table(
        "t", "T", COLUMNS, [(Cell(text=a), Cell(text=str(b), value=b)) for a, b in rows]
    )


def test_sorts_numbers_as_numbers_and_unknown_last_either_way():
    shown = table([("a", 9), ("b", 10), ("c", "")])
    up = show_table(shown, {"t.sort": "size"})
    down = show_table(shown, {"t.sort": "-size"})
    assert [row[0].text for row in up.rows] == ["a", "b", "c"]
    assert [row[0].text for row in down.rows] == ["b", "a", "c"]
    assert up.aria_sort("size") == "ascending"
    assert up.sort_link("size").startswith("?t.sort=-size")


def test_filters_by_every_word_in_any_column_and_keeps_the_rest_of_the_query():
    shown = show_table(
        table([("Power Diamond", 1), ("Power Grid", 2)]),
        {"t.q": "power DIAMOND", "as_of": "2026-02-12"},
    )
    assert [row[0].text for row in shown.rows] == ["Power Diamond"]
    assert shown.others == {"as_of": "2026-02-12"}


def test_pages_hold_every_row_once():
    whole = table([(str(k), k) for k in range(PAGE * 2 + 7)])
    seen = [
        row[0].text
        for page in "123"
        for row in show_table(whole, {"t.page": page}).rows
    ]
    assert seen == [str(k) for k in range(PAGE * 2 + 7)]


@given(st.dictionaries(st.sampled_from(["t.sort", "t.q", "t.page"]), st.text()))
def test_nonsense_in_the_address_never_breaks_a_table(query):
    shown = show_table(table([("a", 1), ("b", None)]), query)
    assert 1 <= shown.page <= shown.pages


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=8))
def test_an_export_holds_what_the_table_holds(rows):
    text = to_csv(table(rows), english)
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read[0] == ["Name", "Level"]
    assert [row[0].removeprefix("'") for row in read[1:]] == [
        name.removeprefix("'") for name, _ in rows
    ]


def test_no_cell_of_an_export_can_be_run_as_a_formula():
    risky = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx"]
    text = to_csv(table([(name, 1) for name in risky]), english)
    cells = [row[0] for row in csv.reader(io.StringIO(text[1:], newline=""))][1:]
    assert all(cell.startswith("'") for cell in cells)
    sheet = zipfile.ZipFile(io.BytesIO(to_xlsx(table([("=1+1", 1)]), english)))
    assert b"<f>" not in sheet.read("xl/worksheets/sheet1.xml")


def test_negative_numbers_are_exported_as_numbers():
    text = to_csv(table([("-5.5", -3)]), english)
    assert "-5.5,-3" in text


def test_the_whole_table_follows_filter_and_sort():
    whole = whole_table(
        table([(str(k), k) for k in range(300)]), {"t.sort": "-size", "t.q": "9"}
    )
    assert whole.rows[0][0].text == "299"
    assert all("9" in row[0].text for row in whole.rows)
