"""Damping and amplitude of the forecast, fitted to what had closed before.

A grid of few values, judged by the mean CRPS of day 0 over earlier sessions, each of
which was itself forecast from what came before it. Until there are twenty sessions the
prior values stand. The same values serve every window: two sessions are too noisy to
say more than one does.
"""

import numpy as np

from kuroshio.numerics import Floats, student_crps
from kuroshio.records import Moment
from kuroshio.studies.forecast_arrays import (
    PRIOR,
    Tuning,
    forecast_session,
    row_as_now,
)
from kuroshio.studies.forecast_history import History

DAMPINGS = (0.4, 0.6, 0.8, 1.0)
AMPLITUDES = (0.01, 0.02, 0.04)
FEWEST = 20
_DAY_ZERO = 0


def tune_forecast(history: History, moment: Moment, day: np.datetime64) -> Tuning:
    """Return the grid's values with the least CRPS on sessions closed before a day.

    Parameters
    ----------
    history : History
    moment : Moment
    day : datetime64[D]
        Nothing that closed on it or later is looked at.

    Returns
    -------
    Tuning
        The prior with fewer than ``FEWEST`` sessions, and where nothing beats it.
    """
    rows = history.known_before(day, _DAY_ZERO)
    if len(rows) < FEWEST:
        return PRIOR
    total = np.nansum(day_zero_losses(history, moment)[rows], axis=0)
    first = (AMPLITUDES.index(PRIOR.amplitude), DAMPINGS.index(PRIOR.damping))
    place = np.unravel_index(int(np.argmin(total)), total.shape)
    if total[place] >= total[first]:
        return PRIOR
    return Tuning(amplitude=AMPLITUDES[int(place[0])], damping=DAMPINGS[int(place[1])])


def day_zero_losses(history: History, moment: Moment) -> Floats:
    """Return the mean CRPS of day 0 for each row of an event.

    Parameters
    ----------
    history : History
        Keeps what has been worked out once.
    moment : Moment

    Returns
    -------
    ndarray, shape (n_rows, n_amplitudes, n_dampings)
        NaN where nothing was forecast or came out.
    """
    key = (_DAY_ZERO, moment)
    if key not in history.losses:
        shape = (len(history.rows), len(AMPLITUDES), len(DAMPINGS))
        losses = np.full(shape, np.nan)
        for row, kind in enumerate(history.panel.kinds):
            if kind == "event":
                losses[row] = _row_losses(history, row, moment)
        history.losses[key] = losses
    return history.losses[key]


def _row_losses(history: History, row: int, moment: Moment) -> Floats:
    now = row_as_now(history, row, moment)
    outcome = history.panel.car[_DAY_ZERO, row]
    out = np.full((len(AMPLITUDES), len(DAMPINGS)), np.nan)
    for place, amplitude in enumerate(AMPLITUDES):
        told = forecast_session(
            history, now, _DAY_ZERO, tuning=Tuning(damping=1.0, amplitude=amplitude)
        )
        held = np.isfinite(outcome) & np.isfinite(told.scale) & (told.scale > 0.0)
        if held.any():
            means = np.array(DAMPINGS)[:, None] * told.mean[held]
            crps = student_crps(
                outcome[held], means, told.scale[held], np.array(told.df)
            )
            out[place] = crps.mean(axis=1)
    return out
