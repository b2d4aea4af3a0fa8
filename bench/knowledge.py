"""Time to load all knowledge from its cache, automaton included, and to match.

Run ``python bench/knowledge.py [--aliases 20000]``: each figure is the median of fresh
processes, imports of the package included and apart. The target is 0.25 s for loading
with 20,000 aliases; made-up institutions pad the data up to that.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from kuroshio.knowledge import load_knowledge

_CHILD = """
import sys, time
from pathlib import Path
begin = time.perf_counter()
from kuroshio.knowledge import load_knowledge
imported = time.perf_counter()
overlay = Path(sys.argv[2]) if sys.argv[2] else None
knowledge = load_knowledge(cache=Path(sys.argv[1]), overlay=overlay)
loaded = time.perf_counter()
knowledge.find_names("")
built = time.perf_counter()
text = "美国商务部长卢特尼克与赤沢亮正経産相 met the SEC in Washington. " * 200
begun = time.perf_counter()
found = len(knowledge.find_names(text))
ended = time.perf_counter()
print(imported - begin, loaded - imported, built - loaded, ended - begun, found)
"""


def measure(cache: Path, overlay: Path | None, runs: int) -> list[list[float]]:
    """Return import, load, automaton and match times of fresh processes."""
    rows = []
    for _ in range(runs):
        command = [sys.executable, "-c", _CHILD, str(cache), str(overlay or "")]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        rows.append([float(value) for value in answer.stdout.split()])
    return rows


def pad(folder: Path, count: int) -> None:
    """Write an overlay of made-up institutions with two names each."""
    lines = ["author: bench", "institutions:"]
    for number in range(count // 2):
        han = "".join(chr(0x4E00 + (number * 7919 + step * 104729) % 20000)
                      for step in range(4))  # fmt: skip
        lines.append(
            f"- {{id: pad-{number}, kind: pad, country: CN, "
            f"names: {{en: Padding Body {number}, zh_hans: {han}{number}}}}}"
        )
    (folder / "pad.yaml").write_text("\n".join(lines), encoding="utf-8")


def report(title: str, cache: Path, overlay: Path | None, runs: int) -> None:
    """Print the medians of one set-up."""
    aliases = len(load_knowledge(cache=cache, overlay=overlay).names.keys)
    rows = measure(cache, overlay, runs)
    imports, load, automaton, match, _ = map(statistics.median, zip(*rows, strict=True))
    print(f"{title}: {aliases} names")
    print(f"  import {imports:.3f} s, load {load:.3f} s, automaton {automaton:.3f} s")
    print(f"  load with automaton {load + automaton:.3f} s (target 0.250 s)")
    print(f"  match 10,000 characters {match * 1000:.1f} ms")


def main() -> None:
    """Measure the packaged knowledge as it is and padded to the wanted size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aliases", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=7)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        cache, overlay = Path(name, "cache"), Path(name, "overlay")
        report("packaged", cache, None, wanted.runs)
        missing = wanted.aliases - len(load_knowledge(cache=cache).names.keys)
        if missing > 0:
            overlay.mkdir()
            pad(overlay, missing)
            report("padded", cache, overlay, wanted.runs)


if __name__ == "__main__":
    main()
