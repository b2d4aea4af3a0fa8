"""The packaged scenarios, and a user's file of them."""

import runpy
from pathlib import Path

import pytest

from kuroshio.knowledge import load_knowledge, read_scenarios

ROOT = Path(__file__).parents[2]
ASKED = {
    "as-announced", "delay", "modified", "cancelled", "tariff-step-up",
    "export-control-step-up", "china-retaliates", "domestic-support", "truce",
    "currency-break", "delisting-step", "taiwan-strait",
}  # fmt: skip


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


def test_the_scenarios_that_a_desk_asks_for_are_there(knowledge):
    assert set(knowledge.scenarios) >= ASKED


def test_nobody_has_signed_a_probability(knowledge):
    assert all(item.probability is None for item in knowledge.scenarios.values())


def test_every_size_says_from_which_precedents(knowledge):
    for item in knowledge.scenarios.values():
        assert item.sized_from, item.id
        assert item.sizing.split()[0] in {"median", "worse", "largest"}, item.id
        assert item.not_covered, item.id
        for shock in item.shocks:
            assert shock.precedents, (item.id, shock.id)
            assert set(shock.precedents) <= set(item.sized_from), (item.id, shock.id)
            assert set(shock.precedents) <= set(knowledge.precedents)
            assert shock.size == float(f"{shock.size:.3g}"), (item.id, shock.id)
            assert shock.size != 0.0, (item.id, shock.id)


def test_every_theme_is_known_or_the_events(knowledge):
    themes = {
        shock.id
        for item in knowledge.scenarios.values()
        for shock in item.shocks
        if shock.kind == "theme"
    }
    assert themes - {"event"} <= set(knowledge.themes)


def allowed(shock):
    # A theme's basket changes with its links, which are mended from week to week.
    return 0.03 if shock.kind == "theme" else max(0.006 * abs(shock.size), 1e-6)


@pytest.mark.shared_data
def test_sizes_are_what_the_data_say(shared):
    """Measured again from prices: three significant digits and a little."""
    tool = runpy.run_path(str(ROOT / "tools/size_scenarios.py"))
    wrong = [
        (scenario.id, shock.id, shock.size, size)
        for scenario, shock, size, _ in tool["measure"](shared / "data")
        if size is None or abs(size - shock.size) > allowed(shock)
    ]
    assert not wrong


FILE = """\
# mine
scenarios:
  - id: one
    name: One
    narrative: x
    source: own_knowledge
    shocks:
      - {kind: factor, id: HSI, size: -0.1}
      - kind: theme
        id: rare-earths
        size: 0.1
  - {id: two, name: Two, narrative: y, source: own_knowledge,
     views: [{kind: mean, id: HSI, value: 0.0, by: me}]}
"""


def test_a_file_gives_the_line_of_each_part():
    (one, two), faults = read_scenarios(FILE, "mine.yaml")
    assert faults == ()
    assert one.place == "mine.yaml:3"
    assert one.shocks == ("mine.yaml:8", "mine.yaml:9")
    assert two.views == ("mine.yaml:13",)
    assert two.scenario.views[0].by == "me"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("size: -0.1", "sise: -0.1"), "mine.yaml:8: unknown key 'sise'"),
        (("kind: factor", "kind: facter"), "mine.yaml:8: 'facter'"),
        (("size: -0.1", "size: -10"), "mine.yaml:8: size -10 of HSI is no simple move"),
        (("narrative: x", "probability: 0.5"), "mine.yaml:3: Scenario without 'narrat"),
        (("name: One", "name: One\n    probability: 0.5"), "who says so?"),
        (("id: two", "id: one"), "'one' is already at mine.yaml:3"),
        (("scenarios:", "szenarios:"), "mine.yaml:2: unknown kind 'szenarios'"),
        (("# mine", "themes: []"), None),
    ],
)
def test_a_wrong_file_is_told_with_its_line(change, said):
    _, faults = read_scenarios(FILE.replace(*change, 1), "mine.yaml")
    if said is None:
        assert faults == ()
    else:
        assert any(said in str(fault) for fault in faults)


def test_what_is_no_scenario_and_an_empty_file_are_faults():
    text = "name_rules:\n  - {alias: x, entity: y, because: z}\nscenarios: []\n"
    _, faults = read_scenarios(text, "m.yaml")
    assert "name_rules among scenarios" in str(faults[0])
    _, faults = read_scenarios("scenarios: []\n", "m.yaml")
    assert "holds no scenarios" in str(faults[0])
    _, faults = read_scenarios("scenarios: [", "m.yaml")
    assert "not YAML" in str(faults[0])
