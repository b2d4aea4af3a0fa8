"""The sheets that calculate: shocks in blue cells, P&L by formula.

A scenario's P&L is linear in its shocks, so one blue scale turns all of them up or
down; beside the scenarios stands a shock of the reader's own: P&L = weight × (beta ×
move of the equity indices + own move + move of the currency).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from kuroshio.briefs.tongues import Words
from kuroshio.briefs.wording import name_of
from kuroshio.briefs.workbook.cells import BASIS_POINTS, Formats, write_cell
from kuroshio.records import Brief, HoldingRisk, ScenarioResult

SHEET = "Scenarios"
_FIRST_SHOCK = -0.05  # what the blue cell holds until the reader changes it
_FIXED = ("security", "name", "weight [% of NAV]", "beta", "currency",
          "own move [%]", "your shock [bp of NAV]")  # fmt: skip
_WIDTHS = (32, 26, 12, 9, 10, 12, 14)
_CURRENCIES = {"HK": "HKD", "US": "USD", "T": "JPY"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the parts of the sheet lie, 0-based rows."""

    equity: int
    currencies: Mapping[str, int]
    scale: int
    total: int
    head: int


def write_scenarios(
    book: Any, brief: Brief, formats: Formats, words: Words, *, source: str
) -> None:
    """Write the sheet of shocks and P&L; the scales and shocks are for the reader."""
    sheet = book.add_worksheet(SHEET)
    held = list(brief.risk.holdings) if brief.risk is not None else []
    codes = _codes(brief)
    place = _Place(
        equity=1,
        currencies={code: 2 + index for index, code in enumerate(codes)},
        scale=2 + len(codes),
        total=3 + len(codes),
        head=5 + len(codes),
    )
    _write_inputs(sheet, place, formats, words)
    book.define_name("equity_move", f"={SHEET}!$B${place.equity + 1}")
    for code, row in place.currencies.items():
        book.define_name(f"fx_{code}", f"={SHEET}!$B${row + 1}")
    played = [item for item in brief.scenarios if item.pnl_by_holding]
    heads = [*_FIXED, *(f"{item.name} [bp of NAV]" for item in played), "source"]
    for column, text in enumerate(heads):
        core, _, unit = text.partition(" [")
        name = f"{words.say(core)} [{unit}" if unit else words.say(core)
        sheet.write_string(place.head, column, name, formats["head"])
        sheet.set_column(column, column, (*_WIDTHS, *[14] * 60)[column])
    for index, item in enumerate(held):
        _write_holding(
            sheet, brief, item, row=place.head + 1 + index, place=place, formats=formats
        )
        sheet.write_string(place.head + 1 + index, len(heads) - 1, source)
    _write_played(sheet, played, held, place, formats)
    _write_totals(book, sheet, brief, played=played, place=place, formats=formats)
    sheet.set_row(place.head, 30)
    sheet.freeze_panes(place.head + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if held:
        sheet.autofilter(place.head, 0, place.head + len(held), len(heads) - 1)
        _add_chart(book, sheet, place, len(held), len(heads))


def currency_of(security: str, base: str) -> str:
    """Return the currency of a listing's venue."""
    venue = security.rpartition(".")[2]
    if security.startswith("CASH."):
        return venue
    return _CURRENCIES.get(venue, "CNY" if venue in {"SH", "SZ", "BJ", "CFE"} else base)


def _codes(brief: Brief) -> list[str]:
    if brief.risk is None:
        return []
    base = brief.risk.base_currency
    return [
        code
        for code in dict.fromkeys(
            currency_of(item.security, base) for item in brief.risk.holdings
        )
        if code != base
    ]


def _write_inputs(sheet: Any, place: _Place, formats: Formats, words: Words) -> None:
    heads = ("your inputs (blue)", "value", "unit")
    for column, text in enumerate(heads):
        sheet.write_string(0, column, words.say(text), formats["head"])
    sheet.write_string(place.equity, 0, words.say("move of the equity indices"))
    sheet.write_number(place.equity, 1, _FIRST_SHOCK, formats["input"])
    for code, row in place.currencies.items():
        sheet.write_string(row, 0, f"{words.say('move of the currency')} {code}")
        sheet.write_number(row, 1, 0.0, formats["input"])
    for row in (place.equity, *place.currencies.values()):
        sheet.write_string(row, 2, words.say("simple move, %"))
    sheet.write_string(place.scale, 0, words.say("scale of each scenario's shocks"))
    sheet.write_string(place.scale, 2, words.say("1 = as sized"))
    sheet.write_string(place.total, 0, words.say("book"), formats["head"])


def _write_holding(
    sheet: Any,
    brief: Brief,
    item: HoldingRisk,
    *,
    row: int,
    place: _Place,
    formats: Any,
) -> None:
    base = brief.risk.base_currency if brief.risk is not None else ""
    code = currency_of(item.security, base)
    values = ((0, item.security, "text"), (1, name_of(brief, item.security), "text"),
              (2, item.weight, "share"), (3, item.beta, "number"),
              (4, code, "text"))  # fmt: skip
    for column, value, kind in values:
        write_cell(sheet, (row, column), value, kind, formats)
    sheet.write_number(row, 5, 0.0, formats["input"])
    at = row + 1
    moved = f"N(D{at})*equity_move+F{at}"
    foreign = f"+fx_{code}" if code in place.currencies else ""
    value = item.weight * (item.beta or 0.0) * _FIRST_SHOCK * BASIS_POINTS
    sheet.write_formula(
        row, 6, f"=10000*C{at}*({moved}{foreign})", formats["bp"], value
    )


def _write_played(
    sheet: Any,
    played: list[ScenarioResult],
    held: list[HoldingRisk],
    place: _Place,
    formats: Formats,
) -> None:
    """Write a column for each scenario: its scale times the sized P&L."""
    parts_row = 1
    for index, result in enumerate(played):
        column = len(_FIXED) + index
        sheet.write_number(place.scale, column, 1.0, formats["scale"])
        scale = f"{xl_col_to_name(column)}${place.scale + 1}"
        rows = {item.security: parts_row + at
                for at, item in enumerate(result.pnl_by_holding)}  # fmt: skip
        values = {item.security: item.pnl for item in result.pnl_by_holding}
        parts_row += len(result.pnl_by_holding)
        for at, item in enumerate(held):
            source = rows.get(item.security)
            pnl = values.get(item.security)
            if source is None or pnl is None:
                continue
            cell = xl_rowcol_to_cell(source, 7)
            sheet.write_formula(
                place.head + 1 + at, column, f"={scale}*ScenarioParts!{cell}",
                formats["bp"], pnl * BASIS_POINTS,
            )  # fmt: skip


def _write_totals(
    book: Any,
    sheet: Any,
    brief: Brief,
    *,
    played: list[ScenarioResult],
    place: _Place,
    formats: Formats,
) -> None:
    held = brief.risk.holdings if brief.risk is not None else ()
    if not held:
        return
    own = sum(item.weight * (item.beta or 0.0) for item in held) * _FIRST_SHOCK
    known = {item.security for item in held}
    totals = [own] + [
        sum(one.pnl or 0.0 for one in result.pnl_by_holding if one.security in known)
        for result in played
    ]
    first, last = place.head + 2, place.head + 1 + len(held)
    for index, value in enumerate(totals):
        column = len(_FIXED) - 1 + index
        name = xl_col_to_name(column)
        sheet.write_formula(
            place.total, column, f"=SUM({name}{first}:{name}{last})",
            formats["total"], value * BASIS_POINTS,
        )  # fmt: skip
    book.define_name("your_pnl_bp", f"={SHEET}!$G${place.total + 1}")


def _add_chart(book: Any, sheet: Any, place: _Place, count: int, columns: int) -> None:
    chart = book.add_chart({"type": "bar"})
    first, last = place.head + 1, place.head + count
    chart.add_series(
        {
            "name": "your shock, bp of NAV",
            "categories": [SHEET, first, 0, last, 0],
            "values": [SHEET, first, 6, last, 6],
            "fill": {"color": "#0072B2"},
            "gap": 40,
        }
    )
    chart.set_title({"name": "P&L of your shock by holding, bp of NAV",
                     "name_font": {"size": 11}})  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_size({"width": 560, "height": 560})
    sheet.insert_chart(place.head + 1, columns + 1, chart)
