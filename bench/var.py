"""Walk loss forecasts of unlike books through 2018 to 2026 and judge them.

Run ``python bench/var.py [FOLDER]``; it needs the daily files of ``pack build`` and
ends in about three minutes. Today's weights are held through the past, every forecast
uses what was known at the close before. The reference is the mean of historical
simulation over 500 sessions, filtered historical simulation with a GJR-GARCH-t that
the ``arch`` package fits every 60 sessions, and factor-filtered historical simulation,
none of them knowing the calendar. Books are correlated: the bootstrap draws whole
sessions, and a share of books that pass is set beside what right forecasts of books as
correlated as these would pass.
"""

import sys
import time
import warnings
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from kuroshio.app.backtest import event_marks, gap_stretch
from kuroshio.knowledge import load_knowledge
from kuroshio.market import read_histories
from kuroshio.numerics import (
    acerbi_szekely,
    christoffersen,
    ewma_path,
    fissler_ziegel_scores,
    paired_bootstrap,
    quantile_scores,
    rolling_tails,
)
from kuroshio.records import Histories
from kuroshio.risk import (
    EVENT_SCALE,
    METHODS,
    LossForecasts,
    forecast_losses,
    forecast_volatility,
    shared_conditions,
)

ROOT = Path(__file__).parents[1]
Floats = NDArray[np.float64]
LEVELS, SEED, REFIT = (0.95, 0.99), 7, 60
AMERICAN = (
    "BABA", "PDD", "JD", "BIDU", "NTES", "TCOM", "NIO", "EDU", "TAL", "YUMC", "ZTO",
    "VIPS", "HTHT", "WB",
)  # fmt: skip
INDICES = ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")


def choose(folder: Path, rng: np.random.Generator) -> dict[str, list[str]]:
    """Return names for each book: by industry, size, board and market."""
    rows = (
        duckdb.connect(":memory:")
        .execute(
            "SELECT symbol, coalesce(industry_zh, ''), coalesce(total_mv_10k_cny, 0) "  # noqa: S608 - a path of ours
            f"FROM read_parquet('{folder / 'securities.parquet'}') WHERE has_prices "
            "AND (symbol NOT SIMILAR TO '.*(SH|SZ)' OR list_date < '20160101')"
        )
        .fetchall()
    )
    mainland = sorted(row for row in rows if row[0].endswith((".SH", ".SZ")))
    by_size = [row[0] for row in sorted(mainland, key=lambda row: -row[2])]
    industries: dict[str, list[str]] = {}
    for symbol, industry, _ in mainland:
        industries.setdefault(industry, []).append(symbol)
    largest = sorted((-len(v), k) for k, v in industries.items() if k)[:40:2]

    def some(names: list[str], count: int) -> list[str]:
        picked = rng.choice(names, min(count, len(names)), replace=False)
        return [str(name) for name in picked]

    hong_kong = sorted(row[0] for row in rows if row[0].endswith(".HK"))
    chosen = {
        "all 30": some(by_size, 30), "all 100": some(by_size, 100),
        "large 30": some(by_size[:300], 30), "small 30": some(by_size[2500:], 30),
        "growth 25": some([n for n in by_size if n.startswith("300")], 25),
        "five names": some(by_size[:800], 5), "three names": some(by_size[:1500], 3),
        "one name": some(by_size[:100], 1),
        "Hong Kong 30": some(hong_kong, 30), "Hong Kong 10": some(hong_kong, 10),
        "New York": [f"{name}.US" for name in AMERICAN],
    }  # fmt: skip
    return chosen | {key: some(industries[key], 12) for _, key in largest}


def book_matrix(folder: Path) -> tuple[Histories, list[str], Floats]:
    """Return histories, names of books, and their returns, sessions down."""
    rng = np.random.default_rng(SEED)
    chosen = choose(folder, rng)
    histories = read_histories(
        folder, {name for names in chosen.values() for name in names}, sessions=2500
    )
    place = {name: n for n, name in enumerate(histories.securities)}
    books: dict[str, Floats] = {}
    for title, names in chosen.items():
        own = histories.returns[:, [place[name] for name in names if name in place]]
        known = np.isfinite(own)
        weights = rng.dirichlet(np.full(own.shape[1], 2.0)) * known
        total = weights.sum(axis=1)
        sums = (np.where(known, own, 0.0) * weights).sum(axis=1)
        books[title] = np.where(total > 0.3, sums / np.maximum(total, 1e-9), np.nan)
    moves = np.nan_to_num(histories.factor_returns)
    index = {name: moves[:, histories.factors.index(name)] for name in INDICES}
    dollar = moves[:, histories.factors.index("USDCNH")]
    large, hong_kong, new_york = (
        np.nan_to_num(books[name]) for name in ("large 30", "Hong Kong 30", "New York")
    )
    industry = [name for name in books if not name.isascii()]
    books |= {
        "three markets": 0.5 * large + 0.3 * hong_kong + 0.2 * new_york,
        "large in dollars": (1.0 + large) / (1.0 + dollar) - 1.0,
        "large less CSI 300": large - 0.9 * index[INDICES[0]],
        "small less CSI 1000": books["small 30"] - 0.8 * index[INDICES[2]],
        "sector less CSI 500": books[industry[0]] - index[INDICES[1]],
        "sector against sector": books[industry[1]] - 0.8 * books[industry[2]],
    }
    return histories, list(books), np.column_stack(list(books.values()))


