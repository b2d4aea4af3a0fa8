"""Block 5, SCENARIOS: what could happen, how likely who says, and what it costs."""

from collections.abc import Mapping, Sequence

from kuroshio.briefs.wording import cell, line, say_day, say_share
from kuroshio.records import (
    Block,
    Cell,
    FactorMove,
    Grid,
    HoldingPnl,
    Line,
    ScenarioMixture,
    ScenarioResult,
    Shock,
    TreeNode,
)

_MINUS = "−"
_NAMES = {
    "000300.SH": "CSI 300",
    "000905.SH": "CSI 500",
    "000852.SH": "CSI 1000",
    "399006.SZ": "ChiNext",
    "N225": "Nikkei",
    "SPX": "S&P 500",
    "NDX": "Nasdaq 100",
    "GOLD_FUT": "gold",
    "SHFE_CU": "copper",
    "BRENT": "Brent",
}
_YEAR = 250


def scenario_block(
    results: Sequence[ScenarioResult],
    *,
    refs: tuple[str, ...] = (),
    number: int | None = 5,
    mixture: ScenarioMixture | None = None,
) -> Block:
    """Show scenarios side by side, in basis points of NAV, losses with a minus sign.

    Parameters
    ----------
    results : sequence of ScenarioResult
        In the order to show them.
    refs : tuple of str
        Notes behind the numbers.
    number : int or None
        Place on the first page.
    mixture : ScenarioMixture, optional
        Signed scenarios together.
    """
    shown = [item for item in results if item.refused is None]
    items: list[Line | Grid] = []
    if shown:
        items.append(_table(shown, refs))
        items += _footnotes(shown)
    if mixture is not None:
        items.append(
            line(
                f"Signed together ({mixture.signed:.0%}, else nothing): mean "
                f"{_points(mixture.pnl)} bp, worst hundredth {_points(-mixture.es)} bp"
            )
        )
    refused = {item.refused: item for item in results if item.refused is not None}
    items += [
        line(cell(f"{_who(item, results)}: {reason}", "bad"))
        for reason, item in refused.items()
    ]
    if not items:
        items.append(line(cell("No scenario fits; none is played.", "dim")))
    return Block(id="scenarios", number=number, title="SCENARIOS", items=tuple(items))


def _who(item: ScenarioResult, results: Sequence[ScenarioResult]) -> str:
    """Name one refused scenario, or all of them where one reason stops all."""
    alike = [other for other in results if other.refused == item.refused]
    return item.name if len(alike) == 1 else f"{len(alike)} scenarios refused"


def _table(shown: Sequence[ScenarioResult], refs: tuple[str, ...]) -> Grid:
    columns = (
        "",
        "prob",
        "book bp",
        "5% … 95%",
        "FX part",
        "worst name",
        "odds",
        "sized from",
    )
    return Grid(
        columns=columns,
        align="lrrrrlrl",
        rows=tuple(_row(item, refs) for item in shown),
    )


def _row(item: ScenarioResult, refs: tuple[str, ...]) -> tuple[Cell, ...]:
    band = "–"
    if item.interval is not None:
        band = f"{_points(item.interval[0])} … {_points(item.interval[1])}"
    worst = "–"
    if item.worst_holding is not None:
        worst = f"{item.worst_holding} {_points(item.worst_pnl)}"
    loss = (item.pnl or 0.0) < 0.0
    return (
        cell(item.name, "strong"),
        cell(say_chance(item.probability)),
        cell(_points(item.pnl), "bad" if loss else "", refs),
        cell(band),
        cell(_points(item.fx_part)),
        cell(worst),
        cell(say_odds(item)),
        cell(say_sized(item)),
    )


def _footnotes(shown: Sequence[ScenarioResult]) -> list[Line | Grid]:
    items: list[Line | Grid] = []
    if any(item.probability is None for item in shown):
        items.append(line(cell("– = nobody has signed a probability", "dim")))
    signed = {x.probability_by for x in shown if x.probability is not None}
    if signed:
        items.append(
            line(f"Probabilities signed by {', '.join(sorted(map(str, signed)))}")
        )
    later = [
        x.name for x in shown if any("LATER THAN AS-OF" in t for t in x.not_covered)
    ]
    if later:
        text = f"Sized with precedents LATER THAN AS-OF: {', '.join(later)}"
        items.append(line(cell(text, "warn")))
    unknown = max(item.unknown_weight for item in shown)
    if unknown > 0.0:
        text = f"In no number: {say_share(unknown)} of NAV, not estimable"
        items.append(line(cell(text, "warn")))
    return items


