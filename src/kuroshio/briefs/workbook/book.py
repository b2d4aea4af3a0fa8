"""The workbook as a whole: the summary, the tables, the live sheets and the charts."""

from datetime import UTC
from io import BytesIO
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from kuroshio.briefs.layout import Layout, lay_out
from kuroshio.briefs.notes import number_notes
from kuroshio.briefs.tongues import ENGLISH, Words, translate
from kuroshio.briefs.workbook.cells import (
    BASIS_POINTS,
    LONGEST,
    Formats,
    make_formats,
    set_height,
    write_table,
)
from kuroshio.briefs.workbook.live import write_scenarios
from kuroshio.briefs.workbook.tables import Table, make_tables
from kuroshio.records import Brief, Cell, Grid, Line

SHEETS = (
    "Summary", "DealSheet", "Flags", "Projects", "Timeline", "Sources", "Exposure",
    "Precedents", "EventStudy", "Vol", "VolCone", "Scenarios",
    "ScenarioParts", "VaR_ES", "FX", "Hedges", "Regimes", "Log",
)  # fmt: skip


_TEXT_WIDTH = 110


def write_brief_workbook(brief: Brief, *, words: Words = ENGLISH) -> bytes:
    """Return the bytes of the workbook; the same brief gives the same bytes.

    Parameters
    ----------
    brief : Brief
        P&L has losses negative on every sheet; losses are in basis points of NAV.
    words : Words
        The language of headings and sentences; the names of sheets stay.
    """
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False, "remove_timezone": True},
    )  # fmt: skip
    # The day of writing would make every file another.
    book.set_properties(
        {
            "title": f"{words.say('Kuroshio brief')} {brief.as_of.date()}",
            "created": brief.as_of.astimezone(UTC),
            "comments": words.say("ESTIMATES, NOT ADVICE"),
        }
    )
    formats = make_formats(book)
    _write_summary(book, brief, formats, words)
    tables = {table.name: table for table in make_tables(brief)}
    for name in SHEETS[1:]:
        if name == "Scenarios":
            refs = number_notes(brief).ref("method:loss", "pack")
            write_scenarios(book, brief, formats, words, source=", ".join(refs))
            continue
        sheet = write_table(book, tables[name], formats, words)
        _decorate(book, sheet, tables[name], formats, words)
    book.close()
    return buffer.getvalue()


def _write_summary(book: Any, brief: Brief, formats: Formats, words: Words) -> None:
    """Write the first page: block, line, notes; one printed page."""
    sheet = book.add_worksheet("Summary")
    layout = translate(lay_out(brief), words)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    sheet.set_column(2, 2, 20)
    row = _write_masthead(sheet, layout, formats)
    if brief.risk is not None:
        label = f"NAV [{brief.risk.base_currency}]"
        sheet.write_string(row, 0, label, formats["head"])
        sheet.write_number(row, 1, brief.risk.nav, formats["money"])
        refs = number_notes(brief).ref("pack")
        sheet.write_string(row, 2, ", ".join(refs), formats["text"])
        book.define_name("NAV", f"=Summary!$B${row + 1}")
        row += 1
    heads = ("block", "text", "source")
    for column, text in enumerate(heads):
        sheet.write_string(row, column, words.say(text), formats["head"])
    top = row
    for block in layout.first_page:
        for item in block.items:
            for text, refs in _lines(item):
                row += 1
                sheet.write_string(row, 0, block.title, formats["text"])
                sheet.write_string(row, 1, text[:LONGEST], formats["long"])
                sheet.write_string(row, 2, ", ".join(refs), formats["text"])
                set_height(sheet, row, (text,), _TEXT_WIDTH)
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, row, 2)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _write_masthead(sheet: Any, layout: Layout, formats: Formats) -> int:
    for row, line in enumerate(layout.masthead):
        text = "".join(cell.text for cell in line.cells)
        sheet.write_string(row, 0, text, formats["title" if row == 0 else "text"])
    return len(layout.masthead) + 1


def _lines(item: Line | Grid) -> list[tuple[str, tuple[str, ...]]]:
    if isinstance(item, Line):
        return [("".join(cell.text for cell in item.cells), _refs(item.cells))]
    return [
        (
            " · ".join(
                f"{name} {cell.text}" if name else cell.text
                for name, cell in zip(item.columns, row, strict=True)
            ),
            _refs(row),
        )
        for row in item.rows
    ]


def _refs(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for cell in cells for ref in cell.refs))


def _decorate(
    book: Any, sheet: Any, table: Table, formats: Formats, words: Words
) -> None:
    """Put formulas and a native chart beside the tables that have one."""
    if not table.rows:
        return
    if table.name == "FX":
        _add_currency_shocks(sheet, table, formats, words)
        _add_chart(book, sheet, table, (0, 1), words.say("net weight, % of NAV"))
    if table.name == "VaR_ES":
        _add_loss_chart(book, sheet, table, words)
    if table.name == "Vol":
        _add_chart(book, sheet, table, (1, 4), words.say("volatility a session, %"))
    if table.name == "Hedges":
        _add_chart(book, sheet, table, (0, 5), words.say("ES after, bp of NAV"))


def _add_currency_shocks(
    sheet: Any, table: Table, formats: Formats, words: Words
) -> None:
    """Add a blue move for each currency and the P&L that it makes."""
    at = len(table.columns)
    sheet.write_string(0, at, f"{words.say('your move')} [%]", formats["head"])
    sheet.write_string(0, at + 1, f"{words.say('P&L')} [bp of NAV]", formats["head"])
    for row, values in enumerate(table.rows, start=1):
        move = 0.0
        sheet.write_number(row, at, move, formats["input"])
        formula = f"=10000*B{row + 1}*{xl_col_to_name(at)}{row + 1}"
        value = values[1] * move * BASIS_POINTS
        sheet.write_formula(row, at + 1, formula, formats["bp"], value)


def _add_chart(
    book: Any, sheet: Any, table: Table, columns: tuple[int, int], title: str
) -> None:
    names, values = columns
    chart = book.add_chart({"type": "bar"})
    last = len(table.rows)
    chart.add_series(
        {
            "categories": [table.name, 1, names, last, names],
            "values": [table.name, 1, values, last, values],
            "fill": {"color": "#0072B2"},
            "gap": 40,
        }
    )
    _dress(chart, title, rows=last)
    sheet.insert_chart(1, len(table.columns) + 3, chart)


def _add_loss_chart(book: Any, sheet: Any, table: Table, words: Words) -> None:
    """Chart the book's own rows: they lie apart, so each is a series of its own."""
    chart = book.add_chart({"type": "bar"})
    colors = ("#E69F00", "#D55E00", "#56B4E9", "#0072B2")
    own = [k for k, row in enumerate(table.rows, start=1) if row[0] == "book"]
    for index, row in enumerate(own):
        values = table.rows[row - 1]
        gap = f", {words.say('holiday gap')}" if values[5] == "yes" else ""
        chart.add_series(
            {
                "name": f"{values[2]:.0%}, {values[3]}{gap}",
                "categories": [table.name, 0, 6, 0, 7],
                "values": [table.name, row, 6, row, 7],
                "fill": {"color": colors[index % len(colors)]},
            }
        )
    _dress(chart, words.say("loss, bp of NAV"), rows=2 * len(own))
    chart.set_legend({"position": "right"})
    sheet.insert_chart(1, len(table.columns) + 2, chart)


def _dress(chart: Any, title: str, *, rows: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_size({"width": 560, "height": max(240, 20 * rows + 90)})
