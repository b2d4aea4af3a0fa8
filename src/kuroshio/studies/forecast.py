"""Forecasts of themes: what an event is likely to do, as distributions with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from kuroshio.numerics import Floats, student_cdf, student_quantile
from kuroshio.records import (
    EventDescriptor,
    ExcludedPrecedent,
    Impact,
    ImpactParts,
    Moment,
    PrecedentWeight,
)
from kuroshio.studies.forecast_arrays import (
    REACH,
    THIN,
    Now,
    ThemeForecast,
    forecast_session,
)
from kuroshio.studies.forecast_events import share_of_names
from kuroshio.studies.forecast_history import History, describe
from kuroshio.studies.forecast_signs import SignTable, mechanisms, written_signs
from kuroshio.studies.forecast_tuning import tune_forecast

_SHANGHAI = ZoneInfo("Asia/Shanghai")
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
# Variance factors by least days closed, used where a panel's own would be later than
# the as-of.
_PRIOR_GAPS: Mapping[int, float] = {4: 1.3, 6: 2.0}
_OLD_DAYS = 45
# A precedent that shares only that it presses on trade at all is a distant one.
_FAR = 0.6
_SHOWN = 12
# Parts smaller than this share of the scale do not count as disagreeing.
_TELLING = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastRequest:
    """What to forecast, and when.

    Parameters
    ----------
    events : tuple of EventDescriptor
        Everything that falls on the session together; the leading event first.
    session : date
        Day 0 in Shanghai.
    closed : int
        Calendar days from the session before to day 0; 1 after an ordinary night.
    as_of : datetime
        Aware; nothing that was published or closed later is used.
    moment : Moment
    themes : tuple of str
        Themes wanted; empty: all of the panel.
    overnight : mapping of str to float, optional
        Expected abnormal return of day 0 from markets abroad, by theme, where the
        caller has measured it; default: the panel's row for the session, if any.
    """

    events: tuple[EventDescriptor, ...]
    session: date
    closed: int
    as_of: datetime
    moment: Moment = "publication"
    themes: tuple[str, ...] = ()
    overnight: Mapping[str, float] | None = None


def forecast_themes(
    history: History, request: ForecastRequest, table: SignTable
) -> tuple[Impact, ...]:
    """Forecast abnormal returns of themes over the panel's windows.

    Parameters
    ----------
    history : History
        From ``describe_history``.
    request : ForecastRequest
    table : SignTable

    Returns
    -------
    tuple of Impact
        Theme by theme in the order asked for, window by window. A theme without a
        basket in the panel gets the written sign and the median dispersion, and says
        so.

    Notes
    -----
    Mean = damping x (precedents + sign + overnight), the damping and how loudly
    precedents speak fitted to sessions that had closed by then. Scale from the fading
    dispersion of the theme, the closure before day 0 and how much wider event days have
    been so far.
    """
    panel = history.panel
    wanted = request.themes or panel.themes
    outside = tuple(name for name in wanted if name not in panel.themes)
    now, notes = _now(history, request, table)
    out: dict[tuple[str, int], Impact] = {}
    tuning = tune_forecast(history, request.moment, min(now.day, now.known_by))
    for window in range(len(panel.windows)):
        told = forecast_session(history, now, window, tuning=tuning)
        shared = _shared(history, told, request, window)
        for name in wanted:
            place = None if name in outside else panel.themes.index(name)
            cell = _Cell(theme=name, place=place, window=window)
            one = _impact(history, request, (told, shared), cell, table)
            out[name, window] = replace(one, says=(*one.says, *notes))
    return tuple(out[name, k] for name in wanted for k in range(len(panel.windows)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """One theme and window; ``place`` is the theme's column, None: not in the panel."""

    theme: str
    place: int | None
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What every theme of a window has in common."""

    order: tuple[int, ...]
    excluded: tuple[ExcludedPrecedent, ...]
    novelty: float | None
    says: tuple[str, ...]


def _now(
    history: History, request: ForecastRequest, table: SignTable
) -> tuple[Now, tuple[str, ...]]:
    """Gather what was known at the as-of, and say what is old or missing."""
    panel = history.panel
    asked = request.as_of.astimezone(_SHANGHAI).date()
    by = np.datetime64(asked, "D")
    day = np.datetime64(request.session, "D")
    rows = np.flatnonzero(panel.days == day)
    row = int(rows[0]) if len(rows) else None
    if row is not None and day - panel.closed[row] > by:
        row = None
    sigma, dated = _dispersion(history, by, row)
    notes = []
    if request.session - dated > timedelta(days=_OLD_DAYS):
        notes.append(f"the dispersion is that of {dated}: later prices are not held")
    overnight = None
    if request.moment == "pre_open":
        overnight = _overnight(history, request, row if by >= day else None)
        if not np.isfinite(overnight).any():
            notes.append("no market abroad could be read for the night before")
    gaps = panel.latest_gap if panel.latest_day < asked else _PRIOR_GAPS
    usual = max((v for k, v in gaps.items() if request.closed >= k), default=1.0)
    return Now(
        day=day,
        known_by=by,
        described=describe(request.events, panel.themes, table),
        sigma=sigma,
        gap_variance=float(panel.gap_variance[row]) if row is not None else usual,
        overnight=overnight,
    ), tuple(notes)


def _dispersion(
    history: History, by: np.datetime64, row: int | None
) -> tuple[Floats, date]:
    """Return the latest dispersion made of sessions before the as-of, and its day."""
    panel = history.panel
    if row is not None:
        return panel.sigma[row], panel.days[row].item()
    if np.datetime64(panel.latest_day, "D") < by:
        return panel.latest, panel.latest_day
    earlier = np.flatnonzero(panel.days <= by)
    if not len(earlier):
        return np.full(len(panel.themes), np.nan), panel.days[0].item()
    return panel.sigma[earlier[-1]], panel.days[earlier[-1]].item()


def _overnight(history: History, request: ForecastRequest, row: int | None) -> Floats:
    panel = history.panel
    if request.overnight is not None:
        given = [request.overnight.get(name, np.nan) for name in panel.themes]
        return np.array(given, np.float64)
    if row is None:
        return np.full(len(panel.themes), np.nan)
    measured: Floats = panel.overnight[row]
    return measured


def _shared(
    history: History, told: ThemeForecast, request: ForecastRequest, window: int
) -> _Shared:
    order = np.argsort(-np.abs(told.weights), kind="stable")
    used = tuple(int(k) for k in order if abs(told.weights[k]) > 0.0)
    novelty = _novelty(history, told, request.events)
    says = []
    if history.panel.windows[window][1] > REACH:
        says.append(
            "no measurable skill so far ahead: the mean is 0, the range is the "
            "dispersion alone"
        )
    if told.evidence < THIN:
        count = int(told.evidence)
        noun = "session" if count == 1 else "sessions"
        says.append(
            f"thin evidence: {count} past {noun} of this kind with a measured return; "
            "the tails are wider for it and the mean leans on the wider family"
        )
    if novelty is not None and novelty > _FAR:
        says.append(
            f"unlike the precedents (distance {novelty:.2f} of 1): none is of its kind"
        )
    if novelty is None:
        says.append("no precedent was known by then")
    return _Shared(
        order=used,
        excluded=_excluded(history, told, request),
        novelty=novelty,
        says=tuple(says),
    )


def _novelty(
    history: History, told: ThemeForecast, events: Sequence[EventDescriptor]
) -> float | None:
    """Distance from the nearest precedent: three parts likeness, one part themes."""
    if not len(told.rows):
        return None
    names = [name for event in events for name in event.themes]
    near = [
        0.75 * abs(float(like))
        + 0.25
        * share_of_names(names, [x for e in history.rows[row].events for x in e.themes])
        for row, like in zip(told.rows.tolist(), told.like, strict=True)
    ]
    return round(1.0 - max(near), 3)


def _excluded(
    history: History, told: ThemeForecast, request: ForecastRequest
) -> tuple[ExcludedPrecedent, ...]:
    """Say why each session of the panel was not used."""
    panel = history.panel
    used = set(told.rows[np.abs(told.weights) > 0.0].tolist())
    asked = {event.id for event in request.events}
    found = []
    for row, ids in enumerate(panel.events):
        lead = history.rows[row].events[0].id if history.rows[row].events else None
        if lead is None:
            continue
        found += [
            ExcludedPrecedent(id=one, reason=f"same session as {lead}: counted once")
            for one in ids
            if one != lead and row in used and one not in asked
        ]
        if row not in used:
            known = row in set(told.rows.tolist())
            reason = (
                "nothing in common with this event"
                if known
                else "its return was not known by then"
            )
            found += [
                ExcludedPrecedent(id=one, reason=reason)
                for one in ids
                if one not in asked
            ]
    return tuple(found)


def _impact(
    history: History,
    request: ForecastRequest,
    told: tuple[ThemeForecast, _Shared],
    cell: _Cell,
    table: SignTable,
) -> Impact:
    forecast, shared = told
    parts, scale, says = _parts(forecast, request, cell, table)
    mean = parts.precedents + parts.sign + parts.overnight
    low, lower, middle, upper, high = (
        mean + scale * student_quantile(level, forecast.df) for level in LEVELS
    )
    why = mechanisms(request.events, cell.theme, table)
    measurable = history.panel.windows[cell.window][1] <= REACH
    damping = forecast.tuning.damping
    implied = parts.overnight / damping if parts.overnight else None
    return Impact(
        scope="theme",
        id=cell.theme,
        window=history.panel.windows[cell.window],
        moment=request.moment,
        mean=mean,
        q05=low,
        q25=lower,
        q50=middle,
        q75=upper,
        q95=high,
        scale=scale,
        df=forecast.df,
        p_positive=student_cdf(mean / scale, forecast.df),
        parts=parts,
        precedents=_weights(history, forecast, shared, cell) if measurable else (),
        excluded=shared.excluded if measurable else (),
        novelty=shared.novelty,
        for_mechanism=_joined([one.text for one in why if one.sign > 0]),
        against_mechanism=_joined([one.text for one in why if one.sign < 0]),
        market_implied=implied,
        evidence=forecast.evidence,
        measurable=measurable,
        says=(*shared.says, *says, *_conflict(parts, scale)),
    )


def _parts(
    forecast: ThemeForecast, request: ForecastRequest, cell: _Cell, table: SignTable
) -> tuple[ImpactParts, float, tuple[str, ...]]:
    """Parts and scale of a theme; for one without a basket the median scale."""
    held = np.isfinite(forecast.scale)
    middle = float(np.median(forecast.scale[held])) if held.any() else _WIDE
    if cell.place is None or not held[cell.place]:
        sign = _outside_sign(forecast, request, cell, table) * middle
        parts = ImpactParts(precedents=0.0, sign=sign, overnight=0.0)
        return parts, middle, (_NO_BASKET,)
    k = cell.place
    parts = ImpactParts(
        precedents=float(forecast.precedents[k]),
        sign=float(forecast.sign[k]),
        overnight=float(forecast.overnight[k]),
    )
    return parts, float(forecast.scale[k]), ()


_NO_BASKET = (
    "no basket of five listed names: no precedents of its own, and the range is that "
    "of the median theme"
)


def _outside_sign(
    forecast: ThemeForecast, request: ForecastRequest, cell: _Cell, table: SignTable
) -> float:
    """Written sign times its size, in deviations, of a theme outside the panel."""
    sign = int(written_signs(request.events, [cell.theme], table)[0])
    named = any(cell.theme in event.themes for event in request.events)
    return float(forecast.tuning.damping * sign * forecast.sizes[int(named)])


# Scale of one session where no dispersion of any theme is known: about twice the usual.
_WIDE = 0.02


def _weights(
    history: History, forecast: ThemeForecast, shared: _Shared, cell: _Cell
) -> tuple[PrecedentWeight, ...]:
    """Shares of the evidence, heaviest first; small ones are added to none."""
    total = float(np.abs(forecast.weights).sum())
    if not total:
        return ()
    out = []
    for k in shared.order[:_SHOWN]:
        row = int(forecast.rows[k])
        car = np.nan
        if cell.place is not None:
            car = float(history.panel.car[cell.window, row, cell.place])
        out.append(
            PrecedentWeight(
                id=history.rows[row].events[0].id,
                weight=float(abs(forecast.weights[k])) / total,
                car=round(car, 6) if np.isfinite(car) else None,
                turned=bool(forecast.weights[k] < 0.0),
            )
        )
    return tuple(out)


def _joined(texts: Sequence[str]) -> str | None:
    return "; ".join(dict.fromkeys(texts)) or None


def _conflict(parts: ImpactParts, scale: float) -> tuple[str, ...]:
    """Say when past, sign and the night point different ways."""
    named = {
        "precedents": parts.precedents,
        "the written sign": parts.sign,
        "markets abroad": parts.overnight,
    }
    least = _TELLING * scale
    up = [name for name, value in named.items() if value > least]
    down = [name for name, value in named.items() if value < -least]
    if not up or not down:
        return ()
    return (f"the parts disagree: up {', '.join(up)}; down {', '.join(down)}",)


def censor_impact(impact: Impact, limit: float) -> Impact:
    """Cut the quantiles of a one-session impact at the daily price limit.

    Parameters
    ----------
    impact : Impact
    limit : float
        The largest move of the day, decimal, above 0.

    Returns
    -------
    Impact
        Unchanged where no quantile reaches the limit or the window is longer; a close
        at the limit carries the rest over to the next session.
    """
    if impact.window[0] != impact.window[1]:
        return impact
    points = (impact.q05, impact.q25, impact.q50, impact.q75, impact.q95)
    low, lower, middle, upper, high = (
        max(-limit, min(limit, point)) for point in points
    )
    if (low, lower, middle, upper, high) == points:
        return impact
    told = f"cut at the daily limit of {limit:.0%}: the rest comes on later sessions"
    return replace(
        impact,
        q05=low,
        q25=lower,
        q50=middle,
        q75=upper,
        q95=high,
        says=(*impact.says, told),
    )
