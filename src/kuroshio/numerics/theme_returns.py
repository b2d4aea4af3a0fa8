"""Baskets against a market: abnormal returns, fading dispersion, ridge forecasts."""

import numpy as np

from kuroshio.numerics.arrays import Floats, Ints

# A squared move counts at most as this many variances, so that one crash does not
# widen every interval of the following month.
_CAP = 16.0
# Standardised inputs are cut here when a ridge is fitted and when it is used.
_FIT_CUT, _USE_CUT = 4.0, 6.0


def equal_weighted(returns: Floats, columns: list[int], least: int) -> Floats:
    """Mean return over the columns that have one; NaN under ``least`` of them.

    Parameters
    ----------
    returns : ndarray, shape (n_days, n_securities)
        NaN: no return.
    columns : list of int
    least : int

    Returns
    -------
    ndarray, shape (n_days,)
    """
    part = returns[:, columns]
    held = np.isfinite(part)
    count = held.sum(axis=1)
    total = np.where(held, part, 0.0).sum(axis=1)
    return np.where(count >= least, total / np.maximum(count, 1), np.nan)


def market_models(
    returns: Floats, market: Floats, *, estimation: tuple[int, int], least: int
) -> tuple[Floats, Floats]:
    """Fit a market model before each day: ordinary least squares of R on the market.

    Parameters
    ----------
    returns : ndarray, shape (n_days, n_themes)
    market : ndarray, shape (n_days,)
        Without NaN.
    estimation : tuple of int
        First and last day of the estimation window from day 0, both negative.
    least : int
        Fewest returns for a fit.

    Returns
    -------
    alpha, beta : ndarray, shape (n_days, n_themes)
        NaN before the window fits and where returns are too few.
    """
    held = np.isfinite(returns)
    x = np.where(held, market[:, None], 0.0)
    y = np.where(held, returns, 0.0)
    sums = [_windowed(part, estimation) for part in (held * 1.0, x, y, x * x, x * y)]
    n, sx, sy, sxx, sxy = sums
    size = np.maximum(n, 1.0)
    spread = sxx - sx * sx / size
    fits = (n >= least) & (spread > 0.0)
    beta = np.where(fits, (sxy - sx * sy / size) / np.where(fits, spread, 1.0), np.nan)
    return (sy - beta * sx) / size, beta


def _windowed(values: Floats, window: tuple[int, int]) -> Floats:
    """Sum over days t + window[0] to t + window[1] of each t; NaN out of range."""
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    out = np.full(values.shape, np.nan)
    start = -window[0]
    if start < len(values):
        days = np.arange(start, len(values))
        out[start:] = total[days + window[1] + 1] - total[days + window[0]]
    return out


def window_returns(
    returns: Floats, market: Floats, fit: tuple[Floats, Floats], last: int
) -> Floats:
    """Cumulate abnormal returns over days 0 to ``last`` with day 0's model.

    Returns
    -------
    ndarray, shape (n_days, n_themes)
        NaN where a day of the window is missing.
    """
    alpha, beta = fit
    out = np.zeros(returns.shape)
    for ahead in range(last + 1):
        later = np.full(returns.shape, np.nan)
        moved = np.full(len(market), np.nan)
        later[: len(returns) - ahead] = returns[ahead:]
        moved[: len(market) - ahead] = market[ahead:]
        out += later - alpha - beta * moved[:, None]
    return out


def fading_deviation(abnormal: Floats, half_life: float) -> Floats:
    """Return the fading standard deviation before each day, about zero.

    Parameters
    ----------
    abnormal : ndarray, shape (n_days, n_themes)
    half_life : float
        In days that have a return.

    Returns
    -------
    ndarray, shape (n_days + 1, n_themes)
        Row t uses days before t only; the last row is after the last day. NaN: none.
    """
    fade = 0.5 ** (1.0 / half_life)
    variance = np.full(abnormal.shape[1], np.nan)
    out = np.full((len(abnormal) + 1, abnormal.shape[1]), np.nan)
    for t, row in enumerate(abnormal):
        out[t] = np.sqrt(variance)
        first = ~np.isfinite(variance)
        square = np.minimum(row * row, np.where(first, np.inf, _CAP * variance))
        fresh = np.where(first, square, fade * variance + (1.0 - fade) * square)
        variance = np.where(np.isfinite(row), fresh, variance)
    out[-1] = np.sqrt(variance)
    return out


def ridge_forecasts(
    inputs: Floats, targets: Floats, rows: Ints, *, window: int, penalty: float
) -> Floats:
    """Forecast targets on given days by ridges fitted on the days before each.

    Inputs and targets are standardised on their own window and cut at four deviations
    (six when forecasting), so that ``penalty`` is in units of one variance. An input
    enters where it is there on four fifths of the window and on day 0.

    Parameters
    ----------
    inputs : ndarray, shape (n_days, n_inputs)
        Known before the day's target; NaN: missing.
    targets : ndarray, shape (n_days, n_targets)
    rows : ndarray of int
        Days to forecast.
    window : int
        Days before each that a fit may use.
    penalty : float

    Returns
    -------
    ndarray, shape (n_rows, n_targets)
        NaN where fewer than 120 targets or no inputs are there.
    """
    out = np.full((len(rows), targets.shape[1]), np.nan)
    for place, row in enumerate(rows.tolist()):
        past = slice(max(0, row - window), row)
        out[place] = _ridge(inputs[past], targets[past], inputs[row], penalty)
    return out


def _ridge(x: Floats, y: Floats, new: Floats, penalty: float) -> Floats:
    enters = np.isfinite(new)
    if len(x):
        enters &= np.isfinite(x).mean(axis=0) >= 0.8
    held = np.isfinite(y)
    count = held.sum(axis=0)
    if not enters.any() or count.max(initial=0) < 120:
        return np.full(y.shape[1], np.nan)
    filled = np.where(np.isfinite(x[:, enters]), x[:, enters], 0.0)
    spread = filled.std(axis=0) + 1e-12
    z = np.clip(filled / spread, -_FIT_CUT, _FIT_CUT)
    known = np.where(held, y, 0.0)
    size = np.sqrt((known**2).sum(axis=0) / np.maximum(count, 1)) + 1e-12
    goal = np.clip(known / size, -_FIT_CUT, _FIT_CUT)
    gram = z.T @ z / len(z) + penalty * np.eye(z.shape[1])
    loadings = np.linalg.solve(gram, z.T @ goal / np.maximum(count, 1))
    told = np.clip(new[enters] / spread, -_USE_CUT, _USE_CUT) @ loadings * size
    return np.where(count >= 120, told, np.nan)
