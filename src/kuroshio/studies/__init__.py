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
from kuroshio.studies.crowding import crowding
from kuroshio.studies.fan import Fan, draw_fan
from kuroshio.studies.forecast import ForecastRequest, censor_impact, forecast_themes
from kuroshio.studies.forecast_arrays import (
    Now,
    ThemeForecast,
    Tuning,
    forecast_session,
)
from kuroshio.studies.forecast_events import describe_precedent
from kuroshio.studies.forecast_history import History, describe, describe_history
from kuroshio.studies.forecast_scores import Score, score_arrays, score_walk, skill_over
from kuroshio.studies.forecast_sheet import describe_sheet
from kuroshio.studies.forecast_signs import SignTable, mechanisms, written_signs
from kuroshio.studies.forecast_tuning import day_zero_losses, tune_forecast
from kuroshio.studies.forecast_walk import (
    Walk,
    event_rows,
    keep_events,
    permuted_history,
    placebo_history,
    walk_forward,
)
from kuroshio.studies.impacts import (
    HeldName,
    ThemeMoves,
    book_impact,
    issuer_impacts,
    name_impacts,
)
from kuroshio.studies.limit_locks import (
    Extended,
    closes_at_limit,
    extend_window,
    first_free_close,
    gap_sessions,
)
from kuroshio.studies.panel_tests import run_panel_tests
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
from kuroshio.studies.priced import PricedMove, priced_since
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
    "ForecastRequest",
    "HeldName",
    "History",
    "Now",
    "PlaceboDesign",
    "PlaceboPlan",
    "PrecedentSession",
    "PricedMove",
    "Rejections",
    "Score",
    "SignScore",
    "SignTable",
    "TestSet",
    "ThemeForecast",
    "ThemeMoves",
    "Tuning",
    "Walk",
    "add_effect",
    "assess_volatility",
    "book_impact",
    "build_basket",
    "censor_impact",
    "choose_precedents",
    "closes_at_limit",
    "count_rejections",
    "crowding",
    "day_zero_losses",
    "describe",
    "describe_history",
    "describe_precedent",
    "describe_sheet",
    "draw_fan",
    "draw_placebo",
    "equal_weighted",
    "event_rows",
    "explain_returns",
    "extend_window",
    "first_free_close",
    "forecast_session",
    "forecast_themes",
    "gap_sessions",
    "issuer_impacts",
    "keep_events",
    "keep_one_a_session",
    "mechanisms",
    "name_impacts",
    "permuted_history",
    "place_precedent",
    "placebo_history",
    "priced_since",
    "run_panel_tests",
    "run_placebo",
    "run_study",
    "run_volume_study",
    "score_arrays",
    "score_signs",
    "score_walk",
    "skill_over",
    "tune_forecast",
    "walk_forward",
    "warm_kernels",
    "written_signs",
]
