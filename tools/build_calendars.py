"""Write the packaged calendar facts from the exchange_calendars library.

Run ``python tools/build_calendars.py`` after a new release of that library (a
development dependency: importing it takes two seconds, so nothing does at run time).
Regular sessions and early closes come from the library; what it has wrong or lacks
belongs in ``OVERRIDES``, with its source. Offices' business days rest on the exchanges'
holidays and on the federal holiday rule of pandas.
"""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import exchange_calendars
import pandas as pd
import yaml
from pandas.tseries.holiday import (
    AbstractHolidayCalendar,
    Holiday,
    USFederalHolidayCalendar,
)

FIRST, BOUND = date(2010, 1, 1), date(2026, 12, 31)
FOLDER = Path(__file__).parents[1] / "src/kuroshio/knowledge/data/calendars"
LIBRARY = f"exchange_calendars {exchange_calendars.__version__} (Apache-2.0)"

# mic: library's code, name, country, aliases
EXCHANGES = {
    "XSHG": ("XSHG", "Shanghai Stock Exchange", "CN", ("SSE", "SH", "上交所")),
    "XSHE": ("XSHG", "Shenzhen Stock Exchange", "CN", ("SZSE", "SZ", "深交所")),
    "XBSE": ("XSHG", "Beijing Stock Exchange", "CN", ("BSE", "BJ", "北交所")),
    "XHKG": ("XHKG", "Stock Exchange of Hong Kong", "HK", ("HKEX", "SEHK", "港交所")),
    "XTKS": ("XTKS", "Tokyo Stock Exchange", "JP", ("TSE", "JPX", "東証")),
    "XNYS": ("XNYS", "New York Stock Exchange", "US", ("NYSE",)),
    "XNAS": ("XNYS", "Nasdaq", "US", ("NASDAQ",)),
}
# mic: weekdays to shut and weekdays to open against the library; empty: none known.
OVERRIDES: dict[str, tuple[set[date], set[date]]] = {}
# Weekdays on which the Tokyo exchange is shut and no holiday falls.
TOKYO_OUTAGES = {date(2020, 10, 1)}


def weekdays() -> list[date]:
    """Return every Monday to Friday of the range."""
    return [stamp.date() for stamp in pd.bdate_range(FIRST, BOUND)]


def local_close(calendar: Any, session: pd.Timestamp) -> time:
    """Return the local closing time of a session."""
    stamp: pd.Timestamp = calendar.closes[session].tz_convert(calendar.tz)
    return time(stamp.hour, stamp.minute)


def exchange_record(mic: str) -> dict[str, Any]:
    """Return the record of an exchange."""
    code, name, country, aliases = EXCHANGES[mic]
    calendar = exchange_calendars.get_calendar(code, start=str(FIRST))
    sessions = [s for s in calendar.sessions if s.date() <= BOUND]
    open_days = {s.date() for s in sessions}
    early = set(calendar.early_closes)
    shut, opened = OVERRIDES.get(mic, (set(), set()))
    open_days = (open_days | opened) - shut
    closes: list[list[Any]] = []
    for session in sessions:
        close = local_close(calendar, session)
        if session not in early and (not closes or closes[-1][1] != str(close)):
            closes.append([session.date() if closes else FIRST, str(close)])
    return {
        "mic": mic,
        "name": name,
        "country": country,
        "zone": str(calendar.tz),
        "first": FIRST,
        "bound": BOUND,
        "aliases": list(aliases),
        "closes": closes,
        "half_days": [
            [s.date(), str(local_close(calendar, s))] for s in sessions if s in early
        ],
        "closures": [day for day in weekdays() if day not in open_days],
        "source": LIBRARY,
    }


def office_record(
    country: str, zone: str, closures: set[date], source: str
) -> dict[str, Any]:
    """Return the business days of a country's offices."""
    return {
        "mic": country,
        "name": f"Business days of public offices, {country}",
        "country": country,
        "zone": zone,
        "first": FIRST,
        "bound": BOUND,
        "closes": [[FIRST, "23:59:59"]],
        "closures": sorted(closures),
        "source": source,
    }


def federal_holidays() -> set[date]:
    """Return the United States federal holidays that fall on weekdays."""
    rules = [
        rule
        for rule in USFederalHolidayCalendar.rules
        if isinstance(rule, Holiday)  # Juneteenth among them, from 2021
    ]

    class Federal(AbstractHolidayCalendar):  # type: ignore[misc]
        """The federal rules of pandas."""

    Federal.rules = rules
    days = Federal().holidays(FIRST, BOUND + timedelta(days=1))
    return {s.date() for s in days if s.date() <= BOUND and s.weekday() < 5}


def office_records() -> list[dict[str, Any]]:
    """Return the business-day records of the countries whose clocks are used."""
    shut = {
        code: set(exchange_record(mic)["closures"])
        for code, mic in {"CN": "XSHG", "HK": "XHKG", "JP": "XTKS"}.items()
    }
    # Administrative organs of Japan rest from 29 December to 3 January.
    year_end = {
        day for day in weekdays() if (day.month, day.day) in {(12, 29), (12, 30)}
    }
    return [
        office_record(
            "CN",
            "Asia/Shanghai",
            shut["CN"],
            f"{LIBRARY}: exchange closures; make-up weekends are not counted",
        ),
        office_record("HK", "Asia/Hong_Kong", shut["HK"], LIBRARY),
        office_record(
            "JP",
            "Asia/Tokyo",
            (shut["JP"] - TOKYO_OUTAGES) | year_end,
            f"{LIBRARY}: exchange holidays; 29 and 30 December: offices' year end",
        ),
        office_record(
            "US",
            "America/New_York",
            federal_holidays(),
            f"pandas {pd.__version__} federal holiday rules (BSD-3-Clause)",
        ),
    ]


class PlainDumper(yaml.SafeDumper):
    """A dumper that writes a repeated date out instead of pointing at it."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base's signature
        """Never make an anchor."""
        return True


def write(path: Path, records: list[dict[str, Any]]) -> None:
    """Write one file of calendar records."""
    head = "# Written by tools/build_calendars.py: change it there, or in an overlay.\n"
    text = yaml.dump(
        {"calendars": records},
        Dumper=PlainDumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=86,
    )
    path.write_text(head + text, encoding="utf-8")
    print(path.name, sum(len(r["closures"]) for r in records), "closures")


def main() -> None:
    """Write one file for each exchange and one for the offices."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for mic in EXCHANGES:
        write(FOLDER / f"{mic.lower()}.yaml", [exchange_record(mic)])
    write(FOLDER / "offices.yaml", office_records())


if __name__ == "__main__":
    main()
