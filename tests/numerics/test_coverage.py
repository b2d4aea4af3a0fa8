"""Tests of coverage against scipy and the Committee's printed table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kuroshio.errors import NumericsError
from kuroshio.numerics import christoffersen, kupiec, traffic_light


@given(st.integers(1, 3000), st.data(), st.floats(0.001, 0.2))
def test_kupiec_equals_the_binomial_ratio(sessions, data, rate):
    breaches = data.draw(st.integers(0, sessions))
    done = kupiec(breaches, sessions, rate)
    ratio = stats.binom.logpmf(breaches, sessions, rate)
    ratio -= stats.binom.logpmf(breaches, sessions, breaches / sessions)
    assert done.statistic == pytest.approx(-2 * ratio, abs=1e-7, rel=1e-7)
    assert done.p == pytest.approx(stats.chi2.sf(done.statistic, 1), abs=1e-12)


def test_kupiec_rejects_at_his_printed_bounds():
    # Kupiec (1995), table 3: at 1 % and T = 255 fewer than 7 failures are accepted,
    # at T = 1000 more than 4 and fewer than 17, at the 5 % level of the test.
    assert kupiec(6, 255, 0.01).p > 0.05 > kupiec(7, 255, 0.01).p
    assert kupiec(5, 1000, 0.01).p > 0.05 > kupiec(4, 1000, 0.01).p
    assert kupiec(16, 1000, 0.01).p > 0.05 > kupiec(17, 1000, 0.01).p


def test_christoffersen_equals_the_chain_written_out():
    rng = np.random.default_rng(3)
    hits = rng.random(1500) < np.where(np.arange(1500) % 300 < 20, 0.5, 0.01)
    done = christoffersen(hits, 0.02)
    pairs = np.zeros((2, 2))
    for first, second in zip(hits[:-1].astype(int), hits[1:].astype(int), strict=True):
        pairs[first, second] += 1
    chances = pairs / pairs.sum(axis=1, keepdims=True)
    pooled = pairs.sum(axis=0) / pairs.sum()
    ratio = -2 * (pairs * (np.log(pooled) - np.log(chances))).sum()
    assert done.independence.statistic == pytest.approx(ratio, rel=1e-10)
    whole = done.unconditional.statistic + ratio
    assert done.conditional.p == pytest.approx(stats.chi2.sf(whole, 2), rel=1e-9)
    assert done.independence.p < 0.05


def test_no_breach_has_no_run():
    done = christoffersen(np.zeros(250, dtype=bool), 0.01)
    assert done.independence.statistic == 0.0
    assert done.unconditional.statistic == pytest.approx(-500 * np.log(0.99))


@pytest.mark.parametrize(
    ("breaches", "cumulative", "zone", "multiplier"),
    [
        (4, 0.8922, "green", 3.0), (5, 0.9588, "yellow", 3.4),
        (6, 0.9863, "yellow", 3.5), (7, 0.9960, "yellow", 3.65),
        (8, 0.9989, "yellow", 3.75), (9, 0.9997, "yellow", 3.85),
        (10, 0.9999, "red", 4.0),
    ],
)  # fmt: skip
def test_traffic_light_is_the_printed_table(breaches, cumulative, zone, multiplier):
    light = traffic_light(breaches, 250)
    assert light.cumulative == pytest.approx(cumulative, abs=6e-5)
    assert (light.zone, light.multiplier) == (zone, multiplier)


def test_impossible_counts_are_refused():
    with pytest.raises(NumericsError, match="between 0"):
        kupiec(5, 4, 0.01)
    with pytest.raises(NumericsError, match="within"):
        kupiec(1, 4, 1.0)
