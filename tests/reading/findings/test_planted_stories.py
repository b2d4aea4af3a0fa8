"""Planted errors are found where they stand; stories without one stay silent."""

import json
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import join_readings, read_mentions
from kuroshio.records import Document

DOCUMENTS = Path(__file__).parent.parent / "documents"
# Kinds that grade a source rather than say that it errs.
GRADES = {
    "unverifiable_speaker", "anonymous_source", "unquantified", "omission", "unlinked",
    "source_conflict",
}  # fmt: skip
LEAST = 0.85


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


def findings_of(folder, knowledge):
    text = (folder / "text.txt").read_text(encoding="utf-8")
    title = text.partition("\n")[0]
    document = Document(id="d1", source="-", sha256="", text=text, title=title)
    reading = read_mentions(document, knowledge)
    as_of = datetime.combine(reading.anchor, time.max, UTC)
    return join_readings([reading], knowledge, as_of=as_of).findings


def is_found(error, findings):
    span = error["evidence"]
    return any(
        finding.kind in {error["kind"], *error["also"]}
        and any(
            one.start < span["end"] + 1 and span["start"] - 1 < one.end
            for one in finding.evidence
        )
        for finding in findings
    )


@pytest.mark.parametrize("name", ["planted", "planted2"])
def test_most_planted_errors_are_found_where_they_stand(name, knowledge):
    told = []
    for path in sorted(DOCUMENTS.glob(f"{name}/*/planted.json")):
        findings = findings_of(path.parent, knowledge)
        planted = json.loads(path.read_text(encoding="utf-8"))["planted"]
        told += [is_found(error, findings) for error in planted]
    assert sum(told) >= LEAST * len(told)


@pytest.mark.parametrize(
    "folder",
    sorted(
        path.parent
        for path in DOCUMENTS.glob("clean*/*/clean.json")
        if "held" not in path.parts[-3]
    ),
    ids=lambda folder: folder.name,
)
def test_stories_without_an_error_stay_silent(folder, knowledge):
    loud = [
        finding
        for finding in findings_of(folder, knowledge)
        if finding.severity != "info" and finding.kind not in GRADES
    ]
    assert loud == []
