"""The main job: from bytes to a brief, each step called once, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from kuroshio.app.impact import Subject, foresee
from kuroshio.app.implied import with_implied
from kuroshio.app.inputs import choose_as_of, open_book, open_documents
from kuroshio.app.pricing import measure_priced
from kuroshio.app.stress import scenarios_for_brief
from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.briefs import SHANGHAI
from kuroshio.calendars import count_sessions, local_day, market_window
from kuroshio.exposure import expose, look_through, theme_rows, unreached
from kuroshio.knowledge import Knowledge
from kuroshio.market import read_link_signs, read_profile
from kuroshio.reading import build_sheet
from kuroshio.records import (
    Book,
    BookRisk,
    Brief,
    DataAge,
    DealSheet,
    Document,
    Event,
    Exposure,
    Foresight,
    InputFile,
    MarketWindow,
    Pack,
    Profile,
    Proposal,
    RegimeAnswer,
    RegisterEntry,
    RegisterFact,
    ScenarioResult,
)
from kuroshio.regimes import answer_regimes, deal_clocks
from kuroshio.risk import estimate_book_risk, propose_hedges
from kuroshio.version import VERSION

EXCHANGES = {"A": "XSHG", "HK": "XHKG", "JP": "XTKS", "US": "XNYS"}
PACK_MARKETS = {"CN": "A", "HK": "HK", "JP": "JP", "US": "US"}
STALE_SESSIONS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """What the user gave, read."""

    documents: tuple[Document, ...]
    book: Book | None
    profile: Profile | None
    inputs: tuple[InputFile, ...]


def make_brief(
    sources: Sequence[str],
    *,
    book: Path | None = None,
    profile: Path | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
    data: Path | None = None,
    workspace: Workspace,
) -> Brief:
    """Read, verify, map, measure and answer, as of one instant.

    Parameters
    ----------
    sources : sequence of str
        Paths, or "-" for standard input; none: only the book is looked at.
    book, profile : Path, optional
        What the user holds, and who they are.
    as_of : str, optional
        Day or instant of knowledge; default: the documents' own, else the pack's.
    stale_ok : bool
        Use data that is older than 90 sessions.
    data : Path, optional
        A folder of daily files for forecasts; default: the pack's panel.
    workspace : Workspace
        The folders in force.

    Raises
    ------
    InputError
        With every fault of the documents, the book or the profile.
    """
    knowledge, pack = open_knowledge(workspace), open_pack(workspace)
    given = _read_sources(sources, book, profile, workspace)
    pack_day = date.fromisoformat(pack.manifest.date)
    instant, basis = choose_as_of(given.documents, given=as_of, pack_day=pack_day)
    sheet = _read_sheet(given.documents, knowledge, instant)
    today = instant.astimezone(SHANGHAI).date()
    entry, facts = _look_up(sheet, knowledge, today)
    exposures = expose(sheet.causes, knowledge)
    exposures = with_implied(exposures, read_link_signs(), on=today)
    risk, proposals = _measure(
        given, pack, knowledge, instant=instant, stale_ok=stale_ok
    )
    weights = _weights(risk)
    held = given.book
    regimes = answer_regimes(
        sheet if given.documents else None, held, given.profile, knowledge, as_of=today
    )
    made = Brief(
        version=VERSION,
        as_of=instant,
        as_of_basis=basis,
        inputs=given.inputs,
        pack=pack.manifest.date,
        ages=_ages(pack, knowledge, instant),
        sheet=sheet,
        entry=entry,
        facts=facts,
        clocks=deal_clocks(sheet, knowledge, knowledge.calendars, as_of=today),
        windows=_windows(knowledge, instant),
        exposures=exposures,
        book=held,
        profile=given.profile,
        holdings=look_through(held, exposures, knowledge, weights) if held else (),
        themes=theme_rows(held, exposures, knowledge, weights) if held else (),
        risk=risk,
        proposals=proposals,
        regimes=regimes,
        article_only=_named_without_path(sheet, exposures, knowledge),
        names=_names(knowledge, sheet, held, exposures, regimes),
        scenarios=_play(given, sheet, pack, knowledge, instant, stale_ok=stale_ok),
    )
    return replace(
        made,
        foresight=_forecast(made, weights, pack, data=data, workspace=workspace),
        priced=measure_priced(made, workspace=workspace),
    )


def _forecast(
    made: Brief,
    weights: Mapping[str, float],
    pack: Pack,
    *,
    data: Path | None,
    workspace: Workspace,
) -> Foresight | None:
    """Forecast what the documents tell; None where there are none."""
    if not made.sheet.documents:
        return None
    subject = Subject(
        sheet=made.sheet,
        entry=made.entry,
        exposures=made.exposures,
        book=made.book,
        weights=weights,
    )
    return foresee(subject, pack, as_of=made.as_of, data=data, workspace=workspace)


def _read_sources(
    sources: Sequence[str],
    book: Path | None,
    profile: Path | None,
    workspace: Workspace,
) -> _Sources:
    knowledge = open_knowledge(workspace)
    documents = open_documents(sources, workspace)
    held = open_book(book, knowledge) if book is not None else None
    who = read_profile(profile) if profile is not None else None
    inputs = [InputFile(source=item.source, sha256=item.sha256) for item in documents]
    if held is not None:
        inputs.append(InputFile(source=held.source, sha256=held.sha256))
    return _Sources(documents=documents, book=held, profile=who, inputs=tuple(inputs))


def _read_sheet(
    documents: tuple[Document, ...], knowledge: Knowledge, instant: datetime
) -> DealSheet:
    if documents:
        return build_sheet(documents, knowledge, as_of=instant)
    return DealSheet(
        event=Event(id="none", kind="none"),
        as_of=instant,
        documents=(),
        claims=(),
        sheet=(),
        findings=(),
        causes=(),
    )


def _look_up(
    sheet: DealSheet, knowledge: Knowledge, today: date
) -> tuple[RegisterEntry | None, tuple[RegisterFact, ...]]:
    entry = knowledge.register.get(sheet.event.vehicle or "")
    return entry, knowledge.facts_at(entry.id, today) if entry is not None else ()


def _measure(
    given: _Sources,
    pack: Pack,
    knowledge: Knowledge,
    *,
    instant: datetime,
    stale_ok: bool,
) -> tuple[BookRisk | None, tuple[Proposal, ...]]:
    if given.book is None:
        return None, ()
    profile = given.profile or Profile()
    risk = estimate_book_risk(
        given.book, profile, pack, knowledge, as_of=instant, stale_ok=stale_ok
    )
    proposals = propose_hedges(
        given.book, profile, pack, knowledge, as_of=instant, stale_ok=stale_ok
    )
    return risk, proposals


def _play(
    given: _Sources,
    sheet: DealSheet,
    pack: Pack,
    knowledge: Knowledge,
    instant: datetime,
    *,
    stale_ok: bool,
) -> tuple[ScenarioResult, ...]:
    """Play what the story calls for on the book, where there are both."""
    if given.book is None or not given.documents or sheet.event.kind == "none":
        return ()
    return scenarios_for_brief(
        sheet,
        given.book,
        given.profile or Profile(),
        pack,
        knowledge,
        as_of=instant,
        stale_ok=stale_ok,
    )


def _weights(risk: BookRisk | None) -> Mapping[str, float]:
    if risk is None:
        return {}
    weights: dict[str, float] = {}
    for item in risk.holdings:
        weights[item.security] = weights.get(item.security, 0.0) + item.weight
    return weights


def _ages(pack: Pack, knowledge: Knowledge, instant: datetime) -> tuple[DataAge, ...]:
    ages = []
    for code, market in PACK_MARKETS.items():
        text = pack.manifest.data_dates.get(code)
        if text is None:
            continue
        calendar = knowledge.calendars[EXCHANGES[market]]
        day = date.fromisoformat(text)
        old = count_sessions(calendar, day, local_day(calendar, instant))
        ages.append(
            DataAge(
                market=market,
                data_date=day,
                sessions_old=max(old, 0),
                stale=old > STALE_SESSIONS,
            )
        )
    return tuple(ages)


def _windows(knowledge: Knowledge, instant: datetime) -> tuple[MarketWindow, ...]:
    calendars = knowledge.calendars
    return tuple(market_window(calendars[mic], instant) for mic in EXCHANGES.values())


def _named_without_path(
    sheet: DealSheet, exposures: Sequence[Exposure], knowledge: Knowledge
) -> tuple[str, ...]:
    """Return the listed issuers that the text names and no path reaches."""
    if sheet.event.kind == "none":
        return ()
    named = [
        issuer
        for issuer in _issuers_named(sheet, knowledge)
        if knowledge.issuers[issuer].listings
    ]
    return unreached(named, exposures)


def _names(
    knowledge: Knowledge,
    sheet: DealSheet,
    book: Book | None,
    exposures: Sequence[Exposure],
    regimes: Sequence[RegimeAnswer],
) -> tuple[tuple[str, str], ...]:
    """Return what to call every id that the brief prints."""
    used = {item.issuer for item in exposures} | {item.theme for item in exposures}
    used |= {item.id for item in regimes}
    for cause in sheet.causes:
        used |= {cause.operator or "", cause.imposer or "", cause.target or ""}
    used |= set(_issuers_named(sheet, knowledge))
    names = {cause.id: cause.name for cause in sheet.causes}
    for identity in used:
        known = knowledge.names_of(identity)
        if known is not None:
            names[identity] = known.en
    for line in book.holdings if book is not None else ():
        known = knowledge.names_of(knowledge.issuer_of(line.security) or "")
        names[line.security] = known.en if known is not None else line.name or ""
    return tuple(sorted(names.items()))


def _issuers_named(sheet: DealSheet, knowledge: Knowledge) -> list[str]:
    """Return the issuers that the texts name, in order."""
    return [
        candidate
        for document in sheet.documents
        for match in knowledge.find_names(document.text)
        for candidate in match.candidates
        if candidate in knowledge.issuers
    ]
