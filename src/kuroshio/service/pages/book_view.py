"""What the page of a book shows, from what a worker measured."""

from collections.abc import Mapping, Sequence
from typing import Any

from kuroshio.service.books import StoredBook
from kuroshio.service.deals import Deal
from kuroshio.service.pages.deal_tables import (
    EXPOSURE_COLUMNS,
    SIGNS,
    exposure_row,
    rule_table,
)
from kuroshio.service.pages.impact_view import impact_table, share
from kuroshio.service.pages.scenario_view import (
    Own,
    loss,
    scenario_form,
    scenario_table,
)
from kuroshio.service.rendering import Page
from kuroshio.service.spoken import Spoken, verdict_cells
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.theses import JudgedThesis, judge_theses, parse_thesis
from kuroshio.service.visits import Visit

_BASIS_TONES = {"measured": "", "proxy": "warn", "unknown": "bad"}
THESIS_TONES = {"confirmed": "good", "challenged": "bad", "untouched": "dim"}


def book_page(
    visit: Visit,
    book: StoredBook,
    deal: Deal | None,
    result: dict[str, Any],
    *,
    own: Sequence[Own] = (),
    query: Mapping[str, str] | None = None,
) -> Page:
    """Return the page of a book, with a deal or alone; ``own``: scenarios set here."""
    asked = dict(query or {})
    spoken = Spoken(result.get("zh", {}), visit.lang)
    risk = result["risk"]
    theses = judged_theses(result)
    tables = [
        _holdings_table(result, visit, spoken),
        _loss_table(risk, visit),
        _choices_table(result, visit, spoken),
    ]
    if deal is not None:
        tables.insert(0, impact_table(result, visit, spoken, ("book", "theme")))
        tables.insert(2, _exposure_table(result, visit, spoken))
        tables.append(_thesis_table(theses, visit))
    tables += [
        scenario
        for scenario in (scenario_table(result, visit, spoken, own, asked),)
        if scenario is not None
    ]
    tables += [_currency_table(risk, visit), rule_table(result, visit, spoken)]
    return Page(
        template="book.html",
        title=book.name,
        section="Book",
        values={
            "book": book,
            "deal": deal,
            "deal_title": _title(visit, deal),
            "deals": visit.desk.deals.every()[:20],
            "summaries": {
                one.id: visit.desk.deals.summary(one, visit.desk.mark)
                for one in visit.desk.deals.every()[:20]
            },
            "result": result,
            "verdict": verdict_cells(result, visit),
            "refused": spoken.cell(risk.get("refused")),
            "warnings": [spoken.cell(line) for line in risk.get("warnings", ())],
            "nav": risk.get("nav"),
            "base": risk.get("base_currency", ""),
            "order": [table.id for table in tables],
            "may_write": visit.who.may("write"),
            "own_form": scenario_form(result, visit, own, asked),
        },
        tables=tuple(tables),
        pictures=tuple(result.get("pictures", {}).get(visit.lang, ())),
    )


def _title(visit: Visit, deal: Deal | None) -> str:
    if deal is None:
        return ""
    found = visit.desk.deals.summary(deal, visit.desk.mark)
    return found.title if found is not None else ", ".join(deal.sources)


def judged_theses(result: dict[str, Any]) -> list[JudgedThesis]:
    """Return the book's theses as the story leaves them."""
    theses = [
        parse_thesis(item["security"], item["name"] or "", item["thesis"])
        for item in result.get("theses", ())
    ]
    holdings = result["expose"].get("holdings", ())
    return judge_theses(theses, holdings, result["texts"].values())


def _holdings_table(result: dict[str, Any], visit: Visit, spoken: Spoken) -> Table:
    measured = {
        item["id"]: item
        for item in result["risk"]["volatility"]
        if item["scope"] == "holding"
    }
    losses = {
        item["id"]: item["es"]
        for item in result["risk"]["contributions"]
        if item["level"] == 0.99 and item["horizon"] == 1 and not item["gap_adjusted"]
    }
    rows = []
    for item in result["expose"].get("holdings", ()):
        code = item["security"]
        risk = measured.get(code, {})
        basis = risk.get("basis", "unknown")
        issuer = item["issuer"]
        rows.append(
            (
                spoken.cell(
                    result["names"].get(code) or code,
                    href=f"/explore/entities/{issuer}" if issuer else "",
                ),
                Cell(text=code),
                share(item["weight"], visit),
                Cell(text=SIGNS[item["sign"]]),
                Cell(text=", ".join(spoken.say(result["names"].get(name, name))
                                    for name in item["via"]) or "–"),
                loss(losses.get(code), visit),
                share(risk.get("per_session"), visit, 2),
                Cell(text=visit.say(basis), tone=_BASIS_TONES.get(basis, "")),
                Cell(text=risk.get("data_date") or "–"),
            )
        )  # fmt: skip
    columns = (
        Column(key="name", label="Holding"),
        Column(key="security", label="Security", kind="code"),
        Column(key="weight", label="Weight", kind="share"),
        Column(key="sign", label="Sign", kind="code"),
        Column(key="via", label="Through"),
        Column(key="es", label="Part of ES 99%, 1 session", kind="number"),
        Column(key="volatility", label="Volatility a session", kind="share"),
        Column(key="basis", label="Rests on", kind="code"),
        Column(key="data", label="Data to", kind="date"),
    )
    return make_table("holdings", "Holdings", columns, rows)


