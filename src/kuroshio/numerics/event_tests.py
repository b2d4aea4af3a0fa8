"""Textbook tests of abnormal returns over a cross-section of events.

Every function takes one column per test: ``values`` (N, D) are abnormal returns (of a
day or summed over a window), ``scaled`` (N, D) the same over their standard errors, or
the moments of either, and returns one statistic per column (D,). NaN where the
statistic has no value (N < 2, no spread). No input may hold NaN.
"""

import numpy as np

from kuroshio.numerics._window_arrays import RankSums
from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.moments import Moments, column_moments


def p_student(statistic: Floats, df: float | Floats) -> Floats:
    """Two-sided p of Student's t; NaN stays NaN."""
    from scipy.special import stdtr

    return np.asarray(2.0 * stdtr(df, -np.abs(statistic)))


def p_normal(statistic: Floats) -> Floats:
    """Two-sided p of the standard normal; NaN stays NaN."""
    from scipy.special import ndtr

    return np.asarray(2.0 * ndtr(-np.abs(statistic)))


def csect_t(moments: Moments) -> Floats:
    """Mean over its cross-sectional standard error; N - 1 degrees of freedom.

    On ``scaled`` values this is the standardised cross-sectional test of Boehmer,
    Musumeci and Poulsen (1991), J. Financial Economics 30.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(moments.mean / (moments.deviation / np.sqrt(moments.count)))


def crude_dependence_t(
    moments: Moments, lengths: Ints, mean_residual: Floats
) -> Floats:
    """Mean over the time-series deviation of the equal-weighted residual; M - 1 df.

    ``mean_residual`` (M,): mean over events at each estimation day. ``lengths`` (D,)
    days of each test. Brown and Warner (1980), J. Financial Economics 8; (1985), 14.
    """
    deviation = mean_residual.std(ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(moments.mean / (deviation * np.sqrt(lengths)))


def patell_z(scaled: Moments, df: int) -> Floats:
    """Sum of standardised returns over its deviation under Student's t with ``df``.

    Patell (1976), J. Accounting Research 14. NaN where df <= 2.
    """
    if df <= 2:
        return np.full(len(scaled.mean), np.nan)
    total = scaled.mean * scaled.count
    return np.asarray(total / np.sqrt(scaled.count * df / (df - 2.0)))


def square_excess_z(scaled_squares: Floats, df: int) -> Floats:
    """Sum of squared standardised returns against F(1, df), as a z.

    The mean is ``d / (d - 2)`` and the variance
    ``2 d^2 (d - 1) / ((d - 2)^2 (d - 4))`` with d = df > 4. Patell (1976).
    """
    count, d = len(scaled_squares), float(df)
    mean = d / (d - 2.0)
    variance = 2.0 * d**2 * (d - 1.0) / ((d - 2.0) ** 2 * (d - 4.0))
    excess = (scaled_squares - mean).sum(axis=0)
    return np.asarray(excess / np.sqrt(count * variance))


def kp_factor_bmp(correlation: Floats, count: int) -> Floats:
    """Multiply a BMP t by this: ``sqrt((1 - r) / (1 + (N - 1) r))``.

    Kolari and Pynnonen (2010), Review of Financial Studies 23. NaN where the
    estimated correlation leaves no variance.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (1.0 - correlation) / (1.0 + (count - 1) * correlation)
        return np.sqrt(np.where(ratio > 0.0, ratio, np.nan))


def kp_factor_patell(correlation: Floats, count: int) -> Floats:
    """Multiply a Patell z by this: ``1 / sqrt(1 + (N - 1) r)``; NaN as above."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inflation = 1.0 + (count - 1) * correlation
        return np.asarray(1.0 / np.sqrt(np.where(inflation > 0.0, inflation, np.nan)))


def sign_z(moments: Moments, share: float = 0.5) -> Floats:
    """Compare the number of positive values with a binomial of probability ``share``.

    With the mean share of positive estimation residuals it is the generalized sign
    test of Cowan (1992), Review of Quantitative Finance and Accounting 2.
    """
    count = moments.count
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.sqrt(count * share * (1.0 - share))
        return np.asarray((moments.positive - count * share) / deviation)


def corrado_z(sums: RankSums, spans: Ints) -> tuple[Floats, Floats, Floats]:
    """Rank tests from sums of ranks over estimation and event days.

    Parameters
    ----------
    sums : RankSums
        Doubled ranks and signs added over events.
    spans : ndarray of shape (D, 2)
        First and last position of each test among the M + L days.

    Returns
    -------
    rank_z, zivney_rank_z, zivney_sign_z : ndarray of shape (D,)
        Corrado (1989), J. Financial Economics 23, over windows as Cowan (1992); rank
        and sign tests of Corrado and Zivney (1992), J. Financial and Quantitative
        Analysis 27. With as many days for each event the first two are equal.
    """
    total = len(sums.rank)
    lengths = spans[:, 1] - spans[:, 0] + 1.0

    def over_deviation(series: Floats) -> Floats:
        deviation = np.sqrt(np.mean(series * series))
        cumulated = np.concatenate([[0.0], np.cumsum(series)])
        inside = cumulated[spans[:, 1] + 1] - cumulated[spans[:, 0]]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(inside / (np.sqrt(lengths) * deviation))

    # The mean doubled rank is total + 1; scale (1/N, 1/sqrt N) cancels in the ratio.
    count = sums.rank.sum() / (total * (total + 1.0))
    centred = 0.5 * sums.rank - 0.5 * count * (total + 1.0)
    ranks = over_deviation(centred)
    return ranks, ranks.copy(), over_deviation(sums.sign.astype(np.float64))


def grank(sums: RankSums, count: int) -> tuple[Floats, Floats]:
    """Generalized rank t (T - 2 degrees of freedom, T = M + 1) and z.

    NaN for fewer than 2 events, whose values cannot be re-standardised. Kolari and
    Pynnonen (2011), J. Empirical Finance 18.
    """
    if count < 2:
        nothing = np.full(len(sums.event_rank), np.nan)
        return nothing, nothing
    estimation = len(sums.residual_rank)
    scale = 2.0 * count * (estimation + 2.0)
    days = (sums.residual_rank + sums.above) / scale - 0.5
    own = sums.event_rank / scale - 0.5
    length = estimation + 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_square = ((days * days).sum(axis=1) + own * own) / length
        z = own / np.sqrt(mean_square)
        t = z * np.sqrt((length - 2.0) / (length - 1.0 - z * z))
    normal = np.sqrt(12.0 * count * (length + 1.0) / (length - 1.0)) * own
    return t, normal


def skew_adjusted_t(values: Floats) -> Floats:
    """Mean over spread, adjusted for skewness; N - 1 degrees of freedom.

    ``sqrt(N) (S + g S^2 / 3 + g / (6 N))`` with S = mean / sd and
    ``g = sum (x - mean)^3 / (N sd^3)``. Johnson (1978), JASA 73; Lyon, Barber and
    Tsai (1999), J. Finance 54.
    """
    count = len(values)
    moments = column_moments(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = moments.mean / moments.deviation
        distance = values - moments.mean
        cubes = (distance * distance * distance).sum(axis=0)
        skew = cubes / (count * moments.deviation**3)
        adjusted = ratio + skew * ratio**2 / 3.0 + skew / (6.0 * count)
    return np.asarray(np.sqrt(count) * adjusted)
