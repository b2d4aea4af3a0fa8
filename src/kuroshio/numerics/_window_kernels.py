"""Loops over event windows: normal returns, abnormal returns. Private to numerics."""

from typing import NamedTuple

import numpy as np

from kuroshio.numerics._window_arrays import Fits, Job, Layout, ResidualSums, Rows
from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.compilation import compiled

OK, SINGULAR, FLAT, NOT_FINITE = 0, 1, 2, 3
SINGULAR_BELOW = 1e-12
FLAT_BELOW = 1e-24


class Scratch(NamedTuple):
    """Room for one event: regression, residuals and day terms of the variance."""

    mean: Floats
    gram: Floats
    slope: Floats
    residual: Floats
    lever: Floats


@compiled
def factorise(gram: Floats) -> bool:
    """Cholesky in place (lower); False where a pivot is lost to rounding."""
    for j in range(gram.shape[0]):
        diagonal = gram[j, j]
        pivot = diagonal
        for k in range(j):
            pivot -= gram[j, k] * gram[j, k]
        if not pivot > SINGULAR_BELOW * diagonal:
            return False
        gram[j, j] = np.sqrt(pivot)
        for i in range(j + 1, gram.shape[0]):
            value = gram[i, j]
            for k in range(j):
                value -= gram[i, k] * gram[j, k]
            gram[i, j] = value / gram[j, j]
    return True


@compiled
def solve_lower(factor: Floats, vector: Floats) -> None:
    """Solve factor z = vector in place."""
    for i in range(vector.shape[0]):
        value = vector[i]
        for k in range(i):
            value -= factor[i, k] * vector[k]
        vector[i] = value / factor[i, i]


@compiled
def solve_upper(factor: Floats, vector: Floats) -> None:
    """Solve transpose(factor) z = vector in place."""
    size = vector.shape[0]
    for i in range(size - 1, -1, -1):
        value = vector[i]
        for k in range(i + 1, size):
            value -= factor[k, i] * vector[k]
        vector[i] = value / factor[i, i]


@compiled
def mean_of(values: Floats) -> float:
    """Arithmetic mean."""
    total = 0.0
    for t in range(values.shape[0]):
        total += values[t]
    return float(total / values.shape[0])


@compiled
def co_moment(
    left: Floats, left_mean: float, right: Floats, right_mean: float
) -> float:
    """Sum of products of deviations."""
    total = 0.0
    for t in range(left.shape[0]):
        total += (left[t] - left_mean) * (right[t] - right_mean)
    return total


@compiled
def remove(residual: Floats, slope: float, values: Floats, mean: float) -> None:
    """Take slope times the deviation of values out of residual, in place."""
    for t in range(residual.shape[0]):
        residual[t] -= slope * (values[t] - mean)


@compiled
def solve_slopes(rows: Rows, pattern: int, begin: int, room: Scratch) -> bool:
    """Least-squares slopes of the centred residual on centred regressors."""
    size = room.slope.shape[0]
    end = begin + room.residual.shape[0]
    for k in range(size):
        x = rows.regressors[pattern, k, begin:end]
        room.mean[k] = mean_of(x)
        room.slope[k] = co_moment(x, room.mean[k], room.residual, 0.0)
        for j in range(k + 1):
            other = rows.regressors[pattern, j, begin:end]
            room.gram[k, j] = co_moment(x, room.mean[k], other, room.mean[j])
    if not factorise(room.gram):
        return False
    solve_lower(room.gram, room.slope)
    solve_upper(room.gram, room.slope)
    for k in range(size):
        x = rows.regressors[pattern, k, begin:end]
        remove(room.residual, room.slope[k], x, room.mean[k])
    return True


