"""Value at risk and expected shortfall of samples; losses are positive."""

import math

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats


def sample_tails(outcomes: Floats, levels: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Return VaR and ES of samples along the last axis.

    VaR is the interpolated quantile; ES the mean of the worst (1 - level) share, the
    sample at its edge counted in part, and never less than VaR.

    Parameters
    ----------
    outcomes : ndarray, shape (..., n)
        Returns with losses negative, without NaN.
    levels : tuple of float
        Such as (0.95, 0.99).

    Returns
    -------
    var, es : ndarray, shape (n_levels, ...)

    References
    ----------
    .. [1] Acerbi and Tasche (2002), Journal of Banking and Finance 26, 1487-1503,
       definition 2.6, for the part of the sample at the edge.
    """
    count = outcomes.shape[-1]
    if count < 2:
        raise NumericsError("a tail needs at least two outcomes")
    deepest = max(1.0 - level for level in levels) * count
    kept = min(math.ceil(deepest) + 2, count)
    part = outcomes
    if kept < count:
        part = np.partition(outcomes, kept - 1, axis=-1)[..., :kept]
    worst = np.sort(part, axis=-1)
    sums = np.cumsum(worst, axis=-1)
    var, es = [], []
    for level in levels:
        place = (1.0 - level) * (count - 1)
        low = min(int(place), kept - 2)
        share = place - low
        quantile = (1.0 - share) * worst[..., low] + share * worst[..., low + 1]
        size = (1.0 - level) * count
        whole = int(size + 1e-9)
        total = (size - whole) * worst[..., min(whole, kept - 1)]
        if whole:
            total = total + sums[..., whole - 1]
        var.append(-quantile)
        es.append(np.maximum(-total / size, -quantile))
    return np.array(var), np.array(es)


def rolling_tails(
    values: Floats, *, window: int, start: int, levels: tuple[float, ...]
) -> tuple[Floats, Floats]:
    """Return VaR and ES of the rows before each session, column by column.

    Parameters
    ----------
    values : ndarray, shape (n_sessions, n_series)
        NaN counts as 0.
    window : int
        Rows looked back on; at most ``start``.
    start : int
        First session forecast.

    Returns
    -------
    var, es : ndarray, shape (n_levels, n_sessions + 1 - start, n_series)
        The last is for the session to come.
    """
    if not 2 <= window <= start <= len(values):
        raise NumericsError("a window must lie within the sessions before the start")
    filled = np.where(np.isfinite(values), values, 0.0)
    shape = (len(levels), len(values) + 1 - start, values.shape[1])
    var, es = np.empty(shape), np.empty(shape)
    for column in range(values.shape[1]):
        views = np.lib.stride_tricks.sliding_window_view(filled[:, column], window)
        found = sample_tails(views[start - window :], levels)
        var[:, :, column], es[:, :, column] = found
    return var, es
