"""Every network call, one folder each; none is made unless the user asked for it.

Each provider is imported by its own name, so that none is loaded unasked.
"""

from kuroshio.providers.asking import Ask, Provider, Pulled, pull_bars
from kuroshio.providers.manifests import Manifest
from kuroshio.providers.registry import PROVIDERS, Access, open_provider

__all__ = [
    "PROVIDERS",
    "Access",
    "Ask",
    "Manifest",
    "Provider",
    "Pulled",
    "open_provider",
    "pull_bars",
]
