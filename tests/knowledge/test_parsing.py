"""YAML becomes records, or faults with file and line."""

from datetime import date, time

import pytest

from kuroshio.knowledge.parsing import parse_file
from kuroshio.records import Calendar, Institution, Issuer, RegisterEntry, Term

GOOD = """\
institutions:
- {id: no-ministry, kind: ministry, country: NO, names: {en: On, aliases: [Yes, "12"]}}
terms:
- {post: p, person: q, start: 2025-01-20, end: null}
"""


def test_words_that_yaml_reads_as_booleans_stay_words():
    (body, term), faults = parse_file(GOOD, "f.yaml")
    assert not faults
    assert isinstance(body.record, Institution)
    assert body.record.country == "NO"
    assert body.record.names.en == "On"
    assert body.record.names.aliases == ("Yes", "12")
    assert term.record == Term(post="p", person="q", start=date(2025, 1, 20))
    assert (body.place, term.place) == ("f.yaml:2", "f.yaml:4")


def test_numbers_are_text_where_text_is_wanted():
    text = """\
register:
- id: v
  names: {en: V}
  kind: vehicle
  host: US
  source_country: JP
  parties: []
  expected: {envelope: [550, total]}
  facts:
  - {field: envelope, on: 2025-07-22, published: 2025-07-23, text: t, source: s,
     confidence: high, amount: 550000000000, currency: USD}
"""
    (entry,), faults = parse_file(text, "f.yaml")
    assert not faults
    assert isinstance(entry.record, RegisterEntry)
    assert entry.record.facts[0].amount == "550000000000"
    assert entry.record.facts[0].on == date(2025, 7, 22)
    assert entry.record.expected == (("envelope", ("550", "total")),)


def test_pairs_of_date_and_time():
    text = """\
calendars:
- {mic: XTST, name: T, country: TS, zone: UTC, first: 2025-01-01, bound: 2026-12-31,
   closes: [[2025-01-01, "15:00"]], closures: [2025-01-01]}
"""
    (calendar,), faults = parse_file(text, "f.yaml")
    assert not faults
    assert isinstance(calendar.record, Calendar)
    assert calendar.record.closes == ((date(2025, 1, 1), time(15)),)


@pytest.mark.parametrize(
    ("security", "country", "kind", "currency"),
    [
        ("600519.SH", "CN", "A", "CNY"),
        ("0700.HK", "CN", "H", "HKD"),
        ("BABA.US", "CN", "ADR", "USD"),
        ("NVDA.US", "US", "COMMON", "USD"),
        ("9984.T", "JP", "COMMON", "JPY"),
    ],
)
def test_short_listings_are_completed(security, country, kind, currency):
    text = f"issuers:\n- {{id: x, country: {country}, names: {{en: X}}, "
    text += f"listings: [{security}]}}\n"
    (issuer,), faults = parse_file(text, "f.yaml")
    assert not faults
    assert isinstance(issuer.record, Issuer)
    (listing,) = issuer.record.listings
    assert (listing.security, listing.issuer) == (security, "x")
    assert (listing.kind, listing.currency) == (kind, currency)


def test_every_fault_is_reported_with_its_line():
    text = """\
institutions:
- {id: a, kind: bank, country: CN, names: {en: A}, strat: 2020-01-01}
- {id: b, country: CN, names: {en: [B]}}
- {id: c, kind: bank, kind: bank, country: CN, names: {zh_hans: 甲}}
- not a mapping
terms:
- {post: p, person: q, start: 20 January}
issuers:
- {id: i, country: CN, names: {en: I}, listings: [600519]}
islands: []
people: 7
"""
    records, faults = parse_file(text, "x.yaml")
    assert records == ()
    places = [fault.place for fault in faults]
    assert places == [f"x.yaml:{line}" for line in (2, 3, 3, 4, 4, 5, 7, 9, 10, 11)]
    problems = "\n".join(fault.problem for fault in faults)
    for said in (
        "unknown key 'strat'",
        "without 'kind'",
        "expected text, got a list",
        "key 'kind' twice",
        "without 'en'",
        "expected a Institution mapping",
        "20 January",
        "'600519' has no known market",
        "unknown kind 'islands'",
        "people is not a list",
    ):
        assert said in problems


@pytest.mark.parametrize(
    ("text", "line"), [("a: [", 2), ("- 1", 1), ("terms:\n- {a: b: c}\n", 2)]
)
def test_what_is_no_mapping_or_no_yaml_is_a_fault(text, line):
    _, faults = parse_file(text + "\n", "x.yaml")
    assert len(faults) == 1
    assert faults[0].place.startswith("x.yaml:")
    assert int(faults[0].place.rpartition(":")[2]) <= line


def test_an_overlay_needs_an_author():
    _, faults = parse_file("people: []\n", "x.yaml", authored=True)
    assert [fault.problem for fault in faults] == ["no author"]
    (one,), faults = parse_file(
        "author: Ann\npeople:\n- {id: a, country: CN, names: {en: A}}\n",
        "x.yaml",
        authored=True,
    )
    assert not faults
    assert one.author == "Ann"
