"""Books, profiles and packs: what the user gives and the market data behind it."""

from kuroshio.market.books import read_book
from kuroshio.market.profiles import read_profile

__all__ = ["read_book", "read_profile"]
