"""The window kernels again, in NumPy that reads like the formulas. Slow on purpose."""

import numpy as np
from scipy.stats import rankdata

from kuroshio.numerics._window_arrays import (
    Fits,
    Layout,
    RankSums,
    ResidualSums,
    empty_fits,
    zero_rank_sums,
)
from kuroshio.numerics.arrays import Floats, Ints


def designs(
    layout: Layout, i: int, *, centred: bool
) -> tuple[Floats, Floats, Floats, Floats]:
    """Cut out returns and regressors (with the constant) of one event's windows."""
    rows, places, span = layout
    security, pattern, own = (int(column[i]) for column in places)
    estimation = slice(own + span.first, own + span.last + 1)
    event = slice(own + span.start, own + span.stop + 1)
    regressors = rows.regressors[pattern].T
    constant = np.ones((len(regressors), 1 if centred else 0))
    design = np.hstack([constant, regressors])
    returns = rows.returns[security]
    return returns[estimation], design[estimation], returns[event], design[event]


def fit_windows_reference(
    layout: Layout, windows: Ints, *, centred: bool = True
) -> tuple[Fits, ResidualSums]:
    """Do what `event_windows.fit_windows` does, one event at a time."""
    span, count, days = layout.span, len(layout.places.own), layout.span.event
    fits = empty_fits(count, layout.rows.regressors.shape[1], days, len(windows))
    sums = ResidualSums(np.zeros(span.estimation), np.zeros(span.estimation))
    for i in range(count):
        y, x, y_event, x_event = designs(layout, i, centred=centred)
        coefficient = np.linalg.lstsq(x, y, rcond=None)[0]
        residual = y - x @ coefficient
        variance = residual @ residual / (len(y) - x.shape[1])
        covariance = variance * (
            np.eye(days) + x_event @ np.linalg.pinv(x.T @ x) @ x_event.T
        )
        ar = y_event - x_event @ coefficient
        fits.alpha[i] = coefficient[0] if centred else 0.0
        fits.beta[i] = coefficient[1:] if centred else 0.0
        fits.sigma[i] = np.sqrt(variance)
        fits.positive[i] = np.mean(residual > 0)
        fits.ar[i], fits.se_ar[i] = ar, np.sqrt(np.diag(covariance))
        for t in range(days):
            fits.car[i, t] = ar[: t + 1].sum()
            fits.se_car[i, t] = np.sqrt(covariance[: t + 1, : t + 1].sum())
            fits.bhar[i, t] = held(layout, i, 0, t)
        for w, (left, right) in enumerate(windows):
            inside = slice(left, right + 1)
            fits.window_car[i, w] = ar[inside].sum()
            fits.window_se[i, w] = np.sqrt(covariance[inside, inside].sum())
            fits.window_bhar[i, w] = held(layout, i, left, right)
        fits.scaled[i] = fits.values[i] / fits.errors[i]
        deviation = residual - residual.mean()
        sums.residual[:] += residual
        sums.unit[:] += deviation / np.sqrt(deviation @ deviation)
    return fits, sums


def held(layout: Layout, i: int, left: int, right: int) -> float:
    """Buy-and-hold abnormal return as products of gross returns."""
    rows, places, span = layout
    security, pattern, own = (int(column[i]) for column in places)
    after = slice(own + span.start + left, own + span.start + right + 1)
    before = slice(after.start - 1, after.stop - 1)
    firm = np.prod(rows.prices[security, after] / rows.prices[security, before])
    market = np.prod(rows.market[pattern, after] / rows.market[pattern, before])
    return float(firm - market)


def rank_windows_reference(layout: Layout, fits: Fits, scaled: Floats) -> RankSums:
    """Do what `event_windows.rank_windows` does, ranking each event anew."""
    span = layout.span
    total = span.estimation + span.event
    sums = zero_rank_sums(span.estimation, total, scaled.shape[1])
    for i in range(len(layout.places.own)):
        y, x, y_event, x_event = designs(layout, i, centred=True)
        coefficient = np.concatenate([[fits.alpha[i]], fits.beta[i]])
        residual = y - x @ coefficient
        abnormal = np.concatenate([residual, y_event - x_event @ coefficient])
        sums.rank[:] += (2 * rankdata(abnormal)).astype(np.int64)
        sums.sign[:] += np.sign(abnormal - np.median(abnormal)).astype(np.int64)
        alone = (2 * rankdata(residual)).astype(np.int64)
        sums.residual_rank[:] += alone
        for d in range(scaled.shape[1]):
            series = np.append(residual / fits.sigma[i], scaled[i, d])
            ranks = (2 * rankdata(series)).astype(np.int64)
            sums.above[d] += ranks[:-1] - alone
            sums.event_rank[d] += ranks[-1]
    return sums
