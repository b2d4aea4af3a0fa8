"""Impacts of a story: on themes, issuers, holdings and the book, with what disturbs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from kuroshio.app.calls import CallContext, record_calls
from kuroshio.app.foresight import build_panel, history_of, open_history, sign_table
from kuroshio.app.kept_past import recall_crowding
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.calendars import (
    board_of,
    day_zero,
    find_calendar,
    market_of,
    previous_session,
    price_limit,
)
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.records import (
    Book,
    Brief,
    Confounder,
    DealSheet,
    EventDescriptor,
    Exposure,
    Foresight,
    ForesightPanel,
    Impact,
    Moment,
    Pack,
    RegisterEntry,
)
from kuroshio.studies import (
    ForecastRequest,
    HeldName,
    History,
    ThemeMoves,
    book_impact,
    describe_sheet,
    forecast_themes,
    issuer_impacts,
    name_impacts,
)

_ISSUERS = 40
_NEAR = timedelta(days=4)
_NO_EVENT = "no event of a kind that precedents have was read, so nothing is forecast"
_NO_THEME = "no theme is reached, so nothing is forecast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a forecast is about: the reading, whom it reaches, and who holds them.

    ``weights`` are shares of NAV by security, negative for a short.
    """

    sheet: DealSheet
    entry: RegisterEntry | None
    exposures: Sequence[Exposure]
    book: Book | None = None
    weights: Mapping[str, float] | None = None


def foresee(
    subject: Subject,
    pack: Pack,
    *,
    as_of: datetime,
    data: Path | None = None,
    workspace: Workspace,
) -> Foresight:
    """Forecast what an event does, as of an instant.

    Parameters
    ----------
    subject : Subject
    pack : Pack
        Its residual risks stand behind single names.
    as_of : datetime
        Aware; nothing that was published or closed later is used.
    data : Path, optional
        A folder of daily files: the panel is measured anew, and the night before the
        open is read where the files reach it.
    workspace : Workspace

    Returns
    -------
    Foresight
        With ``refused`` where nothing can be forecast.
    """
    knowledge = open_knowledge(workspace)
    sheet = subject.sheet
    events = describe_sheet(sheet, subject.entry, country_of=knowledge.country_of)
    reached = [reach.theme for cause in sheet.causes for reach in cause.themes]
    through = [row.theme for row in subject.exposures]
    themes = tuple(dict.fromkeys([*reached, *through]))
    if not events or not themes:
        reason = _NO_EVENT if not events else _NO_THEME
        return Foresight(session=None, refused=reason)
    calendar = find_calendar(knowledge.calendars, "XSHG")
    first = day_zero(_published(sheet, as_of), calendar)
    before = previous_session(calendar, first.session)
    history = _history(first.session, as_of, data, workspace)
    ask = ForecastRequest(
        events=events,
        session=first.session,
        closed=(first.session - before).days,
        as_of=as_of,
        themes=themes,
    )
    moments = _moments(history.panel, first.session, data)
    impacts: list[Impact] = []
    for moment in moments:
        asked = replace(ask, moment=moment)
        told = [
            _with_links(one, subject.exposures)
            for one in forecast_themes(history, asked, sign_table(knowledge))
        ]
        impacts += [*told, *_spread(told, subject, pack, history, knowledge)]
    crowded = recall_crowding(history, workspace.cache if data is None else None)
    return Foresight(
        session=first.session,
        provisional=first.provisional,
        moments=moments,
        impacts=tuple(impacts),
        confounders=find_confounders(events, first.session, as_of, knowledge),
        crowded_sessions=crowded[0] if crowded else None,
        crowded_misses=crowded[1] if crowded else None,
        panel_day=history.panel.latest_day,
    )


def _with_links(impact: Impact, exposures: Sequence[Exposure]) -> Impact:
    """Put the strongest written links beside the table's mechanisms."""
    rows = [row for row in exposures if row.theme == impact.id]
    pro = next((text for row in rows for text in row.evidence_for), None)
    con = next((text for row in rows for text in row.evidence_against), None)
    return replace(
        impact,
        for_mechanism="; ".join(filter(None, (impact.for_mechanism, pro))) or None,
        against_mechanism="; ".join(filter(None, (impact.against_mechanism, con)))
        or None,
    )


def _published(sheet: DealSheet, as_of: datetime) -> datetime:
    """Return when the first of the documents came out; the as-of where none says."""
    known = [one.published_at for one in sheet.documents if one.published_at]
    return min((*known, as_of))


def _history(
    session: date, as_of: datetime, data: Path | None, workspace: Workspace
) -> History:
    if data is None:
        return open_history(workspace)
    panel = build_panel(data, workspace=workspace, live=[session], until=as_of.date())
    return history_of(panel, open_knowledge(workspace))


def _moments(
    panel: ForesightPanel, session: date, data: Path | None
) -> tuple[Moment, ...]:
    """Both moments where the night before the open was measured for this session."""
    rows = np.flatnonzero(panel.days == np.datetime64(session, "D"))
    read = data is not None and len(rows) and np.isfinite(panel.overnight[rows]).any()
    return ("publication", "pre_open") if read else ("publication",)


