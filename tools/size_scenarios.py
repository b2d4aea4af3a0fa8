"""Measure the sizes of the packaged scenarios from prices round their precedents.

Run ``python tools/size_scenarios.py FOLDER`` with a folder of daily files (indices,
currencies, prices): it prints what each shock is and what it measures as, and ends with
1 where the files say otherwise; ``--write`` puts the measured sizes into the YAML.

The move of an index is that of day 0 of its exchange. A theme's move is the mean over
its mainland members of sign times the return of day 0 less what the CSI 300, 500, 1000
and ChiNext explain, with loadings of the 250 sessions that end eleven before it; the
members of ``adr-delisting`` are American listings against the Hang Seng index and the
S&P 500 over the two New York sessions from the event on. Signs come from the links that
the scenario's own cause sets off; for ``event`` they are those written down with the
precedent. The first word of ``sizing`` is the rule: ``median`` over sessions, each
once; ``worse half``, the mean over the half of them on which the CSI 300 fell most
(themes by median, the dollar's price by its largest rise); ``largest``, the one day of
the largest fall.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from kuroshio.exposure import expose
from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.market.factor_series import Series, read_series
from kuroshio.numerics import ridge_loadings
from kuroshio.records import Cause, Precedent, Scenario, Shock, ThemeReach

Floats = NDArray[np.float64]
DATA = Path(__file__).parents[1] / "src/kuroshio/knowledge/data/scenarios"
DOMESTIC: tuple[str, ...] = ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")
AMERICAN: tuple[str, ...] = ("SPX", "HSI")
AMERICAN_THEMES = {"adr-delisting"}
ESTIMATION = (260, 11)
FEWEST = 120
TOLERANCE = 6e-3  # of the size: three significant digits and a little


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Returns of a market's names on its sessions, and its indices beside them."""

    sessions: NDArray[np.datetime64]
    names: tuple[str, ...]
    returns: Floats
    indices: Floats


class Measurer:
    """Moves round precedents; panels are read once."""

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        self.folder, self.knowledge = folder, knowledge
        self.series: Mapping[str, Series] = read_series(folder, until=date.max)

    def factor(self, name: str, precedent: Precedent) -> float | None:
        """Return the move of a factor on day 0 of its exchange."""
        mic = "XHKG" if name == "HSI" else "XSHG"
        day = next(
            (x.session for x in precedent.first_sessions if x.exchange == mic), None
        )
        series = self.series.get(name)
        if day is None or series is None:
            return None
        place = int(np.searchsorted(series.days, np.datetime64(day)))
        held = place < len(series.days) and series.days[place] == np.datetime64(day)
        if not held or place == 0:
            return None
        return float(series.levels[place] / series.levels[place - 1] - 1.0)

    def theme(
        self, theme: str, precedent: Precedent, scenario: Scenario
    ) -> float | None:
        """Return the signed abnormal move of a theme's members."""
        if theme == "event":
            found = [
                item.sign * part
                for item in precedent.themes
                if item.sign
                for part in [self._basket(dict.fromkeys(self._linked(item.name), 1),
                                          precedent, american=False)]
                if part is not None
            ]  # fmt: skip
            return float(np.mean(found)) if found else None
        signs = self._signs(theme, scenario)
        return self._basket(signs, precedent, american=theme in AMERICAN_THEMES)

    def _linked(self, theme: str) -> list[str]:
        issuers = {x.issuer for x in self.knowledge.links if x.theme == theme}
        return [
            listing.security
            for name in sorted(issuers)
            for listing in self.knowledge.issuers[name].listings
        ]

    def _signs(self, theme: str, scenario: Scenario) -> dict[str, int]:
        direction = scenario.direction
        cause = Cause(
            id=scenario.id, kind="measure", name=scenario.name, direction=direction,
            themes=(ThemeReach(theme=theme, direction=direction),), evidence=(),
            type=scenario.cause_type, imposer=scenario.imposer, target=scenario.target,
        )  # fmt: skip
        return {
            security: item.sign
            for item in expose([cause], self.knowledge)
            if item.theme == theme and item.hops == 1 and item.sign
            for security in item.securities
        }

    def _basket(
        self, signs: Mapping[str, int], precedent: Precedent, *, american: bool
    ) -> float | None:
        suffixes = ("US",) if american else ("SH", "SZ")
        names = tuple(s for s in sorted(signs) if s.rpartition(".")[2] in suffixes)
        if not names:
            return None
        day = _american_day(precedent) if american else _mainland_day(precedent)
        prices = self._prices(names, american)
        place = int(np.searchsorted(prices.sessions, np.datetime64(day)))
        if place < ESTIMATION[0] or place >= len(prices.sessions):
            return None
        span = slice(place - ESTIMATION[0], place - ESTIMATION[1] + 1)
        fitted = ridge_loadings(
            prices.returns[span], prices.indices[span], ridge=0.02, fewest=FEWEST
        )
        total = np.zeros(len(prices.names))
        for row in range(place, place + (2 if american else 1)):
            total += prices.returns[row] - fitted.betas @ prices.indices[row]
        kept = np.isfinite(total)
        if kept.sum() < 3:
            return None
        own = np.array([signs[name] for name in prices.names], dtype=np.float64)
        return float((own[kept] * total[kept]).mean())

    @lru_cache(maxsize=256)  # noqa: B019 - one measurer a run
    def _prices(self, names: tuple[str, ...], american: bool) -> Prices:
        if american:
            files, chosen = ["prices_us.parquet"], AMERICAN
        else:
            files = ["prices_cn.parquet", "prices_cn_rest_close.parquet"]
            chosen = DOMESTIC
        days = self.series[chosen[0]].days
        connection = duckdb.connect(":memory:")
        price = "coalesce(adj_close, close)" if american else "close"
        parts = [
            f"SELECT symbol, CAST(date AS DATE) AS date, CAST({price} AS DOUBLE) AS p "  # noqa: S608 - names above
            f"FROM read_parquet('{self.folder / file}')"
            for file in files
        ]
        rows = connection.execute(
            f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE symbol IN "  # noqa: S608 - as above
            "(SELECT unnest(?)) AND p > 0 ORDER BY date",
            [list(names)],
        ).fetchnumpy()
        found = sorted(set(rows["symbol"].tolist()))
        table = np.full((len(days), len(found)), np.nan)
        at = np.searchsorted(days, np.asarray(rows["date"], "datetime64[D]"))
        place = {name: k for k, name in enumerate(found)}
        inside = at < len(days)
        columns = np.array([place[x] for x in rows["symbol"].tolist()])
        table[at[inside], columns[inside]] = np.asarray(rows["p"], float)[inside]
        returns = np.full_like(table, np.nan)
        returns[1:] = table[1:] / table[:-1] - 1.0
        indices = np.column_stack([self._on(name, days) for name in chosen])
        return Prices(
            sessions=days, names=tuple(found), returns=returns, indices=indices
        )

    def _on(self, name: str, days: NDArray[np.datetime64]) -> Floats:
        series = self.series[name]
        place = np.searchsorted(series.days, days, side="right") - 1
        levels = np.where(place >= 0, series.levels[np.maximum(place, 0)], np.nan)
        moves = np.full(len(days), np.nan)
        moves[1:] = levels[1:] / levels[:-1] - 1.0
        return moves

    def shock(self, shock: Shock, scenario: Scenario) -> tuple[float | None, str]:
        """Return what a shock measures as, and from which sessions."""
        moves: dict[str, tuple[str, float]] = {}
        for name in shock.precedents:
            precedent = self.knowledge.precedents[name]
            if shock.kind == "factor":
                move = self.factor(shock.id, precedent)
            else:
                move = self.theme(shock.id, precedent, scenario)
            if move is not None:
                # Two events of one session are one observation.
                moves.setdefault(str(_mainland_day(precedent)), (name, move))
        if not moves:
            return None, "no data"
        told = " ".join(f"{n}@{d} {v:+.4f}" for d, (n, v) in sorted(moves.items()))
        return self._pool(shock, scenario, list(moves.values())), told

    def _pool(
        self, shock: Shock, scenario: Scenario, moves: list[tuple[str, float]]
    ) -> float:
        values = [value for _, value in moves]
        rule = scenario.sizing.partition(" ")[0]
        if rule == "median" or (rule == "worse" and shock.kind == "theme"):
            return float(np.median(values))
        if shock.id.startswith("USD"):
            return max(values)
        index = "HSI" if "HSI" in scenario.sizing else "000300.SH"
        ranked = sorted(moves, key=lambda move: self._fall(index, move[0]))
        many = 1 if rule == "largest" else (len(ranked) + 1) // 2
        return float(np.mean([value for _, value in ranked[:many]]))

    def _fall(self, index: str, precedent: str) -> float:
        move = self.factor(index, self.knowledge.precedents[precedent])
        return move if move is not None else 0.0


