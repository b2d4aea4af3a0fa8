"""The verbs as functions: the only place where the steps meet.

Each function's module is loaded when it is first asked for: a verb pays for itself.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kuroshio.app.backtest import (
        add_price_methods,
        backtest_book,
        say_backtest,
    )
    from kuroshio.app.brief import (
        make_brief,
    )
    from kuroshio.app.calls import (
        CallContext,
        read_calls,
        record_calls,
        score_calls,
        update_calls,
    )
    from kuroshio.app.data import (
        data_status,
        import_data,
        say_import,
        say_status,
    )
    from kuroshio.app.decisions import check_choice, freeze_choice
    from kuroshio.app.doctor import (
        Report,
        check_installation,
    )
    from kuroshio.app.explore import (
        list_themes,
        show_entity,
        show_theme,
    )
    from kuroshio.app.flat import (
        read_flat,
    )
    from kuroshio.app.flows import (
        say_flows,
        show_flows,
    )
    from kuroshio.app.foresight import (
        build_panel,
        open_foresight,
        open_history,
        sign_table,
    )
    from kuroshio.app.hedge import hedge_results, make_hedges, say_hedges
    from kuroshio.app.impact import (
        record_brief,
    )
    from kuroshio.app.last_sessions import (
        LastSession,
        judge_last_session,
        mark_exits,
    )
    from kuroshio.app.ledger_care import (
        back_up_ledger,
        ledger_status,
        migrate_ledger,
        restore_ledger,
        say_ledger_status,
        say_verified,
        verify_whole_ledger,
    )
    from kuroshio.app.live import (
        list_live,
        list_regimes,
    )
    from kuroshio.app.lookups import (
        find_names,
        list_entries,
        say_entry,
        say_names,
        show_entry,
    )
    from kuroshio.app.packs import (
        build_own_pack,
        describe_pack,
        say_pack,
        twin_listings,
        verify_own_pack,
    )
    from kuroshio.app.placebo import (
        make_placebo,
        say_placebo,
    )
    from kuroshio.app.precedent_study import (
        study_precedents,
    )
    from kuroshio.app.precedent_words import (
        say_precedent,
        say_precedent_study,
        say_precedents,
    )
    from kuroshio.app.precedents import (
        list_precedents,
        show_precedent,
    )
    from kuroshio.app.pull import (
        pull_data,
        say_pull,
    )
    from kuroshio.app.render import (
        chart_script,
        has_errors,
        part_results,
        render_brief,
        render_file,
        render_part,
    )
    from kuroshio.app.score import (
        say_score,
        score_forecasts,
        score_table,
    )
    from kuroshio.app.since import (
        make_brief_since,
    )
    from kuroshio.app.sorting import (
        say_sorting,
        sort_documents,
    )
    from kuroshio.app.spoken import (
        chinese_verdict,
        find_chinese,
        said_texts,
    )
    from kuroshio.app.stress import (
        Stress,
        make_stress,
        say_stress,
        scenarios_for_brief,
        stress_results,
    )
    from kuroshio.app.stress_asked import (
        Asked,
    )
    from kuroshio.app.study import (
        make_study,
    )
    from kuroshio.app.study_exports import (
        study_csv,
        study_html,
        study_title,
        study_xlsx,
    )
    from kuroshio.app.study_words import (
        say_study,
    )
    from kuroshio.app.tongues import (
        open_words,
    )
    from kuroshio.app.watch import (
        close_watch,
        run_watch,
        watch_once,
    )
    from kuroshio.app.watch_state import (
        Watch,
        ledger_place,
        open_watch,
    )
    from kuroshio.app.watch_views import (
        list_sources,
        say_alerts,
        say_board,
        say_sources,
        set_likelihood,
        show_alerts,
        show_board,
        try_channels,
    )
    from kuroshio.app.workspace import (
        Workspace,
        open_knowledge,
        open_pack,
    )

__all__ = [
    "Asked",
    "CallContext",
    "LastSession",
    "Report",
    "Stress",
    "Watch",
    "Workspace",
    "add_price_methods",
    "back_up_ledger",
    "backtest_book",
    "build_own_pack",
    "build_panel",
    "chart_script",
    "check_choice",
    "check_installation",
    "chinese_verdict",
    "close_watch",
    "data_status",
    "describe_pack",
    "find_chinese",
    "find_names",
    "freeze_choice",
    "has_errors",
    "hedge_results",
    "import_data",
    "judge_last_session",
    "ledger_place",
    "ledger_status",
    "list_entries",
    "list_live",
    "list_precedents",
    "list_regimes",
    "list_sources",
    "list_themes",
    "make_brief",
    "make_brief_since",
    "make_hedges",
    "make_placebo",
    "make_stress",
    "make_study",
    "mark_exits",
    "migrate_ledger",
    "open_foresight",
    "open_history",
    "open_knowledge",
    "open_pack",
    "open_watch",
    "open_words",
    "part_results",
    "pull_data",
    "read_calls",
    "read_flat",
    "record_brief",
    "record_calls",
    "render_brief",
    "render_file",
    "render_part",
    "restore_ledger",
    "run_watch",
    "said_texts",
    "say_alerts",
    "say_backtest",
    "say_board",
    "say_entry",
    "say_flows",
    "say_hedges",
    "say_import",
    "say_ledger_status",
    "say_names",
    "say_pack",
    "say_placebo",
    "say_precedent",
    "say_precedent_study",
    "say_precedents",
    "say_pull",
    "say_score",
    "say_sorting",
    "say_sources",
    "say_status",
    "say_stress",
    "say_study",
    "say_verified",
    "scenarios_for_brief",
    "score_calls",
    "score_forecasts",
    "score_table",
    "set_likelihood",
    "show_alerts",
    "show_board",
    "show_entity",
    "show_entry",
    "show_flows",
    "show_precedent",
    "show_theme",
    "sign_table",
    "sort_documents",
    "stress_results",
    "study_csv",
    "study_html",
    "study_precedents",
    "study_title",
    "study_xlsx",
    "try_channels",
    "twin_listings",
    "update_calls",
    "verify_own_pack",
    "verify_whole_ledger",
    "watch_once",
]

_HOMES = {
    name: module
    for module, names in {
        "backtest": "add_price_methods backtest_book say_backtest",
        "brief": "make_brief",
        "calls": "CallContext read_calls record_calls score_calls update_calls",
        "data": "data_status import_data say_import say_status",
        "doctor": "Report check_installation",
        "explore": "list_themes show_entity show_theme",
        "flat": "read_flat",
        "flows": "say_flows show_flows",
        "foresight": "build_panel open_foresight open_history sign_table",
        "decisions": "check_choice freeze_choice",
        "hedge": "hedge_results make_hedges say_hedges",
        "impact": "record_brief",
        "last_sessions": "LastSession judge_last_session mark_exits",
        "ledger_care": (
            "back_up_ledger ledger_status migrate_ledger restore_ledger "
            "say_ledger_status say_verified verify_whole_ledger"
        ),
        "live": "list_live list_regimes",
        "lookups": "find_names list_entries say_entry say_names show_entry",
        "packs": "build_own_pack describe_pack say_pack twin_listings verify_own_pack",
        "placebo": "make_placebo say_placebo",
        "precedent_study": "study_precedents",
        "precedent_words": "say_precedent say_precedent_study say_precedents",
        "precedents": "list_precedents show_precedent",
        "pull": "pull_data say_pull",
        "render": (
            "chart_script has_errors part_results render_brief render_file render_part"
        ),
        "score": "say_score score_forecasts score_table",
        "since": "make_brief_since",
        "sorting": "say_sorting sort_documents",
        "spoken": "chinese_verdict find_chinese said_texts",
        "stress": "Stress say_stress scenarios_for_brief make_stress stress_results",
        "stress_asked": "Asked",
        "study": "make_study",
        "study_exports": "study_csv study_html study_title study_xlsx",
        "study_words": "say_study",
        "tongues": "open_words",
        "watch": "close_watch run_watch watch_once",
        "watch_state": "Watch ledger_place open_watch",
        "watch_views": (
            "list_sources say_alerts say_board say_sources set_likelihood "
            "show_alerts show_board try_channels"
        ),
        "workspace": "Workspace open_knowledge open_pack",
    }.items()
    for name in names.split()
}


def __getattr__(name: str) -> object:
    """Load the module that a public name lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
