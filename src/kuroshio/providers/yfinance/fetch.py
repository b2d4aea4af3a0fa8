"""Ask yfinance, in a process of its own."""

from collections.abc import Sequence

from kuroshio.providers.asking import Provider
from kuroshio.providers.libraries import Library, open_library
from kuroshio.providers.manifests import Manifest
from kuroshio.providers.yfinance.parse import parse_answer, request_for, standard_code

_LIBRARY = Library(
    name="yfinance",
    request_for=lambda ask, seconds: request_for(ask, seconds=seconds / 2),
    parse=parse_answer,
    standard_code=standard_code,
)


def open_yfinance(
    *, manifest: Manifest | None = None, command: Sequence[str] | None = None
) -> Provider:
    """Return the provider, as ``open_library`` does."""
    return open_library(_LIBRARY, manifest=manifest, command=command)
