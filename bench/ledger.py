"""Time the ledger at 100,000 events: as-of reads on SQLite and on PostgreSQL.

Usage: ledger.py [COUNT] [URL]

With URL the same is measured on that PostgreSQL, in an empty database.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kuroshio.ledger import (
    Ledger,
    append_audit,
    list_facts,
    open_ledger,
    read_fact,
    record_facts,
    verify_audit,
)
from kuroshio.records import Fact

START = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = 20_000
BATCH = 1_000
ROUNDS = 300


def fill(ledger: Ledger, count: int) -> float:
    """Write versions of 20,000 keys in batches and return the seconds."""
    begin = time.perf_counter()
    for first in range(0, count, BATCH):
        facts = [
            Fact(
                kind="stages",
                key=f"k{number % KEYS}",
                subject=f"s{number % 500}",
                body={
                    "stage": "selected",
                    "number": number,
                    "title": "关税 tariff" * 5,
                },
            )
            for number in range(first, first + BATCH)
        ]
        record_facts(ledger, facts, at=START + timedelta(seconds=first))
    return time.perf_counter() - begin


def timed(work: Callable[[int], object]) -> tuple[float, float]:
    """Return the median and the 99th percentile of many rounds, in milliseconds."""
    spent = []
    for number in range(ROUNDS):
        begin = time.perf_counter()
        work(number)
        spent.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(spent), sorted(spent)[int(ROUNDS * 0.99)]


def measure(name: str, place: Path | str, count: int) -> None:
    """Fill a ledger and print how long it takes to read as of an instant."""
    with open_ledger(place) as ledger:
        spent = fill(ledger, count)
        print(f"{name}: {count:,} events written in {spent:.1f} s")
        then = START + timedelta(seconds=count // 2)
        reads: dict[str, Callable[[int], object]] = {
            "one fact as of": lambda n: read_fact(
                ledger, "stages", f"k{n * 37 % KEYS}", as_of=then
            ),
            "one subject as of": lambda n: list_facts(
                ledger, "stages", subject=f"s{n % 500}", as_of=then, limit=50
            ),
            "the latest fifty as of": lambda _: list_facts(
                ledger, "stages", as_of=then, limit=50
            ),
        }
        for title, work in reads.items():
            middle, worst = timed(work)
            print(f"  {title:<24} median {middle:.2f} ms, 99 % under {worst:.2f} ms")
        begin = time.perf_counter()
        for number in range(200):
            append_audit(ledger, actor="bench", action="tick", detail={"n": number})
        each = (time.perf_counter() - begin) / 200 * 1e3
        print(f"  audit entry {each:.2f} ms; chain whole: {verify_audit(ledger).ok}")


def main() -> int:
    """Measure SQLite, and PostgreSQL where it can be had."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    measure("SQLite", Path(tempfile.mkdtemp(prefix="kuroshio-bench-")), count)
    if len(sys.argv) > 2:
        measure("PostgreSQL", sys.argv[2], count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
