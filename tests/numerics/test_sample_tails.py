"""Tails of samples against sorting by hand, and windows against loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.errors import NumericsError
from kuroshio.numerics import adjust_eigenvalues, rolling_tails, sample_tails


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 700), st.sampled_from([0.9, 0.95, 0.99]))
def test_tails_equal_the_sorted_sample(seed, count, level):
    outcomes = np.random.default_rng(seed).standard_normal(count)
    var, es = sample_tails(outcomes, (level,))
    assert var[0] == pytest.approx(-np.quantile(outcomes, 1 - level))
    # Acerbi and Tasche: the worst share, the sample at the edge in part.
    size, worst = (1 - level) * count, np.sort(outcomes)
    weights = np.clip(size - np.arange(count), 0.0, 1.0)
    assert es[0] == pytest.approx(max(-(weights @ worst) / size, var[0]), rel=1e-9)
    assert es[0] >= var[0]


def test_windows_end_before_the_session():
    values = np.random.default_rng(1).standard_normal((300, 2))
    var, es = rolling_tails(values, window=100, start=120, levels=(0.95, 0.99))
    assert var.shape == es.shape == (2, 181, 2)
    for session in (120, 200, 300):
        own = values[session - 100 : session, 1]
        assert var[0, session - 120, 1] == pytest.approx(-np.quantile(own, 0.05))
    with pytest.raises(NumericsError, match="within"):
        rolling_tails(values, window=100, start=90, levels=(0.95,))
    with pytest.raises(NumericsError, match="two outcomes"):
        sample_tails(np.ones(1), (0.95,))


def test_adjusted_eigenvalues_stop_flattering_small_directions():
    rng = np.random.default_rng(2)
    true = np.diag(np.linspace(1.0, 3.0, 30) ** 2)
    ratios = {"plain": [], "adjusted": []}
    for _ in range(40):
        drawn = rng.standard_normal((80, 30)) * np.sqrt(np.diag(true))
        plain = drawn.T @ drawn / 80
        mended = adjust_eigenvalues(plain, 80, rng=rng, draws=40, strength=1.0)
        assert np.linalg.eigvalsh(mended)[0] > 0.0
        # The portfolio that the estimate believes safest, and its true variance.
        weights = np.linalg.eigh(plain)[1][:, 0]
        for name, matrix in (("plain", plain), ("adjusted", mended)):
            ratios[name].append(weights @ true @ weights / (weights @ matrix @ weights))
    assert np.mean(ratios["plain"]) > 4.0
    assert 0.5 < np.mean(ratios["adjusted"]) < 2.0
    with pytest.raises(NumericsError, match="more observations"):
        adjust_eigenvalues(true, 30, rng=rng)
