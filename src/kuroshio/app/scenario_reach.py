"""Whom the themes of a scenario reach: links answer to the scenario's own cause."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kuroshio.exposure import expose, sign_of
from kuroshio.knowledge import Knowledge
from kuroshio.records import EVENT_THEMES, Cause, DealSheet, Exposure, Scenario
from kuroshio.risk import Reach, cause_of, themes_of


def reach_of(
    scenarios: Sequence[Scenario], sheet: DealSheet | None, knowledge: Knowledge
) -> Mapping[str, Reach]:
    """Return whom the themes of each scenario reach, through direct links.

    ``event`` stands for all causes of the story, their direction times the scenario's.
    """
    return {
        scenario.id: {
            theme: _signs(_causes(scenario, theme, sheet), knowledge)
            for theme in themes_of(scenario)
        }
        for scenario in scenarios
    }


def _causes(
    scenario: Scenario, theme: str, sheet: DealSheet | None
) -> tuple[Cause, ...]:
    if theme != EVENT_THEMES:
        return (cause_of(scenario, theme),)
    causes = sheet.causes if sheet is not None else ()
    return tuple(_turned(cause, scenario.direction) for cause in causes)


def _turned(cause: Cause, direction: int) -> Cause:
    if direction > 0:
        return cause
    themes = tuple(replace(x, direction=-x.direction) for x in cause.themes)
    return replace(cause, direction=-cause.direction, themes=themes)


def _signs(causes: Sequence[Cause], knowledge: Knowledge) -> dict[str, int]:
    sides: dict[str, list[float]] = {}
    rows: tuple[Exposure, ...] = expose(causes, knowledge)
    for row in rows:
        if row.hops > 1:
            continue
        for security in row.securities:
            side = sides.setdefault(security, [0.0, 0.0])
            side[0] += row.for_strength
            side[1] += row.against_strength
    return {name: sign_of(side[0], side[1]) for name, side in sides.items()}
