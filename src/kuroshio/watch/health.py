"""How a source is: silence and failure never look alike."""

from datetime import datetime, timedelta

from kuroshio.records import Health, Source, SourceState

STALE_LOOKS = 4  # looks missed before an answer counts as old
FAILING_AFTER = 3
SLACK = timedelta(minutes=1)


def health_of(source: Source, state: SourceState | None, *, now: datetime) -> Health:
    """Return the health of a source.

    ``never`` asked; ``ok``; ``stale``: nobody asked it for four of its periods;
    ``failing``: three looks in a row failed, or none ever worked; ``paused``: failing
    and not asked before a set time; ``off`` in the registry.
    """
    if source.status in {"off", "dead"}:
        return "off"
    if state is None or state.tried_at is None:
        return "never"
    if state.open_until is not None and state.open_until > now:
        return "paused"
    if state.failures >= FAILING_AFTER or (state.failures and state.good_at is None):
        return "failing"
    limit = timedelta(minutes=source.every) * STALE_LOOKS
    if state.good_at is None or now - state.good_at > limit:
        return "stale"
    return "ok"


def is_due(source: Source, state: SourceState | None, *, now: datetime) -> bool:
    """Say whether a source is to be asked now.

    A look that lies in the future was noted by a clock that ran wild: it is due.
    """
    if source.status in {"off", "dead"}:
        return False
    if state is None or state.next_at is None or state.tried_at is None:
        return True
    return state.next_at <= now or state.tried_at > now + SLACK
