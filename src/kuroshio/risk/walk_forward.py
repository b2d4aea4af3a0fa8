"""Loss forecasts of books from their own past, session by session, by method.

Every forecast for a session uses what was known at the close before it. Filtered
methods divide each past return by the volatility forecast for its session and give the
tail of what comes out the volatility of the session to come (Barone-Adesi, Giannopoulos
and Vosper 1999, Journal of Futures Markets 19, 583-602).

``blend`` filters with the geometric mean of three forecasts: EWMA of 0.94,
GJR-GARCH-t, and EWMA of 0.97 times what HAR on the domestic indices' ranges says about
the market's volatility against the market's own EWMA. The first session after more
than five closed days has twice the variance, in the past and ahead. Over
several sessions ``blend`` is the mean of that with ``historical-500`` and
``factor-fhs``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics import (
    Floats,
    ewma_path,
    fit_gjr,
    gjr_path,
    har_path,
    rolling_tails,
    sample_tails,
    tail_multiples,
)

METHODS = (
    "historical-500", "ewma-normal", "ewma-fhs", "gjr-fhs", "factor-fhs",
    "mean-of-three", "blend",
)  # fmt: skip
WINDOW, BETA_WINDOW, RIDGE = 500, 500, 0.02
FAST, SLOW = 0.94, 0.97
REFIT, REFIT_BETAS, FITTED = 60, 5, 1000
EVENT_SCALE = 1.3
_PULL = 0.97  # share of a volatility shock left after a session, over ten of them
_DOMESTIC, _MOST, _SLOWEST = 4, 30.0, 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What is known to every book: factors, the market's state, the calendar.

    n_sessions are known, and ``stretch`` reaches as many further as losses are
    forecast over: volatility multipliers of each session, known beforehand.
    ``ratio`` is the market's HAR volatility over its EWMA; shape (n_sessions + 1,).
    """

    factors: Floats
    factor_paths: Floats
    ratio: Floats
    stretch: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class LossForecasts:
    """VaR and ES as losses, shape (n_levels, n_forecasts, n_books)."""

    var: Floats
    es: Floats


def shared_conditions(
    factors: Floats,
    market_variance: Floats,
    stretch: Floats,
    *,
    domestic: int = _DOMESTIC,
) -> Conditions:
    """Work out what all books share.

    Parameters
    ----------
    factors : ndarray, shape (n_sessions, n_factors)
        The first ``domestic`` are the market. NaN counts as 0.
    market_variance : ndarray, shape (n_sessions,)
        Of the market's sessions, from ranges; all NaN: squared returns stand in.
    stretch : ndarray, shape (at least n_sessions + 1,)
        Volatility multipliers known beforehand.
    """
    if len(stretch) <= len(factors):
        raise NumericsError("the calendar must reach beyond the last session")
    if not factors.shape[1]:
        raise NumericsError("loss forecasts need factors, the market first")
    moves = np.where(np.isfinite(factors), factors, 0.0)
    plain = stretch[: len(moves), None]
    market = moves[:, :domestic].mean(axis=1)
    known = market_variance if np.isfinite(market_variance).any() else market**2
    seen = har_path(known)
    slow = ewma_path(market, SLOW)
    return Conditions(
        factors=moves,
        factor_paths=ewma_path(moves / plain, FAST),
        ratio=seen / np.maximum(slow, 1e-12),
        stretch=stretch,
    )


def forecast_losses(
    returns: Floats,
    conditions: Conditions,
    *,
    start: int,
    levels: tuple[float, ...] = (0.95, 0.99),
    horizon: int = 1,
    methods: tuple[str, ...] = METHODS,
) -> dict[str, LossForecasts]:
    """Forecast the losses of books for each session from ``start`` on.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions, n_books)
        Simple, decimal, losses negative; NaN counts as 0.
    conditions : Conditions
        Of the same sessions.
    start : int
        First session forecast; at least 120 must lie before it. Windows of 500 are
        shortened to what lies there.
    levels : tuple of float
        Such as (0.95, 0.99).
    horizon : int
        Sessions over which the loss adds up.
    methods : tuple of str
        Of ``METHODS``.

    Returns
    -------
    dict
        Method → forecasts; n_forecasts is n_sessions + 1 - start, the last for the
        session to come.

    Raises
    ------
    NumericsError
        Too few sessions, or a method that is not known.
    """
    if start < 120:
        raise NumericsError("loss forecasts need 120 sessions before the first")
    unknown = [name for name in methods if name not in METHODS]
    if unknown:
        raise NumericsError(f"no such methods: {', '.join(unknown)}")
    moves = np.where(np.isfinite(returns), returns, 0.0)
    task = _Task(
        moves=moves,
        conditions=conditions,
        start=start,
        levels=levels,
        horizon=horizon,
        gjr=np.empty(0),
    )
    if {"gjr-fhs", "mean-of-three", "blend"} & set(methods):
        task = _with_gjr(task)
    found: dict[str, LossForecasts] = {}
    for name in methods:
        if name == "mean-of-three":
            parts = [
                found.get(part) or _WAYS[part](task)
                for part in ("historical-500", "gjr-fhs", "factor-fhs")
            ]
            found[name] = _mean(parts)
        else:
            found[name] = _WAYS[name](task)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """Books to be forecast; ``gjr`` holds volatilities, (n_sessions + 1, n_books)."""

    moves: Floats
    conditions: Conditions
    start: int
    levels: tuple[float, ...]
    horizon: int
    gjr: Floats

    @property
    def window(self) -> int:
        """Rows of past outcomes that a tail is taken from."""
        return min(WINDOW, self.start - self.horizon + 1)

    @property
    def ahead(self) -> Floats:
        """Root of the summed variance multipliers of each forecast's sessions."""
        squares = np.concatenate([[0.0], np.cumsum(self.conditions.stretch**2)])
        first = np.arange(self.start, len(self.moves) + 1)
        last = np.minimum(first + self.horizon, len(squares) - 1)
        total = squares[last] - squares[first]
        lacking: Floats = self.horizon - (last - first).astype(np.float64)
        root: Floats = np.sqrt(total + lacking)
        return root


