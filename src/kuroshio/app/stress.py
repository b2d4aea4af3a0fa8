"""The verb `stress`: scenarios over a book, chosen by name, by file or by story."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kuroshio.app.inputs import choose_as_of, open_book, open_documents
from kuroshio.app.replay import open_past, parse_stretch
from kuroshio.app.scenario_reach import reach_of
from kuroshio.app.stress_asked import Asked, choose_scenarios, read_chances, read_loss
from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.briefs import (
    SHANGHAI,
    detail_block,
    head,
    masthead_lines,
    say_instant,
    scenario_block,
    to_plain,
    tree_block,
)
from kuroshio.errors import Fault, InputError, NumericsError
from kuroshio.knowledge import Knowledge
from kuroshio.market import read_profile
from kuroshio.reading import build_sheet
from kuroshio.records import (
    Book,
    DealSheet,
    InputFile,
    Line,
    Pack,
    Profile,
    Scenario,
    ScenarioMixture,
    ScenarioResult,
    TreeNode,
)
from kuroshio.regimes import deal_clocks
from kuroshio.risk import (
    Placed,
    Signed,
    Stage,
    check_scenarios,
    check_together,
    expected_loss,
    grow_tree,
    later_precedents,
    mix_scenarios,
    replay_past,
    reverse_stress,
    scenarios_for_event,
    scenarios_without_event,
    set_stage,
    stress_book,
)
from kuroshio.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Stress:
    """What `stress` found; shares of NAV, losses negative."""

    as_of: datetime
    as_of_basis: str
    inputs: tuple[InputFile, ...]
    pack: str
    nav: float
    base_currency: str
    results: tuple[ScenarioResult, ...]
    tree: tuple[TreeNode, ...]
    warnings: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    mixture: ScenarioMixture | None = None


def make_stress(
    sources: Sequence[str],
    asked: Asked,
    *,
    book: Path,
    profile: Path | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
    workspace: Workspace,
) -> Stress:
    """Lay scenarios over a book.

    Parameters
    ----------
    sources : sequence of str
        Documents; with some and no scenario asked for, those that the story calls for
        are played, ``event`` standing for its themes.
    asked : Asked
        Scenarios by name or file, a stretch to replay, a loss to explain.
    book, profile, as_of, stale_ok, workspace
        As for `make_brief`.

    Raises
    ------
    InputError
        Every fault of the documents, the book, the profile and the scenarios.
    """
    knowledge, pack = open_knowledge(workspace), open_pack(workspace)
    documents = open_documents(sources, workspace) if sources else ()
    held = open_book(book, knowledge)
    who = read_profile(profile) if profile is not None else Profile()
    instant, basis = choose_as_of(
        documents, given=as_of, pack_day=date.fromisoformat(pack.manifest.date)
    )
    sheet = build_sheet(documents, knowledge, as_of=instant) if documents else None
    loss = read_loss(asked.reverse) if asked.reverse is not None else None
    stretch = parse_stretch(asked.replay) if asked.replay is not None else None
    signed = read_chances(asked)
    placed, files = choose_scenarios(
        asked, _fitting(sheet, knowledge), knowledge, story=sheet is not None
    )
    stage, results = _play(
        placed, held, who, pack, knowledge,
        sheet=sheet, as_of=instant, stale_ok=stale_ok,
    )  # fmt: skip
    extra: list[ScenarioResult] = []
    if stretch is not None:
        past = open_past(stretch, held, pack, prices=asked.prices, workspace=workspace)
        extra.append(replay_past(stage, past))
    if loss is not None:
        extra.append(reverse_stress(stage, loss))
    today = instant.astimezone(SHANGHAI).date()
    inputs = [InputFile(source=x.source, sha256=x.sha256) for x in documents]
    inputs.append(InputFile(source=held.source, sha256=held.sha256))
    return Stress(
        as_of=instant,
        as_of_basis=basis,
        inputs=(*inputs, *files),
        pack=pack.manifest.date,
        nav=stage.positions.nav,
        base_currency=who.base_currency,
        results=(*results, *extra),
        tree=_tree(placed, sheet, knowledge, today, signed),
        warnings=stage.measured.warnings,
        names=_names(held, knowledge),
        mixture=_mixture(stage, [item.scenario for item in placed]),
    )


def _mixture(stage: Stage, scenarios: Sequence[Scenario]) -> ScenarioMixture | None:
    """Play signed scenarios together."""
    if stage.measured.refused is not None:
        return None
    try:
        paths = mix_scenarios(stage, scenarios)
    except NumericsError as error:
        mend = "lower them, or play the scenarios apart"
        fault = Fault(place="probability", problem=str(error), mend=mend)
        raise InputError("scenarios", [fault]) from None
    if paths is None:
        return None
    signed = [item for item in scenarios if item.probability is not None]
    mean, worst = expected_loss(paths)
    return ScenarioMixture(
        scenarios=tuple(item.id for item in signed),
        signed=sum(item.probability or 0.0 for item in signed),
        pnl=mean,
        es=worst,
    )


def scenarios_for_brief(
    sheet: DealSheet | None,
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    stale_ok: bool = False,
) -> tuple[ScenarioResult, ...]:
    """Play on a book the packaged scenarios that a story calls for.

    Parameters
    ----------
    sheet : DealSheet or None
        None, or one about nothing: those that need no story.
    book, profile, pack, knowledge, as_of, stale_ok
        As for `estimate_book_risk`.

    Returns
    -------
    tuple of ScenarioResult
        In the order in which block 5 of a brief shows them; with ``refused`` set where
        the book has no numbers.
    """
    found = _fitting(sheet, knowledge)
    placed = tuple(Placed(scenario=item, place=item.id) for item in found)
    _, results = _play(
        placed, book, profile, pack, knowledge,
        sheet=sheet, as_of=as_of, stale_ok=stale_ok,
    )  # fmt: skip
    return results


def _fitting(sheet: DealSheet | None, knowledge: Knowledge) -> tuple[Scenario, ...]:
    if sheet is None or not (sheet.documents or sheet.causes):
        return scenarios_without_event(knowledge)
    if sheet.event.kind == "none":
        return ()
    return scenarios_for_event(sheet, knowledge) or scenarios_without_event(knowledge)


def _play(  # noqa: PLR0913 - what a stage is set from
    placed: Sequence[Placed],
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    sheet: DealSheet | None,
    as_of: datetime,
    stale_ok: bool,
) -> tuple[Stage, tuple[ScenarioResult, ...]]:
    faults = check_scenarios(placed, book, pack, knowledge)
    if faults:
        raise InputError("scenarios", faults)
    scenarios = [item.scenario for item in placed]
    stage = set_stage(
        book, profile, pack, knowledge, as_of=as_of, stale_ok=stale_ok,
        reach=reach_of(scenarios, sheet, knowledge),
    )  # fmt: skip
    if stage.measured.refused is None:
        faults = check_together(placed, stage)
        if faults:
            raise InputError("scenarios", faults)
    today = as_of.astimezone(SHANGHAI).date()
    results = stress_book(stage, scenarios)
    return stage, tuple(
        _told(result, scenario, knowledge, today)
        for result, scenario in zip(results, scenarios, strict=True)
    )


def _told(
    result: ScenarioResult, scenario: Scenario, knowledge: Knowledge, today: date
) -> ScenarioResult:
    """Say which precedents lie after the instant of knowledge."""
    later = later_precedents(scenario, knowledge, as_of=today)
    if not later:
        return result
    words = f"SIZED WITH PRECEDENTS LATER THAN AS-OF: {', '.join(later)}"
    return replace(result, not_covered=(words, *result.not_covered))


def _tree(
    placed: Sequence[Placed],
    sheet: DealSheet | None,
    knowledge: Knowledge,
    today: date,
    signed: Mapping[str, Signed],
) -> tuple[TreeNode, ...]:
    if sheet is None:
        return ()
    clocks = deal_clocks(sheet, knowledge, knowledge.calendars, as_of=today)
    moving = [
        item.scenario
        for item in placed
        if "deal" in item.scenario.belongs_to and item.scenario.imposer is None
    ]
    unknown = [name for name in signed if name not in {x.name for x in clocks}]
    if unknown:
        hints = ", ".join(clock.name for clock in clocks) or "none is known"
        raise InputError(
            "command line",
            [
                Fault(
                    place="--chance",
                    problem=f"no milestone {name!r}",
                    mend=f"milestones: {hints}",
                )
                for name in unknown
            ],
        )
    return grow_tree(clocks, moving, knowledge.calendars, as_of=today, signed=signed)


def _names(book: Book, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    names = {}
    for item in book.holdings:
        known = knowledge.names_of(knowledge.issuer_of(item.security) or "")
        names[item.security] = known.en if known is not None else item.name or ""
    return tuple(sorted(names.items()))


def stress_results(made: Stress) -> dict[str, Any]:
    """Return the JSON object of `stress`."""
    return {
        **head(as_of=made.as_of, inputs=made.inputs, pack=made.pack, version=VERSION),
        "nav": made.nav if math.isfinite(made.nav) else None,
        "base_currency": made.base_currency,
        "warnings": to_plain(made.warnings),
        "scenarios": to_plain(made.results),
        "tree": to_plain(made.tree),
        "mixture": to_plain(made.mixture),
    }


def say_stress(made: Stress, *, details: bool = False, width: int = 110) -> str:
    """Return scenarios side by side as text; with ``details`` each in full."""
    from kuroshio.briefs.terminal import Page, print_plain

    names = dict(made.names)
    blocks = [scenario_block(made.results, number=None, mixture=made.mixture)]
    tree = tree_block(made.tree, {item.id: item.name for item in made.results})
    blocks += [tree] if tree is not None else []
    if details or len(made.results) == 1:
        blocks += [detail_block(item, names=names) for item in made.results]
    return print_plain(
        Page(masthead=stress_masthead(made), blocks=tuple(blocks)), width=width
    )


def stress_masthead(made: Stress) -> tuple[Line, ...]:
    """Return the lines above the blocks: as-of, NAV, and how old the data is."""
    nav = f"{made.base_currency} {made.nav:,.0f}" if math.isfinite(made.nav) else "?"
    return masthead_lines(
        f"  as of {say_instant(made.as_of)} ({made.as_of_basis})   ",
        f"NAV {nav} | pack {made.pack} | losses with a minus sign, bp of NAV",
        made.warnings,
    )
