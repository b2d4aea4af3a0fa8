"""What rules reach a deal and a book, their clocks and their last days.

Records of rules, not legal advice.
"""

from kuroshio.regimes.answers import answer_regimes, lapsing, regime_calendar
from kuroshio.regimes.clocks import deal_clocks, due_date, entry_clocks
from kuroshio.regimes.states import Phase, RegimeState, regime_state

__all__ = [
    "Phase",
    "RegimeState",
    "answer_regimes",
    "deal_clocks",
    "due_date",
    "entry_clocks",
    "lapsing",
    "regime_calendar",
    "regime_state",
]
