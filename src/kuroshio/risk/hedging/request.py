"""What a user asks of a hedge: terms of their own, limits, and what cannot trade."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kuroshio.errors import Fault
from kuroshio.records import Book, Instrument, Profile

Objective = Literal["es", "variance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A user's own terms of one instrument; None: what the knowledge says, or UNKNOWN.

    ``basis`` is a year's gap between future and index, a decimal share of the index,
    below 0 where the future is cheaper. ``price`` is that of a fund, in its currency.
    ``most`` are the most lots.
    """

    basis: float | None = None
    margin: float | None = None
    fee: float | None = None
    spread: float | None = None
    price: float | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionAsked:
    """A put that the user could buy: every figure is the user's.

    ``fund`` is the underlying; ``volatility``, ``rate`` and ``dividend`` are for a
    year, decimal; ``price`` that of the fund, ``premium`` the quoted price of the put
    for one share, None: the model's.
    """

    fund: str
    strike: float
    expiry: date
    volatility: float
    price: float
    rate: float = 0.015
    dividend: float = 0.0
    premium: float | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadAsked:
    """How a book is to be spread; shares of NAV.

    Parameters
    ----------
    prices : mapping
        Names to buy → price of one share, in the currency of the listing.
    sectors : mapping
        Security → sector, of names held and names to buy; those without one are in
        none.
    exposed : float or None
        The most that names touched by the story may weigh afterwards; None: half of
        what they weigh.
    single_name, sector : float
        The most of one name and of one sector afterwards; a sector that is above it
        already may not grow.
    turnover : float
        The most bought and sold together, half of the sum.
    beta : float
        How far the beta on the benchmark may move either way.
    causes_beta : float
        The most beta of a name to buy on those touched: above it the name is no help.
    """

    prices: Mapping[str, float] = field(default_factory=dict)
    sectors: Mapping[str, str] = field(default_factory=dict)
    exposed: float | None = None
    single_name: float = 0.1
    sector: float = 0.3
    turnover: float = 0.1
    beta: float = 0.05
    causes_beta: float = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeRequest:
    """How a hedge is to be sought.

    Parameters
    ----------
    objective : {"es", "variance"}
        What whole lots make least on the paths.
    level : float
        Of the shortfall that is made least; what is printed stays ES at 99 %.
    paths : int
        Scenario paths; 0: no search on paths, the factor model's variance alone.
    seconds : float
        Time limit of each search.
    cost, margin, gross, turnover : float or None
        Limits in share of NAV, besides the profile's; ``turnover`` is for sales.
    hold_days : int
        Days over which a basis is paid or earned.
    terms : mapping
        Instrument → terms.
    options : tuple of OptionAsked
    only, avoid : tuple of str
        Instruments to use alone, and not to use.
    suspended, limit_down, bought_today : tuple of str
        Securities that cannot be sold now, and why.
    volumes : mapping
        Security → shares traded in a usual session.
    lots : mapping
        Security → shares in one board lot, where the board does not say.
    spread : SpreadAsked or None
        Into which unaffected names the book may be spread.
    """

    objective: Objective = "es"
    level: float = 0.95
    paths: int = 0
    seconds: float = 2.0
    cost: float | None = None
    margin: float | None = None
    gross: float | None = None
    turnover: float | None = None
    hold_days: int = 30
    terms: Mapping[str, Terms] = field(default_factory=dict)
    options: tuple[OptionAsked, ...] = ()
    only: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    limit_down: tuple[str, ...] = ()
    bought_today: tuple[str, ...] = ()
    volumes: Mapping[str, float] = field(default_factory=dict)
    lots: Mapping[str, int] = field(default_factory=dict)
    spread: SpreadAsked | None = None


def check_request(
    request: HedgeRequest,
    book: Book,
    profile: Profile,
    instruments: Mapping[str, Instrument],
    *,
    on: date,
    place: str = "terms",
) -> tuple[Fault, ...]:
    """Return everything that is wrong with a request; empty: nothing.

    Parameters
    ----------
    request, book, profile
    instruments : mapping
        By id.
    on : date
        The day on which the hedge would be dealt.
    place : str
        Where the request was written.
    """
    held = [line.security for line in book.holdings]
    return (
        *_numbers(request, place),
        *_names(request, held, instruments, place),
        *_options(request, instruments, on, place),
        *_contradictions(request, book, profile, place),
        *_spread(request.spread, place),
    )


