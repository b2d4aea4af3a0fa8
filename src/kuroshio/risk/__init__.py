"""Loss of a book, and what takes it off."""

from kuroshio.risk.backtest import Judged, judge_events, judge_methods, realised_sums
from kuroshio.risk.book_history import BookHistory, book_history, book_weights
from kuroshio.risk.books import estimate_book_risk
from kuroshio.risk.exits import mark_last_session
from kuroshio.risk.hedges import Hedges, propose_hedges, seek_hedges
from kuroshio.risk.hedging import (
    HedgeRequest,
    OptionAsked,
    SpreadAsked,
    Terms,
    Unsellable,
    check_request,
    refresh_loadings,
)
from kuroshio.risk.path_losses import PathLosses, draw_losses
from kuroshio.risk.replay import PastMoves, replay_past
from kuroshio.risk.reverse import reverse_stress
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
from kuroshio.risk.scenario_mixes import (
    expected_loss,
    mix_scenarios,
    scenario_paths,
)
from kuroshio.risk.scenario_paths import ScenarioPaths
from kuroshio.risk.scenario_stage import Stage, set_stage
from kuroshio.risk.scenario_themes import Reach
from kuroshio.risk.scenario_tree import Signed, grow_tree
from kuroshio.risk.scenarios import stress_book
from kuroshio.risk.walk_forward import (
    EVENT_SCALE,
    METHODS,
    Conditions,
    LossForecasts,
    forecast_losses,
    forecast_volatility,
    shared_conditions,
)

__all__ = [
    "EVENT_SCALE",
    "METHODS",
    "BookHistory",
    "Conditions",
    "HedgeRequest",
    "Hedges",
    "Judged",
    "LossForecasts",
    "OptionAsked",
    "PastMoves",
    "PathLosses",
    "Placed",
    "Reach",
    "ScenarioPaths",
    "Signed",
    "SpreadAsked",
    "Stage",
    "Terms",
    "Unsellable",
    "book_history",
    "book_weights",
    "cause_of",
    "check_request",
    "check_scenarios",
    "check_together",
    "draw_losses",
    "estimate_book_risk",
    "expected_loss",
    "forecast_losses",
    "forecast_volatility",
    "grow_tree",
    "judge_events",
    "judge_methods",
    "later_precedents",
    "mark_last_session",
    "mix_scenarios",
    "nearest",
    "needs_event",
    "propose_hedges",
    "realised_sums",
    "refresh_loadings",
    "replay_past",
    "reverse_stress",
    "scenario_paths",
    "scenarios_for_event",
    "scenarios_without_event",
    "seek_hedges",
    "set_stage",
    "shared_conditions",
    "stress_book",
    "themes_of",
]
