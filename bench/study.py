"""Time the event-study engine beside a plain loop and, where installed, eventstudy.

    python bench/study.py [--windows 10000] [--big] [--threads 2]

Prices are made up: 500 securities, 2,520 sessions, 20 event dates, 250 estimation
days, 21 event days, market model. Rates are windows per CPU-second of one thread,
best of several; the gain of a second thread is wall time.
"""

import argparse
import csv
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuroshio.records import EventTable, PricePanel
from kuroshio.studies import TestSet, run_study, warm_kernels

SECURITIES, SESSIONS = 500, 2520


def make_panels(
    securities: int = SECURITIES, sessions: int = SESSIONS
) -> tuple[PricePanel, PricePanel]:
    """Prices with a market in them."""
    rng = np.random.default_rng(7)
    days = np.arange("2010-01-01", "2024-01-01", dtype="datetime64[D]")
    days = days[np.is_busday(days)][:sessions]
    market = 0.01 * rng.standard_t(5, size=(sessions, 1)).clip(-8, 8)
    loads = rng.uniform(0.5, 1.5, size=(1, securities))
    own = 0.02 * rng.standard_t(4, size=(sessions, securities)).clip(-8, 8)
    prices = 50.0 * np.exp(np.cumsum(market * loads + own, axis=0))
    names = tuple(f"S{k:04d}" for k in range(securities))
    return (
        PricePanel(dates=days, securities=names, values=prices),
        PricePanel(
            dates=days,
            securities=("M",),
            values=1e3 * np.exp(np.cumsum(market, axis=0)),
        ),
    )


