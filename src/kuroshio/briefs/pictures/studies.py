"""Pictures of event studies: the fan of mean paths, and the cases by theme.

Every axis names its unit; titles are sentences that say what is seen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from kuroshio.briefs.pictures.frame import (
    BLUE,
    GREY,
    ORANGE,
    Picture,
    chart_data,
    finish_chart,
    tooltips,
)

# More thin lines than this are a smear; an even sample of them is drawn.
_MOST_LINES = 120
_FEWEST = 2
_MOST_FANS = 8
Row = Mapping[str, Any]


def draw_fan_picture(
    fan: Sequence[Row], events: Sequence[Row], *, identity: str, what: str
) -> Picture | None:
    """Draw the mean path with its bootstrap band over one thin line for each event.

    Parameters
    ----------
    fan : sequence of mapping
        Keys t, n, caar, low, high (decimal, None: no band) and drawn, by day.
    events : sequence of mapping
        Keys name, t and car (decimal) of every event and day; and locked, whether a
        window ends there on a close at its limit, which gets a triangle.
    identity : str
        The picture's id in the page.
    what : str
        What the events are, as the subject of the title: "20 events".

    Returns
    -------
    Picture or None
        None without days.
    """
    if not fan:
        return None
    path = [
        {
            "t": row["t"],
            "caar": _percent(row["caar"]),
            "low": _percent(row["low"]),
            "high": _percent(row["high"]),
        }
        for row in fan
    ]
    lines = _thin(events)
    x = alt.X(
        "t:Q",
        title="trading days from day 0",
        axis=alt.Axis(tickMinStep=1, format="d"),
        scale=alt.Scale(nice=False),
    )
    y_title = "cumulative abnormal return, percent"
    thin = (
        alt.Chart(chart_data(lines))
        .mark_line(strokeWidth=0.7, opacity=0.45, color=GREY)
        .encode(x=x, y=alt.Y("car:Q", title=y_title), detail=alt.Detail("name:N"),
                tooltip=tooltips("name:N", "t:Q", ("car:Q", "+.2f")))
    )  # fmt: skip
    mean = (
        alt.Chart(chart_data(path))
        .mark_line(strokeWidth=2.6, color=BLUE, point=True)
        .encode(x=x, y=alt.Y("caar:Q", title=y_title),
                tooltip=tooltips("t:Q", ("caar:Q", "+.2f")))
    )  # fmt: skip
    banded = [row for row in path if row["low"] is not None]
    band = (
        alt.Chart(chart_data(banded))
        .mark_area(opacity=0.22, color=BLUE)
        .encode(x=x, y=alt.Y("low:Q", title=y_title), y2=alt.Y2("high:Q"))
    )
    locked = [row for row in lines if row["locked"]]
    triangles = (
        alt.Chart(chart_data(locked))
        .mark_point(shape="triangle-up", color=ORANGE, size=70, filled=False)
        .encode(
            x=x,
            y=alt.Y("car:Q", title=y_title),
            tooltip=tooltips("name:N", "t:Q"),
        )
    )
    title = _fan_title(fan, what) + ("; triangles are locked closes" if locked else "")
    return Picture(
        id=identity,
        title=title,
        spec=finish_chart(alt.layer(_zero(), thin, band, mean, triangles), height=300),
        columns=("day", "mean CAR, %", "band from, %", "band to, %"),
        rows=tuple(
            (str(row["t"]), _told(row["caar"]), _told(row["low"]), _told(row["high"]))
            for row in path
        ),
    )


def _zero() -> Any:
    rules = [
        alt.Chart(chart_data([{"at": 0}]))
        .mark_rule(color=color, strokeDash=[4, 3])
        .encode(**{axis: "at:Q"})
        for axis, color in (("y", GREY), ("x", ORANGE))
    ]
    return alt.layer(*rules)


def _thin(events: Sequence[Row]) -> list[dict[str, Any]]:
    names = list(dict.fromkeys(row["name"] for row in events))
    step = max(1, -(-len(names) // _MOST_LINES))
    kept = set(names[::step])
    return [
        {
            "name": row["name"],
            "t": row["t"],
            "car": _percent(row["car"]),
            "locked": bool(row.get("locked")),
        }
        for row in events
        if row["name"] in kept
    ]


def _fan_title(fan: Sequence[Row], what: str) -> str:
    last = fan[-1]
    moved = "rise" if last["caar"] > 0 else "fall"
    title = f"{what} {moved} by {abs(100 * last['caar']):.2f} % on average to day "
    title += f"{last['t']}"
    if last["low"] is None:
        return title
    clear = last["low"] > 0 or last["high"] < 0
    drawn = f"bootstrap over {last['drawn']}"
    return f"{title}; the 90 % band ({drawn}) {'leaves out' if clear else 'holds'} zero"


def _percent(value: float | None) -> float | None:
    return None if value is None else round(100.0 * value, 6)


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"


def draw_study(done: Mapping[str, Any]) -> tuple[Picture, ...]:
    """Draw the fan of an event study's results."""
    locked = {
        (row["event_id"], row["security"], row["w1"]) for row in done["limit_locked"]
    }
    events = [
        {
            "name": f"{row['event_id']} {row['security']}",
            "t": row["t"],
            "car": row["car"],
            "locked": (row["event_id"], row["security"], row["t"]) in locked,
        }
        for row in done["abnormal_returns"]
    ]
    count = len(done["models"])
    what = f"{count} event{'' if count == 1 else 's'}"
    picture = draw_fan_picture(done["fan"], events, identity="fan", what=what)
    return (picture,) if picture is not None else ()


