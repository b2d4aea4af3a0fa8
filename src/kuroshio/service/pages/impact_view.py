"""The forecast as a table: ranges, never points, with what they rest on."""

from typing import Any

from kuroshio.service.spoken import Spoken
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit

_COLUMNS = (
    Column(key="scope", label="Scope", kind="code"),
    Column(key="id", label="Of"),
    Column(key="window", label="Window", kind="code"),
    Column(key="q05", label="5%", kind="number"),
    Column(key="q50", label="50%", kind="number"),
    Column(key="q95", label="95%", kind="number"),
    Column(key="zero", label="Tells from zero", kind="code"),
    Column(key="precedents", label="Precedents", kind="number"),
    Column(key="excluded", label="Left out", kind="number"),
    Column(key="for", label="Mechanism for", kind="wide"),
    Column(key="against", label="Mechanism against", kind="wide"),
    Column(key="says", label="What to know", kind="wide"),
)


def share(value: float | None, visit: Visit, digits: int = 1) -> Cell:
    """Show a decimal share as percent; what is not known is unknown, not nought."""
    if value is None:
        return Cell(text=visit.say("unknown"), value="", tone="dim")
    sign = "−" if value < 0 else ""
    return Cell(text=f"{sign}{abs(value) * 100:.{digits}f}%", value=value)


def impact_table(
    result: dict[str, Any], visit: Visit, spoken: Spoken, scopes: tuple[str, ...]
) -> Table:
    """Show the forecast for themes, holdings or the book.

    Parameters
    ----------
    scopes : tuple of str
        Of theme, issuer, holding and book, in the order in which they are shown.
    """
    found = [
        item
        for scope in scopes
        for item in result["impact"]["impacts"]
        if item["scope"] == scope
    ]
    seen: set[tuple[str, str]] = set()
    rows = []
    for item in found:
        name = (item["scope"], item["id"])
        rows.append(_row(item, result, visit, spoken, first=name not in seen))
        seen.add(name)
    empty = result["impact"]["refused"] or "Nothing here can be forecast."
    return make_table("impact", "Estimated impact", _COLUMNS, rows, empty=empty)


def _row(
    item: dict[str, Any], result: dict[str, Any], visit: Visit, spoken: Spoken, *,
    first: bool,
) -> tuple[Cell, ...]:  # fmt: skip
    """Return one window of one forecast; its words stand in the first only."""
    low, high = item["q05"], item["q95"]
    measurable = low is not None and high is not None
    clear = measurable and (low > 0 or high < 0)
    name = result["names"].get(item["id"], item["id"])
    begin, end = item["window"]
    return (
        Cell(text=visit.say(item["scope"])),
        spoken.cell(visit.say("book") if item["scope"] == "book" else name),
        Cell(text=f"[{begin}, {end}]"),
        share(low, visit, 2),
        share(item["q50"], visit, 2),
        share(high, visit, 2),
        Cell(text=visit.say("yes" if clear else "no"), tone="" if clear else "dim"),
        Cell(text=str(len(item["precedents"])), value=len(item["precedents"])),
        Cell(text=str(len(item["excluded"])), value=len(item["excluded"])),
        *_words(item, spoken, first=first),
    )


def _words(
    item: dict[str, Any], spoken: Spoken, *, first: bool
) -> tuple[Cell, Cell, Cell]:
    if not first:
        same = Cell(text="″", value="")
        return same, same, same
    return (
        spoken.cell(item.get("for_mechanism") or "–"),
        spoken.cell(item.get("against_mechanism") or "–"),
        spoken.cell("; ".join(spoken.say(one) for one in item.get("says") or ())
                    or "–"),
    )  # fmt: skip
