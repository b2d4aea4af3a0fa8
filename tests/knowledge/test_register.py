"""The register: what it held to be true, and from which day it knew."""

import re
from datetime import date
from itertools import pairwise

import pytest

from kuroshio.knowledge import Knowledge, load_knowledge

JAPAN = "japan-us-550bn"
FIELDS = {
    "envelope", "tranche", "committed", "drawn", "stage", "party", "mechanic",
    "project", "milestone", "omission",
}  # fmt: skip
BEFORE, AFTER, SUMMIT, LOANS = (
    date(2026, 2, 12),
    date(2026, 2, 18),
    date(2026, 3, 20),
    date(2026, 5, 2),
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def sums(knowledge, field, as_of, entry=JAPAN):
    return [
        (fact.amount, fact.currency)
        for fact in knowledge.facts_at(entry, as_of)
        if fact.field == field and fact.amount
    ]


def stages(knowledge, as_of, project=None):
    return [
        fact.stage
        for fact in knowledge.facts_at(JAPAN, as_of)
        if fact.stage and fact.project == project
    ]


def test_register_holds_the_vehicles_and_deals_of_its_field(knowledge):
    assert len(knowledge.register) >= 60
    kinds = {entry.kind for entry in knowledge.register.values()}
    assert kinds == {"vehicle", "deal"}


def test_envelope_is_known_from_the_memorandum_on(knowledge):
    assert sums(knowledge, "envelope", date(2025, 7, 21)) == []
    known = sums(knowledge, "envelope", date(2025, 9, 4))
    assert set(known) == {("550000000000", "USD")}


def test_before_the_selection_there_are_candidates_and_no_tranche(knowledge):
    assert sums(knowledge, "tranche", BEFORE) == []
    assert stages(knowledge, BEFORE)[-1] == "near"
    assert stages(knowledge, BEFORE, "synthetic-diamond-grit") == ["candidate", "near"]
    grit = [
        fact.amount
        for fact in knowledge.facts_at(JAPAN, BEFORE)
        if fact.project == "synthetic-diamond-grit" and fact.amount
    ]
    assert grit == ["500000000"]


def test_first_tranche_is_there_on_the_next_morning(knowledge):
    assert sums(knowledge, "tranche", AFTER) == [("36000000000", "USD")]
    projects = {
        fact.project: fact.amount
        for fact in knowledge.facts_at(JAPAN, AFTER)
        if fact.field == "project" and fact.tranche == "first"
    }
    assert projects == {
        "portsmouth-gas-power": "33300000000",
        "texas-gulflink": "2100000000",
        "synthetic-diamond-grit": "600000000",
    }
    assert sum(int(amount) for amount in projects.values()) == 36_000_000_000


def test_second_tranche_is_there_after_the_summit(knowledge):
    assert len(sums(knowledge, "tranche", SUMMIT)) == 2
    assert sums(knowledge, "committed", SUMMIT) == []


def test_loans_are_committed_money_of_the_first_tranche(knowledge):
    (loan,) = [
        fact for fact in knowledge.facts_at(JAPAN, LOANS) if fact.field == "committed"
    ]
    assert (loan.amount, loan.currency) == ("340000000000", "JPY")
    assert (loan.tranche, loan.bound, loan.stage) == ("first", "min", "signed")
    assert sums(knowledge, "drawn", LOANS) == []


def test_each_later_day_knows_all_that_an_earlier_one_knew(knowledge):
    days = (date(2025, 7, 22), date(2025, 9, 4), BEFORE, AFTER, SUMMIT, LOANS)
    for entry in knowledge.register:
        known = [set(knowledge.facts_at(entry, day)) for day in days]
        assert all(early <= late for early, late in pairwise(known))


def test_mechanics_of_the_memorandum_are_there_before_the_article(knowledge):
    text = " ".join(
        fact.text
        for fact in knowledge.facts_at(JAPAN, BEFORE)
        if fact.field == "mechanic"
    )
    for word in ("US President", "45 business days", "90 percent", "raise the duties"):
        assert word in text
    ends = [f.on for f in knowledge.facts_at(JAPAN, BEFORE) if f.field == "milestone"]
    assert date(2029, 1, 19) in ends


@pytest.mark.parametrize(
    "words",
    [
        "Tokyo must fund a project within 45 business days",
        "日方须在45个工作日内出资",
        "日方須在45個工作天內出資",
        "45営業日以内に資金を拠出する",
    ],
)
def test_omission_of_the_clock_is_silent_where_a_story_has_it(knowledge, words):
    expected = dict(knowledge.register[JAPAN].expected)
    assert any(term in words for term in expected["45 business days"])


def test_superhard_controls_are_expected_only_of_stories_about_diamond(knowledge):
    entry = knowledge.register[JAPAN]
    assert dict(entry.expected_when).keys() <= dict(entry.expected).keys()
    assert "diamond" in dict(entry.expected_when)["Chinese superhard controls"]


def test_facts_are_well_formed(knowledge):
    for entry in knowledge.register.values():
        assert entry.facts, entry.id
        published = [fact.published for fact in entry.facts]
        assert published == sorted(published), entry.id
        for fact in entry.facts:
            where = (entry.id, fact.text)
            assert fact.field in FIELDS, where
            assert (fact.amount is None) == (fact.currency is None), where
            assert fact.amount is None or re.fullmatch(r"\d+", fact.amount), where
            assert fact.source.startswith("http") or fact.source == "own_knowledge"
            if fact.source == "own_knowledge":
                assert fact.confidence == "low", where
            if fact.field == "milestone":
                continue
            assert fact.on <= fact.published, where


def test_layers_of_an_entry_never_exceed_its_envelope(knowledge):
    for entry in knowledge.register.values():
        top = [
            int(fact.amount)
            for fact in entry.facts
            if fact.field == "envelope" and fact.currency == "USD" and fact.amount
        ]
        inner = [
            int(fact.amount)
            for fact in entry.facts
            if fact.field in {"tranche", "committed", "drawn"}
            and fact.currency == "USD"
            and fact.amount
        ]
        if top and entry.id != "nippon-steel-us-steel":  # 11bn come on top of it
            assert max(inner, default=0) <= max(top), entry.id


def test_chip_funds_add_up_as_registered(knowledge):
    # 987.2, then 1387.2; 2041.5; 3440 hundred million yuan.
    wanted = {
        "big-fund-1": "138720000000",
        "big-fund-2": "204150000000",
        "big-fund-3": "344000000000",
    }
    today = date(2026, 11, 1)
    for entry, amount in wanted.items():
        assert sums(knowledge, "envelope", today, entry) == [(amount, "CNY")]


def test_korea_is_two_parts_of_one_sum(knowledge):
    parts = [
        int(fact.amount)
        for fact in knowledge.facts_at("korea-us-350bn", date(2025, 12, 1))
        if fact.field == "project" and fact.amount
    ]
    assert sorted(parts) == [150_000_000_000, 200_000_000_000]


def test_terms_name_one_entry_each(knowledge):
    seen: dict[str, str] = {}
    for entry in knowledge.register.values():
        for term in entry.terms:
            if re.search(r"\d", term):
                continue  # a mere amount: a weak sign beside the flow of money
            assert seen.setdefault(term.casefold(), entry.id) == entry.id, term
            assert len(term) >= 3 + term.isascii(), term


def test_blocked_deal_is_open_again_only_after_its_order(knowledge):
    def last(day):
        facts = knowledge.facts_at("nippon-steel-us-steel", day)
        return [fact.stage for fact in facts if fact.stage][-1]

    assert last(date(2025, 1, 2)) == "in_review"
    assert last(date(2025, 1, 3)) == "blocked"
    assert last(date(2025, 6, 12)) == "in_review"
    assert last(date(2025, 6, 19)) == "built"


def test_flow_of_every_entry_has_two_ends(knowledge):
    for entry in knowledge.register.values():
        for end in (entry.host, entry.source_country):
            assert end == "various" or re.fullmatch(r"[A-Z]{2}", end), entry.id
        assert entry.sector, entry.id
        assert entry.kind == "deal" or len(entry.parties) != 1, entry.id


def test_companies_of_a_deal_are_not_a_pair_of_countries(knowledge):
    # Two countries alone would match every story about them.
    for entry in knowledge.register.values():
        countries = [one for one in entry.parties if one.startswith("country-")]
        assert entry.kind == "vehicle" or len(countries) < 2, entry.id
