"""Pictures of forecasts: impact by theme, and the precedents behind it."""

from typing import Any

import altair as alt

from kuroshio.briefs.pictures.frame import (
    BLUE,
    GREY,
    ORANGE,
    Picture,
    chart_data,
    finish_chart,
    vertical_rule,
)
from kuroshio.briefs.wording import name_of
from kuroshio.records import Brief, Impact

_PERCENT = "abnormal return, percent"


def draw_impact_map(brief: Brief) -> Picture | None:
    """Draw the forecast of each theme against the precedents that stand behind it."""
    rows = [_row(brief, item) for item in _themes(brief)]
    if not rows:
        return None
    clear = sum(row["low"] > 0 or row["high"] < 0 for row in rows)
    base = alt.Chart(chart_data(rows)).encode(
        y=alt.Y("evidence:Q", title="like precedents behind it, effective number"),
    )
    spans = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        x=alt.X("low:Q", title=_PERCENT), x2="high:Q", color=_color()
    )
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        x="mean:Q",
        color=_color(),
        tooltip=["theme:N", alt.Tooltip("mean:Q", format="+.2f"),
                 alt.Tooltip("evidence:Q", format=".1f")],
    )  # fmt: skip
    labels = base.mark_text(align="left", dx=8, dy=-8, fontSize=11).encode(
        x="mean:Q", text="theme:N"
    )
    layers = alt.layer(vertical_rule(0), spans, points, labels)
    return Picture(
        id="impact-map",
        title=f"{clear} of {len(rows)} themes have a 90% band that leaves out zero",
        spec=finish_chart(layers, height=260),
        columns=("theme", "mean, %", "5%", "95%", "precedents"),
        rows=tuple(
            (row["theme"], f"{row['mean']:+.2f}", f"{row['low']:+.2f}",
             f"{row['high']:+.2f}", f"{row['evidence']:.1f}")
            for row in rows
        ),
    )  # fmt: skip


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
        "evidence": item.evidence,
        "skill": "measurable" if item.measurable else "no measurable skill",
    }


def _color() -> Any:
    return alt.Color(
        "skill:N",
        title=None,
        scale=alt.Scale(
            domain=["measurable", "no measurable skill"], range=[BLUE, GREY]
        ),
    )


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
        .encode(x=alt.X("low:Q", title=_PERCENT), x2="high:Q", y=y)
    )
    mean = (
        alt.Chart(chart_data(bands))
        .mark_tick(thickness=3, size=18, color=BLUE)
        .encode(x="mean:Q", y=y)
    )
    points = (
        alt.Chart(chart_data(rows))
        .mark_point(color=ORANGE, opacity=0.9)
        .encode(
            x="car:Q",
            y=y,
            size=alt.Size("weight:Q", title="weight", legend=None),
            tooltip=["precedent:N", alt.Tooltip("car:Q", format="+.2f")],
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
