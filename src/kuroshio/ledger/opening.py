"""Open a ledger whose tables are this version's and whose file is whole."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kuroshio.errors import LedgerDamaged
from kuroshio.ledger.engine import Ledger, connect
from kuroshio.ledger.upgrade import bring_up

QUICK_BYTES = 32 * 1024 * 1024


def open_ledger(
    place: Path | str,
    *,
    clock: Callable[[], datetime] | None = None,
    migrate: bool = True,
) -> Ledger:
    """Open a ledger, making or migrating it where needed.

    Parameters
    ----------
    place : Path or str
        A folder (the ledger is ``ledger.sqlite`` in it), a file, or a URL such as
        ``postgresql://user@host/name`` (needs the extra ``postgres``).
    clock : callable, optional
        Gives aware UTC instants; default: the wall clock.
    migrate : bool
        Bring the tables to this version's; False: refuse a ledger of another version.

    Raises
    ------
    InputError
        For a place that is no ledger, or a ledger of a later version.
    LedgerUnavailable
        When it cannot be opened now.
    LedgerDamaged
        When the file is no database any more.
    """
    ledger = connect(place, clock=clock)
    try:
        _look_over(ledger)
        bring_up(ledger, migrate=migrate)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _look_over(ledger: Ledger) -> None:
    """Refuse a small file that is not whole; a large one is left to ``verify``."""
    if ledger.dialect != "sqlite":
        return
    name = ledger.engine.url.database
    path = Path(name) if name else None
    if path is None or not path.exists() or path.stat().st_size > QUICK_BYTES:
        return
    with ledger.reading() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise LedgerDamaged(f"the ledger is damaged: {found}")
