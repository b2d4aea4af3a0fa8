"""Time the risk of a book, and test its losses on what came afterwards.

Run ``python bench/risk.py [FOLDER]``. The first part needs nothing. The second builds a
pack as of the end of every quarter from 2018 on, forecasts the one-session loss of
thirty unlike mainland books for each of the sessions that follow, and counts how often
the loss was worse: Kupiec's test of the rate, and the mean excess over the forecast
shortfall; likewise over ten sessions, without overlap. Books are correlated, so thirty
passes are not thirty tests. For each book the one index future that the pack says is
best (CSI 300, 500 or 1000, any number of lots) is held against it, without costs or
basis, and the ratio of the daily dispersion with and without it is told.
"""

import gc
import math
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from kuroshio.knowledge import load_knowledge
from kuroshio.market import build_pack, load_pack, read_book, read_profile
from kuroshio.market.factor_series import factor_returns, read_series
from kuroshio.market.pack_panels import MarketPanel, read_market_panels
from kuroshio.market.recipe import BLOCKS, DOMESTIC, Settings
from kuroshio.records import Book, Holding, Pack, Profile
from kuroshio.risk import draw_losses, estimate_book_risk, propose_hedges
from kuroshio.risk.attribution import attribute_losses, theme_shares
from kuroshio.risk.books import book_losses, measure_book
from kuroshio.risk.losses import HORIZONS, multiples, session_spreads, spread_of
from kuroshio.risk.pack_losses import method_losses
from kuroshio.risk.positions import (
    Positions,
    aged_covariance,
    faded,
    long_share,
    share_blocks,
)

ROOT = Path(__file__).parents[1]
Floats = NDArray[np.float64]
HEDGES = DOMESTIC[:3]
BOOKS, NAMES, LEVEL, FRESH = 30, 30, 0.99, 20
EVE = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)


def best_of(times: int, work: Callable[[], object]) -> float:
    """Return the least seconds of so many runs, the garbage collector held off."""
    found = []
    gc.disable()
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
        gc.collect()
    gc.enable()
    return min(found)


def wide_pack(pack: Pack, holdings: int, factors: int) -> tuple[Pack, Book]:
    """Return a made-up pack and a book of so many holdings on so many factors."""
    rng = np.random.default_rng(1)
    boards = (600, 601, 603, 605, 688)
    names = tuple(f"{boards[n % 5]}{n // 5:03}.SH" for n in range(holdings))
    mixing = rng.standard_normal((factors, factors)) * 0.002
    wide = replace(
        pack,
        factors=(*(f"F{n}" for n in range(factors - 2)), "USDCNH", "USDJPY"),
        covariance=mixing @ mixing.T,
        factor_volatility=np.sqrt(np.diag(mixing @ mixing.T)),
        factor_long_volatility=np.sqrt(np.diag(mixing @ mixing.T)),
        rows={name: row for row, name in enumerate(names)},
        betas=rng.standard_normal((holdings, factors)),
        errors=np.full((holdings, factors), 0.1),
        residual=np.full(holdings, 0.02),
        long_residual=np.full(holdings, 0.02),
        dates=("2026-02-11",) * holdings,
        turnover=np.full(holdings, 1e8),
        turnover_dates=("2026-02-11",) * holdings,
        proxies={},
        har=None,
        gjr=None,
        har_basis=(),
        blocks=(),
        block_covariance=None,
        block_loadings=None,
        innovations=None,
    )
    lines = tuple(
        Holding(security=name, kind="equity", value=1e6, currency="CNY", row=row)
        for row, name in enumerate(names, 2)
    )
    return wide, Book(source="made up", sha256="", holdings=lines)


def speed() -> None:
    """Print how long risk and hedges take."""
    knowledge, pack = load_knowledge(), load_pack()
    book = read_book(ROOT / "examples/book.csv", instruments=knowledge.instruments)
    profile = read_profile(ROOT / "examples/profile.yaml")

    def both() -> None:
        estimate_book_risk(book, profile, pack, knowledge, as_of=EVE)
        propose_hedges(book, profile, pack, knowledge, as_of=EVE)

    print(f"risk and hedges of the example book: {best_of(5, both) * 1e3:.1f} ms")
    wide, large = wide_pack(pack, 5000, 50)
    whole = best_of(
        8, lambda: estimate_book_risk(large, Profile(), wide, knowledge, as_of=EVE)
    )
    print(f"the whole answer for 5,000 holdings, 50 factors: {whole * 1e3:.1f} ms")
    measured = measure_book(large, Profile(), wide, knowledge, as_of=EVE)
    themes = theme_shares(large, knowledge)

    def numbers() -> None:
        placed = measure_book(large, Profile(), wide, knowledge, as_of=EVE)
        spreads = session_spreads(placed.positions, placed.stretch)
        book_losses(placed, wide, spreads)
        method_losses(
            placed.positions,
            wide,
            spreads=spreads,
            stretch=placed.stretch,
            closure=bool(placed.closures),
        )

    spreads = session_spreads(measured.positions, measured.stretch)
    losses = book_losses(measured, wide, spreads)
    first = best_of(20, numbers)
    parts = best_of(
        20, lambda: attribute_losses(measured.positions, losses, wide, themes)
    )
    spread = best_of(20, lambda: session_spreads(measured.positions, measured.stretch))
    print(f"  numbers (placing, VaR and ES, parts by holding): {first * 1e3:.1f} ms")
    print(f"    of which variances and parts alone: {spread * 1e3:.1f} ms")
    print(f"  parts by theme, factor and currency: {parts * 1e3:.1f} ms")
    print(
        f"  records, outlooks, currencies, exits: {(whole - first - parts) * 1e3:.1f}"
    )


