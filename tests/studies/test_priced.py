import numpy as np
import pytest

from kuroshio.studies import priced_since


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def paths(rng, names=5, sessions=200, spread=0.01):
    market = 100.0 * np.cumprod(1.0 + rng.normal(0, 0.01, sessions))
    own = 1.0 + rng.normal(0, spread, (sessions, names))
    return 10.0 * np.cumprod(own, axis=0), market


def test_the_move_is_from_the_close_before_and_over_the_market(rng):
    prices, market = paths(rng)
    told = priced_since(prices, market, 180)
    by_hand = (prices[199] / prices[179]).mean() - market[199] / market[179]
    assert told.move == pytest.approx(by_hand)
    assert told.names == 5
    daily = (prices[60:180] / prices[59:179] - 1.0).mean(axis=1)
    daily -= market[60:180] / market[59:179] - 1.0
    assert told.z == pytest.approx(by_hand / (daily.std(ddof=1) * np.sqrt(20)))


def test_a_suspended_name_keeps_its_close_and_one_without_prices_is_left_out(rng):
    prices, market = paths(rng)
    whole = priced_since(prices, market, 180)
    gone = prices.copy()
    gone[195:, 0] = np.nan  # suspended: worth what it last traded at
    gone[:, 1] = np.nan
    told = priced_since(gone, market, 180)
    own = np.append(gone[199, 2:] / gone[179, 2:], gone[194, 0] / gone[179, 0])
    assert told.names == 4
    assert told.move == pytest.approx(own.mean() - market[199] / market[179])
    assert told.move != pytest.approx(whole.move)


def test_nothing_is_guessed(rng):
    prices, market = paths(rng)
    assert priced_since(prices[:, :2], market, 180) is None
    assert priced_since(prices, market, 0) is None
    assert priced_since(prices, market, 200) is None
    late = prices.copy()
    late[:190] = np.nan  # listed after the disclosure
    assert priced_since(late, market, 180) is None
    assert priced_since(prices[150:], market[150:], 30).z is None
