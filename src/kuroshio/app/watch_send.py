"""Raise alerts with their messages, and empty the outbox."""

from collections.abc import Sequence
from dataclasses import replace

from kuroshio.app.watch_lease import keep_lease
from kuroshio.app.watch_state import Watch
from kuroshio.errors import KuroshioError, ProviderError
from kuroshio.ledger import (
    Ledger,
    append_audit,
    queue_deliveries,
    raise_alerts,
    read_alert,
    settle_delivery,
    take_deliveries,
)
from kuroshio.records import Alert, Channel, Delivery, Subscriber, WatchRule
from kuroshio.watch import make_deliveries, name_delivery, retry_after, word_message

Raised = tuple[Alert, WatchRule]
AT_ONCE = 20


def raise_and_queue(watch: Watch, inside: Ledger, made: Sequence[Raised]) -> int:
    """Write alerts and the messages of those that are new, in one transaction."""
    now = watch.now()
    rules = {alert.id: rule for alert, rule in made}
    new = raise_alerts(inside, [alert for alert, _ in made])
    people = {one.id: one for one in watch.subscribers}
    for alert in new:
        subscriber = people.get(alert.subscriber)
        if subscriber is not None:
            messages = make_deliveries(alert, rules[alert.id], subscriber, now=now)
            queue_deliveries(inside, messages)
        append_audit(
            inside,
            actor="watch",
            action="alert.raised",
            subject=alert.event,
            detail={"alert": alert.id, "subscriber": alert.subscriber},
            at=now,
        )
    return len(new)


def empty_outbox(watch: Watch) -> dict[str, int]:
    """Send what is due; a message that fails waits, then dies, and is never lost."""
    counts = {"sent": 0, "failed": 0}
    while not watch.stopping:
        taken = take_deliveries(watch.ledger, limit=AT_ONCE)
        if not taken:
            return counts
        for group in _groups(watch, taken):
            if not keep_lease(watch):
                return counts  # whoever has it now sends the rest
            error = _send(watch, group)
            counts["failed" if error else "sent"] += len(group)
            for one in group:
                _settle(watch, one, error)
    return counts


def _settle(watch: Watch, one: Delivery, error: str) -> None:
    wait = retry_after(one.attempts) if error else None
    retry_at = watch.now() + wait if wait is not None else None
    settle_delivery(watch.ledger, one.id, error=error, retry_at=retry_at)
    watch.tell(
        "delivered" if not error else "delivery failed",
        delivery=one.id,
        channel=one.channel,
        attempts=one.attempts,
        dead=bool(error) and wait is None,
        error=error,
    )


def _groups(watch: Watch, taken: Sequence[Delivery]) -> list[list[Delivery]]:
    """Put messages of one digest together; webhooks go one by one, each with its id."""
    groups: dict[tuple[str, ...], list[Delivery]] = {}
    for one in taken:
        channel = _channel(watch, one)
        alone = channel is None or channel.kind == "webhook"
        last = one.id if alone else one.due_at.isoformat()
        groups.setdefault((one.subscriber, one.channel, last), []).append(one)
    return list(groups.values())


def _channel(watch: Watch, one: Delivery) -> Channel | None:
    for subscriber in watch.subscribers:
        if subscriber.id == one.subscriber:
            for channel in subscriber.channels:
                if channel.id == one.channel:
                    return channel
    return None


def _send(watch: Watch, group: Sequence[Delivery]) -> str:
    """Send one message; return what went wrong, empty: nothing."""
    channel = _channel(watch, group[0])
    if channel is None:
        return "the rules know no such channel any more"
    try:
        alerts = [
            alert
            for one in group
            for identity in one.alerts
            if (alert := read_alert(watch.ledger, identity, subscriber=one.subscriber))
        ]
        if not alerts:
            return "its alert is gone"
        post(watch, channel, alerts, key=group[0].id)
    except KuroshioError as error:
        return str(error)
    return ""


def post(watch: Watch, channel: Channel, alerts: Sequence[Alert], *, key: str) -> None:
    """Send alerts over a channel.

    Raises
    ------
    ProviderError
        When they did not arrive.
    """
    import msgspec

    from kuroshio.providers.messages import (
        Outgoing,
        fill_address,
        send_by_apprise,
        send_webhook,
    )

    subject, text = word_message(alerts)
    message = Outgoing(
        id=key,
        subject=subject,
        text=text,
        sent_at=watch.now().isoformat(),
        body={
            "schema": "kuroshio-alert/1",
            "id": key,
            "alerts": [msgspec.to_builtins(one) for one in alerts],
        },
    )
    url = fill_address(channel.url, watch.environment)
    if channel.kind == "webhook":
        secret = watch.environment.get(channel.secret, "") if channel.secret else ""
        if channel.secret and not secret:
            raise ProviderError(f"the variable {channel.secret} is not set")
        send_webhook(url, message, secret=secret, agent=watch.workspace.agent)
    else:
        send_by_apprise(url, message)


def send_test(watch: Watch, subscriber: Subscriber) -> dict[str, str]:
    """Send a test message over each channel; return what went wrong on each."""
    now = watch.now()
    mark = f"test {now.isoformat()}"
    alert = Alert(
        id=name_delivery(mark, subscriber.id).replace("d-", "a-"),
        subscriber=subscriber.id, event=mark, edition=1, thread="", kind="test",
        severity="info", title="Kuroshio test: this channel works", rule="test",
        say="Kuroshio test: this channel works", source="kuroshio", link=None,
        published_at=None, raised_at=now,
    )  # fmt: skip
    alert = replace(alert, thread=alert.id)
    results: dict[str, str] = {}
    for channel in subscriber.channels:
        if channel.kind == "desk":
            results[channel.id] = ""
            continue
        try:
            post(watch, channel, [alert], key=name_delivery(alert.id, channel.id))
        except KuroshioError as error:
            results[channel.id] = str(error)
        else:
            results[channel.id] = ""
    return results
