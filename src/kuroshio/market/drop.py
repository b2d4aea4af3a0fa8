"""Read dropped files of daily bars: long or wide, from any of the usual vendors.

The long form has one row a security and day. Column names of Wind, Choice, iFinD,
akshare, Tushare, BaoStock and Yahoo are recognised, in English and Chinese; a unit in
brackets is left out. A file without a column of codes holds one security, named by the
file (600519.SH.csv, sh600519.csv). The wide form has a column of days and one of
closing prices for each security.
"""

import re
import unicodedata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuroshio.calendars import read_code
from kuroshio.errors import Fault, InputError
from kuroshio.market.panel_tables import (
    ColumnFile,
    Words,
    open_columns,
    read_days,
    too_many,
)
from kuroshio.records import Bars

FIELDS: dict[str, frozenset[str]] = {
    "day": frozenset(
        {"date", "tradedate", "datetime", "time", "day", "日期", "交易日期", "时间",
         "日付"}
    ),
    "symbol": frozenset(
        {"symbol", "security", "ticker", "code", "tscode", "windcode", "secucode",
         "代码", "证券代码", "股票代码", "thscode", "同花顺代码", "万得代码",
         "銘柄コード"}
    ),
    "open": frozenset({"open", "openprice", "开盘", "开盘价", "今开", "始値"}),
    "high": frozenset({"high", "highprice", "最高", "最高价", "高値"}),
    "low": frozenset({"low", "lowprice", "最低", "最低价", "安値"}),
    "close": frozenset(
        {"close", "closeprice", "收盘", "收盘价", "price", "终値", "終値"}
    ),
    "adj_close": frozenset(
        {"adjclose", "adjustedclose", "复权收盘价", "后复权收盘价", "前复权收盘价"}
    ),
    "volume": frozenset({"volume", "vol", "成交量", "成交股数", "出来高"}),
    "amount": frozenset(
        {"amount", "amt", "turnovervalue", "成交额", "成交金额", "売買代金"}
    ),
    "currency": frozenset({"currency", "ccy", "币种", "货币", "通貨"}),
}  # fmt: skip
PRICES = ("open", "high", "low", "close", "adj_close")
NUMBERS = (*PRICES, "volume", "amount")
_UNIT = re.compile(r"[(（\[].*?[)）\]]")
_PREFIXED = re.compile(r"(?:(sh|sz|bj)\.?)(\d{6})", re.IGNORECASE)
# How Yahoo, JoinQuant, Wind and iFinD write the exchanges that we write otherwise.
_SUFFIXES = {"SS": "SH", "XSHG": "SH", "XSHE": "SZ", "N": "US", "O": "US"}
_KINDS = frozenset({"equity", "etf", "index"})
_BARE = re.compile(r"\d{6}")


def read_bars(path: str | Path) -> Bars:
    """Read one file of daily bars.

    Raises
    ------
    InputError
        With every fault that keeps the file from being read: no column of days, no
        prices, cells that are no day or no number, codes of impossible form.
    """
    file = open_columns(path)
    found = map_fields(file.names)
    faults: list[Fault] = []
    if "day" not in found:
        mend = "name one date or 日期"
        fault = Fault(place=file.source, problem="no column of days", mend=mend)
        raise InputError(file.source, [fault])
    if "close" in found or "adj_close" in found:
        bars = _read_long(file, found, faults)
    else:
        bars = _read_wide(file, found["day"], faults)
    if faults or bars is None:
        raise InputError(file.source, too_many(faults, file.source))
    return bars


def map_fields(names: tuple[str, ...]) -> dict[str, str]:
    """Return field → column name; the first column that fits counts.

    Examples
    --------
    >>> map_fields(("日期", "代码", "收盘价(元)", "成交量(手)"))
    {'day': '日期', 'symbol': '代码', 'close': '收盘价(元)', 'volume': '成交量(手)'}
    """
    found: dict[str, str] = {}
    for name in names:
        key = _key(name)
        for field, aliases in FIELDS.items():
            if key in aliases and field not in found:
                found[field] = name
    return found


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKC", _UNIT.sub("", name))
    return re.sub(r"[\s_\-.]+", "", plain).casefold()


