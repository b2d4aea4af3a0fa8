"""Test scenario propagation on real sessions, and time the scenario engine.

Run ``python bench/scenarios.py [FOLDER]``. The first part needs nothing: 100,000 paths
of a book of 200 names with ES and contributions, pooling of 10,000 scenarios with ten
views (beside skfolio's, where that is installed), and the packaged scenarios on the
example book. The second reads the folder: for every session that is day 0 of a
precedent it takes what the CSI 300, 500, 1000 and ChiNext did as the shock, the shock
being right, and foretells the return of every industry with loadings from before that
session. Told are R² against nought over all industries and sessions, and the mean rank
correlation across industries, for the references of the project's impact study (CSI
300 alone; four indices by least squares on 500 sessions) and for the way the product
takes: ridge loadings of single names that fade, as a pack holds them; and for what
they were before they faded. Half-life and ridge were chosen on these very sessions, so
the two are compared again on sessions away from every event. R² is told of all
sessions together, as the mean of the sessions' own, and of what is left after each
session's mean over industries. Differences are drawn again by sessions, paired;
sessions near one another share weather, so intervals are a little too narrow.

Outside shocks are tried too: the S&P 500, Nasdaq 100, SOX and CNH moves known before
the Shanghai open, alone, through single names' own loadings, and mapped first to the
four indices by the covariance of the 500 sessions before.
"""

import importlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from kuroshio.app import scenarios_for_brief
from kuroshio.knowledge import load_knowledge
from kuroshio.market import load_pack, read_book, read_profile
from kuroshio.market.factor_series import factor_returns, read_series
from kuroshio.market.pack_panels import MarketPanel, read_market_panels
from kuroshio.market.recipe import BLOCKS, DOMESTIC, Settings
from kuroshio.numerics import (
    condition_normal,
    fading_weights,
    nearest_psd,
    newey_west_covariance,
    pool_entropy,
    ridge_loadings,
)
from kuroshio.risk.positions import Positions
from kuroshio.risk.scenario_paths import prepare_draws, simulate_tail, unconditioned

ROOT = Path(__file__).parents[1]
Floats = NDArray[np.float64]
OUTSIDE = ("SPX", "NDX", "SOX", "USDCNH")
EVEN = "before: the same, 500 sessions alike, ridge .02"
WINDOW, FEWEST, MEMBERS, DRAWS = 500, 240, 5, 4000


def best_of(times: int, work: Callable[[], object]) -> float:
    """Return the least seconds of so many runs."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def time_paths() -> None:
    """Print how long 100,000 paths of 200 names take."""
    pack = load_pack()
    rows = np.arange(200)
    weights = np.full(200, 1 / 200)
    local = pack.betas[rows] * weights[:, None]
    positions = Positions(
        nav=1.0, covariance=pack.covariance, weights=weights, local=local,
        currency=np.zeros_like(local), residual=pack.residual[rows] * weights,
        errors=np.zeros_like(local), issuers=np.arange(200), markets=("CN",) * 200,
        currencies=("CNY",) * 200, basis=(),
    )  # fmt: skip
    drawn = prepare_draws(positions, unconditioned(pack.covariance, horizon=1), df=4.0)
    tail = simulate_tail(drawn, count=100_000)
    gap = abs(tail.contributions.sum() + tail.es)
    took = best_of(3, lambda: simulate_tail(drawn, count=100_000))
    print(f"100,000 paths of 200 names, ES and contributions: {took * 1e3:.0f} ms")
    print(f"  ES {tail.es:.4f}; contributions miss it by {gap:.1e}")


def time_pooling() -> None:
    """Print how long ten views on 10,000 scenarios take, beside skfolio."""
    rng = np.random.default_rng(0)
    moves = rng.standard_normal((10, 10_000)) * 0.01
    wanted = rng.normal(0.0, 0.002, 10)
    prior = np.full(10_000, 1e-4)
    took = best_of(10, lambda: pool_entropy(prior, equalities=(moves, wanted)))
    pooled = pool_entropy(prior, equalities=(moves, wanted))
    miss = np.abs(moves @ pooled.probabilities - wanted).max()
    print(f"10,000 scenarios, ten views: {took * 1e3:.1f} ms, worst miss {miss:.1e}")
    try:
        prior_module = importlib.import_module("skfolio.prior")
    except ImportError:
        print("  skfolio is not installed: nothing to set beside it")
        return
    names = [f"X{k}" for k in range(10)]
    views = [f"{n} == {v:.10f}" for n, v in zip(names, wanted, strict=True)]
    import pandas as pd

    frame = pd.DataFrame(moves.T, columns=names)
    other = prior_module.EntropyPooling(mean_views=views)
    took = best_of(3, lambda: other.fit(frame))
    there = np.asarray(other.return_distribution_.sample_weight)
    print(f"  skfolio: {took * 1e3:.1f} ms, worst miss "
          f"{np.abs(moves @ there - wanted).max():.1e}, largest difference of a "
          f"probability {np.abs(there - pooled.probabilities).max():.1e}")  # fmt: skip


def time_scenarios() -> None:
    """Print how long the packaged scenarios take on the example book."""
    knowledge, pack = load_knowledge(), load_pack()
    book = read_book(ROOT / "examples/book.csv", instruments=knowledge.instruments)
    profile = read_profile(ROOT / "examples/profile.yaml")
    from datetime import UTC, datetime

    eve = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)

    def play() -> object:
        return scenarios_for_brief(None, book, profile, pack, knowledge, as_of=eve)

    count = len(scenarios_for_brief(None, book, profile, pack, knowledge, as_of=eve))
    took = best_of(3, play)
    print(f"{count} packaged scenarios on the example book: {took * 1e3:.0f} ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Mainland names, their industries, and factors on the same sessions."""

    panel: MarketPanel
    groups: NDArray[np.int64]
    industries: tuple[str, ...]
    domestic: Floats
    outside: Floats


