"""Tests of returns that are already measured: no estimation window is at hand."""

from collections.abc import Sequence

import numpy as np

from kuroshio.numerics import Floats, column_moments, csect_t, sign_z
from kuroshio.records import TestResult
from kuroshio.studies.significance import (
    Column,
    mean_column,
    normal,
    number,
    student,
    wilcoxon_columns,
)


def run_panel_tests(
    values: Floats, windows: Sequence[tuple[int, int]]
) -> tuple[TestResult, ...]:
    """Test means of cumulative returns: cross-sectional t, sign and Wilcoxon.

    Parameters
    ----------
    values : ndarray, shape (n_events, n_windows)
        Abnormal returns; an event without a window's return (NaN) is out of that
        window.
    windows : sequence of (int, int)

    Returns
    -------
    tuple of TestResult
        Window by window; none where fewer than two events are left. ``p_bh`` is p:
        each window is a family of its own.
    """
    found: list[TestResult] = []
    for k, (first, last) in enumerate(windows):
        held = values[np.isfinite(values[:, k]), k][:, None]
        if len(held) > 1:
            found += [
                TestResult(
                    kind="CAAR", w0=first, w1=last, test=column.test,
                    stat=number(column.stat[0]), dist=column.dist, df=column.df,
                    p=number(column.p[0]), n=len(held), p_bh=number(column.p[0]),
                    p_rw=None,
                )
                for column in _columns(held)
            ]  # fmt: skip
    return tuple(found)


def _columns(values: Floats) -> list[Column]:
    moments = column_moments(values)
    return [
        mean_column(moments),
        student("csect_t", csect_t(moments), len(values) - 1),
        normal("sign_z", sign_z(moments)),
        *wilcoxon_columns(values),
    ]
