"""Read a book: what the user holds, line by line, with every fault found."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from kuroshio.calendars import CURRENCIES, CodeFacts, read_code
from kuroshio.errors import Fault, InputError
from kuroshio.market.columns import is_blank, is_header, map_columns, read_number
from kuroshio.market.tables import Table, read_bytes, read_table
from kuroshio.market.tickers import mend_code
from kuroshio.records import Book, Holding, HoldingKind, Instrument

_CURRENCY_WORDS = {
    "RMB": "CNY", "人民币": "CNY", "港币": "HKD", "港元": "HKD", "美元": "USD",
    "日元": "JPY", "人民幣": "CNY", "港幣": "HKD", "円": "JPY",
}  # fmt: skip
_NOT_HELD = {
    "index": ("is an index, not a security", "write a future such as IF2603.CFE"),
    "bond": ("is a bond code", "leave it out: bonds are not read yet"),
}
_TOTALS = {"total", "sum", "subtotal", "合计", "总计", "小计", "合計", "總計", "小計"}
_AGREE = 0.01


@dataclass(slots=True)
class _Reader:
    """What reading one book gathers on the way."""

    source: str
    columns: dict[str, int]
    known: Collection[str]
    multipliers: Mapping[str, float]
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def fault(self, line: int, problem: str, mend: str = "") -> None:
        place = f"{self.source}:{line}"
        self.faults.append(Fault(place=place, problem=problem, mend=mend))

    def cell(self, row: tuple[str, ...], column: str) -> str:
        place = self.columns.get(column)
        return row[place].strip() if place is not None and place < len(row) else ""

    def number(self, row: tuple[str, ...], line: int, column: str) -> float | None:
        place = f"{self.source}:{line}"
        found = read_number(self.cell(row, column), place=place, column=column)
        if isinstance(found, Fault):
            self.faults.append(found)
            return None
        return found


def read_book(
    path: str | Path,
    *,
    known: Collection[str] = (),
    instruments: Mapping[str, Instrument] | None = None,
) -> Book:
    """Read a book from a CSV or Excel file.

    Columns: ``security``; ``value``, or ``quantity`` with ``price``; optionally
    ``currency``, ``sellable``, ``cost``, ``name``, ``thesis``; in English, Chinese or
    Japanese words. Other columns are left alone. Where a line has a value as well as
    quantity and price, the value counts, and a note says when they disagree.

    Parameters
    ----------
    path : str or Path
        UTF-8, UTF-16 or GB18030 text, or an Excel workbook (its first sheet).
    known : collection of str
        Securities of the security master: others that are well formed are accepted
        and put into ``Book.unlisted``; the closest known are named in faults.
    instruments : mapping, optional
        Root of a futures code → Instrument, whose multiplier turns lots and index
        points into a notional.

    Returns
    -------
    Book

    Raises
    ------
    InputError
        With every fault of the file, each with its line and how to mend it.
    """
    file = Path(path)
    raw = read_bytes(file)
    table = read_table(raw, source=str(path), is_header=is_header)
    columns, repeated = map_columns(table.header)
    multipliers = {
        item.id: item.multiplier
        for item in (instruments or {}).values()
        if item.kind == "index_future"
    }
    reader = _Reader(str(path), columns, known, multipliers)
    for cell in repeated:
        reader.fault(table.header_line, f"column {cell!r} says the same as another")
    _check_columns(reader, table)
    if reader.faults:
        raise InputError(str(path), reader.faults)
    holdings = [
        _read_row(reader, row, line)
        for row, line in zip(table.rows, table.lines, strict=True)
        if not _is_total(reader, row, line)
    ]
    if reader.faults:
        raise InputError(str(path), reader.faults)
    if reader.unlisted:
        shown = ", ".join(reader.unlisted[:5])
        more = ", …" if len(reader.unlisted) > 5 else ""
        reader.notes.append(f"no issuer known, read by code alone: {shown}{more}")
    return Book(
        source=str(path),
        sha256=hashlib.sha256(raw).hexdigest(),
        holdings=tuple(holding for holding in holdings if holding is not None),
        unlisted=tuple(reader.unlisted),
        notes=tuple(reader.notes),
    )


def _check_columns(reader: _Reader, table: Table) -> None:
    have = ", ".join(cell for cell in table.header if cell) or "nothing"
    line = table.header_line
    if "security" not in reader.columns:
        reader.fault(
            line, f"no column security among {have}", "name one security or 证券代码"
        )
    if "value" not in reader.columns and not {"quantity", "price"} <= set(
        reader.columns
    ):
        reader.fault(
            line,
            f"neither value nor quantity with price among {have}",
            "name a column value (市值), or quantity (数量) and price (现价)",
        )


def _is_total(reader: _Reader, row: tuple[str, ...], line: int) -> bool:
    """Return whether a line sums up the others; it is left out, with a note."""
    first = next((cell for cell in row if cell), "").casefold().rstrip(":：")
    if first not in _TOTALS:
        return False
    reader.notes.append(f"line {line}: a total, left out")
    return True


def _read_row(reader: _Reader, row: tuple[str, ...], line: int) -> Holding | None:
    facts = _read_security(reader, row, line)
    currency = _read_currency(reader, row, line, facts)
    numbers = {
        column: reader.number(row, line, column)
        for column in ("value", "quantity", "price", "sellable", "cost")
    }
    value = _read_value(reader, row, line, facts, numbers)
    if facts is None or currency is None or value is None:
        return None
    return Holding(
        security=facts.security,
        kind=cast("HoldingKind", facts.kind),
        value=value,
        currency=currency,
        row=line,
        quantity=numbers["quantity"],
        price=numbers["price"],
        sellable=numbers["sellable"],
        cost=numbers["cost"],
        name=reader.cell(row, "name") or None,
        thesis=reader.cell(row, "thesis") or None,
    )


def _read_security(
    reader: _Reader, row: tuple[str, ...], line: int
) -> CodeFacts | None:
    text = reader.cell(row, "security")
    if is_blank(text):
        reader.fault(
            line, "no security", "write one such as 600519.SH, or leave it out"
        )
        return None
    facts = read_code(text)
    if facts is None:
        reader.fault(line, f"unknown security {text!r}", mend_code(text, reader.known))
        return None
    if facts.kind in _NOT_HELD:
        problem, mend = _NOT_HELD[facts.kind]
        reader.fault(line, f"{text!r} {problem}", mend)
        return None
    first = reader.seen.setdefault(facts.security, line)
    if first != line:
        reader.fault(
            line,
            f"{facts.security} is on line {first} already",
            "add the two lines into one",
        )
        return None
    listed = facts.kind in {"equity", "etf"}
    if listed and reader.known and facts.security not in reader.known:
        reader.unlisted.append(facts.security)
    return facts


def _read_currency(
    reader: _Reader, row: tuple[str, ...], line: int, facts: CodeFacts | None
) -> str | None:
    text = reader.cell(row, "currency")
    if is_blank(text):
        return facts.currency if facts is not None else None
    currency = _CURRENCY_WORDS.get(text, text.upper())
    currency = _CURRENCY_WORDS.get(currency, currency)
    if currency not in CURRENCIES:
        reader.fault(
            line, f"currency {text!r} is not known", "write CNY, HKD, USD, JPY, …"
        )
        return None
    if facts is not None and facts.kind == "cash" and currency != facts.currency:
        reader.fault(
            line,
            f"{facts.security} is told in {currency}",
            f"write {facts.currency}, or CASH.{currency}",
        )
        return None
    return currency


def _read_value(
    reader: _Reader,
    row: tuple[str, ...],
    line: int,
    facts: CodeFacts | None,
    numbers: Mapping[str, float | None],
) -> float | None:
    value, quantity, price = (numbers[key] for key in ("value", "quantity", "price"))
    if price is not None and price <= 0:
        reader.fault(line, f"price {price:g} is not above zero", "check the price")
        return None
    product = _product(reader, facts, quantity, price)
    if value is None:
        texts = [reader.cell(row, key) for key in ("value", "quantity", "price")]
        if product is None and all(
            is_blank(text) or number is not None
            for text, number in zip(texts, (value, quantity, price), strict=True)
        ):
            _lacks(reader, line, facts, quantity=quantity, price=price)
        return product
    told_in = reader.cell(row, "currency").upper()
    same = facts is not None and told_in in {"", facts.currency}
    if same and product is not None and abs(value - product) > _AGREE * abs(value):
        reader.notes.append(
            f"line {line}: value {value:,.0f} kept; quantity × price is {product:,.0f}"
        )
    return value


def _product(
    reader: _Reader,
    facts: CodeFacts | None,
    quantity: float | None,
    price: float | None,
) -> float | None:
    if facts is None or quantity is None:
        return None
    if facts.kind in {"cash", "forward"}:
        return quantity
    if price is None:
        return None
    if facts.kind != "future":
        return quantity * price
    multiplier = reader.multipliers.get(facts.root or "")
    return None if multiplier is None else quantity * price * multiplier


def _lacks(
    reader: _Reader,
    line: int,
    facts: CodeFacts | None,
    *,
    quantity: float | None,
    price: float | None,
) -> None:
    """Say what a line without a value lacks."""
    name = facts.security if facts is not None else "the line"
    if facts is not None and facts.kind == "future" and quantity is not None:
        reader.fault(
            line,
            f"{name}: the multiplier of {facts.root} is not known",
            "write the notional as value",
        )
    elif quantity is None and price is None:
        reader.fault(
            line, f"{name} has neither value nor quantity with price", "give either"
        )
    else:
        lacking = "price" if price is None else "quantity"
        reader.fault(line, f"{name} lacks {lacking}", f"give {lacking}, or value")
