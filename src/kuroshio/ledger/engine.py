"""Open a ledger: a file of one's own, or a server's database by its URL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from kuroshio.errors import Fault, InputError, LedgerDamaged, LedgerUnavailable

FILE = "ledger.sqlite"
WAIT_SECONDS = 30.0
_DAMAGE = (
    "malformed", "not a database", "corrupt", "invalid page", "could not read",
    "could not decode",
)  # fmt: skip
_LOCK = 0x6B75726F  # of PostgreSQL's advisory locks: "kuro"


def _wall_clock() -> datetime:
    return datetime.now(tz=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """An open ledger.

    Parameters
    ----------
    engine : Engine
        SQLAlchemy's; nobody outside this package needs it.
    clock : callable
        Gives the instant (aware UTC) that a write is known from.
    bound : Connection, optional
        The transaction in which everything happens, inside ``transaction``.
    """

    engine: Engine
    clock: Callable[[], datetime] = _wall_clock
    bound: Connection | None = None

    @property
    def dialect(self) -> str:
        """Return sqlite or postgresql."""
        return self.engine.dialect.name

    @contextmanager
    def transaction(self) -> Iterator["Ledger"]:
        """Give a ledger whose writes happen together or not at all."""
        with self.writing() as connection:
            yield replace(self, bound=connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that may write; commits at the end."""
        if self.bound is not None:
            yield self.bound
            return
        with _told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """Give a connection that only reads.

        One statement sees one state of the ledger; with ``snapshot`` all of them see
        the same.
        """
        if self.bound is not None:
            yield self.bound
            return
        with _told(), self.engine.connect() as plain:
            kind = "snapshot" if snapshot else "read"
            connection = plain.execution_options(kuroshio_reading=kind)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn the database's faults into words: damaged, or not to be had now."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise LedgerDamaged(f"the ledger is damaged: {error}") from error
    except ValueError as error:
        if "parse datetime" not in str(error):
            raise
        raise LedgerDamaged(f"the ledger is damaged: {error}") from error
    except DBAPIError as error:
        cause = str(error.orig or error).strip()
        if any(word in cause.lower() for word in _DAMAGE):
            raise LedgerDamaged(f"the ledger is damaged: {cause}") from error
        if _is_passing(error):
            raise LedgerUnavailable(
                f"the ledger cannot be used now: {cause}"
            ) from error
        raise


def _is_passing(error: DBAPIError) -> bool:
    from sqlalchemy.exc import InterfaceError, OperationalError

    return error.connection_invalidated or isinstance(
        error, OperationalError | InterfaceError
    )


def connect(
    place: Path | str, *, clock: Callable[[], datetime] | None = None
) -> Ledger:
    """Open a ledger without a look at its version, as migrations and checks need."""
    return Ledger(engine=_make_engine(place), clock=clock or _wall_clock)


def _make_engine(place: Path | str) -> Engine:
    if isinstance(place, str) and "://" in place:
        return _server(place)
    path = Path(place)
    if path.suffix not in {".sqlite", ".db"}:
        path = path / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = Fault(place=str(path), problem=f"cannot be made: {error.strerror}")
        raise InputError("ledger", [fault]) from None
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": WAIT_SECONDS}, pool_pre_ping=True
    )
    event.listen(engine, "connect", _set_up_file)
    event.listen(engine, "begin", _begin_file)
    return engine


def _server(place: str) -> Engine:
    try:
        url = make_url(place)
    except ArgumentError as error:
        raise InputError("ledger", [_no_address(place, str(error))]) from None
    if url.get_backend_name() != "postgresql":
        problem = f"{url.get_backend_name()} is no kind of ledger"
        raise InputError("ledger", [_no_address(place, problem)])
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
        )
    except ImportError:
        fault = Fault(
            place="ledger",
            problem="the driver of PostgreSQL is not installed",
            mend="install kuroshio with the extra: pip install 'kuroshio[postgres]'",
        )
        raise InputError("ledger", [fault]) from None
    event.listen(engine, "begin", _begin_server)
    return engine


def _no_address(place: str, problem: str) -> Fault:
    # A URL may carry a password: only its scheme is repeated.
    return Fault(
        place=place.partition("://")[0],
        problem=problem,
        mend="a folder, a file, or postgresql://user@host/name",
    )


def _set_up_file(connection: Any, _: Any) -> None:
    """Readers never wait for a writer; a commit is on the disk when it returns."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cell_size_check=ON")
    cursor.close()


def _begin_file(connection: Connection) -> None:
    # A transaction that reads first and writes later could not be retried.
    reading = connection.get_execution_options().get("kuroshio_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_server(connection: Connection) -> None:
    if connection.get_execution_options().get("kuroshio_reading") == "snapshot":
        connection.exec_driver_sql(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        )


def hold_lock(connection: Connection) -> None:
    """Let one transaction at a time pass here; SQLite has but one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
