"""Time a verified sheet on a text, warm, beside one plain pass over the same text.

The reference folds the text and cuts it into sentences: what any reader must do.
Usage: python bench/sheet.py [FILE]
"""

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import build_sheet, join_readings, open_document, read_mentions
from kuroshio.text import fold, sentences

RUNS = 15
ROOT = Path(__file__).parents[1]
ARTICLE = ROOT.parent / "shared/documents/japan-us-investment-2026-02-12.en.txt"
STORY = ROOT / "examples/story.txt"


def best_of(action: object) -> float:
    """Return the fastest of some runs, in milliseconds of one processor."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        action()  # type: ignore[operator]
        times.append(time.process_time() - start)
    return min(times) * 1000


def main(path: str) -> None:
    """Print the time of each step."""
    knowledge = load_knowledge()
    document = open_document(Path(path).read_bytes(), source=path, id="d1")
    day = document.dateline or datetime.now(tz=UTC).date()
    as_of = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    reading = read_mentions(document, knowledge)
    # Each a text not seen before: names and times of the last few texts are kept.
    fresh = (
        replace(document, text=document.text + "\n" * count)
        for count in range(1, 2 * RUNS + 1)
    )
    mentions = best_of(lambda: read_mentions(next(fresh), knowledge))
    rest = best_of(lambda: join_readings([reading], knowledge, as_of=as_of))
    whole = best_of(lambda: build_sheet([next(fresh)], knowledge, as_of=as_of))
    plain = best_of(lambda: (fold(document.text), sentences(document.text)))
    print(f"{len(document.text):,} characters, fastest of {RUNS} warm runs")
    rows = {
        "fold and sentences": plain,
        "mentions": mentions,
        "claims, findings, causes, fields": rest,
        "build_sheet": whole,
    }
    for name, spent in rows.items():
        print(f"{name:<34}{spent:7.1f} ms{spent / plain:8.1f} times the reference")


if __name__ == "__main__":
    default = ARTICLE if ARTICLE.is_file() else STORY
    main(sys.argv[1] if len(sys.argv) > 1 else str(default))
