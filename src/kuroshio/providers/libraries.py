"""Providers that are Python libraries: each answers in a process of its own."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kuroshio.providers.asking import Ask, Provider
from kuroshio.providers.children import Child
from kuroshio.providers.manifests import Manifest, load_manifest
from kuroshio.records import Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What differs between libraries.

    Parameters
    ----------
    name : str
        The provider's package here, with the program ``child`` in it.
    request_for : callable
        The request that an ask becomes; its second argument is the deadline in seconds.
    parse, standard_code : callable
        As in ``Provider``.
    """

    name: str
    request_for: Callable[[Ask, float], dict[str, Any]]
    parse: Callable[[bytes, Ask], Bars]
    standard_code: Callable[[str], str | None]


def open_library(
    library: Library,
    *,
    manifest: Manifest | None = None,
    command: Sequence[str] | None = None,
) -> Provider:
    """Return the provider; its process starts with the first ask.

    Parameters
    ----------
    library : Library
        Which one.
    manifest : Manifest, optional
        Other pace and patience than the shipped ones.
    command : sequence of str, optional
        Program that answers, for tests.
    """
    known = manifest or load_manifest(library.name)
    # -P keeps the current folder, where a file may be called as the library is, off
    # the path.
    own = (sys.executable, "-P", "-m", f"kuroshio.providers.{library.name}.child")
    child = Child(command or own, seconds=known.deadline_seconds)

    def fetch(ask: Ask) -> bytes:
        return child.ask(library.request_for(ask, known.deadline_seconds))

    return Provider(
        manifest=known,
        fetch=fetch,
        parse=library.parse,
        standard_code=library.standard_code,
        close=child.close,
    )