def _mean(parts: list[LossForecasts]) -> LossForecasts:
    return LossForecasts(
        var=np.mean([part.var for part in parts], axis=0),
        es=np.mean([part.es for part in parts], axis=0),
    )


def _with_gjr(task: _Task) -> _Task:
    """Fit a GJR-GARCH-t every sixty sessions and filter in between."""
    plain = task.conditions.stretch[: len(task.moves), None]
    calm = task.moves / plain
    paths = ewma_path(calm, FAST)
    count = len(calm)
    for book in range(calm.shape[1]):
        series = calm[:, book]
        if not np.any(series[: task.start]):
            continue
        for place in range(task.start, count + 1, REFIT):
            begin = max(0, place - FITTED)
            fit = fit_gjr(series[begin:place])
            end = min(place + REFIT, count)
            before = float(np.sqrt((series[begin:place] ** 2).mean()))
            path = gjr_path(series[begin:end], fit, start=before)
            first = begin if place == task.start else place
            paths[first : end + 1, book] = path[first - begin :]
    return _Task(
        moves=task.moves,
        conditions=task.conditions,
        start=task.start,
        levels=task.levels,
        horizon=task.horizon,
        gjr=paths,
    )


def _sums(values: Floats, horizon: int) -> Floats:
    """Return sums over so many rows, one for each start."""
    if horizon == 1:
        return values
    totals = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    return totals[horizon:] - totals[:-horizon]


def _tails(task: _Task, values: Floats) -> tuple[Floats, Floats]:
    """Return tails of past outcomes over the horizon, each complete at its forecast."""
    late = task.horizon - 1
    return rolling_tails(
        _sums(values, task.horizon),
        window=task.window,
        start=task.start - late,
        levels=task.levels,
    )


def _historical(task: _Task) -> LossForecasts:
    var, es = _tails(task, task.moves)
    return LossForecasts(var=var, es=es)


def _filtered(task: _Task, path: Floats, *, pulled: bool) -> LossForecasts:
    """Return filtered tails; ``path`` is volatility apart from what is known ahead.

    ``pulled``: over several sessions the variance returns to the past's mean.
    """
    stretch = task.conditions.stretch[: len(task.moves), None]
    steady = np.maximum(path, _least(task.moves))
    innovations = np.clip(task.moves / (steady[:-1] * stretch), -_MOST, _MOST)
    var, es = _tails(task, innovations)
    now = steady[task.start :] ** 2
    if pulled and task.horizon > 1:
        squares = np.cumsum((task.moves / stretch) ** 2, axis=0)
        rows = np.arange(task.start, len(task.moves) + 1)
        usual = squares[rows - 1] / rows[:, None]
        share = (1.0 - _PULL**task.horizon) / (1.0 - _PULL) / task.horizon
        now = usual + share * (now - usual)
    spread = np.sqrt(now) * (task.ahead / np.sqrt(task.horizon))[:, None]
    return LossForecasts(var=var * spread, es=es * spread)


def _least(moves: Floats) -> Floats:
    """Return a floor under volatilities: a fifth of that of all sessions so far.

    The session itself counts, so that the first move after a still past stays finite.
    """
    count = np.arange(1, len(moves) + 1)[:, None]
    usual = np.sqrt(np.cumsum(moves**2, axis=0) / count)
    floor: Floats = np.maximum(0.2 * np.vstack([usual, usual[-1:]]), 1e-12)
    return floor


def _ewma(task: _Task) -> Floats:
    stretch = task.conditions.stretch[: len(task.moves), None]
    return ewma_path(task.moves / stretch, FAST)


def _ewma_normal(task: _Task) -> LossForecasts:
    path = ewma_path(task.moves, FAST)[task.start :] * np.sqrt(task.horizon)
    both = [tail_multiples(level, float("inf")) for level in task.levels]
    return LossForecasts(
        var=np.array([var * path for var, _ in both]),
        es=np.array([es * path for _, es in both]),
    )


