"""Briefs: one event as blocks, in a terminal, as a page, and as plain values."""

from kuroshio.briefs.contract import (
    brief_results,
    exposure_results,
    head,
    risk_results,
    to_plain,
)
from kuroshio.briefs.layout import (
    Part,
    lay_out_behind,
    lay_out_first_page,
    lay_out_masthead,
)
from kuroshio.briefs.notes import number_notes
from kuroshio.briefs.wording import SHANGHAI, say_amount, say_instant

__all__ = [
    "SHANGHAI",
    "Part",
    "brief_results",
    "exposure_results",
    "head",
    "lay_out_behind",
    "lay_out_first_page",
    "lay_out_masthead",
    "number_notes",
    "risk_results",
    "say_amount",
    "say_instant",
    "to_plain",
]
