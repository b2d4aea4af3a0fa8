"""What Chinese markets add to a study: locks, closures, other listings and events."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

import numpy as np

from kuroshio.calendars import (
    day_zero,
    find_calendar,
    is_session,
    market_of,
    mic_of,
    next_session,
    read_code,
    sessions_between,
)
from kuroshio.errors import NumericsError
from kuroshio.knowledge import Knowledge
from kuroshio.numerics import Ints
from kuroshio.records import EventTable, ModelName, PricePanel, ReturnsName, Study
from kuroshio.studies import (
    VENUES,
    closes_at_limit,
    extend_window,
    first_free_close,
    gap_sessions,
    place_precedent,
    run_study,
)

Row = dict[str, Any]
Window = tuple[int, int]
_LONGEST_CLOSURE = timedelta(days=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyCase:
    """What a study was run on; ``published`` maps events to instants, where given.

    ``priced`` are the securities of ``prices``; ``other_index`` is the market of
    listings elsewhere, None: ``index``.
    """

    prices: PricePanel
    index: PricePanel | None
    other_index: PricePanel | None
    loads: PricePanel | None
    model: ModelName
    returns: ReturnsName
    published: Mapping[tuple[str, str], datetime]
    priced: frozenset[str]


def has_listed(securities: Iterable[str]) -> bool:
    """Say whether any name is the code of a listed share, so that facts are known."""
    return any(_is_share(name) for name in securities)


def _is_share(security: str) -> bool:
    facts = read_code(security)
    return facts is not None and facts.kind == "equity" and facts.security == security


def limit_locked(study: Study, case: StudyCase, knowledge: Knowledge) -> list[Row]:
    """List the windows that end on a close at its limit, carried on to a free one.

    Each row has the CAR as asked, the CAR to the first free close, and the CAR of the
    issuer's other listings over the same days, or why there is none.
    """
    names = list(dict.fromkeys(filter(_is_share, study.used.securities)))
    locks = closes_at_limit(case.prices, names, knowledge.price_limits)
    if not locks.any():
        return []
    column = {name: k for k, name in enumerate(names)}
    rows = []
    for i, security in enumerate(study.used.securities):
        if security not in column:
            continue
        mine = locks[:, column[security]]
        at = np.searchsorted(case.prices.dates, study.abnormal.sessions[i])
        if not mine[at].any():
            continue
        ended = {
            k: row
            for k in range(len(study.abnormal.windows))
            if (row := _locked_row(study, (i, k), mine, case)) is not None
        }
        others = _other_listings(study, i, case, knowledge) if ended else []
        for k, row in ended.items():
            rows.append({**row, "others": [_told(other, k) for other in others]})
    return rows


def _locked_row(
    study: Study, where: tuple[int, int], locks: Ints, case: StudyCase
) -> Row | None:
    i, k = where
    held = study.abnormal
    first, last = (int(t) for t in held.windows[k])
    at = np.searchsorted(case.prices.dates, held.sessions[i])
    carried = extend_window(
        held.ar[i], np.abs(locks[at]).astype(float), held.days, (first, last), most=0.5
    )
    if carried is None:
        return None
    end = last - int(held.days[0])
    free_last, free_car = carried.last, carried.car
    if free_last is None:
        free_last, free_car = _past_the_event_window(study, where, locks, case)
    return {
        "event_id": study.used.event_ids[i],
        "security": study.used.securities[i],
        "w0": first,
        "w1": last,
        "date": str(held.sessions[i, end]),
        "locked": "up" if locks[at[end]] > 0 else "down",
        "car": _plain(held.window_car[i, k]),
        "free_w1": free_last,
        "free_car": _plain(free_car),
    }


def _past_the_event_window(
    study: Study, where: tuple[int, int], locks: Ints, case: StudyCase
) -> tuple[int | None, float]:
    """Fit the event once more with a window that reaches the first free close."""
    i, k = where
    name = study.used.securities[i]
    series = case.prices.values[:, case.prices.securities.index(name)]
    priced = np.isfinite(series)
    last_row = int(np.searchsorted(case.prices.dates, study.abnormal.sessions[i, -1]))
    free = first_free_close(locks, priced, last_row)
    if free is None:
        return None, float("nan")
    last = study.event[1] + int(priced[last_row + 1 : free + 1].sum())
    window = (int(study.abnormal.windows[k, 0]), last)
    event = (study.used.event_ids[i], name, study.used.dates[i].item())
    done = _again(event, study, case, (study.event[0], last), [window])
    if done is None:
        return None, float("nan")
    return last, float(done.abnormal.window_car[0, 0])


def _again(
    event: tuple[str, str, date],
    study: Study,
    case: StudyCase,
    span: Window,
    windows: Sequence[Window],
    *,
    elsewhere: bool = False,
) -> Study | None:
    """Run one event with another window; None where it cannot be used."""
    index = case.index
    if elsewhere and case.other_index is not None:
        index = case.other_index
    try:
        done = run_study(
            EventTable.of([event]),
            case.prices,
            index,
            case.loads,
            model=case.model,
            returns=case.returns,
            estimation=study.estimation,
            event=span,
            windows=windows,
            tests="none",
        )
    except NumericsError:
        return None
    return done if done.used.event_ids else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """Another listing of the issuer round the same event; ``study`` None: unusable."""

    security: str
    day: date
    study: Study | None


def _other_listings(
    study: Study, i: int, case: StudyCase, knowledge: Knowledge
) -> list[_Other]:
    found = []
    windows = [(int(first), int(last)) for first, last in study.abnormal.windows]
    for security, day in _others_of(study, i, case, knowledge):
        event = (study.used.event_ids[i], security, day)
        done = _again(event, study, case, study.event, windows, elsewhere=True)
        found.append(_Other(security=security, day=day, study=done))
    return found


def _others_of(
    study: Study, i: int, case: StudyCase, knowledge: Knowledge
) -> list[tuple[str, date]]:
    """Return the issuer's listings on other exchanges that have prices, with day 0."""
    own = study.used.securities[i]
    issuer = knowledge.issuers.get(knowledge.issuer_of(own) or "")
    listings = issuer.listings if issuer is not None else ()
    return [
        (item.security, _other_day(study, i, item.security, case, knowledge))
        for item in listings
        if item.security in case.priced and market_of(item.security) != market_of(own)
    ]


