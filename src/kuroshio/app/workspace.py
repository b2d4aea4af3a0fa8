"""The folders and loaded knowledge that every verb works with."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.market import load_pack
from kuroshio.records import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Where the user's files are.

    Parameters
    ----------
    data : Path or None
        Holds ``pack/`` (the full pack) and ``overlay/`` (the user's knowledge); None:
        only what is shipped.
    cache : Path or None
        Compiled caches; None: compile in memory.
    ledger : str
        Address of a team's ledger; empty: a file in the data folder.
    agent : str
        How a fetch introduces itself, with a contact where the user gave one.
    """

    data: Path | None = None
    cache: Path | None = None
    agent: str = "kuroshio"
    ledger: str = ""


@lru_cache(maxsize=4)
def open_knowledge(workspace: Workspace) -> Knowledge:
    """Load the knowledge with the user's overlay, once a process."""
    overlay = workspace.data / "overlay" if workspace.data is not None else None
    present = overlay if overlay is not None and overlay.is_dir() else None
    return load_knowledge(cache=workspace.cache, overlay=present)


@lru_cache(maxsize=4)
def open_pack(workspace: Workspace) -> Pack:
    """Load the user's full pack where there is one, else the shipped small pack."""
    return load_pack(own_pack(workspace))


def own_pack(workspace: Workspace) -> Path | None:
    """Return the folder of the user's full pack, None where there is none."""
    own = workspace.data / "pack" if workspace.data is not None else None
    return own if own is not None and own.is_dir() else None
