"""Write the simulated prices and events of this folder: no number here happened.

The names and the days are real, so that links, calendars and limits apply; every price
is drawn. Run from the repository's root: .venv/bin/python examples/study/simulate.py
"""  # noqa: INP001 - a script, not a package

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuroshio.calendars import closed_days, is_session, sessions_between
from kuroshio.knowledge import load_knowledge
from kuroshio.records import Calendar

SEED = 20260212
FIRST, LAST = date(2024, 3, 1), date(2025, 12, 31)
MAINLAND = (
    "000831.SZ", "600111.SH", "600259.SH", "300748.SZ", "002371.SZ", "688981.SH",
)  # fmt: skip
HONG_KONG = ("0981.HK", "0769.HK")
INDEXES = {"000985.CSI": 5000.0, "HSI": 18000.0}
# Day 0 of the shocks that are drawn into the prices, and their size on each name.
SHOCKS = {
    "2025-04-07": {"600111.SH": 0.10, "000831.SZ": 0.10, "300748.SZ": 0.08},
    "2025-04-08": {"600111.SH": 0.06},
    "2025-10-02": {"0981.HK": 0.06},
    "2025-10-09": {
        "688981.SH": 0.05,
        "600111.SH": 0.07,
        "600259.SH": 0.06,
        "0769.HK": 0.09,
    },
    "2025-11-10": {"600111.SH": -0.03, "000831.SZ": -0.04, "300748.SZ": -0.03},
}
SUSPENDED = {"600259.SH": ("2025-02-10", "2025-02-21")}
EVENTS = (
    ("licences", "600111.SH", "2025-04-04T18:00:00+08:00"),
    ("licences", "000831.SZ", "2025-04-04T18:00:00+08:00"),
    ("licences", "300748.SZ", "2025-04-04T18:00:00+08:00"),
    ("holiday", "688981.SH", "2025-10-02T10:00:00+08:00"),
    ("october", "600111.SH", "2025-10-09T09:00:00+08:00"),
    ("october", "600259.SH", "2025-10-09T09:00:00+08:00"),
    ("october", "0769.HK", "2025-10-09T09:00:00+08:00"),
    ("november", "600111.SH", "2025-11-07T19:00:00+08:00"),
    ("november", "000831.SZ", "2025-11-07T19:00:00+08:00"),
    ("november", "300748.SZ", "2025-11-07T19:00:00+08:00"),
    ("unknown", "UNLISTED", "2025-11-07T19:00:00+08:00"),
)


def main() -> None:
    """Draw the prices and write both files."""
    folder = Path(__file__).parent
    calendars = load_knowledge().calendars
    rng = np.random.default_rng(SEED)
    days = sorted(
        {
            *sessions_between(calendars["XSHG"], FIRST, LAST),
            *sessions_between(calendars["XHKG"], FIRST, LAST),
        }
    )
    columns = {
        **draw_venue(rng, days, calendars["XSHG"], ("000985.CSI", *MAINLAND)),
        **draw_venue(rng, days, calendars["XHKG"], ("HSI", *HONG_KONG)),
    }
    with (folder / "prices-SIMULATED.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", *columns])
        for row, day in enumerate(days):
            writer.writerow([day.isoformat(), *(
                "" if is_suspended(name, day) else values[row]
                for name, values in columns.items()
            )])  # fmt: skip
    with (folder / "events-SIMULATED.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["event_id", "security", "published_at"])
        writer.writerows(EVENTS)


def draw_venue(
    rng: np.random.Generator, days: list[date], calendar: Calendar, names: Sequence[str]
) -> dict[str, list[str]]:
    """Return the prices of one exchange's index, the first name, and of its shares."""
    held = [is_session(calendar, day) for day in days]
    told = [day for day, is_open in zip(days, held, strict=True) if is_open]
    # A session after a long closure carries the news of all of it.
    gaps = np.array([0, *(closed_days(calendar, day) for day in told[:-1])])
    market = rng.normal(0.0002, 0.010 * np.sqrt(1.0 + 0.2 * gaps))
    columns = {names[0]: draw(market, INDEXES[names[0]], held)}
    for name in names[1:]:
        moves = rng.uniform(0.8, 1.3) * market
        moves += rng.standard_t(5, len(market)) * 0.010
        for row, day in enumerate(told):
            shock = SHOCKS.get(day.isoformat(), {}).get(name)
            moves[row] = moves[row] if shock is None else shock
        if name.endswith((".SH", ".SZ")):
            limit = 0.20 if name.startswith(("300", "688")) else 0.10
            moves = np.clip(moves, -limit, limit)
        columns[name] = draw(moves, rng.uniform(15.0, 120.0), held)
    return columns


def draw(moves: NDArray[np.float64], start: float, held: list[bool]) -> list[str]:
    """Return prices with two digits on open days and blanks on others."""
    levels = iter(start * np.cumprod(1.0 + moves))
    return [f"{next(levels):.2f}" if is_open else "" for is_open in held]


def is_suspended(name: str, day: date) -> bool:
    """Say whether a name does not trade on a day though its exchange is open."""
    first, last = SUSPENDED.get(name, ("9999", ""))
    return first <= day.isoformat() <= last


if __name__ == "__main__":
    main()