def _other_day(
    study: Study, i: int, security: str, case: StudyCase, knowledge: Knowledge
) -> date:
    calendar = find_calendar(knowledge.calendars, mic_of(security) or "")
    instant = case.published.get((study.used.event_ids[i], study.used.securities[i]))
    if instant is not None:
        return day_zero(instant, calendar).session
    day: date = study.used.dates[i].item()
    return day if is_session(calendar, day) else next_session(calendar, day)


def _told(other: _Other, k: int) -> Row:
    car = None
    if other.study is not None:
        car = _plain(other.study.abnormal.window_car[0, k])
    return {"security": other.security, "day_zero": other.day.isoformat(), "car": car}


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def first_elsewhere(study: Study, case: StudyCase, knowledge: Knowledge) -> list[Row]:
    """Join what another listing did while the exchange was shut to its own day 0.

    With an instant of publication the other listing's day 0 counts; with a date, a
    closure of the own exchange right before it, which then may hold older news.
    """
    rows = []
    for i, security in enumerate(study.used.securities):
        if not _is_share(security):
            continue
        for other, day in _others_of(study, i, case, knowledge):
            row = _joined(study, i, (other, day), case, knowledge)
            if row is not None:
                rows.append(row)
    return rows


def _joined(
    study: Study,
    i: int,
    other: tuple[str, date],
    case: StudyCase,
    knowledge: Knowledge,
) -> Row | None:
    security, there = other
    own_day: date = study.used.dates[i].item()
    name = (study.used.event_ids[i], study.used.securities[i])
    by = "instant" if name in case.published else "closure"
    calendar = find_calendar(knowledge.calendars, mic_of(security) or "")
    if by == "closure":
        own = find_calendar(knowledge.calendars, mic_of(name[1]) or "")
        start = own_day - _LONGEST_CLOSURE
        gap = gap_sessions(
            sessions_between(own, start, own_day),
            sessions_between(calendar, start, own_day),
            own_day,
        )
        there = gap[0] if gap else own_day
    if there >= own_day:
        return None
    days = sessions_between(calendar, there, own_day)
    before = [day for day in days if day < own_day]
    span = (0, len(days) - 1)
    event = (name[0], security, there)
    done = _again(event, study, case, span, [span], elsewhere=True)
    at = -study.event[0]
    inside = 0 <= at < len(study.abnormal.days)
    told = {
        "event_id": name[0],
        "security": name[1],
        "date": own_day.isoformat(),
        "ar": _plain(study.abnormal.ar[i, at]) if inside else None,
        "other": security,
        "other_day_zero": there.isoformat(),
        "by": by,
        "sessions": len(before),
        "car_before": None,
        "car_joined": None,
    }
    if done is not None:
        ar, sessions = done.abnormal.ar[0], done.abnormal.sessions[0]
        told["car_before"] = _plain(ar[sessions < np.datetime64(own_day)].sum())
        told["car_joined"] = _plain(ar[sessions <= np.datetime64(own_day)].sum())
    return told


def confounding(study: Study, knowledge: Knowledge) -> list[Row]:
    """List the library's events that fall in an event window and reach its issuer.

    ``t`` 0 may be the event itself.
    """
    themes: dict[str, set[str]] = {}
    for link in knowledge.links:
        themes.setdefault(link.issuer, set()).add(link.theme)
    placed = _placed(knowledge)
    rows = []
    for i, security in enumerate(study.used.securities):
        reached = themes.get(knowledge.issuer_of(security) or "", set())
        days = study.abnormal.sessions[i]
        held = placed.get(market_of(security) or "", []) if reached else []
        first = bisect_left(held, days[0], key=itemgetter(0))
        last = bisect_right(held, days[-1], key=itemgetter(0))
        for session, identity, named in held[first:last]:
            k = int(np.searchsorted(days, session))
            if days[k] != session or not named & reached:
                continue
            rows.append(
                {
                    "event_id": study.used.event_ids[i],
                    "security": security,
                    "precedent": identity,
                    "title": knowledge.precedents[identity].title,
                    "t": int(study.abnormal.days[k]),
                    "themes": sorted(named & reached),
                }
            )
    return rows


def _placed(
    knowledge: Knowledge,
) -> dict[str, list[tuple[np.datetime64, str, frozenset[str]]]]:
    """Day 0 of every precedent that names a theme, by venue, in order of time."""
    found: dict[str, list[tuple[np.datetime64, str, frozenset[str]]]] = {}
    for venue in VENUES:
        for item in knowledge.precedents.values():
            session = place_precedent(item, venue, knowledge.calendars)
            if item.themes and not isinstance(session, str):
                names = frozenset(name.name for name in item.themes)
                day = np.datetime64(session.session, "D")
                found.setdefault(venue, []).append((day, item.id, names))
        found.get(venue, []).sort(key=itemgetter(0, 1))
    return found