def read_past(folder: Path) -> Past:
    """Read returns of all names since 2016 with their (present) industries."""
    files = sorted(folder.glob("prices_cn*.parquet"))
    connection = duckdb.connect(":memory:")
    columns = {}
    for path in files:
        rows = connection.execute(
            f"DESCRIBE SELECT * FROM read_parquet('{path}')"  # noqa: S608 - a script
        ).fetchall()
        columns[path.name] = {str(row[0]) for row in rows}
    settings = Settings(history=2600)
    series = read_series(folder, until=date.max)
    last: date = series[DOMESTIC[0]].days[-1].item()
    panels, _ = read_market_panels(files, columns, until=last, settings=settings)
    panel = panels["CN"]
    told = dict(
        connection.execute(
            "SELECT symbol, industry_zh FROM read_parquet(?) WHERE industry_zh IS "
            "NOT NULL",
            [str(folder / "securities.parquet")],
        ).fetchall()
    )
    names = [str(told.get(name) or "") for name in panel.securities]
    industries = tuple(sorted({name for name in names if name}))
    places = {name: k for k, name in enumerate(industries)}
    return Past(
        panel=panel,
        groups=np.array([places.get(name, -1) for name in names]),
        industries=industries,
        domestic=factor_returns(series, DOMESTIC, panel.sessions, BLOCKS["CN"]),
        outside=factor_returns(series, OUTSIDE, panel.sessions, BLOCKS["CN"]),
    )


def event_rows(past: Past) -> list[int]:
    """Return the rows that are day 0 of a precedent and have history before them."""
    days = {
        first.session
        for item in load_knowledge().precedents.values()
        for first in item.first_sessions
        if first.exchange == "XSHG"
    }
    sessions = past.panel.sessions
    rows = np.searchsorted(sessions, np.array(sorted(days), "datetime64[D]"))
    return [
        int(row)
        for row, day in zip(rows, sorted(days), strict=True)
        if FEWEST < row < len(sessions) and sessions[row] == np.datetime64(day)
    ]


def quiet_rows(past: Past, events: list[int]) -> list[int]:
    """Return every 28th row with history that lies two sessions or more from events."""
    near = {row + off for row in events for off in (-1, 0, 1)}
    return [
        row
        for row in range(WINDOW + 20, len(past.panel.sessions), 28)
        if row not in near and np.isfinite(past.domestic[row]).all()
    ]


