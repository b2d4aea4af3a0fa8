"""The gold sheets fit their texts, the vocabulary and the scorer."""

import importlib.util
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
GOLD = sorted(DOCUMENTS.glob("[th]*/*/gold.json"))
SHORTEST = {"tune": 400, "held": 400, "tune2": 300, "held2": 300}
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ja")
LISTS = (
    "amounts",
    "not_deal_amounts",
    "parties",
    "mentioned",
    "officials",
    "people",
    "projects",
    "dates",
    "regimes",
    "quotes",
    "glosses",
    "conflicts",
)
# A figure with a money word behind it or a money sign before it, in any script.
FIGURE = r"[0-9０-９][0-9０-９,.，．・]*\s*"
SCALE = (
    r"(?:bn|billion|million|trillion|m\b|tn|[万萬亿億兆千百]+[0-9０-９万萬亿億兆]*)?\s*"
)
UNIT = (
    r"(?:[Uu][Ss] dollars|dollars|pounds|euros|yen|won|yuan|"
    r"(?:人民币|新台幣|港|美|欧|歐|日|韩|韓|加)?(?:元|圆|圓)|円|ドル|ユーロ|ポンド|ウォン|"
    r"英鎊|英镑)"
)
MONEY = re.compile(rf"(?:US|HK|NT|C|A)?[$€£¥]\s?{FIGURE}|{FIGURE}{SCALE}{UNIT}")

builder_spec = importlib.util.spec_from_file_location(
    "build_documents", HERE / "build_documents.py"
)
assert builder_spec is not None
assert builder_spec.loader is not None
builder = importlib.util.module_from_spec(builder_spec)
builder_spec.loader.exec_module(builder)

each_document = pytest.mark.parametrize("path", GOLD, ids=lambda path: path.parent.name)


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, Any]:
    return json.loads((DOCUMENTS / "vocab.json").read_text(encoding="utf-8"))


def read(path: Path) -> tuple[str, dict[str, Any]]:
    text = path.with_name("text.txt").read_text(encoding="utf-8")
    return text, json.loads(path.read_text(encoding="utf-8"))


def spans(gold: dict[str, Any]) -> list[dict[str, Any]]:
    found = [entry["evidence"] for key in LISTS for entry in gold[key]]
    return [*found, gold["status"]["evidence"]]


@each_document
def test_gold_is_what_the_sheet_builds(path):
    assert path.read_text(encoding="utf-8") == builder.rebuild(path.parent)


@each_document
def test_spans_equal_the_text(path):
    text, gold = read(path)
    for span in spans(gold):
        assert 0 <= span["start"] < span["end"] <= len(text)
        assert text[span["start"] : span["end"]] == span["text"]


@each_document
def test_roles_and_status_are_in_the_vocabulary(path, vocabulary):
    _, gold = read(path)
    assert gold["status"]["value"] in vocabulary["status"]
    assert {a["role"] for a in gold["amounts"]} <= set(vocabulary["amount_role"])
    assert {d["role"] for d in gold["dates"]} <= set(vocabulary["date_role"])
    assert gold["deal"].keys() == {"kind", "summary"}
    assert sum(bool(a.get("headline")) for a in gold["amounts"]) <= 1


@each_document
def test_text_has_the_length_of_a_short_article(path):
    text, _ = read(path)
    assert SHORTEST[path.parts[-3]] <= len(text) <= 1400


@each_document
def test_every_sum_of_money_is_accounted_for(path):
    text, gold = read(path)
    known = [a["evidence"] for a in gold["amounts"] + gold["not_deal_amounts"]]
    said = {span["text"] for span in known}
    for found in MONEY.finditer(text):
        covered = any(
            s["start"] < found.end() and found.start() < s["end"] for s in known
        )
        again = any(found[0].strip() in words or words in found[0] for words in said)
        one = re.match(r"1(?![0-9,.])", found[0])  # "1ドル=150円" is a rate's base
        assert covered or again or one, (
            f"{found[0]!r} at {found.start()} is in neither list"
        )


@each_document
def test_no_entry_stands_twice(path):
    _, gold = read(path)
    for key, part in (("parties", "canonical"), ("dates", "date")):
        counted = Counter(
            json.dumps([e[part], e.get("role") if key == "dates" else ""])
            for e in gold[key]
        )
        assert max(counted.values(), default=1) == 1, (key, counted)


