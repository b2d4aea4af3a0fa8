"""The forecast walked forward over the past: each session from what came before it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kuroshio.numerics import Floats, Ints
from kuroshio.records import Moment
from kuroshio.studies.forecast_arrays import Tuning, forecast_session, row_as_now
from kuroshio.studies.forecast_events import likeness
from kuroshio.studies.forecast_history import History, describe, relabel
from kuroshio.studies.forecast_tuning import tune_forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Forecasts and outcomes of one window and moment, sessions down, themes across.

    ``rows`` are rows of the panel; ``rival`` is the mean of earlier sessions of the
    same leading type, turned by direction, 0 where there is none. NaN: no basket.
    """

    window: tuple[int, int]
    moment: Moment
    rows: Ints
    outcome: Floats
    mean: Floats
    scale: Floats
    df: Floats
    rival: Floats


def walk_forward(
    history: History,
    window: int,
    moment: Moment,
    *,
    rows: Sequence[int] | None = None,
    tuning: Tuning | None = None,
) -> Walk:
    """Forecast rows of the panel, each as of the morning of its own day 0.

    Parameters
    ----------
    history : History
    window : int
        Place among the panel's windows.
    moment : Moment
    rows : sequence of int, optional
        Default: every row of an event.
    tuning : Tuning, optional
        Default: fitted for each row to the sessions that had closed before it.

    Returns
    -------
    Walk
        Rows in order of time; past windows that close on day 0 or later are not used.
    """
    panel = history.panel
    chosen = list(rows) if rows is not None else event_rows(history)
    shape = (len(chosen), len(panel.themes))
    mean, scale, df = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for place, row in enumerate(chosen):
        now = row_as_now(history, row, moment)
        fit = tuning or tune_forecast(history, moment, now.day)
        told = forecast_session(history, now, window, tuning=fit)
        mean[place], scale[place], df[place] = told.mean, told.scale, told.df
    outcome = panel.car[window, chosen]
    held = np.isfinite(outcome) & np.isfinite(scale) & (scale > 0.0)
    return Walk(
        window=panel.windows[window],
        moment=moment,
        rows=np.array(chosen, np.int64),
        outcome=np.where(held, outcome, np.nan),
        # What is only rounding has no side and no rank, on any machine.
        mean=np.round(mean, 9),
        scale=np.where(held, scale, np.nan),
        df=df,
        rival=_same_type(history, chosen, window),
    )


def event_rows(history: History) -> list[int]:
    """Return the rows of events, in order of time."""
    return [k for k, kind in enumerate(history.panel.kinds) if kind == "event"]


def _same_type(history: History, rows: Sequence[int], window: int) -> Floats:
    """Mean of earlier sessions of the same leading type, turned by direction."""
    car = history.panel.car[window]
    out = np.zeros((len(rows), car.shape[1]))
    for place, row in enumerate(rows):
        if not history.rows[row].events:
            continue
        lead = history.rows[row].events[0]
        past = [
            (k, (history.rows[k].events[0].direction or 1) * (lead.direction or 1))
            for k in history.known_before(history.panel.days[row], window).tolist()
            if history.rows[k].events[0].types[0] == lead.types[0]
        ]
        if not past:
            continue
        turned = np.stack([car[k] * sign for k, sign in past])
        held = np.isfinite(turned)
        total = np.where(held, turned, 0.0).sum(axis=0)
        out[place] = total / np.maximum(held.sum(axis=0), 1)
    return out


def keep_events(history: History, ids: Collection[str]) -> History:
    """Return a history that knows only some precedents: a frozen set stays frozen.

    Parameters
    ----------
    history : History
    ids : collection of str
        Precedents kept; a session of which none is left is neither scored nor pooled.

    Returns
    -------
    History
    """
    panel, themes = history.panel, history.panel.themes
    rows, kinds = [], []
    for row, kind in zip(history.rows, panel.kinds, strict=True):
        left = tuple(event for event in row.events if event.id in ids)
        gone = kind == "event" and not left
        kinds.append("live" if gone else kind)
        rows.append(describe(left, themes, history.table))
    features = [row.features for row in rows]
    return replace(
        history,
        panel=replace(panel, kinds=tuple(kinds)),
        rows=tuple(rows),
        signs=np.stack([row.signs for row in rows]),
        named=np.stack([row.named for row in rows]),
        alike=likeness(features, features),
        decomposed={},
        losses={},
    )


def placebo_history(history: History) -> tuple[History, list[int]]:
    """Give each placebo session the events of the nearest event session.

    Returns
    -------
    history : History
        Event rows keep their events; placebo rows borrow.
    rows : list of int
        The placebo rows.
    """
    events = np.array(event_rows(history), np.int64)
    days = history.panel.days
    sources = list(range(len(days)))
    free = events.tolist()
    placebos = [k for k, kind in enumerate(history.panel.kinds) if kind == "placebo"]
    for row in placebos:
        if not free:
            break
        gaps = [abs((days[k] - days[row]).astype(int)) for k in free]
        sources[row] = free.pop(int(np.argmin(gaps)))
    return relabel(history, sources), placebos


def permuted_history(history: History, rng: np.random.Generator) -> History:
    """Shuffle what happened among the event sessions, returns staying where they are.

    The nights abroad of the panel are shuffled with the events: a night belongs to what
    happened in it.
    """
    events = np.array(event_rows(history), np.int64)
    sources = np.arange(len(history.rows))
    sources[events] = rng.permutation(events)
    nights = replace(history.panel, overnight=history.panel.overnight[sources])
    return replace(relabel(history, sources.tolist()), panel=nights)
