"""Numbers written with digits, with Han numerals, or with both."""

from decimal import Decimal
from functools import lru_cache

_DIGITS = {
    **{str(n): n for n in range(10)},
    **dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)),
    "两": 2,
    "壹": 1,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
ENGLISH_SCALES = {
    "trillion": 10**12, "tn": 10**12, "trn": 10**12,
    "billion": 10**9, "bn": 10**9, "bln": 10**9, "b": 10**9,
    "million": 10**6, "mn": 10**6, "mln": 10**6, "m": 10**6,
    "thousand": 10**3, "k": 10**3, "crore": 10**7, "lakh": 10**5,
}  # fmt: skip
# Longer runs of digits are codes, not quantities.
_LONGEST = 40


@lru_cache(maxsize=4096)
def parse_numeral(folded: str) -> Decimal | None:
    """Return the value of a numeral such as ``1兆6000亿``, ``5·2兆`` or ``五千五百亿``.

    Parameters
    ----------
    folded : str
        Folded text of the numeral alone: digits, commas, a decimal point or middle
        dot, Han digits and scale characters, spaces.

    Returns
    -------
    Decimal or None
        Exact; None where the characters are no numeral. 兆 is 10**12, as in Japan and
        Taiwan and in everything that writes money.
    """
    if len(folded) > _LONGEST:
        return None
    total = section = Decimal(0)
    last = 0
    number = ""
    for char in folded:
        if char in ", ":
            continue
        if char in _DIGITS or char in ".·":
            number += str(_DIGITS.get(char, "."))
        elif char in _SMALL:
            unit = _value_of(number)
            section += (Decimal(1) if unit is None else unit) * _SMALL[char]
            number = ""
        elif char in _LARGE:
            section += _value_of(number) or Decimal(0)
            number = ""
            total, last = _scale(total, section, last, _LARGE[char])
            section = Decimal(0)
        else:
            return None
    rest = _value_of(number) if number else Decimal(0)
    return None if rest is None else total + section + rest


def _value_of(number: str) -> Decimal | None:
    """Return plain digits as a number; None for none at all or two points."""
    if not number or number.count(".") > 1 or number == ".":
        return None
    return Decimal(number)


def _scale(
    total: Decimal, section: Decimal, last: int, scale: int
) -> tuple[Decimal, int]:
    """Apply 万, 亿 or 兆: to the section before it, or to all when it is larger."""
    if total and (section == 0 or scale > last):
        return (total + section) * scale, scale
    return total + (section or Decimal(1)) * scale, scale


def decimal_string(value: Decimal) -> str:
    """Return a plain decimal string: no exponent, no trailing zeros or point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