def paths() -> None:
    """Print how long 100,000 paths of 200 names take, beside plain numpy."""
    knowledge, pack = load_knowledge(), load_pack()
    names = [name for name in pack.rows if name.endswith((".SH", ".SZ"))][:200]
    lines = tuple(
        Holding(security=name, kind="equity", value=1e6, currency="CNY", row=row)
        for row, name in enumerate(names, 2)
    )
    book = Book(source="made up", sha256="", holdings=lines)
    measured = measure_book(book, Profile(), pack, knowledge, as_of=EVE)
    held = measured.positions

    def ours() -> None:
        rng = np.random.default_rng(1)
        draw_losses(held, paths=100_000, level=0.99, df=5.0, rng=rng)

    def plain() -> None:
        rng = np.random.default_rng(1)
        whole = held.local + held.currency
        covariance = whole @ held.covariance @ whole.T + np.diag(held.residual**2)
        root = np.linalg.cholesky(covariance)
        moves = rng.standard_normal((100_000, 200)) @ root.T
        moves *= np.sqrt(3.0 / rng.chisquare(5.0, 100_000))[:, None]
        worst = np.argsort(moves.sum(axis=1))[:1000]
        moves[worst].mean(axis=0)

    print(f"100,000 paths of 200 names, ES, parts: {best_of(3, ours) * 1e3:.0f} ms")
    print(f"  plain numpy, without blocks: {best_of(3, plain) * 1e3:.0f} ms")


def place(pack: Pack, rows: NDArray[np.int64], weights: Floats, age: int) -> Positions:
    """Return positions of mainland names on a pack so many sessions old."""
    count, share = len(weights), long_share(pack, age)
    local = pack.betas[rows] * weights[:, None]
    residual = faded(pack.residual[rows], pack.long_residual[rows], share)
    blocks, block_own = share_blocks(pack, rows, residual=residual, scale=weights)
    return Positions(
        nav=1.0,
        covariance=aged_covariance(pack, age),
        weights=weights,
        local=local,
        currency=np.zeros_like(local),
        residual=residual * weights,
        errors=np.zeros_like(local),
        issuers=np.arange(count),
        markets=("CN",) * count,
        currencies=("CNY",) * count,
        basis=(),
        blocks=blocks,
        block_covariance=None if blocks is None else pack.block_covariance,
        block_own=block_own,
    )


def forecast(pack: Pack, rows: NDArray[np.int64], weights: Floats, age: int) -> float:
    """Return the volatility of one session, so many sessions after the pack's date."""
    positions = place(pack, rows, weights, age)
    ones = np.ones(len(weights))
    spread = spread_of(positions, sessions=1, gaps=0, stretch=ones)
    return math.sqrt(spread.variance)


def hedged_ratio(
    pack: Pack,
    rows: NDArray[np.int64],
    weights: Floats,
    book: Floats,
    indices: Floats,
) -> float:
    """Return realised dispersion with over without the hedge the pack says is best."""
    slope = pack.covariance @ (pack.betas[rows].T @ weights)
    slots = [pack.factors.index(name) for name in HEDGES]
    variances = np.diag(pack.covariance)[slots]
    best = int(np.argmax(slope[slots] ** 2 / variances))
    short = slope[slots[best]] / variances[best]
    return float((book - short * indices[:, best]).std() / book.std())


def quarter_ends(first: int, last: date) -> list[date]:
    """Return the last days of quarters from a year on."""
    days = [
        date(year, month, 28)
        for year in range(first, last.year + 1)
        for month in (3, 6, 9, 12)
    ]
    return [day for day in days if day < last]


