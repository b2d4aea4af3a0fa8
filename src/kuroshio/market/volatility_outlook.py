"""What HAR and an asymmetric GARCH say of each security's next session, for a pack."""

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from kuroshio.market.pack_panels import Floats
from kuroshio.numerics import fit_gjr, gjr_path, har_forecast, range_variance

_ROWS, _FEWEST = 750, 250


def gjr_volatility(returns: Floats) -> Floats:
    """Return GJR-GARCH-t forecasts of each column's next session, NaN where too short.

    Parameters
    ----------
    returns : ndarray, shape (n_sessions, n_securities)
        The last 750 sessions are used.
    """
    found = np.full(returns.shape[1], np.nan)
    for column in range(returns.shape[1]):
        series = returns[-_ROWS:, column]
        own = series[np.isfinite(series)]
        if len(own) >= _FEWEST and np.any(own):
            found[column] = gjr_path(own, fit_gjr(own))[-1]
    return found


def har_volatility(
    returns: Floats, securities: Sequence[str], ranges: dict[str, Floats]
) -> tuple[Floats, list[str]]:
    """Return HAR forecasts of the next session and what each rests on.

    Ranges are used where the files have them, brought to the level of squared returns;
    else absolute returns, whose fifth of a typical one is the least, squared.

    Returns
    -------
    volatility : ndarray, shape (n_securities,)
        NaN where too short.
    basis : list of str
        "range", "absolute" or "".
    """
    found = np.full(len(securities), np.nan)
    basis = [""] * len(securities)
    for column, name in enumerate(securities):
        series = returns[-_ROWS:, column]
        own = series[np.isfinite(series)]
        if len(own) < _FEWEST or not np.any(own):
            continue
        squares = own**2
        variance = ranges.get(name)
        if variance is not None and len(variance) >= _FEWEST:
            basis[column] = "range"
        else:
            basis[column] = "absolute"
            variance = np.maximum(squares, 0.04 * float(np.median(squares)) + 1e-10)
        recent = variance[-_FEWEST:].mean()
        scale = float(squares[-_FEWEST:].mean() / max(recent, 1e-12))
        found[column] = har_forecast(variance) * np.sqrt(scale)
    return found, basis


def read_ranges(
    files: Sequence[Path],
    columns: dict[str, set[str]],
    securities: Collection[str],
    *,
    until: str,
) -> dict[str, Floats]:
    """Return daily variances from ranges by security, in time order, the last 750."""
    import duckdb

    wanted = sorted(securities)
    found: dict[str, Floats] = {}
    for path in files:
        if not {"open", "high", "low"} <= columns[path.name]:
            continue
        quoted = str(path).replace("'", "''")
        rows = (
            duckdb.connect(":memory:")
            .execute(
                "SELECT symbol, list(open ORDER BY date), list(high ORDER BY date), "  # noqa: S608 - the path is quoted
                "list(low ORDER BY date), list(close ORDER BY date), max(date) "
                f"FROM read_parquet('{quoted}') WHERE date <= ?::DATE "
                "AND date > ?::DATE - 1200 AND list_contains(?, symbol) "
                "AND open > 0 AND low > 0 AND high >= low AND close > 0 "
                "GROUP BY symbol",
                [until, until, wanted],
            )
            .fetchall()
        )
        for symbol, *prices, _ in rows:
            bars = np.array(prices, dtype=np.float64)[:, -_ROWS:]
            found[symbol] = range_variance(bars[0], bars[1], bars[2], bars[3])[1:]
    return found
