"""One index future against a book, in whole lots, beside doing nothing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from kuroshio.calendars import read_code
from kuroshio.knowledge import Knowledge
from kuroshio.money import Rate, convert, dollar_rates
from kuroshio.records import Book, Instrument, Leg, Pack, Profile, Proposal
from kuroshio.risk.books import Measured, measure_book
from kuroshio.risk.closures import GAP_VARIANCE
from kuroshio.risk.losses import Floats, Spread, multiples, spread_of

LEVEL, HORIZON = 0.99, 1
_MARKET_OF_VENUE = {"CFE": "CN", "HKF": "HK", "SGX": "CN", "OSE": "JP", "CME": "US"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """The book to be hedged and what binds whoever hedges it."""

    book: Book
    profile: Profile
    pack: Pack
    measured: Measured
    rates: Mapping[str, Rate]
    before: float

    @property
    def gaps(self) -> int:
        """Sessions of the horizon that follow a long closure."""
        return 1 if self.measured.closures else 0

    def spread(self, measured: Measured) -> Spread:
        """Return the variance of a book over the horizon."""
        return spread_of(
            measured.positions,
            sessions=HORIZON,
            gaps=self.gaps,
            stretch=measured.stretch,
        )

    def shortfall(self, variance: float) -> float:
        """Return the expected shortfall of a variance."""
        _, es = multiples(self.pack, level=LEVEL, horizon=HORIZON)
        return es * math.sqrt(max(variance, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contract:
    """One lot: its notional as a share of NAV, and its place among the factors.

    ``held`` are the lots that the book holds already, whichever way.
    """

    instrument: Instrument
    notional: float
    share: float
    place: int
    held: int


def propose_hedges(
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    stale_ok: bool = False,
) -> tuple[Proposal, ...]:
    """Return what could take risk off, doing nothing first.

    For each index future with a series in the pack the whole number of short lots is
    taken that makes the expected shortfall of book and hedge least (99 %, one session,
    the one after a long closure where such a closure lies ahead), within the profile's
    quota and its limits on gross and margin. Futures already in the book count.

    Parameters
    ----------
    book, profile, pack, knowledge
        As in ``estimate_book_risk``.
    as_of : datetime
        Aware instant.
    stale_ok : bool
        As in ``estimate_book_risk``.

    Returns
    -------
    tuple of Proposal
        Do nothing; sized hedges, the least shortfall first; those the profile blocks,
        with the reason and without lots; those that are NOT ESTIMABLE. Costs are fees
        alone: basis, carry and market impact are UNKNOWN and said to be. Empty where
        the risk itself is refused.
    """
    measured = measure_book(
        book, profile, pack, knowledge, as_of=as_of, stale_ok=stale_ok
    )
    if measured.refused:
        return ()
    desk = _Desk(
        book=book,
        profile=profile,
        pack=pack,
        measured=measured,
        rates=dollar_rates(pack.levels),
        before=0.0,
    )
    desk = replace(desk, before=desk.shortfall(desk.spread(measured).variance))
    sized, blocked, unknown = [], [], []
    for instrument in knowledge.instruments.values():
        if not _is_offered(instrument, as_of):
            continue
        reasons = _forbids(profile, instrument)
        contract = _contract(desk, instrument)
        if contract is None:
            unknown.append(_not_estimable(desk, instrument, reasons))
        elif reasons:
            blocked.append(_block(_size(desk, contract), instrument, reasons))
        else:
            sized.append(_size(desk, contract))
    for group in (sized, blocked):
        group.sort(key=lambda p: (p.allowed is not True, p.es_after or 0.0, p.name))
    unknown.sort(key=lambda item: item.name)
    return (_do_nothing(desk.before), *sized, *blocked, *unknown)


def _do_nothing(before: float) -> Proposal:
    return Proposal(
        name="Do nothing",
        legs=(),
        allowed=True,
        blocked_by=(),
        cost=0.0,
        cost_basis="none",
        margin=0.0,
        es_before=before,
        es_after=before,
        not_covered=(),
        level=LEVEL,
        horizon=HORIZON,
        notional=0.0,
    )


def _is_offered(instrument: Instrument, as_of: datetime) -> bool:
    day = as_of.date()
    return (
        instrument.kind == "index_future"
        and instrument.hedges_with
        and (instrument.effective is None or instrument.effective <= day)
        and (instrument.ends is None or day <= instrument.ends)
    )


def _forbids(profile: Profile, instrument: Instrument) -> tuple[str, ...]:
    """Return why the profile forbids an instrument; empty: it does not."""
    reasons = []
    if profile.permitted and instrument.access not in profile.permitted:
        reasons.append(f"the profile permits no {instrument.access.replace('_', ' ')}")
    if instrument.id in {_root(code) or code for code in profile.restricted}:
        reasons.append(f"{instrument.id} is on the restricted list")
    if dict(profile.quotas).get(instrument.id) == 0:
        reasons.append(f"the quota of {instrument.id} is 0 lots")
    return tuple(reasons)


def _contract(desk: _Desk, instrument: Instrument) -> _Contract | None:
    level = desk.pack.levels.get(instrument.index or "")
    if level is None or instrument.index not in desk.pack.factors:
        return None
    notional = convert(
        level.value * instrument.multiplier,
        instrument.currency,
        desk.profile.base_currency,
        rates=desk.rates,
    )
    if notional is None:
        return None
    held = sum(
        value
        for value, holding in zip(
            desk.measured.values.tolist(), desk.book.holdings, strict=True
        )
        if holding.kind == "future" and _root(holding.security) == instrument.id
    )
    return _Contract(
        instrument=instrument,
        notional=notional,
        share=notional / desk.measured.positions.nav,
        place=desk.pack.factors.index(instrument.index),
        held=round(abs(held) / notional),
    )


def _root(security: str) -> str | None:
    facts = read_code(security)
    return None if facts is None else facts.root


def _with_lots(
    measured: Measured, contract: _Contract, lots: float, *, shift: float = 0.0
) -> Measured:
    """Return the book with lots of a future added as one more line.

    ``shift`` moves the book's own loading on the future's index.
    """
    positions = measured.positions
    blank = np.zeros((1, positions.local.shape[1]))
    line = blank.copy()
    line[0, contract.place] = lots * contract.share + shift
    market = _MARKET_OF_VENUE.get(contract.instrument.venue, "")
    gap = GAP_VARIANCE**0.5 if market in measured.closures else 1.0
    added = replace(
        positions,
        weights=np.append(positions.weights, lots * contract.share),
        local=np.vstack([positions.local, line]),
        currency=np.vstack([positions.currency, blank]),
        residual=np.append(positions.residual, 0.0),
        errors=np.vstack([positions.errors, blank]),
        issuers=np.append(positions.issuers, positions.issuers.max(initial=-1) + 1),
        markets=(*positions.markets, market),
        blocks=_one_more(positions.blocks),
        block_own=_one_more(positions.block_own),
    )
    return replace(measured, positions=added, stretch=np.append(measured.stretch, gap))


def _one_more(rows: Floats | None) -> Floats | None:
    """Return rows with one of noughts behind them: an index has no block."""
    if rows is None:
        return None
    return np.concatenate([rows, np.zeros((1, *rows.shape[1:]))])


def best_lots(variances: tuple[float, float, float]) -> int:
    """Return the whole number of short lots, 0 or more, of least variance.

    Parameters
    ----------
    variances : tuple of float
        With 0, 1 and 2 lots short: three points fix the parabola, whose best whole
        number is the rounding of its vertex.
    """
    none, one, two = variances
    curve = none - 2.0 * one + two
    if curve <= 0.0:
        return 0
    vertex = 0.5 - (one - none) / curve
    return max(math.floor(vertex + 0.5), 0)


def _size(desk: _Desk, contract: _Contract) -> Proposal:
    """Return the best whole lots of one future within the profile's bounds."""
    instrument, measured = contract.instrument, desk.measured

    def spread(lots: int, shift: float = 0.0) -> Spread:
        return desk.spread(_with_lots(measured, contract, -lots, shift=shift))

    wanted = best_lots((spread(0).variance, spread(1).variance, spread(2).variance))
    most, bound = _bounds(desk, contract)
    lots = min(wanted, most)
    after = spread(lots)
    doubt = float(np.sqrt((measured.positions.errors[:, contract.place] ** 2).sum()))
    ends = [
        desk.shortfall(spread(lots, shift).variance) for shift in (-doubt, 0.0, doubt)
    ]
    money = lots * contract.notional
    margin = None if instrument.margin is None else money * instrument.margin
    left = [f"{bound} binds: {wanted} lots would be least"] if lots < wanted else []
    left += _left_open(after, measured) + _margin_note(desk, margin)
    return Proposal(
        name=f"Short {lots} {instrument.id} ({instrument.index_name})"
        if lots
        else f"{instrument.id} ({instrument.index_name}): no lot to short",
        legs=(Leg(instrument=instrument.id, lots=-lots),) if lots else (),
        allowed=_allowed(desk.profile, instrument),
        blocked_by=(),
        cost=None if instrument.fee is None else 2.0 * money * instrument.fee,
        cost_basis=_cost_basis(instrument),
        margin=margin,
        es_before=desk.before,
        es_after=desk.shortfall(after.variance),
        not_covered=tuple(left),
        es_range=(min(ends), max(ends)),
        level=LEVEL,
        horizon=HORIZON,
        notional=money,
    )


