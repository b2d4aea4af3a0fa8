"""The reader keeps its scores on the documents it was tuned with.

The judges' own scorer does the counting; the held-back documents are not read here.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import flatten, read_mentions
from kuroshio.records import Document

HERE = Path(__file__).parent
TUNE = HERE / "documents" / "tune"
VOCAB = HERE / "documents" / "vocab.json"
# F1 by field, a little under what was measured, so that a real loss is seen.
FLOORS = {
    "amounts": 0.93,
    "amounts_role": 0.77,
    "parties": 0.82,
    "officials": 0.92,
    "projects": 0.85,
    "dates": 0.95,
    "dates_role": 0.77,
    "regimes": 0.75,
    "quotes": 0.74,
}
RATES = {"status": 0.84, "headline": 0.90, "glosses": 0.82, "spans": 1.0}
MOST_TRAPS = 0.14


@pytest.fixture(scope="module")
def scores(shared, tmp_path_factory):
    knowledge = load_knowledge()
    target = tmp_path_factory.mktemp("predictions")
    for folder in sorted(path.parent for path in TUNE.glob("*/gold.json")):
        text = (folder / "text.txt").read_text(encoding="utf-8")
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        document = Document(id="d1", source="-", sha256="", text=text)
        flat = flatten(read_mentions(document, knowledge), ())
        path = target / f"{gold['doc_id']}.json"
        path.write_text(json.dumps(flat, ensure_ascii=False), encoding="utf-8")
    scorer = shared / "tools" / "score_documents.py"
    places = ["--gold", str(TUNE), "--vocab", str(VOCAB)]
    command = [sys.executable, str(scorer), str(target), *places, "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


@pytest.mark.shared_data
@pytest.mark.parametrize("field", FLOORS)
def test_fields_keep_their_scores(scores, field):
    assert scores[field]["f1"] >= FLOORS[field]


@pytest.mark.shared_data
@pytest.mark.parametrize("field", RATES)
def test_rates_keep_their_height(scores, field):
    assert scores[field]["rate"] >= RATES[field]


@pytest.mark.shared_data
def test_few_traps_are_walked_into(scores):
    assert scores["traps"]["rate"] <= MOST_TRAPS
