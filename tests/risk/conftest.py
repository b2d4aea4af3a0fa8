"""A pack small enough to work out by hand, and books on it."""

from datetime import UTC, datetime

import numpy as np
import pytest

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.records import Book, Holding, Level, Manifest, Pack, Profile

FACTORS = ("000300.SH", "000905.SH", "HSI", "USDCNH", "USDJPY")
EVE = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
QUIET = datetime(2026, 3, 10, 0, 30, tzinfo=UTC)  # no closure within ten sessions


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


def make_level(symbol: str, value: float) -> Level:
    return Level(
        symbol=symbol, name=symbol, kind="index", date="2026-02-11", value=value,
        currency="", source="made up",
    )  # fmt: skip


def make_pack(dates: dict[str, str] | None = None) -> Pack:
    volatility = np.array([0.010, 0.013, 0.012, 0.002, 0.006])
    correlation = np.array(
        [
            [1.0, 0.9, 0.6, -0.2, 0.0],
            [0.9, 1.0, 0.5, -0.2, 0.0],
            [0.6, 0.5, 1.0, -0.3, 0.0],
            [-0.2, -0.2, -0.3, 1.0, 0.3],
            [0.0, 0.0, 0.0, 0.3, 1.0],
        ]
    )
    names = ("600519.SH", "300750.SZ", "0700.HK", "600026.SH", "1138.HK", "BABA.US")
    betas = np.array(
        [
            [1.0, -0.2, 0.0, 0.0, 0.0],
            [0.3, 0.9, 0.0, 0.0, 0.0],
            [0.1, 0.0, 1.1, 0.0, 0.0],
            [0.5, 0.4, 0.0, 0.1, 0.0],
            [0.2, 0.0, 0.9, 0.0, 0.0],
            [0.1, 0.0, 1.2, 0.0, 0.0],
        ]
    )
    days = {"CN": "2026-02-11", "HK": "2026-02-11", "US": "2026-02-11"} | (dates or {})
    suffixes = [name.rpartition(".")[2] for name in names]
    markets = {"SH": "CN", "SZ": "CN", "HK": "HK", "US": "US"}
    count = len(names)
    return Pack(
        manifest=Manifest(
            schema="kuroshio.pack/1", recipe="test", scope="small",
            date=max(days.values()), sha256="", bytes=0, securities=count,
            data_dates=days | dict.fromkeys(FACTORS, "2026-02-11"), inputs=(),
            coverage={}, defects=(), settings={}, terms="", simulated=True,
        ),
        factors=FACTORS,
        covariance=correlation * np.outer(volatility, volatility),
        factor_volatility=volatility,
        factor_long_volatility=volatility * 2,
        rows={name: row for row, name in enumerate(names)},
        betas=betas,
        errors=np.full((count, len(FACTORS)), 0.1),
        volatility=np.full(count, 0.02),
        long_volatility=np.full(count, 0.02),
        residual=np.array([0.012, 0.015, 0.011, 0.014, 0.018, 0.016]),
        long_residual=np.array([0.024, 0.03, 0.022, 0.028, 0.036, 0.032]),
        observations=np.full(count, 500),
        dates=tuple(days[markets[suffix]] for suffix in suffixes),
        turnover=np.array([1e9, np.nan, 2e9, 1e8, 1e8, 1e8]),
        turnover_dates=("2026-02-11", "", "2026-02-11", "2023-03-16", "", ""),
        proxies={"main": 0, "hk": 1},
        proxy_betas=np.array([[0.5, 0.5, 0, 0, 0], [0.1, 0, 1.0, 0, 0]], dtype=float),
        proxy_residual=np.array([0.03, 0.04]),
        tail_df={1: 5.0, 10: 6.0},
        tail_scale={1: 1.0, 10: 1.1},
        levels={
            level.symbol: level
            for level in (
                make_level("000300.SH", 4700.0), make_level("000905.SH", 8300.0),
                make_level("HSI", 27000.0), make_level("USDCNH", 7.0),
                make_level("USDJPY", 150.0),
            )
        },
    )  # fmt: skip


@pytest.fixture
def pack() -> Pack:
    return make_pack()


_KINDS = {"CFE": "future", "HKF": "future", "FWD": "forward"}
_CURRENCIES = {"HK": "HKD", "US": "USD", "T": "JPY", "HKF": "HKD", "FWD": "USD"}


def make_book(**values: float) -> Book:
    """Return a book from security=value, dots written as underscores."""
    holdings = []
    for row, (key, value) in enumerate(values.items(), 2):
        security = key.removeprefix("s").replace("_", ".")
        suffix = security.rpartition(".")[2]
        cash = security.startswith("CASH.")
        holdings.append(
            Holding(
                security=security,
                kind="cash" if cash else _KINDS.get(suffix, "equity"),
                value=value,
                currency=suffix if cash else _CURRENCIES.get(suffix, "CNY"),
                row=row,
            )
        )
    return Book(source="made up", sha256="0" * 64, holdings=tuple(holdings))


@pytest.fixture
def book() -> Book:
    return make_book(
        s600519_SH=4e6, s300750_SZ=3e6, s0700_HK=2e6, s600026_SH=1e6, s1138_HK=1e6,
        BABA_US=2e5, IC2603_CFE=-1.66e6, USDCNH_FWD=-1e5, CASH_CNY=5e5,
    )  # fmt: skip


@pytest.fixture
def profile() -> Profile:
    return Profile(permitted=("index_futures",))
