"""Bring a ledger's tables to a version, forward or back."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy import text as sql

from kuroshio.errors import Fault, InputError
from kuroshio.ledger.engine import Ledger, hold_lock

REVISIONS = ("0001", "0002")
HEAD = REVISIONS[-1]
_HERE = Path(__file__).with_name("migrations")


def revision_of(ledger: Ledger) -> str | None:
    """Return the version of a ledger's tables; None: it has none yet."""
    with ledger.reading() as connection:
        return _revision(connection)


def bring_up(ledger: Ledger, *, migrate: bool = True) -> None:
    """Make sure that the tables are this version's.

    Raises
    ------
    InputError
        For a ledger of a later version, or of another one with ``migrate`` False.
    """
    found = revision_of(ledger)
    if found == HEAD:
        return
    if found is not None and found not in REVISIONS:
        mend = "install the version of kuroshio that wrote it"
        raise InputError("ledger", [_stranger(found, mend)])
    if not migrate:
        raise InputError("ledger", [_stranger(found, "kuroshio ledger migrate")])
    move_to(ledger, HEAD)


def move_to(ledger: Ledger, revision: str) -> None:
    """Migrate forward or back, all of it or nothing.

    Raises
    ------
    InputError
        For an unknown version.
    """
    if revision not in REVISIONS:
        fault = Fault(
            place="ledger",
            problem=f"no version {revision!r}",
            mend=f"one of {', '.join(REVISIONS)}",
        )
        raise InputError("ledger", [fault])
    with ledger.writing() as connection:
        hold_lock(connection)
        found = _revision(connection)
        if found != revision:
            _run(connection, found, revision)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sql("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def _run(connection: Connection, found: str | None, revision: str) -> None:
    # A second's import, needed only when there is something to migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    attributes: dict[Any, Any] = config.attributes
    attributes["connection"] = connection
    back = found is not None and REVISIONS.index(revision) < REVISIONS.index(found)
    (command.downgrade if back else command.upgrade)(config, revision)


def _stranger(found: str | None, mend: str) -> Fault:
    return Fault(
        place="ledger",
        problem=f"its tables have version {found or 'none'}, this program's {HEAD}",
        mend=mend,
    )
