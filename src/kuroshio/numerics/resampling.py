"""Tests by resampling that respect events of one date: jackknife, wild bootstrap."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics.arrays import Floats, Ints

# With fewer clusters two-point weights give too few distinct draws (Webb 2023).
TWO_POINT_FROM = 12
FEWEST_CLUSTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSums:
    """Values (N, D) added up by cluster: ``total`` (G, D), ``size`` (G,)."""

    total: Floats
    size: Floats


def cluster_sums(values: Floats, cluster: Ints) -> ClusterSums:
    """Add values by cluster; ``cluster`` (N,) holds 0 to G - 1, each at least once."""
    from kuroshio.numerics._moment_kernels import add_by_cluster

    size = np.bincount(cluster)
    total = np.zeros((len(size), values.shape[1]))
    add_by_cluster(values, cluster, total)
    return ClusterSums(total=total, size=size.astype(np.float64))


def jackknife_t(sums: ClusterSums) -> Floats:
    """Mean over its delete-one-cluster jackknife error; G - 1 degrees of freedom.

    With one event in each cluster it equals the cross-sectional t. NaN for G < 2.
    Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, ch. 3;
    MacKinnon, Nielsen and Webb (2023), J. Econometrics 232, for clusters.
    """
    groups, count = len(sums.size), sums.size.sum()
    if groups < 2:
        return np.full(sums.total.shape[1], np.nan)
    whole = sums.total.sum(axis=0)
    without = (whole - sums.total) / (count - sums.size)[:, None]
    spread = ((without - without.mean(axis=0)) ** 2).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(spread * (groups - 1.0) / groups)
        return np.asarray(whole / count / error)


def clustered_t(sums: ClusterSums) -> Floats:
    """Mean over its cluster-robust standard error."""
    count = sums.size.sum()
    mean = sums.total.sum(axis=0) / count
    residual = sums.total - sums.size[:, None] * mean
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(mean * count / np.sqrt((residual**2).sum(axis=0)))


def wild_cluster_draws(
    sums: ClusterSums, *, draws: int, rng: np.random.Generator
) -> Floats:
    """Draw the clustered t under no abnormal return, with its null imposed.

    Every draw multiplies each cluster's values by one weight: +1 or -1 with 12 or more
    clusters, else Webb's six points. All tests share the weights, so the draws keep
    their joint distribution.

    Returns
    -------
    ndarray of shape (draws, D)

    References
    ----------
    Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90; Webb
    (2023), Canadian Journal of Economics 56.
    """
    groups = len(sums.size)
    if groups >= TWO_POINT_FROM:
        points = np.array([-1.0, 1.0])
    else:
        roots = np.sqrt([0.5, 1.0, 1.5])
        points = np.concatenate([-roots, roots])
    weights = points[rng.integers(0, len(points), size=(draws, groups))]
    count = sums.size.sum()
    mean = weights @ sums.total / count
    # Sum over clusters of (w T - n mean)^2, expanded so that no (B, G, D) array forms.
    squares = (weights**2) @ sums.total**2
    squares -= 2.0 * mean * (weights @ (sums.total * sums.size[:, None]))
    squares += mean**2 * (sums.size**2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(mean * count / np.sqrt(np.maximum(squares, 0.0)))


def exceedance_p(statistic: Floats, draws: Floats) -> Floats:
    """Two-sided share of draws at least as far out, counting the statistic itself."""
    beyond = (np.abs(draws) >= np.abs(statistic)).sum(axis=0)
    p = (1.0 + beyond) / (1.0 + len(draws))
    return np.where(np.isnan(statistic), np.nan, p)


def placebo_draws(
    residual_sums: Floats,
    lengths: Ints,
    *,
    count: int,
    draws: int,
    rng: np.random.Generator,
) -> list[Floats]:
    """Draw mean cumulated residuals of windows placed at random before the events.

    Events of one date move together, so their dependence stays.

    Parameters
    ----------
    residual_sums : ndarray of shape (G, M)
        Estimation residuals added over the events of each date.
    lengths : ndarray of shape (D,)
        Days of each test; at most M.
    count : int
        Number of events.
    draws : int
        With one date every placement is taken once instead.
    rng : numpy.random.Generator

    Returns
    -------
    list of D arrays
        Placebo means; (draws,) each, or (M - l + 1,) with one date.
    """
    groups, estimation = residual_sums.shape
    cumulated = np.concatenate(
        [np.zeros((groups, 1)), np.cumsum(residual_sums, axis=1)], axis=1
    )
    out: dict[int, Floats] = {}
    for length in np.unique(lengths):
        inside = cumulated[:, length:] - cumulated[:, :-length]
        if groups == 1:
            out[int(length)] = inside[0] / count
            continue
        start = rng.integers(0, estimation - length + 1, size=(draws, groups))
        total = np.zeros(draws)
        for g in range(groups):
            total += inside[g, start[:, g]]
        out[int(length)] = total / count
    return [out[int(length)] for length in lengths]
