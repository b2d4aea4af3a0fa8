"""Losses of a book along drawn paths of its factors and residuals, with their parts."""

import math
from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics import Floats
from kuroshio.risk.positions import Positions

_CHUNK, _JOINED = 10_000, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLosses:
    """VaR and ES over drawn paths, and each holding's part of ES, (n_holdings,).

    The parts are mean losses over the worst paths and add up to ``es``.
    """

    level: float
    var: float
    es: float
    contributions: Floats


def draw_losses(
    positions: Positions,
    *,
    paths: int,
    level: float,
    df: float,
    rng: np.random.Generator,
) -> PathLosses:
    """Draw one session of a book many times over.

    Factors and residuals are normal with one common chi-square mixing variable a path,
    so that the whole is a unit-scaled multivariate Student-t. Blocks move their
    holdings together; listings of one issuer share its residual.

    Parameters
    ----------
    positions : Positions
    paths : int
        At least 1 / (1 - level).
    level : float
        Such as 0.99.
    df : float
        Degrees of freedom above 2.
    rng : numpy.random.Generator
    """
    worst = math.ceil((1.0 - level) * paths - 1e-9)
    if worst < 1 or df <= 2.0:
        raise NumericsError("too few paths for the level, or no variance")
    loadings = _root_loadings(positions)
    issuers, alone = positions.issuers, positions.alone.astype(np.float32)
    joined = len(alone) <= _JOINED
    if joined:  # fewer numbers to draw than drivers and residuals apart
        loadings = _joint_root(loadings, positions)
    root = loadings.astype(np.float32)
    ones = np.ones(len(alone), dtype=np.float32)
    tails, totals = [], []
    for begin in range(0, paths, _CHUNK):
        count = min(_CHUNK, paths - begin)
        moves = rng.standard_normal((count, len(root)), dtype=np.float32) @ root
        if not joined:
            size = (count, int(issuers.max()) + 1)
            own = rng.standard_normal(size, dtype=np.float32)
            moves += own[:, issuers] * alone
        mixing = np.sqrt((df - 2.0) / rng.chisquare(df, count)).astype(np.float32)
        total = (moves @ ones).astype(np.float64) * mixing
        kept = min(worst, count)
        rows = np.argpartition(total, kept - 1)[:kept]
        tails.append(moves[rows] * mixing[rows, None])
        totals.append(total[rows])
    total = np.concatenate(totals)
    order = np.argsort(total, kind="stable")[:worst]
    parts: Floats = -np.concatenate(tails)[order].mean(axis=0, dtype=np.float64)
    return PathLosses(
        level=level,
        var=-float(total[order[-1]]),
        es=float(parts.sum()),
        contributions=parts,
    )


def _joint_root(loadings: Floats, positions: Positions) -> Floats:
    """Return a root of the covariance of all holdings, residuals with it, (n, n)."""
    alone, issuers = positions.alone, positions.issuers
    same = issuers[:, None] == issuers
    covariance = loadings.T @ loadings + same * np.outer(alone, alone)
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = (vectors * np.sqrt(np.maximum(values, 0.0))).T
    return root


def _root_loadings(positions: Positions) -> Floats:
    """Return loadings of holdings on independent drivers, (n_drivers, n_holdings)."""
    parts = [(positions.local + positions.currency, positions.covariance)]
    if positions.blocks is not None and positions.block_covariance is not None:
        used = np.flatnonzero(positions.blocks.any(axis=0))
        covariance = positions.block_covariance[np.ix_(used, used)]
        parts.append((positions.blocks[:, used], covariance))
    rows = []
    for loadings, covariance in parts:
        values, vectors = np.linalg.eigh(covariance)
        rows.append((loadings @ (vectors * np.sqrt(np.maximum(values, 0.0)))).T)
    stacked: Floats = np.vstack(rows)
    return stacked
