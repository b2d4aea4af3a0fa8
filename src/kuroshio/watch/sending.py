"""When a message leaves: at once, after quiet hours, or with the digest."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kuroshio.records import Alert, Delivery, Quiet, Subscriber, WatchRule
from kuroshio.watch.rules import RANK

MOST_ATTEMPTS = 8
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=2)


def due_at(
    alert: Alert, rule: WatchRule, subscriber: Subscriber, *, now: datetime
) -> datetime:
    """Return when an alert may leave (aware UTC)."""
    if rule.send == "digest":
        return next_digest(subscriber, now)
    quiet = subscriber.quiet
    if quiet is None or (
        quiet.but is not None and RANK[alert.severity] >= RANK[quiet.but]
    ):
        return now
    return _after_quiet(quiet, ZoneInfo(subscriber.zone), now)


def next_digest(subscriber: Subscriber, now: datetime) -> datetime:
    """Return the next time of a subscriber's digest after now."""
    zone = ZoneInfo(subscriber.zone)
    local = now.astimezone(zone)
    day = local.date()
    for later in range(3):
        at = datetime.combine(
            day + timedelta(days=later), subscriber.digest_at, tzinfo=zone
        )
        if at > local:
            break
    return at.astimezone(now.tzinfo)


def _after_quiet(quiet: Quiet, zone: ZoneInfo, now: datetime) -> datetime:
    local = now.astimezone(zone)
    moment = local.time()
    if quiet.start <= quiet.end:
        inside = quiet.start <= moment < quiet.end
        days = 0
    else:
        inside = moment >= quiet.start or moment < quiet.end
        days = 1 if moment >= quiet.start else 0
    if not inside:
        return now
    day = local.date() + timedelta(days=days)
    return datetime.combine(day, quiet.end, tzinfo=zone).astimezone(now.tzinfo)


def make_deliveries(
    alert: Alert, rule: WatchRule, subscriber: Subscriber, *, now: datetime
) -> tuple[Delivery, ...]:
    """Return a message for each channel, under an id that never changes.

    Alerts of one digest are put into one message when they leave, by their due time.
    """
    due = due_at(alert, rule, subscriber, now=now)
    return tuple(
        Delivery(
            id=name_delivery(alert.id, channel.id),
            subscriber=subscriber.id,
            channel=channel.id,
            alerts=(alert.id,),
            state="pending",
            due_at=due,
        )
        for channel in subscriber.channels
        if channel.kind != "desk"
    )


def name_delivery(alert: str, channel: str) -> str:
    """Return the idempotency key of an alert on a channel."""
    return f"d-{hashlib.sha256(f'{alert}/{channel}'.encode()).hexdigest()[:32]}"


def retry_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts; None: give up.

    Examples
    --------
    >>> retry_after(1), retry_after(8)
    (datetime.timedelta(seconds=30), None)
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    wait: timedelta = FIRST_RETRY * 2 ** (attempts - 1)
    return min(wait, LONGEST_RETRY)


def word_message(alerts: Sequence[Alert]) -> tuple[str, str]:
    """Return subject and body of a message in plain text.

    Titles come from feeds: line breaks are gone, and nothing of them is markup.
    """
    first = alerts[0]
    if len(alerts) == 1:
        subject = f"[{first.severity}] {_line(first.title)}"
    else:
        subject = f"[digest] {len(alerts)} alerts"
    parts = [
        "\n".join(
            line
            for line in (
                _line(one.title),
                _line(one.say) if one.say != one.title else "",
                one.link or "",
                f"rule {one.rule}, source {one.source}, alert {one.id}"
                + (f", thread {one.thread}" if one.edition > 1 else ""),
            )
            if line
        )
        for one in alerts
    ]
    return subject[:250], "\n\n".join(parts)


def _line(text: str) -> str:
    return " ".join(text.split())
