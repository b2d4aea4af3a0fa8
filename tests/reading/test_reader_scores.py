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
VOCAB = HERE / "documents" / "vocab.json"
# F1 by field, a little under what was measured, so that a real loss is seen.
FLOORS = {
    "tune": {
        "amounts": 0.94,
        "amounts_role": 0.82,
        "parties": 0.81,
        "officials": 0.92,
        "projects": 0.85,
        "dates": 0.95,
        "dates_role": 0.80,
        "regimes": 0.75,
        "quotes": 0.74,
        "status": 0.84,
        "headline": 0.90,
        "glosses": 0.82,
        "spans": 1.0,
    },
    "tune2": {
        "amounts": 0.89,
        "amounts_role": 0.78,
        "parties": 0.75,
        "officials": 0.88,
        "projects": 0.65,
        "dates": 0.93,
        "dates_role": 0.83,
        "regimes": 0.60,
        "quotes": 0.82,
        "status": 0.83,
        "headline": 0.80,
        "glosses": 0.80,
        "spans": 1.0,
    },
}
MOST_TRAPS = 0.12


@pytest.fixture(scope="module", params=sorted(FLOORS))
def scores(request, shared, tmp_path_factory):
    documents = HERE / "documents" / request.param
    knowledge = load_knowledge()
    target = tmp_path_factory.mktemp("predictions")
    for folder in sorted(path.parent for path in documents.glob("*/gold.json")):
        text = (folder / "text.txt").read_text(encoding="utf-8")
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        document = Document(id="d1", source="-", sha256="", text=text)
        flat = flatten(read_mentions(document, knowledge), ())
        path = target / f"{gold['doc_id']}.json"
        path.write_text(json.dumps(flat, ensure_ascii=False), encoding="utf-8")
    scorer = shared / "tools" / "score_documents.py"
    places = ["--gold", str(documents), "--vocab", str(VOCAB)]
    command = [sys.executable, str(scorer), str(target), *places, "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return request.param, json.loads(done.stdout)


@pytest.mark.shared_data
@pytest.mark.parametrize("field", FLOORS["tune"])
def test_fields_keep_their_scores(scores, field):
    name, measured = scores
    reached = measured[field].get("f1", measured[field].get("rate"))
    assert reached >= FLOORS[name][field]


@pytest.mark.shared_data
def test_few_traps_are_walked_into(scores):
    _, measured = scores
    assert measured["traps"]["rate"] <= MOST_TRAPS
