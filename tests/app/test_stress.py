"""The verb stress: chosen by story, name or file, with every fault listed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kuroshio.app import (
    Asked,
    Workspace,
    make_stress,
    open_knowledge,
    open_pack,
    say_stress,
    scenarios_for_brief,
    stress_results,
)
from kuroshio.app.stress_asked import read_loss
from kuroshio.errors import InputError
from kuroshio.market import read_book, read_profile
from kuroshio.records import Cause, DealSheet, Event, ThemeReach
from kuroshio.risk import scenarios_for_event, scenarios_without_event

ROOT = Path(__file__).parents[2]
BOOK, PROFILE = ROOT / "examples/book.csv", ROOT / "examples/profile.yaml"
STORY = str(ROOT / "examples/story.txt")
HERE = Workspace()
EVE = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)


def run(asked=None, sources=(), **more):
    options = {"book": BOOK, "profile": PROFILE, "workspace": HERE} | more
    return make_stress(list(sources), asked or Asked(), **options)


def sheet(kind, type_, causes=(), **more):
    event = Event(id="e", kind=kind, type=type_, **more)
    return DealSheet(
        event=event, as_of=EVE, documents=(), claims=(), sheet=(), findings=(),
        causes=tuple(causes),
    )  # fmt: skip


def measure(type_, imposer, target, theme="semicap", direction=1):
    return Cause(
        id="c", kind="measure", name="m", direction=direction, type=type_,
        themes=(ThemeReach(theme=theme, direction=direction),), evidence=(),
        imposer=imposer, target=target,
    )  # fmt: skip


def ids(found):
    return [item.id for item in found]


def test_without_a_story_those_that_hang_on_none_are_played():
    made = run(as_of="2026-02-12")
    played = ids(made.results)
    assert {"tariff-step-up", "currency-break", "taiwan-strait"} <= set(played)
    assert "as-announced" not in played
    assert all(item.pnl is not None for item in made.results)
    by_id = {item.id: item for item in made.results}
    assert by_id["tariff-step-up"].pnl < 0 < by_id["truce"].pnl
    assert made.tree == ()


def test_a_deal_calls_for_what_may_become_of_it():
    knowledge = open_knowledge(HERE)
    deal = sheet("deal", "investment_pledge", vehicle="jp-us-550")
    found = ids(scenarios_for_event(deal, knowledge))
    assert found[:4] == ["as-announced", "delay", "modified", "cancelled"]
    assert not any(name.startswith("measure-") for name in found)


@pytest.mark.parametrize(
    ("cause", "wanted", "unwanted"),
    [
        (measure("tariff", "US", "CN"), "tariff-step-up", "export-control-step-up"),
        (measure("export_control", "US", "CN"), "export-control-step-up", "delay"),
        (measure("listing", "US", "CN"), "delisting-step", "tariff-step-up"),
        (measure("export_control", "CN", "JP"), "china-retaliates", "tariff-step-up"),
        (measure("currency", "CN", "all"), "currency-break", "tariff-step-up"),
        (measure("tariff", "EU", "BR"), "measure-as-announced", "tariff-step-up"),
    ],
)
def test_a_measure_calls_for_its_kind_of_answer(cause, wanted, unwanted):
    story = sheet("measure", cause.type, [cause])
    found = ids(scenarios_for_event(story, open_knowledge(HERE)))
    assert wanted in found
    assert unwanted not in found


def test_a_story_about_nothing_calls_for_none():
    knowledge = open_knowledge(HERE)
    assert scenarios_for_event(sheet("none", "other"), knowledge) == ()
    assert scenarios_without_event(knowledge)


def test_the_event_stands_for_its_themes_and_direction_turns_it():
    knowledge, pack = open_knowledge(HERE), open_pack(HERE)
    book = read_book(BOOK, instruments=knowledge.instruments)
    who = read_profile(PROFILE)

    def play(direction):
        cause = measure("export_control", "CN", "US", "superhard-materials", direction)
        story = sheet("measure", "export_control", [cause])
        found = scenarios_for_brief(story, book, who, pack, knowledge, as_of=EVE)
        first = next(item for item in found if item.id == "measure-as-announced")
        return {item.security: item.theme_part for item in first.pnl_by_holding}

    on, off = play(1), play(-1)
    assert on["301071.SZ"] != 0.0
    assert off["301071.SZ"] == pytest.approx(-on["301071.SZ"])
    assert on["600519.SH"] == 0.0


def test_the_example_story_moves_milestones():
    made = run(sources=[STORY])
    text = say_stress(made)
    assert "As announced" in text
    assert "nobody has signed a probability" in text
    assert made.results[0].id in {"as-announced", "measure-as-announced"}


def test_json_keeps_the_contract_and_the_same_bytes():
    asked = Asked(scenarios=("china-retaliates",), reverse="5%")
    one, two = (
        json.dumps(stress_results(run(asked, as_of="2026-02-12")), allow_nan=False)
        for _ in range(2)
    )
    assert one == two
    told = json.loads(one)
    assert {"schema", "as_of", "inputs", "pack", "version"} <= set(told)
    first, last = told["scenarios"]
    wanted = {"name", "probability", "probability_by", "pnl", "pnl_by_holding",
              "plausibility", "shocks"}  # fmt: skip
    assert wanted <= set(first)
    assert first["probability"] is None
    total = sum(x["pnl"] or 0.0 for x in first["pnl_by_holding"])
    assert first["pnl"] == pytest.approx(total)
    assert last["pnl"] == pytest.approx(-0.05)


def test_a_file_is_played_and_told_among_the_inputs():
    path = ROOT / "examples/scenarios.yaml"
    made = run(Asked(scenarios=(str(path),)), as_of="2026-02-12")
    assert ids(made.results) == ["chips-and-yuan", "softer-chips"]
    assert made.results[1].effective_scenarios > 1000
    assert made.inputs[-1].source == str(path)
    text = say_stress(made, details=True)
    assert "Effective scenarios" in text
    assert "CNY −1%" in text


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        "scenarios:\n"
        "  - id: bad\n"
        "    name: Bad\n"
        "    narrative: n\n"
        "    source: own_knowledge\n"
        "    shocks:\n"
        "      - {kind: factor, id: SOXX, size: -0.1}\n"
        "      - {kind: theme, id: rare-earth, size: 0.1}\n"
        "      - {kind: currency, id: EUR, size: 0.1}\n"
        "      - {kind: factor, id: HSI, size: 0.1}\n"
        "      - {kind: factor, id: HSI, size: -0.1}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        run(Asked(scenarios=(str(path),)), as_of="2026-02-12")
    places = [fault.place for fault in caught.value.faults]
    assert places == [f"{path}:{line}" for line in (7, 8, 9, 11)]
    assert "nearest: SOX" in str(caught.value)


def test_contradictions_of_a_file_are_told(tmp_path):
    path = tmp_path / "clash.yaml"
    path.write_text(
        "scenarios:\n"
        "  - id: clash\n"
        "    name: Clash\n"
        "    narrative: n\n"
        "    source: own_knowledge\n"
        "    shocks:\n"
        "      - {kind: currency, id: CNY, size: -0.02}\n"
        "      - {kind: currency, id: JPY, size: -0.02}\n"
        "      - {kind: currency, id: CNYJPY, size: 0.3}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="contradict one another"):
        run(Asked(scenarios=(str(path),)), as_of="2026-02-12")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(scenarios=("china-retaliate",)), "nearest: china-retaliates"),
        (Asked(scenarios=("zzz",)), "one of as-announced"),
        (Asked(reverse="much"), "no loss in share of NAV"),
        (Asked(reverse="250%"), "no loss in share of NAV"),
        (Asked(replay="2018"), "is not FROM:TO"),
        (Asked(replay="2018-03-23:2018-03-22"), "ends before it starts"),
        (Asked(chances=("Funding=0.5",)), "nobody signs"),
        (Asked(chances=("Funding",), signed_by="x"), "is not MILESTONE=PROBABILITY"),
        (Asked(chances=("Funding=7",), signed_by="x"), "is not MILESTONE=PROBABILITY"),
    ],
)
def test_bad_options_are_told(asked, said):
    with pytest.raises(InputError, match=said):
        run(asked, as_of="2026-02-12")


def test_unreadable_files_are_told(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"scenarios: [\xff]")
    with pytest.raises(InputError, match="not UTF-8"):
        run(Asked(scenarios=(str(path),)), as_of="2026-02-12")


@pytest.mark.parametrize("text", ["5%", "500bp", "0.05", "-5%", " 5% "])
def test_a_loss_is_read_in_three_ways(text):
    assert read_loss(text) == pytest.approx(0.05)


def test_precedents_after_the_instant_are_told():
    made = run(Asked(scenarios=("china-retaliates",)), as_of="2025-12-01", book=BOOK)
    (one,) = made.results
    assert "LATER THAN AS-OF: p084" in one.not_covered[0]
    assert "LATER THAN AS-OF" in say_stress(made)


def test_a_replay_without_prices_is_not_estimable():
    made = run(Asked(replay="2018-03-22:2018-03-23"), as_of="2026-02-12")
    (one,) = made.results
    assert "NOT ESTIMABLE" in one.refused
    assert "NOT ESTIMABLE" in say_stress(made)


def test_a_replay_reads_prices(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(
        "date,000300.SH,600519.SH\n2018-03-21,100,200\n2018-03-23,96,190\n",
        encoding="utf-8",
    )
    made = run(
        Asked(replay="2018-03-22:2018-03-23", prices=(path,)), as_of="2026-02-12"
    )
    (one,) = made.results
    rows = {item.security: item for item in one.pnl_by_holding}
    assert rows["600519.SH"].pnl == pytest.approx(rows["600519.SH"].weight * -0.05)
    assert {x.factor: x.move for x in one.moves}["000300.SH"] == pytest.approx(-0.04)
    assert "by betas" in say_stress(made)


@pytest.mark.shared_data
def test_a_replay_of_a_known_day_agrees_with_the_index(shared):
    """CSI 300 -5.84 % and HSI -2.90 % on 2019-05-06 (README of the shared data)."""
    asked = Asked(replay="2019-05-06:2019-05-06", prices=(shared / "data",))
    (one,) = run(asked, as_of="2026-02-12").results
    moves = {x.factor: x.move for x in one.moves}
    assert moves["000300.SH"] == pytest.approx(-0.0584, abs=1e-4)
    assert moves["HSI"] == pytest.approx(-0.0290, abs=1e-4)
    assert one.pnl < -0.02


def test_old_data_is_refused_with_one_line_for_all():
    made = run(as_of="2026-10-01")
    assert all(item.refused for item in made.results)
    text = say_stress(made)
    assert "scenarios refused" in text
    assert run(as_of="2026-10-01", stale_ok=True).results[0].pnl is not None


def test_signed_chances_fall_in_a_delay():
    knowledge = open_knowledge(HERE)
    entry = next(e for e in knowledge.register.values() if e.clocks)
    assert entry
    made = run(sources=[STORY])
    dated = [x for x in made.tree if x.scenario == "delay" and x.due_before]
    if dated:
        name = dated[0].milestone
        asked = Asked(chances=(f"{name}=0.6",), signed_by="A. Person")
        node = next(
            x
            for x in run(asked, sources=[STORY]).tree
            if x.scenario == "delay" and x.milestone == name
        )
        assert node.probability_by == "A. Person"
        assert node.probability <= 0.6
    with pytest.raises(InputError, match="no milestone 'Nothing'"):
        run(Asked(chances=("Nothing=0.6",), signed_by="me"), sources=[STORY])


def test_names_are_those_of_issuers():
    made = run(Asked(scenarios=("truce",)), as_of="2026-02-12")
    assert dict(made.names)["0700.HK"] == "Tencent"
    assert replace(made, warnings=()).warnings == ()


def test_signed_scenarios_are_told_together(tmp_path):
    path = tmp_path / "signed.yaml"
    text = (ROOT / "examples/scenarios.yaml").read_text(encoding="utf-8")
    signed = "    horizon: 5\n    probability: 0.2\n    probability_by: A. Person\n"
    path.write_text(text.replace("    horizon: 5\n", signed), encoding="utf-8")
    made = run(Asked(scenarios=(str(path),)), as_of="2026-02-12")
    assert made.mixture.scenarios == ("chips-and-yuan",)
    assert made.mixture.pnl == pytest.approx(0.2 * made.results[0].pnl)
    text = say_stress(made)
    assert "Signed together (20%, else nothing): mean −" in text
    assert "Probabilities signed by A. Person" in text
    assert stress_results(made)["mixture"]["signed"] == 0.2
    wrong = path.read_text(encoding="utf-8").replace("0.2", "0.7") + text_of("again")
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError, match=r"add up to 1\.4, over 1"):
        run(Asked(scenarios=(str(path),)), as_of="2026-02-12")


def text_of(name):
    return (
        f"  - {{id: {name}, name: N, narrative: x, source: own_knowledge, "
        "probability: 0.7, probability_by: B. Person, "
        "shocks: [{kind: factor, id: HSI, size: 0.1}]}\n"
    )


def test_a_story_about_nothing_plays_nothing(tmp_path):
    path = tmp_path / "football.txt"
    path.write_text(
        "Madrid, February 11, 2026 - The striker moves to Madrid for five years.\n",
        encoding="utf-8",
    )
    made = run(sources=[str(path)])
    assert made.results == ()
    assert "No scenario fits" in say_stress(made)
