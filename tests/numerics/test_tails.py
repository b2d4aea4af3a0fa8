"""Student-t tails against scipy, numeric integration and simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from kuroshio.errors import NumericsError
from kuroshio.numerics import (
    fit_student_df,
    student_cdf,
    student_density,
    student_quantile,
    tail_multiples,
)

DEGREES = st.floats(2.1, 200)
LEVELS = st.floats(0.5, 0.9999)


@given(x=st.floats(-50, 50), df=DEGREES)
def test_distribution_and_density_equal_scipy(x, df):
    assert student_cdf(x, df) == pytest.approx(stats.t.cdf(x, df), rel=1e-9, abs=1e-14)
    assert student_density(x, df) == pytest.approx(stats.t.pdf(x, df), rel=1e-9)


@given(level=st.floats(0.0001, 0.9999), df=DEGREES)
def test_quantile_equals_scipy(level, df):
    expected = stats.t.ppf(level, df)
    assert student_quantile(level, df) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("df", [2.5, 4.0, 7.3, 30.0, math.inf])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99, 0.999])
def test_shortfall_equals_the_integral_of_the_tail(level, df):
    law = stats.norm if math.isinf(df) else stats.t(df)
    scale = 1.0 if math.isinf(df) else math.sqrt((df - 2) / df)
    var, es = tail_multiples(level, df)
    quantile = law.ppf(level)
    # E[X | X > q] from the quantile function, to keep heavy tails integrable.
    mean, _ = integrate.quad(lambda x: x * law.pdf(x), quantile, np.inf, limit=200)
    assert var == pytest.approx(scale * quantile, rel=1e-9)
    assert es == pytest.approx(scale * mean / (1 - level), rel=1e-6)


@given(level=LEVELS, df=DEGREES)
def test_shortfall_is_beyond_value_at_risk(level, df):
    var, es = tail_multiples(level, df)
    assert es > var
    assert tail_multiples(min(level + 0.00005, 0.99995), df)[1] > es


def test_known_normal_values():
    var, es = tail_multiples(0.99, math.inf)
    assert var == pytest.approx(2.326347874, abs=1e-8)
    assert es == pytest.approx(2.665214220, abs=1e-8)


def test_the_tail_that_made_the_data_is_found():
    rng = np.random.default_rng(7)
    for df in (4.0, 8.0):
        sample = rng.standard_t(df, 20_000) * 0.013
        assert fit_student_df(sample) == pytest.approx(df, rel=0.2)
    assert fit_student_df(rng.standard_normal(20_000)) > 25


def test_impossible_requests_are_refused():
    with pytest.raises(NumericsError, match="more than 2"):
        tail_multiples(0.99, 2.0)
    with pytest.raises(NumericsError, match="within"):
        student_quantile(1.0, 5.0)
    with pytest.raises(NumericsError, match="above 0"):
        student_cdf(0.0, -1.0)
    with pytest.raises(NumericsError, match="100 observations"):
        fit_student_df(np.full(99, 0.01))
