from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from kuroshio.errors import LedgerDamaged, LedgerError
from kuroshio.ledger import (
    close_fact,
    fact_history,
    list_facts,
    move_to,
    read_fact,
    record_facts,
)
from kuroshio.records import Fact


def stage(value, key="japan-us", **parts):
    return Fact(kind="stages", key=key, subject=key, body={"stage": value}, **parts)


def test_a_reader_sees_only_what_was_known_then(ledger, clock):
    first = clock.now
    record_facts(ledger, [stage("near")])
    clock.turn(days=5)
    record_facts(ledger, [stage("selected")])
    before = read_fact(ledger, "stages", "japan-us", as_of=first + timedelta(days=1))
    assert before.body == {"stage": "near"}
    assert read_fact(ledger, "stages", "japan-us").body == {"stage": "selected"}
    past = first - timedelta(seconds=1)
    assert read_fact(ledger, "stages", "japan-us", as_of=past) is None


def test_versions_touch_without_gap_or_overlap(ledger, clock):
    for value in ("candidate", "near", "selected"):
        record_facts(ledger, [stage(value)])
        clock.turn(hours=1)
    versions = fact_history(ledger, "stages", "japan-us")
    assert [one.known_to for one in versions[:-1]] == [
        one.known_from for one in versions[1:]
    ]
    assert versions[-1].known_to is None


def test_the_same_fact_is_not_written_twice(ledger, clock):
    assert record_facts(ledger, [stage("near")]) == 1
    clock.turn(days=1)
    assert record_facts(ledger, [stage("near")]) == 0


def test_a_clock_set_back_keeps_the_order(ledger, clock):
    record_facts(ledger, [stage("near")])
    clock.turn(days=-30)
    record_facts(ledger, [stage("selected")])
    first, second = fact_history(ledger, "stages", "japan-us")
    assert first.known_from < second.known_from
    assert second.body == {"stage": "selected"}


def test_an_instant_without_a_zone_is_refused(ledger):
    with pytest.raises(Exception, match="without a zone") as caught:
        record_facts(ledger, [stage("near")], at=datetime(2026, 2, 12))  # noqa: DTZ001
    assert isinstance(caught.value.__cause__ or caught.value, LedgerError)


def test_instants_come_back_in_utc(ledger):
    told = datetime.fromisoformat("2026-02-12T09:00:00.123456+09:00")
    record_facts(ledger, [stage("near", published_at=told)])
    back = read_fact(ledger, "stages", "japan-us").published_at
    assert back == told
    assert back.tzinfo == UTC


def test_listing_by_subject_shows_the_newest_first(ledger, clock):
    for number in range(5):
        clock.turn(minutes=1)
        record_facts(ledger, [stage("near", key=f"deal-{number}")])
    keys = [one.key for one in list_facts(ledger, "stages", limit=2)]
    assert keys == ["deal-4", "deal-3"]
    only = list_facts(ledger, "stages", subject="deal-2")
    assert [one.key for one in only] == ["deal-2"]


def test_a_closed_fact_is_known_no_longer_but_was_known(ledger, clock):
    start = clock.now
    record_facts(ledger, [stage("near")])
    clock.turn(days=1)
    assert close_fact(ledger, "stages", "japan-us")
    assert not close_fact(ledger, "stages", "japan-us")
    assert read_fact(ledger, "stages", "japan-us") is None
    assert read_fact(ledger, "stages", "japan-us", as_of=start) is not None


def test_writes_of_a_transaction_happen_together_or_not_at_all(ledger):
    def fail_halfway():
        with ledger.transaction() as inside:
            record_facts(inside, [stage("near")])
            assert read_fact(inside, "stages", "japan-us") is not None
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert read_fact(ledger, "stages", "japan-us") is None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM stages",
        "UPDATE stages SET body = '{}'",
        "UPDATE stages SET known_to = known_from, digest = 'x'",
    ],
)
def test_the_database_itself_refuses_to_change_the_past(ledger, statement):
    record_facts(ledger, [stage("near")])
    with pytest.raises(DBAPIError, match="append-only"), ledger.writing() as inside:
        inside.execute(sql(statement))


def test_a_changed_body_is_never_served(ledger):
    record_facts(ledger, [stage("near")])
    move_to(ledger, "0001")  # without its guards
    with ledger.writing() as inside:
        inside.execute(sql("""UPDATE stages SET body = '{"stage":"built"}'"""))
    with pytest.raises(LedgerDamaged):
        read_fact(ledger, "stages", "japan-us")
    with pytest.raises(LedgerDamaged):
        list_facts(ledger, "stages")
