"""Codes, requests and answers of yfinance: pure."""

from datetime import timedelta
from typing import Any

from kuroshio.calendars import read_code
from kuroshio.providers.asking import Ask
from kuroshio.providers.manifests import load_manifest
from kuroshio.providers.tables import read_columns, read_tables, to_bars
from kuroshio.records import Bars

_NAME = "yfinance"
_COLUMNS = {
    "day": "Date",
    "open": "Open",
    "high": "High",
    "low": "Low",
    "close": "Close",
    "adj_close": "Adj Close",
    "volume": "Volume",
}


def standard_code(text: str) -> str | None:
    """Return a code that Yahoo serves, None for any other.

    Examples
    --------
    >>> standard_code("baba.us"), standard_code("9984.T"), standard_code("CASH.CNY")
    ('BABA.US', '9984.T', None)
    """
    facts = read_code(text)
    if facts is None or facts.kind not in {"equity", "etf", "index"}:
        return None
    return None if facts.security.endswith(".BJ") else facts.security


def request_for(ask: Ask, *, seconds: float) -> dict[str, Any]:
    """Return what the child is asked; Yahoo's own last day is not included."""
    code, _, suffix = ask.symbol.rpartition(".")
    names = {"US": code.replace(".", "-"), "SH": f"{code}.SS"}
    return {
        "code": names.get(suffix, ask.symbol),
        "first": ask.first.isoformat(),
        "after": (ask.last + timedelta(days=1)).isoformat(),
        "seconds": seconds,
    }


def parse_answer(raw: bytes, ask: Ask) -> Bars:
    """Read an answer: prices adjusted for splits, ``adj_close`` for dividends too.

    Raises
    ------
    ProviderError
        The answer is not what was asked for; its kind says whether to ask again.
    """
    tables = read_tables(raw, load_manifest(_NAME))
    cells = read_columns(tables.get("bars"), _COLUMNS, name=_NAME)
    return to_bars(cells, ask, name=_NAME)
