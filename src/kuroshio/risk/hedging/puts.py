"""Protective puts as proposals, where the user gives volatility, strike and price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from kuroshio.money import convert
from kuroshio.numerics import Floats
from kuroshio.records import Greeks, Instrument, Leg, Proposal
from kuroshio.risk.hedging.access import access_of
from kuroshio.risk.hedging.desk import HORIZON, LEVEL, Desk
from kuroshio.risk.hedging.options import price_put, value_after
from kuroshio.risk.hedging.request import HedgeRequest, OptionAsked

_PATHS, _SEED, _DF = 4000, 20260212, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draw:
    """Draws of the index and of the book, shares of NAV, from the factor model."""

    index: Floats
    book: Floats


def put_proposals(
    desk: Desk, request: HedgeRequest, *, before: float
) -> list[Proposal]:
    """Return a protective put for each one asked about.

    As many contracts as the book's beta on the index asks for, fewer where ``most``
    says so. Their effect is that of the whole put value one session on, over draws of
    index and book together, the volatility staying as given; the shortfall printed is
    ``before`` times the ratio so found.
    """
    found = []
    for asked in request.options:
        instrument = desk.knowledge.instruments[f"{asked.fund}.OPT"]
        found.append(_propose(desk, asked, instrument, before))
    return found


def _propose(
    desk: Desk, asked: OptionAsked, instrument: Instrument, before: float
) -> Proposal:
    access = access_of(desk.profile, instrument)
    today = desk.as_of.date()
    put = price_put(asked, on=today)
    rate = convert(1.0, "CNY", desk.profile.base_currency, rates=desk.rates)
    words = f"puts on {asked.fund}, strike {asked.strike:g}, expiry {asked.expiry}"
    if rate is None or instrument.index not in desk.pack.factors:
        return Proposal(
            name=f"Buy {words}", legs=(), allowed=access.allowed,
            blocked_by=access.reasons, cost=None,
            cost_basis=f"NOT ESTIMABLE: no series of {instrument.index_name}",
            margin=None, es_before=before, es_after=None, not_covered=(),
            level=LEVEL, horizon=HORIZON, group="option",
        )  # fmt: skip
    place = desk.pack.factors.index(str(instrument.index))
    contracts = (
        0
        if access.allowed is False
        else _contracts(desk, asked, instrument, place, rate)
    )
    shares = contracts * instrument.multiplier
    premium = put.value if asked.premium is None else asked.premium
    fee = (instrument.fee_per_lot or 0.0) * contracts * rate
    cost = premium * shares * rate + fee
    after = before * _ratio(desk, asked, place, shares * rate, cost=0.0)
    source = "the model's" if asked.premium is None else "yours"
    return Proposal(
        name=f"Buy {contracts} {words}",
        legs=(
            Leg(
                instrument=instrument.id,
                lots=contracts,
                unit="contract",
                quantity=int(shares),
                notional=shares * asked.price * rate,
                margin=0.0,
                cost=cost,
            ),
        )
        if contracts
        else (),
        allowed=access.allowed,
        blocked_by=access.reasons,
        cost=None if access.allowed is False else cost,
        cost_basis=(
            f"premium of {premium:.4f} a share ({source}, volatility "
            f"{asked.volatility:.0%} given) and fees; spread UNKNOWN"
        ),
        margin=0.0,
        es_before=before,
        es_after=after,
        not_covered=(
            "losses down to the strike" if asked.strike < asked.price else "time value",
            "a fall of the implied volatility",
            f"single names and what does not follow {instrument.index_name}",
        ),
        level=LEVEL,
        horizon=HORIZON,
        notional=shares * asked.price * rate,
        group="option",
        access=access.notes,
        greeks=Greeks(
            delta=put.delta * shares * asked.price * 0.01 * rate,
            gamma=put.gamma * shares * (asked.price * 0.01) ** 2 * rate,
            vega=put.vega * shares * 0.01 * rate,
            theta=put.theta * shares * rate,
            rho=put.rho * shares * 0.01 * rate,
        ),
    )


def _contracts(
    desk: Desk, asked: OptionAsked, instrument: Instrument, place: int, rate: float
) -> int:
    """Return as many contracts as make up the book's beta on the index."""
    covariance = desk.measured.positions.covariance
    beta = float(desk.own.factors @ covariance[:, place]) / covariance[place, place]
    one = instrument.multiplier * asked.price * rate / desk.nav
    wanted = max(int(np.rint(beta / one)), 0)
    return wanted if asked.most is None else min(wanted, asked.most)


def _ratio(
    desk: Desk, asked: OptionAsked, place: int, shares: float, *, cost: float
) -> float:
    """Return the shortfall with puts over that without, on draws of the model."""
    if shares <= 0.0:
        return 1.0
    drawn = _draw(desk, place)
    today = desk.as_of.date()
    after = today + timedelta(days=1)
    now = value_after(asked, price=asked.price, on=today)
    grid = np.linspace(-0.5, 0.5, 401)
    values = np.array(
        [value_after(asked, price=asked.price * (1.0 + x), on=after) for x in grid]
    )
    moved = np.interp(drawn.index, grid, values) - now
    hedged = drawn.book + moved * shares / desk.nav - cost / desk.nav
    return max(_es(hedged) / _es(drawn.book), 0.0)


def _draw(desk: Desk, place: int) -> _Draw:
    positions = desk.measured.positions
    slope = positions.covariance @ desk.own.factors
    names = float(desk.own.names @ desk.own.names)
    if positions.block_covariance is not None and len(desk.own.blocks):
        names += float(desk.own.blocks @ positions.block_covariance @ desk.own.blocks)
    variance = float(desk.own.factors @ slope) + names
    own = positions.covariance[place, place]
    beta = float(slope[place]) / own
    rng = np.random.default_rng(_SEED)
    half = rng.standard_normal((_PATHS // 2, 2))
    both = np.vstack([half, -half])
    df = min(desk.pack.tail_df.values(), default=_DF)
    mixing = np.sqrt((df - 2.0) / rng.chisquare(df, _PATHS // 2))
    both *= np.tile(mixing, 2)[:, None]
    index = both[:, 0] * own**0.5
    left = max(variance - beta**2 * own, 0.0) ** 0.5
    return _Draw(index=index, book=beta * index + left * both[:, 1])


def _es(pnl: Sequence[float] | Floats) -> float:
    worst = np.sort(np.asarray(pnl))[: max(round((1.0 - LEVEL) * len(pnl)), 1)]
    return -float(worst.mean())
