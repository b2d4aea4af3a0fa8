"""Volatility and covariance with fading memory, safe for missing rows and lags."""

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats


def fading_weights(rows: int, half_life: float) -> Floats:
    """Return weights that halve every ``half_life`` rows; the last is 1."""
    if not half_life > 0.0:
        raise NumericsError(f"half-life must be above 0, not {half_life}")
    weights: Floats = 0.5 ** (np.arange(rows - 1, -1, -1, dtype=np.float64) / half_life)
    return weights


def ewma_volatility(returns: Floats, half_life: float, *, fewest: int = 20) -> Floats:
    """Return the volatility about zero of each column, with fading memory.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions, n_securities)
        Simple, decimal, time first. NaN rows of a column are left out, the weights of
        the others unchanged by it.
    half_life : float
        In sessions.
    fewest : int
        Columns with fewer finite rows give NaN.

    Returns
    -------
    ndarray, shape (n_securities,)
        Per session.

    References
    ----------
    .. [1] J.P. Morgan/Reuters (1996), RiskMetrics Technical Document, 5.2.1.
    """
    seen = np.isfinite(returns)
    weights = fading_weights(len(returns), half_life)
    squares = np.where(seen, returns, 0.0) ** 2
    total = weights @ seen
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = (weights @ squares) / total
    volatility: Floats = np.sqrt(variance)
    volatility[seen.sum(axis=0) < fewest] = np.nan
    return volatility


def newey_west_covariance(
    returns: Floats, *, half_life: float = np.inf, lags: int = 0
) -> Floats:
    """Return the covariance about zero with fading memory and lagged products.

    Closes that are hours apart show up as products of one day with the next; the
    lagged terms bring them back. Bartlett weights keep the result positive
    semi-definite for equal row weights; ``nearest_psd`` mends the rest.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions, n_factors)
        Rows with a NaN are left out as a whole.
    half_life : float
        In sessions; inf weighs all rows alike.
    lags : int
        How many sessions back the products reach.

    Returns
    -------
    ndarray, shape (n_factors, n_factors)
        Per session, symmetric.

    Raises
    ------
    NumericsError
        Not more complete rows than lags.

    References
    ----------
    .. [1] Newey and West (1987), Econometrica 55, 703-708, equation 5.
    """
    rows = returns[np.isfinite(returns).all(axis=1)]
    if len(rows) <= lags + 1:
        raise NumericsError("a covariance needs more complete rows than lags")
    if np.isinf(half_life):
        weights = np.ones(len(rows))
    else:
        weights = fading_weights(len(rows), half_life)
    scaled = rows * np.sqrt(weights)[:, None]
    total = float(weights.sum())
    covariance: Floats = scaled.T @ scaled / total
    for lag in range(1, lags + 1):
        product = scaled[lag:].T @ scaled[:-lag] / total
        covariance += (1.0 - lag / (lags + 1.0)) * (product + product.T)
    return covariance


def correlation_of(covariance: Floats) -> tuple[Floats, Floats]:
    """Return the correlation matrix and the volatilities of a covariance."""
    volatility = np.sqrt(np.diag(covariance))
    if not (volatility > 0.0).all():
        raise NumericsError("a factor without variance has no correlation")
    correlation = covariance / np.outer(volatility, volatility)
    return correlation, volatility


def nearest_psd(matrix: Floats, *, floor: float = 0.0) -> Floats:
    """Return a matrix with its diagonal kept and no eigenvalue under ``floor``.

    Eigenvalues are clipped and the diagonal restored by scaling, so that variances
    stay as estimated.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Symmetric with a positive diagonal.
    floor : float
        Least eigenvalue, as a share of the largest, before the diagonal is restored.
    """
    symmetric = 0.5 * (matrix + matrix.T)
    values, vectors = np.linalg.eigh(symmetric)
    clipped = np.maximum(values, floor * values[-1])
    mended = (vectors * clipped) @ vectors.T
    scale = np.sqrt(np.diag(symmetric) / np.diag(mended))
    result: Floats = mended * np.outer(scale, scale)
    return 0.5 * (result + result.T)
