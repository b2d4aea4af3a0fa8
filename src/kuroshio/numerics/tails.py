"""Value at risk and expected shortfall of Student-t returns; losses are positive.

The quantile is worked out here, in plain Python, because ``scipy.stats`` takes three
seconds to import and a brief needs four numbers.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import NumericsError

_TINY = 1e-300
_SIGNIFICANT = 1e-16


def student_cdf(x: float, df: float) -> float:
    """Return the Student-t distribution function; ``df`` inf is the normal.

    References
    ----------
    .. [1] Abramowitz and Stegun (1964), 26.7.1 with the incomplete beta function.
    """
    _check(df)
    if math.isinf(df):
        return 0.5 * math.erfc(-x / math.sqrt(2.0))
    if x * x < df:  # near the middle the tail would lose digits
        part = 0.5 * _incomplete_beta(0.5, 0.5 * df, x * x / (df + x * x))
        return 0.5 + math.copysign(part, x)
    tail = 0.5 * _incomplete_beta(0.5 * df, 0.5, df / (df + x * x))
    return tail if x < 0 else 1.0 - tail


def student_density(x: float, df: float) -> float:
    """Return the Student-t density; ``df`` inf is the normal."""
    _check(df)
    if math.isinf(df):
        return math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
    log_constant = (
        math.lgamma(0.5 * (df + 1.0))
        - math.lgamma(0.5 * df)
        - 0.5 * math.log(df * math.pi)
    )
    return math.exp(log_constant - 0.5 * (df + 1.0) * math.log1p(x * x / df))


@lru_cache(maxsize=4_096)  # a forecast asks for the same few of every row
def student_quantile(level: float, df: float) -> float:
    """Return the Student-t quantile by bisection and Newton steps.

    Parameters
    ----------
    level : float
        Probability in (0, 1).
    df : float
        Degrees of freedom above 0; inf is the normal.

    Raises
    ------
    NumericsError
        ``level`` or ``df`` is out of its range.
    """
    _check(df)
    if not 0.0 < level < 1.0:
        raise NumericsError(f"a quantile needs a level within (0, 1), not {level}")
    if level < 0.5:
        return -student_quantile(1.0 - level, df)
    low, high = 0.0, 2.0
    while student_cdf(high, df) < level:
        high *= 2.0
    x = 0.5 * (low + high)
    for _ in range(200):
        gap = student_cdf(x, df) - level
        low, high = (low, x) if gap > 0 else (x, high)
        step = x - gap / max(student_density(x, df), _TINY)
        nearer = step if low < step < high else 0.5 * (low + high)
        if abs(nearer - x) <= 1e-14 * max(1.0, abs(x)):
            return nearer
        x = nearer
    return x


def _check(df: float) -> None:
    if not df > 0.0:
        raise NumericsError(f"Student-t needs degrees of freedom above 0, not {df}")


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Return I_x(a, b) by Lentz's continued fraction (Abramowitz-Stegun 26.5.8)."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - _incomplete_beta(b, a, 1.0 - x)
    front = math.exp(
        math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
        + a * math.log(x)
        + b * math.log1p(-x)
    )
    return front * _fraction(a, b, x) / a


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1.0 / max(1.0 - (a + b) * x / (a + 1.0), _TINY)
    result = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / (1.0 + term * d or _TINY)
            c = 1.0 + term / c or _TINY
            result *= c * d
        if abs(c * d - 1.0) < _SIGNIFICANT * 10:
            break
    return result


@lru_cache(maxsize=256)
def tail_multiples(level: float, df: float) -> tuple[float, float]:
    """Return VaR and ES of a unit-variance Student-t loss, both positive.

    Parameters
    ----------
    level : float
        Confidence, such as 0.99.
    df : float
        Degrees of freedom above 2, so that the variance exists; inf is the normal.

    Returns
    -------
    tuple of float
        VaR and ES in units of the volatility.

    Raises
    ------
    NumericsError
        ``df`` is 2 or less.

    References
    ----------
    .. [1] McNeil, Frey and Embrechts (2015), Quantitative Risk Management, revised
       edition, examples 2.11 and 2.14.
    """
    if not df > 2.0:
        raise NumericsError(f"unit variance needs more than 2 degrees, not {df}")
    quantile = student_quantile(level, df)
    density = student_density(quantile, df)
    if math.isinf(df):
        return quantile, density / (1.0 - level)
    scale = math.sqrt((df - 2.0) / df)
    shortfall = density / (1.0 - level) * (df + quantile * quantile) / (df - 1.0)
    return scale * quantile, scale * shortfall


def fit_student_df(
    standardised: NDArray[np.float64], *, candidates: tuple[float, ...] | None = None
) -> float:
    """Return the degrees of freedom of the likeliest unit-variance Student-t.

    Parameters
    ----------
    standardised : ndarray, shape (n_observations,)
        Returns divided by their forecast volatility; NaN is left out. They are
        brought to unit variance first, so that only the shape is fitted.
    candidates : tuple of float, optional
        Degrees to choose among; from 2.5 to 60 by default.

    Raises
    ------
    NumericsError
        Fewer than 100 observations.
    """
    clean = standardised[np.isfinite(standardised)]
    if len(clean) < 100:
        raise NumericsError("fitting a tail needs at least 100 observations")
    squares = (clean / clean.std()) ** 2
    grid = candidates or tuple(np.round(np.geomspace(2.5, 60.0, 40), 2).tolist())
    return max(grid, key=lambda df: _likelihood(squares, df))


def _likelihood(squares: NDArray[np.float64], df: float) -> float:
    constant = (
        math.lgamma(0.5 * (df + 1.0))
        - math.lgamma(0.5 * df)
        - 0.5 * math.log(math.pi * (df - 2.0))
    )
    kernel = 0.5 * (df + 1.0) * np.log1p(squares / (df - 2.0))
    return float(constant - kernel.mean())
