"""Everything one desk works with, put together in one place."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kuroshio.app import Workspace, open_pack
from kuroshio.ledger import Ledger, open_ledger
from kuroshio.service.access import KeyRing
from kuroshio.service.books import Books
from kuroshio.service.calls import Calls
from kuroshio.service.deals import Deals
from kuroshio.service.idempotency import Answers
from kuroshio.service.jobs import Jobs
from kuroshio.service.journal import Journal
from kuroshio.service.options import Options
from kuroshio.service.page_cache import PageCache
from kuroshio.service.sessions import Sessions
from kuroshio.service.store import forget_old
from kuroshio.service.studies import Studies
from kuroshio.version import VERSION

_KEPT_SECONDS = 7 * 86_400.0  # answers for late callers, and for the same question


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One desk.

    Parameters
    ----------
    options : Options
    workspace : Workspace
        The folders in force.
    folder : Path
        The desk's own: deals, books, studies, jobs.
    mark : str
        Changes with everything that results depend on besides their inputs.
    clock : callable
        The wall clock, aware UTC: a desk is one of the few that may read it.
    """

    options: Options
    workspace: Workspace
    folder: Path
    mark: str
    clock: Callable[[], datetime]
    ledger: Ledger
    journal: Journal
    keys: KeyRing
    sessions: Sessions
    jobs: Jobs
    deals: Deals
    books: Books
    studies: Studies
    calls: Calls
    answers: Answers
    pages: PageCache

    def args(self, **more: Any) -> dict[str, Any]:
        """Return the arguments of a task with the folders in force."""
        space = self.workspace
        folders = {
            "data": str(space.data) if space.data is not None else None,
            "cache": str(space.cache) if space.cache is not None else None,
            "agent": space.agent,
        }
        return {"workspace": folders, **more}

    def close(self) -> None:
        """Stop the workers and let go of the ledger."""
        self.jobs.close()
        self.ledger.close()


def open_desk(
    options: Options,
    workspace: Workspace,
    *,
    clock: Callable[[], datetime] | None = None,
) -> Desk:
    """Open a desk in the user's data folder.

    Raises
    ------
    StoreFailed
        When its folder cannot be written.
    """
    now = clock or (lambda: datetime.now(UTC))

    def seconds() -> float:
        return now().timestamp()

    folder = _home(workspace) / "desk"
    forget_old(folder / "runs", before=seconds() - _KEPT_SECONDS)
    forget_old(folder / "answers", before=seconds() - _KEPT_SECONDS)
    ledger = open_ledger(_ledger(workspace))
    journal = Journal(ledger)
    return Desk(
        options=options,
        workspace=workspace,
        folder=folder,
        mark=fingerprint(workspace),
        clock=now,
        ledger=ledger,
        journal=journal,
        keys=KeyRing(journal.actor_of_secret, journal.actor_of_key, time.monotonic),
        sessions=Sessions(folder, seconds),
        jobs=Jobs(
            folder / "jobs",
            workers=options.workers,
            waiting=options.waiting,
            seconds=options.job_seconds,
            clock=seconds,
        ),
        deals=Deals(folder / "deals", seconds),
        books=Books(folder / "books", seconds),
        studies=Studies(folder / "studies", seconds),
        calls=Calls(folder / "calls", seconds),
        answers=Answers(folder / "answers", seconds),
        pages=PageCache(),
    )


def _home(workspace: Workspace) -> Path:
    return workspace.data or Path.home() / ".kuroshio"


def _ledger(workspace: Workspace) -> Path | str:
    """Return the place that the watch writes to, too: a server's, else the folder's."""
    return workspace.ledger or _home(workspace)


def open_journal(workspace: Workspace) -> Journal:
    """Open the ledger alone, for what is done without a desk."""
    return Journal(open_ledger(_ledger(workspace)))


def fingerprint(workspace: Workspace) -> str:
    """Return what changes when results must be made anew: code, pack, knowledge."""
    digest = hashlib.sha256(f"{VERSION} {open_pack(workspace).manifest}".encode())
    overlay = workspace.data / "overlay" if workspace.data is not None else None
    for path in sorted(overlay.rglob("*")) if overlay is not None else ():
        if path.is_file():
            digest.update(f"{path} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()[:12]
