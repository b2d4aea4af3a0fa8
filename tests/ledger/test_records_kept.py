"""Documents, overrides, keys, decisions, alerts and the audit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from kuroshio.errors import LedgerDamaged, LedgerError
from kuroshio.ledger import (
    append_audit,
    check_key,
    check_override,
    create_key,
    freeze_decision,
    list_alerts,
    list_audit,
    list_decisions,
    list_documents,
    list_keys,
    list_overrides,
    move_to,
    propose_override,
    raise_alerts,
    read_alert,
    read_decision,
    read_document,
    read_raw,
    revoke_key,
    store_document,
    verify_audit,
)
from kuroshio.records import Alert, Document

RAW = "关税公告 tariff notice 関税".encode()


def document(text="关税公告 tariff notice 関税", **parts):
    return Document(id="d1", source="x", sha256="", text=text, **parts)


def alert(event="e1", subscriber="ann", edition=1, **parts):
    name = f"{subscriber}-{event}-{edition}"
    base = Alert(
        id=name, subscriber=subscriber, event=event, edition=edition, thread=name,
        kind="event", severity="warn", title="Tariff", say="A tariff.", rule="r",
        source="s", link=None, published_at=None, raised_at=parts.pop("at"),
        facts={"themes": ["稀土"]},
    )  # fmt: skip
    return replace(base, **parts)


def test_documents_are_versions_of_an_address(ledger, clock):
    first = store_document(ledger, document(url="https://a.example/1"), RAW)
    assert store_document(ledger, document(url="https://a.example/1"), RAW) == first
    then = clock.now
    clock.turn(hours=1)
    second = store_document(
        ledger, document("changed", url="https://a.example/1"), b"changed"
    )
    assert [one.id for one in list_documents(ledger)] == [second.id]
    assert [one.id for one in list_documents(ledger, as_of=then)] == [first.id]
    assert read_raw(ledger, first.sha256) == RAW
    assert read_document(ledger, first.id).known_to == second.known_from


def test_changed_bytes_and_texts_are_never_served(ledger):
    kept = store_document(ledger, document(), RAW)
    move_to(ledger, "0001")
    with ledger.writing() as inside:
        inside.execute(sql("UPDATE documents SET text = 'other'"))
        inside.execute(sql("UPDATE contents SET raw = :raw"), {"raw": b"other"})
    with pytest.raises(LedgerDamaged):
        read_document(ledger, kept.id)
    with pytest.raises(LedgerDamaged):
        read_raw(ledger, kept.sha256)


def test_an_override_counts_once_another_has_checked_it(ledger, clock):
    made = propose_override(
        ledger, subject="finding:1", field="severity", before="error", after="warn",
        reason="a typo of the agency", maker="ann",
    )  # fmt: skip
    with pytest.raises(LedgerError, match="cannot check"):
        check_override(ledger, made.id, checker="ann", approve=True, reason="mine")
    with pytest.raises(LedgerError, match="needs a reason"):
        check_override(ledger, made.id, checker="bo", approve=True, reason=" ")
    then = clock.now
    clock.turn(minutes=5)
    done = check_override(ledger, made.id, checker="bo", approve=True, reason="seen")
    assert (done.state, done.maker, done.checker) == ("approved", "ann", "bo")
    with pytest.raises(LedgerError, match="approved before"):
        check_override(ledger, made.id, checker="cy", approve=False, reason="no")
    assert list_overrides(ledger, as_of=then)[0].state == "proposed"
    assert list_overrides(ledger, state="proposed") == ()
    assert [one.action for one in list_audit(ledger)] == [
        "override.approved",
        "override.proposed",
    ]


def test_a_key_opens_what_its_scopes_say_until_it_ends(ledger, clock):
    key, secret = create_key(ledger, user="ann", name="desk", scopes=["read"], days=1)
    assert check_key(ledger, secret, scope="read").user == "ann"
    assert check_key(ledger, secret, scope="write") is None
    assert check_key(ledger, secret + "x", scope="read") is None
    clock.turn(days=1)
    assert check_key(ledger, secret, scope="read") is None
    other, more = create_key(ledger, user="bo", name="desk", scopes=["read"])
    assert revoke_key(ledger, other.id, actor="bo")
    assert not revoke_key(ledger, other.id, actor="bo")
    assert check_key(ledger, more, scope="read") is None
    assert [one.id for one in list_keys(ledger, user="ann")] == [key.id]


def test_no_secret_is_stored(ledger):
    _, secret = create_key(ledger, user="ann", name="desk", scopes=["read"])
    with ledger.reading() as inside:
        rows = inside.execute(sql("SELECT * FROM api_keys")).all()
        rows += inside.execute(sql("SELECT * FROM audit")).all()
    assert secret not in str(rows)
    assert secret[3:] not in str(rows)


def test_a_decision_is_frozen_with_its_record(ledger):
    record = {"as_of": "2026-02-12", "weights": [0.1, 1e16, -0.0], "名": "稀土"}
    made = freeze_decision(
        ledger, author="ann", title="Sell", reason="fee", record=record
    )
    assert read_decision(ledger, made.id) == made
    assert made.record == record
    assert list_decisions(ledger) == (made,)
    move_to(ledger, "0001")
    with ledger.writing() as inside:
        inside.execute(sql("UPDATE decisions SET reason = 'other'"))
    with pytest.raises(LedgerDamaged):
        read_decision(ledger, made.id)


def test_an_alert_is_raised_once_for_each_subscriber(ledger, clock):
    mine, hers = alert(at=clock.now), alert(at=clock.now, subscriber="bo")
    assert raise_alerts(ledger, [mine, hers]) == (mine, hers)
    again = replace(mine, id="another")
    assert raise_alerts(ledger, [again]) == ()
    assert list_alerts(ledger, subscriber="ann") == (mine,)
    assert read_alert(ledger, hers.id, subscriber="ann") is None
    before = clock.now - timedelta(seconds=1)
    assert list_alerts(ledger, subscriber="ann", as_of=before) == ()
    assert list_alerts(ledger, subscriber="ann", severity="error") == ()


def test_the_chain_shows_a_changed_a_lost_and_a_cut_entry(ledger):
    for number in range(5):
        last = append_audit(
            ledger, actor="watch", action="test", detail={"n": number, "x": 0.1}
        )
    assert verify_audit(ledger).ok
    assert verify_audit(ledger, head=last.hash).ok
    move_to(ledger, "0001")
    for statement, at in (
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("UPDATE audit SET actor = 'other' WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 2", 3),
    ):
        with ledger.writing() as inside:
            inside.execute(sql(statement))
        found = verify_audit(ledger, head=last.hash)
        assert found.broken_at == at
