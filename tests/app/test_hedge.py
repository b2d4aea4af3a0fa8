"""The verb hedge: terms, text, JSON, and decisions that stay what they were."""

import json
from dataclasses import replace

import pytest

from kuroshio.app import (
    check_choice,
    freeze_choice,
    hedge_results,
    make_hedges,
    say_hedges,
)
from kuroshio.app.hedge_terms import read_terms
from kuroshio.cli.verbs import app as cli
from kuroshio.errors import InputError

AS_OF = "2026-02-12T08:30+08:00"


@pytest.fixture
def made(tmp_path, example_book, workspace):
    return make(tmp_path, example_book, workspace)


def make(tmp_path, example_book, workspace, *, profile=None, terms=None):
    book = tmp_path / "book.csv"
    book.write_text(example_book, "utf-8")
    who = tmp_path / "profile.yaml"
    who.write_text(
        profile or "permitted: [index_futures, fx_forward]\nlimits: {gross: 1.5}\n",
        "utf-8",
    )
    path = None
    if terms is not None:
        path = tmp_path / "terms.yaml"
        path.write_text(terms, "utf-8")
    return make_hedges(
        [], book=book, profile=who, terms=path, as_of=AS_OF, workspace=workspace
    )


def test_the_object_has_what_the_contract_names(made):
    results = hedge_results(made)
    assert {"schema", "as_of", "inputs", "pack", "version"} <= set(results)
    assert len(results["inputs"]) == 2
    for item in results["proposals"]:
        assert {
            "name", "legs", "allowed", "blocked_by", "cost", "cost_basis", "margin",
            "es_before", "es_after", "residual_by_scenario", "not_covered",
        } <= set(item)  # fmt: skip
    first, best = (
        results["proposals"][0],
        next(x for x in results["proposals"] if x["best"]),
    )
    assert first["name"] == "Do nothing"
    assert best["es_after"] < best["es_before"]
    assert best["solved"]["bound"] <= best["solved"]["after"]
    assert len(results["frontier"]) == 4
    names = [x["id"] for x in first["residual_by_scenario"]]
    assert len(names) >= 6
    assert [x["id"] for x in best["residual_by_scenario"]] == names


def test_the_same_input_gives_the_same_bytes(tmp_path, example_book, workspace):
    one, two = (
        json.dumps(hedge_results(make(tmp_path, example_book, workspace)))
        for _ in range(2)
    )
    assert one == two


def test_the_text_shows_choices_scenarios_and_frontier(made):
    text = say_hedges(made)
    for part in (
        "CHOICES", "Do nothing", "X NOT ESTIMABLE", "WHAT SCENARIOS LEAVE",
        "COST AGAINST RISK LEFT", "IN FULL", "basis and carry", "no whole lots below",
    ):  # fmt: skip
        assert part in text


def test_a_book_on_old_data_is_refused_in_words(made):
    refused = replace(made, refused="CN data end long ago")
    assert "Refused: CN data end long ago" in say_hedges(refused)


def test_terms_change_what_is_found(tmp_path, example_book, workspace):
    terms = (
        "objective: variance\nonly: [IM]\npaths: 400\n"
        "instruments: {IM: {basis: -0.09, most: 3}}\n"
    )
    made = make(tmp_path, example_book, workspace, terms=terms)
    hedges = [x for x in made.found.proposals if x.group == "hedge" and x.legs]
    assert [leg.instrument for x in hedges for leg in x.legs] == ["IM"]
    assert hedges[0].legs[0].lots == -3
    assert "your limit of 3 IM binds" in hedges[0].not_covered[0]
    assert "basis of -9.0% a year" in hedges[0].cost_basis
    assert len(made.inputs) == 3


def test_every_fault_of_a_file_of_terms_is_told(tmp_path):
    path = tmp_path / "terms.yaml"
    path.write_text(
        "objektive: es\nlevel: 2\npaths: many\nlimits: {kost: 1}\nonly: IF\n"
        "options: [{fund: 510300.SH, strike: 4}]\nvolumes: {600519.SH: lots}\n",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_terms(path)
    told = " | ".join(str(fault) for fault in caught.value.faults)
    for text in (
        "did you mean objective?", "level: 2", "'many' is not a number",
        "did you mean cost?", "only: is not a list",
        "without expiry, volatility, price",
        "'lots' is not a number",
    ):  # fmt: skip
        assert text in told
    path.write_text("a: [", "utf-8")
    with pytest.raises(InputError, match="not YAML"):
        read_terms(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_terms(tmp_path / "none.yaml")


def test_a_decision_is_frozen_and_checked(made, tmp_path):
    results = hedge_results(made)
    record = freeze_choice(results, choice=0, author="A. Chen", reason="wait")
    assert record == freeze_choice(results, choice=0, author="A. Chen", reason="wait")
    assert record["decided_at"] == results["as_of"]
    assert record["seen"]["inputs"] == results["inputs"]
    path = tmp_path / "decision.json"
    path.write_text(json.dumps(record), "utf-8")
    assert check_choice(path)["chosen"]["name"] == "Do nothing"
    record["reason"] = "rushed"
    path.write_text(json.dumps(record), "utf-8")
    with pytest.raises(InputError, match="hash disagrees"):
        check_choice(path)
    path.write_text("{}", "utf-8")
    with pytest.raises(InputError, match="no decision"):
        check_choice(path)


def test_what_cannot_be_chosen_is_refused(made):
    results = hedge_results(made)
    unknown = next(
        k for k, x in enumerate(results["proposals"]) if x["es_after"] is None
    )
    with pytest.raises(InputError) as caught:
        freeze_choice(results, choice=999, author="", reason="")
    assert len(caught.value.faults) == 3
    with pytest.raises(InputError, match=r"NOT ESTIMABLE|blocked"):
        freeze_choice(results, choice=unknown, author="A", reason="B")


def test_the_command_freezes_a_choice(tmp_path, example_book):
    from typer.testing import CliRunner

    book, out = tmp_path / "book.csv", tmp_path / "decision.json"
    book.write_text(example_book, "utf-8")
    asked = ["hedge", "--book", str(book), "--as-of", AS_OF, "--decide", "0"]
    told = ["--author", "A. Chen", "--reason", "wait for the list", "--out", str(out)]
    done = CliRunner().invoke(cli, [*asked, *told])
    assert done.exit_code == 0, done.output
    assert check_choice(out)["author"] == "A. Chen"
