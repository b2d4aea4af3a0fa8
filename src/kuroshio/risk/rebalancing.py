"""Out of names that a story touches, into names it does not, within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from kuroshio.calendars import read_code, trading_rule
from kuroshio.money import convert
from kuroshio.numerics import Floats
from kuroshio.records import Proposal
from kuroshio.risk.hedging.access import Access
from kuroshio.risk.hedging.candidates import Candidate
from kuroshio.risk.hedging.desk import Desk, Loads, gram_of
from kuroshio.risk.hedging.proposals import sized
from kuroshio.risk.hedging.request import SpreadAsked
from kuroshio.risk.hedging.sales import cost_of
from kuroshio.risk.hedging.whole_lots import Lots


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """``row @ lots <= most``, with the name by which a user knows it."""

    name: str
    row: Floats
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A proposal, or the limits that no whole lots keep together.

    ``left_out`` pairs names to buy with why they are none.
    """

    proposal: Proposal | None
    conflict: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def spread_book(
    desk: Desk,
    asked: SpreadAsked,
    sales: Sequence[Candidate],
    touched: Sequence[str],
    *,
    before: float,
) -> Spread:
    """Return sales of touched names and purchases of others, of least variance.

    Parameters
    ----------
    desk : Desk
    asked : SpreadAsked
    sales : sequence of Candidate
        What can be sold, by `sale_candidates`.
    touched : sequence of str
        Securities to which a path leads from the story.
    before : float
        Shortfall of the book, share of NAV.

    Returns
    -------
    Spread
        ``conflict`` names a smallest set of limits that cannot hold at once: without
        any one of them the rest could.
    """
    reached = set(touched)
    out = [item for item in sales if item.id in reached and item.most]
    into, left_out = _purchases(desk, asked, reached)
    candidates = (*out, *into)
    limits = _limits(desk, asked, candidates, reached)
    most = np.array([item.most for item in candidates], dtype=np.int64)
    start = _feasible(limits, most)
    if start is None:
        return Spread(
            proposal=None, conflict=find_conflict(limits, most), left_out=left_out
        )
    lots = _descend(desk, candidates, limits, most, start)
    if not lots.any():
        return Spread(proposal=None, left_out=left_out)
    made = sized(desk, candidates, lots, before=before, group="spread")
    return Spread(
        proposal=replace(made, name=_name(candidates, lots)), left_out=left_out
    )


def _name(candidates: Sequence[Candidate], lots: Lots) -> str:
    parts = []
    for verb, side in (("Sell", -1), ("buy", 1)):
        words = [
            f"{many} lots {item.id}"
            for item, many in zip(candidates, lots.tolist(), strict=True)
            if many and item.side == side
        ]
        if words:
            parts.append(f"{verb} {', '.join(words)}")
    name = ", ".join(parts)
    return name[:1].upper() + name[1:]


def _purchases(
    desk: Desk, asked: SpreadAsked, reached: set[str]
) -> tuple[list[Candidate], tuple[tuple[str, str], ...]]:
    found, left = [], []
    for security, price in asked.prices.items():
        made = _purchase(desk, asked, security, price, reached)
        if isinstance(made, str):
            left.append((security, made))
        else:
            found.append(made)
    return found, tuple(left)


def _purchase(
    desk: Desk, asked: SpreadAsked, security: str, price: float, reached: set[str]
) -> Candidate | str:
    if security in reached or security in desk.profile.restricted:
        return "touched by the story, or on the restricted list"
    row, facts = desk.pack.rows.get(security), read_code(security)
    if row is None or facts is None:
        return "no history in the pack"
    rule = trading_rule(
        desk.knowledge.trading_rules, facts.board or "", desk.as_of.date()
    )
    if rule is None or rule.lot is None:
        return "board lot UNKNOWN"
    money = convert(
        rule.lot * price, facts.currency, desk.profile.base_currency, rates=desk.rates
    )
    if money is None or not money > 0.0:
        return "no price or rate"
    beta = _beta_on(desk, row, reached)
    if beta is not None and beta > asked.causes_beta:
        return f"beta of {beta:.2f} on the touched names"
    share = money / desk.nav
    blocks = desk.pack.block_loadings
    costs = cost_of(desk.knowledge.trading_costs, facts.market, desk.as_of.date())
    rate = None if costs is None else costs.stamp_buy + costs.levies + costs.commission
    held = _weights(desk).get(security, 0.0)
    return Candidate(
        id=security,
        words=security,
        group="spread",
        side=1,
        loads=Loads(
            factors=desk.pack.betas[row] * share,
            blocks=np.zeros_like(desk.own.blocks)
            if blocks is None or not len(desk.own.blocks)
            else blocks[row] * share,
            names=np.zeros_like(desk.own.names),
        ),
        notional=money,
        cost=None if rate is None else rate * money,
        cost_basis="levies and commission assumed; impact UNKNOWN",
        margin=0.0,
        most=max(int((asked.single_name - held) / share), 0),
        bound=f"single-name limit {asked.single_name:g}",
        access=Access(allowed=True),
        unit="shares",
        size=rule.lot,
    )


def _weights(desk: Desk) -> dict[str, float]:
    found: dict[str, float] = {}
    for line, weight in zip(
        desk.book.holdings, desk.measured.positions.weights.tolist(), strict=True
    ):
        if np.isfinite(weight):
            found[line.security] = found.get(line.security, 0.0) + weight
    return found


