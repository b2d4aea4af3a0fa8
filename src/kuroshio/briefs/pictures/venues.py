"""The venue time line: one instant over the markets, their sessions and closures."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import altair as alt

from kuroshio.briefs.pictures.frame import (
    BLUE,
    SKY,
    Picture,
    chart_data,
    finish_chart,
    tooltips,
    vertical_rule,
)
from kuroshio.briefs.terms import market_of
from kuroshio.records import Brief, MarketWindow

_PLACES = (
    ("US", "New York", "America/New_York"),
    ("JP", "Tokyo", "Asia/Tokyo"),
    ("HK", "Hong Kong", "Asia/Hong_Kong"),
    ("A", "Shanghai", "Asia/Shanghai"),
)
_DAYS = 14
_STATES = ("session", "half day", "closed")


def draw_venues(brief: Brief) -> Picture | None:
    """Draw a fortnight of each market's days in its own time."""
    rows: list[dict[str, str]] = []
    windows = {market_of(window): window for window in brief.windows}
    for market, place, zone in _PLACES:
        window = windows.get(market)
        if window is None:
            continue
        local = brief.as_of.astimezone(ZoneInfo(zone))
        label = f"{place} {local:%Y-%m-%d %H:%M}"
        rows += [
            {
                "venue": label,
                "day": day.isoformat(),
                "end": (day + timedelta(days=1)).isoformat(),
                "state": state,
            }
            for day, state in _days(window, local.date())
        ]
    if not rows:
        return None
    shut = [windows[m] for m, _, _ in _PLACES if m in windows and _is_long(windows[m])]
    chart = (
        alt.Chart(chart_data(rows))
        .mark_bar(height=18, stroke="white")
        .encode(
            x=alt.X("day:T", title="day, local to each market",
                    axis=alt.Axis(format="%m-%d")),
            x2=alt.X2("end:T"),
            y=alt.Y("venue:N", title=None, sort=None, axis=alt.Axis(labelLimit=230)),
            color=alt.Color("state:N", title=None, scale=alt.Scale(
                domain=list(_STATES), range=[BLUE, SKY, "#E3E3E3"])),
            tooltip=tooltips("venue:N", "day:T", "state:N"),
        )
    )  # fmt: skip
    at = brief.as_of.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")
    now = vertical_rule(at, "#D55E00", "at:T")
    count = len(shut)
    title = (
        f"{count} of {len(windows)} markets close for more than a weekend "
        f"in the days ahead"
    )
    return Picture(
        id="venues",
        title=title,
        spec=finish_chart(alt.layer(chart, now), height=30 * len(windows), width=520),
        columns=("venue", "day", "state"),
        rows=tuple((row["venue"], row["day"], row["state"]) for row in rows),
    )


def _is_long(window: MarketWindow) -> bool:
    return window.closed_days > 3


def _days(window: MarketWindow, first: date) -> list[tuple[date, str]]:
    """Return each day that the window tells of, up to the last one known."""
    open_days = {item.session: item.half_day for item in window.sessions}
    known = [*open_days]
    if window.reopens is not None:
        known.append(window.reopens)
    if not known:
        return []
    last = min(max(known), first + timedelta(days=_DAYS))
    days = []
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        if day in open_days:
            days.append((day, "half day" if open_days[day] else "session"))
        else:
            days.append((day, "session" if day == window.reopens else "closed"))
    return days
