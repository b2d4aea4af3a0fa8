"""Compile the kernels before somebody waits for them."""

import numpy as np

from kuroshio.records import EventTable, PricePanel
from kuroshio.studies.study import run_study


def warm_kernels() -> int:
    """Run a study of made-up prices through every kernel, so that its code is cached.

    Returns
    -------
    int
        Number of tests that came out.
    """
    steps, names = 40, ("a", "b", "c")
    turns = np.arange(steps)[:, None] * np.array([1.0, 1.7, 2.3]) + 0.5
    dates = np.datetime64("2000-01-03") + np.arange(steps)
    prices = PricePanel(
        dates=dates, securities=names, values=100.0 + 5.0 * np.sin(turns)
    )
    market = PricePanel(
        dates=dates, securities=("m",), values=100.0 + np.cos(3.1 * turns[:, :1])
    )
    study = run_study(
        EventTable(event_ids=names, securities=names, dates=dates[[30, 31, 32]]),
        prices,
        market,
        estimation=(-20, -6),
        event=(-5, 5),
        draws=10,
        rng=np.random.default_rng(0),
    )
    return len(study.tests)
