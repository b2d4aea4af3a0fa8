"""Comparing sums of money: rounding, powers of ten, and rates that two sums imply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kuroshio.records import Money

SAME = Decimal("0.005")
MOST_SLACK = Decimal("0.03")
_WORDS = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
_EAST = {"JPY": "円", "CNY": "元", "TWD": "元", "HKD": "港元", "KRW": "ウォン"}


def amount_of(money: Money) -> Decimal | None:
    """Return the amount as a number; None where the text is no number or is zero."""
    try:
        value = Decimal(money.amount)
    except InvalidOperation:
        return None
    return value if value > 0 else None


def midpoint(money: Money) -> Decimal | None:
    """Return the middle of a range, the amount itself otherwise."""
    low = amount_of(money)
    if low is None or money.max is None:
        return low
    return (low + Decimal(money.max)) / 2


def rounding(value: Decimal) -> Decimal:
    """Return half a unit of the last significant digit of a value.

    55 000 000 000 was rounded to 10⁹, so its true value lies within 5·10⁸ of it.
    """
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent) / 2


def slack(value: Decimal, *, approx: bool = False) -> Decimal:
    """Return the relative room that rounding leaves, at most three percent.

    A value said to be approximate gets at least one percent.
    """
    share = min(rounding(value) / value, MOST_SLACK)
    return max(share, Decimal("0.01") if approx else SAME)


def is_same(one: Money, two: Money) -> bool:
    """Tell whether two sums of one currency are equal within rounding."""
    if one.currency != two.currency:
        return False
    if (one.amount, one.max) == (two.amount, two.max):
        return True
    left, right = midpoint(one), midpoint(two)
    if left is None or right is None:
        return False
    room = max(slack(left, approx=one.approx), slack(right, approx=two.approx))
    return abs(left - right) <= room * max(left, right)


def power_between(one: Money, two: Money) -> int:
    """Return k where two = one × 10ᵏ within rounding, k in ±1 … ±4; 0 otherwise.

    Ranges and sums of different currencies give 0.
    """
    if one.currency != two.currency or one.max is not None or two.max is not None:
        return 0
    left, right = amount_of(one), amount_of(two)
    if left is None or right is None or left == right:
        return 0
    return power_of_ratio(
        right / left, slack(left, approx=one.approx) + slack(right, approx=two.approx)
    )


def power_of_ratio(ratio: Decimal, room: Decimal = Decimal("0.01")) -> int:
    """Return k where the ratio is 10ᵏ within a relative room, k in ±1 … ±4, else 0."""
    for power in (1, 2, 3, 4):
        for signed in (power, -power):
            scaled = ratio / Decimal(10) ** signed
            if abs(scaled - 1) <= min(room, MOST_SLACK):
                return signed
    return 0


def format_money(money: Money) -> str:
    """Write a sum in a few characters: USD 550bn, JPY 5.2tn."""
    value = amount_of(money)
    currency = money.currency or "money"
    if value is None:
        return f"{currency} {money.amount}"
    for unit, word in _WORDS:
        if value >= unit:
            return f"{currency} {_plain(value / unit)}{word}"
    return f"{currency} {_plain(value)}"


def east_asian(money: Money) -> str:
    """Write a sum as Chinese and Japanese do: 5500亿 for 550 bn."""
    value = amount_of(money) or Decimal(0)
    for unit, word in ((Decimal(10) ** 12, "兆"), (Decimal(10) ** 8, "亿")):
        if value >= unit:
            shown = value / unit
            if word == "兆" and money.currency != "JPY":
                continue
            return f"{_plain(shown)}{word}"
    return _plain(value / Decimal(10) ** 4) + "万"


def _plain(value: Decimal) -> str:
    """Write a number without exponent or trailing zeros, three decimals at most."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text or "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBound:
    """The lowest and highest rate of a pair in a year, widened where unknown."""

    low: Decimal
    high: Decimal


def rate_bound(
    table: Iterable[Mapping[str, Any]], base: str, quote: str, on: date
) -> RateBound | None:
    """Return the bounds of the rate base/quote about a day, from dated bounds.

    Parameters
    ----------
    table : iterable of mapping
        Rows with pair, year, low, high; every pair has USD on one side.
    base, quote : str
        ISO 4217 codes; one unit of base is so many units of quote.
    on : date
        The day of the text. A year that the table lacks takes its nearest year, ten
        percent wider on both sides for each year of distance, at most fifty.

    Returns
    -------
    RateBound or None
        None where a leg is unknown.
    """
    rows = tuple(table)
    base_leg, quote_leg = _usd_leg(rows, base, on), _usd_leg(rows, quote, on)
    if base_leg is None or quote_leg is None:
        return None
    (base_low, base_high), (quote_low, quote_high) = base_leg, quote_leg
    return RateBound(low=quote_low / base_high, high=quote_high / base_low)


def _usd_leg(
    rows: tuple[Mapping[str, Any], ...], code: str, on: date
) -> tuple[Decimal, Decimal] | None:
    """Return units of a currency for one dollar, lowest and highest."""
    if code == "USD":
        return Decimal(1), Decimal(1)
    for pair, inverse in ((f"USD{code}", False), (f"{code}USD", True)):
        mine = [row for row in rows if row["pair"] == pair]
        if not mine:
            continue
        years = {int(row["year"]): row for row in mine}
        year = min(years, key=lambda one: abs(one - on.year))
        wide = Decimal(min(5, abs(year - on.year))) / 10
        low = Decimal(str(years[year]["low"])) * (1 - wide)
        high = Decimal(str(years[year]["high"])) * (1 + wide)
        # A text of January may use the rate of December.
        previous = years.get(year - 1)
        if previous is not None and on.month <= 2:
            low = min(low, Decimal(str(previous["low"])))
            high = max(high, Decimal(str(previous["high"])))
        return (1 / high, 1 / low) if inverse else (low, high)
    return None


def conversion_gap(one: Money, two: Money, bound: RateBound) -> Decimal:
    """Return how far the rate that two sums imply lies outside its bounds.

    Returns
    -------
    Decimal
        1 inside (rounding of both sums and two percent allowed); otherwise the implied
        rate over the nearest bound's middle, above or below 1.
    """
    left, right = midpoint(one), midpoint(two)
    if left is None or right is None:
        return Decimal(1)
    room = _room(one, left) + _room(two, right) + Decimal("0.02")
    implied = right / left
    if bound.low * (1 - room) <= implied <= bound.high * (1 + room):
        return Decimal(1)
    return implied / ((bound.low + bound.high) / 2)


def _room(money: Money, value: Decimal) -> Decimal:
    """Return how far the true value may lie: more where it is said to be about."""
    if money.max is not None:
        return Decimal("0.1")
    share = rounding(value) / value
    if money.approx:
        return min(share, Decimal("0.3")) + Decimal("0.02")
    return min(share, Decimal("0.05"))


def is_conversion(one: Money, two: Money, bound: RateBound | None) -> bool:
    """Tell whether two sums can be one sum in two currencies."""
    return bound is not None and conversion_gap(one, two, bound) == 1
