"""Whole lots of least risk on weighted paths, under linear limits, with a bound.

The risk of a book with lots x is convex in x, whether it is the mean of the worst paths
or the standard deviation. Tangent planes therefore lie below it everywhere: the least
value of a mixed-integer programme over some of them is a bound that no whole lots beat,
and its answer is where the next plane is laid. For the shortfall this is the programme
of Rockafellar and Uryasev with its auxiliary variables laid aside: the planes are its
dual vertices, a few dozen in place of one row a path.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from kuroshio.errors import NumericsError
from kuroshio.numerics import Floats

Lots = NDArray[np.int64]

_SCALE = 1e3  # the risk without lots, in the units of the programme
_ROUNDS, _SWEEPS = 400, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is made least: risk of ``book + units x`` plus ``cost x``.

    Parameters
    ----------
    book : ndarray, shape (n_paths,)
        P&L of the book, shares of NAV, losses negative.
    units : ndarray, shape (n_paths, n_candidates)
        P&L of one lot of each candidate.
    probabilities : ndarray, shape (n_paths,)
        Sum 1.
    most : ndarray of int, shape (n_candidates,)
        Lots go from 0 to here.
    cost : ndarray, shape (n_candidates,)
        What one lot costs for certain, share of NAV.
    limits : ndarray, shape (n_limits, n_candidates)
    ceilings : ndarray, shape (n_limits,)
        ``limits x <= ceilings``.
    names : tuple of str
        Of the limits.
    objective : {"es", "variance"}
        Mean of the worst 1 - ``level`` of the paths, or standard deviation.
    anchor, pull : ndarray, shape (n_candidates,)
        ``pull |x - anchor|`` is added: what keeps lots near others that were found
        in another way. By default nothing.
    fixed : float
        Added for each candidate that is used at all: what a further leg has to earn.
    """

    book: Floats
    units: Floats
    probabilities: Floats
    most: Lots
    cost: Floats
    limits: Floats
    ceilings: Floats
    names: tuple[str, ...] = ()
    objective: str = "es"
    level: float = 0.95
    anchor: Floats | None = None
    pull: Floats | None = None
    fixed: float = 0.0

    @property
    def entry(self) -> Floats:
        """The fixed part spread over the most lots: what fractions of lots pay."""
        return np.where(self.most > 0, self.fixed / np.maximum(self.most, 1), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The lots found; ``value`` and ``bound`` include costs, pulls and fixed parts.

    ``risk`` is that of book and lots alone, ``before`` that of the book. ``proven``:
    ``value`` is within ``tolerance`` of what is possible. ``binding`` are the limits
    with less than one lot's room.
    """

    lots: Lots
    value: float
    risk: float
    before: float
    bound: float
    gap: float
    proven: bool
    planes: int
    binding: tuple[str, ...] = ()


@dataclass(slots=True)
class _Search:
    """Planes laid so far, the best lots, and the clock."""

    problem: Problem
    unit: float
    ends: float
    heights: list[float] = field(default_factory=list)
    slopes: list[Floats] = field(default_factory=list)
    best: Lots = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    value: float = np.inf
    bound: float = -np.inf

    @property
    def late(self) -> bool:
        return time.monotonic() >= self.ends

    def offer(self, lots: Lots) -> None:
        """Keep lots that are allowed and better."""
        if not is_allowed(self.problem, lots):
            return
        value = value_of(self.problem, lots)
        if value < self.value:
            self.best, self.value = lots.copy(), value

    def lay(self, point: Floats) -> None:
        """Lay the tangent plane of the risk at a point."""
        risk, slope = risk_and_slope(self.problem, point)
        self.heights.append(risk - float(slope @ point))
        self.slopes.append(slope)


def least_risk(
    problem: Problem,
    *,
    seconds: float,
    starts: Sequence[Lots] = (),
    tolerance: float = 1e-4,
) -> Best:
    """Return the whole lots of least risk and cost.

    Parameters
    ----------
    problem : Problem
    seconds : float
        Time limit; the best found by then comes with the bound known by then.
    starts : sequence of ndarray
        Lots to begin from; none at all is always tried, so that the answer is never
        worse than doing nothing.
    tolerance : float
        Of the risk without lots: a gap within it counts as proof.

    Raises
    ------
    NumericsError
        Paths that are not finite, or limits that even no lot at all breaks.

    References
    ----------
    .. [1] Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk,
       Journal of Risk 2(3), 21-41.
    .. [2] Kelley (1960), The cutting-plane method for solving convex programs, Journal
       of the SIAM 8(4), 703-712.
    .. [3] Kuenzi-Bay and Mayer (2006), Computational aspects of minimizing conditional
       value-at-risk, Computational Management Science 3, 3-27.
    """
    _check(problem)
    count = len(problem.most)
    nothing = np.zeros(count, dtype=np.int64)
    before = risk_and_slope(problem, nothing.astype(float))[0]
    search = _Search(
        problem=problem,
        unit=_SCALE / max(abs(before), 1e-300),
        ends=time.monotonic() + seconds,
    )
    search.offer(nothing)
    if search.value == np.inf:
        raise NumericsError("limits that even no lot at all breaks")
    for start in starts:
        search.offer(_fit(problem, start.astype(float)))
    search.lay(search.best.astype(float))
    search.lay(nothing.astype(float))
    goal = tolerance * abs(before)
    if count and problem.most.any():
        _relax(search, goal)
        _polish(search)
        _prove(search, goal)
    else:
        search.bound = search.value
    return _told(search, before, goal)


def _told(search: _Search, before: float, goal: float) -> Best:
    problem, lots = search.problem, search.best
    bound = min(search.bound, search.value)
    room = problem.ceilings - problem.limits @ lots
    wide = problem.limits.max(axis=1, initial=0.0)
    binding = [
        name
        for name, left, step in zip(problem.names, room, wide, strict=False)
        if left < step
    ]
    return Best(
        lots=lots,
        value=search.value,
        risk=risk_and_slope(problem, lots.astype(float))[0],
        before=before,
        bound=bound,
        gap=search.value - bound,
        proven=search.value - bound <= goal,
        planes=len(search.heights),
        binding=tuple(binding),
    )


def _check(problem: Problem) -> None:
    parts = (problem.book, problem.units, problem.probabilities, problem.cost)
    if not all(np.isfinite(part).all() for part in parts):
        raise NumericsError("paths or costs that are not finite")
    if not (0.0 < problem.level < 1.0 and (problem.most >= 0).all()):
        raise NumericsError("a level outside 0 to 1, or lots below 0")


def risk_and_slope(problem: Problem, lots: Floats) -> tuple[float, Floats]:
    """Return the risk of a book with lots, and how it moves with each of them."""
    pnl = problem.book + problem.units @ lots
    weights = problem.probabilities
    if problem.objective == "variance":
        centred = pnl - weights @ pnl
        deviation = float(np.sqrt(weights @ centred**2))
        if deviation <= 0.0:
            return 0.0, np.zeros(len(lots))
        return deviation, (weights * centred) @ (
            problem.units - weights @ problem.units
        ) / deviation
    tail = tail_weights(pnl, weights, level=problem.level)
    rows = np.flatnonzero(tail)
    part = tail[rows]
    return -float(part @ pnl[rows]), -(part @ problem.units[rows])


def tail_weights(pnl: Floats, probabilities: Floats, *, level: float) -> Floats:
    """Return the weights of the worst paths, sum 1.

    The path on the border counts with the part of its probability that belongs.
    """
    share = 1.0 - level
    order = np.argsort(pnl, kind="stable")
    sorted_weights = probabilities[order]
    reached = np.cumsum(sorted_weights)
    inside = np.clip(share - (reached - sorted_weights), 0.0, sorted_weights)
    weights = np.zeros(len(pnl))
    weights[order] = inside / inside.sum()
    return weights


def value_of(problem: Problem, lots: Lots) -> float:
    """Return what the problem makes least."""
    point = lots.astype(float)
    risk = risk_and_slope(problem, point)[0] + float(problem.cost @ point)
    risk += problem.fixed * int(np.count_nonzero(lots))
    if problem.anchor is None or problem.pull is None:
        return risk
    return risk + float(problem.pull @ np.abs(point - problem.anchor))


def is_allowed(problem: Problem, lots: Lots) -> bool:
    """Return whether lots keep every limit."""
    within = (lots >= 0).all() and (lots <= problem.most).all()
    slack = problem.ceilings - problem.limits @ lots
    return bool(within and (slack >= -1e-9 * (1.0 + np.abs(problem.ceilings))).all())


def _fit(problem: Problem, point: Floats) -> Lots:
    """Round lots down into the limits."""
    lots = np.clip(np.floor(point + 0.5), 0, problem.most).astype(np.int64)
    for _ in range(_SWEEPS):
        over = problem.limits @ lots - problem.ceilings
        if (over <= 1e-9 * (1.0 + np.abs(problem.ceilings))).all():
            return lots
        worst = int(np.argmax(over / (1.0 + np.abs(problem.ceilings))))
        row = problem.limits[worst]
        used = row * lots
        place = int(np.argmax(used))
        if used[place] <= 0.0:
            break
        fewer = int(np.ceil(over[worst] / row[place] - 1e-12))
        lots[place] = max(lots[place] - max(fewer, 1), 0)
    return lots if is_allowed(problem, lots) else np.zeros_like(lots)


@dataclass(frozen=True, slots=True)
class _Programme:
    """The linear programme over the planes laid so far: lots, pulls, the risk."""

    objective: Floats
    rows: Floats
    ceilings: Floats
    lower: Floats
    upper: Floats
    integral: Floats


def _programme(search: _Search) -> _Programme:
    problem, unit = search.problem, search.unit
    count = len(problem.most)
    pulled = problem.anchor is not None and problem.pull is not None
    gated = problem.fixed > 0.0
    gates = count * (2 if pulled else 1)
    width = gates + (count if gated else 0) + 1
    objective = np.zeros(width)
    objective[:count] = problem.cost * unit
    objective[-1] = 1.0
    planes = np.zeros((len(search.heights), width))
    planes[:, :count] = np.array(search.slopes) * unit
    planes[:, -1] = -1.0
    heights = -np.array(search.heights) * unit
    limits = np.zeros((len(problem.limits), width))
    limits[:, :count] = problem.limits
    # Rows of like size: a limit on shares of NAV has lots of 1e-3.
    size = np.abs(limits).max(axis=1, initial=0.0)
    size[size <= 0.0] = 1.0
    rows = [planes, limits / size[:, None]]
    ceilings = [heights, problem.ceilings / size]
    if problem.anchor is not None and problem.pull is not None:
        objective[count:gates] = problem.pull * unit
        for sign in (1.0, -1.0):
            away = np.zeros((count, width))
            away[:, :count] = sign * np.eye(count)
            away[:, count:gates] = -np.eye(count)
            rows.append(away)
            ceilings.append(sign * problem.anchor)
    lower = np.zeros(width)
    lower[-1] = -1e3 * _SCALE
    upper = np.full(width, np.inf)
    upper[:count] = problem.most
    integral = np.zeros(width)
    integral[:count] = 1
    if gated:
        objective[gates:-1] = problem.fixed * unit
        door = np.zeros((count, width))
        door[:, :count] = np.eye(count)
        door[:, gates:-1] = -np.diag(problem.most.astype(float))
        rows.append(door)
        ceilings.append(np.zeros(count))
        upper[gates:-1] = 1.0
        integral[gates:-1] = 1
    return _Programme(
        objective, np.vstack(rows), np.concatenate(ceilings), lower, upper, integral
    )


def _relax(search: _Search, goal: float) -> None:
    """Lay planes where fractions of lots would be best, until they tell no more."""
    count = len(search.problem.most)
    inner = search.best.astype(float)
    inner_value = search.value
    for _ in range(_ROUNDS):
        if search.late:
            return
        made = _programme(search)
        found = linprog(
            made.objective,
            A_ub=made.rows,
            b_ub=made.ceilings,
            bounds=np.column_stack([made.lower, made.upper]),
            method="highs",
        )
        if found.x is None:
            return
        search.bound = max(search.bound, float(found.fun) / search.unit)
        outer = found.x[:count]
        middle = 0.5 * (inner + outer)
        for point in (outer, middle):
            search.lay(point)
            value = _value_at(search, point)
            if value < inner_value:
                inner, inner_value = point, value
        search.offer(_fit(search.problem, outer))
        if inner_value - search.bound <= 0.2 * goal:
            break
    search.offer(_fit(search.problem, inner))


def _value_at(search: _Search, point: Floats) -> float:
    problem = search.problem
    slope, height = search.slopes[-1], search.heights[-1]
    value = height + float((slope + problem.cost + problem.entry) @ point)
    if problem.anchor is not None and problem.pull is not None:
        value += float(problem.pull @ np.abs(point - problem.anchor))
    return value


def _polish(search: _Search) -> None:
    """Try one lot more or less of each, and of each pair, while it helps."""
    count = len(search.problem.most)
    singles = np.vstack([np.eye(count), -np.eye(count)]).astype(np.int64)
    pairs = [
        one - other
        for one in singles[:count]
        for other in singles[:count]
        if (one != other).any()
    ]
    moves = [*singles, *pairs]
    for _ in range(_SWEEPS):
        before = search.value
        drops = [-search.best * row for row in singles[:count]]
        for move in (*drops, *moves):
            if search.late:
                return
            search.offer(search.best + move)
        if search.value >= before:
            return


def _prove(search: _Search, goal: float) -> None:
    """Solve the programme in whole lots, laying planes, until bound and value meet."""
    count = len(search.problem.most)
    for _ in range(_ROUNDS):
        left = search.ends - time.monotonic()
        if search.value - search.bound <= goal or left <= 0.01:
            return
        made = _programme(search)
        found = milp(
            made.objective,
            integrality=made.integral,
            bounds=Bounds(made.lower, made.upper),
            constraints=LinearConstraint(made.rows, -np.inf, made.ceilings),
            options={"time_limit": left, "mip_rel_gap": 1e-5},
        )
        dual = getattr(found, "mip_dual_bound", None)
        if dual is not None and np.isfinite(dual):
            search.bound = max(search.bound, float(dual) / search.unit)
        if found.x is None:
            return
        lots = np.rint(found.x[:count]).astype(np.int64)
        search.offer(lots)
        search.lay(lots.astype(float))
        if found.status != 0:
            return
