"""What currencies do to a book: listing, economic exposure, hedge ratios."""

from collections.abc import Sequence

import numpy as np

from kuroshio.numerics import Floats
from kuroshio.records import Book, CurrencyExposure, HoldingCurrency, Pack
from kuroshio.risk.positions import Positions

_OF_FACTOR = {"USDCNH": "CNY", "USDJPY": "JPY"}
_DOLLARS = {"CNY": "USDCNH", "CNH": "USDCNH", "JPY": "USDJPY"}
_ECONOMIC = {"CNY": "CNY", "CNH": "CNY", "JPY": "JPY"}
_SHOWN = ("CNY", "CNH", "HKD", "USD", "JPY")


def holding_currencies(
    book: Book, positions: Positions, pack: Pack
) -> tuple[HoldingCurrency, ...]:
    """Return each holding's currency of listing and what its value really follows.

    Seen in dollars a value that rises by 1 % when a currency does counts as that
    currency: for USDCNH and USDJPY minus the loading of the value in dollars, its own
    beta and the currency of its listing together; the dollar takes the rest, the Hong
    Kong dollar with it, being linked. The three add up to 1. Betas on currencies are
    of what the home indices leave.
    """
    shares, codes = _economic(positions, pack)
    known = [item.basis != "unknown" for item in positions.basis]
    return tuple(
        HoldingCurrency(
            security=holding.security,
            listing=listing,
            economic=tuple(zip(codes, share, strict=True)) if told else (),
        )
        for holding, listing, share, told in zip(
            book.holdings, positions.currencies, shares.tolist(), known, strict=True
        )
    )


def _economic(positions: Positions, pack: Pack) -> tuple[Floats, tuple[str, ...]]:
    """Return each holding's shares by what its value follows, and their currencies."""
    factors = [name for name in _OF_FACTOR if name in pack.factors]
    places = [pack.factors.index(name) for name in factors]
    with np.errstate(invalid="ignore", divide="ignore"):
        own = positions.local[:, places] / positions.weights[:, None]
    in_dollars = np.where(np.isfinite(own), own, 0.0)
    columns = {
        code: factors.index(factor)
        for code, factor in _DOLLARS.items()
        if factor in factors
    }
    listed = np.array([columns.get(code, -1) for code in positions.currencies], int)
    for column in range(len(factors)):
        in_dollars[listed == column, column] -= 1.0
    rest = 1.0 + in_dollars.sum(axis=1)
    codes = (*(_OF_FACTOR[name] for name in factors), "USD")
    return np.column_stack([-in_dollars, rest]), codes


def book_currencies(
    shares: Sequence[tuple[str, float]],
    positions: Positions,
    pack: Pack,
    base_currency: str,
) -> tuple[CurrencyExposure, ...]:
    """Return the book by currency.

    Parameters
    ----------
    shares : sequence of (currency, share)
        Net shares by currency of the listing.
    positions : Positions
    pack : Pack
    base_currency : str

    Returns
    -------
    tuple of CurrencyExposure
        ``hedge`` is the forward position in the currency against the base, as a share
        of NAV, of least variance: minus the covariance of the book with the rate over
        the rate's variance; None without a series for the rate, or for the base
        itself. ``carry`` is None: nothing in a pack tells it.
    """
    followed, codes = _economic(positions, pack)
    known = np.array([item.basis != "unknown" for item in positions.basis], bool)
    sums = (np.where(known, positions.weights, 0.0) @ followed).tolist()
    economic = dict(zip(codes, sums, strict=True)) if known.any() else {}
    listed = dict(shares)
    shown = [*_SHOWN, *sorted(listed.keys() - {*_SHOWN})]
    moved = positions.local.sum(axis=0) + positions.currency.sum(axis=0)
    return tuple(
        CurrencyExposure(
            currency=code,
            share=listed.get(code, 0.0),
            economic=economic.get(code),
            hedge=_hedge(code, base_currency, moved, positions, pack),
            carry=None,
        )
        for code in shown
        if code in listed or code in economic
    )


def _hedge(
    code: str, base: str, moved: Floats, positions: Positions, pack: Pack
) -> float | None:
    """Return the forward of least variance, bought (+) or sold (-), share of NAV."""
    rate = np.zeros(len(pack.factors))
    for currency, sign in ((code, -1.0), (base, 1.0)):
        factor = _DOLLARS.get(currency)
        if factor is None:
            continue
        if factor not in pack.factors:
            return None
        rate[pack.factors.index(factor)] += sign
    slope = positions.covariance @ rate
    variance = float(rate @ slope)
    if variance <= 0.0:
        return None
    return -float(moved @ slope) / variance
