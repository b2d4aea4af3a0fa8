"""Loops of asymmetric GARCH, compiled."""

import math

import numpy as np

from kuroshio.numerics.arrays import Floats
from kuroshio.numerics.compilation import compiled


@compiled
def gjr_variances(  # noqa: PLR0917 - the compiler knows no keywords
    returns: Floats, omega: float, alpha: float, gamma: float, beta: float, first: float
) -> Floats:
    """Return n + 1 variances, the last for the session to come."""
    count = len(returns)
    path = np.empty(count + 1)
    path[0] = first
    for t in range(count):
        r = returns[t]
        square = r * r
        if math.isnan(r):
            square = path[t]
        slope = alpha + gamma if r < 0.0 else alpha
        path[t + 1] = omega + slope * square + beta * path[t]
    return path


@compiled
def student_likelihood(  # noqa: PLR0917 - the compiler knows no keywords
    returns: Floats, omega: float, alpha: float, gamma: float, beta: float, df: float
) -> float:
    """Return the log likelihood with unit-variance Student-t innovations."""
    variance, total, count = 1.0, 0.0, len(returns)
    half = 0.5 * (df + 1.0)
    for t in range(count):
        r = returns[t]
        square = r * r
        total -= 0.5 * math.log(variance)
        total -= half * math.log(1.0 + square / (variance * (df - 2.0)))
        slope = alpha + gamma if r < 0.0 else alpha
        variance = omega + slope * square + beta * variance
    constant = math.lgamma(half) - math.lgamma(0.5 * df)
    constant -= 0.5 * math.log(math.pi * (df - 2.0))
    return total + count * constant


@compiled
def allowed_gjr(point: Floats) -> bool:
    """Say whether alpha, gamma, beta, df leave a variance that is positive and mean."""
    alpha, gamma, beta, df = point
    rest = 1.0 - alpha - 0.5 * gamma - beta
    low = min(alpha, alpha + gamma, beta, rest - 0.002)
    return bool(low >= 0.0 and 2.5 <= df <= 60.0)


@compiled
def targeted_likelihood(returns: Floats, point: Floats) -> float:
    """Return the likelihood with a long-run variance of 1."""
    alpha, gamma, beta, df = point
    rest = 1.0 - alpha - 0.5 * gamma - beta
    return student_likelihood(returns, rest, alpha, gamma, beta, df)


@compiled
def likeliest_gjr(returns: Floats) -> tuple[float, float, float, float, float]:
    """Return alpha, gamma, beta, df and the likelihood for returns of unit variance.

    Coordinates are tried a step up and down in turn; steps halve when none helps.
    Those of df are in its logarithm.
    """
    point = np.array([0.05, 0.05, 0.88, 6.0])
    steps = np.array([0.04, 0.04, 0.06, 0.34])
    best = targeted_likelihood(returns, point)
    for _ in range(200):
        moved = False
        for way in range(8):
            axis, sign = way // 2, 1.0 - 2.0 * (way % 2)
            trial = point.copy()
            if axis == 3:
                trial[3] *= math.exp(sign * steps[3])
            else:
                trial[axis] += sign * steps[axis]
            if not allowed_gjr(trial):
                continue
            value = targeted_likelihood(returns, trial)
            if value > best + 1e-9:
                best, point, moved = value, trial, True
        if not moved:
            steps *= 0.5
            if steps[0] < 5e-4:
                break
    return point[0], point[1], point[2], point[3], best
