"""Which market, board and currency a security code belongs to."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Board = Literal[
    "main", "chinext", "star", "beijing", "b_share", "fund", "hk", "jp", "us"
]
CodeKind = Literal["equity", "etf", "future", "forward", "cash", "index", "bond"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """What a security's code alone says.

    ``currency`` is that of the listing; for a forward the pair's first currency.
    ``market`` is CN, HK, JP, US or empty (forwards, cash).
    """

    security: str
    kind: CodeKind
    market: str
    currency: str
    board: Board | None = None
    mic: str | None = None
    root: str | None = None


_EXCHANGES = {
    "CSI": ("CN", "CNY", "XSHG"),
    "SH": ("CN", "CNY", "XSHG"),
    "SZ": ("CN", "CNY", "XSHE"),
    "BJ": ("CN", "CNY", "XBSE"),
    "HK": ("HK", "HKD", "XHKG"),
    "T": ("JP", "JPY", "XTKS"),
    "US": ("US", "USD", "XNYS"),
}
_FUTURES = {
    "CFE": ("CN", "CNY", "XSHG"),
    "HKF": ("HK", "HKD", "XHKG"),
    "SGX": ("CN", "USD", "XSHG"),
    "OSE": ("JP", "JPY", "XTKS"),
    "CME": ("US", "USD", "XNYS"),
}
SUFFIXES = (*_EXCHANGES, *_FUTURES, "FWD")

# Code prefixes, longest first; the exchanges' numbering rules.
_PREFIXES: dict[str, tuple[tuple[str, CodeKind, Board | None], ...]] = {
    "SH": (
        ("688", "equity", "star"),
        ("689", "equity", "star"),
        ("600", "equity", "main"),
        ("601", "equity", "main"),
        ("603", "equity", "main"),
        ("605", "equity", "main"),
        ("900", "equity", "b_share"),
        ("000", "index", None),
        ("11", "bond", None),
        ("50", "etf", "fund"),
        ("51", "etf", "fund"),
        ("52", "etf", "fund"),
        ("53", "etf", "fund"),
        ("55", "etf", "fund"),
        ("56", "etf", "fund"),
        ("58", "etf", "fund"),
    ),
    "SZ": (
        ("300", "equity", "chinext"),
        ("301", "equity", "chinext"),
        ("302", "equity", "chinext"),
        ("000", "equity", "main"),
        ("001", "equity", "main"),
        ("002", "equity", "main"),
        ("003", "equity", "main"),
        ("004", "equity", "main"),
        ("200", "equity", "b_share"),
        ("399", "index", None),
        ("12", "bond", None),
        ("15", "etf", "fund"),
        ("16", "etf", "fund"),
        ("18", "etf", "fund"),
    ),
    "CSI": (("", "index", None),),  # of China Securities Index, on no one exchange
    "BJ": (
        ("899", "index", None),
        ("920", "equity", "beijing"),
        ("43", "equity", "beijing"),
        ("83", "equity", "beijing"),
        ("87", "equity", "beijing"),
        ("88", "equity", "beijing"),
    ),
}
_FORMS = {
    "HK": re.compile(r"0*([1-9]\d{0,4})"),
    "T": re.compile(r"[1-9][0-9A-Z][0-9][0-9A-Z]"),
    "US": re.compile(r"[A-Z]{1,5}([.-][A-Z])?"),
}
_FUTURE = re.compile(r"([A-Z]{1,5}?)(?:\d{2}(?:0[1-9]|1[0-2])|[FGHJKMNQUVXZ]\d{1,2})")
_B_SHARE = {"SH": "USD", "SZ": "HKD"}

# Currencies that a book may be told in; those that the pack can convert are fewer.
CURRENCIES = frozenset(
    {
        "CNY", "CNH", "HKD", "USD", "JPY", "EUR", "GBP", "CHF", "AUD", "CAD", "NZD",
        "SGD", "TWD", "KRW", "INR", "THB", "MYR", "IDR", "PHP", "VND", "SEK", "NOK",
        "DKK", "PLN", "ZAR", "BRL", "MXN", "SAR", "AED", "ILS", "TRY", "MOP",
    }
)  # fmt: skip


@lru_cache(maxsize=16_384)
def read_code(security: str) -> CodeFacts | None:
    """Return what a security code says, or None where its form is impossible.

    The code is upper-cased and a Hong Kong code brought to four digits, so the
    returned ``security`` is the one form that the product goes on with.

    Examples
    --------
    >>> read_code("00700.hk").security
    '0700.HK'
    >>> read_code("IC2603.CFE").root
    'IC'
    >>> read_code("999999.SH") is None
    True
    """
    text = security.strip().upper()
    if text.startswith("CASH."):
        return _cash(text)
    code, _, suffix = text.rpartition(".")
    if suffix == "FWD":
        return _forward(code)
    if suffix in _FUTURES:
        return _future(code, suffix)
    if suffix in _PREFIXES:
        return _mainland(code, suffix)
    return _listed(code, suffix) if suffix in _FORMS else None


def _cash(text: str) -> CodeFacts | None:
    currency = text.removeprefix("CASH.")
    if currency not in CURRENCIES:
        return None
    return CodeFacts(security=text, kind="cash", market="", currency=currency)


def _forward(pair: str) -> CodeFacts | None:
    first, second = pair[:3], pair[3:]
    if first == second or not {first, second} <= CURRENCIES:
        return None
    return CodeFacts(
        security=f"{pair}.FWD", kind="forward", market="", currency=first, root=pair
    )


def _future(code: str, suffix: str) -> CodeFacts | None:
    match = _FUTURE.fullmatch(code)
    if match is None:
        return None
    market, currency, mic = _FUTURES[suffix]
    return CodeFacts(
        security=f"{code}.{suffix}",
        kind="future",
        market=market,
        currency=currency,
        mic=mic,
        root=match.group(1),
    )


def _mainland(code: str, suffix: str) -> CodeFacts | None:
    if not re.fullmatch(r"\d{6}", code):
        return None
    market, currency, mic = _EXCHANGES[suffix]
    for prefix, kind, board in _PREFIXES[suffix]:
        if code.startswith(prefix):
            return CodeFacts(
                security=f"{code}.{suffix}",
                kind=kind,
                market=market,
                currency=_B_SHARE[suffix] if board == "b_share" else currency,
                board=board,
                mic=mic,
            )
    return None


def _listed(code: str, suffix: str) -> CodeFacts | None:
    match = _FORMS[suffix].fullmatch(code)
    if match is None:
        return None
    market, currency, mic = _EXCHANGES[suffix]
    board: Board = "hk" if suffix == "HK" else "jp" if suffix == "T" else "us"
    if suffix == "HK":
        code = match.group(1).zfill(4)
        if len(code) == 5 and code.startswith("8"):
            currency = "CNY"  # renminbi counters are numbered 8xxxx
    return CodeFacts(
        security=f"{code}.{suffix}",
        kind="equity",
        market=market,
        currency=currency,
        board=board,
        mic=mic,
    )


def board_of(security: str) -> Board | None:
    """Return the board of a listed security; None for anything else."""
    facts = read_code(security)
    return None if facts is None else facts.board


def currency_of(security: str) -> str | None:
    """Return the currency in which a security is listed; None: no such form."""
    facts = read_code(security)
    return None if facts is None else facts.currency


def market_of(security: str) -> str | None:
    """Return CN, HK, JP, US or "" (cash, forwards); None: no such form."""
    facts = read_code(security)
    return None if facts is None else facts.market


def mic_of(security: str) -> str | None:
    """Return the exchange whose sessions count for a security."""
    facts = read_code(security)
    return None if facts is None else facts.mic
