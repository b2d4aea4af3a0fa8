"""The same input gives the same bytes, in fresh processes with other hash seeds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("form", ["json", "html", "text"])
def test_two_processes_print_the_same(form, tmp_path):
    command = [
        str(Path(sys.executable).parent / "kuroshio"),
        "brief",
        "examples/story.txt",
        "--book",
        "examples/book.csv",
        "--profile",
        "examples/profile.yaml",
        "--format",
        form,
    ]
    printed = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "KUROSHIO_DATA": str(tmp_path)}
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, check=True
        )
        printed.add(done.stdout)
    assert len(printed) == 1