def draw_precedents(done: Mapping[str, Any]) -> tuple[Picture, ...]:
    """Draw the cases by theme, then the fans of the themes with the most precedents."""
    names = {row["theme"]: row["theme_name"] for row in done["included"]}
    counts = {
        (row["venue"], row["theme"]): row["n"]
        for row in done["fans"]
        if row["side"] == "all" and row["n"] >= _FEWEST
    }
    ranked = sorted(counts, key=lambda key: (-counts[key], key))[:_MOST_FANS]
    pictures = [draw_cases(done, names)]
    for venue, theme in ranked:
        where = {"venue": venue, "theme": theme, "side": "all"}
        locked = {
            (row["precedent"], row["w1"])
            for row in done["limit_locked"]
            if _is_at(row, where)
        }
        events = [
            {
                "name": row["precedent"],
                "t": row["t"],
                "car": row["car"],
                "locked": (row["precedent"], row["t"]) in locked,
            }
            for row in done["abnormal_returns"]
            if _is_at(row, where)
        ]
        fan = [row for row in done["fans"] if _is_at(row, where)]
        what = f"{names[theme]}, {venue}: {counts[venue, theme]} baskets"
        identity = f"fan-{venue.lower()}-{theme}"
        pictures.append(draw_fan_picture(fan, events, identity=identity, what=what))
    return tuple(picture for picture in pictures if picture is not None)


def _is_at(row: Row, where: Mapping[str, str]) -> bool:
    return all(row[key] == value for key, value in where.items())


def draw_cases(done: Mapping[str, Any], names: Mapping[str, str]) -> Picture | None:
    """Draw the first window's CAR of every case, by theme, with the written sign."""
    first, last = done["settings"]["windows"][0]
    written = {
        (row["precedent"], row["theme"], row["venue"]): row["written_sign"]
        for row in done["included"]
    }
    words = {1: "rise expected", -1: "fall expected"}
    rows = [
        {
            "theme": names[row["theme"]],
            "precedent": row["precedent"],
            "venue": row["venue"],
            "car": _percent(row["car"]),
            "expected": words.get(
                written[row["precedent"], row["theme"], row["venue"]] or 0, "no sign"
            ),
        }
        for row in done["window_returns"]
        if row["side"] == "all" and (row["w0"], row["w1"]) == (first, last)
    ]
    if not rows:
        return None
    right = sum(
        (row["car"] > 0) == (row["expected"] == "rise expected")
        for row in rows
        if row["expected"] != "no sign"
    )
    signed = sum(row["expected"] != "no sign" for row in rows)
    chart = (
        alt.Chart(chart_data(rows))
        .mark_point(filled=True, size=70, opacity=0.8)
        .encode(
            x=alt.X("car:Q", title=f"CAR[{first},{last}] of the basket, percent"),
            y=alt.Y("theme:N", title=None, axis=alt.Axis(labelLimit=300)),
            color=alt.Color(
                "expected:N",
                title="written sign",
                scale=alt.Scale(
                    domain=["rise expected", "fall expected", "no sign"],
                    range=[BLUE, ORANGE, GREY],
                ),
            ),
            shape=alt.Shape("venue:N", title="venue"),
            tooltip=tooltips("precedent:N", "theme:N", "venue:N", "expected:N",
                             ("car:Q", "+.2f")),
        )
    )  # fmt: skip
    zero = (
        alt.Chart(chart_data([{"at": 0}])).mark_rule(color=GREY).encode(x=alt.X("at:Q"))
    )
    return Picture(
        id="cases",
        title=f"{right} of {signed} baskets moved over [{first},{last}] as was written",
        spec=finish_chart(
            alt.layer(zero, chart),
            height=max(90, 17 * len({row["theme"] for row in rows})),
        ),
        columns=("theme", "precedent", "venue", "CAR, %", "expected"),
        rows=tuple(
            (row["theme"], row["precedent"], row["venue"], _told(row["car"]),
             row["expected"])
            for row in rows
        ),
    )  # fmt: skip