def draw_books(
    pack: Pack, panel: MarketPanel, rng: np.random.Generator
) -> list[Floats]:
    """Return weights over the panel: even, small, large, growth, single-theme books."""
    places = {name: n for n, name in enumerate(panel.securities)}
    names = [name for name in pack.rows if name in places]
    slots = [pack.factors.index(name) for name in DOMESTIC]
    loadings = pack.betas[[pack.rows[name] for name in names]][:, slots]
    tilts = (np.zeros(len(names)), *loadings.T, -loadings[:, 2])
    books = []
    for number in range(BOOKS):
        tilt = tilts[number % len(tilts)]
        score = tilt + rng.standard_normal(len(names)) * (0.3 + tilt.std())
        chosen = np.argsort(-score)[:NAMES]
        weights = np.zeros(len(panel.securities))
        shares = rng.dirichlet(np.ones(NAMES))
        for share, row in zip(shares, chosen, strict=True):
            weights[places[names[row]]] = share
        books.append(weights)
    return books


def walk(folder: Path) -> None:
    """Forecast quarter by quarter and print how the losses compare."""
    series = read_series(folder, until=date(9999, 1, 1))
    last = max(item.days[-1].item() for item in series.values())
    data, _ = read_market_panels(
        sorted(folder.glob("prices_cn*.parquet")),
        {
            "prices_cn.parquet": {"close", "amount", "price_basis", "adj_close"},
            "prices_cn_rest_close.parquet": {"close", "amount"},
        },
        until=last,
        settings=Settings(history=2600),
    )
    panel = data["CN"]
    rng = np.random.default_rng(5)
    losses: dict[str, list[list[Floats]]] = {}
    indices = factor_returns(series, HEDGES, panel.sessions, BLOCKS["CN"])
    ratios: list[float] = []
    for end in quarter_ends(2018, last):
        with tempfile.TemporaryDirectory() as out:
            build_pack(folder, out, until=end)
            pack = load_pack(out)
        after = (panel.sessions > np.datetime64(end)) & (
            panel.sessions <= np.datetime64(end) + np.timedelta64(92, "D")
        )
        moves = np.nan_to_num(panel.returns[after])
        hedges = np.nan_to_num(indices[after])
        tails = {h: multiples(pack, level=LEVEL, horizon=h) for h in HORIZONS}
        for number, weights in enumerate(draw_books(pack, panel, rng)):
            held = np.flatnonzero(weights)
            rows = np.array([pack.rows[panel.securities[n]] for n in held])
            sigma = np.array(
                [forecast(pack, rows, weights[held], age) for age in range(len(moves))]
            )
            ratios.append(
                hedged_ratio(pack, rows, weights[held], moves @ weights, hedges)
            )
            for horizon in HORIZONS:
                whole = len(moves) // horizon * horizon
                blocks = (moves[:whole] @ weights).reshape(-1, horizon).sum(axis=1)
                scale = math.sqrt(horizon) * sigma[:whole:horizon]
                var, es = tails[horizon]
                both = np.column_stack([-blocks / scale / var, -blocks / scale / es])
                parts = {f"{horizon} session(s)": both}
                if horizon == 1:
                    parts[f"1 session, pack at most {FRESH} old"] = both[:FRESH]
                for name, part in parts.items():
                    every = losses.setdefault(name, [[] for _ in range(BOOKS)])
                    every[number].append(part)
        last_part = [part[-1][:, 0] for part in losses["1 session(s)"]]
        done = np.concatenate(last_part) * tails[1][0]
        print(f"  {end}: dispersion {done.std():.2f}, {len(done)} book-sessions")
    low, middle, high = np.quantile(ratios, [0.1, 0.5, 0.9])
    print(f"dispersion with the best index future over without: {middle:.2f}")
    print(f"  (a tenth of the books under {low:.2f}, a tenth above {high:.2f})")
    for name, every in losses.items():
        report(name, [np.concatenate(part) for part in every])


def report(name: str, losses: list[Floats]) -> None:
    """Print breach rates, Kupiec's test by book, and losses beyond the VaR."""
    rates, passes, excess = [], 0, []
    for book in losses:
        beyond = book[:, 0] > 1.0
        rates.append(beyond.mean())
        passes += kupiec(int(beyond.sum()), len(book), 1 - LEVEL) > 0.05
        excess += book[beyond, 1].tolist()
    print(f"99 %, {name}, {len(losses)} books of {NAMES} names:")
    print(f"  VaR breached {np.mean(rates):.2%} (1.00 % wanted)")
    print(f"  books that pass Kupiec at 5 %: {passes / len(losses):.2f}")
    print(f"  mean loss beyond VaR over forecast ES: {np.mean(excess):.2f}")


def kupiec(hits: int, count: int, rate: float) -> float:
    """Return the p-value of Kupiec's (1995) test of unconditional coverage."""
    found = min(max(hits / count, 1e-12), 1 - 1e-12)
    likelihood = hits * math.log(rate / found) + (count - hits) * math.log(
        (1 - rate) / (1 - found)
    )
    return float(chi2.sf(-2 * likelihood, 1))


def main() -> None:
    """Print both parts; the second only where the data is."""
    speed()
    paths()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data"
    if not folder.is_dir():
        print(f"no walk-forward: {folder} is absent")
        return
    walk(folder)


if __name__ == "__main__":
    main()
