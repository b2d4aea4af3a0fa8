"""Codes, requests and answers of AKShare: pure."""

import math
from typing import Any

from kuroshio.calendars import read_code
from kuroshio.errors import ProviderError
from kuroshio.providers.asking import Ask
from kuroshio.providers.manifests import load_manifest
from kuroshio.providers.tables import read_columns, read_tables, to_bars
from kuroshio.records import Bars

_NAME = "akshare"
_CHINESE = {
    "day": "日期",
    "open": "开盘",
    "high": "最高",
    "low": "最低",
    "close": "收盘",
    "volume": "成交量",
    "amount": "成交额",
}
_ENGLISH = {name: name for name in _CHINESE if name != "day"} | {"day": "date"}
_LOT = 100.0  # mainland shares and funds are counted in lots of a hundred


def standard_code(text: str) -> str | None:
    """Return a code that AKShare serves, None for any other.

    Examples
    --------
    >>> standard_code("600519.sh"), standard_code("00700.HK"), standard_code("9984.T")
    ('600519.SH', '0700.HK', None)
    """
    facts = read_code(text)
    if facts is None or facts.market not in {"CN", "HK"}:
        return None
    served = facts.kind in {"equity", "etf", "index"} and facts.board != "b_share"
    return facts.security if served else None


def request_for(ask: Ask) -> dict[str, str]:
    """Return what the child is asked: which function, which code, which days."""
    code, _, suffix = ask.symbol.rpartition(".")
    facts = read_code(ask.symbol)
    kind = "stock"
    if suffix == "HK":
        kind, code = "hk", code.zfill(5)
    elif facts is not None and facts.kind == "index":
        kind, code = "index", f"{suffix.lower()}{code}"
    elif facts is not None and facts.kind == "etf":
        kind = "fund"
    return {
        "kind": kind,
        "code": code,
        "first": ask.first.strftime("%Y%m%d"),
        "last": ask.last.strftime("%Y%m%d"),
    }


def parse_answer(raw: bytes, ask: Ask) -> Bars:
    """Read an answer: prices as traded, ``adj_close`` back-adjusted, volume in shares.

    Back-adjusted closes keep their history when a dividend comes, so stretches pulled
    at different times go together.

    Raises
    ------
    ProviderError
        The answer is not what was asked for; its kind says whether to ask again.
    """
    tables = read_tables(raw, load_manifest(_NAME))
    kind = request_for(ask)["kind"]
    names = _ENGLISH if kind == "index" else _CHINESE
    cells: dict[str, Any] = dict(read_columns(tables.get("bars"), names, name=_NAME))
    if kind in {"stock", "fund"}:
        cells["volume"] = [_shares(cell) for cell in cells["volume"]]
    if kind != "index":
        pair = {"day": "日期", "close": "收盘"}
        adjusted = read_columns(tables.get("adjusted"), pair, name=_NAME)
        cells["adj_close"] = _matched(cells["day"], adjusted)
    return to_bars(cells, ask, name=_NAME)


def _shares(cell: Any) -> float | None:
    return None if cell is None else float(cell) * _LOT


def _matched(days: list[Any], adjusted: dict[str, list[Any]]) -> list[Any]:
    """Return the adjusted close of each day; both tables must have the same days."""
    closes = {
        str(day)[:10]: close
        for day, close in zip(adjusted["day"], adjusted["close"], strict=True)
    }
    if {str(day)[:10] for day in days} != set(closes):
        raise ProviderError(f"{_NAME}: adjusted and traded prices have different days")
    # Far back a back-adjusted close may come out as zero or less: then it is unknown.
    return [_above_zero(closes[str(day)[:10]]) for day in days]


def _above_zero(cell: Any) -> float | None:
    value = math.nan if cell is None else float(cell)
    return value if value > 0 else None
