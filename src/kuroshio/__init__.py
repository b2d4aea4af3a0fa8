"""Kuroshio: what a story about money or power crossing a border means for a book.

The Python interface mirrors the command line, one function a verb. ``brief`` returns
the record; the others return what the verb prints as JSON. All raise
``kuroshio.errors.InputError`` with every fault of what they are given:

>>> import kuroshio as ku
>>> ku.__version__
'0.1.0'
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kuroshio.version import VERSION as __version__  # noqa: N811 - its public name

if TYPE_CHECKING:
    from kuroshio.briefs import Part
    from kuroshio.records import Brief

__all__ = [
    "__version__",
    "brief",
    "expose",
    "impact",
    "placebo",
    "read",
    "regimes",
    "risk",
    "score",
    "stress",
    "study",
    "triage",
]


class _Package(ModuleType):
    """Keeps ``ku.risk`` and ``ku.regimes`` functions, whatever loads their steps."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


# The import system binds a loaded step to its name here; two steps are verbs as well.
sys.modules[__name__].__class__ = _Package
FilePath = str | PathLike[str]
Results = dict[str, Any]


def brief(
    documents: Sequence[FilePath] = (),
    *,
    book: FilePath | None = None,
    profile: FilePath | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
    data: FilePath | None = None,
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
    data : str or path, optional
        A folder of daily files for forecasts; default: the pack's panel.

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
        data=Path(data) if data is not None else None,
        workspace=find_workspace(),
    )


def read(documents: Sequence[FilePath], *, as_of: str | None = None) -> Results:
    """Return the verified deal sheet and the findings."""
    return _part("reading", brief(documents, as_of=as_of))


def triage(documents: Sequence[FilePath], *, as_of: str | None = None) -> Results:
    """Return what each document is: irrelevant, a copy, nothing new, or matters."""
    from kuroshio.app import sort_documents
    from kuroshio.settings import find_workspace

    names = [str(item) for item in documents]
    return sort_documents(names, as_of=as_of, workspace=find_workspace())


def expose(
    documents: Sequence[FilePath],
    *,
    book: FilePath | None = None,
    as_of: str | None = None,
) -> Results:
    """Return causes, themes, links and exposures, and the holdings that they reach."""
    return _part("exposure", brief(documents, book=book, as_of=as_of))


def impact(
    documents: Sequence[FilePath],
    *,
    book: FilePath | None = None,
    as_of: str | None = None,
    data: FilePath | None = None,
) -> Results:
    """Return forecasts of themes, issuers, holdings and the book, with reasons."""
    return _part("impact", brief(documents, book=book, as_of=as_of, data=data))


def regimes(
    documents: Sequence[FilePath] = (),
    *,
    book: FilePath | None = None,
    profile: FilePath | None = None,
    as_of: str | None = None,
) -> Results:
    """Return which rules apply, may apply, do not, or are unknown."""
    made = brief(documents, book=book, profile=profile, as_of=as_of)
    return _part("regimes", made)


def risk(
    book: FilePath,
    *,
    profile: FilePath | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
) -> Results:
    """Return VaR and ES as losses, who adds what, volatilities and currencies."""
    made = brief(book=book, profile=profile, as_of=as_of, stale_ok=stale_ok)
    return _part("risk", made)


def stress(
    book: FilePath,
    documents: Sequence[FilePath] = (),
    *,
    scenarios: Sequence[str] = (),
    profile: FilePath | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
) -> Results:
    """Return what scenarios cost a book: packaged names, or YAML files."""
    from pathlib import Path

    from kuroshio.app import Asked, make_stress, stress_results
    from kuroshio.settings import find_workspace

    made = make_stress(
        [str(item) for item in documents],
        Asked(scenarios=tuple(scenarios)),
        book=Path(book),
        profile=Path(profile) if profile is not None else None,
        as_of=as_of,
        stale_ok=stale_ok,
        workspace=find_workspace(),
    )
    return stress_results(made)


def study(events: FilePath, prices: FilePath, **options: Any) -> Results:
    """Return an event study of files; the options are those of ``kuroshio study``."""
    from kuroshio.app import make_study
    from kuroshio.settings import find_workspace

    return make_study(str(events), str(prices), workspace=find_workspace(), **options)


def placebo(prices: FilePath, **options: Any) -> Results:
    """Return the size or power of each test; options as ``kuroshio placebo`` has."""
    from kuroshio.app import make_placebo

    return make_placebo(str(prices), **options)


def score(*, data: FilePath | None = None, draws: int = 25) -> Results:
    """Return how the forecasts did, walked forward, beside nulls."""
    from pathlib import Path

    from kuroshio.app import score_forecasts
    from kuroshio.settings import find_workspace

    folder = Path(data) if data is not None else None
    return score_forecasts(data=folder, draws=draws, workspace=find_workspace())


def _part(part: Part, made: Brief) -> Results:
    """Return one verb's results as the JSON contract has them."""
    from kuroshio.app import part_results
    from kuroshio.settings import find_workspace

    return part_results(made, part, find_workspace())
