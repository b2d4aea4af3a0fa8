"""The command line as a user meets it: cold processes, wall time, memory, same bytes.

The reference in the same run is a bare interpreter that imports numpy and pyarrow: what
any Python program with this stack pays before its first line.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT.parent / "shared/documents/japan-us-investment-2026-02-12.en.txt"
STORY = ROOT / "examples/story.txt"
BOOK = ROOT / "examples/book.csv"
PROFILE = ROOT / "examples/profile.yaml"
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The best of some rounds of one command."""

    seconds: float
    megabytes: float
    digest: str


def measure(command: list[str]) -> Run:
    """Run a command in fresh processes; return the fastest and the largest memory."""
    seconds, peak, digests = [], 0.0, set()
    for _ in range(ROUNDS):
        with tempfile.TemporaryFile() as out:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            seconds.append(time.perf_counter() - start)
            out.seek(0)
            digests.add(hashlib.sha256(out.read()).hexdigest())
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"failed: {' '.join(command)}")
        peak = max(peak, usage.ru_maxrss / 1024)
    if len(digests) != 1:
        sys.exit(f"not the same bytes twice: {' '.join(command)}")
    return Run(seconds=min(seconds), megabytes=peak, digest=digests.pop()[:12])


def main() -> None:
    """Print each command's time, memory and ratio to the reference."""
    program = str(Path(sys.executable).parent / "kuroshio")
    document = str(ARTICLE if ARTICLE.is_file() else STORY)
    brief = [program, "brief", document, "--book", str(BOOK), "--profile", str(PROFILE)]
    reference = measure([sys.executable, "-c", "import numpy, pyarrow"])
    print(f"document {Path(document).name}, best of {ROUNDS} cold processes")
    print(f"{'command':<28}{'s':>8}{'MB':>8}{'ratio':>8}  bytes")
    rows = {
        "import numpy, pyarrow": reference,
        "kuroshio --help": measure([program, "--help"]),
        "brief --format text": measure(brief),
        "brief --format json": measure([*brief, "--format", "json"]),
        "brief --format html": measure([*brief, "--format", "html"]),
    }
    for name, run in rows.items():
        ratio = run.seconds / reference.seconds
        print(
            f"{name:<28}{run.seconds:>8.3f}{run.megabytes:>8.0f}{ratio:>8.2f}"
            f"  {run.digest}"
        )


if __name__ == "__main__":
    main()
