"""The written table: no event of its own, mechanisms both ways, directions turn."""

from collections import Counter

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.records import EventDescriptor
from kuroshio.studies import SignTable, mechanisms, written_signs


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


@pytest.fixture(scope="module")
def table(knowledge):
    return SignTable(roles=knowledge.theme_roles, rules=knowledge.signs)


def event(kind, direction, *initiators):
    return EventDescriptor(
        id="x", types=(kind,), direction=direction, initiators=initiators
    )


def test_no_row_is_about_one_event_or_one_theme(knowledge, table):
    ids = set(knowledge.precedents)
    for rule in table.rules:
        assert not any(name in rule.because for name in ids)
        assert not {*rule.plus, *rule.minus} & set(knowledge.themes)
        assert not set(rule.plus) & set(rule.minus)
    assert all(len(role.themes) > 1 for role in table.roles)
    pairs = Counter(
        (kind, rule.by, rule.level) for rule in table.rules for kind in rule.types
    )
    assert max(pairs.values()) == 1


def test_every_direction_turns_every_sign(knowledge, table):
    themes = sorted(knowledge.themes)
    for rule in table.rules:
        who = ("CN",) if rule.by == "home" else ("US",)
        for kind in rule.types:
            up = written_signs([event(kind, 1, *who)], themes, table)
            down = written_signs([event(kind, -1, *who)], themes, table)
            assert (up == -down).all()


def test_who_acts_decides(table):
    themes = ["rare-earths", "consumer-electronics"]
    home = written_signs([event("export_control", 1, "CN")], themes, table)
    assert home.tolist() == [1, -1]
    duty = written_signs([event("tariff", 1, "US")], themes, table)
    assert duty.tolist() == [1, -1]
    truce = written_signs([event("truce", -1, "US", "CN")], themes, table)
    assert truce.tolist() == [-1, 1]


def test_mechanisms_are_told_and_an_easing_reads_as_one(table):
    told = mechanisms([event("tariff", 1, "US")], "consumer-electronics", table)
    assert [one.sign for one in told] == [-1]
    assert "cost more" in told[0].text
    turned = mechanisms([event("tariff", -1, "US")], "consumer-electronics", table)
    assert turned[0].text.startswith("turned round")
    truce = mechanisms([event("truce", -1, "US")], "consumer-electronics", table)
    assert not truce[0].text.startswith("turned round")


def test_an_unknown_kind_or_theme_has_no_sign(table):
    assert written_signs([event("market_shock", 0, "CN")], ["brokers"], table) == [0]
    assert mechanisms([event("tariff", 1, "US")], "no-such-theme", table) == ()
