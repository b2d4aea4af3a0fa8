"""How often each test rejects when nothing happened, on real A-share prices.

    python bench/placebo.py [--studies 1000] [--events 50] [--data ../shared/data]
                            [--effect 0.0] [--market SYMBOL] [--workers 2]

Two designs: "spread", every event on a date of its own, and "one-date", all events of
a study on one date. Rejection is at 5 %; ``--effect`` adds an abnormal return on day
0, for power after Brown and Warner (1985). It is the verb ``placebo`` on those files.
"""

import argparse
import time
from pathlib import Path

from kuroshio.app import make_placebo, say_placebo


def main() -> None:
    """Print the share of studies in which each test rejects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=1000)
    parser.add_argument("--events", type=int, default=50)
    parser.add_argument("--draws", type=int, default=199)
    parser.add_argument("--effect", type=float, default=0.0)
    parser.add_argument("--market", help="a symbol of the indices; default: the mean")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked = parser.parse_args()
    index = f"{asked.data / 'indices.parquet'}#{asked.market}" if asked.market else None
    for design in ("spread", "one-date"):
        started = time.perf_counter()
        done = make_placebo(
            asked.data / "prices_cn.parquet",
            market=index,
            studies=asked.studies,
            events=asked.events,
            design=design,
            effect=asked.effect,
            windows="0:0,-1:1,-5:5",
            draws=asked.draws,
            workers=asked.workers,
        )
        print(say_placebo(done))
        print(f"{time.perf_counter() - started:.0f} s, {asked.workers} workers\n")


if __name__ == "__main__":
    main()
