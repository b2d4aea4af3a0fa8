"""The lease: which of several processes watches now."""

from kuroshio.app.watch_state import Watch
from kuroshio.ledger import recover_deliveries, take_lease

LEASE = "watch"
LEASE_SECONDS = 60.0


def hold_lease(watch: Watch) -> bool:
    """Take or renew the lease; put back what its last holder was sending."""
    lease = take_lease(watch.ledger, LEASE, holder=watch.holder, seconds=LEASE_SECONDS)
    if lease is None:
        watch.lease = None
        return False
    if watch.lease is None or watch.lease.token != lease.token:
        watch.lines = None
        again = recover_deliveries(watch.ledger)
        watch.tell("lease taken", token=lease.token, sending_again=again)
    watch.lease = lease
    return True


def keep_lease(watch: Watch) -> bool:
    """Renew the lease in the middle of work; False: it has moved, so stop.

    A watch that never took one (a test, a single look) may go on.
    """
    if watch.lease is None:
        return True
    token = watch.lease.token
    return hold_lease(watch) and watch.lease is not None and watch.lease.token == token
