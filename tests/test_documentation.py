"""Documentation runs: every command shown is tried, every link leads somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]+\]\((?!https?://|#)([^)#]+)")
EXIT = re.compile(r"#\s*exit (\d)")


def commands() -> list[str]:
    return [
        line[2:]
        for page in PAGES
        for block in BLOCK.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if line.startswith("$ kuroshio")
    ]


@pytest.mark.parametrize("line", commands())
def test_commands_in_the_documentation_run(line, tmp_path):
    expected = EXIT.search(line)
    words = shlex.split(line, comments=True)
    out = [str(tmp_path / word) if word.startswith("out/") else word for word in words]
    program = Path(sys.executable).parent / "kuroshio"
    done = subprocess.run(
        [str(program), *out[1:]],
        cwd=ROOT,
        env={**os.environ, "KUROSHIO_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == int(expected.group(1) if expected else 0), done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [item for item in targets if not (page.parent / item).exists()]
    assert not missing


def test_every_verb_is_documented():
    from kuroshio.cli.verbs import app

    verbs = {
        command.name or command.callback.__name__ for command in app.registered_commands
    } | {group.name for group in app.registered_groups}
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    missing = {verb for verb in verbs if f"kuroshio {verb}" not in text}
    assert not missing
