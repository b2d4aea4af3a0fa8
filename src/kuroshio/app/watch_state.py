"""Everything that a watch works with, opened once."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from kuroshio.app.inputs import open_book
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.ledger import Lease, Ledger, list_facts, open_ledger
from kuroshio.providers.web import Manners
from kuroshio.records import Book, Source, Subscriber, WatchedEvent
from kuroshio.watch import Lines, parse_rules

RULES = "watch.yaml"
MEMORY = timedelta(days=20)
MOST_EVENTS = 20_000
Tell = Callable[..., None]


def _silent(_: str, **__: Any) -> None:
    """Say nothing."""


@dataclass(slots=True, kw_only=True)
class Watch:
    """An open watch; ``lines`` is made anew from the ledger when it is None."""

    ledger: Ledger
    knowledge: Knowledge
    workspace: Workspace
    subscribers: tuple[Subscriber, ...]
    books: Mapping[str, Book]
    sources: Mapping[str, Source]
    manners: Manners
    holder: str
    tell: Tell = _silent
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    lines: Lines | None = None
    lease: Lease | None = None
    stopping: bool = False

    def now(self) -> datetime:
        """Return the instant by the ledger's clock."""
        return self.ledger.clock()


def open_watch(
    workspace: Workspace,
    *,
    rules: Path | None = None,
    tell: Tell = _silent,
    clock: Callable[[], datetime] | None = None,
    manners: Manners | None = None,
    sources: Mapping[str, Source] | None = None,
) -> Watch:
    """Open the ledger, read the rules and the books they name.

    Parameters
    ----------
    workspace : Workspace
        Folders in force; the ledger is its ``ledger`` or in its data folder.
    rules : Path, optional
        Default: ``watch.yaml`` in the data folder; where there is none, items are
        gathered and nobody is told.
    tell : callable
        Takes an event's name and its facts, for logs.
    clock, manners, sources : optional
        What tests and soaks put in place of the wall clock, the network, the registry.

    Raises
    ------
    InputError
        With every fault of the rules and of the books.
    """
    knowledge = open_knowledge(workspace)
    subscribers, books = _read_rules(rules, workspace, knowledge)
    return Watch(
        ledger=open_ledger(ledger_place(workspace), clock=clock),
        knowledge=knowledge,
        workspace=workspace,
        subscribers=subscribers,
        books=books,
        sources=knowledge.sources if sources is None else sources,
        manners=manners or Manners(agent=workspace.agent),
        holder=f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}",
        tell=tell,
    )


def ledger_place(workspace: Workspace) -> Path | str:
    """Return where the ledger is: an address of a server, else the data folder.

    Raises
    ------
    InputError
        When there is neither.
    """
    if workspace.ledger:
        return workspace.ledger
    if workspace.data is None:
        fault = Fault(place="ledger", problem="there is no data folder")
        raise InputError("ledger", [fault])
    return workspace.data


def _read_rules(
    rules: Path | None, workspace: Workspace, knowledge: Knowledge
) -> tuple[tuple[Subscriber, ...], dict[str, Book]]:
    default = workspace.data / RULES if workspace.data is not None else None
    path = rules or default
    if path is None or (rules is None and not path.exists()):
        return (), {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = Fault(place=str(path), problem=f"cannot be read: {error}")
        raise InputError("watch rules", [fault]) from None
    subscribers = parse_rules(text, path.name, knowledge)
    books: dict[str, Book] = {}
    faults: list[Fault] = []
    for one in subscribers:
        if not one.book:
            continue
        try:
            books[one.id] = open_book(path.parent / one.book, knowledge)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError("watch rules", faults)
    return subscribers, books


def lines_of(watch: Watch) -> Lines:
    """Return the events of the last days, from the ledger if they are not at hand."""
    if watch.lines is None:
        lines = Lines()
        since = watch.now() - MEMORY
        facts = list_facts(watch.ledger, "deals", since=since, limit=MOST_EVENTS)
        for fact in facts:
            lines.put(msgspec.convert(fact.body, WatchedEvent, strict=False))
        watch.lines = lines
    return watch.lines


def utc_day(instant: datetime) -> date:
    """Return the UTC day of an instant."""
    return instant.astimezone(UTC).date()
