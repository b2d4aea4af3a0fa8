"""From items to alerts: sketches, lineage, rules, lists, clocks, messages, board."""

from kuroshio.watch.alerts import (
    clock_alerts,
    event_alert,
    health_alert,
    is_near,
    list_alert,
    name_alert,
    reach_of,
)
from kuroshio.watch.board import make_board, read_attention
from kuroshio.watch.health import health_of, is_due
from kuroshio.watch.lineage import Lines
from kuroshio.watch.lists import diff_lists, held_of, issuer_names, match_changes
from kuroshio.watch.rules import RANK, match_event, parse_rules, severity_of
from kuroshio.watch.sending import (
    due_at,
    make_deliveries,
    name_delivery,
    next_digest,
    retry_after,
    word_message,
)
from kuroshio.watch.sketches import (
    find_codes,
    find_figures,
    print_text,
    sketch_event,
    touches,
)

__all__ = [
    "RANK",
    "Lines",
    "clock_alerts",
    "diff_lists",
    "due_at",
    "event_alert",
    "find_codes",
    "find_figures",
    "health_alert",
    "health_of",
    "held_of",
    "is_due",
    "is_near",
    "issuer_names",
    "list_alert",
    "make_board",
    "make_deliveries",
    "match_changes",
    "match_event",
    "name_alert",
    "name_delivery",
    "next_digest",
    "parse_rules",
    "print_text",
    "reach_of",
    "read_attention",
    "retry_after",
    "severity_of",
    "sketch_event",
    "touches",
    "word_message",
]
