"""Where sources stand, and who holds a lease."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import insert, select, update

from kuroshio.errors import LedgerError
from kuroshio.ledger.engine import Ledger, hold_lock
from kuroshio.ledger.models import LeaseRow, SourceRow
from kuroshio.records import SourceState

LONGEST_LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Leave to do a job until an instant; ``token`` counts while it is the newest."""

    name: str
    holder: str
    token: int
    until: datetime


def write_source(ledger: Ledger, state: SourceState, *, next_at: datetime) -> None:
    """Write where a source stands and when it is due again."""
    values: dict[str, Any] = {
        "state": msgspec.to_builtins(state),
        "next_at": next_at,
        "updated_at": ledger.clock(),
    }
    with ledger.writing() as connection:
        done = connection.execute(
            update(SourceRow).where(SourceRow.name == state.source).values(**values)
        )
        if not done.rowcount:
            connection.execute(insert(SourceRow).values(name=state.source, **values))


def read_sources(ledger: Ledger) -> dict[str, SourceState]:
    """Return where every source stands that was ever asked."""
    with ledger.reading() as connection:
        rows = connection.execute(select(SourceRow.name, SourceRow.state)).all()
    return {row.name: msgspec.convert(row.state, SourceState) for row in rows}


def take_lease(
    ledger: Ledger, name: str, *, holder: str, seconds: float
) -> Lease | None:
    """Take or renew a lease; None: somebody else holds it.

    A lease further ahead than any may be was written by a clock that ran wild, and
    counts as over.
    """
    now = ledger.clock()
    until = now + min(timedelta(seconds=seconds), LONGEST_LEASE)
    with ledger.writing() as connection:
        hold_lock(connection)
        row = connection.execute(
            select(LeaseRow.__table__).where(LeaseRow.name == name)
        ).first()
        if row is None:
            values = {"holder": holder, "token": 1, "until": until}
            connection.execute(insert(LeaseRow).values(name=name, **values))
            return Lease(name=name, holder=holder, token=1, until=until)
        mine = row.holder == holder
        if not mine and now < row.until <= now + LONGEST_LEASE:
            return None
        token = row.token if mine else row.token + 1
        connection.execute(
            update(LeaseRow)
            .where(LeaseRow.name == name)
            .values(holder=holder, token=token, until=until)
        )
    return Lease(name=name, holder=holder, token=token, until=until)


def check_lease(ledger: Ledger, lease: Lease) -> None:
    """Make sure, within the transaction that writes, that the lease is still held.

    Raises
    ------
    LedgerError
        When somebody else has taken it meanwhile.
    """
    with ledger.writing() as connection:
        token = connection.execute(
            select(LeaseRow.token).where(LeaseRow.name == lease.name).with_for_update()
        ).scalar()
    if token != lease.token:
        raise LedgerError(f"the lease {lease.name!r} has moved to another process")


def free_lease(ledger: Ledger, lease: Lease) -> None:
    """Give a lease back, so that the next process need not wait for its end."""
    with ledger.writing() as connection:
        connection.execute(
            update(LeaseRow)
            .where(LeaseRow.name == lease.name, LeaseRow.token == lease.token)
            .values(holder="", until=ledger.clock())
        )


def read_lease(ledger: Ledger, name: str) -> Lease | None:
    """Return who holds a lease, or held it last."""
    with ledger.reading() as connection:
        row = connection.execute(
            select(LeaseRow.__table__).where(LeaseRow.name == name)
        ).first()
    return Lease(**row._mapping) if row is not None else None  # noqa: SLF001
