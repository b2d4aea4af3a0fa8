"""Dated conversion between currencies, from given levels; never a made-up rate."""

from collections.abc import Mapping
from dataclasses import dataclass

from kuroshio.records import Level

# Pairs that quote a currency for one dollar, the best first; the freshest is taken.
_PAIRS = {
    "CNY": ("USDCNY", "USDCNY_FIX", "USDCNH"),
    "CNH": ("USDCNH", "USDCNY_FIX", "USDCNY"),
    "HKD": ("USDHKD",),
    "JPY": ("USDJPY",),
}
# The Hong Kong dollar is held between 7.75 and 7.85 a dollar: the middle errs by 0.65 %
# at most, less than a quote that is years old.
_LINKED_RATE = 7.80


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Units of ``currency`` for one United States dollar, from when and where."""

    currency: str
    per_dollar: float
    date: str
    source: str


def dollar_rates(levels: Mapping[str, Level]) -> dict[str, Rate]:
    """Return the rate of every currency for which the levels hold a pair.

    Of several pairs of one currency the one with the latest date is used. The Hong
    Kong dollar stands at the middle of its band, and says so.
    """
    rates = {"USD": Rate(currency="USD", per_dollar=1.0, date="", source="itself")}
    for currency, pairs in _PAIRS.items():
        found = [levels[pair] for pair in pairs if pair in levels]
        if found:
            level = max(found, key=lambda item: item.date)
            rates[currency] = Rate(
                currency=currency,
                per_dollar=level.value,
                date=level.date,
                source=f"{level.symbol} ({level.source})",
            )
    rates["HKD"] = Rate(
        currency="HKD",
        per_dollar=_LINKED_RATE,
        date="",
        source="middle of the linked rate's band of 7.75 to 7.85, an assumption",
    )
    return rates


def convert(
    amount: float, currency: str, to: str, *, rates: Mapping[str, Rate]
) -> float | None:
    """Return an amount in another currency; None where a rate is missing.

    Parameters
    ----------
    amount : float
        In whole units of ``currency``.
    currency, to : str
        ISO 4217 codes.
    rates : mapping
        From ``dollar_rates``.
    """
    if currency == to:
        return amount
    if currency not in rates or to not in rates:
        return None
    return amount / rates[currency].per_dollar * rates[to].per_dollar
