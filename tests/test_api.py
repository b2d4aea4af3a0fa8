"""The Python interface: one function a verb, the contract's keys, no heavy import."""

import subprocess
import sys
from pathlib import Path

import pytest

import kuroshio as ku
from kuroshio.errors import InputError

EXAMPLES = Path(__file__).parents[1] / "examples"
STORY, BOOK = EXAMPLES / "story.txt", EXAMPLES / "book.csv"
HEAD = {"schema", "as_of", "inputs", "pack", "version"}


@pytest.mark.parametrize(
    ("call", "keys"),
    [
        (lambda: ku.read([STORY]), {"documents", "claims", "sheet", "findings"}),
        (lambda: ku.expose([STORY], book=BOOK), {"exposures", "holdings"}),
        (lambda: ku.impact([STORY], book=BOOK), {"impacts", "confounders"}),
        (lambda: ku.regimes([STORY]), {"regimes"}),
        (lambda: ku.risk(BOOK), {"var", "contributions", "volatility", "currency"}),
        (lambda: ku.stress(BOOK, [STORY]), {"scenarios", "tree"}),
    ],
    ids=["read", "expose", "impact", "regimes", "risk", "stress"],
)
def test_each_verb_returns_its_keys(call, keys):
    assert HEAD | keys <= set(call())


def test_a_brief_is_a_record_and_faults_are_told():
    made = ku.brief([STORY], book=BOOK)
    assert made.sheet.findings
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        ku.brief(["nowhere.txt"])


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, kuroshio; print([m for m in sys.modules if m in {'numpy'}])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
