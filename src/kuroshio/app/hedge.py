"""The verb `hedge`: what takes risk off a book, searched on scenario paths."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kuroshio.app.hedge_terms import read_terms
from kuroshio.app.inputs import choose_as_of, open_book, open_documents
from kuroshio.app.scenario_reach import reach_of
from kuroshio.app.stress_asked import Asked, choose_scenarios
from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.briefs import (
    SHANGHAI,
    HedgeStory,
    head,
    hedge_blocks,
    masthead_lines,
    say_instant,
    to_plain,
)
from kuroshio.errors import Fault, InputError, NumericsError
from kuroshio.exposure import expose
from kuroshio.knowledge import Knowledge
from kuroshio.market import read_histories, read_profile
from kuroshio.reading import build_sheet
from kuroshio.records import (
    Book,
    DealSheet,
    InputFile,
    Pack,
    Profile,
    Scenario,
    ScenarioResult,
)
from kuroshio.risk import (
    HedgeRequest,
    Hedges,
    ScenarioPaths,
    Stage,
    check_request,
    check_scenarios,
    mix_scenarios,
    refresh_loadings,
    scenario_paths,
    scenarios_for_event,
    scenarios_without_event,
    seek_hedges,
    set_stage,
    stress_book,
)
from kuroshio.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedged:
    """What `hedge` found; ``refused`` says why there are no numbers.

    ``refreshed`` counts names whose loadings come from the user's own prices.
    """

    as_of: datetime
    as_of_basis: str
    inputs: tuple[InputFile, ...]
    pack: str
    nav: float
    base_currency: str
    found: Hedges
    request: HedgeRequest
    warnings: tuple[str, ...]
    signed: bool
    refreshed: int = 0
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What the user gave, read."""

    book: Book
    profile: Profile
    sheet: DealSheet | None
    as_of: datetime
    stale_ok: bool


def make_hedges(  # noqa: PLR0913 - the options of the verb
    sources: Sequence[str],
    *,
    book: Path,
    profile: Path | None = None,
    terms: Path | None = None,
    scenarios: Sequence[str] = (),
    prices: Path | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
    workspace: Workspace,
) -> Hedged:
    """Seek what takes risk off a book.

    Parameters
    ----------
    sources : sequence of str
        Documents: their scenarios are what each proposal is tried on, and the names
        they touch what a book is spread away from.
    book, profile, as_of, stale_ok, workspace
        As for `make_brief`.
    terms : Path, optional
        A YAML file of the user's own terms, limits and what cannot trade.
    scenarios : sequence of str
        Names or files; those with a signed probability are searched over too.
    prices : Path, optional
        Folder of daily files, as for ``pack build``: loadings of mainland names are
        measured afresh, recent sessions counting more.

    Raises
    ------
    InputError
        Every fault of the documents, the book, the profile and the terms.
    """
    knowledge, pack = open_knowledge(workspace), open_pack(workspace)
    documents = open_documents(sources, workspace) if sources else ()
    held = open_book(book, knowledge)
    who = read_profile(profile) if profile is not None else Profile()
    request, files = read_terms(terms)
    instant, basis = choose_as_of(
        documents, given=as_of, pack_day=date.fromisoformat(pack.manifest.date)
    )
    faults = check_request(
        request, held, who, knowledge.instruments,
        on=instant.astimezone(SHANGHAI).date(), place=str(terms or "terms"),
    )  # fmt: skip
    if faults:
        raise InputError("terms", faults)
    refreshed = 0
    if prices is not None:
        pack, refreshed = _refresh(pack, held, prices, instant)
    given = _Given(
        book=held,
        profile=who,
        sheet=build_sheet(documents, knowledge, as_of=instant) if documents else None,
        as_of=instant,
        stale_ok=stale_ok,
    )
    stage, chosen, more = _stage(given, scenarios, pack, knowledge)
    refused = stage.measured.refused
    played = () if refused else stress_book(stage, chosen, paths=2000)
    inputs = [InputFile(source=x.source, sha256=x.sha256) for x in documents]
    inputs.append(InputFile(source=held.source, sha256=held.sha256))
    if profile is not None:
        inputs.append(_file(profile))
    return Hedged(
        as_of=instant,
        as_of_basis=basis,
        inputs=(*inputs, *files, *more),
        pack=pack.manifest.date,
        nav=stage.positions.nav,
        base_currency=who.base_currency,
        found=_seek(given, request, stage, chosen, played, pack, knowledge),
        request=request,
        warnings=stage.measured.warnings,
        refreshed=refreshed,
        signed=any(item.probability is not None for item in chosen),
        refused=refused,
    )


def _refresh(
    pack: Pack, held: Book, prices: Path, instant: datetime
) -> tuple[Pack, int]:
    """Measure loadings afresh from the user's files, to the day before the as-of."""
    today = instant.astimezone(SHANGHAI).date()
    histories = read_histories(
        prices,
        {line.security for line in held.holdings},
        until=today - timedelta(days=1),
        sessions=600,
    )
    return refresh_loadings(pack, histories)


