"""Time the price store: import, one security, one day, the whole matrix.

Run ``python bench/store.py [SESSIONS]``: 5,500 made-up securities over that many
sessions (default 1,000; 4,860 give the 27 million rows of the aims), in a temporary
folder. Each figure stands beside a plain pyarrow scan of the same rows in that run.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from kuroshio.knowledge import load_knowledge
from kuroshio.market import (
    Generation,
    check_bars,
    current_generation,
    load_day,
    load_matrix,
    load_security,
    read_bars,
    store_bars,
)

SECURITIES = 5_500
FULL_ROWS = 26_730_000
AIMS = {"one security": 0.010, "one day": 0.025, "matrix": 3.5, "matrix, cached": 0.1}


def main() -> None:
    """Make the store and print the times."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder) / "bars", Path(folder) / "cache"
        fill(root, Path(folder) / "drop.parquet", sessions)
        held = current_generation(root)
        if held is None:
            sys.exit("nothing was stored")
        size = sum(path.stat().st_size for path in held.files())
        print(f"{len(held.files())} files, {size / 1e6:,.0f} MB")
        measure(held, cache, sessions * SECURITIES)


def fill(root: Path, path: Path, sessions: int) -> None:
    """Write a dropped file of made-up bars and import it."""
    rng = np.random.default_rng(20260212)
    calendar = load_knowledge().calendars["XSHG"]
    whole = np.arange(np.datetime64("2005-01-01"), np.datetime64("2026-02-12"))
    whole = whole[np.is_busday(whole)]
    shut = np.array(calendar.closures, "datetime64[D]")
    days = whole[~np.isin(whole, shut)][-sessions:]
    blocks = [("600", "SH"), ("601", "SH"), ("603", "SH"), ("002", "SZ"), ("300", "SZ")]
    blocks += [("688", "SH")]
    names = [f"{head}{n:03d}.{tail}" for head, tail in blocks for n in range(1000)]
    names = names[:SECURITIES]
    count = len(days) * SECURITIES
    price = 10 * np.exp(
        np.cumsum(rng.standard_normal((SECURITIES, len(days))) * 0.02, axis=1)
    ).round(4).ravel()  # fmt: skip
    codes = pa.DictionaryArray.from_arrays(
        np.repeat(np.arange(SECURITIES, dtype=np.int32), len(days)), names
    )
    table = pa.table(
        {
            "symbol": codes,
            "date": np.tile(days, SECURITIES),
            "open": price,
            "high": price * 1.01,
            "low": price * 0.99,
            "close": price,
            "volume": rng.integers(1, 10**7, count).astype(float),
            "amount": rng.integers(1, 10**9, count).astype(float),
        }
    )
    pq.write_table(table, path)
    del table, price
    bars, took = timed(lambda: read_bars(path))
    print(f"{count:,} rows; read the dropped file: {took:.1f} s")
    _, took = timed(lambda: check_bars(bars, {"XSHG": calendar}))
    print(f"check: {took:.1f} s")
    _, took = timed(lambda: store_bars(root, [bars], replace=False))
    print(f"store: {took:.1f} s")


def measure(held: Generation, cache: Path, rows: int) -> None:
    """Print each figure beside its pyarrow scan and its aim."""
    files = [str(path) for path in held.files()]
    scan = ds.dataset(files, format="parquet")
    day = date(2025, 6, 3)
    cold = float(new_process(held, "load_security(g, '600777.SH', market='CN')"))
    print(f"one security, first of a process: {cold * 1e3:.1f} ms")
    show(
        "one security",
        best(lambda: load_security(held, "600519.SH", market="CN")),
        best(lambda: scan.to_table(filter=pc.field("symbol") == "600519.SH")),
    )
    cold = float(new_process(held, "load_day(g, date(2025, 6, 4), market='CN')"))
    print(f"one day, first of a process: {cold * 1e3:.1f} ms")
    show(
        "one day",
        best(lambda: load_day(held, day, market="CN")),
        best(lambda: scan.to_table(filter=pc.field("day") == day)),
    )
    wanted = ["symbol", "day", "close"]
    plain = best(lambda: scan.to_table(columns=wanted), times=2)
    matrix, took = timed(
        lambda: load_matrix(held, market="CN", field="close", cache=None)
    )
    show("matrix", took, plain, scale=FULL_ROWS / rows)
    load_matrix(held, market="CN", field="close", cache=cache)
    kept = best(
        lambda: load_matrix(held, market="CN", field="close", cache=cache).series(
            "600519.SH"
        ),
        times=3,
    )
    show("matrix, cached", kept, plain, scale=FULL_ROWS / rows)
    assert np.isfinite(matrix.values).sum() == rows


def show(name: str, took: float, plain: float, *, scale: float = 1.0) -> None:
    """Print a time, what it comes to at 27 million rows, its aim and the peer's."""
    whole = took * scale
    said = "" if scale == 1.0 else f" ({whole:.3f} s at {FULL_ROWS:,} rows)"
    aim = AIMS[name]
    print(
        f"{name}: {took * 1e3:.1f} ms{said}, aim {aim * 1e3:g} ms:"
        f" {'met' if whole <= aim else 'MISSED'};"
        f" pyarrow scan {plain * 1e3:.1f} ms, {plain / took:.1f} times as long"
    )


def new_process(held: Generation, call: str) -> str:
    """Return the seconds of a call in a fresh process, imports left out."""
    code = (
        "import sys, time; from datetime import date; from pathlib import Path\n"
        "from kuroshio.market import Generation, load_day, load_security\n"
        "import duckdb, pyarrow.parquet\n"
        "g = Generation(folder=Path(sys.argv[1]), id=Path(sys.argv[1]).name)\n"
        f"t = time.perf_counter(); {call}; print(time.perf_counter() - t)"
    )
    command = [sys.executable, "-c", code, str(held.folder)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a call gives and its seconds."""
    started = time.perf_counter()
    return call(), time.perf_counter() - started


def best(call: Callable[[], Any], times: int = 7) -> float:
    """Return the shortest of some runs."""
    return min(timed(call)[1] for _ in range(times))


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores")
    main()
