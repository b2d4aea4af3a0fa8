"""The parts of a pack beyond loadings: outlooks, blocks, innovations, premia."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kuroshio.calendars import currency_of
from kuroshio.market.estimates import Estimates
from kuroshio.market.factor_series import Series, factor_returns, last_level
from kuroshio.market.pack_panels import Days, Floats
from kuroshio.market.recipe import BLOCKS, Settings
from kuroshio.market.volatility_outlook import (
    gjr_volatility,
    har_volatility,
    read_ranges,
)
from kuroshio.money import dollar_rates
from kuroshio.numerics import ewma_path
from kuroshio.records import Premium

Kept = Sequence[tuple[int, int]]
_INNOVATIONS, _DECAY, _MOST = 500, 0.94, 30.0
_SMALL = 0.02


def outlook_columns(
    found: Sequence[Estimates],
    kept: Kept,
    files: Sequence[Path],
    columns: dict[str, set[str]],
    *,
    until: str,
) -> tuple[Floats, list[str], Floats]:
    """Return HAR forecasts, what they rest on, and GJR forecasts of the kept rows.

    Parameters
    ----------
    found : sequence of Estimates
        One for each market.
    kept : sequence of (part, row)
        Which securities, in the pack's order.
    files, columns
        Price files and what is in them.
    until : str
        Nothing later is read.
    """
    names = [found[part].securities[row] for part, row in kept]
    ranges = read_ranges(files, columns, names, until=until)
    har, gjr = np.full(len(kept), np.nan), np.full(len(kept), np.nan)
    basis = [""] * len(kept)
    for part, market in enumerate(found):
        places = [place for place, (owner, _) in enumerate(kept) if owner == part]
        if not places:
            continue
        returns = market.returns[:, [kept[place][1] for place in places]]
        own = [names[place] for place in places]
        har[places], told = har_volatility(returns, own, ranges)
        gjr[places] = gjr_volatility(returns)
        for place, word in zip(places, told, strict=True):
            basis[place] = word
    return har, basis, gjr


def block_columns(found: Sequence[Estimates], kept: Kept) -> dict[str, Any]:
    """Return the blocks of all markets, and the kept rows' loadings as sparse lists."""
    starts = np.concatenate([[0], np.cumsum([len(p.blocks.names) for p in found])])
    volatility: list[float] = []
    lines: list[tuple[float, ...]] = []
    for part, start in zip(found, starts.tolist(), strict=False):
        spread = np.sqrt(np.diag(part.blocks.covariance))
        volatility += [float(f"{value:.3g}") for value in spread.tolist()]
        correlation = part.blocks.covariance / np.outer(spread, spread)
        lines += [
            (*(0.0 for _ in range(start)), *np.round(line[: n + 1], 3).tolist())
            for n, line in enumerate(correlation)
        ]
    places, loadings = [], []
    for part_number, row in kept:
        own = found[part_number].blocks.loadings[row]
        used = np.flatnonzero(np.abs(own) >= _SMALL)
        places.append(tuple((used + starts[part_number]).tolist()))
        loadings.append(tuple(float(f"{x:.3g}") for x in own[used].tolist()))
    return {
        "blocks": tuple(name for part in found for name in part.blocks.names),
        "block_volatility": tuple(volatility),
        "block_correlation": tuple(lines),
        "block_places": tuple(places),
        "block_loadings": tuple(loadings),
    }


def innovation_columns(
    series: Mapping[str, Series],
    factors: tuple[str, ...],
    sessions: Days,
    settings: Settings,
) -> dict[str, Any]:
    """Return the factors' moves over their forecast volatilities, in hundredths.

    Only sessions in which every factor has a move are kept, the last 500 of them.
    """
    window = sessions[-3 * settings.beta_window - 1 :]
    moves = factor_returns(dict(series), factors, window, BLOCKS["CN"])[1:]
    paths = np.maximum(ewma_path(moves, _DECAY, warm=settings.fewest), 1e-9)
    whole = np.flatnonzero(np.isfinite(moves).all(axis=1))
    places = whole[whole >= settings.fewest][-_INNOVATIONS:]
    unit = np.clip(moves[places] / paths[places], -_MOST, _MOST)
    return {
        "innovation_dates": tuple(str(window[1:][place]) for place in places),
        "innovations": tuple(
            tuple(line) for line in np.rint(unit * 100.0).astype(int).tolist()
        ),
    }


def find_premia(
    closes: Mapping[str, Mapping[str, float]],
    twins: Collection[tuple[str, str]],
    series: Mapping[str, Series],
) -> tuple[Premium, ...]:
    """Return what mainland shares cost more than their twins, in one currency.

    Parameters
    ----------
    closes : mapping
        Security → day → close; the last day that both have is taken.
    twins : collection of (mainland, other)
        Listings of one issuer with equal rights, share for share.
    series : mapping
        For the rates.
    """
    rates = dollar_rates({name: last_level(item) for name, item in series.items()})
    found = []
    for home, other in sorted(twins):
        here, there = (rates.get(currency_of(name) or "") for name in (home, other))
        first, second = closes.get(home, {}), closes.get(other, {})
        days = sorted(first.keys() & second.keys())
        if not days or here is None or there is None:
            continue
        ratio = first[days[-1]] / here.per_dollar
        ratio /= second[days[-1]] / there.per_dollar
        found.append(
            Premium(
                security=home,
                other=other,
                premium=float(f"{ratio - 1.0:.3g}"),
                date=days[-1],
                rate_date=min(d for d in (here.date, there.date) if d),
            )
        )
    return tuple(found)


def read_closes(
    files: Sequence[Path], securities: Collection[str], *, until: str
) -> dict[str, dict[str, float]]:
    """Return the closes of some securities in the last year, by security and day."""
    import duckdb

    found: dict[str, dict[str, float]] = {}
    for path in files:
        quoted = str(path).replace("'", "''")
        rows = duckdb.connect(":memory:").execute(
            "SELECT symbol, CAST(CAST(date AS DATE) AS VARCHAR), CAST(close AS DOUBLE) "  # noqa: S608 - the path is quoted
            f"FROM read_parquet('{quoted}') WHERE date <= ?::DATE "
            "AND date > ?::DATE - 365 AND list_contains(?, symbol) AND close > 0",
            [until, until, sorted(securities)],
        )
        for symbol, day, close in rows.fetchall():
            found.setdefault(symbol, {})[day] = close
    return found
