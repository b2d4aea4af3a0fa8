"""Event studies: abnormal returns round events, and what they are worth."""

from kuroshio.studies.activity import assess_volatility, run_volume_study
from kuroshio.studies.baskets import Basket, BasketWindows, build_basket
from kuroshio.studies.choosing import (
    VENUES,
    PrecedentSession,
    choose_precedents,
    keep_one_a_session,
    place_precedent,
)
from kuroshio.studies.cross_section import ClusterBy, explain_returns
from kuroshio.studies.fan import Fan, draw_fan
from kuroshio.studies.limit_locks import closes_at_limit, first_free_close, gap_sessions
from kuroshio.studies.study import TestSet, run_study
from kuroshio.studies.warming import warm_kernels

__all__ = [
    "VENUES",
    "Basket",
    "BasketWindows",
    "ClusterBy",
    "Fan",
    "PrecedentSession",
    "TestSet",
    "assess_volatility",
    "build_basket",
    "choose_precedents",
    "closes_at_limit",
    "draw_fan",
    "explain_returns",
    "first_free_close",
    "gap_sessions",
    "keep_one_a_session",
    "place_precedent",
    "run_study",
    "run_volume_study",
    "warm_kernels",
]
