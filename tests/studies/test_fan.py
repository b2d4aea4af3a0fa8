import numpy as np
import pytest

from kuroshio.studies import draw_fan

DAY = np.datetime64("2024-01-02")


def paths(count, days=4, seed=1):
    return np.random.default_rng(seed).normal(0.01, 0.05, (count, days)).cumsum(axis=1)


def test_the_band_is_that_of_the_mean_and_not_of_one_event():
    car = paths(400)
    rng = np.random.default_rng(0)
    fan = draw_fan(car, DAY + np.arange(400), draws=4000, rng=rng)
    np.testing.assert_allclose(fan.mean, car.mean(axis=0))
    width = 2 * 1.6449 * car.std(axis=0, ddof=1) / np.sqrt(400)
    np.testing.assert_allclose(fan.high - fan.low, width, rtol=0.08)
    assert fan.by == "dates"


def test_events_of_one_day_are_drawn_together():
    once = paths(10)
    twice = np.repeat(once, 20, axis=0)
    dates = np.repeat(DAY + np.arange(10), 20)
    alone = draw_fan(
        once, DAY + np.arange(10), draws=2000, rng=np.random.default_rng(3)
    )
    both = draw_fan(twice, dates, draws=2000, rng=np.random.default_rng(3))
    np.testing.assert_allclose(both.low, alone.low)
    np.testing.assert_allclose(both.high, alone.high)


def test_with_few_dates_events_are_drawn_and_it_says_so():
    dates = np.repeat(DAY + np.arange(4), 5)
    fan = draw_fan(paths(20), dates, draws=50, rng=np.random.default_rng(0))
    assert fan.by == "events"
    assert np.isfinite(fan.low).all()


@pytest.mark.parametrize(("count", "draws"), [(1, 100), (9, 0), (0, 100)])
def test_without_draws_or_events_there_is_no_band(count, draws):
    car = paths(9)[:count]
    dates = DAY + np.arange(count)
    fan = draw_fan(car, dates, draws=draws, rng=np.random.default_rng(0))
    assert np.isnan(fan.low).all()
    assert np.isfinite(fan.mean).all() == (count > 0)
