"""Whole lots of least variance in the factor model, gross kept small by a ridge."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import lsq_linear

from kuroshio.numerics import Floats
from kuroshio.risk.hedging.desk import Gram
from kuroshio.risk.hedging.whole_lots import Lots

RIDGE = 0.001  # loadings carry a ridge of their own: this only breaks ties
_SWEEPS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What bounds lots: each from 0 to ``most``, and ``limits x <= ceilings``."""

    most: Lots
    limits: Floats
    ceilings: Floats
    names: tuple[str, ...] = ()

    def part(self, places: Sequence[int]) -> "Room":
        """Return the same for some candidates alone."""
        rows = list(places)
        return Room(
            most=self.most[rows],
            limits=self.limits[:, rows],
            ceilings=self.ceilings,
            names=self.names,
        )

    def holds(self, lots: Lots) -> bool:
        """Return whether lots keep every limit."""
        slack = self.ceilings - self.limits @ lots
        within = (lots >= 0).all() and (lots <= self.most).all()
        return bool(within and (slack >= -1e-9 * (1.0 + np.abs(self.ceilings))).all())


def ridge_lots(
    gram: Gram,
    room: Room,
    *,
    ridge: float = RIDGE,
    pairs: Sequence[tuple[int, int]] = (),
) -> tuple[Floats, Lots]:
    """Return fractions of lots of least variance and ridge, and whole lots near them.

    The ridge is ``ridge`` times the mean variance of the candidates per unit of
    notional, on squared notionals: for candidates of one size the estimator of
    `ridge_loadings`. Whole lots are rounded, brought into the limits by the lots that
    help least, and improved one lot or one exchange of lots at a time. ``pairs`` are
    places of one instrument bought and sold: they are set off.
    """
    count = len(gram.cross)
    if not count:
        return np.zeros(0), np.zeros(0, dtype=np.int64)
    own = gram.own + ridge * np.diag(np.diag(gram.own))
    size = np.sqrt(np.maximum(np.diag(own), 1e-300))
    root = np.linalg.cholesky(own / np.outer(size, size) + 1e-12 * np.eye(count))
    goal = -np.linalg.solve(root, gram.cross / size)
    most = np.maximum(room.most * size, 1e-300)
    found = lsq_linear(root.T, goal, bounds=(np.zeros(count), most), method="bvls")
    point: Floats = found.x / size
    for one, other in pairs:
        both = min(point[one], point[other])
        point[[one, other]] -= both
    lots = np.minimum(np.floor(point + 0.5), room.most).astype(np.int64)
    penalised = Gram(base=gram.base, cross=gram.cross, own=own)
    return point, _improve(penalised, room, _repair(penalised, room, lots))


def _repair(gram: Gram, room: Room, lots: Lots) -> Lots:
    """Take away the lots that help least until every limit holds."""
    lots = lots.copy()
    while lots.any() and not room.holds(lots):
        over = room.limits @ lots - room.ceilings
        row = room.limits[int(np.argmax(over / (1.0 + np.abs(room.ceilings))))]
        step = np.maximum(lots // 20, 1)
        costs = np.full(len(lots), np.inf)
        for place in np.flatnonzero((lots > 0) & (row > 0.0)):
            fewer = lots.astype(float)
            fewer[place] -= step[place]
            costs[place] = (
                gram.variance(fewer) - gram.variance(lots.astype(float))
            ) / (step[place] * row[place])
        cheapest = int(np.argmin(costs))
        if not np.isfinite(costs[cheapest]):
            return np.zeros_like(lots)
        lots[cheapest] -= step[cheapest]
    return lots


def _improve(gram: Gram, room: Room, lots: Lots) -> Lots:
    """Take the best step of one lot, or exchange of lots, until none helps."""
    count = len(lots)
    one = np.eye(count, dtype=np.int64)
    exchanged = (one[:, None, :] - one[None, :, :]).reshape(-1, count)
    moves = np.vstack([one, -one, exchanged[exchanged.any(axis=1)]])
    curves = ((moves @ gram.own) * moves).sum(axis=1)
    used = room.limits @ moves.T
    ends = room.ceilings + 1e-9 * (1.0 + np.abs(room.ceilings))
    for _ in range(_SWEEPS):
        gained = 2.0 * (moves @ (gram.cross + gram.own @ lots)) + curves
        tried = lots + moves
        bad = (tried < 0).any(axis=1) | (tried > room.most).any(axis=1)
        bad |= ((room.limits @ lots)[:, None] + used > ends[:, None]).any(axis=0)
        gained[bad] = np.inf
        best = int(np.argmin(gained))
        if gained[best] >= -1e-12 * gram.base:
            return lots
        lots = tried[best]
    return lots
