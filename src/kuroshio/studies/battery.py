"""Run every test of a study on what was fitted."""

from collections.abc import Iterator

import numpy as np

from kuroshio.numerics import (
    Floats,
    Ints,
    column_moments,
    date_residuals,
    group_rows,
    mean_correlation,
    overlap_correlations,
    rank_windows,
)
from kuroshio.records import TestKind, TestResult
from kuroshio.studies import significance
from kuroshio.studies.fitting import Fitted
from kuroshio.studies.significance import Column, Sample


def run_tests(
    fitted: Fitted,
    *,
    ranked: bool,
    draws: int = 0,
    rng: np.random.Generator | None = None,
) -> tuple[TestResult, ...]:
    """Test AAR of each day, CAAR and BHAR of each window.

    Parameters
    ----------
    fitted : Fitted
        At least one event.
    ranked : bool
        Whether to run the tests that rank.
    draws : int
        Draws of the tests that resample; 0 leaves them out.
    rng : numpy.random.Generator, optional
    """
    sample = make_sample(fitted)
    columns = list(significance.parametric(sample))
    columns += significance.signs(sample)
    columns.append(significance.jackknife(sample))
    if ranked:
        columns += significance.signed_ranks(sample, threads=fitted.plan.threads)
        columns += rank_columns(fitted, sample)
    if draws and rng is not None:
        columns += resampled(fitted, sample, draws=draws, rng=rng)
    count = len(sample.values)
    results = significance.to_results(columns, sample.kinds, sample.spans, count)
    held = fitted.fits.window_bhar
    if np.isnan(held).any():
        return results
    windows = fitted.plan.window_days
    kinds = repeat_kind("BHAR", len(windows))
    return results + significance.to_results(
        significance.buy_and_hold(held), kinds, windows, count
    )


def repeat_kind(kind: TestKind, times: int) -> tuple[TestKind, ...]:
    """Label as many tests."""
    return (kind,) * times


def make_sample(fitted: Fitted) -> Sample:
    """Lay days and windows side by side as the D tests."""
    fits, plan = fitted.fits, fitted.plan
    days = np.arange(plan.event[0], plan.event[1] + 1, dtype=np.int64)
    spans = np.concatenate([np.stack([days, days], axis=1), plan.window_days])
    kinds = repeat_kind("AAR", len(days)) + repeat_kind("CAAR", len(plan.windows))
    threads = plan.threads
    return Sample(
        values=fits.values,
        scaled=fits.scaled,
        kinds=kinds,
        spans=spans,
        start=plan.event[0],
        df=degrees_of_freedom(fitted),
        estimation=plan.span.estimation,
        mean_residual=fitted.sums.residual / len(fits.values),
        positive=float(fits.positive.mean()),
        correlation=correlations(fitted, spans),
        cluster=group_rows(fitted.row)[1],
        moments=column_moments(fits.values, threads=threads),
        scaled_moments=column_moments(fits.scaled, threads=threads),
    )


def degrees_of_freedom(fitted: Fitted) -> int:
    """M - k."""
    lost = 1 + len(fitted.regressors) if fitted.plan.centred else 0
    return fitted.plan.span.estimation - lost


def correlations(fitted: Fitted, spans: Ints) -> Floats:
    """Mean correlation of the events for each test."""
    count = len(fitted.row)
    if count and (fitted.row == fitted.row[0]).all():
        return np.full(len(spans), mean_correlation(fitted.sums.unit, count))
    return overlap_correlations(
        fitted.layout,
        fitted.fits,
        day_zero=fitted.row,
        panel_row=fitted.own.panel_row,
        tests=spans,
        threads=fitted.plan.threads,
    )


def rank_columns(fitted: Fitted, sample: Sample) -> Iterator[Column]:
    """Rank tests; the generalized ones need at least two events."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = sample.scaled / sample.scaled_moments.deviation
    sums = rank_windows(fitted.layout, fitted.fits, scaled, threads=fitted.plan.threads)
    return significance.ranks(sample, sums)


def resampled(
    fitted: Fitted, sample: Sample, *, draws: int, rng: np.random.Generator
) -> Iterator[Column]:
    """Wild cluster bootstrap and placebo dates."""
    yield from significance.wild_bootstrap(sample, draws=draws, rng=rng)
    residual_sums = date_residuals(fitted.layout, fitted.fits, sample.cluster)
    fits = fitted.fits
    own = np.mean(fits.sigma**2) * sample.lengths
    inflation = np.sqrt(np.mean(fits.errors**2, axis=0) / own)
    yield significance.permutation(
        sample, residual_sums, inflation, draws=draws, rng=rng
    )
