"""Column names of books, in English and Chinese, and the numbers in them."""

import math
import re
import unicodedata
from collections.abc import Sequence

from kuroshio.errors import Fault

ALIASES: dict[str, tuple[str, ...]] = {
    "security": (
        "security", "ticker", "symbol", "code", "代码", "证券代码", "股票代码",
        "windcode", "wind代码", "万得代码", "合约代码", "銘柄コード", "證券代碼",
        "代碼",
    ),
    "value": (
        "value", "marketvalue", "mktvalue", "mv", "市值", "持仓市值", "最新市值",
        "参考市值", "证券市值", "时価", "時価", "時価評価額", "市值金额",
    ),
    "quantity": (
        "quantity", "qty", "shares", "position", "lots", "数量", "持仓数量", "持股数量",
        "证券数量", "股份余额", "持仓", "数量(股)", "數量", "保有数量",
    ),
    "price": (
        "price", "last", "lastprice", "close", "价格", "现价", "最新价", "市价",
        "收盘价", "當前價", "現價", "現在値", "当前价",
    ),
    "currency": ("currency", "ccy", "币种", "货币", "幣種", "通貨"),
    "sellable": (
        "sellable", "available", "可卖数量", "可用数量", "可用股份", "可用余额", "可卖",
    ),
    "cost": ("cost", "avgcost", "costprice", "成本", "成本价", "成本價", "取得単価"),
    "name": (
        "name", "securityname", "名称", "证券名称", "股票名称", "证券简称", "简称",
        "名稱", "銘柄名", "銘柄",
    ),
    "thesis": ("thesis", "reason", "投资逻辑", "逻辑", "持有理由", "投資邏輯"),
}  # fmt: skip
_FIELD = {alias: field for field, aliases in ALIASES.items() for alias in aliases}

_GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
_PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_SCALED = re.compile(r"([-+]?\d[\d,]*\.?\d*)\s*(万|亿|k|m|bn|mn|千)", re.IGNORECASE)
_SCALES = {
    "万": 1e4, "亿": 1e8, "千": 1e3, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9,
}  # fmt: skip
_EMPTY = {"", "-", "--", "—", "n/a", "na"}


def map_columns(header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Return field → column, and the header's cells that name a field again."""
    found: dict[str, int] = {}
    repeated = []
    for place, cell in enumerate(header):
        field = _FIELD.get(_key(cell))
        if field is None:
            continue
        if field in found:
            repeated.append(cell)
        else:
            found[field] = place
    return found, repeated


def is_header(cells: Sequence[str]) -> bool:
    """Return whether a row names a security and a number of it."""
    found, _ = map_columns(cells)
    return "security" in found and bool({"value", "quantity", "price"} & set(found))


def _key(cell: str) -> str:
    folded = unicodedata.normalize("NFKC", cell).casefold()
    return re.sub(r"[\s_\-/]+", "", folded)


def is_blank(text: str) -> bool:
    """Return whether a cell says nothing: empty, a dash, n/a."""
    return text.strip().casefold() in _EMPTY


def read_number(text: str, *, place: str, column: str) -> float | Fault | None:
    """Return a cell's number, None for a blank, or what is wrong with it.

    Thousands may be grouped by commas and a loss be put in brackets, as accountants
    write it; scale words and percentages are not guessed at.
    """
    if is_blank(text):
        return None
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if _PLAIN.fullmatch(plain):
        number = float(plain)
        if math.isfinite(number):
            return number
        return Fault(place=place, problem=f"{column} {text!r} is too large")
    return Fault(
        place=place,
        problem=f"{column} {text!r} is not a finite number",
        mend=_mend(plain),
    )


def _mend(text: str) -> str:
    match = _SCALED.fullmatch(text)
    if match is not None:
        number = float(match.group(1).replace(",", ""))
        return f"write {number * _SCALES[match.group(2).casefold()]:.0f}"
    return "write digits only, such as 1900000 or -250.5"