@compiled
def regress(
    rows: Rows, place: tuple[int, int, int], centred: bool, room: Scratch
) -> tuple[int, float, float]:
    """Status, mean of y, and sum of squared residuals; residuals into the room."""
    security, pattern, begin = place
    y = rows.returns[security, begin : begin + room.residual.shape[0]]
    y_mean = mean_of(y) if centred else 0.0
    for t in range(y.shape[0]):
        room.residual[t] = y[t] - y_mean
    squares = co_moment(y, 0.0, y, 0.0)
    if not np.isfinite(squares):
        return NOT_FINITE, y_mean, squares
    if room.slope.shape[0] > 0 and not solve_slopes(rows, pattern, begin, room):
        finite = np.isfinite(room.mean.sum())
        return (SINGULAR if finite else NOT_FINITE), y_mean, squares
    rest = co_moment(room.residual, 0.0, room.residual, 0.0)
    if not rest > FLAT_BELOW * squares:
        return FLAT, y_mean, rest
    return OK, y_mean, rest


@compiled
def add_residuals(room: Scratch, squares: float, sums: ResidualSums) -> float:
    """Add residuals to the sums; share of residuals above zero."""
    size = room.residual.shape[0]
    mean = mean_of(room.residual)
    scale = 1.0 / np.sqrt(squares - size * mean * mean)
    positive = 0
    for t in range(size):
        value = room.residual[t]
        positive += value > 0.0
        sums.residual[t] += value
        sums.unit[t] += (value - mean) * scale
    return float(positive / size)


@compiled
def variance_of(
    lever: Floats, begin: int, end: int, estimation: int, centred: bool
) -> float:
    """Variance of a sum of abnormal returns over sigma squared, days begin to end."""
    days = end - begin
    if not centred:
        return float(days)
    value = float(days + days * days / estimation)
    for k in range(lever.shape[1]):
        total = 0.0
        for t in range(begin, end):
            total += lever[t, k]
        value += total * total
    return float(value)


@compiled
def abnormal_days(
    rows: Rows, place: tuple[int, int, int], y_mean: float, room: Scratch, ar: Floats
) -> bool:
    """Abnormal return and variance lever of each event day; False if not finite."""
    security, pattern, begin = place
    size = room.slope.shape[0]
    total = 0.0
    for t in range(ar.shape[0]):
        value = rows.returns[security, begin + t] - y_mean
        for k in range(size):
            deviation = rows.regressors[pattern, k, begin + t] - room.mean[k]
            value -= room.slope[k] * deviation
            room.lever[t, k] = deviation
        if size > 0:
            solve_lower(room.gram, room.lever[t])
        ar[t] = value
        total += value
    return bool(np.isfinite(total))


@compiled
def buy_and_hold(
    rows: Rows, security: int, pattern: int, begin: int, end: int
) -> float:
    """Price relative of the security less that of the market, row begin to end."""
    if rows.market.shape[1] == 0:
        return np.nan
    own = rows.prices[security, end] / rows.prices[security, begin]
    return float(own - rows.market[pattern, end] / rows.market[pattern, begin])


@compiled
def store_days(
    job: Job, place: tuple[int, int, int], i: int, lever: Floats, estimation: int
) -> None:
    """Write standard errors and running sums of one event's days."""
    security, pattern, begin = place
    fits, sigma, centred = job.fits, job.fits.sigma[i], job.centred
    total = 0.0
    for t in range(fits.ar.shape[1]):
        total += fits.ar[i, t]
        fits.car[i, t] = total
        day = variance_of(lever, t, t + 1, estimation, centred)
        fits.se_ar[i, t] = sigma * np.sqrt(day)
        run = variance_of(lever, 0, t + 1, estimation, centred)
        fits.se_car[i, t] = sigma * np.sqrt(run)
        fits.bhar[i, t] = buy_and_hold(
            job.layout.rows, security, pattern, begin - 1, begin + t
        )


