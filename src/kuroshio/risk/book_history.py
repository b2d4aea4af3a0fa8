"""What today's book would have returned on each past session, in base currency."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kuroshio.calendars import CodeFacts, read_code
from kuroshio.errors import Fault, InputError
from kuroshio.numerics import Floats
from kuroshio.records import Book, Histories, Holding, Instrument, Pack, Profile
from kuroshio.risk.positions import value_book

_DOLLAR_FACTORS = {"CNY": "USDCNH", "CNH": "USDCNH", "JPY": "USDJPY"}
_PEGGED = frozenset({"USD", "HKD"})
LEAST_SEEN = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class BookHistory:
    """Returns of a book at today's weights, shape (n_sessions,).

    ``seen`` is the share of the gross weight with a return in each session; returns
    of equities not yet listed are taken as the mean of the others. NaN where less than
    ``LEAST_SEEN`` of the book had one. ``parts`` has shape (n_sessions, n_holdings),
    NaN without a return. ``missing`` are holdings without any history.
    """

    returns: Floats
    seen: Floats
    parts: Floats
    missing: tuple[str, ...]


def book_weights(book: Book, profile: Profile, pack: Pack) -> Floats:
    """Return each holding's share of NAV, at the pack's dated rates.

    Raises
    ------
    InputError
        A currency without a rate, or a book worth nothing.
    """
    values, nav, faults = value_book(book, profile, pack)
    if faults:
        told = [
            Fault(
                place=book.source,
                problem=fault,
                mend="give the line in a currency with a rate, or nav in the profile",
            )
            for fault in faults
        ]
        raise InputError("book", told)
    weights: Floats = values / nav
    return weights


def book_history(
    book: Book,
    weights: Floats,
    histories: Histories,
    instruments: Mapping[str, Instrument],
    *,
    base_currency: str = "CNY",
) -> BookHistory:
    """Return the past of today's book.

    Parameters
    ----------
    book : Book
    weights : ndarray, shape (n_holdings,)
        Shares of NAV; notional for futures and forwards.
    histories : Histories
        Of the book's securities and of the factors.
    instruments : mapping
        Contracts and funds, for the index that each follows.
    base_currency : str
        Profit is told in it. Futures exchange their profit only.
    """
    columns = [
        _holding_returns(holding, histories, instruments, base_currency)
        for holding in book.holdings
    ]
    empty = np.full(len(histories.sessions), np.nan)
    parts = np.column_stack([empty if c is None else c for c in columns])
    known = np.isfinite(parts)
    size = np.abs(weights)
    total = max(float(size.sum()), 1e-300)
    seen = known @ size / total
    shares = np.where(known, parts, 0.0) @ weights
    enough = seen >= LEAST_SEEN
    returns = np.full(len(parts), np.nan)
    returns[enough] = shares[enough] / seen[enough]
    return BookHistory(
        returns=returns,
        seen=seen,
        parts=parts,
        missing=tuple(
            holding.security
            for holding, alive in zip(book.holdings, known.any(axis=0), strict=True)
            if not alive
        ),
    )


def _holding_returns(
    holding: Holding,
    histories: Histories,
    instruments: Mapping[str, Instrument],
    base: str,
) -> Floats | None:
    """Return a holding's returns in base currency; None: no history."""
    facts = read_code(holding.security)
    if facts is None:
        return None
    if holding.kind == "forward":
        first = _translation(facts.security[:3], base, histories)
        second = _translation(facts.security[3:6], base, histories)
        return None if first is None or second is None else first - second
    currency = _translation(facts.currency, base, histories)
    if holding.kind == "cash":
        return currency
    local = _local_returns(holding, facts, histories, instruments)
    if local is None or holding.kind == "future":
        return local
    if currency is None:
        return None
    translated: Floats = (1.0 + local) * (1.0 + currency) - 1.0
    return translated


def _local_returns(
    holding: Holding,
    facts: CodeFacts,
    histories: Histories,
    instruments: Mapping[str, Instrument],
) -> Floats | None:
    if facts.security in histories.securities:
        return histories.returns[:, histories.securities.index(facts.security)]
    key = (facts.root or "") if holding.kind == "future" else facts.security
    instrument = instruments.get(key)
    if instrument is None or instrument.index not in histories.factors:
        return None
    return histories.factor_returns[:, histories.factors.index(instrument.index)]


def _translation(currency: str, base: str, histories: Histories) -> Floats | None:
    """Return the return of one unit of a currency in another; None: no series."""
    if currency == base:
        return np.zeros(len(histories.sessions))
    first, second = (_dollars(item, histories) for item in (currency, base))
    if first is None or second is None:
        return None
    moved: Floats = (1.0 + first) / (1.0 + second) - 1.0
    return moved


def _dollars(currency: str, histories: Histories) -> Floats | None:
    """Return the return of a currency in dollars; days without a quote do not move."""
    if currency in _PEGGED:
        return np.zeros(len(histories.sessions))
    factor = _DOLLAR_FACTORS.get(currency, "")
    if factor not in histories.factors:
        return None
    move = histories.factor_returns[:, histories.factors.index(factor)]
    dollars: Floats = 1.0 / (1.0 + np.where(np.isfinite(move), move, 0.0)) - 1.0
    return dollars
