"""Normal and abnormal returns of many event windows at once, and their ranks.

The loops are in ``_window_kernels`` and ``_rank_kernels``; ``window_reference`` says
the same in plain NumPy, and tests hold one against the other.
"""

import numpy as np

from kuroshio.numerics._window_arrays import (
    Fits,
    Job,
    Layout,
    RankBuffer,
    RankSums,
    ResidualSums,
    empty_fits,
    zero_rank_sums,
)
from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.blocks import in_blocks

FIT_BLOCK = 2048
RANK_BLOCK = 4096
RANK_CHUNK = 128


def fit_windows(
    layout: Layout,
    windows: Ints,
    *,
    centred: bool = True,
    threads: int = 1,
) -> tuple[Fits, ResidualSums]:
    """Fit each event's normal returns by least squares and take abnormal returns.

    With ``centred`` an intercept is fitted, sigma squared = SSR / (M - 1 - K), and the
    variance of a sum of abnormal returns over w is sigma squared times
    ``l + l^2/M + q' G^-1 q``, where q sums the regressors' deviations from their
    estimation means over w and G holds the estimation cross products: the full
    covariance ``V = sigma^2 [I + X* (X'X)^-1 X*']`` summed, without forming it.
    Without ``centred`` (market-adjusted returns, no regressor) sigma squared is the
    mean square and there is no forecast error.

    Parameters
    ----------
    layout : Layout
        Returns, prices and regressors on own rows, decimal per session; where each of
        N events stands on them; estimation and event window round day 0. Every window
        must lie inside the own rows.
    windows : ndarray of shape (W, 2)
        First and last day of each test window, counted from the event window's start.
    centred : bool, default True
        Whether an intercept is fitted.
    threads : int, default 1
        Threads that share the events; the numbers do not depend on it.

    Returns
    -------
    fits : Fits
        ``status`` (N,) 0 fitted, 1 regressors collinear, 2 no residual variance, 3 a
        return that is not finite; where it is not 0 the other fields hold nothing.
        ``alpha``, ``beta``, ``sigma``; ``positive``, the share of estimation residuals
        above zero; ``ar`` and ``se_ar`` by day, ``car``, ``se_car`` and ``bhar`` from
        the event window's start, ``window_car``, ``window_se`` and ``window_bhar`` by
        test window. BHAR is NaN without a market.
    sums : ResidualSums
        Sums over fitted events of residuals, and of residuals scaled to unit norm, at
        each estimation day.

    References
    ----------
    Campbell, Lo and MacKinlay, The Econometrics of Financial Markets (1997), ch. 4.
    """
    from kuroshio.numerics._window_kernels import fit_block

    span, count = layout.span, len(layout.places.own)
    size = layout.rows.regressors.shape[1]
    fits = empty_fits(count, size, span.event, len(windows))
    job = Job(layout, windows, centred, fits)

    def fit(begin: int, end: int) -> ResidualSums:
        part = ResidualSums(np.zeros(span.estimation), np.zeros(span.estimation))
        fit_block(job, part, begin, end)
        return part

    sums = ResidualSums(np.zeros(span.estimation), np.zeros(span.estimation))
    for part in in_blocks(fit, count, FIT_BLOCK, threads):
        for into, values in zip(sums, part, strict=True):
            into[...] += values
    return fits, sums


def rank_windows(
    layout: Layout,
    fits: Fits,
    scaled: Floats,
    *,
    threads: int = 1,
) -> RankSums:
    """Rank each event's abnormal returns and add the ranks over events.

    One sort of the M + L abnormal returns of an event serves all rank tests: it gives
    Corrado's ranks, the median for the sign test, and the residuals' own ranks, into
    which the generalized rank test inserts the event's value of each test.

    Parameters
    ----------
    layout : Layout
        As for `fit_windows`; only events with status 0.
    fits : Fits
        What `fit_windows` gave for them.
    scaled : ndarray of shape (N, D)
        Standardised abnormal return of each test, re-standardised by its
        cross-sectional standard deviation.
    threads : int, default 1
        Threads that share the events.

    Returns
    -------
    RankSums
        Integer sums, so independent of the order of adding.
    """
    from kuroshio.numerics._rank_kernels import pack_block, rank_block

    span, tests = layout.span, scaled.shape[1]
    total = span.estimation + span.event

    def rank(begin: int, end: int) -> RankSums:
        part = zero_rank_sums(span.estimation, total, tests)
        size = min(RANK_CHUNK, end - begin)
        room, keys = np.empty((size, total)), np.empty((size, total), np.int64)
        bits = room.view(np.int64)
        for first in range(begin, end, RANK_CHUNK):
            chunk = min(RANK_CHUNK, end - first)
            buffer = RankBuffer(room[:chunk], bits[:chunk], keys[:chunk])
            pack_block(layout, fits, buffer, first)
            buffer.keys.sort(axis=1)
            rank_block(buffer, fits.sigma, scaled, part, first)
        return part

    sums = zero_rank_sums(span.estimation, total, tests)
    for part in in_blocks(rank, len(layout.places.own), RANK_BLOCK, threads):
        for into, values in zip(sums, part, strict=True):
            into[...] += values
    return sums
