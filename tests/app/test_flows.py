"""The flow view: what is seen on a day, by whom it goes where, and what is added."""

from decimal import Decimal

import pytest

from kuroshio.app import Workspace, say_flows, show_flows


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace()


def entries(shown):
    return {row["id"]: row for flow in shown["flows"] for row in flow["entries"]}


def test_a_flow_goes_from_a_country_to_another_into_a_sector(workspace):
    shown = show_flows(as_of="2026-03-20", workspace=workspace)

    keys = [(one["source"], one["host"], one["sector"]) for one in shown["flows"]]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert any(key[:2] == ("JP", "US") for key in keys)


def test_what_was_published_later_is_not_seen(workspace):
    before = entries(show_flows(as_of="2026-02-12", workspace=workspace))
    after = entries(show_flows(as_of="2026-03-20", workspace=workspace))

    layers = {money["layer"] for money in before["japan-us-550bn"]["money"]}
    assert "envelope" in layers
    assert "tranche" not in layers
    later = {money["layer"] for money in after["japan-us-550bn"]["money"]}
    assert "tranche" in later
    assert set(before) <= set(after)


def test_steps_are_in_order_and_the_last_is_the_stage(workspace):
    for row in entries(show_flows(as_of="2026-06-01", workspace=workspace)).values():
        days = [step["on"] for step in row["steps"]]
        assert days == sorted(days)
        if row["steps"]:
            assert row["stage"] == row["steps"][-1]["stage"]


def test_amounts_are_added_within_layer_and_currency_only(workspace):
    for flow in show_flows(as_of="2026-06-01", workspace=workspace)["flows"]:
        wanted: dict[tuple[str, str], Decimal] = {}
        for row in flow["entries"]:
            if row["stage"] in {"blocked", "lapsed"}:
                continue
            for money in row["money"]:
                key = (money["layer"], money["currency"])
                amount = wanted.get(key, Decimal(0)) + Decimal(money["amount"])
                wanted[key] = amount
        said = {
            (one["layer"], one["currency"]): Decimal(one["amount"])
            for one in flow["money"]
        }
        assert said == wanted


def test_before_any_publication_nothing_flows(workspace):
    shown = show_flows(as_of="1990-01-01", workspace=workspace)

    assert shown["flows"] == []
    assert "Flows as known on" in say_flows(shown)
