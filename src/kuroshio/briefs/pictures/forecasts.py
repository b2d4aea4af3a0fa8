"""Pictures of forecasts: impact by theme, and the precedents behind it."""

from typing import Any

import altair as alt

from kuroshio.briefs.pictures.frame import (
    BLUE,
    ORANGE,
    Picture,
    chart_data,
    finish_chart,
    tooltips,
    vertical_rule,
)
from kuroshio.briefs.wording import name_of
from kuroshio.records import Brief, Impact

_PERCENT = "abnormal return, percent"


def draw_impact_map(brief: Brief) -> Picture | None:
    """Draw each theme by window: the mean as colour, with how sure its sign is."""
    rows: list[dict[str, Any]] = [
        {
            "theme": name_of(brief, item.id),
            "window": f"[{item.window[0]},{item.window[1]}]",
            "mean": 100 * item.mean,
            "rise": item.p_positive,
            "text": f"{100 * item.mean:+.2f}% ({item.p_positive:.0%})",
            "evidence": item.evidence,
        }
        for item in _last_told(brief)
    ]
    if not rows:
        return None
    clear = sum(abs(row["rise"] - 0.5) > 0.4 for row in rows)
    most = max(0.5, *(abs(row["mean"]) for row in rows))
    base = alt.Chart(chart_data(rows)).encode(
        x=alt.X("window:N", title="window, sessions from day 0", sort=None,
                axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("theme:N", title=None, sort=None, axis=alt.Axis(labelLimit=280)),
    )  # fmt: skip
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "mean:Q",
            title="mean, percent",
            scale=alt.Scale(
                domain=[-most, 0, most], range=["#E8905B", "#F4F4F4", "#5BA7D6"]
            ),
        ),
        tooltip=tooltips("theme:N", "window:N", "text:N", ("evidence:Q", ".1f")),
    )  # fmt: skip
    labels = base.mark_text(fontSize=11, color="black").encode(text=alt.Text("text:N"))
    count = len({row["theme"] for row in rows})
    return Picture(
        id="impact-map",
        title=f"{clear} of {len(rows)} forecasts are 90% sure of their sign (in "
        "brackets: chance of a rise)",
        spec=finish_chart(alt.layer(cells, labels), height=28 * count, width=420),
        columns=("theme", "window", "mean, %", "chance of a rise", "precedents"),
        rows=tuple(
            (row["theme"], row["window"], f"{row['mean']:+.2f}", f"{row['rise']:.0%}",
             f"{row['evidence']:.1f}")
            for row in rows
        ),
    )  # fmt: skip


def _last_told(brief: Brief) -> list[Impact]:
    """Return the themes' impacts by window, the latest moment of each."""
    kept: dict[tuple[str, tuple[int, int]], Impact] = {}
    for item in brief.impacts:
        if item.scope == "theme":
            kept[item.id, item.window] = item
    return list(kept.values())


def _themes(brief: Brief) -> list[Impact]:
    """Return one impact for each theme: the first window told."""
    first: dict[str, Impact] = {}
    for item in brief.impacts:
        if item.scope == "theme":
            first.setdefault(item.id, item)
    return list(first.values())


def _row(brief: Brief, item: Impact) -> dict[str, Any]:
    return {
        "theme": name_of(brief, item.id),
        "mean": 100 * item.mean,
        "low": 100 * item.q05,
        "high": 100 * item.q95,
    }


def draw_precedents_behind(brief: Brief) -> Picture | None:
    """Draw each precedent's abnormal return beside the forecast made of them."""
    rows: list[dict[str, Any]] = []
    bands: list[dict[str, Any]] = []
    for item in _themes(brief):
        theme = name_of(brief, item.id)
        told = [one for one in item.precedents if one.car is not None]
        if not told:
            continue
        bands.append(_row(brief, item))
        rows += [
            {"theme": theme, "precedent": one.id, "car": 100 * (one.car or 0.0),
             "weight": one.weight}
            for one in told
        ]  # fmt: skip
    if not rows:
        return None
    y = alt.Y("theme:N", title=None, sort=None, axis=alt.Axis(labelLimit=280))
    band = (
        alt.Chart(chart_data(bands))
        .mark_bar(height=14, opacity=0.25, color=BLUE)
        .encode(x=alt.X("low:Q", title=_PERCENT), x2=alt.X2("high:Q"), y=y)
    )
    mean = (
        alt.Chart(chart_data(bands))
        .mark_tick(thickness=3, size=18, color=BLUE)
        .encode(x=alt.X("mean:Q"), y=y)
    )
    points = (
        alt.Chart(chart_data(rows))
        .mark_point(color=ORANGE, opacity=0.9)
        .encode(
            x=alt.X("car:Q"),
            y=y,
            size=alt.Size("weight:Q", title="weight", legend=None),
            tooltip=tooltips("precedent:N", ("car:Q", "+.2f")),
        )
    )
    count = len({row["precedent"] for row in rows})
    return Picture(
        id="precedents",
        title=f"{count} precedents (rings) stand behind the 90% bands of "
        f"{len(bands)} themes",
        spec=finish_chart(
            alt.layer(vertical_rule(0), band, mean, points), height=28 * len(bands)
        ),
        columns=("theme", "precedent", "CAR, %", "weight"),
        rows=tuple(
            (row["theme"], row["precedent"], f"{row['car']:+.2f}",
             f"{row['weight']:.2f}")
            for row in rows
        ),
    )  # fmt: skip


def draw_precedent_fan(brief: Brief) -> Picture | None:
    """Draw the paths of one theme's precedents, thin, through the forecast's band."""
    theme = next((one.id for one in brief.impacts if one.scope == "theme"), None)
    own = [one for one in _last_told(brief) if one.id == theme]
    bands: list[dict[str, Any]] = [
        {"sessions": one.window[1] + 1, **_row(brief, one)} for one in own
    ]
    lines: list[dict[str, Any]] = [
        {"sessions": one.window[1] + 1, "precedent": past.id, "car": 100 * past.car}
        for one in own
        for past in one.precedents
        if past.car is not None
    ]
    if len({row["sessions"] for row in lines}) < 2:
        return None
    x = alt.X("sessions:O", title="sessions from day 0", axis=alt.Axis(labelAngle=0))
    base = alt.Chart(chart_data(bands))
    band = base.mark_area(color=BLUE, opacity=0.18).encode(
        x=x, y=alt.Y("low:Q", title=_PERCENT), y2=alt.Y2("high")
    )
    mean = base.mark_line(color=BLUE, strokeWidth=2.4, point=True).encode(
        x=x, y=alt.Y("mean:Q", title=_PERCENT)
    )
    paths = (
        alt.Chart(chart_data(lines))
        .mark_line(color=ORANGE, strokeWidth=0.8, opacity=0.7)
        .encode(
            x=x,
            y=alt.Y("car:Q", title=_PERCENT),
            detail=alt.Detail("precedent:N"),
            tooltip=tooltips("precedent:N", ("car:Q", "+.2f")),
        )
    )
    up = {row["precedent"] for row in lines if row["sessions"] == 1 and row["car"] > 0}
    every = {row["precedent"] for row in lines}
    return Picture(
        id="precedent-fan",
        title=f"{len(up)} of {len(every)} precedents lifted {bands[0]['theme']} on day "
        "0; the band holds 90% of what is forecast",
        spec=finish_chart(alt.layer(band, paths, mean), height=180, width=420),
        columns=("precedent", "sessions", "CAR, %"),
        rows=tuple(
            (row["precedent"], str(row["sessions"]), f"{row['car']:+.2f}")
            for row in lines
        ),
    )
