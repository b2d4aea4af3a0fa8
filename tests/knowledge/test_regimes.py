"""The packaged regimes: dates in order, tests that exist, references that resolve."""

from datetime import date

import pytest

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.regimes.deal_tests import DEAL_TESTS
from kuroshio.regimes.holding_tests import HOLDING_TESTS

OTHER_TESTS = {"named", "treaty", "counter_sanction"}
CHANNELS = {"SH", "SZ", "BJ", "HK", "qfi", "stock_connect", "onshore_fund", "offshore"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_regimes_of_the_field_are_there(knowledge):
    assert len(knowledge.regimes) >= 60
    for name in (
        "cfius", "cfius-tid", "us-outbound-rule", "us-ear", "us-entity-list",
        "us-affiliates-rule", "us-ecra", "us-1260h-list", "us-ns-cmic-list",
        "us-hfcaa", "us-section-232", "us-section-301-china", "us-section-122",
        "us-uflpa", "jp-fefa-inward", "jp-end-user-list", "us-japan-memorandum",
        "cn-ndrc-order-11", "cn-mofcom-outbound", "cn-export-control-law",
        "cn-mofcom-2023-23", "cn-mofcom-2024-46", "cn-mofcom-2025-18",
        "cn-mofcom-2025-55", "cn-mofcom-2025-56", "cn-mofcom-2025-57",
        "cn-mofcom-2025-58", "cn-mofcom-2025-61", "cn-mofcom-2025-62",
        "cn-mofcom-2025-70", "cn-unreliable-entity-list",
        "cn-foreign-investment-security-review", "cn-anti-foreign-sanctions-law",
        "cn-safe-rules", "cn-qfi", "hk-stock-connect", "cn-csrc-overseas-listing",
        "hk-inside-information", "sse-szse-disclosure", "sse-szse-price-limits",
    ):  # fmt: skip
        assert name in knowledge.regimes


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("cn-mofcom-2025-55", date(2026, 11, 10)),
        ("cn-mofcom-2025-56", date(2026, 11, 10)),
        ("cn-mofcom-2025-57", date(2026, 11, 10)),
        ("cn-mofcom-2025-58", date(2026, 11, 10)),
        ("cn-mofcom-2025-61", date(2026, 11, 10)),
        ("cn-mofcom-2025-62", date(2026, 11, 10)),
        ("cn-mofcom-2024-46", date(2026, 11, 27)),
        # In force again on the tenth: the ninth is the last day of the pause.
        ("us-affiliates-rule", date(2026, 11, 9)),
        ("us-section-301-ships", date(2026, 11, 9)),
    ],
)
def test_pauses_of_the_truce_end_on_their_days(knowledge, name, until):
    regime = knowledge.regimes[name]
    assert regime.suspended_until == until
    assert regime.checked is not None
    assert regime.source.startswith("http")


def test_screening_clock_is_that_of_the_statute(knowledge):
    clocks = [(c.days, c.kind) for c in knowledge.regimes["cfius"].clocks]
    assert clocks == [
        (30, "calendar"),
        (45, "calendar"),
        (45, "calendar"),
        (15, "calendar"),
    ]


def test_import_surcharge_is_born_with_its_last_day(knowledge):
    regime = knowledge.regimes["us-section-122"]
    assert (regime.effective, regime.expires) == (date(2026, 2, 24), date(2026, 7, 24))
    assert (regime.expires - regime.effective).days == 150


def test_dates_stand_in_order(knowledge):
    for regime in knowledge.regimes.values():
        known = regime.published or regime.effective
        assert known is not None, regime.id
        if regime.suspended_until is not None:
            assert regime.suspended_from is not None, regime.id
            assert regime.suspended_from < regime.suspended_until, regime.id
        if regime.expires is not None and regime.effective is not None:
            assert regime.effective < regime.expires, regime.id
        for change in regime.changes:
            assert change.published >= known, regime.id
        if regime.checked is not None:
            assert regime.source.startswith("http"), regime.id


def test_every_test_named_exists(knowledge):
    known = {*DEAL_TESTS, *HOLDING_TESTS, *OTHER_TESTS}
    assert {regime.test for regime in knowledge.regimes.values()} <= known


def test_objects_and_securities_resolve(knowledge):
    places = CHANNELS | knowledge.themes.keys() | knowledge.register.keys()
    for regime in knowledge.regimes.values():
        assert set(regime.objects) <= places, regime.id
        for security in regime.securities:
            assert knowledge.issuer_of(security) is not None, (regime.id, security)


def test_pledge_terms_have_the_clock_of_their_entry(knowledge):
    for regime in knowledge.regimes.values():
        if regime.test == "pledge_terms" and regime.clocks:
            for entry in regime.objects:
                names = {clock.name for clock in knowledge.register[entry].clocks}
                assert {clock.name for clock in regime.clocks} <= names


def test_every_regime_has_a_chinese_or_japanese_name(knowledge):
    for regime in knowledge.regimes.values():
        assert regime.names.zh_hans or regime.names.ja, regime.id
        assert regime.scope, regime.id
        assert regime.article, regime.id


def test_keepers_are_known_bodies(knowledge):
    for regime in knowledge.regimes.values():
        assert regime.keeper is None or regime.keeper in knowledge.institutions
