"""The JSON of ``read`` keeps its schema."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.reading import build_sheet, open_document, sheet_results
from kuroshio.records import EventKind, EventType, FindingKind, State

SPAN = {
    "type": "object",
    "required": ["doc", "start", "end", "text"],
    "properties": {
        "doc": {"type": "string"},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
        "text": {"type": "string", "minLength": 1},
        "align": {"enum": ["exact", "folded"]},
    },
    "additionalProperties": False,
}
MONEY = {
    "type": "object",
    "required": ["amount", "currency"],
    "properties": {
        "amount": {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"},
        "currency": {"type": ["string", "null"], "pattern": "^[A-Z]{3}$"},
        "max": {"type": "string"},
        "approx": {"type": "boolean"},
        "bound": {"enum": ["exact", "min", "max"]},
        "converts": {"type": "string"},
        "layer": {"enum": ["envelope", "tranche", "committed", "drawn", None]},
    },
    "additionalProperties": False,
}
VALUE = {
    "type": "object",
    "properties": {"money": MONEY},
    "oneOf": [
        {"required": [key]}
        for key in ("money", "time", "entity", "text", "code", "number")
    ],
}
CLAIM = {
    "type": "object",
    "required": [
        "id",
        "subject",
        "property",
        "value",
        "stance",
        "evidence",
        "known",
        "by",
    ],
    "properties": {
        "value": VALUE,
        "stance": {
            "enum": ["asserted", "denied", "attributed", "planned", "conditional"]
        },
        "evidence": {"type": "array", "minItems": 1, "items": SPAN},
        "mentions": {"type": "integer", "minimum": 1},
        "known": {"type": "object", "required": ["published"]},
        "by": {"type": "object", "required": ["extractor", "version"]},
        "judgement": {"enum": ["supported", "contradicted", "unsure"]},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
    },
}
FINDING = {
    "type": "object",
    "required": ["kind", "severity", "claims", "say", "evidence", "knowledge"],
    "properties": {
        "kind": {"enum": list(get_args(FindingKind))},
        "severity": {"enum": ["error", "warn", "info"]},
        "say": {"type": "string", "minLength": 10},
        "evidence": {"type": "array", "minItems": 1, "items": SPAN},
        "claims": {"type": "array", "items": {"type": "string"}},
        "knowledge": {"type": "array", "items": {"type": "string"}},
    },
}
FIELD = {
    "type": "object",
    "required": ["chosen", "others", "state"],
    "properties": {
        "state": {"enum": list(get_args(State))},
        "chosen": {"type": ["string", "null"]},
        "others": {"type": "array", "items": {"type": "string"}},
    },
}
DOCUMENT = {
    "type": "object",
    "required": [
        "id",
        "title",
        "language",
        "dateline",
        "published_at",
        "publisher",
        "sha256",
    ],
    "properties": {"language": {"items": {"enum": ["en", "zh-Hans", "zh-Hant", "ja"]}}},
}
SCHEMA = {
    "type": "object",
    "required": [
        "documents",
        "claims",
        "sheet",
        "findings",
        "causes",
        "event",
        "matrix",
    ],
    "properties": {
        "event": {
            "type": "object",
            "properties": {
                "kind": {"enum": list(get_args(EventKind))},
                "type": {"enum": list(get_args(EventType))},
            },
        },
        "documents": {"type": "array", "minItems": 1, "items": DOCUMENT},
        "claims": {"type": "array", "items": CLAIM},
        "sheet": {"type": "object", "additionalProperties": FIELD},
        "findings": {"type": "array", "items": FINDING},
        "causes": {"type": "array"},
    },
}
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def results(knowledge):
    raw = (EXAMPLES / "story.txt").read_bytes()
    documents = [open_document(raw, source="story.txt", id="d1")]
    moment = datetime(2026, 2, 18, 12, tzinfo=UTC)
    sheet = build_sheet(documents, knowledge, as_of=moment)
    return sheet_results(sheet, knowledge.plain["rate_bounds"])


def test_results_fit_the_schema(results):
    jsonschema.Draft202012Validator(SCHEMA).validate(results)


def test_results_are_plain_json(results):
    assert json.loads(json.dumps(results, ensure_ascii=False)) == results


def test_every_claim_named_exists_and_stands_in_one_row_of_the_matrix(results):
    known = [claim["id"] for claim in results["claims"]]
    rows = [one for row in results["matrix"] for one in row["claims"]]
    assert sorted(rows) == sorted(known)
    for field in results["sheet"].values():
        named = {field["chosen"], *field["others"]} - {None}
        assert named <= set(known)


def test_a_conversion_points_at_the_sum_it_converts(results):
    by_id = {claim["id"]: claim for claim in results["claims"]}
    converted = [
        claim["value"]["money"]
        for claim in results["claims"]
        if "converts" in claim["value"].get("money", {})
    ]
    assert converted
    for money in converted:
        other = by_id[money["converts"]]["value"]["money"]
        assert other["currency"] != money["currency"]


def test_nothing_relevant_is_still_an_object(knowledge):
    raw = (
        b"Soup\n\n12 February 2026\n\nPeel the onions and cook them slowly in butter.\n"
    )
    document = open_document(raw, source="soup.txt", id="d1")
    moment = datetime(2026, 2, 12, tzinfo=UTC)
    empty = sheet_results(build_sheet([document], knowledge, as_of=moment))
    jsonschema.Draft202012Validator(SCHEMA).validate(empty)
    assert empty["event"]["kind"] == "none"
    assert empty["claims"] == empty["findings"] == []
