"""Loops over event windows: normal returns, abnormal returns. Private to numerics."""

from typing import NamedTuple

import numpy as np

from kuroshio.numerics._window_arrays import Fits, Job, Layout, ResidualSums, Rows
from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.compilation import compiled

OK, SINGULAR, FLAT, NOT_FINITE = 0, 1, 2, 3
SINGULAR_BELOW = 1e-12
FLAT_BELOW = 1e-24
LANES = 8


class Scratch(NamedTuple):
    """Room for one event; ``mean`` (K + 1,) ends in the mean of the returns."""

    mean: Floats
    gram: Floats
    slope: Floats
    residual: Floats
    day: Floats


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
) -> tuple[int, float]:
    """Status and sum of squared residuals; residuals and means into the room."""
    security, pattern, begin = place
    y = rows.returns[security, begin : begin + room.residual.shape[0]]
    y_mean = mean_of(y) if centred else 0.0
    room.mean[-1] = y_mean
    for t in range(y.shape[0]):
        room.residual[t] = y[t] - y_mean
    squares = co_moment(y, 0.0, y, 0.0)
    if not np.isfinite(squares):
        return NOT_FINITE, squares
    if room.slope.shape[0] > 0 and not solve_slopes(rows, pattern, begin, room):
        finite = np.isfinite(room.mean.sum())
        return (SINGULAR if finite else NOT_FINITE), squares
    rest = co_moment(room.residual, 0.0, room.residual, 0.0)
    if not rest > FLAT_BELOW * squares:
        return FLAT, rest
    return OK, rest


@compiled
def add_residuals(room: Scratch, squares: float, sums: ResidualSums) -> float:
    """Add residuals to the sums; share of residuals above zero."""
    size = room.residual.shape[0]
    mean = mean_of(room.residual)
    scale = 1.0 / np.sqrt(squares - size * mean * mean)
    positive = 0
    for t in range(size):
        positive += int(room.residual[t] > 0.0)
    for t in range(size):
        sums.residual[t] += room.residual[t]
    for t in range(size):
        sums.unit[t] += (room.residual[t] - mean) * scale
    return float(positive / size)


@compiled
def abnormal_days(
    rows: Rows,
    place: tuple[int, int, int],
    room: Scratch,
    ar: Floats,
    lever: Floats,
) -> bool:
    """Abnormal return of each event day; False if not finite.

    ``lever`` (K, L + 1) sums, up to each day, the day terms of the forecast variance.
    """
    security, pattern, begin = place
    y_mean = room.mean[-1]
    size = room.slope.shape[0]
    total = 0.0
    for t in range(ar.shape[0]):
        value = rows.returns[security, begin + t] - y_mean
        for k in range(size):
            deviation = rows.regressors[pattern, k, begin + t] - room.mean[k]
            value -= room.slope[k] * deviation
            room.day[k] = deviation
        solve_lower(room.gram, room.day)
        for k in range(size):
            lever[k, t + 1] = lever[k, t] + room.day[k]
        ar[t] = value
        total += value
    return bool(np.isfinite(total))


@compiled
def store_errors(job: Job, lever: Floats, begin: int, end: int) -> None:
    """Write running sums and standard errors of the days of a block."""
    values, errors = job.fits.values, job.fits.errors
    car, se_car = job.fits.car, job.fits.se_car
    sigma = job.fits.sigma
    estimation = job.layout.span.last - job.layout.span.first + 1
    share = 1.0 / estimation if job.centred else 0.0
    days = car.shape[1]
    for i in range(begin, end):
        total = 0.0
        for t in range(days):
            total += values[i, t]
            car[i, t] = total
            errors[i, t] = 1.0 + share
            se_car[i, t] = (t + 1.0) + (t + 1.0) * (t + 1.0) * share
        for k in range(lever.shape[1]):
            for t in range(days):
                run = lever[i - begin, k, t + 1]
                step = run - lever[i - begin, k, t]
                errors[i, t] += step * step
                se_car[i, t] += run * run
        for t in range(days):
            errors[i, t] = sigma[i] * np.sqrt(errors[i, t])
            se_car[i, t] = sigma[i] * np.sqrt(se_car[i, t])


@compiled
def store_held(job: Job, begin: int, end: int) -> None:
    """Write buy-and-hold abnormal returns from the event window's start."""
    prices, market = job.layout.rows.prices, job.layout.rows.market
    security, pattern = job.layout.places.security, job.layout.places.pattern
    own, bhar, status = job.layout.places.own, job.fits.bhar, job.fits.status
    before = job.layout.span.start - 1
    if market.shape[1] == 0:
        bhar[begin:end] = np.nan
        return
    for i in range(begin, end):
        if status[i] != OK:
            continue
        s, p, first = security[i], pattern[i], own[i] + before
        firm_base, market_base = prices[s, first], market[p, first]
        for t in range(bhar.shape[1]):
            firm = prices[s, first + 1 + t] / firm_base
            bhar[i, t] = firm - market[p, first + 1 + t] / market_base


