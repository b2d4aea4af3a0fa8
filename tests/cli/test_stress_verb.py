"""The verb stress on the command line: exit codes, forms, the same bytes."""

import json
import sys
from pathlib import Path

import pytest

from kuroshio.cli import main

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "examples/book.csv"


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*words):
        monkeypatch.setattr(sys, "argv", ["kuroshio", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return call


def test_every_fault_of_a_file_comes_with_its_line_and_exit_3(run, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "scenarios:\n"
        "  - id: one\n"
        "    name: One\n"
        "    narative: typo\n"
        "    source: own_knowledge\n"
        "    probability: 2\n"
        "  - {id: two, name: Two, narrative: x, source: y, shocks: [{kind: factor}]}\n",
        encoding="utf-8",
    )
    code, out, err = run("stress", "--book", BOOK, "--scenario", path)
    assert (code, out) == (3, "")
    assert f"{path}:4: unknown key 'narative'" in err
    assert f"{path}:2: Scenario without 'narrative'" in err
    assert f"{path}:7: Shock without 'id'" in err
    assert f"{path}:7: Shock without 'size'" in err


def test_a_book_in_a_currency_without_a_rate_is_refused_with_the_line(run, tmp_path):
    book = tmp_path / "book.csv"
    book.write_text(
        "security,value,currency\n600519.SH,1000,CNY\nCASH.EUR,100,EUR\n",
        encoding="utf-8",
    )
    words = ("stress", "--book", book, "--scenario", "truce", "--as-of", "2026-02-12")
    code, out, _ = run(*words)
    assert code == 0
    assert "line 3: no rate from EUR to CNY" in out
    code, out, _ = run(*words, "--format", "json")
    (one,) = json.loads(out)["scenarios"]
    assert one["pnl"] is None
    assert "EUR" in one["refused"]


def test_json_is_one_object_and_out_writes_it(run, tmp_path):
    words = ("stress", "--book", BOOK, "--scenario", "truce", "--as-of", "2026-02-12")
    code, out, _ = run(*words, "--format", "json")
    assert code == 0
    assert set(json.loads(out)) >= {"schema", "as_of", "inputs", "scenarios", "tree"}
    path = tmp_path / "stress.json"
    code, printed, err = run(*words, "--format", "json", "--out", path)
    assert (code, printed) == (0, "")
    assert path.read_text(encoding="utf-8") == out
    assert "wrote" in err


def test_a_missing_book_is_wrong_usage(run):
    assert run("stress")[0] == 2
