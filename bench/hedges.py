"""Time the search for whole lots, and hedge unlike books through 2018 to 2026.

Run ``python bench/hedges.py [FOLDER]``. The first part needs nothing: twelve
instruments and 2,000 scenario paths of the example book, the least shortfall and the
least variance, to a reported bound; beside it the same programme in the extended form
of Rockafellar and Uryasev, one row a path, by the same solver.

The second reads daily prices and indices from the folder. Every 24 sessions each book
is hedged on what was known at the close, with CSI 300, 500, 1000 and ChiNext, and held
for five sessions without costs. Told are the ratios of hedged to unhedged standard
deviation and ES at 95 % over all those days, as means over books. The reference is the
ridge of the project's impact study: .02 on 500 sessions of the book's own returns.
``pack`` goes the way of the product: ridge loadings of single names, the variance of
the factor model, whole lots of a book of a billion yuan. ``fading`` is the same with
half-life 125 and ridge .005 in the loadings: what `hedge --prices` takes. ``paths``
searches the least ES over the last 500 sessions as paths, fading too, near the lots of
``fading``; every third window alone, for time. Books are drawn from today's members,
equally weighted; single-name returns over 50 % are left out. The bootstrap draws
windows, all books of a window together, since books are correlated; the half-life was
chosen on these very sessions.
"""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, eye_array, hstack

from kuroshio.knowledge import load_knowledge
from kuroshio.market import load_pack, read_book, read_profile
from kuroshio.numerics import fading_weights, ridge_loadings
from kuroshio.risk import scenario_paths, set_stage
from kuroshio.risk.hedging.desk import Gram
from kuroshio.risk.hedging.fresh import HALF_LIFE, RIDGE
from kuroshio.risk.hedging.ridge import Room, ridge_lots
from kuroshio.risk.hedging.whole_lots import Problem, least_risk

ROOT = Path(__file__).parents[1]
Floats = NDArray[np.float64]
INDICES = ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")
MULTIPLIERS = np.array([300.0, 200.0, 200.0, 300.0])  # ChiNext has no future: assumed
WINDOW, STEP, HELD, NAV, DRAWS = 500, 24, 5, 1e9, 4000


def example_problem(objective: str) -> Problem:
    """Return twelve instruments against the example book on 2,000 paths."""
    knowledge, pack = load_knowledge(), load_pack()
    book = read_book(ROOT / "examples/book.csv", instruments=knowledge.instruments)
    profile = read_profile(ROOT / "examples/profile.yaml")
    eve = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)
    stage = set_stage(book, profile, pack, knowledge, as_of=eve)
    paths = scenario_paths(stage, None, count=2000)
    lots = np.array([14e-3, 17e-3, 17e-3, 10e-3, 12e-3, 2.5e-2, 2.4e-2, 3.4e-2,
                     1.5e-2, 5e-3, 7e-3, 7e-3])  # fmt: skip
    sides = np.array([-1.0] * 10 + [-1.0, 1.0])
    columns = [*range(8), 8, 9, 12, 13]
    units = paths.moves[:, columns] * lots * sides
    return Problem(
        book=paths.pnl.sum(axis=1),
        units=units,
        probabilities=paths.probabilities,
        most=np.full(12, 120, dtype=np.int64),
        cost=2.4e-4 * lots,
        limits=np.vstack([lots, 0.12 * lots]),
        ceilings=np.array([0.6, 0.06]),
        names=("gross", "margin"),
        objective=objective,
        level=0.95,
    )


def extended_form(problem: Problem, seconds: float) -> tuple[float, float]:
    """Return value and bound of the programme with one row a path."""
    paths, count = problem.units.shape
    unit = 1e3
    objective = np.concatenate(
        [
            problem.cost * unit,
            [1.0],
            problem.probabilities / (1.0 - problem.level),
        ]
    )
    rows = hstack(
        [
            csr_matrix(-problem.units * unit),
            csr_matrix(-np.ones((paths, 1))),
            -eye_array(paths),
        ]
    )
    limits = hstack([csr_matrix(problem.limits), csr_matrix((2, paths + 1))])
    lower = np.concatenate([np.zeros(count), [-np.inf], np.zeros(paths)])
    upper = np.concatenate([problem.most, np.full(paths + 1, np.inf)])
    found = milp(
        objective,
        integrality=np.concatenate([np.ones(count), np.zeros(paths + 1)]),
        bounds=Bounds(lower, upper),
        constraints=[
            LinearConstraint(rows.tocsr(), -np.inf, problem.book * unit),
            LinearConstraint(limits.tocsr(), -np.inf, problem.ceilings),
        ],
        options={"time_limit": seconds},
    )
    value = np.inf if found.x is None else float(found.fun) / unit
    return value, float(found.mip_dual_bound or -np.inf) / unit


