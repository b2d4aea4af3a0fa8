"""Pictures of the event: its steps, its money, and who agrees on what."""

from decimal import Decimal
from typing import Any

import altair as alt

from kuroshio.briefs.pictures.frame import (
    BLUE,
    GREY,
    ORANGE,
    SKY,
    Picture,
    chart_data,
    finish_chart,
    tooltips,
)
from kuroshio.briefs.terms import LAYERS, article_amount, latest_layer
from kuroshio.briefs.wording import say_amount, say_countries, shorten
from kuroshio.records import Brief, Claim


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
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%Y-%m")),
        y=alt.Y("step:N", title=None, sort=None, axis=alt.Axis(labelLimit=330)),
    )
    points = base.mark_circle(size=130).encode(
        color=alt.Color(
            "state:N",
            title=None,
            scale=alt.Scale(domain=["past", "ahead"], range=[GREY, BLUE]),
        ),
        tooltip=tooltips("step:N", "day:T", "state:N"),
    )
    labels = base.mark_text(align="left", dx=9, fontSize=11).encode(
        text=alt.Text("day:T", format="%Y-%m-%d")
    )
    now = (
        alt.Chart(chart_data([{"day": today}]))
        .mark_rule(color=ORANGE, strokeDash=[4, 3])
        .encode(x=alt.X("day:T"))
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
        # Room for the labels, which stand to the right of the points.
        scale=alt.Scale(type="log", domainMax=8 * max(row["value"] for row in rows)),
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
            shape=alt.Shape(
                "who:N",
                title=None,
                scale=alt.Scale(
                    domain=["register", "text"], range=["circle", "square"]
                ),
            ),
            tooltip=tooltips("layer:N", "who:N", "label:N"),
        )
    )
    labels = (
        alt.Chart(chart_data(rows))
        .mark_text(dx=12, align="left", fontSize=11)
        .encode(
            x=axis,
            y=alt.Y("layer:N", sort=list(LAYERS)),
            yOffset=alt.YOffset("who:N", sort=["register", "text"]),
            text=alt.Text("label:N"),
        )
    )
    return Picture(
        id="money",
        title=title,
        spec=finish_chart(
            alt.layer(chart, labels), height=45 * len({row["layer"] for row in rows})
        ),
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


_JUDGED = ("supported", "unsure", "contradicted", "silent")


def draw_claim_matrix(brief: Brief) -> Picture | None:
    """Draw each field by source, coloured by whether the register bears it out."""
    rows = _judged(brief)
    if not rows:
        return None
    columns = [*(item.id for item in brief.sheet.documents), "register"]
    wrong = len({row["field"] for row in rows if row["state"] == "contradicted"})
    count = len({row["field"] for row in rows})
    fields = f"{count} field{'' if count == 1 else 's'}"
    base = alt.Chart(chart_data(rows)).encode(
        x=alt.X("source:N", title=None, sort=columns, axis=alt.Axis(orient="top",
                labelAngle=0)),
        y=alt.Y("field:N", title=None, sort=None, axis=alt.Axis(labelLimit=230)),
    )  # fmt: skip
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "state:N",
            title=None,
            scale=alt.Scale(
                domain=list(_JUDGED), range=[SKY, "#E3E3E3", "#F2A46F", "#FAFAFA"]
            ),
        ),
        tooltip=tooltips("field:N", "source:N", "value:N", "state:N"),
    )
    labels = base.mark_text(fontSize=10, color="black", limit=260).encode(
        text=alt.Text("value:N")
    )
    return Picture(
        id="claim-matrix",
        title=f"{wrong} of {fields} in the text contradict the register",
        spec=finish_chart(alt.layer(cells, labels), height=22 * count, width=520),
        columns=("field", "source", "value", "state"),
        rows=tuple(
            (row["field"], row["source"], row["value"], row["state"]) for row in rows
        ),
    )


def _judged(brief: Brief) -> list[dict[str, str]]:
    """Return a row for each field and source: what it says and how that stands."""
    claims = {claim.id: claim for claim in brief.sheet.claims}
    rows: list[dict[str, str]] = []
    for item in brief.sheet.sheet:
        if item.article is None and item.register is None:
            continue
        name = item.field.replace("_", " ")
        named = [claims[one] for one in (item.chosen, *item.others) if one in claims]
        for document in brief.sheet.documents:
            own = [one for one in named if _is_from(one, document.id)]
            first = item.article if item.chosen in {one.id for one in own} else None
            state = _worst(own, item.state) if own or first else "silent"
            value = shorten(first or "", 40) if first else ("…" if own else "–")
            rows.append(
                {"field": name, "source": document.id, "value": value, "state": state}
            )
        known = "supported" if item.register else "silent"
        value = shorten(item.register or "–", 40)
        rows.append(
            {"field": name, "source": "register", "value": value, "state": known}
        )
    return rows


def _is_from(claim: Claim, document: str) -> bool:
    return any(span.doc == document for span in claim.evidence)


def _worst(claims: list[Claim], state: str) -> str:
    """Return how the claims of one source stand, the worst of them."""
    if state == "contradicted":
        return "contradicted"
    if state == "agreed":
        return "supported"
    found = {claim.judgement for claim in claims}
    order = ("contradicted", "supported", "unsure")
    return next((word for word in order if word in found), "unsure")
