"""Pictures of a brief, one Altair function each, with a table beside every one.

Colours are blue, orange and grey of the Okabe-Ito palette: told apart without red and
green. Titles are sentences that say what is seen.
"""

import operator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import altair as alt

from kuroshio.briefs.terms import LAYERS, article_amount, latest_layer
from kuroshio.briefs.wording import (
    say_amount,
    say_countries,
    say_share,
    say_sign,
    shorten,
)
from kuroshio.records import Brief

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
_WIDTH = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart's Vega-Lite specification with its table alternative."""

    id: str
    title: str
    spec: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draw_pictures(brief: Brief) -> tuple[Picture, ...]:
    """Draw every picture that the brief has data for."""
    drawn = (draw_deal_clock(brief), draw_money(brief), draw_theme_flow(brief))
    return tuple(picture for picture in drawn if picture is not None)


def draw_deal_clock(brief: Brief) -> Picture | None:
    """Draw the dated steps of a deal on a rail, the brief's own day marked."""
    steps = _steps(brief)
    if not steps:
        return None
    today = brief.as_of.date().isoformat()
    rows = [{**step, "state": _state(step["day"], today)} for step in steps]
    ahead = sum(row["state"] == "ahead" for row in rows)
    title = f"{ahead} dated step{'' if ahead == 1 else 's'} still ahead on {today}"
    base = alt.Chart(chart_data(rows)).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%b %Y")),
        y=alt.Y("step:N", title=None, sort=None, axis=alt.Axis(labelLimit=330)),
    )
    points = base.mark_circle(size=130).encode(
        color=alt.Color(
            "state:N",
            title=None,
            scale=alt.Scale(domain=["past", "ahead"], range=[GREY, BLUE]),
        ),
        tooltip=["step:N", "day:T", "state:N"],
    )
    labels = base.mark_text(align="left", dx=9, fontSize=11).encode(
        text=alt.Text("day:T", format="%d %b %Y")
    )
    now = (
        alt.Chart(chart_data([{"day": today}]))
        .mark_rule(color=ORANGE, strokeDash=[4, 3])
        .encode(x="day:T")
    )
    return Picture(
        id="deal-clock",
        title=title,
        spec=finish_chart(alt.layer(now, points, labels), height=24 * len(rows)),
        columns=("step", "day", "state"),
        rows=tuple((row["step"], row["day"], row["state"]) for row in rows),
    )


def _steps(brief: Brief) -> list[dict[str, Any]]:
    """Collect stage facts of the register and due dates of clocks, by day."""
    found = {
        (fact.on.isoformat(), shorten(fact.text, 60))
        for fact in brief.facts
        if fact.stage is not None and fact.field in {"stage", *LAYERS}
    }
    for clock in brief.clocks:
        for item in clock.candidates:
            if item.due is not None:
                name = clock.name + say_countries(item.countries)
                found.add((item.due.isoformat(), shorten(name, 60)))
    return [{"day": day, "step": step} for day, step in sorted(found)]


def _state(day: str, today: str) -> str:
    return "ahead" if day > today else "past"


def draw_money(brief: Brief) -> Picture | None:
    """Draw the money by layer, the text's figure beside the register's."""
    rows: list[dict[str, Any]] = []
    for layer in LAYERS:
        fact, claim = latest_layer(brief, layer), article_amount(brief, layer)
        if fact is not None and fact.amount is not None:
            rows.append(_bar(layer, "register", fact.amount, fact.currency))
        if claim is not None and claim.value.money is not None:
            money = claim.value.money
            rows.append(_bar(layer, "text", money.amount, money.currency))
    currencies = {row["currency"] for row in rows}
    if not rows or len(currencies) != 1:
        return None
    currency = currencies.pop()
    title = _money_title(brief)
    axis = alt.X(
        "value:Q",
        title=f"{currency} billion, logarithmic scale",
        scale=alt.Scale(type="log"),
    )
    chart = (
        alt.Chart(chart_data(rows))
        .mark_point(filled=True, size=160)
        .encode(
            x=axis,
            y=alt.Y("layer:N", title=None, sort=list(LAYERS)),
            yOffset=alt.YOffset("who:N", sort=["register", "text"]),
            color=alt.Color(
                "who:N",
                title=None,
                scale=alt.Scale(domain=["register", "text"], range=[BLUE, ORANGE]),
            ),
            shape=alt.Shape("who:N", title=None),
            tooltip=["layer:N", "who:N", "label:N"],
        )
    )
    labels = (
        alt.Chart(chart_data(rows))
        .mark_text(dx=12, align="left", fontSize=11)
        .encode(
            x=axis,
            y=alt.Y("layer:N", sort=list(LAYERS)),
            yOffset=alt.YOffset("who:N", sort=["register", "text"]),
            text="label:N",
        )
    )
    return Picture(
        id="money",
        title=title,
        spec=finish_chart(alt.layer(chart, labels), height=45 * len(LAYERS)),
        columns=("layer", "who", "amount"),
        rows=tuple((row["layer"], row["who"], row["label"]) for row in rows),
    )


def _money_title(brief: Brief) -> str:
    """Say in which layers the text and the register differ."""
    claims = {layer: article_amount(brief, layer) for layer in LAYERS}
    wrong = [
        layer
        for layer, claim in claims.items()
        if claim is not None and claim.judgement == "contradicted"
    ]
    if wrong:
        return f"The text differs from the register in: {', '.join(wrong)}"
    return "Nothing in the text differs from the register's money"


def _bar(layer: str, who: str, amount: str, currency: str | None) -> dict[str, Any]:
    return {
        "layer": layer,
        "who": who,
        "value": float(Decimal(amount) / Decimal(10) ** 9),
        "label": say_amount(amount, currency),
        "currency": currency,
    }


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
            detail="flow:N",
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
            tooltip=["theme:N", "name:N", "share:N", "sign:N"],
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
            text="text:N",
        )
    )


def chart_data(rows: list[dict[str, Any]]) -> Any:
    """Return rows as inline data of a chart."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def finish_chart(chart: Any, *, height: int) -> dict[str, Any]:
    """Return the specification with the page's fonts and no frame."""
    spec: dict[str, Any] = (
        chart.properties(width=_WIDTH, height=height)
        .configure_view(stroke="transparent")
        .configure_axis(labelFontSize=11, titleFontSize=11, grid=False)
        .configure(font="system-ui, 'Noto Sans CJK SC', sans-serif", background="white")
        .to_dict()
    )
    return spec
