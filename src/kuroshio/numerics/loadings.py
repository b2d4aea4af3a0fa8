"""Factor loadings of many securities at once, shrunk, with their standard errors."""

from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Loadings:
    """Loadings with what they rest on.

    ``betas`` and ``errors`` have shape (n_securities, n_factors), ``alphas`` and
    ``observations`` (n_securities,), ``residuals`` the shape of the returns. A security
    with too few observations is NaN throughout.
    """

    betas: Floats
    errors: Floats
    alphas: Floats
    observations: Ints
    residuals: Floats


def ridge_loadings(
    returns: Floats,
    factors: Floats,
    *,
    ridge: float,
    target: Floats | None = None,
    fewest: int = 60,
) -> Loadings:
    """Regress every column of returns on all factors, drawn towards a target.

    Minimises sum((r - a - F b)^2) + n0 ridge s^2 |b - target|^2 over each security's
    own finite rows; n0 is the number of factor rows and s^2 the mean variance of the
    factors, so that a security with fewer rows is drawn harder. The intercept is free.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions, n_securities)
        NaN rows of a column are left out of its regression.
    factors : ndarray, shape (n_sessions, n_factors)
        Rows with a NaN are left out of all regressions.
    ridge : float
        0 is ordinary least squares.
    target : ndarray, shape (n_factors,), optional
        Zero by default.
    fewest : int
        Least number of observations of a security.

    Returns
    -------
    Loadings
        Standard errors are s sqrt(diag(A^-1 X'X A^-1)), A = X'X + n0 ridge s^2 I, with
        n - k - 1 degrees of freedom.

    Raises
    ------
    NumericsError
        Shapes disagree, or fewer factor rows than ``fewest``.

    References
    ----------
    .. [1] Hoerl and Kennard (1970), Technometrics 12, 55-67.
    """
    if len(returns) != len(factors):
        raise NumericsError("returns and factors differ in sessions")
    usable = np.asarray(np.isfinite(factors).all(axis=1))
    if usable.sum() < fewest:
        raise NumericsError("fewer factor rows than a regression needs")
    center = factors[usable].mean(axis=0)
    x = np.where(usable[:, None], factors - center, 0.0)
    seen = np.isfinite(returns) & usable[:, None]
    count = seen.sum(axis=0)
    n = np.maximum(count, 1).astype(np.float64)
    k = factors.shape[1]
    gram, cross, x_mean, y_mean = _moments(np.where(seen, returns, 0.0), x, seen, n)
    strength = ridge * float((x**2).sum()) / k  # n0 ridge s^2
    system = gram + strength * np.eye(k)
    few = count < max(fewest, k + 2)
    system[few] = np.eye(k)
    inverse = np.linalg.inv(system)
    aim = np.zeros(k) if target is None else target
    betas = (inverse @ (cross + strength * aim)[:, :, None])[:, :, 0]
    betas[few] = np.nan
    alphas = y_mean - (x_mean * betas).sum(axis=1)
    residuals = np.where(seen, returns - alphas - x @ betas.T, np.nan)
    variance = np.nansum(residuals**2, axis=0) / np.maximum(count - k - 1, 1)
    sandwich = np.diagonal(inverse @ gram @ inverse, axis1=1, axis2=2)
    errors = np.sqrt(variance[:, None] * np.maximum(sandwich, 0.0))
    errors[few] = np.nan
    return Loadings(
        betas=betas,
        errors=errors,
        alphas=alphas - betas @ center,
        observations=count.astype(np.int64),
        residuals=residuals,
    )


def _moments(
    y: Floats, x: Floats, seen: Bools, n: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return centred X'X and X'y of each column over its own rows, and both means."""
    k = x.shape[1]
    mask = seen.astype(np.float64)
    squares = (x[:, :, None] * x[:, None, :]).reshape(len(x), k * k)
    x_mean = mask.T @ x / n[:, None]
    y_mean = y.sum(axis=0) / n
    gram = (mask.T @ squares).reshape(-1, k, k)
    gram -= n[:, None, None] * x_mean[:, :, None] * x_mean[:, None, :]
    cross = y.T @ x - n[:, None] * y_mean[:, None] * x_mean
    return gram, cross, x_mean, y_mean


def shrink_loadings(betas: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """Draw noisy loadings towards their cross-sectional mean, factor by factor.

    With b_i ~ N(beta_i, se_i^2) and beta_i ~ N(m, tau^2), the posterior mean is
    m + (b_i - m) tau^2 / (tau^2 + se_i^2); m is the precision-weighted mean and tau^2
    the variance across securities beyond what the errors explain, not below zero.

    Parameters
    ----------
    betas, errors : ndarray, shape (n_securities, n_factors)
        NaN stays NaN.

    Returns
    -------
    betas, errors : ndarray, shape (n_securities, n_factors)
        Posterior means and standard deviations.

    References
    ----------
    .. [1] Vasicek (1973), Journal of Finance 28, 1233-1239.
    .. [2] Efron and Morris (1975), JASA 70, 311-319.
    """
    seen = np.isfinite(betas) & np.isfinite(errors) & (errors > 0.0)
    precision = np.where(seen, 1.0 / np.where(seen, errors, 1.0) ** 2, 0.0)
    total = np.maximum(precision.sum(axis=0), 1e-300)
    mean = (precision * np.where(seen, betas, 0.0)).sum(axis=0) / total
    count = np.maximum(seen.sum(axis=0), 1)
    across = (np.where(seen, betas - mean, 0.0) ** 2).sum(axis=0) / count
    noise = (np.where(seen, errors, 0.0) ** 2).sum(axis=0) / count
    tau2 = np.maximum(across - noise, 0.0)
    share = np.where(seen, tau2 / (tau2 + np.where(seen, errors, 1.0) ** 2), np.nan)
    return mean + share * (betas - mean), np.sqrt(share) * errors