def arch_paths(returns: Floats, start: int) -> Floats:
    """Return GJR-GARCH-t volatilities with parameters from the arch package."""
    from arch import arch_model

    paths = ewma_path(returns, 0.94)
    for book in range(returns.shape[1]):
        series = returns[:, book] * 100.0
        for place in range(start, len(series) + 1, REFIT):
            begin, end = max(0, place - 1000), min(place + REFIT, len(series))
            if not np.any(series[begin:place]):
                continue
            model = arch_model(series[begin:place], mean="Zero", o=1, dist="t")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                p = model.fit(disp="off", show_warning=False).params
            variance = float(np.var(series[begin:place]))
            path = [variance]
            for r in series[begin:end].tolist():
                slope = p["alpha[1]"] + p["gamma[1]"] * (r < 0.0)
                variance = p["omega"] + slope * r * r + p["beta[1]"] * variance
                path.append(variance)
            first = begin if place == start else place
            paths[first : end + 1, book] = np.sqrt(path[first - begin :]) / 100.0
    return np.maximum(paths, 1e-9)


def reference(returns: Floats, histories: Histories, start: int) -> LossForecasts:
    """Return the reference forecasts of the next session."""
    plain = shared_conditions(
        histories.factor_returns,
        histories.market_variance,
        np.ones(len(returns) + 10),
    )
    parts = forecast_losses(
        returns, plain, start=start, methods=("historical-500", "factor-fhs")
    )
    path = arch_paths(returns, start)
    tails = rolling_tails(returns / path[:-1], window=500, start=start, levels=LEVELS)
    scale = path[start:]
    three = [*((item.var, item.es) for item in parts.values()),
             (tails[0] * scale, tails[1] * scale)]  # fmt: skip
    return LossForecasts(
        var=np.mean([var for var, _ in three], axis=0),
        es=np.mean([es for _, es in three], axis=0),
    )


def passes(returns: Floats, known: Any, forecast: LossForecasts, place: int) -> Floats:
    """Return p-values by book: Kupiec, conditional coverage, both shortfall tests."""
    rng, rows = np.random.default_rng(SEED), []
    for book in range(returns.shape[1]):
        own = known[:, book]
        realised = returns[own, book]
        var = forecast.var[place, : len(own)][own, book]
        es = np.maximum(forecast.es[place, : len(own)][own, book], 1e-9)
        done = christoffersen(realised < -var, 1.0 - LEVELS[place])
        test = acerbi_szekely(realised, var, es, LEVELS[place], rng=rng, draws=1000)
        rows.append((done.unconditional.p, done.conditional.p, test.p1, test.p2))
    return np.array(rows)


def null_shares(hits: Any, level: float, draws: int = 300) -> tuple[float, float]:
    """Return the 5 % quantile and median share of books passing Kupiec by luck alone.

    Whole sessions' ranks are drawn with replacement, so that books stay as correlated
    as they are, and each book's own rank decides whether it is breached.
    """
    rng = np.random.default_rng(SEED)
    ranks = np.argsort(np.argsort(hits, axis=0), axis=0) / len(hits)
    found = []
    for _ in range(draws):
        drawn = ranks[rng.integers(0, len(ranks), len(ranks))] < 1.0 - level
        found.append(
            np.mean(
                [christoffersen(h, 1.0 - level).unconditional.p > 0.05 for h in drawn.T]
            )
        )
    return float(np.quantile(found, 0.05)), float(np.median(found))


def report(
    title: str,
    returns: Floats,
    known: Any,
    forecasts: dict[str, LossForecasts],
    base: LossForecasts,
) -> None:
    """Print one line for each method and level."""
    rng = np.random.default_rng(SEED)
    print(title)
    for place, level in enumerate(LEVELS):
        count = len(returns)
        against = np.where(
            known, quantile_scores(returns, base.var[place, :count], level), 0.0
        )
        low, middle = null_shares(returns, level)
        print(
            f"{level:.0%}: by luck {middle:.2f} of books pass Kupiec (5 %: {low:.2f})"
        )
        for name, item in {"reference (arch)": base, **forecasts}.items():
            var = item.var[place, :count]
            es = np.maximum(item.es[place, :count], 1e-9)
            scores = np.where(known, quantile_scores(returns, var, level), 0.0)
            joint = fissler_ziegel_scores(returns, var, es, level)[known].mean()
            beyond = (returns < -var) & known
            p = passes(returns, known, item, place)
            done = paired_bootstrap((scores - against).mean(axis=1), rng=rng)
            unit = 100.0 / against.mean()
            better = ((scores - against).mean(axis=0) <= 0.0).mean()
            share = (p > 0.05).mean(axis=0)
            print(
                f"  {name:18} breached {beyond.sum() / known.sum():.2%}  Kupiec "
                f"{share[0]:.2f} cond. {share[1]:.2f} AS Z1 {share[2]:.2f} "
                f"Z2 {share[3]:.2f}  score {done.mean * unit:+.2f}% "
                f"({done.low * unit:+.2f} to {done.high * unit:+.2f}, p {done.p:.3f}) "
                f"better in {better:.2f}  FZ {joint:.4f}"
            )


