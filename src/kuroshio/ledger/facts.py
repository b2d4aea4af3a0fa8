"""Facts in versions: a write closes the open version, a read asks as of an instant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, insert, or_, select, update

from kuroshio.errors import LedgerDamaged
from kuroshio.ledger.columns import digest_of
from kuroshio.ledger.engine import Ledger
from kuroshio.ledger.models import FACTS
from kuroshio.records import Fact, FactKind

_TICK = timedelta(microseconds=1)
_CHUNK = 400  # keys asked for at once: SQLite bounds the variables of a statement


def record_facts(
    ledger: Ledger, facts: Sequence[Fact], *, at: datetime | None = None
) -> int:
    """Write what is known from now on; what is known already is not written again.

    Parameters
    ----------
    facts : sequence of Fact
        ``kind``, ``key`` and ``body`` count, with ``subject`` and the times in the
        world; ``known_from`` and ``digest`` are set here.
    at : datetime, optional
        Known from this aware instant; default: the ledger's clock. A clock that was
        set back never puts a version before the one it follows.

    Returns
    -------
    int
        How many new versions were written.
    """
    written = 0
    instant = at or ledger.clock()
    with ledger.writing() as connection:
        for kind in dict.fromkeys(fact.kind for fact in facts):
            wanted = {fact.key: fact for fact in facts if fact.kind == kind}
            written += _record(connection, kind, wanted, instant)
    return written


def _record(
    connection: Connection, kind: FactKind, wanted: Mapping[str, Fact], at: datetime
) -> int:
    table = FACTS[kind]
    held = {row.key: row for row in _open_rows(connection, table, list(wanted))}
    rows = []
    for key, fact in wanted.items():
        digest = _digest(fact)
        old = held.get(key)
        if old is not None and old.digest == digest:
            continue
        begin = at if old is None else max(at, old.known_from + _TICK)
        if old is not None:
            connection.execute(
                update(table).where(table.id == old.id).values(known_to=begin)
            )
        rows.append(
            {
                "key": key,
                "subject": fact.subject,
                "true_from": fact.true_from,
                "true_to": fact.true_to,
                "published_at": fact.published_at,
                "known_from": begin,
                "body": dict(fact.body),
                "digest": digest,
            }
        )
    if rows:
        connection.execute(insert(table), rows)
    return len(rows)


def _open_rows(
    connection: Connection, table: type[Any], keys: Sequence[str]
) -> Iterator[Any]:
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        yield from connection.execute(
            select(table.id, table.key, table.known_from, table.digest).where(
                table.key.in_(some), table.known_to.is_(None)
            )
        )


def read_fact(
    ledger: Ledger, kind: FactKind, key: str, *, as_of: datetime | None = None
) -> Fact | None:
    """Return the version of a fact that was known at an instant; None: the newest.

    Raises
    ------
    LedgerDamaged
        When what is stored is not what was written.
    """
    table = FACTS[kind]
    wanted = _visible(table, as_of).where(table.key == key)
    wanted = wanted.order_by(table.known_from.desc()).limit(1)
    with ledger.reading() as connection:
        row = connection.execute(wanted).first()
    return fact_of(kind, row) if row is not None else None


def list_facts(
    ledger: Ledger,
    kind: FactKind,
    *,
    subject: str | None = None,
    since: datetime | None = None,
    as_of: datetime | None = None,
    limit: int = 100,
) -> tuple[Fact, ...]:
    """List versions known at an instant, the newest first.

    Parameters
    ----------
    subject : str, optional
        Only what speaks of this.
    since : datetime, optional
        Only versions known from then on.
    as_of : datetime, optional
        Default: now.
    limit : int
        At most so many.
    """
    table = FACTS[kind]
    wanted = _visible(table, as_of)
    if subject is not None:
        wanted = wanted.where(table.subject == subject)
    if since is not None:
        wanted = wanted.where(table.known_from >= since)
    wanted = wanted.order_by(table.known_from.desc(), table.id.desc()).limit(limit)
    with ledger.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(fact_of(kind, row) for row in rows)


def fact_history(ledger: Ledger, kind: FactKind, key: str) -> tuple[Fact, ...]:
    """Return every version of a fact, the oldest first."""
    table = FACTS[kind]
    wanted = (
        select(*columns_of(table)).where(table.key == key).order_by(table.known_from)
    )
    with ledger.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(fact_of(kind, row) for row in rows)


def columns_of(table: type[Any]) -> list[Any]:
    """Return the columns of a fact."""
    return [
        table.key,
        table.subject,
        table.true_from,
        table.true_to,
        table.published_at,
        table.known_from,
        table.known_to,
        table.body,
        table.digest,
    ]


def _visible(table: type[Any], as_of: datetime | None) -> Select[Any]:
    wanted = select(*columns_of(table))
    if as_of is None:
        return wanted.where(table.known_to.is_(None))
    return wanted.where(
        and_(
            table.known_from <= as_of,
            or_(table.known_to.is_(None), table.known_to > as_of),
        )
    )


def fact_of(kind: FactKind, row: Any) -> Fact:
    """Turn a row into a fact, or raise LedgerDamaged where its digest disagrees."""
    values = {name: value for name, value in row._mapping.items() if name != "id"}  # noqa: SLF001 - SQLAlchemy's public name
    fact = Fact(kind=kind, **values)
    if _digest(fact) != fact.digest:
        raise LedgerDamaged(
            f"{kind}: {fact.key} known from {fact.known_from} is not what was written"
        )
    return fact


def _digest(fact: Fact) -> str:
    times = (fact.true_from, fact.true_to, fact.published_at)
    stamps = [None if one is None else one.timestamp() for one in times]
    return digest_of([fact.key, fact.subject, stamps, dict(fact.body)])


def close_fact(
    ledger: Ledger, kind: FactKind, key: str, *, at: datetime | None = None
) -> bool:
    """End the open version of a fact: it is known no longer to hold."""
    table = FACTS[kind]
    with ledger.writing() as connection:
        row = next(iter(_open_rows(connection, table, [key])), None)
        if row is None:
            return False
        end = max(at or ledger.clock(), row.known_from + _TICK)
        connection.execute(update(table).where(table.id == row.id).values(known_to=end))
    return True


def as_known(fact: Fact, at: datetime) -> Fact:
    """Return a fact as a reader at an instant saw it: without its later end."""
    later = fact.known_to is not None and fact.known_to > at
    return replace(fact, known_to=None) if later else fact
