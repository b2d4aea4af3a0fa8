"""Candidates for a hedge: one lot of each instrument as exposure, money and bounds."""

import math
from dataclasses import dataclass, replace

import numpy as np

from kuroshio.calendars import read_code
from kuroshio.money import convert
from kuroshio.records import Instrument
from kuroshio.risk.closures import GAP_VARIANCE
from kuroshio.risk.hedging.access import Access, access_of, is_offered
from kuroshio.risk.hedging.desk import Desk, Loads
from kuroshio.risk.hedging.request import HedgeRequest, Terms

_MARKET_OF_VENUE = {"CFE": "CN", "HKF": "HK", "SGX": "CN", "OSE": "JP", "US": "US"}
_CURRENCY_KINDS = {"fx_future", "fx_forward"}
_TIMES = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One lot that could be dealt, and how many of them.

    ``side`` is -1 for a sale or a short, 1 for a purchase; ``loads`` are those of one
    lot so dealt. ``notional``, ``cost`` (in and out) and ``margin`` are money in base
    currency for one lot; ``cost`` None: UNKNOWN. ``bound`` names what makes ``most``
    the most. ``place`` is its factor, ``row`` the holding sold. ``unit`` as in ``Leg``;
    ``size`` the shares of one lot where it is shares. ``leg``: of use beside others
    only.
    """

    id: str
    words: str
    group: str
    side: int
    loads: Loads
    notional: float
    cost: float | None
    cost_basis: str
    margin: float | None
    most: int
    bound: str
    access: Access
    place: int | None = None
    row: int | None = None
    unit: str = "lot"
    size: int | None = None
    stretch: float = 1.0
    leg: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An instrument that cannot be sized, and why."""

    instrument: Instrument
    why: str
    access: Access


def hedge_candidates(
    desk: Desk, request: HedgeRequest
) -> tuple[tuple[Candidate, ...], tuple[Unknown, ...]]:
    """Return what could be dealt against a book, and what cannot be sized.

    Index futures and borrowed funds are sold short; currency contracts are dealt the
    way that lowers the variance. Futures may be bought as a leg beside others too, by
    whoever may do more than hedge: those have ``leg`` set. The forbidden are among
    them, their access says so.
    """
    found, unknown = [], []
    today = desk.as_of.date()
    for instrument in desk.knowledge.instruments.values():
        if not is_offered(instrument, today) or instrument.kind == "etf_option":
            continue
        if instrument.kind == "etf" and instrument.venue != "US":
            continue
        if instrument.id in request.avoid or (
            request.only and instrument.id not in request.only
        ):
            continue
        access = access_of(desk.profile, instrument)
        lot = _notional(desk, instrument, request.terms.get(instrument.id))
        if isinstance(lot, str):
            unknown.append(Unknown(instrument=instrument, why=lot, access=access))
        else:
            found += _candidates(desk, request, instrument, lot, access)
    return tuple(found), tuple(unknown)


def _notional(desk: Desk, instrument: Instrument, terms: Terms | None) -> float | str:
    """Return the money of one lot in base currency, or why there is none."""
    level = desk.pack.levels.get(instrument.index or "")
    if level is None or instrument.index not in desk.pack.factors:
        return f"the pack has no series of {instrument.index_name}"
    points = level.value
    if instrument.kind == "etf":
        if terms is None or terms.price is None:
            return f"no price of {instrument.id} was given"
        points = terms.price
    money = convert(
        points * instrument.multiplier,
        instrument.currency,
        desk.profile.base_currency,
        rates=desk.rates,
    )
    return f"no rate of {instrument.currency}" if money is None else money


def _candidates(
    desk: Desk,
    request: HedgeRequest,
    instrument: Instrument,
    money: float,
    access: Access,
) -> list[Candidate]:
    """Return an instrument as it is dealt by itself, and as a leg the other way."""
    if instrument.kind in _CURRENCY_KINDS:
        place = desk.pack.factors.index(str(instrument.index))
        covariance = desk.measured.positions.covariance
        side = -1 if float(desk.own.factors @ covariance[:, place]) > 0.0 else 1
        return [_candidate(desk, request, instrument, money, access, side=side)]
    found = [_candidate(desk, request, instrument, money, access, side=-1)]
    hedging_only = desk.profile.investor_type in instrument.quota_for
    if instrument.kind == "index_future" and not hedging_only:
        leg = _candidate(desk, request, instrument, money, access, side=1)
        found.append(replace(leg, leg=True))
    return found


