"""Least squares with errors that clusters share."""

from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.event_tests import p_student


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """Coefficients with robust errors, in the order of the design's columns (K,).

    ``df`` is G - 1 with clusters, else N - K; ``p`` two-sided under Student's t.
    ``r_squared`` is about the mean of the dependent variable.
    """

    coefficient: Floats
    error: Floats
    t: Floats
    p: Floats
    df: int
    r_squared: float
    observations: int
    clusters: int | None


def regress(design: Floats, values: Floats, cluster: Ints | None = None) -> Regression:
    """Regress values on a design by least squares.

    Parameters
    ----------
    design : ndarray of shape (N, K)
        With its constant, if there is to be one; no NaN.
    values : ndarray of shape (N,)
        No NaN.
    cluster : ndarray of shape (N,), optional
        0 to G - 1. With it errors are cluster-robust with the factor
        ``G / (G - 1) (N - 1) / (N - K)`` (CR1); without it they are robust against
        unequal variance with ``N / (N - K)`` (HC1).

    Raises
    ------
    NumericsError
        When the design is collinear, leaves no degree of freedom, or there are fewer
        than two clusters.

    References
    ----------
    Liang and Zeger (1986), Biometrika 73; MacKinnon and White (1985), J. Econometrics
    29; Cameron and Miller (2015), J. Human Resources 50.
    """
    count, size = design.shape
    if count <= size:
        raise NumericsError(f"{count} observations for {size} coefficients")
    coefficient, _, rank, _ = np.linalg.lstsq(design, values, rcond=None)
    if rank < size:
        raise NumericsError("the characteristics are collinear")
    residual = values - design @ coefficient
    scores = design * residual[:, None]
    groups = None
    if cluster is None:
        scale, df = count / (count - size), count - size
    else:
        groups = int(cluster.max()) + 1
        if groups < 2:
            raise NumericsError("clustered errors need at least two clusters")
        total = np.zeros((groups, size))
        np.add.at(total, cluster, scores)
        scores = total
        scale = groups / (groups - 1.0) * (count - 1.0) / (count - size)
        df = groups - 1
    bread = np.linalg.inv(design.T @ design)
    error = np.sqrt(scale * np.diag(bread @ (scores.T @ scores) @ bread))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = coefficient / error
    spread = float(((values - values.mean()) ** 2).sum())
    return Regression(
        coefficient=np.asarray(coefficient, np.float64),
        error=error,
        t=t,
        p=p_student(t, df),
        df=df,
        r_squared=1.0 - float(residual @ residual) / spread if spread > 0 else np.nan,
        observations=count,
        clusters=groups,
    )