def make_events(prices: PricePanel, count: int) -> EventTable:
    """Every security on as many dates as it takes."""
    dates = -(-count // len(prices.securities))
    rng = np.random.default_rng(11)
    last = len(prices.dates) - 15
    rows = np.sort(rng.choice(np.arange(270, last), size=dates, replace=False))
    k = np.arange(count)
    column = k % len(prices.securities)
    row = rows[(k // len(prices.securities)) % dates]
    return EventTable(
        event_ids=tuple(f"E{i}" for i in k),
        securities=tuple(prices.securities[c] for c in column),
        dates=prices.dates[row],
    )


def best(run: Callable[[], object], repeats: int = 9) -> tuple[float, float]:
    """Least CPU and wall seconds of several runs."""
    cpu, wall = np.inf, np.inf
    for _ in range(repeats):
        c, w = time.process_time(), time.perf_counter()
        run()
        cpu = min(cpu, time.process_time() - c)
        wall = min(wall, time.perf_counter() - w)
    return cpu, wall


def plain_loop(
    prices: PricePanel, market: PricePanel, events: EventTable
) -> tuple[NDArray[np.float64], float]:
    """AR, CAR and the cross-sectional t as a loop of least squares would give them."""
    column = {name: k for k, name in enumerate(prices.securities)}
    firm = prices.values[1:] / prices.values[:-1] - 1.0
    index = market.values[1:, 0] / market.values[:-1, 0] - 1.0
    rows = np.searchsorted(prices.dates, events.dates) - 1
    cars = np.empty(len(rows))
    for i, (name, row) in enumerate(zip(events.securities, rows, strict=True)):
        y = firm[row - 260 : row - 10, column[name]]
        x = np.column_stack([np.ones(250), index[row - 260 : row - 10]])
        slope, *_ = np.linalg.lstsq(x, y, rcond=None)
        after = slice(row - 10, row + 11)
        ahead = np.column_stack([np.ones(21), index[after]])
        cars[i] = (firm[after, column[name]] - ahead @ slope).sum()
    return cars, float(cars.mean() / (cars.std(ddof=1) / np.sqrt(len(cars))))


def time_engine(
    prices: PricePanel, market: PricePanel, count: int, *, threads: int = 1
) -> dict[str, float]:
    """Print and return the rates of each set of tests."""
    events = make_events(prices, count)
    rates: dict[str, float] = {}
    sets: tuple[TestSet, ...] = ("none", "parametric", "all")
    for tests in sets:
        cpu, wall = best(
            lambda tests=tests: run_study(  # type: ignore[misc]
                events, prices, market, tests=tests, threads=threads
            )
        )
        rates[tests] = count / cpu if threads == 1 else count / wall
        unit = "CPU-s" if threads == 1 else f"s of wall, {threads} threads"
        print(
            f"  kuroshio {tests:<11}{count:>9,} windows {rates[tests]:>12,.0f} / {unit}"
        )
    return rates


def time_loop(prices: PricePanel, market: PricePanel, count: int) -> float:
    """Rate of the plain loop, after checking that it agrees."""
    events = make_events(prices, count)
    cars, t = plain_loop(prices, market, events)
    study = run_study(events, prices, market, tests="parametric")
    assert np.allclose(study.abnormal.car[:, -1], cars, rtol=1e-9, atol=1e-12)
    ours = [x.stat for x in study.tests if x.kind == "CAAR" and x.test == "csect_t"]
    assert np.isclose(float(ours[0] or 0.0), t, rtol=1e-9)
    cpu, _ = best(lambda: plain_loop(prices, market, events), 2)
    print(f"  least-squares loop  {count:>9,} windows {count / cpu:>12,.0f} / CPU-s")
    return count / cpu


def time_statsmodels(
    prices: PricePanel, market: PricePanel, count: int
) -> float | None:
    """Rate of a loop over statsmodels' OLS (AR, CAR), None where it is absent."""
    try:
        import statsmodels.api as sm
    except ImportError:
        print("  statsmodels is not installed here")
        return None
    events = make_events(prices, count)
    column = {name: k for k, name in enumerate(prices.securities)}
    firm = prices.values[1:] / prices.values[:-1] - 1.0
    index = sm.add_constant(market.values[1:, 0] / market.values[:-1, 0] - 1.0)
    rows = np.searchsorted(prices.dates, events.dates) - 1

    def loop() -> None:
        for name, row in zip(events.securities, rows, strict=True):
            before, during = slice(row - 260, row - 10), slice(row - 10, row + 11)
            fit = sm.OLS(firm[before, column[name]], index[before]).fit()
            ahead = fit.get_prediction(index[during])
            (firm[during, column[name]] - ahead.predicted_mean).cumsum()

    cpu, _ = best(loop, 2)
    print(f"  statsmodels loop    {count:>9,} windows {count / cpu:>12,.0f} / CPU-s")
    return count / cpu


def time_eventstudy(prices: PricePanel, market: PricePanel, count: int) -> float | None:
    """Rate of the eventstudy package (market model, CAR t only), None if absent."""
    try:
        import eventstudy  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        print("  eventstudy is not installed here")
        return None
    events = make_events(prices, count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "prices.csv"
        both = np.concatenate([prices.values, market.values], axis=1)
        _write(path, ["date", *prices.securities, "M"], prices.dates, both)
        eventstudy.Single.import_returns(str(path), is_price=True)
    listed = [
        {"security_ticker": name, "market_ticker": "M", "event_date": day}
        for name, day in zip(events.securities, events.dates, strict=True)
    ]
    cpu, _ = best(
        lambda: eventstudy.Multiple.from_list(
            listed,
            eventstudy.Single.market_model,
            event_window=(-10, 10),
            estimation_size=250,
            buffer_size=0,
            ignore_errors=False,
        ),
        2,
    )
    print(f"  eventstudy (CAR t)  {count:>9,} windows {count / cpu:>12,.0f} / CPU-s")
    return count / cpu


def _write(
    path: Path,
    header: list[str],
    dates: NDArray[np.datetime64],
    values: NDArray[np.float64],
) -> None:
    days = np.datetime_as_string(dates)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for day, row in zip(days, values.tolist(), strict=True):
            writer.writerow([day, *row])


def time_big() -> None:
    """5,400 securities by 84 precedents end to end."""
    prices, market = make_panels(5400, 2520)
    events = make_events(prices, 5400 * 84)
    c, w = time.process_time(), time.perf_counter()
    study = run_study(events, prices, market, threads=2)
    cpu, wall = time.process_time() - c, time.perf_counter() - w
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"  5,400 x 84 = {len(study.used.dates):,} windows, every test: {wall:.1f} s "
        f"wall, {cpu:.1f} s CPU, peak {peak:.2f} GB"
    )


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--windows", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--big", action="store_true")
    asked = parser.parse_args()
    if asked.threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    warm_kernels()
    if asked.big:
        time_big()
        return
    prices, market = make_panels()
    one = time_engine(prices, market, asked.windows)
    if asked.threads > 1:
        many = time_engine(prices, market, asked.windows, threads=asked.threads)
        for tests in ("parametric", "all"):
            gain = many[tests] / one[tests]
            print(f"  {asked.threads} threads gain {gain:.2f} ({tests})")
        return
    for count in (asked.windows // 4, asked.windows * 4):
        rates = time_engine(prices, market, count)
        print(
            f"  per window against {asked.windows:,}: "
            f"{one['all'] / rates['all']:.2f} (all)"
        )
    peers = {
        "least-squares loop": time_loop(prices, market, min(2000, asked.windows)),
        "statsmodels loop": time_statsmodels(prices, market, 500),
        "eventstudy": time_eventstudy(prices, market, 1000),
    }
    for name, rate in peers.items():
        if rate is not None:
            print(
                f"  ratio to {name:<19} {one['all'] / rate:>8,.1f} (every test) "
                f"{one['none'] / rate:>8,.1f} (AR and CAR)"
            )


if __name__ == "__main__":
    main()