@compiled
def store_windows(job: Job, lever: Floats, begin: int, end: int) -> None:
    """Write the sums and errors over the test windows of a block."""
    values, errors, windows = job.fits.values, job.fits.errors, job.windows
    sigma, days = job.fits.sigma, job.fits.car.shape[1]
    estimation = job.layout.span.last - job.layout.span.first + 1
    share = 1.0 / estimation if job.centred else 0.0
    for i in range(begin, end):
        for w in range(windows.shape[0]):
            left, right = windows[w, 0], windows[w, 1] + 1
            total = 0.0
            for t in range(left, right):
                total += values[i, t]
            values[i, days + w] = total
            size = right - left
            variance = size + size * size * share
            for k in range(lever.shape[1]):
                sum_k = lever[i - begin, k, right] - lever[i - begin, k, left]
                variance += sum_k * sum_k
            errors[i, days + w] = sigma[i] * np.sqrt(variance)


@compiled
def hold_windows(job: Job, begin: int, end: int) -> None:
    """Write buy-and-hold abnormal returns over the test windows of a block."""
    prices, market = job.layout.rows.prices, job.layout.rows.market
    security, pattern = job.layout.places.security, job.layout.places.pattern
    own, held, status = job.layout.places.own, job.fits.window_bhar, job.fits.status
    start, windows = job.layout.span.start, job.windows
    if market.shape[1] == 0:
        held[begin:end] = np.nan
        return
    for i in range(begin, end):
        if status[i] != OK:
            continue
        s, p, zero = security[i], pattern[i], own[i] + start
        for w in range(windows.shape[0]):
            left, right = zero + windows[w, 0] - 1, zero + windows[w, 1]
            firm = prices[s, right] / prices[s, left]
            held[i, w] = firm - market[p, right] / market[p, left]


@compiled
def fit_block(job: Job, sums: ResidualSums, begin: int, end: int) -> None:
    """Fit events begin to end; an event whose status is not OK adds to no sum."""
    rows, places, span = job.layout
    fits = job.fits
    size, days = fits.beta.shape[1], fits.car.shape[1]
    estimation = sums.residual.shape[0]
    room = Scratch(
        np.zeros(size + 1),
        np.empty((size, size)),
        np.empty(size),
        np.empty(estimation),
        np.empty(size),
    )
    lever = np.zeros((end - begin, size, days + 1))
    lost = (1 + size) if job.centred else 0
    for i in range(begin, end):
        security, pattern = places.security[i], places.pattern[i]
        first = (security, pattern, places.own[i] + span.first)
        start = (security, pattern, places.own[i] + span.start)
        status, squares = regress(rows, first, job.centred, room)
        if status == OK and not abnormal_days(
            rows, start, room, fits.values[i, :days], lever[i - begin]
        ):
            status = NOT_FINITE
        fits.status[i] = status
        if status != OK:
            continue
        fits.alpha[i] = room.mean[-1]
        for k in range(size):
            fits.beta[i, k] = room.slope[k]
            fits.alpha[i] -= room.slope[k] * room.mean[k]
        fits.sigma[i] = np.sqrt(squares / (estimation - lost))
        fits.positive[i] = add_residuals(room, squares, sums)
    store_errors(job, lever, begin, end)
    store_windows(job, lever, begin, end)
    store_held(job, begin, end)
    hold_windows(job, begin, end)
    values, errors, scaled = fits.values, fits.errors, fits.scaled
    for i in range(begin, end):
        for d in range(values.shape[1]):
            scaled[i, d] = values[i, d] / errors[i, d]


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
    layout: Layout,
    fits: Fits,
    events: Ints,
    panel_row: Ints,
    sums: tuple[Floats, Floats],
) -> None:
    """Add unit-variance residuals of events of one date to their calendar rows.

    ``sums``: the residuals (n_sessions,), and how many were added.
    """
    rows, places, span = layout
    total, count = sums
    estimation = span.last - span.first + 1
    residual = np.empty(estimation)
    for e in range(events.shape[0]):
        i = events[e]
        pattern, begin = places.pattern[i], places.own[i] + span.first
        place = (places.security[i], pattern, begin)
        write_abnormal(rows, place, fits.alpha[i], fits.beta[i], residual)
        mean = mean_of(residual)
        scale = np.sqrt(estimation / co_moment(residual, mean, residual, mean))
        for t in range(estimation):
            residual[t] = (residual[t] - mean) * scale
        held = panel_row[pattern, begin : begin + estimation]
        add_to_rows(residual, held, total, count)


@compiled
def add_to_rows(values: Floats, row: Ints, total: Floats, count: Floats) -> None:
    """Add values to the calendar rows they lie on, and count them."""
    size, first = values.shape[0], row[0]
    if row[size - 1] - first == size - 1:
        for t in range(size):
            total[first + t] += values[t]
        for t in range(size):
            count[first + t] += 1.0
        return
    for t in range(size):
        total[row[t]] += values[t]
        count[row[t]] += 1.0


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


@compiled
def transpose(prices: Floats, out: Floats) -> None:
    """Write sessions by securities as securities by sessions, eight at a time."""
    sessions, securities = prices.shape
    whole = securities - securities % LANES
    for k in range(0, whole, LANES):
        for t in range(sessions):
            for lane in range(LANES):
                out[k + lane, t] = prices[t, k + lane]
    for k in range(whole, securities):
        for t in range(sessions):
            out[k, t] = prices[t, k]
