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
from kuroshio.ledger.decisions import freeze_decision, list_decisions, read_decision
from kuroshio.ledger.documents import (
    list_documents,
    read_document,
    read_raw,
    store_document,
)
from kuroshio.ledger.engine import Ledger, connect, open_ledger
from kuroshio.ledger.facts import (
    as_known,
    close_fact,
    fact_history,
    list_facts,
    read_fact,
    record_facts,
)
from kuroshio.ledger.keys import check_key, create_key, list_keys, revoke_key
from kuroshio.ledger.overrides import check_override, list_overrides, propose_override
from kuroshio.ledger.upgrade import HEAD, move_to, revision_of

__all__ = [
    "HEAD",
    "AuditCheck",
    "Ledger",
    "alerts_of_event",
    "append_audit",
    "as_known",
    "check_key",
    "check_override",
    "close_fact",
    "connect",
    "create_key",
    "fact_history",
    "freeze_decision",
    "list_alerts",
    "list_audit",
    "list_decisions",
    "list_documents",
    "list_facts",
    "list_keys",
    "list_overrides",
    "move_to",
    "open_ledger",
    "propose_override",
    "raise_alerts",
    "read_alert",
    "read_decision",
    "read_document",
    "read_fact",
    "read_raw",
    "record_facts",
    "revision_of",
    "revoke_key",
    "store_document",
    "verify_audit",
]
