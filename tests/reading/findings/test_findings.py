"""Every kind of finding on unlike documents, and the near misses that stay silent."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.reading import build_sheet, open_document
from kuroshio.records import DealSheet, FindingKind

CASES = Path(__file__).parent / "cases"
KINDS = get_args(FindingKind)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


def load_cases(part: str) -> list[Any]:
    return list(_cases(part))


def _cases(part: str) -> Iterator[Any]:
    for kind in KINDS:
        cases = yaml.safe_load((CASES / f"{kind}.yaml").read_text(encoding="utf-8"))
        for number, case in enumerate(cases[part], start=1):
            yield pytest.param(kind, case, id=f"{kind}-{number}")


def read_text(text: str, knowledge: Knowledge) -> DealSheet:
    document = open_document(text.encode(), source="case.txt", id="d1")
    assert document.dateline is not None
    day = datetime.combine(document.dateline, datetime.min.time(), tzinfo=UTC)
    return build_sheet([document], knowledge, as_of=day + timedelta(hours=12))


@pytest.mark.parametrize(("kind", "case"), load_cases("found"))
def test_planted_fault_is_found_where_it_stands(kind, case, knowledge):
    sheet = read_text(case["text"], knowledge)
    mine = [one for one in sheet.findings if one.kind == kind]
    assert mine, [one.kind for one in sheet.findings]
    text = sheet.documents[0].text
    start = text.index(case["evidence"])
    end = start + len(case["evidence"])
    assert any(
        span.start < end and start < span.end for one in mine for span in one.evidence
    ), [span.text for one in mine for span in one.evidence]


@pytest.mark.parametrize(("kind", "case"), load_cases("silent"))
def test_near_miss_stays_silent(kind, case, knowledge):
    sheet = read_text(case["text"], knowledge)
    assert sheet.event.kind != "none"
    assert [one.say for one in sheet.findings if one.kind == kind] == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_three_cases_and_three_near_misses_in_two_languages(kind):
    cases = yaml.safe_load((CASES / f"{kind}.yaml").read_text(encoding="utf-8"))
    assert len(cases["found"]) >= 3
    assert len(cases["silent"]) >= 3
    texts = [case["text"] for case in cases["found"]]
    plain = [text.isascii() for text in texts]
    assert any(plain) or not all(plain)
    assert len({_script(text) for text in texts}) >= 2


def _script(text: str) -> str:
    if any("\u3041" <= char <= "\u30ff" for char in text):
        return "ja"
    wide = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return "zh" if wide * 4 > len(text) else "en"


def test_evidence_is_the_text_at_its_place(knowledge):
    for param in (*load_cases("found"), *load_cases("silent")):
        sheet = read_text(param.values[1]["text"], knowledge)
        text = sheet.documents[0].text
        for finding in sheet.findings:
            assert finding.evidence
            for span in finding.evidence:
                assert text[span.start : span.end] == span.text
                assert span.text


def test_no_finding_says_that_something_is_invented(knowledge):
    for param in load_cases("found"):
        sheet = read_text(param.values[1]["text"], knowledge)
        said = " ".join(finding.say.lower() for finding in sheet.findings)
        for word in ("invent", "fake", "fabricat", "made up", "lie"):
            assert f" {word}" not in said


def test_findings_name_claims_that_exist(knowledge):
    for param in load_cases("found"):
        sheet = read_text(param.values[1]["text"], knowledge)
        known = {claim.id for claim in sheet.claims}
        assert all(set(finding.claims) <= known for finding in sheet.findings)
