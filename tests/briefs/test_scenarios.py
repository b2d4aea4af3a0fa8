"""Block 5: scenarios side by side, and each in full."""

from dataclasses import replace
from datetime import date

import pytest

from kuroshio.briefs import detail_block, scenario_block, tree_block
from kuroshio.records import (
    FactorMove,
    Grid,
    HoldingPnl,
    Plausibility,
    ScenarioResult,
    Shock,
    TreeNode,
    View,
)


def result(**more):
    base = ScenarioResult(
        id="s", name="China retaliates", basis="shocks", probability=None,
        probability_by=None, pnl=-0.0279, fx_part=0.0004, interval=(-0.0465, -0.0093),
        es=0.08, worst_holding="300308.SZ", worst_pnl=-0.0036,
        pnl_by_holding=(
            HoldingPnl(
                security="300308.SZ", weight=0.066, pnl=-0.0036, factor_part=-0.0036
            ),
        ),
        plausibility=Plausibility(
            distance=5.6, dimensions=5, odds=1 / 68, normal_odds=1e-7
        ),
        moves=(
            FactorMove(factor="HSI", move=-0.035, shocked=True),
            FactorMove(factor="US10Y", move=-0.0003, shocked=False),
        ),
        shocks=(
            Shock(kind="factor", id="HSI", size=-0.035, precedents=("p067",)),
            Shock(kind="theme", id="rare-earths", size=0.0355),
            Shock(kind="volatility", id="all", size=1.5),
        ),
        horizon=1, sized_from=("p067", "p076"), sizing="median", narrative="Told.",
        source="precedents", not_covered=("single firms",), unknown_weight=0.0,
    )  # fmt: skip
    return replace(base, **more)


def words(block):
    lines = []
    for item in block.items:
        rows = item.rows if isinstance(item, Grid) else (item.cells,)
        lines += [" ".join(cell.text for cell in row) for row in rows]
    return lines


def test_a_row_says_what_the_first_page_asks_for():
    block = scenario_block([result()])
    assert (block.id, block.number, block.title) == ("scenarios", 5, "SCENARIOS")
    grid = block.items[0]
    assert grid.columns[1:3] == ("prob", "book bp")
    row = [cell.text for cell in grid.rows[0]]
    assert row == [
        "China retaliates", "–", "−279", "−465 … −93", "4", "300308.SZ −36",
        "1 in 68 days", "2 precedents",
    ]  # fmt: skip
    assert "– = nobody has signed a probability" in words(block)


def test_a_signed_probability_names_the_signer():
    signed = result(probability=0.25, probability_by="A. Person")
    lines = words(scenario_block([signed]))
    assert "25%" in lines[0]
    assert "Probabilities signed by A. Person" in lines
    assert not any("nobody" in text for text in lines)


@pytest.mark.parametrize(
    ("odds", "horizon", "said"),
    [
        (0.9, 1, "usual"),
        (0.1, 1, "1 in 10 days"),
        (0.05, 5, "1 in 20 times 5 days"),
        (1 / 2500, 1, "1 in 10 years"),
        (1e-12, 1, "under 1 in 10,000 years"),
        (0.0, 1, "never"),
    ],
)
def test_odds_are_worded_in_days_and_years(odds, horizon, said):
    far = Plausibility(distance=3, dimensions=1, odds=odds, normal_odds=odds)
    lines = words(scenario_block([result(plausibility=far, horizon=horizon)]))
    assert said in lines[0]


def test_refusals_unknown_weights_and_later_precedents_are_told():
    refused = result(refused="data too old", pnl=None)
    lines = words(scenario_block([refused, replace(refused, id="t")]))
    assert lines == ["2 scenarios refused: data too old"]
    assert words(scenario_block([refused])) == ["China retaliates: data too old"]
    partly = result(
        unknown_weight=0.03, not_covered=("SIZED WITH PRECEDENTS LATER THAN AS-OF: p1",)
    )
    lines = words(scenario_block([partly]))
    assert "In no number: 3.0% of NAV, not estimable" in lines
    assert "Sized with precedents LATER THAN AS-OF: China retaliates" in lines
    assert words(scenario_block([])) == ["No scenario fits; none is played."]


def test_details_name_what_is_set_and_what_follows():
    lines = words(detail_block(result(), names={"300308.SZ": "Innolight"}))
    text = "\n".join(lines)
    assert "Set: HSI −3.5%, theme rare-earths +3.5%, volatility all ×1.5" in text
    assert "Expected then: US10Y −3 bp" in text
    assert "Theme shocks are not in the plausibility." in text
    assert "300308.SZ Innolight 6.6% −36" in text
    assert "Sized from: p067, p076" in text
    assert "Leaves out: single firms" in text


def test_views_tell_how_many_scenarios_are_left():
    view = View(kind="below", id="HSI", value=-0.02, probability=0.1, by="A. Person")
    few = result(
        basis="views", views=(view,), effective_scenarios=500.0, paths=10_000, shocks=()
    )
    block = detail_block(few)
    text = "\n".join(words(block))
    assert "View: below HSI −2% with 10%, A. Person" in text
    assert "Effective scenarios: 500 of 10,000 (5%)" in text
    tones = {
        c.text: c.tone for i in block.items if not isinstance(i, Grid) for c in i.cells
    }
    assert tones["Effective scenarios: 500 of 10,000 (5%)"] == "warn"


def test_a_refused_scenario_has_no_details():
    assert "Refused: too old" in words(detail_block(result(refused="too old")))


def node(**more):
    base = TreeNode(
        scenario="delay", milestone="Funding", due_before=date(2026, 4, 23),
        due=date(2026, 5, 7), provisional=True, by=date(2026, 4, 23), probability=0.6,
        probability_before=0.7, probability_by="me", reason="10 business days later",
    )  # fmt: skip
    return replace(base, **more)


def test_milestones_that_move_are_shown_with_their_chances():
    still = node(due=date(2026, 4, 23), probability=0.7)
    block = tree_block([still, node()], {"delay": "Delay"})
    (grid,) = block.items
    (row,) = grid.rows
    texts = [cell.text for cell in row]
    assert texts[0] == "Delay"
    assert texts[3] == "Thu 7 May 2026 provisional"
    assert texts[4] == "70% → 60%"
    assert words(tree_block([still], {})) == ["Every date stays as on record."]
    assert tree_block([], {}) is None
