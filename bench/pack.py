"""Time building and loading packs on the shared data.

Run ``python bench/pack.py [FOLDER]``. Prints one line a figure.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kuroshio.market import build_pack, load_pack, verify_pack

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Build the full pack, load it and the shipped one, and print the times."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data"
    if not folder.is_dir():
        sys.exit(f"needs {folder}, which is absent")
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        manifest = build_pack(folder, out)
        took = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"build, {manifest.securities} securities: {took:.1f} s, {peak:.0f} MB")
        assert verify_pack(out) == ()
        best = min(timed_load(out) for _ in range(5))
        print(
            f"load the full pack ({manifest.bytes:,} bytes), warm: {best * 1e3:.1f} ms"
        )
    best = min(timed_load(None) for _ in range(5))
    print(f"load the shipped pack, warm: {best * 1e3:.1f} ms")
    code = (
        "import time; t = time.perf_counter(); from kuroshio.market import load_pack; "
        "load_pack(); print(time.perf_counter() - t)"
    )
    cold = min(
        float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(3)
    )
    print(f"import and load the shipped pack, new process: {cold:.2f} s")


def timed_load(folder: str | None) -> float:
    """Return the seconds of loading a pack."""
    started = time.perf_counter()
    load_pack(folder)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
