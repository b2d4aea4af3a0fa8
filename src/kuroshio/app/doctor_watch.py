"""The self-check of what runs on and on: ledger, sources, disk, clock, fonts."""

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kuroshio.app.fonts import find_font
from kuroshio.app.watch_state import ledger_place
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.errors import InputError, LedgerError
from kuroshio.ledger import (
    HEAD,
    Ledger,
    connect,
    count_deliveries,
    list_audit,
    read_sources,
    revision_of,
)
from kuroshio.watch import health_of

LEAST_FREE = 500_000_000
SKEW = timedelta(minutes=2)


def check_ledger(workspace: Workspace) -> str:
    """Say which version the ledger's tables have and what waits in its outbox.

    Raises
    ------
    LedgerError
        When it is damaged, cannot be reached, or has dead messages.
    """
    ledger = _present(workspace)
    if ledger is None:
        return "none yet"
    with ledger:
        revision = revision_of(ledger)
        if revision != HEAD:
            return f"tables of version {revision}, this program's {HEAD}: migrates soon"
        waiting = count_deliveries(ledger)
    if waiting.get("dead"):
        raise LedgerError(f"{waiting['dead']} messages were given up")
    return f"tables of version {revision}, {waiting.get('pending', 0)} messages wait"


def check_sources(workspace: Workspace) -> str:
    """Count sources by health; those that fail are named."""
    ledger = _present(workspace)
    if ledger is None:
        return "never asked"
    with ledger:
        if revision_of(ledger) != HEAD:
            return "unknown before the ledger is migrated"
        states = read_sources(ledger)
    now = datetime.now(tz=UTC)
    found = {
        source.id: health_of(source, states.get(source.id), now=now)
        for source in open_knowledge(workspace).sources.values()
    }
    counts = ", ".join(f"{n} {name}" for name, n in Counter(found.values()).items())
    bad = [name for name, health in found.items() if health in {"failing", "paused"}]
    return counts + (f"; failing: {', '.join(bad[:6])}" if bad else "")


def check_clock(workspace: Workspace) -> str:
    """Compare the clock with the newest thing that the ledger has written.

    Raises
    ------
    LedgerError
        When the ledger was written in the future: the clock was set back, or ran wild.
    """
    now = datetime.now(tz=UTC)
    ledger = _present(workspace)
    if ledger is not None:
        with ledger:
            newest = list_audit(ledger, limit=1) if revision_of(ledger) == HEAD else ()
        if newest and newest[0].at > now + SKEW:
            ahead = newest[0].at - now
            raise LedgerError(f"the clock is {ahead} behind the ledger's last entry")
    return f"{now:%Y-%m-%d %H:%M} UTC"


def check_disk(workspace: Workspace) -> str:
    """Say how much room the data folder has.

    Raises
    ------
    LedgerError
        With less than half a gigabyte.
    """
    folder = workspace.data or Path.cwd()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        raise LedgerError(f"{free // 10**6} MB free at {folder}")
    return f"{free / 1e9:.0f} GB free"


def check_fonts(_: Workspace) -> str:
    """Say whether a font with Chinese characters is here: only a PDF needs one."""
    try:
        find_font()
    except InputError:
        return "none with Chinese characters: a PDF needs one (fonts-noto-cjk)"
    return "one with Chinese characters"


def _present(workspace: Workspace) -> Ledger | None:
    """Open the ledger if there is one; a check makes none."""
    if workspace.data is None and not workspace.ledger:
        return None
    place = ledger_place(workspace)
    if isinstance(place, Path) and not (place / "ledger.sqlite").exists():
        return None
    return connect(place)


WATCH_CHECKS = (
    ("ledger", check_ledger),
    ("sources", check_sources),
    ("clock", check_clock),
    ("disk", check_disk),
    ("fonts", check_fonts),
)