def time_search() -> None:
    """Print how long the search takes, its bound, and the extended form's answer."""
    for objective in ("es", "variance"):
        problem = example_problem(objective)
        started = time.perf_counter()
        best = least_risk(problem, seconds=3.0)
        took = time.perf_counter() - started
        print(
            f"{objective}: 12 instruments, 2,000 paths in {took:.2f} s; "
            f"{best.before * 1e4:.1f} -> {best.value * 1e4:.3f} bp, bound "
            f"{best.bound * 1e4:.3f}, {'proven' if best.proven else 'stopped'}, "
            f"{best.planes} planes, {int((best.lots > 0).sum())} legs"
        )
        if objective == "es":
            started = time.perf_counter()
            value, bound = extended_form(problem, 20.0)
            took = time.perf_counter() - started
            print(
                f"  one row a path: {took:.1f} s, {value * 1e4:.3f} bp, bound "
                f"{bound * 1e4:.3f}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Returns of indices and names, levels of indices, and books as weights."""

    days: NDArray[np.datetime64]
    levels: Floats
    indices: Floats
    names: Floats
    books: Floats
    titles: tuple[str, ...]

    def book_returns(self, rows: slice) -> Floats:
        """Return books' returns with today's weights, over names that traded."""
        part = self.names[rows]
        known = np.isfinite(part)
        weight = known @ self.books.T
        found: Floats = np.nan_to_num(part) @ self.books.T / np.maximum(weight, 1e-12)
        return found


def draw_books(rows: list[tuple[str, str, float]]) -> dict[str, list[str]]:
    """Return names for each book: by industry, size, board, and at random."""
    rng = np.random.default_rng(11)

    def some(names: list[str], count: int) -> list[str]:
        picked = rng.choice(names, min(count, len(names)), replace=False)
        return [str(name) for name in picked]

    size = [row[0] for row in sorted(rows, key=lambda row: -row[2])]
    industries: dict[str, list[str]] = {}
    for symbol, industry, _ in rows:
        industries.setdefault(industry, []).append(symbol)
    large = sorted(
        (name for name, held in industries.items() if name and len(held) >= 8),
        key=lambda name: (-len(industries[name]), name),
    )[:20]
    chinext = [name for name in size if name.startswith("300")]
    books = {f"industry {name}": some(industries[name], 15) for name in large}
    books |= {f"mixed {k}": some(size, 30) for k in range(6)}
    books |= {f"few {k}": some(size, 6) for k in range(4)}
    return books | {
        "large 30": some(size[:200], 30),
        "large 15": some(size[:100], 15),
        "middle 30": some(size[400:800], 30),
        "small 30": some(size[-400:], 30),
        "small 15": some(size[-300:], 15),
        "ChiNext 20": some(chinext, 20),
        "ChiNext 8": some(chinext, 8),
        "Shanghai 40": some([x for x in size if x.startswith("60")], 40),
        "Shenzhen 40": some([x for x in size if x.startswith("00")], 40),
        "wide 150": some(size, 150),
    }


def read_past(folder: Path) -> Past:
    """Read indices and the names of the books since late 2015."""
    connection = duckdb.connect(":memory:")
    prices, indices = folder / "prices_cn.parquet", folder / "indices.parquet"
    rows = connection.execute(
        "SELECT s.symbol, coalesce(s.industry_zh, ''), coalesce(s.total_mv_10k_cny, 0) "
        "FROM read_parquet(?) s JOIN (SELECT symbol FROM read_parquet(?) GROUP BY "
        "symbol HAVING min(date) < '2016-06-01' AND max(date) > '2026-01-01') p "
        "ON s.symbol = p.symbol ORDER BY s.symbol",
        [str(folder / "securities.parquet"), str(prices)],
    ).fetchall()
    books = draw_books(rows)
    names = sorted({name for held in books.values() for name in held})
    places = {name: k for k, name in enumerate(names)}
    told = connection.execute(
        "SELECT date, symbol, close FROM read_parquet(?) WHERE date >= '2015-10-01' "
        "AND list_contains(?, symbol)",
        [str(indices), list(INDICES)],
    ).fetchnumpy()
    first = np.asarray(told["symbol"]) == INDICES[0]
    days = np.sort(np.asarray(told["date"])[first].astype("datetime64[D]"))
    levels = _table(told, days, {name: k for k, name in enumerate(INDICES)})
    told = connection.execute(
        "SELECT date, symbol, close FROM read_parquet(?) WHERE date >= '2015-10-01' "
        "AND list_contains(?, symbol)",
        [str(prices), names],
    ).fetchnumpy()
    closes = _table(told, days, places)
    returns = closes[1:] / closes[:-1] - 1.0
    returns[np.abs(returns) > 0.5] = np.nan
    weights = np.zeros((len(books), len(names)))
    for row, held in enumerate(books.values()):
        weights[row, [places[name] for name in held]] = 1.0 / len(held)
    return Past(
        days=days[1:],
        levels=levels[1:],
        indices=levels[1:] / levels[:-1] - 1.0,
        names=returns,
        books=weights,
        titles=tuple(books),
    )


def _table(
    told: dict[str, NDArray[np.generic]],
    days: NDArray[np.datetime64],
    places: dict[str, int],
) -> Floats:
    table = np.full((len(days), len(places)), np.nan)
    when = np.asarray(told["date"]).astype("datetime64[D]")
    rows = np.searchsorted(days, when)
    columns = np.array([places[str(name)] for name in told["symbol"]])
    good = (rows < len(days)) & (days[np.minimum(rows, len(days) - 1)] == when)
    table[rows[good], columns[good]] = np.asarray(told["close"])[good]
    return table


def whole_lots(past: Past, row: int, betas: Floats, *, fading: bool) -> Floats:
    """Return notionals by book and index, as shares of NAV, in whole lots."""
    moves = past.indices[row - WINDOW : row]
    weights = (
        fading_weights(WINDOW, HALF_LIFE) if fading else np.full(WINDOW, 1 / WINDOW)
    )
    weights = weights / weights.sum()
    centred = moves - weights @ moves
    covariance = (centred * weights[:, None]).T @ centred
    share = past.levels[row - 1] * MULTIPLIERS / NAV
    unit = np.vstack([np.diag(-share), np.diag(share)])  # sold, and bought
    room = Room(
        most=np.full(8, 100_000, dtype=np.int64),
        limits=np.zeros((0, 8)),
        ceilings=np.zeros(0),
    )
    found = []
    for beta in betas:
        gram = Gram(
            base=float(beta @ covariance @ beta),
            cross=unit @ covariance @ beta,
            own=unit @ covariance @ unit.T,
        )
        _, lots = ridge_lots(gram, room, pairs=[(k, k + 4) for k in range(4)])
        found.append((lots[:4] - lots[4:]) * share)
    return np.array(found)


def loadings(past: Past, row: int, *, fading: bool) -> Floats:
    """Return books' loadings as sums of their names', (n_books, 4)."""
    rows = slice(row - WINDOW, row)
    betas = ridge_loadings(
        past.names[rows], past.indices[rows],
        ridge=RIDGE if fading else 0.02, target=np.full(4, 0.25), fewest=240,
        weights=fading_weights(WINDOW, HALF_LIFE) if fading else None,
    ).betas  # fmt: skip
    known = np.isfinite(betas).all(axis=1)
    found: Floats = (past.books @ np.nan_to_num(betas)) / np.maximum(
        past.books @ known, 1e-9
    )[:, None]
    return found


def on_paths(past: Past, row: int, near: Floats) -> Floats:
    """Return the lots of least ES over the last sessions, near those of the model."""
    rows = slice(row - WINDOW, row)
    moves, weights = past.indices[rows], fading_weights(WINDOW, 250.0)
    returns = past.book_returns(rows)
    share = past.levels[row - 1] * MULTIPLIERS / NAV
    units = np.hstack([-moves * share, moves * share])
    found = []
    for book in range(len(near)):
        signed = near[book] / share
        anchor = np.concatenate([np.maximum(signed, 0.0), np.maximum(-signed, 0.0)])
        best = least_risk(
            Problem(
                book=returns[:, book],
                units=units,
                probabilities=weights / weights.sum(),
                most=np.full(8, 3 * int(1.0 / share.min()), dtype=np.int64),
                cost=np.full(8, 1e-9),
                limits=np.zeros((0, 8)),
                ceilings=np.zeros(0),
                level=0.9,
                anchor=anchor,
                pull=0.02 * units.std(axis=0),
            ),
            seconds=0.04,
            starts=(np.rint(anchor).astype(np.int64),),
            tolerance=3e-3,
        )
        found.append((best.lots[:4] - best.lots[4:]) * share)
    return np.array(found)


def shortfall(pnl: Floats) -> Floats:
    """Return the mean of the worst twentieth of the rows of each column."""
    worst = max(int(0.05 * len(pnl)), 1)
    found: Floats = -np.sort(pnl, axis=0)[:worst].mean(axis=0)
    return found


def compare(
    title: str, plain: Floats, mine: Floats, theirs: Floats, *, gross: float
) -> None:
    """Print ratios, and by how much windows drawn again favour one method.

    Arrays are windows x sessions x books.
    """
    count = len(plain)
    flat = [part.reshape(-1, part.shape[2]) for part in (plain, mine, theirs)]
    deviation = (flat[1].std(axis=0) / flat[0].std(axis=0)).mean()
    tail = (shortfall(flat[1]) / shortfall(flat[0])).mean()
    rng = np.random.default_rng(7)
    gains, spreads = [], []
    for _ in range(DRAWS // 4):
        rows = rng.integers(0, count, count)
        drawn = [
            part[rows].reshape(-1, part.shape[2]) for part in (plain, mine, theirs)
        ]
        base = shortfall(drawn[0])
        gains.append(((shortfall(drawn[2]) - shortfall(drawn[1])) / base).mean())
        deviations = [part.std(axis=0) for part in drawn]
        spreads.append(((deviations[2] - deviations[1]) / deviations[0]).mean())
    low, high = np.quantile(gains, [0.025, 0.975])
    print(
        f"  {title:34s} sd {deviation:.3f}  ES95 {tail:.3f}  gross {gross:.2f}  ES "
        f"better by {np.mean(gains):+.4f} [{low:+.4f}, {high:+.4f}] in "
        f"{np.mean(np.array(gains) > 0):.0%}, sd in "
        f"{np.mean(np.array(spreads) > 0):.0%} of draws"
    )


def walk(folder: Path) -> None:
    """Print hedged risk of every method beside the reference."""
    past = read_past(folder)
    start = int(np.searchsorted(past.days, np.datetime64("2018-02-01")))
    rows = list(range(start, len(past.days) - HELD, STEP))
    print(f"{len(past.titles)} books, {len(rows)} windows of {HELD} sessions")
    plain: list[Any] = []
    held: dict[str, list[Any]] = {
        name: [] for name in ("reference", "pack", "fading", "paths")
    }
    gross: dict[str, list[float]] = {name: [] for name in held}
    for turn, row in enumerate(rows):
        window, ahead = slice(row - WINDOW, row), slice(row, row + HELD)
        came = past.book_returns(ahead)
        plain.append(came)
        lots = {
            "reference": ridge_loadings(
                past.book_returns(window), past.indices[window], ridge=0.02
            ).betas,
            "pack": whole_lots(
                past, row, loadings(past, row, fading=False), fading=False
            ),
            "fading": whole_lots(
                past, row, loadings(past, row, fading=True), fading=True
            ),
        }
        if turn % 3 == 0:
            lots["paths"] = on_paths(past, row, lots["fading"])
        for name, amounts in lots.items():
            held[name].append(came - past.indices[ahead] @ amounts.T)
            gross[name].append(float(np.abs(amounts).sum(axis=1).mean()))
    base, reference = np.array(plain), np.array(held["reference"])
    for name in ("reference", "pack", "fading"):
        compare(
            name,
            base,
            np.array(held[name]),
            reference,
            gross=float(np.mean(gross[name])),
        )
    print(f"  every third window, {len(base[::3])}:")
    compare("reference", base[::3], reference[::3], reference[::3],
            gross=float(np.mean(gross["reference"])))  # fmt: skip
    compare("paths", base[::3], np.array(held["paths"]), reference[::3],
            gross=float(np.mean(gross["paths"])))  # fmt: skip


if __name__ == "__main__":
    time_search()
    if len(sys.argv) > 1:
        walk(Path(sys.argv[1]))
