"""The bench's table of claims without a figure, computed where data allows."""

from collections.abc import Iterable
from typing import Any

from kuroshio.app import Workspace, open_knowledge, open_pack
from kuroshio.market import current_generation, load_matrix
from kuroshio.records import PricePanel
from kuroshio.service.measured_claims import (
    MeasuredClaim,
    Panels,
    index_names,
    measure_claims,
)
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit

_MARKETS = ("CN", "HK", "JP", "US", "XX")
NEEDS = {
    "index": "an index that the sentence names",
    "benchmark": "what it is compared with",
    "window": "first and last day: the text gives none",
    "prices": "levels of these days: data import brings them in",
}
_COLUMNS = (
    Column(key="claim", label="Claim", kind="long"),
    Column(key="index", label="Index"),
    Column(key="window", label="Window"),
    Column(key="result", label="By how much", kind="long"),
)


def claim_table(visit: Visit, deals: Iterable[tuple[str, dict[str, Any]]]) -> Table:
    """Show each claim with its window and size, or what it would need."""
    space = visit.desk.workspace
    pack = open_pack(space)
    names = index_names(pack, open_knowledge(space))
    called = {one.symbol: one.name for one in pack.levels.values()}
    panels = stored_panels(space)
    rows = [
        _row(one, deal, called, visit)
        for deal, result in deals
        for one in measure_claims(result, names, panels)
    ]
    empty = "No claim without a figure in the texts sent in."
    return make_table("vague", "Claims without a figure", _COLUMNS, rows, empty=empty)


def stored_panels(space: Workspace) -> Panels:
    """Return what reads the levels of some symbols from the price store."""

    def read(wanted: set[str]) -> tuple[PricePanel, ...]:
        root = space.data / "bars" if space.data is not None else None
        generation = current_generation(root) if root is not None else None
        if generation is None:
            return ()
        found = []
        for market in _MARKETS:
            matrix = load_matrix(
                generation, market=market, field="best", cache=space.cache
            )
            at = [k for k, name in enumerate(matrix.securities) if name in wanted]
            if at:
                found.append(
                    PricePanel(
                        dates=matrix.days,
                        securities=tuple(matrix.securities[k] for k in at),
                        values=matrix.values[:, at],
                    )
                )
        return tuple(found)

    return read


def _row(
    one: MeasuredClaim, deal: str, called: dict[str, str], visit: Visit
) -> tuple[Cell, ...]:
    unknown = Cell(text=visit.say("unknown"), value="", tone="dim")
    index = called.get(one.index, one.index) if one.index else None
    against = called.get(one.against, one.against) if one.against else ""
    beside = visit.say("against {name}", name=against) if against else ""
    if one.assumed:
        beside = visit.say("against {name}, which the text does not say", name=against)
    window = f"{one.start} … {one.end}" if one.start else ""
    return (
        Cell(text=one.text[:400], href=f"/deals/{deal}#{one.doc}-{one.place}"),
        Cell(text=index, note=beside, lang="en") if index else unknown,
        Cell(text=window) if window else unknown,
        _result(one, visit),
    )


def _result(one: MeasuredClaim, visit: Visit) -> Cell:
    if one.needs or one.move is None:
        wanted = "; ".join(visit.say(NEEDS[name]) for name in one.needs)
        text = visit.say("cannot be computed: needs {what}", what=wanted)
        return Cell(text=text, value=text, tone="dim")
    if one.other is None:
        return Cell(text=f"{one.move:+.1%}", value=one.move)
    gap = one.move - one.other
    text = visit.say("{gap} points", gap=f"{gap * 100:+.1f}")
    note = f"{one.move:+.1%} / {one.other:+.1%}"
    return Cell(text=text, value=gap, note=note)