@compiled
def store_windows(
    job: Job, place: tuple[int, int, int], i: int, lever: Floats, estimation: int
) -> None:
    """Write the sums of one event over the test windows."""
    security, pattern, begin = place
    fits, sigma, centred = job.fits, job.fits.sigma[i], job.centred
    for w in range(job.windows.shape[0]):
        left, right = job.windows[w, 0], job.windows[w, 1] + 1
        total = 0.0
        for t in range(left, right):
            total += fits.ar[i, t]
        fits.window_car[i, w] = total
        run = variance_of(lever, left, right, estimation, centred)
        fits.window_se[i, w] = sigma * np.sqrt(run)
        fits.window_bhar[i, w] = buy_and_hold(
            job.layout.rows, security, pattern, begin + left - 1, begin + right - 1
        )


@compiled
def fit_block(job: Job, sums: ResidualSums, begin: int, end: int) -> None:
    """Fit events begin to end; an event whose status is not OK adds to no sum."""
    rows, places, span = job.layout
    fits = job.fits
    size, days = fits.beta.shape[1], fits.ar.shape[1]
    estimation = sums.residual.shape[0]
    room = Scratch(
        np.empty(size),
        np.empty((size, size)),
        np.empty(size),
        np.empty(estimation),
        np.empty((days, size)),
    )
    lost = (1 + size) if job.centred else 0
    for i in range(begin, end):
        security, pattern = places.security[i], places.pattern[i]
        first = (security, pattern, places.own[i] + span.first)
        start = (security, pattern, places.own[i] + span.start)
        status, y_mean, squares = regress(rows, first, job.centred, room)
        if status == OK and not abnormal_days(rows, start, y_mean, room, fits.ar[i]):
            status = NOT_FINITE
        fits.status[i] = status
        if status != OK:
            continue
        fits.alpha[i] = y_mean
        for k in range(size):
            fits.beta[i, k] = room.slope[k]
            fits.alpha[i] -= room.slope[k] * room.mean[k]
        fits.sigma[i] = np.sqrt(squares / (estimation - lost))
        fits.positive[i] = add_residuals(room, squares, sums)
        store_days(job, start, i, room.lever, estimation)
        store_windows(job, start, i, room.lever, estimation)


@compiled
def write_abnormal(
    rows: Rows, place: tuple[int, int, int], alpha: float, beta: Floats, out: Floats
) -> None:
    """Abnormal returns of consecutive rows."""
    security, pattern, begin = place
    y = rows.returns[security, begin : begin + out.shape[0]]
    for t in range(out.shape[0]):
        out[t] = y[t] - alpha
    for k in range(beta.shape[0]):
        x = rows.regressors[pattern, k, begin : begin + out.shape[0]]
        remove(out, beta[k], x, 0.0)


@compiled
def calendar_block(
    layout: Layout, fits: Fits, group: Ints, panel_row: Ints, sums: Floats
) -> None:
    """Add unit-variance residuals of each event to its group's calendar rows.

    ``sums`` (2, G, n_sessions): the residuals, then how many were added.
    """
    rows, places, span = layout
    estimation = span.last - span.first + 1
    residual = np.empty(estimation)
    for i in range(group.shape[0]):
        pattern, begin = places.pattern[i], places.own[i] + span.first
        place = (places.security[i], pattern, begin)
        write_abnormal(rows, place, fits.alpha[i], fits.beta[i], residual)
        mean = mean_of(residual)
        scale = np.sqrt(estimation / co_moment(residual, mean, residual, mean))
        for t in range(estimation):
            row = panel_row[pattern, begin + t]
            sums[0, group[i], row] += (residual[t] - mean) * scale
            sums[1, group[i], row] += 1.0


@compiled
def residual_block(layout: Layout, fits: Fits, group: Ints, sums: Floats) -> None:
    """Add the residuals of each event to its group's estimation days."""
    rows, places, span = layout
    residual = np.empty(sums.shape[1])
    for i in range(group.shape[0]):
        place = (places.security[i], places.pattern[i], places.own[i] + span.first)
        write_abnormal(rows, place, fits.alpha[i], fits.beta[i], residual)
        for t in range(residual.shape[0]):
            sums[group[i], t] += residual[t]
