"""Every test of a day or a window, over the cross-section of events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import (
    FEWEST_CLUSTERS,
    Floats,
    Ints,
    Moments,
    RankSums,
    benjamini_hochberg,
    cluster_sums,
    clustered_t,
    column_moments,
    corrado_z,
    crude_dependence_t,
    csect_t,
    exceedance_p,
    grank,
    jackknife_t,
    kp_factor_bmp,
    kp_factor_patell,
    p_normal,
    p_student,
    patell_z,
    placebo_draws,
    romano_wolf,
    sign_z,
    skew_adjusted_t,
    wilcoxon,
    wild_cluster_draws,
)
from kuroshio.records import TestKind, TestResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the tests of AAR and CAAR rest on. D tests: the days, then the windows.

    Parameters
    ----------
    values, scaled : ndarray of shape (N, D)
        Abnormal returns, and the same over their standard errors.
    kinds : tuple of D str
    spans : ndarray of shape (D, 2)
        First and last day t of each test.
    start : int
        First t of the event window.
    df : int
        M - k.
    estimation : int
        M.
    mean_residual : ndarray of shape (M,)
    positive : float
        Mean share of estimation residuals above zero.
    correlation : ndarray of shape (D,)
        Mean correlation between events; NaN where it is not known.
    cluster : ndarray of shape (N,)
        Events of one date share a number from 0.
    moments, scaled_moments : Moments
        Of ``values`` and ``scaled``.
    """

    values: Floats
    scaled: Floats
    kinds: tuple[TestKind, ...]
    spans: Ints
    start: int
    df: int
    estimation: int
    mean_residual: Floats
    positive: float
    correlation: Floats
    cluster: Ints
    moments: Moments
    scaled_moments: Moments

    @property
    def lengths(self) -> Ints:
        """Days of each test."""
        return np.asarray(self.spans[:, 1] - self.spans[:, 0] + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One test over all D days and windows."""

    test: str
    stat: Floats
    dist: str | None
    df: float | None
    p: Floats
    p_rw: Floats | None = None


def student(test: str, stat: Floats, df: float) -> Column:
    """Test under Student's t."""
    p = p_student(stat, df) if df > 0 else np.full(len(stat), np.nan)
    return Column(test=test, stat=stat, dist="t", df=df, p=p)


def normal(test: str, stat: Floats) -> Column:
    """Test under the standard normal."""
    return Column(test=test, stat=stat, dist="normal", df=None, p=p_normal(stat))


def mean_column(moments: Moments) -> Column:
    """Mean itself, no test."""
    nothing = np.full(len(moments.mean), np.nan)
    return Column(test="mean", stat=moments.mean, dist=None, df=None, p=nothing)


def parametric(sample: Sample) -> Iterator[Column]:
    """Test means."""
    count, moments, scaled = len(sample.values), sample.moments, sample.scaled_moments
    bmp, patell = csect_t(scaled), patell_z(scaled, sample.df)
    crude = crude_dependence_t(moments, sample.lengths, sample.mean_residual)
    yield mean_column(moments)
    yield student("csect_t", csect_t(moments), count - 1)
    yield student("crude_dependence_t", crude, sample.estimation - 1)
    yield normal("patell_z", patell)
    yield student("bmp_t", bmp, count - 1)
    factor = kp_factor_bmp(sample.correlation, count)
    yield student("kp_adj_bmp_t", bmp * factor, count - 1)
    factor = kp_factor_patell(sample.correlation, count)
    yield normal("kp_adj_patell_z", patell * factor)


def signs(sample: Sample) -> Iterator[Column]:
    """Test signs."""
    yield normal("sign_z", sign_z(sample.moments))
    yield normal("gen_sign_z", sign_z(sample.moments, sample.positive))


def signed_ranks(sample: Sample, *, threads: int = 1) -> Iterator[Column]:
    """Wilcoxon's test, exact where that is feasible."""
    yield from wilcoxon_columns(sample.values, threads=threads)


def wilcoxon_columns(values: Floats, *, threads: int = 1) -> Iterator[Column]:
    """Wilcoxon's test of values, exact where that is feasible."""
    w_plus, z, exact = wilcoxon(values, threads=threads)
    by_normal = p_normal(z)
    dist = "normal" if np.isnan(exact).any() else "exact"
    p = by_normal if dist == "normal" else exact
    yield Column(test="wilcoxon_W_plus", stat=w_plus, dist=dist, df=None, p=p)
    yield normal("wilcoxon_z", z)


def ranks(sample: Sample, sums: RankSums) -> Iterator[Column]:
    """Rank tests over estimation and event days."""
    positions = sample.spans - sample.start + sample.estimation
    rank_z, zivney_z, zivney_sign_z = corrado_z(sums, positions)
    grank_t, grank_z = grank(sums, len(sample.values))
    yield normal("corrado_rank_z", rank_z)
    yield normal("corrado_zivney_rank_z", zivney_z)
    yield normal("corrado_zivney_sign_z", zivney_sign_z)
    yield student("grank_t", grank_t, sample.estimation - 1)
    yield normal("grank_z", grank_z)


def jackknife(sample: Sample) -> Column:
    """Jackknife over dates, or over events when there is one date."""
    cluster = sample.cluster
    if not cluster.any():
        cluster = np.arange(len(cluster))
    sums = cluster_sums(sample.values, cluster)
    return student("jackknife_t", jackknife_t(sums), len(sums.size) - 1)


def wild_bootstrap(
    sample: Sample, *, draws: int, rng: np.random.Generator
) -> Iterator[Column]:
    """Wild cluster bootstrap over dates, with the family's Romano-Wolf p-values."""
    if int(sample.cluster.max()) + 1 < FEWEST_CLUSTERS:
        return
    sums = cluster_sums(sample.values, sample.cluster)
    stat = clustered_t(sums)
    drawn = wild_cluster_draws(sums, draws=draws, rng=rng)
    adjusted = np.full(len(stat), np.nan)
    for kind in dict.fromkeys(sample.kinds):
        family = np.array([k == kind for k in sample.kinds])
        adjusted[family] = romano_wolf(stat[family], drawn[:, family])
    yield Column(
        test="wild_cluster_t",
        stat=stat,
        dist="bootstrap",
        df=None,
        p=exceedance_p(stat, drawn),
        p_rw=adjusted,
    )


def permutation(
    sample: Sample,
    residual_sums: Floats,
    inflation: Floats,
    *,
    draws: int,
    rng: np.random.Generator,
) -> Column:
    """Compare the mean with those of windows at placebo dates.

    ``residual_sums`` (G, M) by date; ``inflation`` (D,) scales residual means up to
    the forecast error that event days carry.
    """
    placebo = placebo_draws(
        residual_sums, sample.lengths, count=len(sample.values), draws=draws, rng=rng
    )
    mean = sample.moments.mean
    p = np.array(
        [
            exceedance_p(mean[d : d + 1], (drawn * inflation[d])[:, None])[0]
            for d, drawn in enumerate(placebo)
        ]
    )
    return Column(test="placebo_mean", stat=mean, dist="permutation", df=None, p=p)


def buy_and_hold(values: Floats) -> Iterator[Column]:
    """Test buy-and-hold abnormal returns."""
    moments = column_moments(values)
    yield mean_column(moments)
    yield student("csect_t", csect_t(moments), len(values) - 1)
    yield student("skew_adj_t", skew_adjusted_t(values), len(values) - 1)


def to_results(
    columns: Iterable[Column], kinds: tuple[TestKind, ...], spans: Ints, count: int
) -> tuple[TestResult, ...]:
    """Turn columns into records, adjusting p-values within each kind and test."""
    results = []
    labels = np.array(kinds)
    for column in columns:
        adjusted = np.full(len(kinds), np.nan)
        for kind in dict.fromkeys(kinds):
            family = labels == kind
            adjusted[family] = benjamini_hochberg(column.p[family])
        for d, kind in enumerate(kinds):
            results.append(
                TestResult(
                    kind=kind,
                    w0=int(spans[d, 0]),
                    w1=int(spans[d, 1]),
                    test=column.test,
                    stat=number(column.stat[d]),
                    dist=column.dist,
                    df=column.df,
                    p=number(column.p[d]),
                    n=count,
                    p_bh=number(adjusted[d]),
                    p_rw=None if column.p_rw is None else number(column.p_rw[d]),
                )
            )
    return tuple(results)


def number(value: float) -> float | None:
    """Finite number, or None."""
    return float(value) if np.isfinite(value) else None
