"""The mean path of cumulative abnormal returns, with a bootstrap band round it."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Floats
from kuroshio.records import DayArray

_FEWEST_DATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """CAAR for each day with the band that holds it with probability ``level``.

    ``mean``, ``low`` and ``high`` (L,) are decimal; ``by`` is what was drawn: dates or
    events. ``low`` and ``high`` are NaN with fewer than two draws' worth of events.
    """

    mean: Floats
    low: Floats
    high: Floats
    by: str
    level: float


def draw_fan(
    car: Floats,
    dates: DayArray,
    *,
    draws: int,
    rng: np.random.Generator,
    level: float = 0.90,
) -> Fan:
    """Resample events to see how far the mean path could have gone.

    Events of one day 0 move together, so whole dates are drawn where there are five or
    more of them; with fewer, events are, and the band is too narrow: ``by`` says so.

    Parameters
    ----------
    car : ndarray of float64, shape (N, L)
        Cumulated from the first day of the event window, decimal.
    dates : ndarray of datetime64[D], shape (N,)
        Day 0 of each event.
    draws : int
        Bootstrap draws; 0: no band.
    rng : numpy.random.Generator
    level : float, default 0.90
        Coverage of the band, from the percentiles of the draws.

    Returns
    -------
    Fan

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, ch. 13 (percentile
    interval); Cameron, Gelbach and Miller (2008), Review of Economics and Statistics
    90 (resampling clusters).
    """
    count, days = car.shape
    nothing = np.full(days, np.nan)
    mean = car.mean(axis=0) if count else nothing
    several, member = np.unique(dates, return_inverse=True)
    groups, by = len(several), "dates"
    if groups < _FEWEST_DATES:
        groups, by, member = count, "events", np.arange(count)
    if draws < 1 or groups < 2:
        return Fan(mean=mean, low=nothing, high=nothing.copy(), by=by, level=level)
    sums = np.zeros((groups, days))
    np.add.at(sums, member, car)
    sizes = np.bincount(member, minlength=groups)
    drawn = rng.integers(0, groups, size=(draws, groups))
    weight = np.zeros((draws, groups))
    np.add.at(weight, (np.arange(draws)[:, None], drawn), 1.0)
    paths = weight @ sums / (weight @ sizes)[:, None]
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(paths, [tail, 1.0 - tail], axis=0)
    return Fan(mean=mean, low=low, high=high, by=by, level=level)
