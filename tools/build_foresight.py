"""Build the panel of themes that the small pack ships, from the shared data folder.

Run ``python tools/build_foresight.py [FOLDER]`` whenever links, themes or precedents
have changed; then ``python tools/write_score_guide.py``.
"""

import sys
from pathlib import Path

from kuroshio.knowledge import load_knowledge
from kuroshio.market import (
    SMALL_PACK,
    build_theme_panel,
    load_foresight,
    precedent_sessions,
    theme_baskets,
    write_foresight,
)

ROOT = Path(__file__).parents[1]
LARGEST = 1_250_000


def main() -> None:
    """Build, write, read back and say what came of it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data"
    knowledge = load_knowledge()
    panel = build_theme_panel(
        folder,
        theme_baskets(knowledge),
        precedent_sessions(knowledge.precedents.values()),
    )
    note = write_foresight(SMALL_PACK, panel)
    load_foresight(SMALL_PACK)
    print(f"{note.themes} themes, {note.rows} sessions, {note.bytes:,} bytes")
    print(f"data to {note.date}, sha256 {note.sha256[:16]}")
    if note.bytes > LARGEST:
        print(f"LARGER than {LARGEST:,} bytes")
        sys.exit(1)


if __name__ == "__main__":
    main()
