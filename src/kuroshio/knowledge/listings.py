"""Short forms of listings in YAML: ``600519.SH`` says kind and currency too."""

from dataclasses import replace
from typing import Literal

from kuroshio.records import Issuer, Listing

_CURRENCY = {
    "SH": "CNY", "SZ": "CNY", "BJ": "CNY", "HK": "HKD", "US": "USD", "T": "JPY",
    "TW": "TWD", "TWO": "TWD", "KS": "KRW", "KQ": "KRW", "L": "GBP", "PA": "EUR",
    "AS": "EUR", "DE": "EUR", "MI": "EUR", "MC": "EUR", "BR": "EUR", "HE": "EUR",
    "ST": "SEK", "CO": "DKK", "OL": "NOK", "SW": "CHF", "TO": "CAD", "AX": "AUD",
    "SI": "SGD", "NS": "INR", "BO": "INR", "SR": "SAR", "SA": "BRL", "MX": "MXN",
}  # fmt: skip
_MAINLAND = {"SH", "SZ", "BJ"}


def short_listing(security: str) -> Listing | None:
    """Return an unfinished listing of a security code; None: no known market."""
    market = security.rpartition(".")[2]
    if not security.partition(".")[0] or market not in _CURRENCY:
        return None
    return Listing(
        security=security, issuer="", kind="COMMON", currency=_CURRENCY[market]
    )


def finish_listings(issuer: Issuer) -> Issuer:
    """Give an issuer's short listings its id and their kinds."""
    listings = tuple(
        item
        if item.issuer
        else replace(item, issuer=issuer.id, kind=_kind(item.security, issuer.country))
        for item in issuer.listings
    )
    return replace(issuer, listings=listings)


def _kind(security: str, country: str) -> Literal["A", "H", "ADR", "COMMON"]:
    market = security.rpartition(".")[2]
    if market in _MAINLAND:
        return "A"
    if market == "HK":
        return "H"
    return "ADR" if market == "US" and country != "US" else "COMMON"
