"""What was known when: documents, facts, overrides, alerts, keys, decisions, audit.

Open it once and pass it on. Every write takes an optional ``at`` (aware UTC; default:
the ledger's clock), every read an optional ``as_of``. Several writes go together in
``with ledger.transaction() as inside:``, where ``inside`` is passed instead.
"""

from kuroshio.ledger.alerts import (
    alerts_of_event,
    list_alerts,
    raise_alerts,
    read_alert,
)
from kuroshio.ledger.audit import AuditCheck, append_audit, list_audit, verify_audit
from kuroshio.ledger.backup import back_up, restore
from kuroshio.ledger.checking import Verification, count_rows, verify_ledger
from kuroshio.ledger.decisions import freeze_decision, list_decisions, read_decision
from kuroshio.ledger.documents import (
    list_documents,
    read_document,
    read_raw,
    store_document,
)
from kuroshio.ledger.engine import Ledger, connect
from kuroshio.ledger.facts import (
    as_known,
    close_fact,
    fact_history,
    list_facts,
    read_fact,
    record_facts,
)
from kuroshio.ledger.items import (
    WorkedItem,
    add_items,
    count_items,
    count_topics,
    items_to_do,
    known_items,
    settle_items,
    sources_of_event,
)
from kuroshio.ledger.keys import check_key, create_key, list_keys, revoke_key
from kuroshio.ledger.opening import open_ledger
from kuroshio.ledger.outbox import (
    count_deliveries,
    list_deliveries,
    queue_deliveries,
    recover_deliveries,
    revive_delivery,
    settle_delivery,
    take_deliveries,
)
from kuroshio.ledger.overrides import check_override, list_overrides, propose_override
from kuroshio.ledger.standing import (
    Lease,
    check_lease,
    free_lease,
    read_lease,
    read_sources,
    take_lease,
    write_source,
)
from kuroshio.ledger.upgrade import HEAD, move_to, revision_of

__all__ = [
    "HEAD",
    "AuditCheck",
    "Lease",
    "Ledger",
    "Verification",
    "WorkedItem",
    "add_items",
    "alerts_of_event",
    "append_audit",
    "as_known",
    "back_up",
    "check_key",
    "check_lease",
    "check_override",
    "close_fact",
    "connect",
    "count_deliveries",
    "count_items",
    "count_rows",
    "count_topics",
    "create_key",
    "fact_history",
    "free_lease",
    "freeze_decision",
    "items_to_do",
    "known_items",
    "list_alerts",
    "list_audit",
    "list_decisions",
    "list_deliveries",
    "list_documents",
    "list_facts",
    "list_keys",
    "list_overrides",
    "move_to",
    "open_ledger",
    "propose_override",
    "queue_deliveries",
    "raise_alerts",
    "read_alert",
    "read_decision",
    "read_document",
    "read_fact",
    "read_lease",
    "read_raw",
    "read_sources",
    "record_facts",
    "recover_deliveries",
    "restore",
    "revision_of",
    "revive_delivery",
    "revoke_key",
    "settle_delivery",
    "settle_items",
    "sources_of_event",
    "store_document",
    "take_deliveries",
    "take_lease",
    "verify_audit",
    "verify_ledger",
    "write_source",
]
