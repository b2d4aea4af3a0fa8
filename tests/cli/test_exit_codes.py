"""Bad input: one message with every fault and the mend, the contract's exit code."""

import io
import json
import sys

import pytest

from kuroshio.cli import main

STORY = """Tokyo, February 12, 2026 - Japan and the United States are close to agreeing
on a $550 billion investment vehicle, officials said.
"""


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*words, stdin=b""):
        class Input:
            buffer = io.BytesIO(stdin)

        monkeypatch.setattr(sys, "argv", ["kuroshio", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", Input)
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return call


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_every_unreadable_document_is_named(run, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 40)
    code, out, err = run(
        "brief", tmp_path / "absent.txt", tmp_path, tmp_path / "empty.txt"
    )
    assert (code, out) == (3, "")
    assert "absent.txt" in err
    assert "folder" in err
    code, out, err = run("brief", tmp_path / "empty.txt", tmp_path / "binary.bin")
    assert (code, out) == (3, "")
    assert "empty.txt" in err
    assert "binary.bin" in err


def test_a_document_larger_than_the_cap_is_refused(run, tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    code, _, err = run("brief", path)
    assert code == 3
    assert "50 MB" in err


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "gb18030",
            "2026年2月12日 日本与美国正就5500亿美元的投资磋商，商务部表示。",
        ),
        (
            "shift_jis",
            "2026年2月12日 日本と米国は5500億ドルの投資について協議している。",
        ),
        (
            "big5",
            "2026年2月12日 日本與美國正就5500億美元的投資磋商，商務部表示。",
        ),
    ],
)
def test_other_encodings_are_read(run, tmp_path, encoding, text):
    path = tmp_path / "story.txt"
    path.write_bytes(text.encode(encoding))
    code, out, _ = run("read", path, "--format", "flat")
    assert code == 0
    assert any(item["value"] == 550e9 for item in json.loads(out)["amounts"])


def test_standard_input_is_read(run):
    code, out, _ = run("read", "-", "--format", "json", stdin=STORY.encode())
    assert code == 0
    assert json.loads(out)["claims"]


def test_a_bad_book_lists_every_fault_with_its_line(run, story, tmp_path):
    book = tmp_path / "book.csv"
    book.write_text(
        "security,quantity,price,value\n"
        "600519.SH,,,100\n"
        "600519.SH,,,200\n"
        "NOPE,,,1\n"
        "300308.SZ,many,10,\n"
        "000001.SZ,,,\n",
        encoding="utf-8",
    )
    code, out, err = run("brief", story, "--book", book)
    assert (code, out) == (3, "")
    for line in (3, 4, 5, 6):
        assert f":{line}" in err


def test_a_book_without_its_columns_says_which(run, story, tmp_path):
    book = tmp_path / "book.csv"
    book.write_text("colour,weight\nA,1\n", encoding="utf-8")
    code, _, err = run("brief", story, "--book", book)
    assert code == 3
    assert "security" in err


def test_a_profile_with_unknown_keys_suggests_the_right_one(run, story, tmp_path):
    profile = tmp_path / "profile.yaml"
    profile.write_text("base_curency: CNY\ninvestor_type: qfi\n", encoding="utf-8")
    code, _, err = run("brief", story, "--profile", profile)
    assert code == 3
    assert "base_currency" in err


def test_nothing_is_half_written(run, tmp_path):
    out = tmp_path / "brief.html"
    out.write_text("before", encoding="utf-8")
    code, _, _ = run("brief", tmp_path / "absent.txt", "--format", "html", "--out", out)
    assert code == 3
    assert out.read_text(encoding="utf-8") == "before"


def test_wrong_usage_and_bad_dates(run, story):
    assert run("brief")[0] == 2
    assert run("brief", story, "--format", "papyrus")[0] == 2
    code, _, err = run("brief", story, "--as-of", "yesterday")
    assert code == 3
    assert "--as-of" in err


def test_help_names_every_verb(run):
    code, out, _ = run("--help")
    assert code == 0
    for verb in ("brief", "read", "expose", "regimes", "risk", "hedge", "pack"):
        assert verb in out


def test_a_story_about_nothing_says_so_and_names_nobody(run, tmp_path):
    path = tmp_path / "football.txt"
    path.write_text(
        "Madrid, 3 July 2025 - The club has signed the striker from Leeds for a fee of "
        "80 million euros, the sporting director said. He will wear number nine.",
        encoding="utf-8",
    )
    code, out, _ = run("brief", path, "--format", "json")
    result = json.loads(out)
    assert code == 0
    assert result["expose"]["exposures"] == []
    assert "Nothing here" in result["verdict"][0]
