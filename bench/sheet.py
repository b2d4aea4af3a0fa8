"""Time a verified sheet on a text file, warm: python bench/sheet.py FILE."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import build_sheet, join_readings, open_document, read_mentions

RUNS = 15


def best_of(action: object) -> float:
    """Return the fastest of some runs, in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        action()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main(path: str) -> None:
    """Print the time of each step."""
    knowledge = load_knowledge()
    document = open_document(Path(path).read_bytes(), source=path, id="d1")
    day = document.dateline or datetime.now(tz=UTC).date()
    as_of = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    reading = read_mentions(document, knowledge)
    mentions = best_of(lambda: read_mentions(document, knowledge))
    rest = best_of(lambda: join_readings([reading], knowledge, as_of=as_of))
    whole = best_of(lambda: build_sheet([document], knowledge, as_of=as_of))
    print(f"{len(document.text):,} characters, fastest of {RUNS} warm runs")
    print(f"mentions {mentions:6.1f} ms")
    print(f"claims, findings, causes, fields {rest:6.1f} ms")
    print(f"build_sheet {whole:6.1f} ms")


if __name__ == "__main__":
    main(sys.argv[1])
