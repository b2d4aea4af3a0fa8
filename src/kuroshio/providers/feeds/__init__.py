"""Official sources: asked with manners, read by layout, told apart when they fail."""

from kuroshio.providers.feeds.fetch import Look, look, make_request
from kuroshio.providers.feeds.items import canonical_link, make_item
from kuroshio.providers.feeds.layouts import ITEMS, LISTS, parse_items, parse_list

__all__ = [
    "ITEMS",
    "LISTS",
    "Look",
    "canonical_link",
    "look",
    "make_item",
    "make_request",
    "parse_items",
    "parse_list",
]
