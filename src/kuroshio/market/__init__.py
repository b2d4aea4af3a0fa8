"""Books, profiles and packs: what the user gives and the market data behind it."""

from kuroshio.market.books import read_book
from kuroshio.market.pack_build import build_pack
from kuroshio.market.pack_files import load_pack, verify_pack
from kuroshio.market.panels import read_events, read_factors, read_prices
from kuroshio.market.profiles import read_profile
from kuroshio.market.recipe import RECIPE, Settings

__all__ = [
    "RECIPE",
    "Settings",
    "build_pack",
    "load_pack",
    "read_book",
    "read_events",
    "read_factors",
    "read_prices",
    "read_profile",
    "verify_pack",
]
