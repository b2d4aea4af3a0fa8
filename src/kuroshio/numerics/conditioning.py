"""Expectation and covariance of a normal vector, given linear combinations of it."""

import math
from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats

# Its own tails, like those of the Student-t: scipy's take half a second to import.
from kuroshio.numerics.tails import _incomplete_beta

_TINY = 1e-300
_SINGULAR = 1e-12
_CONTRADICTS = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditioned:
    """A zero-mean vector x once A x = b is known.

    Parameters
    ----------
    mean : ndarray, shape (n,)
    covariance : ndarray, shape (n, n)
        Positive semi-definite; does not depend on b.
    distance : float
        Mahalanobis distance of b: sqrt(b' (A S A')^-1 b).
    dimensions : int
        Independent conditions among the rows of A.
    """

    mean: Floats
    covariance: Floats
    distance: float
    dimensions: int


def condition_normal(covariance: Floats, rows: Floats, values: Floats) -> Conditioned:
    """Condition a zero-mean normal vector on linear combinations of it.

    E[x | A x = b] = S A' (A S A')^-1 b and S - S A' (A S A')^-1 A S. Conditions that
    follow from others are used once; the inverse is taken on their span.

    Parameters
    ----------
    covariance : ndarray, shape (n, n)
        Symmetric, positive semi-definite.
    rows : ndarray, shape (n_conditions, n)
        A.
    values : ndarray, shape (n_conditions,)
        b.

    Returns
    -------
    Conditioned

    Raises
    ------
    NumericsError
        The covariance is not finite, symmetric and positive semi-definite, or the
        conditions contradict one another.

    References
    ----------
    .. [1] Anderson (2003), An Introduction to Multivariate Statistical Analysis, third
       edition, theorem 2.5.1.
    .. [2] Kupiec (1998), Stress testing in a value at risk framework, Journal of
       Derivatives 6(1), 7-24.
    """
    check_covariance(covariance)
    if not len(values):
        zero = np.zeros(len(covariance))
        return Conditioned(
            mean=zero, covariance=np.array(covariance), distance=0.0, dimensions=0
        )
    across = covariance @ rows.T
    inner = rows @ across
    # Conditions are brought to one scale, so that a yield and an index weigh alike.
    scale = np.sqrt(np.maximum(np.diag(inner), 0.0))
    if not (scale > 0.0).all():
        raise NumericsError("a condition is on something that never moves")
    correlation = inner / np.outer(scale, scale)
    eigenvalues, vectors = np.linalg.eigh(correlation)
    kept = eigenvalues > _SINGULAR * len(values)
    wanted = values / scale
    inside = vectors[:, kept]
    coordinates = inside.T @ wanted
    left = wanted - inside @ coordinates
    if np.abs(left).max() > _CONTRADICTS * max(1.0, np.abs(wanted).max()):
        raise NumericsError("the conditions contradict one another")
    weights = inside / eigenvalues[kept]
    slopes = (across / scale) @ weights
    whitened = (across / scale) @ (inside / np.sqrt(eigenvalues[kept]))
    remaining = covariance - whitened @ whitened.T
    return Conditioned(
        mean=slopes @ coordinates,
        covariance=0.5 * (remaining + remaining.T),
        distance=float(np.sqrt((coordinates**2 / eigenvalues[kept]).sum())),
        dimensions=int(kept.sum()),
    )


def check_covariance(covariance: Floats) -> None:
    """Refuse a matrix that is no covariance.

    Raises
    ------
    NumericsError
        It is not square, finite, symmetric or positive semi-definite.
    """
    square = covariance.ndim == 2 and covariance.shape[0] == covariance.shape[1]
    if not square:
        raise NumericsError("a covariance is square")
    if not np.isfinite(covariance).all():
        raise NumericsError("a covariance holds something that is not a number")
    size = float(np.abs(covariance).max(initial=0.0))
    if np.abs(covariance - covariance.T).max(initial=0.0) > 1e-9 * size:
        raise NumericsError("a covariance is symmetric; this is not")
    least = np.linalg.eigvalsh(covariance)[0] if len(covariance) else 0.0
    if least < -1e-9 * size:
        raise NumericsError(
            f"the covariance is not positive semi-definite: eigenvalue {least:.3g}"
        )


def student_spread(df: float, distance: float, dimensions: int) -> float:
    """Return the factor on the conditional covariance that Student-t tails bring.

    For x of covariance S and nu degrees of freedom, given k conditions at distance d,
    the covariance of the rest is (nu - 2 + d^2) / (nu - 2 + k) times the normal one.

    References
    ----------
    .. [1] Ding (2016), On the conditional distribution of the multivariate t
       distribution, The American Statistician 70, 293-295.
    """
    if not df > 2.0:
        raise NumericsError(f"a variance needs more than 2 degrees, not {df}")
    if np.isinf(df):
        return 1.0
    return (df - 2.0 + distance**2) / (df - 2.0 + dimensions)


def distance_odds(distance: float, dimensions: int, df: float) -> float:
    """Return the chance that a vector is at least so far from its mean.

    Under a normal (``df`` inf) d^2 has a chi-squared distribution with k degrees; under
    a Student-t of the same covariance d^2 nu / (k (nu - 2)) is F(k, nu).

    References
    ----------
    .. [1] Kotz and Nadarajah (2004), Multivariate t Distributions and Their
       Applications, section 3.3.
    """
    if dimensions == 0 or distance == 0.0:
        return 1.0
    if math.isinf(df):
        return _gamma_tail(0.5 * dimensions, 0.5 * distance**2)
    # P(F > x) = I(nu / 2, k / 2) at nu / (nu + k x), and k x = d^2 nu / (nu - 2).
    return _incomplete_beta(
        0.5 * df, 0.5 * dimensions, 1.0 / (1.0 + distance**2 / (df - 2.0))
    )


def _gamma_tail(shape: float, x: float) -> float:
    """Return Q(a, x), by series or Lentz's fraction (Abramowitz-Stegun 6.5.29, 31)."""
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1.0:
        term = total = 1.0 / shape
        for n in range(1, 1000):
            term *= x / (shape + n)
            total += term
            if term < total * 1e-17:
                break
        return max(1.0 - front * total, 0.0)
    b = x + 1.0 - shape
    c, d = 1.0 / _TINY, 1.0 / b
    result = d
    for n in range(1, 1000):
        a = -n * (n - shape)
        b += 2.0
        d = 1.0 / (a * d + b or _TINY)
        c = b + a / c or _TINY
        result *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return front * result


def reverse_point(covariance: Floats, slopes: Floats, loss: float) -> Floats:
    """Return the likeliest x with slopes' x = -loss, for elliptical x of mean zero.

    x = -loss S w / (w' S w): the point of least Mahalanobis distance on the plane.

    Parameters
    ----------
    covariance : ndarray, shape (n, n)
    slopes : ndarray, shape (n,)
        w: P&L for one unit of each component.
    loss : float
        Positive.

    Raises
    ------
    NumericsError
        Nothing that moves reaches the P&L.

    References
    ----------
    .. [1] Breuer, Jandacka, Rheinberger and Summer (2009), How to find plausible,
       severe and useful stress scenarios, International Journal of Central Banking
       5(3), 205-224.
    """
    check_covariance(covariance)
    toward = covariance @ slopes
    variance = float(slopes @ toward)
    if not variance > 0.0:
        raise NumericsError("the book has no risk, so no scenario loses anything")
    point: Floats = -loss * toward / variance
    return point
