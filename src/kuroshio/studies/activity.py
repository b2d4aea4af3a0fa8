"""Abnormal trading volume and abnormal volatility round events."""

from collections.abc import Sequence

import numpy as np

from kuroshio.numerics import (
    column_moments,
    csect_t,
    p_normal,
    p_student,
    square_excess_z,
)
from kuroshio.records import (
    EventTable,
    ModelName,
    PricePanel,
    Study,
    TestKind,
    TestResult,
)
from kuroshio.studies.significance import Column, to_results
from kuroshio.studies.study import TestSet, run_study


def run_volume_study(  # noqa: PLR0913 - the choices of a study, all by keyword
    events: EventTable,
    volumes: PricePanel,
    market: PricePanel | None = None,
    *,
    model: ModelName = "mean",
    estimation: tuple[int, int] = (-260, -11),
    event: tuple[int, int] = (-10, 10),
    windows: Sequence[tuple[int, int]] | None = None,
    tests: TestSet = "all",
    threads: int = 1,
) -> Study:
    """Study log volume as `run_study` studies returns.

    Abnormal volume is the log of volume less its estimation mean ("mean") or less what
    the market's log volume explains ("market"); a session without volume is a missing
    row, never a zero. The tests are those of returns.

    Parameters
    ----------
    events, estimation, event, windows, tests, threads
        As `run_study`.
    volumes : PricePanel
        Shares or money traded, or turnover; NaN or 0: no trade.
    market : PricePanel, optional
        The same for the market.
    model : {"mean", "market", "market-adjusted"}

    References
    ----------
    Ajinkya and Jain (1989), J. Accounting and Economics 11, on logs; Campbell and
    Wasley (1996), Contemporary Accounting Research 13, on the rank test.
    """
    return run_study(
        events,
        _logged(volumes),
        None if market is None else _logged(market),
        model=model,
        returns="level",
        estimation=estimation,
        event=event,
        windows=windows,
        tests=tests,
        threads=threads,
    )


def _logged(panel: PricePanel) -> PricePanel:
    traded = np.where(panel.values > 0.0, panel.values, np.nan)
    return PricePanel(
        dates=panel.dates, securities=panel.securities, values=np.log(traded)
    )


def assess_volatility(study: Study) -> tuple[TestResult, ...]:
    """Test for each day whether abnormal returns vary more than they should.

    The mean of squared standardised abnormal returns, over its expectation
    ``d / (d - 2)`` under Student's t with d = M - k, is the mean abnormal volatility
    ratio; 1 is normal. ``square_z`` is its z under independence, ``square_csect_t``
    lets the spread over events speak instead.

    References
    ----------
    Beaver (1968), J. Accounting Research 6; Patell (1976), J. Accounting Research 14.
    """
    held, df = study.abnormal, study.normal.df
    count = len(held.ar)
    if count == 0 or df <= 4:
        return ()
    squares = (held.ar / held.se_ar) ** 2
    ratio = squares * (df - 2.0) / df
    nothing = np.full(len(held.days), np.nan)
    z = square_excess_z(squares, df)
    t = csect_t(column_moments(ratio - 1.0))
    columns = (
        Column(test="mean", stat=ratio.mean(axis=0), dist=None, df=None, p=nothing),
        Column(test="square_z", stat=z, dist="normal", df=None, p=p_normal(z)),
        Column(
            test="square_csect_t",
            stat=t,
            dist="t",
            df=count - 1,
            p=p_student(t, max(count - 1, 1)),
        ),
    )
    spans = np.stack([held.days, held.days], axis=1)
    kinds: tuple[TestKind, ...] = tuple("AAV" for _ in held.days)
    return to_results(columns, kinds, spans, count)
