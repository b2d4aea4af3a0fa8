"""Which packaged scenarios a story calls for, and whom their themes reach."""

from collections.abc import Iterable, Mapping
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.records import Cause, DealSheet, Scenario, ThemeReach

_DEALS = frozenset({"investment_pledge", "tranche", "acquisition", "greenfield"})


def scenarios_for_event(sheet: DealSheet, knowledge: Knowledge) -> tuple[Scenario, ...]:
    """Return the packaged scenarios that belong to a story, in their order.

    A scenario belongs by the kind of event (deal, measure) or by the type of the event
    or of one of its causes; where it names actors, one of their countries must act,
    be aimed at or take part, and where it names themes, one must be touched.
    """
    if sheet.event.kind == "none":
        return ()
    kinds = _kinds(sheet)
    countries = _countries(sheet, knowledge)
    themes = {reach.theme for cause in sheet.causes for reach in cause.themes}
    return _ordered(
        item
        for item in knowledge.scenarios.values()
        if kinds & {*item.belongs_to}
        and (not item.actors or countries & {*item.actors})
        and (not item.themes or themes & {*item.themes})
    )


def scenarios_without_event(knowledge: Knowledge) -> tuple[Scenario, ...]:
    """Return the packaged scenarios that mean something without a story."""
    return _ordered(
        item for item in knowledge.scenarios.values() if not needs_event(item)
    )


def needs_event(scenario: Scenario) -> bool:
    """Say whether a scenario is what may become of a story at hand."""
    of_story = bool({"deal", "measure"} & {*scenario.belongs_to})
    return of_story and scenario.imposer is None


def cause_of(scenario: Scenario, theme: str) -> Cause:
    """Return the cause that sets off a theme's links in a scenario."""
    return Cause(
        id=f"scenario:{scenario.id}",
        kind="measure",
        name=scenario.name,
        direction=scenario.direction,
        themes=(ThemeReach(theme=theme, direction=scenario.direction),),
        evidence=(),
        type=scenario.cause_type,
        imposer=scenario.imposer,
        target=scenario.target,
    )


def later_precedents(
    scenario: Scenario, knowledge: Knowledge, *, as_of: date
) -> tuple[str, ...]:
    """Return the precedents of a scenario that lie after the day of knowledge."""
    used = {*scenario.sized_from}
    used |= {name for shock in scenario.shocks for name in shock.precedents}
    found: Mapping[str, date] = {
        name: knowledge.precedents[name].on
        for name in used
        if name in knowledge.precedents
    }
    return tuple(sorted(name for name, day in found.items() if day > as_of))


def themes_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the themes that a scenario shocks, ``event`` among them."""
    return tuple(
        dict.fromkeys(item.id for item in scenario.shocks if item.kind == "theme")
    )


def _ordered(scenarios: Iterable[Scenario]) -> tuple[Scenario, ...]:
    return tuple(sorted(scenarios, key=lambda item: (item.order, item.id)))


def _kinds(sheet: DealSheet) -> set[str]:
    event = sheet.event
    kinds: set[str] = {event.kind, event.type, *(cause.type for cause in sheet.causes)}
    kinds |= {"measure" for cause in sheet.causes if cause.kind == "measure"}
    if event.kind == "deal" or event.type in _DEALS:
        kinds = (kinds | {"deal"}) - {"measure"}
    return kinds


def _countries(sheet: DealSheet, knowledge: Knowledge) -> set[str]:
    names = {*sheet.parties}
    for cause in sheet.causes:
        names |= {cause.imposer or "", cause.target or "", cause.operator or ""}
        names |= {cause.location or ""}
    found = {name for name in names if len(name) == 2 and name.isupper()}
    found |= {knowledge.country_of(name) or "" for name in names}
    entry = knowledge.register.get(sheet.event.vehicle or "")
    if entry is not None:
        found |= {entry.host, entry.source_country}
    return found - {""}
