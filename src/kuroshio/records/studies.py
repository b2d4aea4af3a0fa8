"""Event studies: what goes in, and the abnormal returns and tests that come out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import NumericsError

ModelName = Literal["market", "market-adjusted", "mean", "factor"]
ReturnsName = Literal["simple", "log"]
SeriesName = Literal["simple", "log", "level"]
TestKind = Literal["AAR", "CAAR", "BHAR", "AAV"]

DayArray = NDArray[np.datetime64]
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePanel:
    """Prices or returns, sessions by securities.

    Parameters
    ----------
    dates : ndarray of datetime64[D], shape (n_sessions,)
        Strictly increasing.
    securities : tuple of str, length n_securities
        Opaque, without repeats; names of factors in a panel of factors.
    values : ndarray of float64, shape (n_sessions, n_securities)
        Prices in the security's currency, above zero; or, with ``are_returns``,
        simple returns, decimal, from the session before. NaN: no price that session.
    are_returns : bool
        Whether ``values`` are returns.
    """

    dates: DayArray
    securities: tuple[str, ...]
    values: FloatArray
    are_returns: bool = False

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.dates), len(self.securities)):
            raise NumericsError("a panel's values must be sessions by securities")
        if len(set(self.securities)) != len(self.securities):
            raise NumericsError("a panel names each security once")
        if np.any(self.dates[1:] <= self.dates[:-1]):
            raise NumericsError("a panel's dates must increase")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTable:
    """Events in columns: one row for each event of each security.

    ``dates`` is day 0 (datetime64[D]), a row of the price index. ``event_ids`` need
    not be unique; events of one security may overlap.
    """

    event_ids: tuple[str, ...]
    securities: tuple[str, ...]
    dates: DayArray

    def __post_init__(self) -> None:
        if not len(self.event_ids) == len(self.securities) == len(self.dates):
            raise NumericsError("an event table's columns must be of one length")

    @staticmethod
    def of(rows: Sequence[tuple[str, str, date]]) -> "EventTable":
        """Make a table of rows (event id, security, day 0)."""
        return EventTable(
            event_ids=tuple(row[0] for row in rows),
            securities=tuple(row[1] for row in rows),
            dates=np.array([row[2] for row in rows], dtype="datetime64[D]"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRows:
    """Events as a file gives them: with day 0, or with the instant of publication.

    ``dates`` is NaT where only ``published_at`` (aware) is given.
    """

    event_ids: tuple[str, ...]
    securities: tuple[str, ...]
    dates: DayArray
    published_at: tuple[datetime | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedEvent:
    """An event that cannot be used, and why."""

    event_id: str
    security: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOverlaps:
    """Pairs of events of one security whose event windows share own rows.

    ``earlier`` and ``later`` (n_pairs,) index the used events; ``days`` (n_pairs,) is
    the number of rows shared. Both events are kept.
    """

    earlier: IntArray
    later: IntArray
    days: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalReturns:
    """The fitted model of each used event, in columns of length N.

    ``beta`` (N, K), one column a name of ``regressors``; ``sigma`` decimal per
    session; ``df`` = M - k. ``estimation_rows`` and ``event_rows`` (N, 2) are the rows
    of the price index from which the window's first return runs and to which its last
    one runs: where they lie further apart than the window has returns, the security
    lacks rows between, and a return spans them. ``estimation_events`` counts other
    events of the same security whose day 0 lies in the estimation window. The betas
    for thin trading (N,) are there when asked for.
    """

    regressors: tuple[str, ...]
    alpha: FloatArray
    beta: FloatArray
    sigma: FloatArray
    df: int
    estimation_rows: IntArray
    event_rows: IntArray
    estimation_events: IntArray
    beta_scholes_williams: FloatArray | None = None
    beta_dimson: FloatArray | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbnormalReturns:
    """Abnormal returns of N events over L days ``days`` and W ``windows``.

    ``ar``, ``se_ar``, ``car``, ``se_car``, ``bhar`` are (N, L), cumulated from the
    event window's first day; ``window_*`` are (N, W). Decimal; BHAR is NaN without a
    market. ``sessions`` (N, L): the date of each day.
    """

    days: IntArray
    windows: IntArray
    sessions: DayArray
    ar: FloatArray
    se_ar: FloatArray
    car: FloatArray
    se_car: FloatArray
    bhar: FloatArray
    window_car: FloatArray
    window_se: FloatArray
    window_bhar: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """One test of one day or window; None where it has no value.

    ``kind``: mean abnormal return of a day (AAR), of a window summed (CAAR) or bought
    and held (BHAR), mean abnormal volatility of a day (AAV).

    ``dist`` names the distribution of the statistic under no abnormal return: t,
    normal, exact, bootstrap, permutation. ``p`` is two-sided; ``p_bh`` and ``p_rw`` are
    adjusted over all days and windows of the same kind and test (Benjamini-Hochberg,
    Romano-Wolf).
    """

    kind: TestKind
    w0: int
    w1: int
    test: str
    stat: float | None
    dist: str | None
    df: float | None
    p: float | None
    n: int
    p_bh: float | None = None
    p_rw: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """An event study.

    ``used`` holds the events behind every array, in input order. ``clustered``: all
    have one day 0. ``mean_correlation`` is that of estimation residuals, aligned on t,
    None when the dates differ or there is one event.
    """

    model: ModelName
    returns: SeriesName
    estimation: tuple[int, int]
    event: tuple[int, int]
    used: EventTable
    normal: NormalReturns
    abnormal: AbnormalReturns
    tests: tuple[TestResult, ...]
    skipped: tuple[SkippedEvent, ...]
    overlaps: EventOverlaps
    clustered: bool
    mean_correlation: float | None
    notes: tuple[str, ...] = field(default=())
