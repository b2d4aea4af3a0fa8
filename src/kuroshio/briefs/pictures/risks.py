"""Pictures of risk: losses, currencies, hedges, scenarios, in basis points of NAV."""

from typing import Any

import altair as alt

from kuroshio.briefs.pictures.frame import (
    AMBER,
    BLUE,
    GREY,
    ORANGE,
    Picture,
    chart_data,
    finish_chart,
    tooltips,
    vertical_rule,
)
from kuroshio.briefs.wording import say_loss, say_share
from kuroshio.records import BookRisk, Brief, LossRange

_POINTS = "P&L, basis points of NAV"


def draw_losses(brief: Brief) -> Picture | None:
    """Draw VaR and ES of the book by horizon, losses to the left."""
    risk = brief.risk
    if risk is None or risk.refused is not None or not risk.losses:
        return None
    rows = [
        {
            "range": _range(item),
            "measure": f"{name} {item.level:.0%}",
            "bp": -value * 1e4,
        }
        for item in risk.losses
        for name, value in (("VaR", item.var), ("ES", item.es))
    ]
    worst = max(risk.losses, key=lambda item: (item.es, item.horizon))
    span = f"{worst.horizon} session{'' if worst.horizon == 1 else 's'}"
    base = alt.Chart(chart_data(rows)).encode(
        x=alt.X("bp:Q", title=_POINTS, scale=alt.Scale(domainMax=0)),
        y=alt.Y("range:N", title=None, sort=None, axis=alt.Axis(labelLimit=230)),
    )
    lines = base.mark_line(color=GREY, strokeWidth=1).encode(
        detail=alt.Detail("range:N")
    )
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        color=alt.Color("measure:N", title=None, scale=alt.Scale(
            domain=["VaR 95%", "ES 95%", "VaR 99%", "ES 99%"],
            range=[AMBER, AMBER, ORANGE, ORANGE])),
        shape=alt.Shape("measure:N", title=None, scale=alt.Scale(
            domain=["VaR 95%", "ES 95%", "VaR 99%", "ES 99%"],
            range=["circle", "diamond", "circle", "diamond"])),
        tooltip=tooltips("range:N", "measure:N", ("bp:Q", ".0f")),
    )  # fmt: skip
    return Picture(
        id="losses",
        title=f"In the worst hundredth of {span} the book loses "
        f"{abs(round(worst.es * 1e4))} bp on average",
        spec=finish_chart(
            alt.layer(lines, points), height=34 * len({row["range"] for row in rows})
        ),
        columns=("range", "measure", "P&L, bp of NAV"),
        rows=tuple(
            (str(row["range"]), str(row["measure"]), f"{row['bp']:.0f}") for row in rows
        ),
    )


def _range(item: LossRange) -> str:
    name = f"{item.horizon} session{'s' if item.horizon > 1 else ''}"
    return f"{name}, with the holiday gap" if item.gap_adjusted else name


def draw_currencies(brief: Brief) -> Picture | None:
    """Draw the net weight of each currency, by listing and by what values follow."""
    risk = brief.risk
    if risk is None or len(risk.currency) < 2:
        return None
    more = {item.currency: item.economic for item in risk.currencies}
    rows: list[dict[str, Any]] = []
    for code, share in risk.currency:
        rows.append({"currency": code, "share": 100 * share, "by": "by listing"})
        economic = more.get(code)
        if economic is not None:
            rows.append(
                {"currency": code, "share": 100 * economic, "by": "by what it follows"}
            )
    outside = _outside(risk)
    kinds = ["by listing", "by what it follows"]
    base = alt.Chart(chart_data(rows)).encode(
        x=alt.X("share:Q", title="net weight, percent of NAV"),
        y=alt.Y("currency:N", title=None, sort=None),
        yOffset=alt.YOffset("by:N", sort=kinds),
        tooltip=tooltips("currency:N", "by:N", ("share:Q", ".1f")),
    )
    bars = base.mark_bar().encode(
        color=alt.Color("by:N", title=None, scale=alt.Scale(
            domain=kinds, range=[BLUE, AMBER]))
    )  # fmt: skip
    labels = base.mark_text(align="left", dx=4, fontSize=11).encode(
        text=alt.Text("share:Q", format=".1f")
    )
    return Picture(
        id="currencies",
        title=f"{say_share(outside)} of NAV moves with currencies other than "
        f"{risk.base_currency}",
        spec=finish_chart(alt.layer(bars, labels), height=22 * len(rows)),
        columns=("currency", "what", "share of NAV"),
        rows=tuple(
            (row["currency"], row["by"], say_share(row["share"] / 100)) for row in rows
        ),
    )


