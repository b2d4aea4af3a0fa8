"""A small storm: the same script that `make soak` runs for long."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_a_small_storm_loses_nothing_and_tells_nothing_twice(tmp_path):
    script = str(ROOT / "soak" / "storm_watch.py")
    words = ["--items", "160", "--events", "8", "--faults", "4", "--steps", "2",
             "--gap", "0.5"]  # fmt: skip
    done = subprocess.run(
        [sys.executable, script, *words],
        capture_output=True, text=True, timeout=240, check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing lost, nothing twice" in done.stdout
    assert int(re.search(r"(\d+) faults", done.stdout).group(1)) == 4
