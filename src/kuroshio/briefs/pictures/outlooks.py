"""Pictures of what is ahead: the volatility cone, and who adds what to the loss."""

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
from kuroshio.records import Brief, VolatilityOutlook

_MOST = 12


def draw_cone(brief: Brief) -> Picture | None:
    """Draw how the book's volatility is expected to fade, with its bands."""
    found = [
        item
        for item in (brief.risk.outlooks if brief.risk is not None else ())
        if item.scope == "book" and len(item.cone) > 1
    ]
    if not found:
        return None
    (outlook, *_) = found
    rows = [
        {
            "horizon": point.horizon, "q05": 100 * point.q05, "q25": 100 * point.q25,
            "q50": 100 * point.q50, "q75": 100 * point.q75, "q95": 100 * point.q95,
        }
        for point in outlook.cone
    ]  # fmt: skip
    x = alt.X("horizon:Q", title="sessions ahead", scale=alt.Scale(type="log"))
    y_title = "volatility a session, percent"
    base = alt.Chart(chart_data(rows)).encode(x=x)
    bands = [
        base.mark_area(opacity=opacity, color=BLUE).encode(
            y=alt.Y(f"{low}:Q", title=y_title, scale=alt.Scale(zero=False)),
            y2=f"{high}:Q",
        )
        for low, high, opacity in (("q05", "q95", 0.18), ("q25", "q75", 0.3))
    ]
    middle = base.mark_line(color=BLUE, strokeWidth=2.4, point=True).encode(
        y=alt.Y("q50:Q")
    )
    marks = _event(outlook)
    last = rows[-1]
    return Picture(
        id="cone",
        title=f"The book's volatility a session is put at {rows[0]['q50']:.2f}% next "
        f"and {last['q50']:.2f}% over {last['horizon']} sessions",
        spec=finish_chart(alt.layer(*bands, middle, *marks), height=230),
        columns=("sessions", "5%", "25%", "50%", "75%", "95%"),
        rows=tuple(
            (str(row["horizon"]), *(f"{row[q]:.2f}" for q in
             ("q05", "q25", "q50", "q75", "q95")))
            for row in rows
        ),
    )  # fmt: skip


def _event(outlook: VolatilityOutlook) -> list[Any]:
    """Return the mark of a session after news of this kind, where it is known."""
    if outlook.event is None:
        return []
    place = [{"horizon": 1, "event": 100 * outlook.event, "text": "after such news"}]
    base = alt.Chart(chart_data(place)).encode(x=alt.X("horizon:Q"), y=alt.Y("event:Q"))
    return [
        base.mark_point(
            shape="diamond", filled=True, size=120, color=ORANGE, opacity=1
        ),
        base.mark_text(align="left", dx=9, fontSize=11).encode(text=alt.Text("text:N")),
    ]


def draw_contributions(brief: Brief) -> Picture | None:
    """Draw who adds what to the widest loss, by theme or else by factor."""
    risk = brief.risk
    parts = risk.contributions if risk is not None else ()
    by = next(
        (one for one in ("theme", "factor") if any(p.by == one for p in parts)), ""
    )
    chosen = [part for part in parts if part.by == by]
    if not chosen:
        return None
    level = max(part.level for part in chosen)
    first = min(part.horizon for part in chosen if part.level == level)
    kept = [
        part
        for part in chosen
        if part.level == level and part.horizon == first and not part.gap_adjusted
    ]
    ranked = sorted(kept, key=lambda part: -abs(part.es))[:_MOST]
    rows = [
        {
            "part": name_of(brief, part.id),
            "bp": -1e4 * part.es,
            "side": "adds to the loss" if part.es > 0 else "takes off",
        }
        for part in ranked
    ]
    if not rows:
        return None
    chart = (
        alt.Chart(chart_data(rows))
        .mark_bar(height=14)
        .encode(
            x=alt.X("bp:Q", title="P&L, basis points of NAV"),
            y=alt.Y("part:N", title=None, sort=None, axis=alt.Axis(labelLimit=280)),
            color=alt.Color("side:N", title=None, scale=alt.Scale(
                domain=["adds to the loss", "takes off"], range=[ORANGE, BLUE])),
            tooltip=tooltips("part:N", ("bp:Q", ".1f")),
        )
    )  # fmt: skip
    return Picture(
        id="contributions",
        title=f"{rows[0]['part']} adds most to the loss in the worst hundredth: "
        f"{rows[0]['bp']:.0f} bp",
        spec=finish_chart(alt.layer(vertical_rule(0), chart), height=22 * len(rows)),
        columns=("part", "P&L, bp of NAV"),
        rows=tuple((str(row["part"]), f"{row['bp']:.1f}") for row in rows),
    )
