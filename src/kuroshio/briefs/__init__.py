"""Briefs: one event as blocks, in a terminal, as a page, and as plain values."""

from kuroshio.briefs.changes import find_changes
from kuroshio.briefs.contract import (
    brief_results,
    exposure_results,
    head,
    impact_results,
    risk_results,
    to_plain,
)
from kuroshio.briefs.hedges import HedgeStory, hedge_blocks
from kuroshio.briefs.layout import (
    Layout,
    Part,
    lay_out,
    lay_out_behind,
    lay_out_first_page,
    lay_out_masthead,
)
from kuroshio.briefs.notes import number_notes
from kuroshio.briefs.scenarios import (
    detail_block,
    masthead_lines,
    scenario_block,
    tree_block,
)
from kuroshio.briefs.tongues import ENGLISH, Words, documents_words, translate
from kuroshio.briefs.verdict import first_known
from kuroshio.briefs.wording import SHANGHAI, say_amount, say_instant

__all__ = [
    "ENGLISH",
    "SHANGHAI",
    "HedgeStory",
    "Layout",
    "Part",
    "Words",
    "brief_results",
    "detail_block",
    "documents_words",
    "exposure_results",
    "find_changes",
    "first_known",
    "head",
    "hedge_blocks",
    "impact_results",
    "lay_out",
    "lay_out_behind",
    "lay_out_first_page",
    "lay_out_masthead",
    "masthead_lines",
    "number_notes",
    "risk_results",
    "say_amount",
    "say_instant",
    "scenario_block",
    "to_plain",
    "translate",
    "tree_block",
]
