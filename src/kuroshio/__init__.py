"""Kuroshio: what a story about money or power crossing a border means for a book.

The Python interface mirrors the command line, one function a verb:

>>> import kuroshio as ku
>>> ku.__version__
'0.1.0'
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from kuroshio.version import VERSION as __version__  # noqa: N811 - its public name

if TYPE_CHECKING:
    from kuroshio.records import Brief

__all__ = ["__version__", "brief", "read"]


def brief(
    documents: Sequence[str | PathLike[str]],
    *,
    book: str | PathLike[str] | None = None,
    profile: str | PathLike[str] | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
) -> Brief:
    """Do the main job: everything about one event, in one brief.

    Parameters
    ----------
    documents : sequence of str or path
        Paths or https addresses.
    book, profile : str or path, optional
        What you hold (CSV or Excel) and who you are (YAML).
    as_of : str, optional
        Day or instant of knowledge; nothing published later is seen.
    stale_ok : bool
        Use data older than 90 sessions.

    Raises
    ------
    kuroshio.errors.InputError
        With every fault of the inputs.
    """
    from pathlib import Path

    from kuroshio.app import make_brief
    from kuroshio.settings import find_workspace

    return make_brief(
        [str(item) for item in documents],
        book=Path(book) if book is not None else None,
        profile=Path(profile) if profile is not None else None,
        as_of=as_of,
        stale_ok=stale_ok,
        workspace=find_workspace(),
    )


def read(
    documents: Sequence[str | PathLike[str]], *, as_of: str | None = None
) -> dict[str, Any]:
    """Return the verified deal sheet and the findings, as the JSON contract has them.

    Raises
    ------
    kuroshio.errors.InputError
        With every fault of the documents.
    """
    from kuroshio.app import part_results
    from kuroshio.settings import find_workspace

    made = brief(documents, as_of=as_of)
    return part_results(made, "reading", find_workspace())