def detail_block(
    item: ScenarioResult, *, names: Mapping[str, str] | None = None, many: int = 6
) -> Block:
    """Show one scenario in full: what is set, what follows, who gains and loses."""
    called = names or {}
    items: list[Line | Grid] = [line(item.narrative)] if item.narrative else []
    if item.refused is not None:
        items.append(line(cell(f"Refused: {item.refused}", "bad")))
        return Block(id=item.id, number=None, title=item.name, items=tuple(items))
    items += _set_lines(item)
    items += _odds_lines(item)
    items.append(_holdings(item, called, many))
    items += _basis_lines(item)
    return Block(id=item.id, number=None, title=item.name.upper(), items=tuple(items))


def _set_lines(item: ScenarioResult) -> list[Line | Grid]:
    """Say what the scenario sets and what is expected of the other factors."""
    items: list[Line | Grid] = []
    if item.shocks:
        items.append(line(f"Set: {', '.join(_shock(x) for x in item.shocks)}"))
    for view in item.views:
        chance = "" if view.probability is None else f" with {view.probability:.0%}"
        text = f"View: {view.kind} {say_factor(view.id)} {_percent(view.value)}{chance}"
        items.append(line(f"{text}, {view.by}"))
    if item.basis == "replay":
        told = [_move(x) for x in item.moves if x.shocked]
        items.append(line(f"Moved: {', '.join(told) or 'no factor has a series'}"))
    follow = [x for x in item.moves if not x.shocked and abs(x.move) >= 5e-5]
    if follow:
        word = "Moves" if item.basis == "reverse" else "Expected then"
        items.append(line(f"{word}: {', '.join(_move(x) for x in follow)}"))
    if item.effective_scenarios is not None:
        share = item.effective_scenarios / (item.paths or 1)
        text = (
            f"Effective scenarios: {item.effective_scenarios:,.0f} of {item.paths:,}"
            f" ({share:.0%})"
        )
        items.append(line(cell(text, "warn" if share < 0.1 else "")))
    return items


def _basis_lines(item: ScenarioResult) -> list[Line | Grid]:
    items: list[Line | Grid] = []
    if item.sizing:
        items.append(line(cell(f"Sizes: {item.sizing}", "dim")))
    if item.sized_from:
        items.append(line(cell(f"Sized from: {', '.join(item.sized_from)}", "dim")))
    if item.not_covered:
        items.append(line(cell(f"Leaves out: {'; '.join(item.not_covered)}", "dim")))
    return items


def _odds_lines(item: ScenarioResult) -> list[Line | Grid]:
    found = item.plausibility
    if found is None:
        return []
    normal = _rare(found.normal_odds, item.horizon)
    text = (
        f"Plausibility: distance {found.distance:.2g} on {found.dimensions} "
        f"independent shock{'s' if found.dimensions > 1 else ''}; at least so far out "
        f"{say_odds(item)} (Student-t tails; normal {normal})"
    )
    lines: list[Line | Grid] = [line(text)]
    if any(shock.kind == "theme" for shock in item.shocks):
        lines.append(line(cell("Theme shocks are not in the plausibility.", "dim")))
    return lines


def _holdings(item: ScenarioResult, names: Mapping[str, str], many: int) -> Grid:
    priced = [x for x in item.pnl_by_holding if x.pnl is not None]
    ranked = sorted(priced, key=lambda x: (-abs(x.pnl or 0.0), x.security))[:many]
    columns = ("holding", "weight", "bp", "factors", "themes", "own", "FX", "basis")
    return Grid(
        columns=columns,
        align="lrrrrrrl",
        rows=tuple(_holding(x, names) for x in ranked),
    )


def _holding(item: HoldingPnl, names: Mapping[str, str]) -> tuple[Cell, ...]:
    called = names.get(item.security) or ""
    parts = (item.factor_part, item.theme_part, item.own_part, item.fx_part)
    basis = item.note if item.note in {"own prices", "by betas"} else item.basis
    return (
        cell(f"{item.security} {called}".strip()),
        cell(say_share(item.weight)),
        cell(_points(item.pnl), "bad" if (item.pnl or 0.0) < 0 else ""),
        *(cell(_points(part)) for part in parts),
        cell(basis),
    )


