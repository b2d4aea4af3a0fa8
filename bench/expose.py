"""Time the reach of causes through all themes and links: python bench/expose.py."""

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from kuroshio.exposure import expose
from kuroshio.knowledge import load_knowledge
from kuroshio.records import Cause, ThemeReach

RUNS = 20


def build_causes() -> list[Cause]:
    """Return the three causes of the founding article and one measure."""
    projects = ("superhard-materials", "data-centre-power", "crude-export")
    causes = [
        Cause(
            id=f"c{number}",
            kind="project",
            name=theme,
            direction=1,
            themes=(ThemeReach(theme=theme, direction=1),),
            evidence=(),
            type="investment_pledge",
            location="country-us",
        )
        for number, theme in enumerate(projects, start=1)
    ]
    measure = Cause(
        id="c4",
        kind="measure",
        name="tariff",
        direction=1,
        themes=(ThemeReach(theme="exporters-broad", direction=1),),
        evidence=(),
        type="tariff",
        imposer="country-us",
        target="country-cn",
    )
    return [*causes, measure]


def main() -> int:
    """Print the median time of a call and how many rows it gives."""
    with TemporaryDirectory() as folder:
        knowledge = load_knowledge(cache=Path(folder))
    causes = build_causes()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        rows = expose(causes, knowledge)
        times.append(time.perf_counter() - start)
    print(
        f"expose: {len(causes)} causes, {len(knowledge.links)} links, "
        f"{len(rows)} rows, median {1000 * statistics.median(times):.1f} ms "
        f"of {RUNS} runs"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