def _exposure_table(result: dict[str, Any], visit: Visit, spoken: Spoken) -> Table:
    held = {item["issuer"] for item in result["expose"].get("holdings", ())}
    rows = [
        exposure_row(item, result, visit, spoken)
        for item in result["expose"]["exposures"]
        if item["issuer"] in held
    ]
    empty = "No path from this deal to anything held."
    return make_table(
        "exposures", "Why: for and against", EXPOSURE_COLUMNS, rows, empty=empty
    )


def _loss_table(risk: dict[str, Any], visit: Visit) -> Table:
    rows = [
        (
            Cell(text=f"{item['level'] * 100:g}%", value=item["level"]),
            Cell(text=str(item["horizon"]), value=item["horizon"]),
            Cell(text=item["method"]),
            loss(item["var"], visit),
            loss(item["es"], visit),
            loss(item["currency_part"], visit),
            Cell(text=visit.say("yes" if item["gap_adjusted"] else "no")),
        )
        for item in risk["var"]
    ]
    columns = (
        Column(key="level", label="Level", kind="number"),
        Column(key="horizon", label="Sessions", kind="number"),
        Column(key="method", label="Method", kind="code"),
        Column(key="var", label="VaR (a loss)", kind="number"),
        Column(key="es", label="ES (a loss)", kind="number"),
        Column(key="currency", label="Part of currency", kind="number"),
        Column(key="gap", label="With the closure's gap"),
    )
    empty = "No loss is told; the reason is above."
    return make_table("losses", "What it may lose", columns, rows, empty=empty)


def _choices_table(result: dict[str, Any], visit: Visit, spoken: Spoken) -> Table:
    nav = result["risk"].get("nav") or 0.0
    rows = []
    for item in result["hedge"]["proposals"]:
        allowed = item["allowed"]
        word = {True: "allowed", False: "blocked", None: "profile does not say"}[
            allowed
        ]
        tone = {True: "good", False: "bad", None: "warn"}[allowed]
        cost = item["cost"]
        rows.append(
            (
                spoken.cell(item["name"]),
                Cell(text="; ".join(f"{leg['lots']:+,} {leg['instrument']}"
                                    for leg in item["legs"]) or "–"),
                Cell(text=visit.say(word), tone=tone),
                spoken.cell("; ".join(item["blocked_by"]) or "–"),
                Cell(text=visit.say("unknown"), value="", tone="dim")
                if cost is None
                else Cell(text=f"{cost:,.0f}" + _of_nav(cost, nav), value=cost),
                loss(item["es_before"], visit),
                loss(item["es_after"], visit),
                spoken.cell("; ".join(item["not_covered"]) or "–"),
            )
        )  # fmt: skip
    columns = (
        Column(key="name", label="Choice"),
        Column(key="legs", label="Lots"),
        Column(key="allowed", label="Profile", kind="code"),
        Column(key="blocked", label="Blocked by"),
        Column(key="cost", label="Cost (base currency)", kind="number"),
        Column(key="before", label="ES before", kind="number"),
        Column(key="after", label="ES after", kind="number"),
        Column(key="left", label="Not covered", kind="long"),
    )
    return make_table("choices", "What could be done", columns, rows)


def _of_nav(cost: float, nav: float) -> str:
    return f" ({cost / nav * 1e4:.1f} bp)" if nav else ""


def _currency_table(risk: dict[str, Any], visit: Visit) -> Table:
    rows = [
        (Cell(text=item["currency"]), share(item["share"], visit))
        for item in risk["currency"]
    ]
    columns = (
        Column(key="currency", label="Currency", kind="code"),
        Column(key="share", label="Share of NAV", kind="share"),
    )
    return make_table("currency", "Currencies", columns, rows)


def _thesis_table(theses: list[JudgedThesis], visit: Visit) -> Table:
    rows = [
        (
            Cell(text=item.thesis.name or item.thesis.security),
            Cell(text=item.thesis.claim),
            Cell(text=item.thesis.falsifier or visit.say("none given")),
            Cell(text=item.thesis.owner or "–"),
            Cell(text=visit.say(item.state), tone=THESIS_TONES[item.state]),
            Cell(text=item.reason, lang="en"),
        )
        for item in theses
    ]
    columns = (
        Column(key="name", label="Holding"),
        Column(key="claim", label="Thesis"),
        Column(key="falsifier", label="Falsifier"),
        Column(key="owner", label="Owner"),
        Column(key="state", label="State", kind="code"),
        Column(key="reason", label="Reason"),
    )
    empty = "The book has no column thesis, or it is empty."
    return make_table("theses", "Theses", columns, rows, empty=empty)
