"""Many tests at once: control of false discoveries and of any false rejection."""

import numpy as np

from kuroshio.numerics.arrays import Floats


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjust p-values so that rejecting below q keeps the false discovery rate at q.

    Parameters
    ----------
    p : ndarray of shape (D,)
        NaN where a test has no value; it stays NaN and does not count.

    Returns
    -------
    ndarray of shape (D,)

    References
    ----------
    Benjamini and Hochberg (1995), J. Royal Statistical Society B 57.
    """
    adjusted = np.full(len(p), np.nan)
    held = np.flatnonzero(~np.isnan(p))
    if not len(held):
        return adjusted
    order = held[np.argsort(p[held], kind="stable")]
    scaled = p[order] * len(held) / np.arange(1, len(held) + 1)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def romano_wolf(statistic: Floats, draws: Floats) -> Floats:
    """Adjust p-values by step-down so that any false rejection is controlled.

    Parameters
    ----------
    statistic : ndarray of shape (D,)
        Studentised statistics; NaN where a test has no value.
    draws : ndarray of shape (B, D)
        The same statistics under the null, drawn jointly.

    Returns
    -------
    ndarray of shape (D,)
        Two-sided; at least 1 / (B + 1).

    References
    ----------
    Romano and Wolf (2005), Econometrica 73; (2016), Statistics and Probability
    Letters 113, for the p-values.
    """
    adjusted = np.full(len(statistic), np.nan)
    size, magnitude = np.abs(statistic), np.abs(draws)
    held = np.flatnonzero(~np.isnan(size))
    order = held[np.argsort(-size[held], kind="stable")]
    least = 0.0
    for step, d in enumerate(order):
        largest = np.nanmax(magnitude[:, order[step:]], axis=1)
        share = (1.0 + (largest >= size[d]).sum()) / (1.0 + len(draws))
        least = max(least, float(share))
        adjusted[d] = least
    return adjusted
