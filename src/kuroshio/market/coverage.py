"""How much the price store holds: coverage, gaps and age, market by market."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from kuroshio.calendars import count_sessions
from kuroshio.market.quality import count_gaps
from kuroshio.market.store import Generation
from kuroshio.records import Calendar, Coverage

# FRED's daily series follow New York's days closely enough to tell their age.
EXCHANGES = {"CN": "XSHG", "HK": "XHKG", "JP": "XTKS", "US": "XNYS", "FRED": "XNYS"}


def measure_coverage(
    generation: Generation, calendars: Mapping[str, Calendar], *, today: date
) -> tuple[Coverage, ...]:
    """Return the coverage of each market held, in the order of EXCHANGES."""
    found = (_measure(generation, market, calendars, today) for market in EXCHANGES)
    return tuple(item for item in found if item is not None)


def _measure(
    generation: Generation,
    market: str,
    calendars: Mapping[str, Calendar],
    today: date,
) -> Coverage | None:
    import duckdb

    files = [
        str(path) for path in generation.files() if f"market={market}/" in str(path)
    ]
    if not files:
        return None
    with duckdb.connect() as connection:
        table = connection.sql(
            "select symbol, day from read_parquet(?, hive_partitioning = false)"
            " order by symbol, day",
            params=[files],
        ).to_arrow_table()
    if table is None:  # a query always has a table; its type does not know
        return None
    encoded = table["symbol"].combine_chunks().dictionary_encode()
    names = tuple(str(name) for name in encoded.dictionary.to_pylist())
    code = encoded.indices.to_numpy().astype(np.int64)
    day = table["day"].to_numpy().astype("datetime64[D]")
    last: date = day.max().item()
    calendar = calendars[EXCHANGES[market]]
    return Coverage(
        market=market,
        securities=len(names),
        rows=len(day),
        first=day.min().item(),
        last=last,
        gaps=int(count_gaps(code, day, names, calendars).sum()),
        stale_sessions=max(0, count_sessions(calendar, last, today)),
    )
