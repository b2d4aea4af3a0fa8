"""Volatility forecasts session by session: fading memory, ranges, asymmetric GARCH."""

from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats

_REFIT, _WINDOW, _WARM = 20, 1000, 60


def ewma_path(returns: Floats, decay: float, *, warm: int = 60) -> Floats:
    """Return the volatility forecast for each session, made the session before.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions,) or (n_sessions, n_series)
        NaN leaves the forecast as it was.
    decay : float
        Such as 0.94.
    warm : int
        First sessions, whose mean square starts the recursion; they share it.

    Returns
    -------
    ndarray, shape (n_sessions + 1,) or (n_sessions + 1, n_series)
        The last row is the forecast for the session to come.

    References
    ----------
    .. [1] J.P. Morgan/Reuters (1996), RiskMetrics Technical Document, 5.2.1.
    """
    if not 0.0 < decay < 1.0:
        raise NumericsError(f"a decay lies within (0, 1), not {decay}")
    squares = np.square(returns)
    start = min(warm, len(returns))
    known = np.isfinite(squares[:start])
    first = np.where(known, squares[:start], 0.0).sum(axis=0)
    first = first / np.maximum(known.sum(axis=0), 1)
    path = np.empty((len(returns) + 1, *returns.shape[1:]))
    path[: start + 1] = first
    current = path[start].copy()
    for place in range(start, len(returns)):
        square = squares[place]
        fresh = np.where(np.isfinite(square), square, current)
        current = decay * current + (1.0 - decay) * fresh
        path[place + 1] = current
    return np.sqrt(path)


def range_variance(open_: Floats, high: Floats, low: Floats, close: Floats) -> Floats:
    """Return each session's variance from its range and the gap before it.

    Garman and Klass's 0.5 log(H/L)^2 - (2 log 2 - 1) log(C/O)^2 within the session,
    plus the squared log move from the close before to the open.

    Parameters
    ----------
    open_, high, low, close : ndarray, shape (n_sessions, ...)
        Above 0, time first. The first session has no gap. NaN stays NaN.

    References
    ----------
    .. [1] Garman and Klass (1980), Journal of Business 53, 67-78, equation 20.
    """
    inside = (
        0.5 * np.log(high / low) ** 2
        - (2.0 * np.log(2.0) - 1.0) * np.log(close / open_) ** 2
    )
    gap = np.zeros_like(inside)
    gap[1:] = np.log(open_[1:] / close[:-1]) ** 2
    variance: Floats = inside + gap
    return variance


def har_path(variance: Floats) -> Floats:
    """Return HAR forecasts of a session's volatility from daily variances.

    Log variance is regressed on its last value and its means over five and 22
    sessions, on the last 1,000 sessions, again every 20; half the residual variance
    brings the mean of the log back to the mean.

    Parameters
    ----------
    variance : ndarray, shape (n_sessions,)
        Daily variances from ranges or squared returns; NaN and values at or below 0
        take the last one above.

    Returns
    -------
    ndarray, shape (n_sessions + 1,)
        Volatilities; before 200 sessions are known, the first forecast.

    References
    ----------
    .. [1] Corsi (2009), Journal of Financial Econometrics 7, 174-196, equation 8, in
       logarithms.
    """
    logs = np.log(_carried(variance))
    count = len(logs)
    first = min(200, count)
    if count < _WARM:
        raise NumericsError("HAR needs 60 sessions")
    means = [_trailing(logs, width) for width in (1, 5, 22)]
    x = np.column_stack([np.ones(count), *means])
    path = np.full(count + 1, np.nan)
    weights, half = np.zeros(4), 0.0
    for place in range(first, count + 1):
        if (place - first) % _REFIT == 0:
            begin = max(22, place - _WINDOW)
            past, after = x[begin : place - 1], logs[begin + 1 : place]
            weights = np.linalg.lstsq(past, after, rcond=None)[0]
            half = 0.5 * float((after - past @ weights).var())
        path[place] = float(x[place - 1] @ weights) + half
    path[:first] = path[first]
    return np.exp(0.5 * path)