def by_industry(values: Floats, groups: NDArray[np.int64], count: int) -> Floats:
    """Return means of the last axis by group; too few members give NaN."""
    seen = np.isfinite(values) & (groups >= 0)
    total = np.bincount(groups[seen], weights=values[seen], minlength=count)
    many = np.bincount(groups[seen], minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(many >= MEMBERS, total / many, np.nan)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Foretold industry returns of one session by method, and what came."""

    came: Floats
    methods: dict[str, Floats]


def industry_history(past: Past, rows: slice) -> Floats:
    """Return industry means of each session of a window."""
    count = len(past.industries)
    return np.array(
        [
            by_industry(returns, past.groups, count)
            for returns in past.panel.returns[rows]
        ]
    )


def least_squares(y: Floats, x: Floats, shock: Floats) -> Floats:
    """Return slopes of each column of y on x, times the shock; intercepts are free."""
    found = np.full(y.shape[1], np.nan)
    for k in range(y.shape[1]):
        good = np.isfinite(y[:, k]) & np.isfinite(x).all(axis=1)
        if good.sum() < FEWEST // 2:
            continue
        design = np.column_stack([np.ones(good.sum()), x[good]])
        slopes = np.linalg.lstsq(design, y[good, k], rcond=None)[0][1:]
        found[k] = slopes @ shock
    return found


def foretell(past: Past, row: int) -> Told:
    """Foretell the industries of one session from what was known the evening before."""
    window = slice(max(row - WINDOW, 1), row)
    count = len(past.industries)
    y = industry_history(past, window)
    home, away = past.domestic[window], past.outside[window]
    shock, night = past.domestic[row], past.outside[row]
    settings = Settings()
    names = ridge_loadings(
        past.panel.returns[window], home, ridge=settings.home_ridge,
        target=np.array(BLOCKS["CN"].target), fewest=settings.fewest,
        weights=fading_weights(len(home), settings.home_half_life),
    )  # fmt: skip
    even = ridge_loadings(
        past.panel.returns[window], home, ridge=0.02,
        target=np.array(BLOCKS["CN"].target), fewest=settings.fewest,
    )  # fmt: skip
    methods = {
        "CSI 300, least squares": least_squares(y, home[:, :1], shock[:1]),
        "four indices, least squares": least_squares(y, home, shock),
        "product: four indices, ridge by name": by_industry(
            names.betas @ shock, past.groups, count
        ),
        EVEN: by_industry(even.betas @ shock, past.groups, count),
    }
    known = np.isfinite(night)
    if known.all() and np.isfinite(away).all(axis=1).sum() > FEWEST:
        joint = np.column_stack([home, away])
        covariance = nearest_psd(newey_west_covariance(joint), floor=1e-10)
        rows = np.eye(len(covariance))[len(DOMESTIC) :]
        mapped = condition_normal(covariance, rows, night).mean[: len(DOMESTIC)]
        methods["outside alone, least squares"] = least_squares(y, away, night)
        methods["product: outside mapped to four indices"] = by_industry(
            names.betas @ mapped, past.groups, count
        )
    came = by_industry(past.panel.returns[row], past.groups, count)
    return Told(came=came, methods=methods)


def scores(
    told: list[Told], method: str, *, across: bool = False
) -> tuple[Floats, Floats, Floats]:
    """Return squared misses, squared returns and rank correlations by session.

    ``across``: of what is left after each session's mean over industries.
    """
    missed, size, ranks = [], [], []
    for item in told:
        foretold = item.methods.get(method)
        if foretold is None:
            continue
        good = np.isfinite(item.came) & np.isfinite(foretold)
        came, said = item.came[good], foretold[good]
        if across:
            came, said = came - came.mean(), said - said.mean()
        missed.append(((came - said) ** 2).sum())
        size.append((came**2).sum())
        ranks.append(
            np.corrcoef(rankdata(item.came[good]), rankdata(foretold[good]))[0, 1]
        )
    return np.array(missed), np.array(size), np.array(ranks)


def compare(told: list[Told], method: str, reference: str) -> None:
    """Print the difference of two methods over sessions drawn again."""
    both = [x for x in told if method in x.methods and reference in x.methods]
    draws = np.random.default_rng(7).integers(0, len(both), (DRAWS, len(both)))
    print(f"  {method} less {reference}:")
    for across, word in ((False, "R²"), (True, "R² across industries")):
        mine, size, my_ranks = scores(both, method, across=across)
        theirs, _, their_ranks = scores(both, reference, across=across)
        if not across:
            each = ((theirs - mine) / size)[draws].mean(axis=1)
            low, high = np.quantile(each, [0.025, 0.975])
            mean = ((theirs - mine) / size).mean()
            print(f"    R², mean of sessions {mean:+.4f} [{low:+.4f}, {high:+.4f}]")
        gain = (theirs - mine)[draws].sum(axis=1) / size[draws].sum(axis=1)
        low, high = np.quantile(gain, [0.025, 0.975])
        print(
            f"    {word} {(theirs - mine).sum() / size.sum():+.4f} "
            f"[{low:+.4f}, {high:+.4f}], better in {(gain > 0).mean():.0%} of draws"
        )
    rank = (my_ranks - their_ranks)[draws].mean(axis=1)
    low, high = np.quantile(rank, [0.025, 0.975])
    mean = (my_ranks - their_ranks).mean()
    print(f"    IC {mean:+.4f} [{low:+.4f}, {high:+.4f}]")


def propagate(folder: Path) -> None:
    """Print how well shocks that are right foretell industries."""
    past = read_past(folder)
    rows = event_rows(past)
    told = [foretell(past, row) for row in rows]
    first, last = past.panel.sessions[rows[0]], past.panel.sessions[rows[-1]]
    print(f"{len(told)} sessions {first} to {last}, {len(past.industries)} industries")
    for method in dict.fromkeys(name for item in told for name in item.methods):
        missed, size, ranks = scores(told, method)
        left, spread, _ = scores(told, method, across=True)
        print(
            f"  {method}: R² {1 - missed.sum() / size.sum():.3f}, "
            f"mean of sessions {(1 - missed / size).mean():.3f}, "
            f"across industries {1 - left.sum() / spread.sum():.3f}, "
            f"IC {ranks.mean():.3f} ± {ranks.std() / len(ranks) ** 0.5:.3f} "
            f"({len(ranks)} sessions)"
        )
    product = "product: four indices, ridge by name"
    compare(told, product, "CSI 300, least squares")
    compare(told, product, "four indices, least squares")
    compare(told, product, EVEN)
    away = [foretell(past, row) for row in quiet_rows(past, rows)]
    print(f"{len(away)} sessions away from every event, on which nothing was chosen")
    compare(away, product, EVEN)
    compare(
        told,
        "product: outside mapped to four indices",
        "outside alone, least squares",
    )


if __name__ == "__main__":
    time_paths()
    time_pooling()
    time_scenarios()
    if len(sys.argv) > 1:
        propagate(Path(sys.argv[1]))
