"""The verb ``placebo``: the size and power of each test on the user's own prices."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np

from kuroshio.app.study import SEED, hash_input, parse_windows, read_market
from kuroshio.app.workers import run_many
from kuroshio.briefs import head
from kuroshio.errors import Fault, InputError, NumericsError
from kuroshio.market import read_prices
from kuroshio.records import PricePanel, TestResult
from kuroshio.studies import (
    PlaceboDesign,
    PlaceboPlan,
    count_rejections,
    equal_weighted,
    run_placebo,
)
from kuroshio.version import VERSION

LEVEL = 0.05
Shared = tuple[PlaceboPlan, PricePanel, PricePanel]


def make_placebo(  # noqa: PLR0913 - one argument for each option of the command
    prices: str | Path,
    *,
    market: str | None = None,
    studies: int = 1000,
    events: int = 50,
    design: str = "spread",
    effect: float = 0.0,
    estimation: str = "-260:-11",
    event: str = "-5:5",
    windows: str | None = None,
    draws: int = 0,
    workers: int = 1,
    cluster: str | None = None,
) -> dict[str, Any]:
    """Study events that never were, many times, and count how often each test rejects.

    Parameters
    ----------
    prices : path
        Prices, wide or long.
    market : str, optional
        As for a study; default: the mean return of all securities of the prices.
    studies, events : int
        Studies, and events in each.
    design : {"spread", "one-date"}
        Every event on a date of its own, or all of a study on one date.
    effect : float
        Decimal abnormal return put on day 0: the shares are then power, not size.
    estimation, event, windows : str
        As for a study.
    draws : int
        Draws of the tests that resample; 0: without them.
    workers, cluster
        Processes here, or the address of a Dask scheduler; the numbers are the same.

    Returns
    -------
    dict
        ``rejections`` and ``settings`` after the head that every verb has.

    Raises
    ------
    InputError
        With every option that cannot be used, or the prices' faults.
    """
    spans, inner = parse_windows(estimation, event, windows)
    _check(design, studies=studies, events=events, effect=effect)
    plan = PlaceboPlan(
        design=cast("PlaceboDesign", design),
        events=events,
        estimation=spans[0],
        event=spans[1],
        windows=tuple(inner),
        effect=effect,
        draws=draws,
    )
    panel = read_prices(prices)
    index = read_market(market, panel) or equal_weighted(panel)
    try:
        done = run_many(
            _test_one,
            range(studies),
            (plan, panel, index),
            workers=workers,
            cluster=cluster,
            seed=SEED,
        )
    except NumericsError as error:
        fault = Fault(place="options", problem=str(error))
        raise InputError("command line", [fault]) from None
    inputs = (hash_input(prices),)
    return {
        **head(as_of=None, inputs=inputs, pack=None, version=VERSION),
        "rejections": [
            asdict(item) for item in count_rejections(done, plan=plan, level=LEVEL)
        ],
        "settings": {
            "market": market,
            "studies": studies,
            "level": LEVEL,
            "seed": SEED,
            **asdict(plan),
        },
    }


def _test_one(
    _: int, shared: Shared, rng: np.random.Generator
) -> tuple[TestResult, ...]:
    plan, panel, index = shared
    return run_placebo(plan, panel, index, rng).tests


def _check(design: str, *, studies: int, events: int, effect: float) -> None:
    faults = [
        Fault(place=option, problem=f"{value} is below {least}")
        for option, value, least in (
            ("--studies", studies, 1),
            ("--events", events, 2),
        )
        if value < least
    ]
    if design not in get_args(PlaceboDesign):
        names = ", ".join(get_args(PlaceboDesign))
        faults.append(Fault(place="--design", problem=f"{design!r} is none of {names}"))
    if not -1 < effect < 1:
        problem = f"{effect} is no decimal return between -1 and 1"
        faults.append(Fault(place="--effect", problem=problem, mend="1 % is 0.01"))
    if faults:
        raise InputError("command line", faults)


def say_placebo(done: dict[str, Any]) -> str:
    """Word the shares: a line for each test, a column for each window."""
    settings, rows = done["settings"], done["rejections"]
    windows = list(dict.fromkeys((r["kind"], r["w0"], r["w1"]) for r in rows))
    shares = {(r["test"], (r["kind"], r["w0"], r["w1"])): r for r in rows}
    what = "power" if settings["effect"] else "size"
    title = (
        f"{settings['studies']:,} studies of up to {settings['events']} events that"
        f" never were, {settings['design']}: {what} at {settings['level']:.0%}"
    )
    lines = [
        title,
        f"  {'test':<24}"
        + "".join(f"{f'{kind} {first}:{last}':>12}" for kind, first, last in windows),
    ]
    for test in dict.fromkeys(row["test"] for row in rows):
        held = [shares.get((test, window)) for window in windows]
        cells = "".join(f"{row['share']:>12.1%}" if row else " " * 12 for row in held)
        lines.append(f"  {test:<24}{cells}{_verdict(held, what)}")
    return "\n".join(lines)


def _verdict(held: list[dict[str, Any] | None], what: str) -> str:
    if what == "power":
        return ""
    off = [row for row in held if row and not row["within"]]
    if not off:
        return "  ok"
    return f"  off: {off[0]['reason'] or 'no reason known'}"
