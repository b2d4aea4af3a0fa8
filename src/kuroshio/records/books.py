"""What the user holds and who the user is."""

from dataclasses import dataclass
from typing import Literal

HoldingKind = Literal["equity", "etf", "future", "forward", "cash"]
InvestorType = Literal["onshore_fund", "qfi", "stock_connect", "offshore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One line of a book.

    ``value`` is the market value in ``currency``, negative for a short; for a future
    it is the notional, for a forward that of the pair's first currency. ``currency``
    is the one the line is told in; what moves the holding is the currency of its
    listing. ``quantity`` and ``price`` are kept where given. ``row`` is the 1-based
    line of the file, for messages.
    """

    security: str
    kind: HoldingKind
    value: float
    currency: str
    row: int
    quantity: float | None = None
    price: float | None = None
    sellable: float | None = None
    cost: float | None = None
    name: str | None = None
    thesis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Holdings in file order; ``source`` and ``sha256`` say which file.

    ``unlisted`` are securities that are well formed but not in the security master:
    nothing is known of their issuer. ``notes`` say what was read with a grain of salt.
    """

    source: str
    sha256: str
    holdings: tuple[Holding, ...]
    unlisted: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who the investor is and what they may do.

    ``nav`` is in ``base_currency``, None: the sum of the book. ``permitted`` are
    instrument kinds (index_futures, etf, fx_forward, short, options); ``quotas``
    instrument → lots; ``restricted`` securities that may not be traded;
    ``limits`` name → share of NAV.
    """

    base_currency: str = "CNY"
    nav: float | None = None
    benchmark: str | None = None
    domicile: str | None = None
    investor_type: InvestorType | None = None
    us_person: bool | None = None
    permitted: tuple[str, ...] = ()
    quotas: tuple[tuple[str, int], ...] = ()
    restricted: tuple[str, ...] = ()
    limits: tuple[tuple[str, float], ...] = ()
