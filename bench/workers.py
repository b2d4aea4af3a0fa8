"""Time run_many with one and with two workers on studies of placebo dates.

Run ``python bench/workers.py [PIECES]``. Efficiency is the time in this process over
twice the time of two workers, whose sending and waiting is counted. The numbers must be
the same.
"""

import os
import sys
import time

import numpy as np

from kuroshio.app.workers import run_many
from kuroshio.records import EventTable, PricePanel
from kuroshio.studies import run_study

SECURITIES, SESSIONS, EVENTS = 400, 1_500, 250


def placebo(_: int, panel: PricePanel, rng: np.random.Generator) -> float:
    """Run one study of events on random days and return its mean abnormal return."""
    days = rng.integers(300, SESSIONS - 30, EVENTS)
    picked = rng.integers(0, SECURITIES - 1, EVENTS)
    events = EventTable(
        event_ids=tuple(str(k) for k in range(EVENTS)),
        securities=tuple(panel.securities[k] for k in picked),
        dates=panel.dates[days],
    )
    market = PricePanel(
        dates=panel.dates,
        securities=panel.securities[-1:],
        values=np.ascontiguousarray(panel.values[:, -1:]),
    )
    done = run_study(events, panel, market)
    return float(done.abnormal.car.mean())


def main() -> None:
    """Print both times and the efficiency."""
    pieces = int(sys.argv[1]) if len(sys.argv) > 1 else 1_200
    rng = np.random.default_rng(20260212)
    moves = rng.standard_normal((SESSIONS, SECURITIES)) * 0.02
    whole = np.arange(np.datetime64("2018-01-01"), np.datetime64("2026-01-01"))
    panel = PricePanel(
        dates=whole[np.is_busday(whole)][:SESSIONS],
        securities=tuple(f"S{k}" for k in range(SECURITIES)),
        values=10 * np.exp(np.cumsum(moves, axis=0)),
    )
    for name in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[name] = "1"
    run_many(placebo, range(8), panel, workers=2)  # processes up, kernels loaded
    print(f"{os.cpu_count()} cores, {pieces} studies of {EVENTS} events")
    took: dict[int, float] = {}
    found: dict[int, list[float]] = {}
    for workers in (1, 2, 1, 2):
        started = time.perf_counter()
        found[workers] = run_many(placebo, range(pieces), panel, workers=workers)
        seconds = time.perf_counter() - started
        took[workers] = min(seconds, took.get(workers, seconds))
        print(f"workers {workers}: {seconds:.2f} s")
    assert found[1] == found[2]
    efficiency = took[1] / (2 * took[2])
    print(f"efficiency from one to two workers: {efficiency:.2f}, aim 0.85")


if __name__ == "__main__":
    main()
