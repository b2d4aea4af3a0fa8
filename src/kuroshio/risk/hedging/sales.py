"""Selling names: only what can be sold, in lots, with duty and commission."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kuroshio.calendars import CodeFacts, read_code, trading_rule
from kuroshio.records import Holding, TradingCost, TradingRule
from kuroshio.risk.hedging.access import Access
from kuroshio.risk.hedging.candidates import Candidate
from kuroshio.risk.hedging.desk import Desk
from kuroshio.risk.hedging.request import HedgeRequest

PARTICIPATION = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsellable:
    """A line that cannot be sold, or not be put into lots, and why."""

    security: str
    why: str


def sale_candidates(
    desk: Desk, request: HedgeRequest
) -> tuple[tuple[Candidate, ...], tuple[Unsellable, ...]]:
    """Return one candidate for each line that can be sold, and why others cannot.

    At most what the book says is sellable (shares bought today are not, on boards with
    T+1), and a fifth of a usual session's volume; nothing of a suspended share, of one
    locked at its lower limit, or of one on the restricted list. A line without a price
    of its own cannot be put into shares.
    """
    found, left = [], []
    for row, line in enumerate(desk.book.holdings):
        facts = read_code(line.security)
        if line.kind not in {"equity", "etf"} or line.value <= 0.0 or facts is None:
            continue
        if desk.measured.positions.basis[row].basis == "unknown":
            continue
        made = _candidate(desk, request, row, line, facts)
        if isinstance(made, str):
            left.append(Unsellable(security=line.security, why=made))
        else:
            found.append(made)
    return tuple(found), tuple(left)


def _candidate(
    desk: Desk, request: HedgeRequest, row: int, line: Holding, facts: CodeFacts
) -> Candidate | str:
    why = _stopped(desk, request, line)
    if why:
        return why
    quantity, price = shares_of(line)
    if quantity is None or price is None:
        return "no price in the book: shares UNKNOWN"
    lot = _lot(desk, request, line, facts)
    if lot is None:
        return "board lot UNKNOWN"
    most, bound = _most(desk, request, line, quantity, lot)
    value = float(desk.measured.values[row])
    part = lot / quantity
    cost = cost_of(desk.knowledge.trading_costs, facts.market, desk.as_of.date())
    rate = None if cost is None else cost.stamp_sell + cost.levies + cost.commission
    basis = "duty and commission UNKNOWN"
    if cost is not None:
        basis = (
            f"stamp duty {cost.stamp_sell * 1e4:g} bp, levies "
            f"{cost.levies * 1e4:.3g} bp, commission {cost.commission * 1e4:g} bp "
            "assumed; impact UNKNOWN"
        )
    return Candidate(
        id=line.security,
        words=line.name or line.security,
        group="sale",
        side=-1,
        loads=desk.line(row).times(-part),
        notional=value * part,
        cost=None if rate is None else rate * value * part,
        cost_basis=basis,
        margin=0.0,
        most=most,
        bound=bound,
        access=Access(allowed=True),
        row=row,
        unit="shares",
        size=lot,
    )


def _stopped(desk: Desk, request: HedgeRequest, line: Holding) -> str:
    """Return why a line cannot be sold at all; empty: it can."""
    code = line.security
    if code in desk.profile.restricted:
        return "on the restricted list"
    if code in request.suspended:
        return "suspended"
    if code in request.limit_down:
        return "locked at its lower limit"
    if line.sellable is not None and line.sellable <= 0.0:
        return "nothing sellable today"
    rule = _rule(desk, code)
    if code in request.bought_today and not (rule and rule.sell_same_day):
        return "bought today: sellable from the next session"
    return ""


def _rule(desk: Desk, security: str) -> TradingRule | None:
    facts = read_code(security)
    board = (facts.board if facts is not None else None) or ""
    return trading_rule(desk.knowledge.trading_rules, board, desk.as_of.date())


def shares_of(line: Holding) -> tuple[float | None, float | None]:
    """Return the shares of a line and the price of one, in its own currency."""
    quantity, price = line.quantity, line.price
    if quantity is None and price:
        quantity = line.value / price
    if price is None and quantity:
        price = line.value / quantity
    return quantity, price


def _lot(
    desk: Desk, request: HedgeRequest, line: Holding, facts: CodeFacts
) -> int | None:
    if line.security in request.lots:
        return request.lots[line.security]
    if facts.board == "fund":
        return 100
    rule = _rule(desk, line.security)
    return None if rule is None else rule.lot


def _most(
    desk: Desk,
    request: HedgeRequest,
    line: Holding,
    quantity: float,
    lot: int,
) -> tuple[int, str]:
    """Return the most lots that can go in one session, and what bounds them."""
    ceilings = [(quantity, "the whole line")]
    if line.sellable is not None:
        ceilings.append((line.sellable, f"{line.sellable:,.0f} shares sellable"))
    volume = request.volumes.get(line.security)
    if volume is None:
        place = desk.pack.rows.get(line.security)
        turnover = math.nan if place is None else float(desk.pack.turnover[place])
        if math.isfinite(turnover):
            volume = turnover / (line.value / quantity)
    if volume is not None:
        ceilings.append(
            (PARTICIPATION * volume, f"a fifth of a session's volume of {volume:,.0f}")
        )
    most, bound = min(ceilings, key=lambda item: item[0])
    return max(math.floor(most / lot + 1e-9), 0), bound


def cost_of(costs: Sequence[TradingCost], market: str, on: date) -> TradingCost | None:
    """Return the costs that held on a market on a day; None: unknown."""
    rows = [
        row
        for row in costs
        if row.market == market
        and row.start <= on
        and (row.end is None or on <= row.end)
    ]
    return rows[-1] if rows else None
