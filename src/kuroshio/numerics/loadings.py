"""Factor loadings of many securities at once, shrunk, with their standard errors."""

from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats, Ints


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
    weights: Floats | None = None,
) -> Loadings:
    """Regress every column of returns on all factors, drawn towards a target.

    Minimises sum(w (r - a - F b)^2) + n0 ridge s^2 |b - target|^2 over each security's
    own finite rows; n0 is the weight of all factor rows and s^2 the mean variance of
    the factors, so that a security with fewer rows is drawn harder. The intercept is
    free.

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
    weights : ndarray, shape (n_sessions,), optional
        w, above 0, such as `fading_weights`; by default all rows count alike.

    Returns
    -------
    Loadings
        Standard errors are s sqrt(diag(A^-1 X'W^2X A^-1)), A = X'WX + n0 ridge s^2 I,
        with m - k - 1 degrees of freedom, m = (sum w)^2 / sum w^2; without weights m is
        the number of rows.

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
    fading = np.ones(len(factors)) if weights is None else _checked(weights, factors)
    center = (fading[usable] @ factors[usable]) / fading[usable].sum()
    x = np.where(usable[:, None], factors - center, 0.0)
    seen = np.isfinite(returns) & usable[:, None]
    count = seen.sum(axis=0)
    k = factors.shape[1]
    y = np.where(seen, returns, 0.0)
    mask = seen * fading[:, None]
    n = np.maximum(mask.sum(axis=0), 1e-300)
    gram, cross, x_mean, y_mean = _moments(y, x, mask, n)
    strength = ridge * float(fading @ x**2 @ np.ones(k)) / k  # n0 ridge s^2
    system = gram + strength * np.eye(k)
    few = count < max(fewest, k + 2)
    system[few] = np.eye(k)
    inverse = np.linalg.inv(system)
    aim = np.zeros(k) if target is None else target
    betas = (inverse @ (cross + strength * aim)[:, :, None])[:, :, 0]
    betas[few] = np.nan
    alphas = y_mean - (x_mean * betas).sum(axis=1)
    residuals = np.where(seen, returns - alphas - x @ betas.T, np.nan)
    if weights is None:
        spread, many = gram, count.astype(np.float64)
    else:
        squared = mask * fading[:, None]
        total = np.maximum(squared.sum(axis=0), 1e-300)
        spread = _moments(y, x, squared, total)[0]
        many = n**2 / total
    squares = np.nansum(fading[:, None] * residuals**2, axis=0) / n
    variance = squares * many / np.maximum(many - k - 1.0, 1.0)
    sandwich = np.diagonal(inverse @ spread @ inverse, axis1=1, axis2=2)
    errors = np.sqrt(variance[:, None] * np.maximum(sandwich, 0.0))
    errors[few] = np.nan
    return Loadings(
        betas=betas,
        errors=errors,
        alphas=alphas - betas @ center,
        observations=count.astype(np.int64),
        residuals=residuals,
    )


def _checked(weights: Floats, factors: Floats) -> Floats:
    if len(weights) != len(factors):
        raise NumericsError("weights and factors differ in sessions")
    if not (np.isfinite(weights).all() and (weights > 0.0).all()):
        raise NumericsError("weights of a regression are above 0")
    return weights


def _moments(
    y: Floats, x: Floats, mask: Floats, n: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return weighted centred X'X and X'y of each column, and both means."""
    k = x.shape[1]
    squares = (x[:, :, None] * x[:, None, :]).reshape(len(x), k * k)
    weighed = mask * y
    x_mean = mask.T @ x / n[:, None]
    y_mean = weighed.sum(axis=0) / n
    gram = (mask.T @ squares).reshape(-1, k, k)
    gram -= n[:, None, None] * x_mean[:, :, None] * x_mean[:, None, :]
    cross = weighed.T @ x - n[:, None] * y_mean[:, None] * x_mean
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
