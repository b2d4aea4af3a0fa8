"""Care of the ledger: how it stands, backup, restore, verify, migrate."""

from pathlib import Path
from typing import Any

from kuroshio.app.watch_state import ledger_place
from kuroshio.app.workspace import Workspace
from kuroshio.errors import LedgerDamaged
from kuroshio.ledger import (
    HEAD,
    append_audit,
    back_up,
    connect,
    count_deliveries,
    count_rows,
    move_to,
    open_ledger,
    read_lease,
    restore,
    revision_of,
    verify_ledger,
)
from kuroshio.version import VERSION


def ledger_status(*, workspace: Workspace) -> dict[str, Any]:
    """Return where the ledger is, its version, its rows, and who watches."""
    with open_ledger(ledger_place(workspace)) as ledger:
        lease = read_lease(ledger, "watch")
        now = ledger.clock()
        held = lease is not None and bool(lease.holder) and lease.until > now
        return {
            "schema": "kuroshio-ledger-status/1",
            "version": VERSION,
            "engine": ledger.dialect,
            "place": _place(workspace),
            "revision": revision_of(ledger),
            "rows": count_rows(ledger),
            "outbox": count_deliveries(ledger),
            "watched_by": lease.holder if lease is not None and held else None,
        }


def say_ledger_status(status: dict[str, Any]) -> str:
    """Word how the ledger stands."""
    rows, outbox = (
        ", ".join(f"{number} {name}" for name, number in status[part].items() if number)
        for part in ("rows", "outbox")
    )
    version = f"tables of version {status['revision']}"
    return "\n".join(
        (
            f"{status['engine']} at {status['place']}, {version}",
            f"holds {rows or 'nothing'}",
            f"outbox: {outbox or 'empty'}",
            f"watched by {status['watched_by'] or 'nobody'}",
        )
    )


def _place(workspace: Workspace) -> str:
    """Return where the ledger is, without the password of an address."""
    place = ledger_place(workspace)
    if isinstance(place, Path):
        return str(place / "ledger.sqlite")
    scheme, _, rest = place.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def back_up_ledger(out: Path, *, workspace: Workspace) -> dict[str, Any]:
    """Write a backup while others go on."""
    with open_ledger(ledger_place(workspace)) as ledger:
        manifest = back_up(ledger, out)
        rows = sum(part["rows"] for part in manifest["tables"].values())
        append_audit(
            ledger, actor="ledger", action="ledger.backed_up", detail={"rows": rows}
        )
    return {**manifest, "file": str(out), "rows": rows}


def restore_ledger(path: Path, *, workspace: Workspace) -> dict[str, Any]:
    """Fill an empty ledger from a backup."""
    with open_ledger(ledger_place(workspace)) as ledger:
        manifest = restore(ledger, path)
        rows = sum(part["rows"] for part in manifest["tables"].values())
        append_audit(
            ledger, actor="ledger", action="ledger.restored", detail={"rows": rows}
        )
    return {**manifest, "file": str(path), "rows": rows}


def verify_whole_ledger(
    *, workspace: Workspace, head: str | None = None
) -> dict[str, Any]:
    """Check every hash, the order of versions and the audit chain.

    A file so damaged that it cannot be opened is a fault of the report, not an error.
    """
    try:
        with open_ledger(ledger_place(workspace)) as ledger:
            found = verify_ledger(ledger, head=head)
    except LedgerDamaged as error:
        return {
            "schema": "kuroshio-ledger-verify/1",
            "ok": False,
            "faults": [str(error)],
            "rows": {},
            "head": "",
        }
    return {
        "schema": "kuroshio-ledger-verify/1",
        "ok": found.ok,
        "faults": list(found.faults),
        "rows": found.rows,
        "head": found.head,
    }


def say_verified(found: dict[str, Any]) -> str:
    """Word what a check found."""
    if not found["ok"]:
        return "\n".join(["DAMAGED", *(f"  {fault}" for fault in found["faults"])])
    rows = sum(found["rows"].values())
    return f"whole: {rows} rows, audit head {found['head']}"


def migrate_ledger(*, workspace: Workspace, to: str | None = None) -> dict[str, Any]:
    """Bring the tables to a version, forward or back; default: this program's."""
    ledger = connect(ledger_place(workspace))
    try:
        before = revision_of(ledger)
        move_to(ledger, to or HEAD)
        after = revision_of(ledger)
    finally:
        ledger.close()
    return {"schema": "kuroshio-ledger-migrate/1", "before": before, "after": after}