def _beta_on(desk: Desk, row: int, reached: set[str]) -> float | None:
    """Return a name's beta on the touched part of the book; None: nothing touched."""
    positions = desk.measured.positions
    rows = [k for k, x in enumerate(desk.book.holdings) if x.security in reached]
    if not rows:
        return None
    part = positions.local[rows].sum(axis=0)
    weight = float(np.abs(positions.weights[rows]).sum())
    variance = float(part @ positions.covariance @ part)
    variance += float((positions.residual[rows] ** 2).sum())
    if variance <= 0.0 or weight <= 0.0:
        return None
    return float(desk.pack.betas[row] @ positions.covariance @ part) * weight / variance


def _limits(
    desk: Desk,
    asked: SpreadAsked,
    candidates: Sequence[Candidate],
    reached: set[str],
) -> tuple[Limit, ...]:
    share = np.array([item.notional / desk.nav for item in candidates])
    side = np.array([item.side for item in candidates], dtype=float)
    sold = np.where(side < 0.0, share, 0.0)
    bought = np.where(side > 0.0, share, 0.0)
    weights = _weights(desk)
    exposed = sum(abs(w) for name, w in weights.items() if name in reached)
    target = 0.5 * exposed if asked.exposed is None else asked.exposed
    found = [
        Limit(
            name=f"touched names at most {target:.1%} (now {exposed:.1%})",
            row=-sold,
            most=target - exposed,
        ),
        Limit(
            name=f"turnover at most {asked.turnover:.1%}",
            row=0.5 * (sold + bought),
            most=asked.turnover,
        ),
        Limit(
            name="purchases at most what the sales bring in and the cash",
            row=bought - sold,
            most=max(_cash(desk), 0.0),
        ),
    ]
    sectors = {
        asked.sectors[item.id]
        for item in candidates
        if item.side > 0 and item.id in asked.sectors
    }
    for sector in sorted(sectors):
        inside = np.array([asked.sectors.get(x.id) == sector for x in candidates])
        now = sum(w for name, w in weights.items() if asked.sectors.get(name) == sector)
        most = max(asked.sector, now)
        found.append(
            Limit(
                name=f"sector {sector} at most {most:.1%} (now {now:.1%})",
                row=np.where(inside, share * side, 0.0),
                most=most - now,
            )
        )
    return (*found, *_beta_limits(desk, asked, candidates))


def _beta_limits(
    desk: Desk, asked: SpreadAsked, candidates: Sequence[Candidate]
) -> tuple[Limit, ...]:
    benchmark = desk.profile.benchmark
    if benchmark not in desk.pack.factors:
        return ()
    place = desk.pack.factors.index(str(benchmark))
    covariance = desk.measured.positions.covariance
    row = np.array([x.loads.factors @ covariance[:, place] for x in candidates]) / max(
        covariance[place, place], 1e-300
    )
    return tuple(
        Limit(
            name=f"beta on {benchmark} {word} at most {asked.beta:g}",
            row=sign * row,
            most=asked.beta,
        )
        for sign, word in ((1.0, "up by"), (-1.0, "down by"))
    )


def _cash(desk: Desk) -> float:
    return float(
        sum(
            weight
            for weight, line in zip(
                desk.measured.positions.weights.tolist(),
                desk.book.holdings,
                strict=True,
            )
            if line.kind == "cash"
        )
    )


def _feasible(limits: Sequence[Limit], most: Lots) -> Lots | None:
    """Return the fewest lots that keep every limit; None: there are none."""
    if not len(most):
        held = all(limit.most >= -1e-12 for limit in limits)
        return np.zeros(0, dtype=np.int64) if held else None
    rows = np.array([limit.row for limit in limits])
    ends = np.array([limit.most for limit in limits])
    size = np.maximum(np.abs(rows).max(axis=1), 1e-300)
    found = milp(
        np.ones(len(most)),
        integrality=np.ones(len(most)),
        bounds=Bounds(0.0, most.astype(float)),
        constraints=LinearConstraint(rows / size[:, None], -np.inf, ends / size),
        options={"time_limit": 1.0},
    )
    return None if found.x is None else np.rint(found.x).astype(np.int64)


def find_conflict(limits: Sequence[Limit], most: Lots) -> tuple[str, ...]:
    """Return a smallest set of limits that no lots keep together, by deletion."""
    kept = list(limits)
    for limit in limits:
        fewer = [one for one in kept if one is not limit]
        if fewer and _feasible(fewer, most) is None:
            kept = fewer
    return tuple(limit.name for limit in kept)


def _descend(
    desk: Desk,
    candidates: Sequence[Candidate],
    limits: Sequence[Limit],
    most: Lots,
    start: Lots,
) -> Lots:
    """Lower the variance by steps of lots that keep the limits."""
    gram = gram_of(desk, [item.loads for item in candidates])
    own = gram.own + np.diag(
        [
            (desk.pack.residual[desk.pack.rows[x.id]] * x.notional / desk.nav) ** 2
            if x.side > 0
            else 0.0
            for x in candidates
        ]
    )
    gram = replace(gram, own=own)
    rows = np.array([limit.row for limit in limits])
    ends = np.array([limit.most for limit in limits])
    slack = 1e-9 * (1.0 + np.abs(ends))
    eye = np.eye(len(most), dtype=np.int64)
    moves = [sign * row for row in eye for sign in (1, -1)]
    moves += [one - two for one in eye for two in eye if one is not two]
    moves += [one + two for one in eye for two in eye if one is not two]
    lots, value = start, gram.variance(start.astype(float))
    for step in (64, 16, 4, 1):
        for _ in range(200):
            best = None
            for move in moves:
                tried = lots + step * move
                if (tried < 0).any() or (tried > most).any():
                    continue
                if (rows @ tried > ends + slack).any():
                    continue
                risk = gram.variance(tried.astype(float))
                if risk < value * (1.0 - 1e-9):
                    best, value = tried, risk
            if best is None:
                break
            lots = best
    return lots
