"""The outbox, items, where sources stand, and leases."""

from datetime import timedelta

import pytest

from kuroshio.errors import LedgerError
from kuroshio.ledger import (
    WorkedItem,
    add_items,
    check_lease,
    count_deliveries,
    count_items,
    count_topics,
    free_lease,
    items_to_do,
    list_deliveries,
    queue_deliveries,
    read_lease,
    read_sources,
    recover_deliveries,
    revive_delivery,
    settle_delivery,
    settle_items,
    sources_of_event,
    take_deliveries,
    take_lease,
    write_source,
)
from kuroshio.records import Delivery, FeedItem, SourceState


def message(name, due):
    return Delivery(
        id=name, subscriber="ann", channel="desk", alerts=("a1",), state="pending",
        due_at=due,
    )  # fmt: skip


def item(name, **parts):
    link = f"https://a.example/{name}"
    return FeedItem(id=name, source="s", link=link, title=name, **parts)


def test_a_message_is_queued_and_taken_once(ledger, clock):
    one = message("m1", clock.now)
    assert queue_deliveries(ledger, [one, one]) == 1
    assert queue_deliveries(ledger, [one]) == 0
    assert [found.id for found in take_deliveries(ledger)] == ["m1"]
    assert take_deliveries(ledger) == ()
    settle_delivery(ledger, "m1")
    assert count_deliveries(ledger) == {"sent": 1}


def test_a_message_waits_until_it_is_due(ledger, clock):
    queue_deliveries(ledger, [message("m1", clock.now + timedelta(hours=1))])
    assert take_deliveries(ledger) == ()
    clock.turn(hours=1)
    assert len(take_deliveries(ledger)) == 1


def test_what_a_dead_process_was_sending_is_sent_again_under_its_id(ledger, clock):
    queue_deliveries(ledger, [message("m1", clock.now)])
    take_deliveries(ledger)
    assert recover_deliveries(ledger) == 1
    (again,) = take_deliveries(ledger)
    assert (again.id, again.attempts, again.uncertain) == ("m1", 2, 1)


def test_failures_are_tried_again_then_given_up_and_revived(ledger, clock):
    queue_deliveries(ledger, [message("m1", clock.now)])
    take_deliveries(ledger)
    settle_delivery(
        ledger, "m1", error="503", retry_at=clock.now + timedelta(minutes=1)
    )
    assert take_deliveries(ledger) == ()
    clock.turn(minutes=1)
    take_deliveries(ledger)
    settle_delivery(ledger, "m1", error="410")
    (dead,) = list_deliveries(ledger, state="dead")
    assert dead.error == "410"
    assert revive_delivery(ledger, "m1")
    assert not revive_delivery(ledger, "m1")
    assert len(take_deliveries(ledger)) == 1


def test_an_item_is_met_once_and_worked_once(ledger, clock):
    kept = item("i1", text="关税", published_at=clock.now)
    assert add_items(ledger, [kept, kept, item("i2")]) == 2
    assert add_items(ledger, [kept]) == 0
    assert items_to_do(ledger)[0] == kept
    done = WorkedItem(id="i1", answer="matters", event="e1", topics=("t", "t", "u"))
    assert settle_items(ledger, [done]) == 1
    assert settle_items(ledger, [done]) == 0
    assert [one.id for one in items_to_do(ledger)] == ["i2"]
    assert count_items(ledger) == {"matters": 1, "new": 1}
    assert sources_of_event(ledger, "e1") == (("s", "https://a.example/i1"),)
    until = clock.now + timedelta(days=1)
    counts = count_topics(ledger, since=clock.now, until=until)
    assert counts == {"t": {clock.now.date(): 1}, "u": {clock.now.date(): 1}}


def test_where_a_source_stands_is_kept(ledger, clock):
    state = SourceState(source="s", tried_at=clock.now, http=304, etag='"x"')
    write_source(ledger, state, next_at=clock.now)
    write_source(ledger, state, next_at=clock.now)
    assert read_sources(ledger) == {"s": state}


def test_a_lease_is_held_by_one_and_moves_when_it_ends(ledger, clock):
    mine = take_lease(ledger, "watch", holder="a", seconds=30)
    assert take_lease(ledger, "watch", holder="b", seconds=30) is None
    clock.turn(seconds=20)
    mine = take_lease(ledger, "watch", holder="a", seconds=30)
    clock.turn(seconds=20)
    assert take_lease(ledger, "watch", holder="b", seconds=30) is None
    check_lease(ledger, mine)
    clock.turn(seconds=11)
    theirs = take_lease(ledger, "watch", holder="b", seconds=30)
    assert theirs.token > mine.token
    with pytest.raises(LedgerError, match="moved"):
        check_lease(ledger, mine)
    free_lease(ledger, mine)  # too late: it is not theirs to give
    assert read_lease(ledger, "watch").holder == "b"
    free_lease(ledger, theirs)
    assert take_lease(ledger, "watch", holder="a", seconds=30) is not None


def test_a_lease_of_a_clock_that_ran_wild_does_not_last(ledger, clock):
    clock.turn(days=400)
    take_lease(ledger, "watch", holder="a", seconds=30)
    clock.turn(days=-400)
    assert take_lease(ledger, "watch", holder="b", seconds=30) is not None


def test_a_message_of_a_clock_that_ran_wild_is_not_held_back(ledger, clock):
    queue_deliveries(ledger, [message("m1", clock.now + timedelta(days=400))])
    assert len(take_deliveries(ledger)) == 1
