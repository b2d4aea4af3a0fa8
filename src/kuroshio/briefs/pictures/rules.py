"""The calendar of rules: which run, which run out, and when."""

from datetime import date, timedelta

import altair as alt

from kuroshio.briefs.pictures.frame import (
    BLUE,
    GREY,
    ORANGE,
    Picture,
    chart_data,
    finish_chart,
    tooltips,
    vertical_rule,
)
from kuroshio.briefs.wording import name_of, shorten
from kuroshio.records import Brief

_MOST = 14
_BACK = timedelta(days=730)


def draw_regime_calendar(brief: Brief) -> Picture | None:
    """Draw each dated rule from its effect to its next date, soonest first."""
    today = brief.as_of.date()
    rows = []
    seen: set[str] = set()
    dated = [item for item in brief.regimes if item.next_date is not None]
    for item in sorted(dated, key=lambda one: (one.next_date or date.max, one.id)):
        if item.id in seen or item.next_date is None:
            continue
        seen.add(item.id)
        start = max(item.effective or today, today - _BACK)
        rows.append(
            {
                "rule": shorten(name_of(brief, item.id), 60),
                "from": min(start, item.next_date).isoformat(),
                "to": item.next_date.isoformat(),
                "answer": item.answer.replace("_", " "),
            }
        )
    rows = rows[:_MOST]
    if not rows:
        return None
    first = rows[0]
    base = alt.Chart(chart_data([*rows])).encode(
        y=alt.Y("rule:N", title=None, sort=None, axis=alt.Axis(labelLimit=300)),
        tooltip=tooltips("rule:N", "from:T", "to:T", "answer:N"),
    )
    colors = alt.Scale(
        domain=["applies", "may apply", "does not", "unknown"],
        range=[ORANGE, "#E69F00", GREY, BLUE],
    )
    bars = base.mark_bar(height=9).encode(
        x=alt.X("from:T", title=None, axis=alt.Axis(format="%Y-%m")),
        x2=alt.X2("to:T"),
        color=alt.Color("answer:N", title=None, scale=colors),
    )
    ends = base.mark_tick(thickness=3, size=18, color="black").encode(x=alt.X("to:T"))
    labels = base.mark_text(align="left", dx=7, fontSize=11).encode(
        x=alt.X("to:T"), text=alt.Text("to:T", format="%Y-%m-%d")
    )
    now = vertical_rule(today.isoformat(), BLUE, "at:T")
    count = f"{len(rows)} rule{'' if len(rows) == 1 else 's'}"
    return Picture(
        id="rule-calendar",
        title=f"{count} turn on a known date, the first on {first['to']}",
        spec=finish_chart(
            alt.layer(now, bars, ends, labels), height=24 * len(rows), width=420
        ),
        columns=("rule", "effective", "next", "answer"),
        rows=tuple((r["rule"], r["from"], r["to"], r["answer"]) for r in rows),
    )