def test_the_set_is_even_handed():
    sheets = [(path.parts[-3], read(path)[1]) for path in GOLD]
    by = Counter((split, gold["lang"][0]) for split, gold in sheets)
    for language in LANGUAGES:
        assert by["tune", language] == 14
        assert by["held", language] == 4
        assert by["tune2", language] + by["held2", language] >= 5
    ids = [gold["doc_id"] for _, gold in sheets]
    assert len(set(ids)) == len(ids)
    assert len({gold["genre"] for _, gold in sheets}) >= 8


@pytest.mark.shared_data
def test_the_gold_sheets_score_full_marks_against_themselves(
    shared, tmp_path, monkeypatch, capsys
):
    script = shared / "tools" / "score_documents.py"
    for split in ("tune", "held", "tune2", "held2"):
        for path in DOCUMENTS.glob(f"{split}/*/gold.json"):
            _, gold = read(path)
            (tmp_path / f"{gold['doc_id']}.json").write_text(
                json.dumps(as_prediction(gold)), encoding="utf-8"
            )
        arguments = [str(script), str(tmp_path), "--gold", str(DOCUMENTS / split)]
        arguments += ["--vocab", str(DOCUMENTS / "vocab.json"), "--json"]
        monkeypatch.setattr(sys, "argv", arguments)
        spec = importlib.util.spec_from_file_location("score_documents", script)
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        score = json.loads(capsys.readouterr().out)
        rates = {k: v.get("f1", v.get("rate")) for k, v in score.items() if k in RATED}
        assert rates == dict.fromkeys(RATED, 1.0)
        assert score["traps"]["hit"] == 0
        assert score["missing_documents"] == 0


COUNTS = {"planted": 6, "planted_held": 3, "clean": 4, "clean_held": 2}
KINDS = {
    "gloss_conflict",
    "gloss_truncated",
    "machine_reading",
    "out_of_office",
    "amount_mismatch",
    "power_of_ten",
    "conversion_implausible",
    "headline_body",
    "status_conflict",
    "envelope_tranche",
    "register_conflict",
    "unverifiable_speaker",
    "quote_repeats_disputed",
    "stale_entity",
    "regime_not_applicable",
    "mixed_script",
    "unlinked",
}


def extras(name: str) -> list[Path]:
    return sorted(path.parent for path in DOCUMENTS.glob(f"{name}/*/sheet.txt"))


@pytest.mark.parametrize("folder", extras("planted*"), ids=lambda path: path.name)
def test_planted_errors_stand_where_they_say(folder):
    text = (folder / "text.txt").read_text(encoding="utf-8")
    written = (folder / "planted.json").read_text(encoding="utf-8")
    assert written == builder.rebuild(folder)
    planted = json.loads(written)["planted"]
    assert 1 <= len(planted) <= 3
    for error in planted:
        span = error["evidence"]
        assert text[span["start"] : span["end"]] == span["text"]
        assert {error["kind"], *error["also"]} <= KINDS


def test_planted_and_clean_stories_are_even_handed():
    for name, count in COUNTS.items():
        sheets = [json.loads(builder.rebuild(folder)) for folder in extras(name)]
        by = Counter(sheet["lang"][0] for sheet in sheets)
        assert by == dict.fromkeys(LANGUAGES, count)


def test_further_stories_are_of_all_scripts():
    for name, count in {"planted2": 10, "clean2": 10}.items():
        sheets = [json.loads(builder.rebuild(folder)) for folder in extras(name)]
        assert len(sheets) == count
        assert {sheet["lang"][0] for sheet in sheets} == set(LANGUAGES)


def test_every_kind_is_planted_in_two_scripts_at_least():
    found = {
        (error["kind"], sheet["lang"][0])
        for folder in extras("planted")
        for sheet in [json.loads(builder.rebuild(folder))]
        for error in sheet["planted"]
    }
    scripts = Counter(kind for kind, _ in found)
    often = {"out_of_office", "power_of_ten", "amount_mismatch", "status_conflict"}
    often |= {"conversion_implausible", "headline_body", "stale_entity"}
    often |= {"gloss_conflict", "gloss_truncated", "envelope_tranche"}
    assert {kind for kind in often if scripts[kind] < 2} == set()


RATED = (
    "amounts",
    "amounts_role",
    "parties",
    "officials",
    "officials_title",
    "projects",
    "dates",
    "dates_role",
    "regimes",
    "quotes",
    "conflicts",
    "status",
    "headline",
    "glosses",
    "spans",
)


def as_prediction(gold: dict[str, Any]) -> dict[str, Any]:
    """Return a gold sheet in the flat form that a perfect reader would give."""
    return gold | {
        "officials": gold["officials"] + gold["people"],
        "amounts": gold["amounts"]
        + [a | {"deal": False} for a in gold["not_deal_amounts"]],
    }
