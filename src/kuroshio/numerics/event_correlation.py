"""Mean correlation of events, for tests that dependence would mislead."""

import numpy as np

from kuroshio.numerics._window_arrays import Fits, Layout
from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.blocks import between


def mean_correlation(unit_sum: Floats, count: int) -> float:
    """Mean off-diagonal Pearson correlation from the sum of unit-norm residuals.

    With each event's centred residuals scaled to unit norm, the squared norm of their
    sum is N plus twice the sum of pairwise correlations. NaN for fewer than 2 events.
    """
    if count < 2:
        return float("nan")
    squares = float(unit_sum @ unit_sum)
    return (squares - count) / (count * (count - 1.0))


def group_rows(rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Distinct rows ascending, which of them each event has, and how many have each."""
    counts = np.bincount(rows)
    distinct = np.flatnonzero(counts)
    place = np.zeros(len(counts), np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[rows], counts[distinct]


def overlap_correlations(
    layout: Layout,
    fits: Fits,
    *,
    day_zero: Ints,
    panel_row: Ints,
    tests: Ints,
    threads: int = 1,
) -> Floats:
    """Mean correlation of the events' test values when their dates differ.

    Two abnormal returns summed over l days each are correlated to the extent that the
    days are the same: a pair of events whose test windows share m of l rows of the
    price index counts with ``m / l`` times the correlation of their residuals, which
    is taken over the calendar rows that both estimation windows hold. With one date
    for all and no missing row this is `mean_correlation` for every test.

    Parameters
    ----------
    layout, fits
        As for `event_windows.rank_windows`.
    day_zero : ndarray of shape (N,)
        Row of the price index of each event's day 0.
    panel_row : ndarray of shape (P, R)
        Row of the price index of each own row.
    tests : ndarray of shape (D, 2)
        First and last day of each test, any origin.
    threads : int, default 1
        Threads that share the dates.

    Returns
    -------
    ndarray of shape (D,)

    References
    ----------
    Kolari, Pape and Pynnonen, Event study testing with cross-sectional correlation due
    to partially overlapping event windows, working paper (2018), weigh the mean
    correlation with the mean overlap; here each pair has its own weight.
    """
    from kuroshio.numerics._window_kernels import calendar_block

    count = len(day_zero)
    if count < 2:
        return np.full(len(tests), np.nan)
    dates, group, sizes = group_rows(day_zero)
    calendar = int(panel_row.max()) + 1
    sums, held = np.zeros((2, len(dates), calendar))
    small = len(dates) < np.iinfo(np.int16).max
    # NumPy sorts 16 bits by radix, in time linear in the events.
    order = np.argsort(group.astype(np.int16) if small else group, kind="stable")

    # Each date's row is written by one thread only, in the order of its events.
    def add(begin: int, end: int) -> None:
        g = group[order[begin]]
        calendar_block(layout, fits, order[begin:end], panel_row, (sums[g], held[g]))

    bounds = np.concatenate([[0], np.cumsum(sizes)]).tolist()
    for _ in between(add, bounds, threads):
        pass
    lengths = (tests[:, 1] - tests[:, 0] + 1).astype(np.float64)
    reach = int(lengths.max())
    total = np.zeros(len(tests))
    for g in range(len(dates)):
        last = int(np.searchsorted(dates, dates[g] + reach))
        products = sums[g:last] @ sums[g]
        common = held[g:last] @ held[g]
        pairs = sizes[g] * sizes[g:last].astype(np.float64)
        own = sizes[g] * float(layout.span.estimation)
        products[0] -= own
        common[0] -= own
        pairs[0] = 0.5 * sizes[g] * (sizes[g] - 1.0)
        correlation = np.divide(
            products, common, out=np.zeros_like(products), where=common > 0.5
        )
        shift = (dates[g:last] - dates[g])[:, None]
        weight = np.maximum(0.0, lengths - shift) / lengths
        total += (pairs * correlation) @ weight
    return np.asarray(total / (0.5 * count * (count - 1.0)))


def date_residuals(layout: Layout, fits: Fits, cluster: Ints) -> Floats:
    """Estimation residuals added over the events of each cluster, (G, M)."""
    from kuroshio.numerics._window_kernels import residual_block

    sums = np.zeros((int(cluster.max()) + 1, layout.span.estimation))
    residual_block(layout, fits, cluster, sums)
    return sums
