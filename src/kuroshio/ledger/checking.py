"""Check everything that a ledger holds against the hashes it was written with."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy import text as sql
from sqlalchemy.orm import aliased

from kuroshio.errors import LedgerDamaged
from kuroshio.ledger.alerts import alert_of
from kuroshio.ledger.audit import verify_audit
from kuroshio.ledger.columns import digest_bytes, digest_text
from kuroshio.ledger.decisions import decision_of
from kuroshio.ledger.engine import Ledger
from kuroshio.ledger.facts import columns_of, fact_of
from kuroshio.ledger.models import (
    FACTS,
    AlertRow,
    ContentRow,
    DecisionRow,
    DocumentRow,
    Model,
)

MOST_FAULTS = 50
_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How much was checked, by table, and every fault found (the first fifty)."""

    rows: dict[str, int]
    faults: tuple[str, ...]
    head: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def verify_ledger(ledger: Ledger, *, head: str | None = None) -> Verification:
    """Check the file, every hash, the order of versions, and the audit chain.

    Parameters
    ----------
    head : str, optional
        The last hash of the audit chain as noted elsewhere.
    """
    faults: list[str] = []
    audited = ""
    try:
        for fault in _all_faults(ledger):
            faults.append(fault)
            if len(faults) >= MOST_FAULTS:
                break
        chain = verify_audit(ledger, head=head)
        audited = chain.head
        if not chain.ok:
            faults.append(f"audit: entry {chain.broken_at} {chain.reason}")
        rows = count_rows(ledger)
    except LedgerDamaged as error:
        faults.append(str(error))
        rows = {}
    return Verification(rows=rows, faults=tuple(faults), head=audited)


def count_rows(ledger: Ledger) -> dict[str, int]:
    """Count the rows of every table."""
    with ledger.reading() as connection:
        return {
            name: int(
                connection.execute(select(func.count()).select_from(table)).scalar_one()
            )
            for name, table in sorted(Model.metadata.tables.items())
        }


def _all_faults(ledger: Ledger) -> Iterator[str]:
    yield from _file_faults(ledger)
    for kind, table in FACTS.items():
        yield from _row_faults(ledger, table, partial(fact_of, kind))
        yield from _overlaps(ledger, table)
    yield from _row_faults(ledger, AlertRow, alert_of)
    yield from _row_faults(ledger, DecisionRow, decision_of)
    yield from _row_faults(ledger, DocumentRow, _check_text)
    yield from _overlaps(ledger, DocumentRow)
    yield from _row_faults(ledger, ContentRow, _check_bytes)


def _file_faults(ledger: Ledger) -> Iterator[str]:
    """Ask SQLite whether its file is whole; a server looks after its own."""
    if ledger.dialect != "sqlite":
        return
    with ledger.reading() as connection:
        for pragma in ("integrity_check", "foreign_key_check"):
            for row in connection.execute(sql(f"PRAGMA {pragma}")):
                if row[0] != "ok":
                    yield f"file: {' '.join(str(part) for part in row)}"


def _row_faults(ledger: Ledger, table: type[Any], check: Any) -> Iterator[str]:
    """Read a table page by page and check each row."""
    key = table.sha256 if table is ContentRow else table.id
    versioned = table.__tablename__ in FACTS
    columns = [*columns_of(table), table.id] if versioned else [table.__table__]
    last = None
    while True:
        wanted = select(*columns).order_by(key).limit(_PAGE)
        if last is not None:
            wanted = wanted.where(key > last)
        with ledger.reading() as connection:
            rows = connection.execute(wanted).all()
        for row in rows:
            last = row.sha256 if table is ContentRow else row.id
            try:
                check(row)
            except LedgerDamaged as error:
                yield str(error)
        if len(rows) < _PAGE:
            return


def _check_text(row: Any) -> None:
    if digest_text(row.text) != row.text_sha256:
        raise LedgerDamaged(f"documents: the text of {row.key} is not what was stored")


def _check_bytes(row: Any) -> None:
    if digest_bytes(row.raw) != row.sha256:
        raise LedgerDamaged(f"contents: {row.sha256[:12]} is not what was stored")


def _overlaps(ledger: Ledger, table: type[Any]) -> Iterator[str]:
    """Find versions of one key that were known at once."""
    later = aliased(table)
    wanted = (
        select(table.key)
        .join(later, (later.key == table.key) & (later.id > table.id))
        .where(
            (table.known_to.is_(None)) | (table.known_to > later.known_from),
        )
        .limit(MOST_FAULTS)
    )
    with ledger.reading() as connection:
        for key in connection.scalars(wanted):
            yield f"{table.__tablename__}: two versions of {key} at once"