def main() -> None:
    """Read, forecast, judge, print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data"
    if not folder.is_dir():
        print(f"nothing to walk through: {folder} is absent")
        return
    began = time.perf_counter()
    histories, names, returns = book_matrix(folder)
    knowledge = load_knowledge()
    stretch = gap_stretch(histories.sessions, knowledge.calendars["XSHG"], ahead=10)
    conditions = shared_conditions(
        histories.factor_returns, histories.market_variance, stretch
    )
    start = int(np.searchsorted(histories.sessions, np.datetime64("2018-01-20")))
    filled = np.nan_to_num(returns)
    realised, known = filled[start:], np.isfinite(returns[start:])
    print(
        f"{len(names)} books, {histories.sessions[start]} to {histories.sessions[-1]}"
    )
    tick = time.perf_counter()
    forecasts = forecast_losses(filled, conditions, start=start, methods=METHODS)
    print(f"seven methods: {time.perf_counter() - tick:.1f} s")
    base = reference(filled, histories, start)
    report("one session", realised, known, forecasts, base)
    ten_sessions(filled, conditions, start)
    volatility_bias(filled, conditions, start, known, names)
    near_events(knowledge, histories, realised, known, start, forecasts)
    print(f"in all {time.perf_counter() - began:.0f} s")


def ten_sessions(filled: Floats, conditions: Any, start: int) -> None:
    """Print quantile scores over ten sessions against the mean of three."""
    found = forecast_losses(filled, conditions, start=start, horizon=10)
    whole = (len(filled) - start) // 10 * 10
    sums = filled[start : start + whole].reshape(-1, 10, filled.shape[1]).sum(axis=1)
    rng = np.random.default_rng(SEED)
    print("ten sessions, without overlap, against the mean of three")
    for place, level in enumerate(LEVELS):
        against = quantile_scores(
            sums, found["mean-of-three"].var[place, :whole:10], level
        )
        for name, item in found.items():
            var = item.var[place, :whole:10]
            scores = quantile_scores(sums, var, level)
            done = paired_bootstrap((scores - against).mean(axis=1), rng=rng, block=4)
            unit = 100.0 / against.mean()
            print(
                f"  {level:.0%} {name:16} breached {(sums < -var).mean():.2%} score "
                f"{done.mean * unit:+.2f}% ({done.low * unit:+.2f} to "
                f"{done.high * unit:+.2f})"
            )


def volatility_bias(
    filled: Floats, conditions: Any, start: int, known: Any, names: list[str]
) -> None:
    """Print the bias statistic of each book's volatility forecast."""
    volatility = forecast_volatility(filled, conditions, start=start)[:-1]
    unit = np.where(known, filled[start:] / volatility, np.nan)
    bias = np.nanstd(unit, axis=0)
    inside = ((bias >= 0.9) & (bias <= 1.1)).mean()
    print(
        f"bias of volatility: median {np.median(bias):.3f}, from {bias.min():.3f} "
        f"({names[int(bias.argmin())]}) to {bias.max():.3f} "
        f"({names[int(bias.argmax())]}); within 0.9 to 1.1: {inside:.2f} of books"
    )


def near_events(  # noqa: PLR0917 - what main has at hand
    knowledge: Any,
    histories: Histories,
    realised: Floats,
    known: Any,
    start: int,
    forecasts: dict[str, LossForecasts],
) -> None:
    """Print breaches near precedents, plain and with what was known beforehand."""
    marks = event_marks(knowledge, histories.sessions)
    for name in ("mean-of-three", "blend"):
        for place, level in enumerate(LEVELS):
            var = forecasts[name].var[place, : len(realised)]
            for when, mark in marks.items():
                own = mark[start:]
                scale = np.where(marks["known"][start:], EVENT_SCALE, 1.0)[:, None]
                hits, later = (
                    (realised < -item)[own] & known[own] for item in (var, var * scale)
                )
                total = known[own].sum()
                plain, scaled = hits.sum() / total, later.sum() / total
                print(
                    f"  {name:14} {level:.0%} {when:6} {own.sum():3} sessions: "
                    f"breached {plain:.2%}, scaled {scaled:.2%}"
                )


if __name__ == "__main__":
    main()