def _bounds(desk: _Desk, contract: _Contract) -> tuple[int, str]:
    """Return the most lots that the profile leaves, and what bounds them."""
    instrument, limits = contract.instrument, dict(desk.profile.limits)
    quota = dict(desk.profile.quotas).get(instrument.id)
    ceilings: list[tuple[float, str]] = [(1e9, "")]
    if quota is not None:
        used = f", {contract.held} used by the book" if contract.held else ""
        ceilings.append(
            (quota - contract.held, f"quota of {instrument.id}, {quota} lots{used}")
        )
    if "gross" in limits:
        gross = float(np.nansum(np.abs(desk.measured.positions.weights)))
        room = (limits["gross"] - gross) / contract.share
        ceilings.append((room, f"gross limit of {limits['gross']:g}"))
    if "margin" in limits and instrument.margin:
        room = limits["margin"] / (instrument.margin * contract.share)
        ceilings.append((room, f"margin limit of {limits['margin']:g}"))
    most, bound = min(ceilings, key=lambda item: item[0])
    return max(math.floor(most), 0), bound


def _allowed(profile: Profile, instrument: Instrument) -> bool | None:
    """Return True where the profile says yes; None where it does not say."""
    if instrument.access not in profile.permitted:
        return None
    quotas = dict(profile.quotas)
    return None if quotas and instrument.id not in quotas else True


