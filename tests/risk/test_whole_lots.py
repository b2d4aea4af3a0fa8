"""Whole lots: against trying every one of them, and laws of the search."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.errors import NumericsError
from kuroshio.risk.hedging import Problem, least_risk
from kuroshio.risk.hedging.whole_lots import (
    is_allowed,
    risk_and_slope,
    tail_weights,
    value_of,
)


def make_problem(seed=0, count=3, most=4, paths=200, **changes):
    rng = np.random.default_rng(seed)
    factors = rng.standard_t(4, (paths, 2)) * 0.01
    loads = rng.uniform(0.3, 1.0, (2, count))
    given_ = {
        "book": factors @ np.array([1.0, 0.6]) + rng.standard_normal(paths) * 0.004,
        "units": -(factors @ loads) * 0.2,
        "probabilities": rng.dirichlet(np.full(paths, 5.0)),
        "most": np.full(count, most, dtype=np.int64),
        "cost": np.full(count, 2e-5),
        "limits": np.vstack([np.full(count, 0.2), np.linspace(0.01, 0.03, count)]),
        "ceilings": np.array([1.3, 0.12]),
        "names": ("gross", "margin"),
        "level": 0.9,
    }
    return Problem(**(given_ | changes))


def try_all(problem):
    ranges = [range(int(most) + 1) for most in problem.most]
    values = {
        lots: value_of(problem, np.array(lots))
        for lots in itertools.product(*ranges)
        if is_allowed(problem, np.array(lots))
    }
    best = min(values, key=values.get)
    return best, values[best]


@pytest.mark.parametrize("objective", ["es", "variance"])
@pytest.mark.parametrize("seed", range(6))
def test_it_finds_what_trying_every_lot_finds(objective, seed):
    problem = make_problem(seed, objective=objective)
    _, value = try_all(problem)
    found = least_risk(problem, seconds=5.0, tolerance=1e-7)
    assert found.proven
    assert found.value == pytest.approx(value, rel=1e-6)
    assert found.bound <= value + 1e-12


@pytest.mark.parametrize("seed", range(4))
def test_a_price_on_each_leg_and_an_anchor_are_part_of_it(seed):
    problem = make_problem(
        seed, fixed=2e-3, anchor=np.array([1.5, 0.5, 2.0]), pull=np.full(3, 1e-3)
    )
    _, value = try_all(problem)
    found = least_risk(problem, seconds=5.0, tolerance=1e-7)
    assert found.value == pytest.approx(value, rel=1e-6)
    assert found.bound <= value + 1e-12


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 4),
    objective=st.sampled_from(["es", "variance"]),
    level=st.sampled_from([0.8, 0.95]),
)
def test_laws_of_the_answer(seed, count, objective, level):
    problem = make_problem(seed, count, objective=objective, level=level)
    found = least_risk(problem, seconds=2.0)
    assert found.value <= found.before + 1e-15  # never worse than doing nothing
    assert found.lots.dtype.kind == "i"
    assert is_allowed(problem, found.lots)
    assert found.bound <= found.value
    assert found.gap == pytest.approx(found.value - found.bound)


def test_the_tangent_lies_below_the_risk_everywhere():
    for objective in ("es", "variance"):
        problem = make_problem(3, objective=objective)
        rng = np.random.default_rng(1)
        for _ in range(50):
            here, there = rng.uniform(0, 4, (2, 3))
            risk, slope = risk_and_slope(problem, here)
            assert risk + slope @ (there - here) <= (
                risk_and_slope(problem, there)[0] + 1e-12
            )


def test_the_tail_counts_the_path_on_the_border_in_part():
    weights = tail_weights(
        np.array([3.0, -2.0, -1.0, 5.0]), np.array([0.4, 0.1, 0.2, 0.3]), level=0.8
    )
    assert weights.tolist() == pytest.approx([0.0, 0.5, 0.5, 0.0])


def test_a_limit_without_room_leaves_nothing_and_is_named():
    found = least_risk(make_problem(ceilings=np.array([0.0, 0.12])), seconds=1.0)
    assert not found.lots.any()
    assert found.binding == ("gross",)


def test_scaling_book_and_limits_scales_lots():
    free = {"objective": "variance", "cost": np.zeros(3)}
    small = make_problem(5, most=400, ceilings=np.array([4.0, 9.0]), **free)
    large = make_problem(
        5, most=4000, book=small.book * 10, ceilings=np.array([40.0, 90.0]), **free
    )
    one = least_risk(small, seconds=2.0)
    ten = least_risk(large, seconds=2.0)
    assert ten.risk == pytest.approx(10 * one.risk, rel=0.02)
    assert ten.lots.sum() == pytest.approx(10 * one.lots.sum(), rel=0.1)


def test_no_time_still_gives_an_answer_and_a_bound():
    found = least_risk(make_problem(2, count=4, most=50), seconds=0.0)
    assert found.value <= found.before
    assert not found.proven or found.gap == 0.0


def test_what_is_not_a_number_is_refused():
    with pytest.raises(NumericsError):
        least_risk(make_problem(book=np.full(200, np.nan)), seconds=1.0)
    with pytest.raises(NumericsError):
        least_risk(make_problem(ceilings=np.array([-1.0, 0.1])), seconds=1.0)
