"""How to mend a security code that cannot be right."""

import difflib
import re
from collections.abc import Collection, Iterator

from kuroshio.calendars import read_code

# Endings of other systems and the one used here.
_ENDINGS = {
    "SS": "SH", "XSHG": "SH", "SSE": "SH", "CH": "", "XSHE": "SZ", "SZSE": "SZ",
    "SZE": "SZ", "BSE": "BJ", "BJSE": "BJ", "HKEX": "HK", "JP": "T", "JT": "T",
    "TYO": "T", "N": "US", "O": "US", "OQ": "US", "A": "US", "UN": "US", "UW": "US",
    "UQ": "US", "NYSE": "US", "NASDAQ": "US", "CFFEX": "CFE", "HKFE": "HKF",
}  # fmt: skip
_CASH = {
    "CASH": "CNY", "现金": "CNY", "現金": "CNY", "人民币": "CNY", "CNY": "CNY",
    "RMB": "CNY", "USD": "USD", "美元": "USD", "HKD": "HKD", "港币": "HKD",
    "港元": "HKD", "JPY": "JPY", "日元": "JPY",
}  # fmt: skip
_FORMS = "600519.SH, 0700.HK, BABA.US, 9984.T, IC2603.CFE, USDCNH.FWD or CASH.CNY"


def mend_code(text: str, known: Collection[str]) -> str:
    """Return the advice for a code that ``read_code`` refused.

    Forms of other systems (600519.SS, 700 HK, SH600519, bare digits) give the one used
    here; otherwise the closest known securities are named, then the forms in use.
    """
    if re.fullmatch(r"[1-9]\d{3}", text.strip()):
        return f"write {text.strip()}.HK or {text.strip()}.T"
    for candidate in _rewrites(text.strip().upper()):
        facts = read_code(candidate)
        if facts is not None and facts.kind not in {"index", "bond"}:
            return f"write {facts.security}"
    close = difflib.get_close_matches(text.strip().upper(), known, n=3, cutoff=0.75)
    if close:
        return f"did you mean {', '.join(close)}?"
    return f"write it as {_FORMS}"


def _rewrites(text: str) -> Iterator[str]:
    bare = re.sub(r"\s+(EQUITY|COMB)$", "", text).replace(" ", ".")
    if bare != text:
        yield bare
    code, _, ending = bare.rpartition(".")
    if code and ending in _ENDINGS:
        yield from _with_market(code, _ENDINGS[ending])
    match = re.fullmatch(r"(SH|SZ|BJ|HK)[.:]?(\d{4,6})", text)
    if match is not None:
        yield f"{match.group(2)}.{match.group(1)}"
    if not code or ending not in {"SH", "SZ", "BJ", "HK", "T", "US"}:
        yield from _with_market(text, "")
    elif code.isdigit() and ending in {"SH", "SZ", "BJ"}:
        yield from (f"{code}.{other}" for other in ("SH", "SZ", "BJ"))


def _with_market(code: str, market: str) -> Iterator[str]:
    if market:
        yield f"{code}.{market}"
    elif re.fullmatch(r"\d{6}", code):
        yield from (f"{code}.{other}" for other in ("SH", "SZ", "BJ"))
    elif re.fullmatch(r"\d{1,5}", code):
        yield f"{code}.HK"
    elif re.fullmatch(r"(IF|IH|IC|IM)\d{4}", code):
        yield f"{code}.CFE"
    elif re.fullmatch(r"[A-Z]{6}", code):
        yield f"{code}.FWD"
    elif code in _CASH:
        yield f"CASH.{_CASH[code]}"
