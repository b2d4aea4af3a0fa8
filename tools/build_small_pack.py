"""Build the pack that is shipped, from the shared data folder.

Run ``python tools/build_small_pack.py [FOLDER]``. The names are those that themes link
to, with all their listings, and those of the example book.
"""

import sys
from pathlib import Path

from kuroshio.app import twin_listings
from kuroshio.calendars import read_code
from kuroshio.knowledge import load_knowledge
from kuroshio.market import (
    build_pack,
    measure_link_signs,
    read_book,
    verify_pack,
    write_link_signs,
)
from kuroshio.market.pack_files import SMALL_PACK

ROOT = Path(__file__).parents[1]
LARGEST = 3_000_000
LISTED = {"equity", "etf"}
TERMS = (
    "Estimates for research, rounded to three digits: no prices, no series, no returns "
    "of any security. They were estimated from daily data that public repositories "
    "carry and most of which state no licence (vendors: Tushare, BaoStock, Eastmoney, "
    "Yahoo Finance, Investing.com, Interactive Brokers; EIA and FRED are public "
    "domain). The data itself is not part of this package; build your own pack from "
    "your own files."
)


def names() -> set[str]:
    """Return the securities that belong into the small pack."""
    knowledge = load_knowledge()
    linked = {link.issuer for link in knowledge.links}
    found = {
        listing.security
        for issuer in linked
        if issuer in knowledge.issuers
        for listing in knowledge.issuers[issuer].listings
    }
    for book in sorted((ROOT / "examples").glob("*.csv")):
        held = read_book(book, instruments=knowledge.instruments)
        found |= {holding.security for holding in held.holdings}
    codes = {name: read_code(name) for name in found}
    return {name for name, code in codes.items() if code and code.kind in LISTED}


def main() -> None:
    """Build, verify and say what came of it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data"
    knowledge = load_knowledge()
    twins = twin_listings(knowledge)
    manifest = build_pack(
        folder, SMALL_PACK, securities=names(), terms=TERMS, twins=twins
    )
    signs = measure_link_signs(knowledge, folder)
    write_link_signs(signs)
    print(f"{len(signs.values)} links measured against prices to {signs.date}")
    wrong = verify_pack(SMALL_PACK)
    for fault in wrong:
        print("WRONG", fault)
    size = sum(path.stat().st_size for path in SMALL_PACK.iterdir())
    print(f"{manifest.securities} securities, {size:,} bytes, {manifest.date}")
    print(dict(manifest.coverage))
    if wrong or size > LARGEST:
        sys.exit(1)


if __name__ == "__main__":
    main()