def _blend(task: _Task) -> LossForecasts:
    path = blended_path(task.moves, task.gjr, task.conditions)
    filtered = _filtered(task, path, pulled=True)
    if task.horizon == 1:
        return filtered
    return _mean([filtered, _historical(task), _factor(task)])


def blended_path(moves: Floats, gjr: Floats, conditions: Conditions) -> Floats:
    """Return the blend of volatility forecasts, (n_sessions + 1, n_books)."""
    calm = moves / conditions.stretch[: len(moves), None]
    slow = ewma_path(calm, SLOW) * conditions.ratio[:, None]
    product = ewma_path(calm, FAST) * slow * gjr
    blend: Floats = np.cbrt(np.maximum(product, 0.0))
    return blend


def _factor(task: _Task) -> LossForecasts:
    """Filter factors and residual apart, with loadings taken anew every five sessions.

    Outcomes keep the factors of one session together, and their residual with them.
    """
    count, books = task.moves.shape
    shape = (len(task.levels), count + 1 - task.start, books)
    var, es = np.empty(shape), np.empty(shape)
    for place in range(task.start, count + 1, REFIT_BETAS):
        end = min(place + REFIT_BETAS, count + 1)
        outcomes = _factor_outcomes(task, place, end)
        for session in range(place, end):
            found = sample_tails(outcomes(session), task.levels)
            var[:, session - task.start], es[:, session - task.start] = found
    scale = (task.ahead / np.sqrt(task.horizon))[:, None]
    return LossForecasts(var=var * scale, es=es * scale)


def _factor_outcomes(task: _Task, place: int, end: int) -> Callable[[int], Floats]:
    """Return a function from a session to its outcomes, shape (n_books, n)."""
    shared, begin = task.conditions, max(0, place - BETA_WINDOW)
    calm = shared.factors / shared.stretch[: len(task.moves), None]
    betas = book_loadings(
        shared.factors[begin:place], task.moves[begin:place], ridge=RIDGE
    )
    warm = max(0, place - WINDOW - 120)
    stop = min(end, len(task.moves))
    residual = task.moves[warm:stop] - shared.factors[warm:stop] @ betas
    residual /= shared.stretch[warm:stop, None]
    paths = np.maximum(ewma_path(residual, SLOW), 1e-12)
    scaled = calm[warm:stop] / np.maximum(shared.factor_paths[warm:stop], 1e-12)
    alone = residual / paths[:-1]

    def outcomes(session: int) -> Floats:
        first = max(session - task.window - task.horizon + 1, warm) - warm
        rows = slice(first, session - warm)
        spread = shared.factor_paths[session][:, None] * betas
        whole = scaled[rows] @ spread + alone[rows] * paths[session - warm]
        return np.ascontiguousarray(_sums(whole, task.horizon).T)

    return outcomes


def forecast_volatility(
    returns: Floats, conditions: Conditions, *, start: int
) -> Floats:
    """Return the blend's volatility of each session from ``start`` on.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions, n_books)
        NaN counts as 0.
    conditions : Conditions
    start : int
        First session forecast.

    Returns
    -------
    ndarray, shape (n_sessions + 1 - start, n_books)
        With what is known of the calendar, and brought to the level of what came of
        past forecasts; the last is for the session to come.
    """
    task = _with_gjr(
        _Task(
            moves=np.where(np.isfinite(returns), returns, 0.0),
            conditions=conditions,
            start=start,
            levels=(0.95,),
            horizon=1,
            gjr=np.empty(0),
        )
    )
    path = np.maximum(
        blended_path(task.moves, task.gjr, conditions), _least(task.moves)
    )
    plain = conditions.stretch[: len(task.moves), None]
    unit = np.clip(task.moves / (path[:-1] * plain), -_MOST, _MOST)
    ratio = ewma_path(unit, _SLOWEST, warm=start)[start:]
    volatility: Floats = path[start:] * ratio * task.ahead[:, None]
    return volatility


def book_loadings(factors: Floats, returns: Floats, *, ridge: float) -> Floats:
    """Return the loadings of books on factors, drawn to nought by a ridge.

    Parameters
    ----------
    factors : ndarray, shape (n_sessions, n_factors)
    returns : ndarray, shape (n_sessions, n_books)
    ridge : float
        Per session and unit of variance of each factor.

    Returns
    -------
    ndarray, shape (n_factors, n_books)
    """
    centred = factors - factors.mean(axis=0)
    spread = centred.std(axis=0)
    usable = spread > 1e-12
    unit = centred[:, usable] / spread[usable]
    gram = unit.T @ unit + ridge * len(unit) * np.eye(unit.shape[1])
    betas = np.zeros((factors.shape[1], returns.shape[1]))
    betas[usable] = np.linalg.solve(gram, unit.T @ returns) / spread[usable][:, None]
    return betas


_WAYS: Mapping[str, Callable[[_Task], LossForecasts]] = {
    "historical-500": _historical,
    "ewma-normal": _ewma_normal,
    "ewma-fhs": lambda task: _filtered(task, _ewma(task), pulled=False),
    "gjr-fhs": lambda task: _filtered(task, task.gjr, pulled=True),
    "factor-fhs": _factor,
    "blend": _blend,
}
