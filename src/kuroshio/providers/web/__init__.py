"""The one guarded fetch: a page that the user named, or a source that is watched."""

from kuroshio.providers.web.addresses import Guard
from kuroshio.providers.web.fetch import Answer, Caps, Page, fetch_page
from kuroshio.providers.web.manners import Manners, Request, retry_seconds

__all__ = [
    "Answer",
    "Caps",
    "Guard",
    "Manners",
    "Page",
    "Request",
    "fetch_page",
    "retry_seconds",
]