def _candidate(
    desk: Desk,
    request: HedgeRequest,
    instrument: Instrument,
    money: float,
    access: Access,
    *,
    side: int,
) -> Candidate:
    terms = request.terms.get(instrument.id, Terms())
    place = desk.pack.factors.index(str(instrument.index))
    market = _MARKET_OF_VENUE.get(instrument.venue, "")
    if instrument.kind in _CURRENCY_KINDS:
        market = ""
    stretch = GAP_VARIANCE**0.5 if market in desk.measured.closures else 1.0
    factors = np.zeros(len(desk.pack.factors))
    factors[place] = money / desk.nav * stretch
    loads = Loads(
        factors=factors,
        blocks=np.zeros_like(desk.own.blocks),
        names=np.zeros_like(desk.own.names),
    )
    most, bound = _bounds(desk, instrument, terms, money)
    margin = instrument.margin if terms.margin is None else terms.margin
    cost, basis = _cost(desk, request, instrument, terms, money, side)
    return Candidate(
        id=instrument.id,
        words=instrument.index_name,
        group="hedge",
        side=side,
        loads=loads.times(side),
        notional=money,
        cost=cost,
        cost_basis=basis,
        margin=None if margin is None else margin * money,
        most=most,
        bound=bound,
        access=access,
        place=place,
        stretch=stretch,
    )


def held_lots(desk: Desk, instrument: str, money: float) -> int:
    """Return the lots of a future that the book holds already, whichever way."""
    held = math.fsum(
        value
        for value, holding in zip(
            desk.measured.values.tolist(), desk.book.holdings, strict=True
        )
        if holding.kind == "future" and _root(holding.security) == instrument
    )
    return round(float(abs(held)) / money)


def _bounds(
    desk: Desk, instrument: Instrument, terms: Terms, money: float
) -> tuple[int, str]:
    """Return the most lots that quota, gross and margin limits leave, and which."""
    limits, share = dict(desk.profile.limits), money / desk.nav
    held = held_lots(desk, instrument.id, money)
    # Three times the book is more than any hedge needs: it keeps the search small.
    ceilings: list[tuple[float, str]] = [
        (max(_TIMES * gross_of(desk), 1.0) / share, f"{_TIMES:g} times the book")
    ]
    quota = dict(desk.profile.quotas).get(instrument.id)
    if quota is not None:
        used = f", {held} used by the book" if held else ""
        ceilings.append((quota - held, f"quota of {instrument.id}, {quota} lots{used}"))
    if terms.most is not None:
        ceilings.append((terms.most, f"your limit of {terms.most} {instrument.id}"))
    if "gross" in limits and instrument.kind not in _CURRENCY_KINDS:
        room = (limits["gross"] - gross_of(desk)) / share
        ceilings.append((room, f"gross limit of {limits['gross']:g}"))
    rate = instrument.margin if terms.margin is None else terms.margin
    if "margin" in limits and rate:
        room = limits["margin"] / (rate * share)
        ceilings.append((room, f"margin limit of {limits['margin']:g}"))
    most, bound = min(ceilings, key=lambda item: item[0])
    return max(math.floor(most + 1e-9), 0), bound


def gross_of(desk: Desk) -> float:
    """Return the gross weight of the book, cash and forwards apart."""
    weights = desk.measured.positions.weights.tolist()
    return math.fsum(
        abs(weight)
        for weight, holding in zip(weights, desk.book.holdings, strict=True)
        if holding.kind not in {"cash", "forward"} and math.isfinite(weight)
    )


def _cost(  # noqa: PLR0917 - the parts of one lot
    desk: Desk,
    request: HedgeRequest,
    instrument: Instrument,
    terms: Terms,
    money: float,
    side: int,
) -> tuple[float | None, str]:
    """Return the money that a lot costs in and out, and what is in it."""
    known, words = 0.0, []
    fee = instrument.fee if terms.fee is None else terms.fee
    if fee is None and instrument.fee_per_lot is not None:
        paid = _to_base(desk, instrument, instrument.fee_per_lot)
        fee = None if paid is None else paid / money
    unknown = []
    if fee is None:
        unknown.append("fee")
    elif fee > 0.0:
        known += 2.0 * fee * money
        words.append(f"fee of {fee * 1e4:.3g} bp")
    spread = instrument.spread if terms.spread is None else terms.spread
    if spread is None:
        unknown.append("spread")
    else:
        known += 2.0 * spread * money
        words.append(f"half-spread of {spread * 1e4:.3g} bp")
    text = f"{' and '.join(words)} a side, in and out, assumed" if words else ""
    if terms.basis is None:
        unknown.append("basis and carry")
    else:
        # Sold below the index a future is bought back at the index: the gap is paid.
        paid = side * terms.basis * money * request.hold_days / 365.0
        known += paid
        text += f"; basis of {terms.basis:+.1%} a year over {request.hold_days} days"
    unknown.append("impact")
    text += f"; {', '.join(unknown)} UNKNOWN"
    return (None if fee is None else known), text.removeprefix("; ")


def _to_base(desk: Desk, instrument: Instrument, money: float) -> float | None:
    return convert(
        money, instrument.currency, desk.profile.base_currency, rates=desk.rates
    )


def _root(security: str) -> str | None:
    facts = read_code(security)
    return None if facts is None else facts.root


def loading_doubt(desk: Desk, place: int) -> float:
    """Return the standard error of the book's loading on a factor."""
    return float(np.sqrt((desk.measured.positions.errors[:, place] ** 2).sum()))
