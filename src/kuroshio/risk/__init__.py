"""Loss of a book, and what takes it off."""

from kuroshio.risk.books import estimate_book_risk
from kuroshio.risk.hedges import propose_hedges
from kuroshio.risk.replay import PastMoves, replay_past
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
    "check_scenarios",
    "check_together",
    "estimate_book_risk",
    "grow_tree",
    "nearest",
    "propose_hedges",
    "replay_past",
    "reverse_stress",
    "scenario_paths",
    "set_stage",
    "stress_book",
]