def _left_open(after: Spread, measured: Measured) -> list[str]:
    """Say what a hedge leaves."""
    left = []
    if after.variance > 0.0:
        left.append(
            f"single names: {after.single_names / after.variance:.0%} of what is left"
        )
        currency = after.currency / after.variance
        if abs(currency) >= 0.01:
            left.append(f"currency: {currency:.0%} of what is left")
    abroad = sorted({m for m in measured.positions.markets if m and m != "CN"})
    if abroad:
        left.append(f"moves of {', '.join(abroad)} that the index does not share")
    left.append("basis between future and index")
    return left


def _margin_note(desk: _Desk, margin: float | None) -> list[str]:
    cash = sum(
        value
        for value, holding in zip(
            desk.measured.values.tolist(), desk.book.holdings, strict=True
        )
        if holding.kind == "cash"
    )
    if margin is None or margin <= cash:
        return []
    return [f"margin of {margin:,.0f} is more than the cash of {cash:,.0f}"]


def _cost_basis(instrument: Instrument) -> str:
    if instrument.fee is None:
        return "fee, basis, carry and impact UNKNOWN"
    return (
        f"fee of {instrument.fee * 1e4:g} bp a side, in and out, assumed; "
        "basis, carry and impact UNKNOWN"
    )


def _block(
    proposal: Proposal, instrument: Instrument, reasons: tuple[str, ...]
) -> Proposal:
    """Take the lots out of a proposal that the profile forbids."""
    return replace(
        proposal,
        name=f"Short {instrument.id} ({instrument.index_name})",
        legs=(),
        allowed=False,
        blocked_by=reasons,
        cost=None,
        cost_basis="not proposed",
        margin=None,
        notional=None,
        not_covered=(),
    )


def _not_estimable(
    desk: _Desk, instrument: Instrument, reasons: tuple[str, ...]
) -> Proposal:
    return Proposal(
        name=f"Short {instrument.id} ({instrument.index_name})",
        legs=(),
        allowed=False if reasons else None,
        blocked_by=reasons,
        cost=None,
        cost_basis="NOT ESTIMABLE: the pack has no such index",
        margin=None,
        es_before=desk.before,
        es_after=None,
        not_covered=(),
        level=LEVEL,
        horizon=HORIZON,
    )
