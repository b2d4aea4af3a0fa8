"""Ask AKShare, in a process of its own."""

from collections.abc import Sequence

from kuroshio.providers.akshare.parse import parse_answer, request_for, standard_code
from kuroshio.providers.asking import Provider
from kuroshio.providers.libraries import Library, open_library
from kuroshio.providers.manifests import Manifest

_LIBRARY = Library(
    name="akshare",
    request_for=lambda ask, _: request_for(ask),
    parse=parse_answer,
    standard_code=standard_code,
)


def open_akshare(
    *, manifest: Manifest | None = None, command: Sequence[str] | None = None
) -> Provider:
    """Return the provider, as ``open_library`` does."""
    return open_library(_LIBRARY, manifest=manifest, command=command)
