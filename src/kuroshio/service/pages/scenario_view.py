"""Scenarios on the page of a book: packaged ones, and those that its owner sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from kuroshio.app import open_knowledge, open_pack
from kuroshio.service.books import StoredBook, View
from kuroshio.service.own_scenarios import MOST, OwnScenario, rows_of
from kuroshio.service.pages.entry import name_in
from kuroshio.service.pages.impact_view import share
from kuroshio.service.spoken import Spoken
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit

_CURRENCIES = ("CNY", "JPY", "CNYJPY")
_ROWS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A scenario of the owner's with its result in this view; None: not measured."""

    scenario: OwnScenario
    result: dict[str, Any] | None


def own_results(visit: Visit, book: StoredBook, view: View) -> list[Own]:
    """Return the scenarios set for a book, each with its result in a view."""
    books = visit.desk.books
    made = []
    for one in books.scenarios(book):
        found = (books.own_result(view, one) or {}).get("scenarios")
        made.append(Own(scenario=one, result=found[0] if found else None))
    return made


def loss(value: float | None, visit: Visit) -> Cell:
    """Show a loss, positive within, in basis points of NAV with a minus sign."""
    if value is None:
        return Cell(text=visit.say("not estimable"), value="", tone="dim")
    points = round(value * 1e4)
    return Cell(text=f"−{points} bp" if points > 0 else f"{-points} bp", value=-value)


def scenario_table(
    result: dict[str, Any],
    visit: Visit,
    spoken: Spoken,
    own: Sequence[Own],
    asked: Mapping[str, str],
) -> Table | None:
    """Show packaged scenarios and the owner's beside them; None: there are none."""
    found = result["stress"]["scenarios"]
    if not found and not own:
        return None
    rows = [_own_row(one, result, visit, spoken, asked) for one in own]
    editable = open_knowledge(visit.desk.workspace).scenarios
    for item in found:
        row = _scenario_row(item, result, visit, spoken)
        known = editable.get(item["id"])
        if known is not None and known.shocks:
            row = (replace(row[0], href=_link(asked, edit=item["id"])), *row[1:])
        rows.append(row)
    columns = (
        Column(key="name", label="Scenario"),
        Column(key="probability", label="Probability", kind="number"),
        Column(key="by", label="Signed by"),
        Column(key="pnl", label="P&L of NAV", kind="number"),
        Column(key="fx", label="Part of currency", kind="number"),
        Column(key="worst", label="Worst name"),
        Column(key="worst_pnl", label="Its part", kind="number"),
        Column(key="plausibility", label="Odds of a move as far", kind="share"),
        Column(key="sized", label="Sized from"),
    )
    return make_table("scenarios", "Scenarios", columns, rows)


def _scenario_row(
    item: dict[str, Any], result: dict[str, Any], visit: Visit, spoken: Spoken
) -> tuple[Cell, ...]:
    chance = item["probability"]
    worst = item["worst_holding"]
    odds = (item["plausibility"] or {}).get("odds")
    return (
        spoken.cell(item["name"]),
        Cell(text="–", value="")
        if chance is None
        else Cell(text=f"{chance * 100:.0f}%", value=chance),
        Cell(text=item["probability_by"] or visit.say("nobody has signed one")),
        _pnl(item["pnl"], visit),
        _pnl(item["fx_part"], visit),
        spoken.cell(result["names"].get(worst) or worst or "–"),
        _pnl(item["worst_pnl"], visit),
        share(odds, visit),
        Cell(text=", ".join(item["sized_from"]) or "–"),
    )


def _pnl(value: float | None, visit: Visit) -> Cell:
    return loss(None if value is None else -value, visit)


def _link(asked: Mapping[str, str], **more: str) -> str:
    kept = {k: asked[k] for k in ("deal", "as_of", "stale_ok") if asked.get(k)}
    part = "set-sizes" if "edit" in more else "scenarios"
    return f"?{urlencode({**kept, **more})}#{part}"


def _own_row(
    one: Own,
    result: dict[str, Any],
    visit: Visit,
    spoken: Spoken,
    asked: Mapping[str, str],
) -> tuple[Cell, ...]:
    """Return a row of the owner's; one not measured here yet leads to that."""
    own = one.scenario
    note = visit.say(
        "set by {who}, {when}", who=own.by, when=visit.say_seconds(own.made)
    )
    name = str(own.record["name"])
    if one.result is None:
        cell = Cell(text=name, href=_link(asked, own=own.id), note=note)
        wait = Cell(text=visit.say("not measured here yet"), value="", tone="dim")
        blank = Cell(text="–", value="")
        return (cell, blank, blank, wait, *(blank for _ in range(5)))
    row = _scenario_row(one.result, result, visit, spoken)
    return (Cell(text=name, href=_link(asked, edit=own.id), note=note), *row[1:])


def scenario_form(
    result: dict[str, Any], visit: Visit, own: Sequence[Own], asked: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the form of sizes shows: its groups of choices and filled rows."""
    edit = asked.get("edit", "")
    packaged = open_knowledge(visit.desk.workspace).scenarios.get(edit)
    mine = next((one.scenario for one in own if one.scenario.id == edit), None)
    rows: list[tuple[str, str]] = []
    name, horizon = "", 1
    if packaged is not None:
        shocks = [
            {"kind": one.kind, "id": one.id, "size": one.size}
            for one in packaged.shocks
        ]
        rows, name, horizon = rows_of(shocks), packaged.name, packaged.horizon
    elif mine is not None:
        record = mine.record
        rows, name = rows_of(record["shocks"]), str(record["name"])
        horizon = int(record["horizon"])
    rows += [("", "")] * max(1, _ROWS - len(rows))
    return {
        "rows": list(enumerate(rows[:MOST], start=1)),
        "name": name,
        "horizon": horizon,
        "packaged": [
            (one.name, _link(asked, edit=one.id), edit == one.id)
            for one in open_knowledge(visit.desk.workspace).scenarios.values()
            if one.shocks
        ],
        "beside": edit if packaged is not None else "",
        "groups": _choices(result, visit, asked),
        "kept": {k: asked.get(k, "") for k in ("deal", "as_of", "stale_ok")},
    }


def _choices(
    result: dict[str, Any], visit: Visit, asked: Mapping[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    known = open_knowledge(visit.desk.workspace)
    pack = open_pack(visit.desk.workspace)
    factors = [
        (f"factor:{one}", pack.levels[one].name if one in pack.levels else one)
        for one in pack.factors
    ]
    themes = sorted(
        (
            (f"theme:{one.id}", name_in(
                {"en": one.names.en, "zh_hans": one.names.zh_hans}, visit.lang
            ).text)
            for one in known.themes.values()
        ),
        key=lambda pair: pair[1],
    )  # fmt: skip
    if asked.get("deal"):
        themes.insert(0, ("theme:event", visit.say("the deal's own themes")))
    held = [
        (f"holding:{one['security']}",
         f"{one['security']} {result['names'].get(one['security'], '')}".strip())
        for one in result["expose"].get("holdings", ())
    ]  # fmt: skip
    return [
        ("Factors", factors),
        ("Currencies", [(f"currency:{one}", one) for one in _CURRENCIES]),
        ("Volatility", [("volatility:all", visit.say("all volatilities"))]),
        ("Holdings", held),
        ("Themes", themes),
    ]
