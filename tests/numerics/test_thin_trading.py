import numpy as np

from kuroshio.numerics import dimson_beta, scholes_williams_beta


def series(seed=0, rows=4, days=60):
    rng = np.random.default_rng(seed)
    market = 0.01 * rng.normal(size=(rows, days + 2))
    lagged, same, leading = market[:, :-2], market[:, 1:-1], market[:, 2:]
    noise = 0.01 * rng.normal(size=(rows, days))
    return 0.3 * lagged + 0.7 * same + 0.1 * leading + noise, lagged, same, leading


def test_against_one_regression_at_a_time():
    firm, lagged, same, leading = series()
    scholes = scholes_williams_beta(firm, lagged, same, leading)
    dimson = dimson_beta(firm, lagged, same, leading)
    for i in range(len(firm)):
        slopes = [np.polyfit(x[i], firm[i], 1)[0] for x in (lagged, same, leading)]
        rho = np.corrcoef(same[i], lagged[i])[0, 1]
        np.testing.assert_allclose(scholes[i], sum(slopes) / (1 + 2 * rho), rtol=1e-10)
        x = np.column_stack([np.ones(60), lagged[i], same[i], leading[i]])
        b = np.linalg.lstsq(x, firm[i], rcond=None)[0]
        np.testing.assert_allclose(dimson[i], b[1:].sum(), rtol=1e-10)


def test_a_missing_return_or_a_flat_market_has_no_beta():
    firm, lagged, same, leading = series(rows=3)
    lagged[0, 5] = np.nan
    for part in (lagged, same, leading):
        part[1] = 0.0
    for beta in (scholes_williams_beta, dimson_beta):
        found = beta(firm, lagged, same, leading)
        assert np.isnan(found[:2]).all()
        assert np.isfinite(found[2])
