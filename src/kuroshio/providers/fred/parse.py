"""Codes and answers of FRED: pure."""

import re
from contextlib import suppress

from kuroshio.errors import ProviderError
from kuroshio.providers.asking import Ask, Garbled
from kuroshio.providers.tables import read_object, to_bars
from kuroshio.records import Bars

_NAME = "fred"
_SERIES = re.compile(r"[A-Z0-9_]{1,40}")
_KEY = re.compile(r"\b[0-9a-f]{32}\b")
_MISSING = frozenset({"."})


def standard_code(text: str) -> str | None:
    """Return a series in the product's form, None where it cannot be one.

    Examples
    --------
    >>> standard_code("dgs10"), standard_code("DEXCHUS.FRED"), standard_code("a b")
    ('DGS10.FRED', 'DEXCHUS.FRED', None)
    """
    code = text.strip().upper().removesuffix(".FRED")
    return f"{code}.FRED" if _SERIES.fullmatch(code) else None


def parse_answer(raw: bytes, ask: Ask) -> Bars:
    """Read the observations of a series; missing ones are left out.

    Raises
    ------
    Garbled
        The answer is cut off, or has fewer observations than it counts.
    ProviderError
        It is something else than observations.
    """
    value = read_object(raw, _NAME)
    rows = value.get("observations")
    if not isinstance(rows, list):
        raise ProviderError(f"{_NAME}: the answer has no observations")
    if value.get("count") != len(rows):
        raise Garbled(f"{_NAME}: {len(rows)} observations of {value.get('count')}")
    kept = [row for row in rows if _has_value(row)]
    cells = {
        "day": [row.get("date") for row in kept],
        "close": [row["value"] for row in kept],
    }
    return to_bars(cells, ask, name=_NAME)


def _has_value(row: object) -> bool:
    if not isinstance(row, dict) or "value" not in row:
        raise ProviderError(f"{_NAME}: an observation has no value")
    return row["value"] not in _MISSING


def parse_complaint(raw: bytes) -> str:
    """Return what an error answer says, without anything that looks like a key."""
    said = ""
    with suppress(ProviderError):
        said = str(read_object(raw, _NAME).get("error_message", ""))
    return _KEY.sub("…", said)[:200]
