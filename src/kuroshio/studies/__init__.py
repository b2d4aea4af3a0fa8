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
from kuroshio.studies.limit_locks import (
    Extended,
    closes_at_limit,
    extend_window,
    first_free_close,
    gap_sessions,
)
from kuroshio.studies.placebo import (
    PlaceboDesign,
    PlaceboPlan,
    Rejections,
    add_effect,
    count_rejections,
    draw_placebo,
    equal_weighted,
    run_placebo,
)
from kuroshio.studies.signs import SignScore, score_signs
from kuroshio.studies.study import TestSet, run_study
from kuroshio.studies.warming import warm_kernels

__all__ = [
    "VENUES",
    "Basket",
    "BasketWindows",
    "ClusterBy",
    "Extended",
    "Fan",
    "PlaceboDesign",
    "PlaceboPlan",
    "PrecedentSession",
    "Rejections",
    "SignScore",
    "TestSet",
    "add_effect",
    "assess_volatility",
    "build_basket",
    "choose_precedents",
    "closes_at_limit",
    "count_rejections",
    "draw_fan",
    "draw_placebo",
    "equal_weighted",
    "explain_returns",
    "extend_window",
    "first_free_close",
    "gap_sessions",
    "keep_one_a_session",
    "place_precedent",
    "run_placebo",
    "run_study",
    "run_volume_study",
    "score_signs",
    "warm_kernels",
]