def _read_long(
    file: ColumnFile, found: dict[str, str], faults: list[Fault]
) -> Bars | None:
    days = read_days(file, found["day"], faults)
    if "symbol" in found:
        words = file.words(found["symbol"])
    else:
        name = Path(file.source).name.partition(".csv")[0].removesuffix(".parquet")
        words = Words(code=np.zeros(file.rows, np.int64), distinct=(name,))
    symbols, place = _join_codes(_read_codes(words, file, faults))
    fields = {}
    for field in NUMBERS:
        if field not in found:
            continue
        numbers = file.numbers(found[field])
        if isinstance(numbers, list):
            faults += numbers
        else:
            fields[field] = numbers
    currency: tuple[str, ...] = ()
    if "currency" in found:
        currency = tuple(sorted(file.words(found["currency"]).distinct))
    if faults:
        return None
    return Bars(
        source=file.source,
        symbols=symbols,
        symbol=place[words.code],
        day=days,
        fields=fields,
        row=np.arange(1, file.rows + 1),
        currency=currency,
    )


def _read_codes(words: Words, file: ColumnFile, faults: list[Fault]) -> tuple[str, ...]:
    """Bring the codes to the product's form; a fault for each that has none."""
    codes: list[str] = []
    for place, text in enumerate(words.distinct):
        code = standard_code(text)
        if code is None:
            row = int(np.flatnonzero(words.code == place)[0])
            faults.append(
                Fault(
                    place=file.place(row),
                    problem=f"code {text!r} has an impossible form",
                    mend="write 600519.SH, 0700.HK, 9984.T or BABA.US",
                )
            )
        codes.append(code or text)
    blanks = np.flatnonzero(words.code < 0)
    if len(blanks):
        faults.append(
            Fault(
                place=file.place(int(blanks[0])),
                problem=f"{len(blanks):,} rows have no code",
                mend="fill them in or leave the rows out",
            )
        )
    return tuple(codes)


def _join_codes(codes: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return distinct codes, and the place of each code among them.

    A file may write one security as sh600519 and as 600519.SH.
    """
    distinct = tuple(dict.fromkeys(codes))
    where = {code: k for k, code in enumerate(distinct)}
    return distinct, np.array([where[code] for code in codes], np.int64)


def standard_code(text: str) -> str | None:
    """Return a code in the product's form, None where it cannot be one.

    Examples
    --------
    >>> standard_code("sh.600519"), standard_code("300308"), standard_code("00700.HK")
    ('600519.SH', '300308.SZ', '0700.HK')
    >>> standard_code("000001.XSHE"), standard_code("BABA.N")
    ('000001.SZ', 'BABA.US')
    """
    bare = text.strip()
    code, _, suffix = bare.rpartition(".")
    bare = (
        f"{code}.{_SUFFIXES[suffix.upper()]}" if suffix.upper() in _SUFFIXES else bare
    )
    prefixed = _PREFIXED.fullmatch(bare)
    if prefixed is not None:
        bare = f"{prefixed[2]}.{prefixed[1].upper()}"
    elif _BARE.fullmatch(bare):
        bare = f"{bare}.{_mainland_suffix(bare)}"
    facts = read_code(bare)
    return facts.security if facts is not None and facts.kind in _KINDS else None


def _mainland_suffix(code: str) -> str:
    """Return the exchange of a six-digit code by its first digit."""
    if code[0] in "65" or code.startswith("900"):
        return "SH"
    return "BJ" if code[0] in "489" else "SZ"


def _read_wide(file: ColumnFile, day: str, faults: list[Fault]) -> Bars | None:
    days = read_days(file, day, faults)
    columns = [name for name in file.names if name != day]
    codes = {name: standard_code(name) for name in columns}
    strange = [name for name, code in codes.items() if code is None]
    faults += [
        Fault(
            place=f"{file.source}: column {name!r}",
            problem="is neither a known field nor a code",
            mend="a long file needs close or 收盘价; a wide one only codes",
        )
        for name in strange
    ]
    values: list[NDArray[np.float64]] = []
    for name in columns:
        numbers = file.numbers(name)
        if isinstance(numbers, list):
            faults += numbers
        else:
            values.append(numbers)
    if faults or not columns:
        return None
    closes = np.column_stack(values)
    row, column = np.nonzero(np.isfinite(closes))
    return Bars(
        source=file.source,
        symbols=tuple(codes[name] or name for name in columns),
        symbol=column.astype(np.int64),
        day=days[row],
        fields={"close": closes[row, column]},
        row=row.astype(np.int64) + 1,
    )
