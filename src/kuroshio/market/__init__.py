"""Books, profiles and packs: what the user gives and the market data behind it."""

from kuroshio.market.asked import (
    Stretch,
    answered_part,
    find_missing,
    note_answered,
    read_answered,
)
from kuroshio.market.books import read_book
from kuroshio.market.coverage import measure_coverage
from kuroshio.market.drop import read_bars
from kuroshio.market.foresight_files import (
    FORESIGHT_FILE,
    ForesightNote,
    load_foresight,
    write_foresight,
)
from kuroshio.market.histories import read_histories
from kuroshio.market.link_signs import (
    LinkSigns,
    measure_link_signs,
    read_link_signs,
    write_link_signs,
)
from kuroshio.market.pack_build import build_pack
from kuroshio.market.pack_files import SMALL_PACK, load_pack, verify_pack
from kuroshio.market.panels import read_events, read_factors, read_prices
from kuroshio.market.past import past_moves, read_past_panels, sessions_between
from kuroshio.market.profiles import read_profile
from kuroshio.market.quality import check_bars
from kuroshio.market.recipe import RECIPE, Settings
from kuroshio.market.series import Matrix, load_day, load_matrix, load_security
from kuroshio.market.store import Generation, current_generation, store_bars
from kuroshio.market.theme_panels import (
    Night,
    build_theme_panel,
    precedent_sessions,
    theme_baskets,
)

__all__ = [
    "FORESIGHT_FILE",
    "RECIPE",
    "SMALL_PACK",
    "ForesightNote",
    "Generation",
    "LinkSigns",
    "Matrix",
    "Night",
    "Settings",
    "Stretch",
    "answered_part",
    "build_pack",
    "build_theme_panel",
    "check_bars",
    "current_generation",
    "find_missing",
    "load_day",
    "load_foresight",
    "load_matrix",
    "load_pack",
    "load_security",
    "measure_coverage",
    "measure_link_signs",
    "note_answered",
    "past_moves",
    "precedent_sessions",
    "read_answered",
    "read_bars",
    "read_book",
    "read_events",
    "read_factors",
    "read_histories",
    "read_link_signs",
    "read_past_panels",
    "read_prices",
    "read_profile",
    "sessions_between",
    "store_bars",
    "theme_baskets",
    "verify_pack",
    "write_foresight",
    "write_link_signs",
]