def tree_block(nodes: Sequence[TreeNode], scenarios: Mapping[str, str]) -> Block | None:
    """Show how each scenario moves the milestones; None: nothing has a clock."""
    if not nodes:
        return None
    moved = [
        node
        for node in nodes
        if node.due != node.due_before or node.probability != node.probability_before
    ]
    if not moved:
        text = "Every date stays as on record."
        return Block(
            id="tree", number=None, title="MILESTONES", items=(line(cell(text, "dim")),)
        )
    columns = ("", "milestone", "due on record", "due then", "met by then", "")
    rows = tuple(_milestone(node, scenarios) for node in moved)
    grid = Grid(columns=columns, align="llllrl", rows=rows)
    return Block(id="tree", number=None, title="MILESTONES", items=(grid,))


def _milestone(node: TreeNode, scenarios: Mapping[str, str]) -> tuple[Cell, ...]:
    due = "none" if node.due is None else say_day(node.due)
    before = "not running" if node.due_before is None else say_day(node.due_before)
    mark = " provisional" if node.provisional and node.due is not None else ""
    chance = say_chance(node.probability)
    if node.probability_before is not None:
        chance = f"{say_chance(node.probability_before)} → {chance}"
    return (
        cell(scenarios.get(node.scenario, node.scenario), "strong"),
        cell(node.milestone),
        cell(before),
        cell(f"{due}{mark}"),
        cell(chance),
        cell(node.reason, "dim"),
    )


def masthead_lines(
    instant: str, about: str, warnings: Sequence[str]
) -> tuple[Line, ...]:
    """Return the lines above scenarios."""
    first = line(
        cell("KUROSHIO", "strong"), instant, cell("ESTIMATES, NOT ADVICE", "strong")
    )
    return (first, line(about), *(line(cell(text, "warn")) for text in warnings))


def say_chance(chance: float | None) -> str:
    """Word a signed probability; a dash where nobody has signed one."""
    return "–" if chance is None else f"{chance:.0%}"


def say_odds(item: ScenarioResult) -> str:
    """Word how rare a move at least as far out is: 1 in 40 days, or in years."""
    found = item.plausibility
    return "–" if found is None else _rare(found.odds, item.horizon)


def _rare(odds: float, horizon: int) -> str:
    if odds <= 0.0:
        return "never"
    times = 1.0 / odds
    if times < 2.0:
        return "usual"
    if times < _YEAR / horizon:
        unit = "days" if horizon == 1 else f"times {horizon} days"
        return f"1 in {times:,.0f} {unit}"
    years = times * horizon / _YEAR
    if years > 1e4:
        return "under 1 in 10,000 years"
    return f"1 in {years:,.0f} years"


def say_sized(item: ScenarioResult) -> str:
    """Word what sizes rest on: 4 precedents, own view, measured moves."""
    if item.basis == "replay":
        return "measured moves"
    if item.basis == "reverse":
        return "covariance"
    count = len(item.sized_from)
    if count:
        return f"{count} precedent{'s' if count > 1 else ''}"
    return "views" if item.basis == "views" else item.source


def _points(share: float | None) -> str:
    if share is None:
        return "–"
    points = round(share * 1e4)
    return f"{_MINUS}{-points:,}" if points < 0 else f"{points:,}"


def _percent(move: float) -> str:
    text = f"{abs(move) * 100:.2g}" if abs(move) < 0.1 else f"{abs(move) * 100:.0f}"
    sign = _MINUS if move < 0 else "+"
    return f"{sign}{text}%"


def say_factor(name: str) -> str:
    """Return what a factor is called; its symbol where nothing else is known."""
    return _NAMES.get(name, name)


def _move(item: FactorMove) -> str:
    if item.factor == "US10Y":
        points = round(item.move * 1e4)
        return f"US10Y {_MINUS if points < 0 else '+'}{abs(points)} bp"
    return f"{say_factor(item.factor)} {_percent(item.move)}"


def _shock(item: Shock) -> str:
    if item.kind == "volatility":
        return f"volatility {say_factor(item.id)} ×{item.size:g}"
    if item.kind == "theme":
        return f"theme {item.id} {_percent(item.size)}"
    if item.kind == "factor":
        return _move(FactorMove(factor=item.id, move=item.size, shocked=True))
    return f"{item.id} {_percent(item.size)}"