def _outside(risk: BookRisk) -> float:
    return sum(share for code, share in risk.currency if code != risk.base_currency)


def draw_hedges(brief: Brief) -> Picture | None:
    """Draw what each sized choice leaves of the expected shortfall, and its cost."""
    sized = [item for item in brief.proposals if item.es_after is not None]
    if len(sized) < 2:
        return None
    rows: list[dict[str, Any]] = []
    for item in sized:
        after = item.es_after or 0.0
        low, high = item.es_range or (after, after)
        rows.append(
            {
                "choice": item.name,
                "after": after * 1e4,
                "low": low * 1e4,
                "high": high * 1e4,
                "cost": "cost unknown" if item.cost is None else "cost known in part",
            }
        )
    least = min(sized, key=lambda item: item.es_after or 0.0)
    base = alt.Chart(chart_data(rows)).encode(
        y=alt.Y("choice:N", title=None, sort=None, axis=alt.Axis(labelLimit=260))
    )
    title = "expected shortfall left (99%), basis points of NAV"
    spans = base.mark_rule(color=GREY, strokeWidth=2).encode(
        x=alt.X("low:Q", title=title, scale=alt.Scale(zero=False)), x2=alt.X2("high:Q")
    )
    points = base.mark_point(filled=True, size=120, opacity=1).encode(
        x=alt.X("after:Q"),
        color=alt.Color("cost:N", title=None, scale=alt.Scale(
            domain=["cost known in part", "cost unknown"], range=[BLUE, ORANGE])),
        shape=alt.Shape("cost:N", title=None, scale=alt.Scale(
            domain=["cost known in part", "cost unknown"], range=["circle", "square"])),
        tooltip=tooltips("choice:N", ("after:Q", ".0f")),
    )  # fmt: skip
    before = vertical_rule((sized[0].es_before or 0.0) * 1e4)
    return Picture(
        id="hedges",
        title=f"{least.name} leaves least: {say_loss(least.es_before or 0.0)} → "
        f"{say_loss(least.es_after or 0.0)}",
        spec=finish_chart(alt.layer(before, spans, points), height=30 * len(rows)),
        columns=("choice", "ES after, bp", "range, bp", "cost"),
        rows=tuple(
            (row["choice"], f"{row['after']:.0f}",
             f"{row['low']:.0f}–{row['high']:.0f}", row["cost"])
            for row in rows
        ),
    )  # fmt: skip


def draw_tornado(brief: Brief) -> Picture | None:
    """Draw the P&L of each scenario with its interval, the worst first."""
    found = [item for item in brief.scenarios if item.pnl is not None]
    if not found:
        return None
    ranked = sorted(found, key=lambda item: (item.pnl or 0.0, item.id))
    rows: list[dict[str, Any]] = []
    for item in ranked:
        pnl = item.pnl or 0.0
        low, high = item.interval or (pnl, pnl)
        side = "loss" if pnl < 0 else "gain"
        rows.append(
            {"scenario": item.name, "bp": pnl * 1e4, "low": low * 1e4,
             "high": high * 1e4, "side": side}
        )  # fmt: skip
    base = alt.Chart(chart_data(rows)).encode(
        y=alt.Y("scenario:N", title=None, sort=None, axis=alt.Axis(labelLimit=260))
    )
    bars = base.mark_bar(height=14).encode(
        x=alt.X("bp:Q", title=_POINTS),
        color=alt.Color("side:N", title=None, scale=alt.Scale(
            domain=["loss", "gain"], range=[ORANGE, BLUE])),
        tooltip=tooltips("scenario:N", ("bp:Q", ".0f")),
    )  # fmt: skip
    spans = base.mark_rule(color="#333333", strokeWidth=1.5).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q")
    )
    worst = rows[0]
    return Picture(
        id="scenarios",
        title=f"{worst['scenario']} is the worst of {len(rows)} scenarios at "
        f"{worst['bp']:.0f} bp; lines hold 90% of outcomes",
        spec=finish_chart(alt.layer(bars, spans), height=26 * len(rows)),
        columns=("scenario", "P&L, bp of NAV", "5%", "95%"),
        rows=tuple(
            (row["scenario"], f"{row['bp']:.0f}", f"{row['low']:.0f}",
             f"{row['high']:.0f}")
            for row in rows
        ),
    )  # fmt: skip