def _file(path: Path) -> InputFile:
    return InputFile(
        source=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest()
    )


def _stage(
    given: _Given, asked: Sequence[str], pack: Pack, knowledge: Knowledge
) -> tuple[Stage, tuple[Scenario, ...], tuple[InputFile, ...]]:
    """Place the book and the scenarios that proposals are tried on."""
    sheet = given.sheet
    fitting = (
        scenarios_without_event(knowledge)
        if sheet is None or sheet.event.kind == "none"
        else scenarios_for_event(sheet, knowledge) or scenarios_without_event(knowledge)
    )
    placed, files = choose_scenarios(
        Asked(scenarios=tuple(asked)), fitting, knowledge, story=sheet is not None
    )
    faults = check_scenarios(placed, given.book, pack, knowledge)
    if faults:
        raise InputError("scenarios", faults)
    chosen = tuple(item.scenario for item in placed)
    stage = set_stage(
        given.book, given.profile, pack, knowledge,
        as_of=given.as_of, stale_ok=given.stale_ok,
        reach=reach_of(chosen, sheet, knowledge),
    )  # fmt: skip
    return stage, chosen, files


def _seek(  # noqa: PLR0917 - what the search is made from
    given: _Given,
    request: HedgeRequest,
    stage: Stage,
    chosen: Sequence[Scenario],
    played: Sequence[ScenarioResult],
    pack: Pack,
    knowledge: Knowledge,
) -> Hedges:
    if stage.measured.refused is not None:
        return Hedges(proposals=())
    return seek_hedges(
        given.book, given.profile, pack, knowledge,
        as_of=given.as_of, stale_ok=given.stale_ok, request=request, played=played,
        paths=_paths(stage, chosen, request.paths),
        touched=_touched(given, knowledge),
    )  # fmt: skip


def _paths(stage: Stage, chosen: Sequence[Scenario], count: int) -> ScenarioPaths:
    """Return paths over which signed scenarios happen, or none does."""
    try:
        mixed = mix_scenarios(stage, chosen, count=count)
    except NumericsError as error:
        fault = Fault(place="probability", problem=str(error), mend="lower them")
        raise InputError("scenarios", [fault]) from None
    return scenario_paths(stage, None, count=count) if mixed is None else mixed


def _touched(given: _Given, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the securities to which a path leads from the story."""
    if given.sheet is None:
        return ()
    return tuple(
        dict.fromkeys(
            security
            for row in expose(given.sheet.causes, knowledge)
            for security in row.securities
        )
    )


def hedge_results(made: Hedged) -> dict[str, Any]:
    """Return the verb's JSON object."""
    request = to_plain(made.request)
    return {
        **head(as_of=made.as_of, inputs=made.inputs, pack=made.pack, version=VERSION),
        "nav": made.nav if math.isfinite(made.nav) else None,
        "base_currency": made.base_currency,
        "refused": made.refused,
        "warnings": list(made.warnings),
        "loadings_from_prices": made.refreshed,
        "request": request,
        "proposals": to_plain(made.found.proposals),
        "frontier": to_plain(made.found.frontier),
        "unsellable": to_plain(made.found.unsellable),
        "spread": None
        if made.found.spread is None
        else {
            "conflict": list(made.found.spread.conflict),
            "left_out": to_plain(made.found.spread.left_out),
        },
    }


def say_hedges(made: Hedged, *, width: int = 118) -> str:
    """Return the proposals as text: side by side, then each with what it leaves."""
    from kuroshio.briefs.terminal import Page, print_plain

    nav = f"{made.base_currency} {made.nav:,.0f}" if math.isfinite(made.nav) else "?"
    spread = made.found.spread
    story = HedgeStory(
        proposals=made.found.proposals,
        frontier=made.found.frontier,
        nav=made.nav,
        base_currency=made.base_currency,
        level=made.request.level,
        objective=made.request.objective,
        unsellable=tuple((x.security, x.why) for x in made.found.unsellable),
        conflict=() if spread is None else spread.conflict,
        left_out=() if spread is None else spread.left_out,
        signed=made.signed,
        refused=made.refused,
    )
    head_lines = masthead_lines(
        f"  as of {say_instant(made.as_of)} ({made.as_of_basis})   ",
        f"NAV {nav} | pack {made.pack} | ES 99 %, one session, a loss, bp of NAV",
        (*made.warnings, *_fresh(made)),
    )
    return print_plain(
        Page(masthead=head_lines, blocks=hedge_blocks(story)), width=width
    )


def _fresh(made: Hedged) -> list[str]:
    if not made.refreshed:
        return []
    return [f"loadings of {made.refreshed} names from your own prices, fading"]
