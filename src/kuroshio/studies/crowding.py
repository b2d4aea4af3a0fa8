"""How much of past misses fell on sessions that several events shared."""

import numpy as np

from kuroshio.studies.forecast_history import History
from kuroshio.studies.forecast_walk import walk_forward

_NEAR_DAYS = 3


def crowding(history: History) -> tuple[float, float] | None:
    """Return the share of crowded sessions, and their share of the squared misses.

    Parameters
    ----------
    history : History

    Returns
    -------
    (float, float) or None
        A session is crowded when it holds several events, or another event's session
        lies within three calendar days. Misses are standardised, on day 0, forecast
        walked forward at publication. None: nothing was forecast.
    """
    walk = walk_forward(history, 0, "publication")
    misses = ((walk.outcome - walk.mean) / walk.scale) ** 2
    held = np.isfinite(misses)
    if not held.any():
        return None
    total = np.where(held, misses, 0.0).sum(axis=1)
    days = history.panel.days[walk.rows].astype("datetime64[D]").astype(np.int64)
    apart = np.abs(days[:, None] - days[None, :])
    np.fill_diagonal(apart, _NEAR_DAYS + 1)
    several = np.array([len(history.rows[k].events) > 1 for k in walk.rows.tolist()])
    crowded = several | (apart.min(axis=1) <= _NEAR_DAYS)
    return float(crowded.mean()), float(total[crowded].sum() / total.sum())
