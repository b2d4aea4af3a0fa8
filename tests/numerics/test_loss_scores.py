"""Scores are least for the truth, and differences carry their doubt."""

import numpy as np
import pytest
from scipy import stats

from kuroshio.errors import NumericsError
from kuroshio.numerics import fissler_ziegel_scores, paired_bootstrap, quantile_scores

VAR, ES = -stats.norm.ppf(0.05), stats.norm.pdf(stats.norm.ppf(0.05)) / 0.05


@pytest.fixture(scope="module")
def returns():
    return np.random.default_rng(4).standard_normal(200_000)


def test_the_true_forecast_scores_best(returns):
    def means(var, es):
        wide = np.full(len(returns), var), np.full(len(returns), es)
        return (
            quantile_scores(returns, wide[0], 0.95).mean(),
            fissler_ziegel_scores(returns, *wide, 0.95).mean(),
        )

    best = means(VAR, ES)
    for var, es in ((VAR * 1.1, ES), (VAR * 0.9, ES), (VAR, ES * 1.1), (VAR, ES * 0.9)):
        found = means(var, es)
        assert found[1] > best[1]
        assert found[0] >= best[0]


def test_scores_equal_the_formulas_by_hand():
    # One breach (loss 3 against VaR 2, ES 2.5) and one calm session, a = 0.05.
    scores = quantile_scores(np.array([-3.0, 1.0]), np.array([2.0, 2.0]), 0.95)
    assert scores == pytest.approx([0.95 * 1.0, 0.05 * 3.0])
    joint = fissler_ziegel_scores(
        np.array([-3.0, 1.0]), np.array([2.0, 2.0]), np.array([2.5, 2.5]), 0.95
    )
    calm = 2.0 / 2.5 + np.log(2.5) - 1.0
    assert joint == pytest.approx([1.0 / (0.05 * 2.5) + calm, calm])


def test_the_bootstrap_covers_a_mean_and_knows_its_side():
    rng = np.random.default_rng(5)
    noise = np.convolve(rng.standard_normal(2100), np.ones(5) / 5, "valid")[:2000]
    done = paired_bootstrap(noise - 0.2, rng=rng)
    assert done.low < done.mean < done.high < 0.0
    assert done.p == 0.0
    # The dependence of neighbours widens the range: 5 sessions share each shock.
    alone = paired_bootstrap(rng.permutation(noise) - 0.2, rng=rng)
    assert done.high - done.low > 1.6 * (alone.high - alone.low)
    with pytest.raises(NumericsError, match="two blocks"):
        paired_bootstrap(noise[:30], rng=rng)