def _mainland_day(precedent: Precedent) -> date:
    return next(x.session for x in precedent.first_sessions if x.exchange == "XSHG")


def _american_day(precedent: Precedent) -> date:
    return precedent.on


def rounded(value: float) -> float:
    """Return a number with three significant digits."""
    return float(f"{value:.3g}")


def replace_sizes(path: Path, sizes: Iterable[tuple[str, str, float]]) -> None:
    """Put sizes into a file, shock by shock, each on its own line."""
    text = path.read_text(encoding="utf-8")
    for scenario, name, size in sizes:
        start = text.index(f"- id: {scenario}\n")
        spot = re.compile(rf"(\{{kind: \w+, id: {re.escape(name)}, size: )[-\d.e]+")
        found = spot.search(text, start)
        if found is None:
            raise SystemExit(f"{path}: no line for {name} of {scenario}")
        text = f"{text[: found.start()]}{found[1]}{size:g}{text[found.end() :]}"
    path.write_text(text, encoding="utf-8")


def measure(folder: Path) -> list[tuple[Scenario, Shock, float | None, str]]:
    """Return every packaged shock with what it measures as."""
    knowledge = load_knowledge()
    measurer = Measurer(folder, knowledge)
    return [
        (scenario, shock, *measurer.shock(shock, scenario))
        for scenario in knowledge.scenarios.values()
        for shock in scenario.shocks
        if shock.precedents
    ]


def main() -> int:
    """Compare, or write."""
    folder, write = Path(sys.argv[1]), "--write" in sys.argv
    found = measure(folder)
    wrong = 0
    for scenario, shock, size, told in found:
        same = size is not None and abs(size - shock.size) <= TOLERANCE * abs(size)
        wrong += not same
        mark = " " if same else "*"
        shown = "  none " if size is None else f"{size:+.4f}"
        print(
            f"{mark} {scenario.id:24} {shock.id:28} {shock.size:+.4f} {shown}  {told}"
        )
    if write:
        for path in sorted(DATA.glob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            replace_sizes(
                path,
                [
                    (scenario.id, shock.id, rounded(size))
                    for scenario, shock, size, _ in found
                    if size is not None and f"- id: {scenario.id}\n" in text
                ],
            )
        return 0
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
