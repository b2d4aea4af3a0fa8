"""One page from an address that the user gave."""

from kuroshio.providers.web.addresses import Guard
from kuroshio.providers.web.fetch import Caps, Page, fetch_page

__all__ = ["Caps", "Guard", "Page", "fetch_page"]
