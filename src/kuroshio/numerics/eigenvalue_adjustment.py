"""Mend a covariance for what sampling does to its smallest and largest directions."""

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats


def adjust_eigenvalues(
    covariance: Floats,
    observations: int,
    *,
    rng: np.random.Generator,
    draws: int = 200,
    strength: float = 1.4,
) -> Floats:
    """Return a covariance whose eigenvalues no longer flatter small directions.

    Histories are drawn from the covariance itself; in the directions that each drawn
    covariance finds, its own variances are compared with the true ones. The root mean
    square ratio of volatilities, stretched by ``strength``, scales the estimate.

    Parameters
    ----------
    covariance : ndarray, shape (n, n)
        Positive semi-definite.
    observations : int
        Rows that it was estimated from; the effective number with fading weights.
    rng : numpy.random.Generator
        Source of the drawn histories.
    draws : int
        How many.
    strength : float
        1 corrects for normal returns; real ones need more.

    Returns
    -------
    ndarray, shape (n, n)
        Positive semi-definite, symmetric. Its trace may differ.

    References
    ----------
    .. [1] Menchero, Wang and Orr (2011), "Eigen-adjusted covariance matrices", MSCI
       research insight, equations 3 to 11; 1.4 is the authors' value.
    """
    count = len(covariance)
    if observations <= count:
        raise NumericsError("an adjustment needs more observations than factors")
    values, vectors = np.linalg.eigh(0.5 * (covariance + covariance.T))
    true = np.maximum(values, 0.0)
    root = np.sqrt(true)
    ratios = np.zeros(count)
    for _ in range(draws):
        drawn = rng.standard_normal((observations, count)) * root
        found = drawn.T @ drawn / observations
        variances, directions = np.linalg.eigh(found)
        actual = (directions**2 * true[:, None]).sum(axis=0)
        ratios += actual / np.maximum(variances, 1e-300)
    bias = np.sqrt(ratios / draws)
    stretched = 1.0 + strength * (bias - 1.0)
    adjusted: Floats = (vectors * (true * stretched**2)) @ vectors.T
    return 0.5 * (adjusted + adjusted.T)
