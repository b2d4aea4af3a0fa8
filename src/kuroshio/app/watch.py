"""The watch: one pass, or on and on under a lease."""

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kuroshio.app.watch_lease import hold_lease
from kuroshio.app.watch_look import look_around, watch_health
from kuroshio.app.watch_metrics import Metrics
from kuroshio.app.watch_send import empty_outbox
from kuroshio.app.watch_state import Tell, Watch, open_watch
from kuroshio.app.watch_work import watch_clocks, work_items
from kuroshio.app.workspace import Workspace
from kuroshio.errors import KuroshioError, LedgerDamaged, LedgerError
from kuroshio.ledger import free_lease, verify_ledger

TICK_SECONDS = 15.0
JUMP_SECONDS = 5.0
NOT_ASKED = {"asked": 0, "failed": 0, "items": 0, "changes": 0}


def watch_once(
    watch: Watch, *, only: tuple[str, ...] = (), offline: bool = False
) -> dict[str, Any]:
    """Do everything that is due, once: look, work, clocks, health, send.

    Parameters
    ----------
    watch : Watch
        Open.
    only : tuple of str
        Ask these sources alone, due or not.
    offline : bool
        Ask no source.

    Returns
    -------
    dict
        Counts by step; ``held`` False: another process has the lease, nothing was done.
    """
    if not hold_lease(watch):
        return {"held": False}
    looked = NOT_ASKED if offline else look_around(watch, only=only)
    done: dict[str, Any] = {"held": True, **looked}
    done["worked"], done["alerts"] = 0, 0
    while not watch.stopping:
        if not hold_lease(watch):
            break
        part = work_items(watch)
        done["worked"] += part["worked"]
        done["alerts"] += part["alerts"]
        if not part["worked"]:
            break
    done["alerts"] += watch_clocks(watch) + watch_health(watch)
    sent = empty_outbox(watch)
    return {**done, "sent": sent["sent"], "failed_sends": sent["failed"]}


def close_watch(watch: Watch) -> None:
    """Give the lease back and close the ledger; a ledger that is gone is no fault."""
    watch.stopping = True
    try:
        if watch.lease is not None:
            free_lease(watch.ledger, watch.lease)
    except KuroshioError as error:
        watch.tell("lease not given back", error=str(error))
    watch.ledger.close()


@dataclass(slots=True, kw_only=True)
class Runner:
    """A watch that goes on until it is told to stop.

    Jobs run one at a time, so that nothing is written by two threads. ``jump`` is a
    check of the wall clock against one that never goes back: after a jump the jobs run
    at once, for a scheduler would wait until the wall clock comes round again.
    """

    watch: Watch
    metrics: Metrics
    tick: float = TICK_SECONDS
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Run until ``stop`` is set; the job under way is finished first."""
        from apscheduler.schedulers.background import BackgroundScheduler

        scheduler = BackgroundScheduler(
            timezone="UTC",
            job_defaults={
                "max_instances": 1,
                "coalesce": True,
                "misfire_grace_time": None,
            },
        )
        job = scheduler.add_job(self.beat, "interval", seconds=self.tick, id="watch")
        scheduler.start()
        watch_jumps = _jump_watcher(self.watch.now)
        job.modify(next_run_time=datetime.now(tz=job.next_run_time.tzinfo))
        try:
            while not self.stop.wait(1.0):
                if watch_jumps():
                    self.watch.tell("clock jumped")
                    job.modify(next_run_time=datetime.now(tz=job.next_run_time.tzinfo))
        finally:
            self.watch.stopping = True
            scheduler.shutdown(wait=True)
            close_watch(self.watch)
            self.watch.tell("stopped")

    def beat(self) -> None:
        """Do one pass; a fault of it is told, and the next pass tries again."""
        begin = time.monotonic()
        try:
            done = watch_once(self.watch)
        except LedgerDamaged:
            self.stop.set()
            raise
        except LedgerError as error:
            # Full disk, a server that is gone, a lease that moved: try again later.
            self.watch.lease = None
            self.watch.tell("pass failed", error=str(error))
            self.metrics.failed()
            return
        except KuroshioError as error:
            self.watch.tell("pass failed", error=str(error))
            self.metrics.failed()
            return
        spent = time.monotonic() - begin
        self.metrics.passed(self.watch, done, spent)
        if done.get("worked") or done.get("asked"):
            self.watch.tell("pass", seconds=round(spent, 3), **done)


def _jump_watcher(clock: Callable[[], datetime]) -> Callable[[], bool]:
    """Return a function that says whether the wall clock jumped since the last call."""
    last = (clock(), time.monotonic())

    def jumped() -> bool:
        nonlocal last
        before, begin = last
        last = (clock(), time.monotonic())
        wall = (last[0] - before) / timedelta(seconds=1)
        return abs(wall - (last[1] - begin)) > JUMP_SECONDS

    return jumped


def run_watch(
    workspace: Workspace,
    *,
    rules: Path | None = None,
    tell: Tell,
    port: int = 0,
    tick: float = TICK_SECONDS,
) -> None:
    """Watch until SIGTERM or SIGINT; the pass under way is finished first.

    Parameters
    ----------
    workspace, rules, tell
        As ``open_watch``.
    port : int
        Where metrics are answered on this machine's loopback; 0: nowhere.
    tick : float
        Seconds between passes.

    Raises
    ------
    LedgerDamaged
        When the ledger is not whole: nothing is built on what cannot be trusted.
    """
    watch = open_watch(workspace, rules=rules, tell=tell)
    found = verify_ledger(watch.ledger)
    if not found.ok:
        watch.ledger.close()
        raise LedgerDamaged("; ".join(found.faults[:5]))
    runner = Runner(watch=watch, metrics=Metrics(), tick=tick)
    server = runner.metrics.serve(port) if port else None
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(runner))
    tell("started", holder=watch.holder, sources=len(watch.sources))
    try:
        runner.run()
    finally:
        if server is not None:
            server.shutdown()


def _stop(runner: Runner) -> None:
    runner.watch.stopping = True
    runner.stop.set()