def har_forecast(variance: Floats) -> float:
    """Return the HAR volatility of the session to come alone; see ``har_path``."""
    logs = np.log(_carried(variance)[-_WINDOW:])
    if len(logs) < _WARM:
        raise NumericsError("HAR needs 60 sessions")
    means = [_trailing(logs, width) for width in (1, 5, 22)]
    x = np.column_stack([np.ones(len(logs)), *means])
    past, after = x[22:-1], logs[23:]
    weights = np.linalg.lstsq(past, after, rcond=None)[0]
    half = 0.5 * float((after - past @ weights).var())
    return float(np.exp(0.5 * (x[-1] @ weights + half)))


def _carried(variance: Floats) -> Floats:
    """Return variances with gaps and noughts replaced by the last known one."""
    good = np.isfinite(variance) & (variance > 0.0)
    if not good.any():
        raise NumericsError("HAR needs variances above 0")
    place = np.maximum.accumulate(np.where(good, np.arange(len(variance)), -1))
    filled: Floats = variance[np.where(place < 0, int(np.argmax(good)), place)]
    return filled


def _trailing(values: Floats, width: int) -> Floats:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    last = np.arange(1, len(values) + 1)
    begin = np.maximum(last - width, 0)
    means: Floats = (sums[last] - sums[begin]) / (last - begin)
    return means


@dataclass(frozen=True, slots=True, kw_only=True)
class Gjr:
    """An asymmetric GARCH(1,1) with Student-t innovations, in squared returns.

    h' = omega + (alpha + gamma 1{r < 0}) r^2 + beta h. ``likelihood`` is the log
    likelihood of what it was fitted to.
    """

    omega: float
    alpha: float
    gamma: float
    beta: float
    df: float
    likelihood: float = float("nan")

    @property
    def persistence(self) -> float:
        """Share of a variance shock left after a session, on average."""
        return self.alpha + 0.5 * self.gamma + self.beta


def fit_gjr(returns: Floats) -> Gjr:
    """Fit a GJR-GARCH with Student-t innovations and its variance targeted.

    The long-run variance is that of the sample; alpha, gamma, beta and the degrees of
    freedom are the likeliest on a grid that is made finer three times.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions,)
        Mean zero is assumed; NaN is left out.

    Raises
    ------
    NumericsError
        Fewer than 100 returns, or none that moved.

    References
    ----------
    .. [1] Glosten, Jagannathan and Runkle (1993), Journal of Finance 48, 1779-1801.
    .. [2] Francq, Horvath and Zakoian (2011), Journal of Financial Econometrics 9,
       619-656, for the targeting.
    """
    from kuroshio.numerics._volatility_kernels import likeliest_gjr

    clean = np.ascontiguousarray(returns[np.isfinite(returns)], dtype=np.float64)
    if len(clean) < 100:
        raise NumericsError("a GARCH needs at least 100 returns")
    variance = float((clean**2).mean())
    if not variance > 0.0:
        raise NumericsError("returns that never moved have no GARCH")
    alpha, gamma, beta, df, likelihood = likeliest_gjr(clean / np.sqrt(variance))
    return Gjr(
        omega=variance * (1.0 - alpha - 0.5 * gamma - beta),
        alpha=alpha,
        gamma=gamma,
        beta=beta,
        df=df,
        likelihood=likelihood - 0.5 * len(clean) * float(np.log(variance)),
    )


def gjr_path(returns: Floats, fit: Gjr, *, start: float | None = None) -> Floats:
    """Return the volatility forecast for each session under a fitted model.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions,)
        NaN leaves the square at its forecast.
    fit : Gjr
    start : float, optional
        Volatility of the first session; by default that of the sample.

    Returns
    -------
    ndarray, shape (n_sessions + 1,)
        The last is the forecast for the session to come.
    """
    from kuroshio.numerics._volatility_kernels import gjr_variances

    first = float(np.nanmean(returns**2)) if start is None else start**2
    steps = (fit.omega, fit.alpha, fit.gamma, fit.beta)
    values = np.ascontiguousarray(returns, dtype=np.float64)
    path: Floats = np.sqrt(gjr_variances(values, *steps, first))
    return path
