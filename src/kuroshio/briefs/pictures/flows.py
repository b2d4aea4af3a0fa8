"""Pictures of reach: which theme gets to which holding."""

import operator
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
from kuroshio.briefs.wording import say_share, say_sign
from kuroshio.records import Brief


def draw_theme_flow(brief: Brief) -> Picture | None:
    """Draw which theme reaches which holding, as wide as the holding weighs."""
    flows = _flows(brief)
    if not flows:
        return None
    themes = list(dict.fromkeys(flow["theme"] for flow in flows))
    names = list(dict.fromkeys(flow["name"] for flow in flows))
    height = max(180, 22 * max(len(themes), len(names)))
    ends: list[dict[str, Any]] = []
    for index, flow in enumerate(flows):
        left = (themes.index(flow["theme"]) + 0.5) / len(themes)
        right = (names.index(flow["name"]) + 0.5) / len(names)
        for place, level in ((0, left), (1, right)):
            ends.append({**flow, "flow": index, "x": place, "y": level})
    scale = alt.Scale(domain=[-0.55, 1.75])
    lines = (
        alt.Chart(chart_data(ends))
        .mark_line(opacity=0.55)
        .encode(
            x=alt.X("x:Q", axis=None, scale=scale),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[1, 0])),
            detail=alt.Detail("flow:N"),
            strokeWidth=alt.StrokeWidth(
                "weight:Q", title="share of NAV", legend=None,
                scale=alt.Scale(range=[1, 12], domainMin=0),
            ),
            color=alt.Color(
                "sign:N",
                title="effect",
                scale=alt.Scale(
                    domain=["for", "against", "both"], range=[BLUE, ORANGE, GREY]
                ),
            ),
            tooltip=tooltips("theme:N", "name:N", "share:N", "sign:N"),
        )
    )  # fmt: skip
    labels = [
        _labels(themes, place=-0.02, align="right", scale=scale),
        _labels(names, place=1.02, align="left", scale=scale),
    ]
    reached = len(names)
    title = f"{len(themes)} themes reach {reached} holdings of the book"
    return Picture(
        id="theme-flow",
        title=title,
        spec=finish_chart(alt.layer(lines, *labels), height=height),
        columns=("theme", "holding", "share of NAV", "sign"),
        rows=tuple(
            (flow["theme"], flow["name"], flow["share"], flow["mark"]) for flow in flows
        ),
    )


def _flows(brief: Brief) -> list[dict[str, Any]]:
    known = dict(brief.names)
    words = {1: "for", -1: "against", 0: "both"}
    titles = {row.theme: row.name for row in brief.themes}
    flows = []
    for holding in brief.holdings:
        for item in brief.exposures:
            if holding.sign is None or item.issuer != holding.issuer:
                continue
            flows.append(
                {
                    "theme": titles.get(item.theme, item.theme),
                    "name": f"{known.get(holding.security, '')} {holding.security}",
                    "weight": abs(holding.weight),
                    "order": -abs(holding.weight),
                    "share": say_share(holding.weight),
                    "sign": words[item.sign],
                    "mark": say_sign(item.sign),
                }
            )
    return sorted(flows, key=operator.itemgetter("theme", "order", "name"))


def _labels(texts: list[str], *, place: float, align: Any, scale: alt.Scale) -> Any:
    rows = [
        {"text": text, "x": place, "y": (index + 0.5) / len(texts)}
        for index, text in enumerate(texts)
    ]
    return (
        alt.Chart(chart_data(rows))
        .mark_text(align=align, fontSize=11)
        .encode(
            x=alt.X("x:Q", axis=None, scale=scale),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[1, 0])),
            text=alt.Text("text:N"),
        )
    )
