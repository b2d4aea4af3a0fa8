"""A small folder of made-up daily files, in the shape of real ones."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kuroshio.market import Settings

SETTINGS = Settings(
    beta_window=300, history=500, fewest=40, books=10, names=8, turnover_window=20
)
HOME = ("000300.SH", "000905.SH", "000852.SH", "399006.SZ", "HSI", "N225", "SPX")
OUTSIDE = ("NDX", "SOX", "US10Y")
TRUE_BETAS = (0.9, 0.2, -0.1, 0.3)


@dataclass(frozen=True)
class Daily:
    """Where the files are and what they were made from."""

    folder: Path
    days: tuple[date, ...]
    names: tuple[str, ...]
    betas: tuple[float, ...] = TRUE_BETAS
    settings: Settings = SETTINGS


def weekdays(count: int, end: date) -> tuple[date, ...]:
    days, day = [], end
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(days=1)
    return tuple(reversed(days))


def write(path: Path, columns: dict[str, list]) -> None:
    pq.write_table(pa.table(columns), path)


def price_rows(
    names: list[str], days: tuple[date, ...], levels: np.ndarray
) -> dict[str, list]:
    count = len(days)
    return {
        "symbol": [name for name in names for _ in days],
        "date": list(days) * len(names),
        "close": levels.T.ravel().tolist(),
        "adj_close": [None] * (count * len(names)),
        "volume": [1e6] * (count * len(names)),
        "currency": ["CNY"] * (count * len(names)),
        "price_basis": ["fwd_adj"] * (count * len(names)),
    }


@pytest.fixture
def daily(tmp_path) -> Daily:
    """Return a folder with 420 sessions of thirty mainland names and their indices."""
    rng = np.random.default_rng(11)
    days = weekdays(420, date(2026, 2, 11))
    common = rng.standard_normal((420, 1)) * 0.008
    moves = common + rng.standard_normal((420, len(HOME))) * 0.006
    outside = rng.standard_normal((420, len(OUTSIDE))) * 0.01
    yields = 4.0 + np.cumsum(rng.standard_normal(420) * 0.04)
    levels = 3000 * np.cumprod(1 + np.column_stack([moves, outside]), axis=0)
    levels[:, -1] = yields
    symbols = (*HOME, *OUTSIDE)
    folder = tmp_path / "data"
    folder.mkdir()
    write(
        folder / "indices.parquet",
        {
            "symbol": [symbol for symbol in symbols for _ in days],
            "name": [f"index {symbol}" for symbol in symbols for _ in days],
            "date": list(days) * len(symbols),
            "close": levels.T.ravel().tolist(),
            "currency": ["CNY"] * (len(symbols) * 420),
            "source": ["made up"] * (len(symbols) * 420),
        },
    )
    write(
        folder / "fx.parquet",
        {
            "pair": ["USDCNH"] * 420 + ["USDJPY"] * 420,
            "date": list(days) * 2,
            "close": (7 * np.cumprod(1 + rng.standard_normal(840) * 0.002)).tolist(),
            "source": ["made up"] * 840,
        },
    )
    names = [f"{600100 + n}.SH" for n in range(30)]
    betas = np.array(TRUE_BETAS) + rng.standard_normal((30, 4)) * 0.1
    returns = moves[:, :4] @ betas.T + rng.standard_normal((420, 30)) * 0.005
    prices = 10 * np.cumprod(1 + returns, axis=0)
    write(folder / "prices_cn.parquet", price_rows(names, days, prices))
    return Daily(folder=folder, days=days, names=tuple(names))
