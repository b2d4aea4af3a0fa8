"""An event study from events and prices to tests: the engine's front."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from kuroshio.numerics import Ints, mean_correlation
from kuroshio.records import (
    AbnormalReturns,
    DayArray,
    EventTable,
    ModelName,
    NormalReturns,
    PricePanel,
    SeriesName,
    Study,
    TestResult,
)
from kuroshio.studies.battery import degrees_of_freedom, run_tests
from kuroshio.studies.fitting import Fitted, fit_events
from kuroshio.studies.placement import find_overlaps, panel_rows
from kuroshio.studies.plan import Plan
from kuroshio.studies.significance import number
from kuroshio.studies.thin import thin_betas

TestSet = Literal["none", "parametric", "all"]


def run_study(  # noqa: PLR0913 - a study has that many choices, all by keyword
    events: EventTable,
    prices: PricePanel,
    market: PricePanel | None = None,
    factors: PricePanel | None = None,
    *,
    model: ModelName = "market",
    returns: SeriesName = "simple",
    estimation: tuple[int, int] = (-260, -11),
    event: tuple[int, int] = (-10, 10),
    windows: Sequence[tuple[int, int]] | None = None,
    tests: TestSet = "all",
    draws: int = 0,
    rng: np.random.Generator | None = None,
    thin: bool = False,
    threads: int = 1,
) -> Study:
    """Estimate normal returns, abnormal returns, and what they are worth.

    Day t is counted on each security's own rows: the rows of the price index on which
    the security, the market and, for the factor model, every factor have a value. No
    row is filled or made up, and none that exists is left out. A return runs from one
    own row to the next, so the first after a suspension spans it, and the returns of
    market and factors are taken between the same two rows. An event whose day 0 is not
    an own row, or whose windows do not lie inside the own rows, is skipped and says
    why. Events of one security may overlap; they are kept and reported.

    Parameters
    ----------
    events : EventTable
        Event id, security and day 0 (a row of the price index).
    prices : PricePanel
        Prices, NaN where missing.
    market : PricePanel or None
        The market index in the first column; needed by the models "market" and
        "market-adjusted", and by BHAR.
    factors : PricePanel or None
        Factors of the factor model, as levels or, with ``are_returns``, as simple
        returns, which are compounded over an own row that spans several. With log
        returns the log of the compounded factor return enters.
    model : {"market", "market-adjusted", "mean", "factor"}
        "market": constant and market. "market-adjusted": the market's return itself,
        no estimation; sigma squared is the mean square over the estimation window.
        "mean": constant. "factor": constant, market (if given) and factors, as they
        come; give excess returns for the CAPM.
    returns : {"simple", "log", "level"}
        Of securities, market and factors; "level" takes the values themselves, without
        BHAR (see `run_volume_study`). BHAR compounds simple returns always.
    estimation, event : (first, last)
        Windows in own rows round day 0, both ends included.
    windows : sequence of (first, last), optional
        Windows of CAAR and BHAR inside the event window; default the whole of it.
    tests : {"none", "parametric", "all"}
        "parametric" leaves out whatever ranks.
    draws : int, default 0
        Draws of the wild cluster bootstrap and the placebo permutation; 0: neither.
    rng : numpy.random.Generator, optional
        Needed when ``draws`` > 0.
    thin : bool, default False
        Estimate Scholes-Williams and Dimson betas too.
    threads : int, default 1
        Threads; the numbers do not depend on it.

    Returns
    -------
    Study
        Without tests when no event can be used.

    Raises
    ------
    NumericsError
        When the windows contradict one another, or the model lacks its market, its
        factors, or estimation days for its coefficients.

    References
    ----------
    Campbell, Lo and MacKinlay (1997), The Econometrics of Financial Markets, ch. 4.
    The functions of `kuroshio.numerics` name the source of each test.
    """
    asked = (event,) if windows is None else tuple(windows)
    plan = Plan(
        model=model,
        returns=returns,
        estimation=estimation,
        event=event,
        windows=asked,
        threads=threads,
    )
    fitted = fit_events(events, prices, market, factors, plan=plan)
    count = len(fitted.row)
    one_date = count > 0 and bool((fitted.row == fitted.row[0]).all())
    overlaps, inside = find_overlaps(fitted.layout.places, plan.span)
    results: tuple[TestResult, ...] = ()
    if count and tests != "none":
        results = run_tests(fitted, ranked=tests == "all", draws=draws, rng=rng)
    return Study(
        model=model,
        returns=returns,
        estimation=estimation,
        event=event,
        used=fitted.events,
        normal=_normal_returns(fitted, inside, thin=thin),
        abnormal=_abnormal_returns(fitted, prices),
        tests=results,
        skipped=fitted.skipped,
        overlaps=overlaps,
        clustered=one_date,
        mean_correlation=number(mean_correlation(fitted.sums.unit, count))
        if one_date
        else None,
    )


def _normal_returns(fitted: Fitted, inside: Ints, *, thin: bool) -> NormalReturns:
    plan, fits = fitted.plan, fitted.fits
    scholes, dimson = thin_betas(fitted) if thin else (None, None)
    return NormalReturns(
        regressors=fitted.regressors,
        alpha=fits.alpha,
        beta=fits.beta,
        sigma=fits.sigma,
        df=degrees_of_freedom(fitted),
        estimation_rows=panel_rows(fitted.layout.places, fitted.own, *plan.estimation),
        event_rows=panel_rows(fitted.layout.places, fitted.own, *plan.event),
        estimation_events=inside,
        beta_scholes_williams=scholes,
        beta_dimson=dimson,
    )


def _abnormal_returns(fitted: Fitted, prices: PricePanel) -> AbnormalReturns:
    plan, fits = fitted.plan, fitted.fits
    days = np.arange(plan.event[0], plan.event[1] + 1, dtype=np.int64)
    return AbnormalReturns(
        days=days,
        windows=plan.window_days,
        sessions=_sessions(fitted, prices, days),
        ar=fits.ar,
        se_ar=fits.se_ar,
        car=fits.car,
        se_car=fits.se_car,
        bhar=fits.bhar,
        window_car=fits.window_car,
        window_se=fits.window_se,
        window_bhar=fits.window_bhar,
    )


def _sessions(fitted: Fitted, prices: PricePanel, days: Ints) -> DayArray:
    """Date of each event day, (N, L): runs of the price index but for gaps."""
    places, size = fitted.layout.places, len(days)
    if not len(places.own):
        return np.empty((0, size), "datetime64[D]")
    panel_row = fitted.own.panel_row
    first = panel_row[places.pattern, places.own + days[0]]
    last = panel_row[places.pattern, places.own + days[-1]]
    runs = np.lib.stride_tricks.sliding_window_view(prices.dates, size)
    gaps = np.flatnonzero(last - first != size - 1)
    out: DayArray = runs[np.minimum(first, len(runs) - 1)]
    at = places.own[gaps, None] + days
    out[gaps] = prices.dates[panel_row[places.pattern[gaps, None], at]]
    return out
