"""Bundles of arrays that the window kernels share. Tuples, because numba reads them.

Sizes: S securities, P patterns of missing rows, K regressors, R own rows, N events,
M estimation returns, L event returns, W windows, D = L + W tests.
"""

from typing import NamedTuple

import numpy as np

from kuroshio.numerics.arrays import Floats, Ints


class Rows(NamedTuple):
    """Returns and prices on each security's own rows, padded with NaN at the end.

    ``returns`` (S, R) and ``prices`` (S, R) by security; ``regressors`` (P, K, R) and
    ``market`` (P, R), or (P, 0) without a market, by pattern. Time runs last here, so
    that one window is contiguous memory.
    """

    returns: Floats
    prices: Floats
    regressors: Floats
    market: Floats


class Places(NamedTuple):
    """Row of ``returns``, pattern, and own row of day 0, for each event (N,)."""

    security: Ints
    pattern: Ints
    own: Ints


class Span(NamedTuple):
    """First and last t of the estimation window, then of the event window."""

    first: int
    last: int
    start: int
    stop: int

    @property
    def estimation(self) -> int:
        """M: number of estimation returns."""
        return self.last - self.first + 1

    @property
    def event(self) -> int:
        """L: number of event returns."""
        return self.stop - self.start + 1


class Layout(NamedTuple):
    """Everything that says where a window's returns are."""

    rows: Rows
    places: Places
    span: Span


class Fits(NamedTuple):
    """What one event gives; first axis N. See `event_windows.fit_windows`.

    ``values``, ``errors`` and ``scaled`` (N, D) hold abnormal returns, their standard
    errors and the ratio of both, of the days and then of the windows, so that all
    tests run over one array.
    """

    status: Ints
    alpha: Floats
    beta: Floats
    sigma: Floats
    positive: Floats
    values: Floats
    errors: Floats
    scaled: Floats
    car: Floats
    se_car: Floats
    bhar: Floats
    window_bhar: Floats

    @property
    def ar(self) -> Floats:
        """Abnormal returns of the days (N, L)."""
        return self.values[:, : self.car.shape[1]]

    @property
    def se_ar(self) -> Floats:
        """Their standard errors (N, L)."""
        return self.errors[:, : self.car.shape[1]]

    @property
    def window_car(self) -> Floats:
        """Abnormal returns summed over the windows (N, W)."""
        return self.values[:, self.car.shape[1] :]

    @property
    def window_se(self) -> Floats:
        """Their standard errors (N, W)."""
        return self.errors[:, self.car.shape[1] :]


class ResidualSums(NamedTuple):
    """Sums over events at each estimation day (M,): residuals, unit-norm residuals."""

    residual: Floats
    unit: Floats


class Job(NamedTuple):
    """What to fit, how, and where the results go.

    ``windows`` (W, 2) counts from the event window's start; ``centred``: with constant.
    """

    layout: Layout
    windows: Ints
    centred: bool
    fits: Fits


class RankBuffer(NamedTuple):
    """A chunk of C events: abnormal returns (C, T), their bits, and keys to sort."""

    abnormal: Floats
    bits: Ints
    keys: Ints


class RankSums(NamedTuple):
    """Sums over events of doubled ranks and signs; integers, so order is no matter.

    ``rank`` and ``sign`` (T,) over M + L abnormal returns; ``residual_rank`` (M,) of
    residuals among themselves; ``above`` (D, M) what the event value of test d adds to
    them; ``event_rank`` (D,) of the event value among M residuals and itself.
    """

    rank: Ints
    sign: Ints
    residual_rank: Ints
    above: Ints
    event_rank: Ints


def empty_fits(events: int, regressors: int, days: int, windows: int) -> Fits:
    """Make room for the fits of N events."""
    return Fits(
        status=np.zeros(events, np.int64),
        alpha=np.empty(events),
        beta=np.empty((events, regressors)),
        sigma=np.empty(events),
        positive=np.empty(events),
        values=np.empty((events, days + windows)),
        errors=np.empty((events, days + windows)),
        scaled=np.empty((events, days + windows)),
        car=np.empty((events, days)),
        se_car=np.empty((events, days)),
        bhar=np.empty((events, days)),
        window_bhar=np.empty((events, windows)),
    )


def zero_rank_sums(estimation: int, total: int, tests: int) -> RankSums:
    """Make sums at naught."""
    return RankSums(
        np.zeros(total, np.int64),
        np.zeros(total, np.int64),
        np.zeros(estimation, np.int64),
        np.zeros((tests, estimation), np.int64),
        np.zeros(tests, np.int64),
    )
