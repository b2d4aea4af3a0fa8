"""Betas of securities that trade out of step with the market."""

import numpy as np

from kuroshio.numerics.arrays import Floats


def slope(y: Floats, x: Floats) -> Floats:
    """Least-squares slope with a constant, row by row of (N, M)."""
    deviation = x - x.mean(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((deviation * y).sum(axis=1) / (deviation**2).sum(axis=1))


def scholes_williams_beta(
    returns: Floats, lagged: Floats, market: Floats, leading: Floats
) -> Floats:
    """Estimate ``(b_lag + b + b_lead) / (1 + 2 rho)`` from three simple regressions.

    Parameters
    ----------
    returns, lagged, market, leading : ndarray of shape (N, M)
        Simple returns of the security at t, and of the market at t - 1, t and t + 1;
        one row an event. NaN anywhere in a row makes its beta NaN.

    Returns
    -------
    ndarray of shape (N,)
        ``rho`` is the Pearson correlation of the market at t and t - 1.

    References
    ----------
    Scholes and Williams (1977), J. Financial Economics 5.
    """
    total = slope(returns, lagged) + slope(returns, market) + slope(returns, leading)
    left = market - market.mean(axis=1, keepdims=True)
    right = lagged - lagged.mean(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt((left**2).sum(axis=1) * (right**2).sum(axis=1))
        rho = (left * right).sum(axis=1) / scale
        return np.asarray(total / (1.0 + 2.0 * rho))


def dimson_beta(
    returns: Floats, lagged: Floats, market: Floats, leading: Floats
) -> Floats:
    """Sum the slopes of one regression on the market at t - 1, t and t + 1.

    Arguments and NaN as `scholes_williams_beta`; NaN too where the three are
    collinear. Dimson (1979), J. Financial Economics 7, with one lag and one lead.
    """
    x = np.stack([lagged, market, leading], axis=2)
    x = x - x.mean(axis=1, keepdims=True)
    gram = np.einsum("nmi,nmj->nij", x, x)
    right = np.einsum("nmi,nm->ni", x, returns)
    out = np.full(len(returns), np.nan)
    good = np.isfinite(gram).all(axis=(1, 2)) & np.isfinite(right).all(axis=1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        good &= np.linalg.cond(np.where(good[:, None, None], gram, 0.0)) < 1e12
    slopes = np.linalg.solve(gram[good], right[good][:, :, None])
    out[good] = slopes.sum(axis=(1, 2))
    return out