def _spread(
    themes: Sequence[Impact],
    subject: Subject,
    pack: Pack,
    history: History,
    knowledge: Knowledge,
) -> list[Impact]:
    """Carry forecasts of themes to issuers, holdings and the book."""
    panel = history.panel
    usual = {
        name: float(value)
        for name, value in zip(panel.themes, panel.latest, strict=True)
        if np.isfinite(value)
    }
    issuers = tuple(dict.fromkeys(row.issuer for row in subject.exposures))[:_ISSUERS]
    leaders = _leaders(issuers, pack, knowledge)
    held = _held(subject, pack, knowledge)
    out: list[Impact] = []
    for window in dict.fromkeys(one.window for one in themes):
        moves = ThemeMoves(
            impacts={one.id: one for one in themes if one.window == window},
            usual=usual,
            names=panel.themes,
            correlation=_correlation(panel, subject.sheet.as_of),
        )
        out += issuer_impacts(subject.exposures, moves, leaders)
        out += name_impacts(subject.exposures, moves, held)
        book = book_impact(subject.exposures, moves, held)
        out += [book] if book is not None else []
    return out


def _correlation(panel: ForesightPanel, as_of: datetime) -> np.ndarray:
    """Return the latest correlation made before the as-of."""
    by = np.datetime64(as_of.date(), "D")
    place = int(np.searchsorted(panel.correlation_days, by, side="right"))
    found: np.ndarray = panel.correlations[max(0, place - 1)]
    return found


def _leaders(
    issuers: Sequence[str], pack: Pack, knowledge: Knowledge
) -> tuple[HeldName, ...]:
    """Return each issuer by its A share, else by the first listing the pack knows."""
    found = []
    for issuer in issuers:
        codes = [item.security for item in knowledge.issuers[issuer].listings]
        if codes:
            best = min(codes, key=lambda x: (market_of(x) != "CN", x not in pack.rows))
            found.append(_named(best, issuer, 0.0, pack, knowledge))
    return tuple(found)


def _held(subject: Subject, pack: Pack, knowledge: Knowledge) -> tuple[HeldName, ...]:
    if subject.book is None:
        return ()
    weights = subject.weights or {}
    codes = dict.fromkeys(
        line.security for line in subject.book.holdings if line.kind == "equity"
    )
    return tuple(
        _named(code, issuer, weights.get(code, 0.0), pack, knowledge)
        for code in codes
        if (issuer := knowledge.issuer_of(code)) is not None
    )


def _named(
    security: str, issuer: str, weight: float, pack: Pack, knowledge: Knowledge
) -> HeldName:
    row = pack.rows.get(security)
    board = board_of(security)
    day = date.fromisoformat(pack.manifest.date)
    rule = price_limit(knowledge.price_limits, board, day) if board else None
    return HeldName(
        security=security,
        issuer=issuer,
        weight=weight,
        residual=float(pack.residual[row]) if row is not None else None,
        limit=rule.limit if rule is not None else None,
        mainland=market_of(security) == "CN",
    )


def find_confounders(
    events: Sequence[EventDescriptor],
    session: date,
    as_of: datetime,
    knowledge: Knowledge,
) -> tuple[Confounder, ...]:
    """List what else moves prices from the day before day 0 to four days after.

    Parameters
    ----------
    events : sequence of EventDescriptor
        What is forecast; its own precedent is not listed.
    session : date
        Day 0.
    as_of : datetime
        Precedents of later days are not known yet and not listed.
    knowledge : Knowledge

    Returns
    -------
    tuple of Confounder
        In order of time.
    """
    first, last = session - timedelta(days=1), session + _NEAR
    own = {event.id for event in events}
    found = [
        Confounder(on=item.on, what=item.title, kind="precedent", source=item.source)
        for item in knowledge.precedents.values()
        if first <= item.on <= min(last, as_of.date()) and item.id not in own
    ]
    for regime in knowledge.regimes.values():
        dates = {
            regime.effective: "takes effect",
            regime.suspended_until: "suspension ends",
            regime.expires: "expires",
        }
        known = regime.published is None or regime.published <= as_of.date()
        found += [
            Confounder(
                on=on, what=f"{regime.names.en} {what}", kind="rule",
                source=regime.source,
            )
            for on, what in dates.items()
            if known and on is not None and first <= on <= last
        ]  # fmt: skip
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    found += [
        Confounder(on=day, what=what, kind="release", source="own_knowledge")
        for day in days
        for what in _releases(day)
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.kind, one.what)))


def _releases(day: date) -> list[str]:
    """Return figures that come out on a day by their usual timetable."""
    out = []
    if (day + timedelta(days=1)).day == 1:
        out.append("China: purchasing managers' indices (usual timetable)")
    if day.day == 20:
        out.append("China: loan prime rate (usual timetable)")
    if day.weekday() == 4 and day.day <= 7:
        out.append("US: employment report (usual timetable)")
    return out


def record_brief(
    brief: Brief, *, recorded_at: datetime, workspace: Workspace
) -> dict[str, Any]:
    """Append a brief's forecasts to the ledger of calls, before their outcome.

    Raises
    ------
    InputError
        When nothing was forecast, when there is no data folder, or the chain is broken.
    """
    told = brief.foresight
    if told is None or told.session is None:
        reason = told.refused if told is not None else "no document was read"
        fault = Fault(place="--record", problem=f"there is no call to keep: {reason}")
        raise InputError("the ledger of calls", [fault])
    context = CallContext(
        recorded_at=recorded_at,
        as_of=brief.as_of,
        session=told.session,
        events=tuple(cause.id for cause in brief.sheet.causes),
        pack=str(told.panel_day),
        documents=tuple(one.sha256 for one in brief.sheet.documents),
    )
    return record_calls(told.impacts, context, workspace=workspace)
