"""Loss of a book, and what takes it off."""

from kuroshio.risk.books import estimate_book_risk
from kuroshio.risk.hedges import propose_hedges
from kuroshio.risk.replay import PastMoves, replay_past
from kuroshio.risk.scenario_choice import (
    cause_of,
    later_precedents,
    needs_event,
    scenarios_for_event,
    scenarios_without_event,
    themes_of,
)
from kuroshio.risk.scenario_faults import (
    Placed,
    check_scenarios,
    check_together,
    nearest,
)
from kuroshio.risk.scenario_paths import ScenarioPaths
from kuroshio.risk.scenario_themes import Reach
from kuroshio.risk.scenario_tree import Signed, grow_tree
from kuroshio.risk.scenarios import (
    Stage,
    reverse_stress,
    scenario_paths,
    set_stage,
    stress_book,
)

__all__ = [
    "PastMoves",
    "Placed",
    "Reach",
    "ScenarioPaths",
    "Signed",
    "Stage",
    "cause_of",
    "check_scenarios",
    "check_together",
    "estimate_book_risk",
    "grow_tree",
    "later_precedents",
    "nearest",
    "needs_event",
    "propose_hedges",
    "replay_past",
    "reverse_stress",
    "scenario_paths",
    "scenarios_for_event",
    "scenarios_without_event",
    "set_stage",
    "stress_book",
    "themes_of",
]