def _numbers(request: HedgeRequest, place: str) -> Iterator[Fault]:
    for name in ("cost", "margin", "gross", "turnover"):
        value = getattr(request, name)
        if value is not None and not 0.0 <= value <= 20.0:
            yield Fault(
                place=f"{place}: limits.{name}",
                problem=f"{value:g} is no share of NAV",
                mend="write 0.002 for 20 basis points",
            )
    for security, volume in request.volumes.items():
        if not (math.isfinite(volume) and volume > 0.0):
            yield Fault(
                place=f"{place}: volumes.{security}",
                problem=f"volume {volume:g}: nobody could be sold to",
                mend="give the shares of a usual session, or list it under suspended",
            )
    for security, lot in request.lots.items():
        if lot < 1:
            yield Fault(
                place=f"{place}: lots.{security}",
                problem=f"a lot of {lot} shares",
                mend="give the shares in one board lot",
            )
    for name, terms in request.terms.items():
        yield from _terms(name, terms, place)


def _terms(name: str, terms: Terms, place: str) -> Iterator[Fault]:
    bounds = {
        "basis": (-0.9, 0.9), "margin": (0.0, 1.0), "fee": (0.0, 0.1),
        "spread": (0.0, 0.1), "price": (1e-9, 1e9), "most": (0, 1e9),
    }  # fmt: skip
    for key, (low, high) in bounds.items():
        value = getattr(terms, key)
        if value is not None and not low <= value <= high:
            yield Fault(
                place=f"{place}: instruments.{name}.{key}",
                problem=f"{value:g} is not within {low:g} to {high:g}",
                mend="shares are decimals: 0.12 is 12 %",
            )


def _names(
    request: HedgeRequest,
    held: Sequence[str],
    instruments: Mapping[str, Instrument],
    place: str,
) -> Iterator[Fault]:
    for key, names in (
        ("instruments", request.terms),
        ("only", request.only),
        ("avoid", request.avoid),
    ):
        for name in names:
            if name not in instruments:
                yield Fault(
                    place=f"{place}: {key}",
                    problem=f"no instrument {name!r} is known",
                    mend=f"known: {', '.join(sorted(instruments)[:12])}, …",
                )
    for key in ("suspended", "limit_down", "bought_today", "volumes", "lots"):
        for name in getattr(request, key):
            if name not in held:
                yield Fault(
                    place=f"{place}: {key}",
                    problem=f"{name} is not in the book",
                    mend="leave it out, or mend the code",
                )


def _options(
    request: HedgeRequest, instruments: Mapping[str, Instrument], on: date, place: str
) -> Iterator[Fault]:
    for row, asked in enumerate(request.options):
        where = f"{place}: options[{row}]"
        if f"{asked.fund}.OPT" not in instruments:
            yield Fault(
                place=where,
                problem=f"no options on {asked.fund} are known",
                mend="such as 510300.SH, or add them in an overlay",
            )
        if asked.expiry <= on:
            yield Fault(
                place=where,
                problem=f"the option expired on {asked.expiry} and today is {on}",
                mend="give an expiry ahead",
            )
        for key in ("strike", "price", "volatility"):
            value = getattr(asked, key)
            if not (math.isfinite(value) and value > 0.0):
                yield Fault(
                    place=where, problem=f"{key} {value:g} is not a number above 0"
                )
        if asked.volatility > 3.0:
            yield Fault(
                place=where,
                problem=f"volatility {asked.volatility:g} is no year's share",
                mend="write 0.2 for 20 %",
            )


def _contradictions(
    request: HedgeRequest, book: Book, profile: Profile, place: str
) -> Iterator[Fault]:
    both = sorted(set(request.only) & set(request.avoid))
    if both:
        yield Fault(
            place=f"{place}: only, avoid",
            problem=f"{', '.join(both)} must be used alone and must not be used",
            mend="keep one of the two",
        )
    blocked = sorted(set(request.only) & set(profile.restricted))
    if blocked:
        yield Fault(
            place=f"{place}: only",
            problem=f"{', '.join(blocked)} is on the profile's restricted list",
        )
    funded = sum(
        abs(line.value) for line in book.holdings if line.kind in {"equity", "etf"}
    )
    gross = request.gross
    if gross is not None and profile.nav is not None and funded > gross * profile.nav:
        yield Fault(
            place=f"{place}: limits.gross",
            problem=f"the book alone has a gross of {funded / profile.nav:.2f}, "
            f"over the limit of {gross:g}",
            mend="raise the limit, or sell first",
        )


def _spread(asked: SpreadAsked | None, place: str) -> Iterator[Fault]:
    if asked is None:
        return
    for name, price in asked.prices.items():
        if not (math.isfinite(price) and price > 0.0):
            yield Fault(
                place=f"{place}: spread.prices.{name}",
                problem=f"{price:g} is no price",
            )
    for name in ("exposed", "single_name", "sector", "turnover", "beta"):
        value = getattr(asked, name)
        if value is not None and not 0.0 <= value <= 2.0:
            yield Fault(
                place=f"{place}: spread.{name}",
                problem=f"{value:g} is no share of NAV",
                mend="write 0.1 for 10 %",
            )
