"""Ask yfinance, in a process of its own."""

import sys
from collections.abc import Sequence

from kuroshio.providers.asking import Ask, Provider
from kuroshio.providers.children import Child
from kuroshio.providers.manifests import Manifest, load_manifest
from kuroshio.providers.yfinance.parse import parse_answer, request_for, standard_code

# -P keeps the current folder, where a file may be called yfinance.py, off the path.
COMMAND = (sys.executable, "-P", "-m", "kuroshio.providers.yfinance.child")


def open_yfinance(
    *, manifest: Manifest | None = None, command: Sequence[str] = COMMAND
) -> Provider:
    """Return the provider; its process starts with the first ask.

    Parameters
    ----------
    manifest : Manifest, optional
        Other pace and patience than the shipped ones.
    command : sequence of str
        Program that answers, for tests.
    """
    known = manifest or load_manifest("yfinance")
    child = Child(command, seconds=known.deadline_seconds)

    def fetch(ask: Ask) -> bytes:
        return child.ask(request_for(ask, seconds=known.deadline_seconds / 2))

    return Provider(
        manifest=known,
        fetch=fetch,
        parse=parse_answer,
        standard_code=standard_code,
        close=child.close,
    )
