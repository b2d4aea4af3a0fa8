"""The page of `risk`: losses by method, who adds what, outlook, currency, way out."""

from collections.abc import Sequence

from kuroshio.briefs.notes import Notes
from kuroshio.briefs.scenarios import say_factor
from kuroshio.briefs.wording import UNKNOWN, cell, line, name_of, say_loss, say_share
from kuroshio.records import (
    Block,
    BookRisk,
    Brief,
    Cell,
    Contribution,
    CurrencyExposure,
    ExitRule,
    ExitSchedule,
    Grid,
    HoldingRisk,
    Line,
    LossRange,
    VolatilityOutlook,
)

_PARTS, _HOLDINGS, _OUTLOOKS, _PREMIA = 7, 8, 5, 6
_CONE = (5, 20, 60)
_LEVEL, _HORIZON = 0.99, 1
_NOTHING = cell("–", "dim")


def risk_blocks(brief: Brief, notes: Notes) -> tuple[Block, ...]:
    """Return the blocks of the risk of a book; without a book none."""
    risk = brief.risk
    if risk is None:
        return ()
    if risk.refused is not None:
        refusal = line(cell(f"Loss ranges refused: {risk.refused}", "bad"))
        return (_block("risk-losses", "LOSS BY METHOD", (refusal,)),)
    return (
        _loss_block(risk, notes),
        _parts_block(brief, risk),
        _holdings_block(risk),
        _outlook_block(risk, notes),
        _currency_block(risk),
        _exit_block(risk),
    )


def _block(identity: str, title: str, items: Sequence[Line | Grid]) -> Block:
    return Block(id=identity, number=None, title=title, items=tuple(items))


def _loss_block(risk: BookRisk, notes: Notes) -> Block:
    """Show VaR and ES of every method, horizon by horizon."""
    refs = notes.ref("method:loss")
    items: list[Line | Grid] = []
    if risk.volatility is not None:
        head = cell(f"{say_share(risk.volatility, 2)} a session", "strong", refs)
        items.append(line("Volatility of the book ", head))
    every = (*risk.losses, *risk.methods)
    rows = []
    for horizon, gap in dict.fromkeys((x.horizon, x.gap_adjusted) for x in every):
        here = [x for x in every if (x.horizon, x.gap_adjusted) == (horizon, gap)]
        for place, method in enumerate(dict.fromkeys(x.method for x in here)):
            found = {x.level: x for x in here if x.method == method}
            name = _say_horizon(horizon, gap=gap) if place == 0 else ""
            rows.append((cell(name), cell(method), *_tails(found)))
    columns = (
        "loss, bp of NAV", "method", "VaR 95%", "ES 95%", "VaR 99%", "ES 99%",
        "FX part",
    )  # fmt: skip
    items.append(Grid(columns=columns, align="llrrrrr", rows=tuple(rows)))
    items += [line(cell(text, "warn")) for text in risk.warnings]
    return _block("risk-losses", "LOSS BY METHOD", items)


def _say_horizon(horizon: int, *, gap: bool) -> str:
    name = f"{horizon} session{'s' if horizon > 1 else ''}"
    return f"{name}, with the holiday gap" if gap else name


def _tails(found: dict[float, LossRange]) -> list[Cell]:
    cells = []
    for level in (0.95, 0.99):
        item = found.get(level)
        tails = (None, None) if item is None else (item.var, item.es)
        cells += [_NOTHING if x is None else cell(say_loss(x)) for x in tails]
    last = found.get(0.99) or next(iter(found.values()))
    return [*cells, cell(say_loss(last.currency_part))]


def _parts_block(brief: Brief, risk: BookRisk) -> Block:
    """Show side by side what themes, factors and currencies add to the headline ES."""
    groups = [_ranked(risk.contributions, by) for by in ("theme", "factor", "currency")]
    headline = _headline(risk)
    if not any(groups) or headline is None:
        return _block("risk-parts", "WHAT ADDS TO IT", ())
    sides = [
        [(_say_part(brief, name), say_loss(es)) for name, es in _shortened(group)]
        for group in groups
    ]
    rows = []
    for place in range(max(len(side) for side in sides)):
        row: list[Cell] = []
        for side in sides:
            pair = side[place] if place < len(side) else ("", "")
            row += [cell(text) for text in pair]
        rows.append(tuple(row))
    columns = ("theme", "ES 99%", "factor", "ES 99%", "currency", "ES 99%")
    head = line(
        f"ES 99% over {_HORIZON} session: {say_loss(headline.es)}; each list adds up"
    )
    grid = Grid(columns=columns, align="lrlrlr", rows=tuple(rows))
    return _block("risk-parts", "WHAT ADDS TO IT", (head, grid))


def _headline(risk: BookRisk) -> LossRange | None:
    """Return the one-session loss at 99 % without a closure."""
    return next((item for item in risk.losses if _is_headline(item)), None)


def _is_headline(item: LossRange | Contribution) -> bool:
    return (item.level, item.horizon, item.gap_adjusted) == (_LEVEL, _HORIZON, False)


def _ranked(parts: Sequence[Contribution], by: str) -> list[tuple[str, float]]:
    kept = [(x.id, x.es) for x in parts if x.by == by and _is_headline(x)]
    return sorted(kept, key=lambda pair: (-abs(pair[1]), pair[0]))


def _shortened(group: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Keep the largest parts and add the rest up, so that the list still adds up."""
    if len(group) <= _PARTS:
        return group
    kept, rest = group[: _PARTS - 1], group[_PARTS - 1 :]
    return [*kept, (f"{len(rest)} others", sum(es for _, es in rest))]


def _say_part(brief: Brief, name: str) -> str:
    return name_of(brief, say_factor(name))


def _holdings_block(risk: BookRisk) -> Block:
    """Show the holdings that add most, with what they are and how they are left."""
    place = next((n for n, x in enumerate(risk.losses) if _is_headline(x)), None)
    told = [x for x in risk.holdings if x.contributions] if place is not None else []
    if place is None or not told:
        return _block("risk-holdings", "TOP HOLDINGS", ())
    rules = {x.security: x for x in risk.exits.holdings} if risk.exits else {}
    ranked = sorted(told, key=lambda item: -abs(item.contributions[place]))
    rows = tuple(
        _holding_row(item, place, rules.get(item.security))
        for item in ranked[:_HOLDINGS]
    )
    columns = (
        "security", "weight", "volatility", "beta", "ES part", "without",
        "exit", "limit", "sale", "basis", "data to",
    )  # fmt: skip
    items: list[Line | Grid] = [Grid(columns=columns, align="lrrrrrrrlll", rows=rows)]
    rest = ranked[_HOLDINGS:]
    if rest:
        total = sum(item.contributions[place] for item in rest)
        text = f"{len(rest)} other holdings: {say_loss(total)}, in --format json"
        items.append(line(cell(text, "dim")))
    text = "without: what it takes off the ES; exit in sessions at 20% of the turnover"
    items.append(line(cell(text, "dim")))
    return _block("risk-holdings", "TOP HOLDINGS", items)


def _holding_row(
    item: HoldingRisk, place: int, rule: ExitRule | None
) -> tuple[Cell, ...]:
    extra = item.incremental[place] if item.incremental else None
    return (
        cell(item.security),
        cell(say_share(item.weight)),
        _or_unknown(None if item.volatility is None else say_share(item.volatility)),
        _or_unknown(None if item.beta is None else f"{item.beta:.2f}"),
        cell(say_loss(item.contributions[place])),
        _or_unknown(None if extra is None else say_loss(extra)),
        _or_unknown(_say_sessions(item.exit_sessions)),
        _NOTHING
        if rule is None or rule.daily_limit is None
        else cell(f"±{say_share(rule.daily_limit, 0)}"),
        _say_same_day(rule),
        cell(item.basis, "warn" if item.basis != "measured" else ""),
        cell(item.data_date or "–"),
    )


def _or_unknown(text: str | None) -> Cell:
    return cell(UNKNOWN, "dim") if text is None else cell(text)


def _say_sessions(sessions: float | None) -> str | None:
    if sessions is None:
        return None
    return "< 0.1" if sessions < 0.1 else f"{sessions:.1f}"


def _say_same_day(rule: ExitRule | None) -> Cell:
    if rule is None or rule.same_day_sale is None:
        return _NOTHING
    return cell("T+0") if rule.same_day_sale else cell("T+1", "warn")


def _outlook_block(risk: BookRisk, notes: Notes) -> Block:
    """Show volatility by method and the cone, for the book and its largest names."""
    known = {(item.scope, item.id): item for item in risk.outlooks}
    largest = sorted(risk.holdings, key=lambda item: -abs(item.weight))
    names = [("security", item.security) for item in largest]
    chosen = [known[key] for key in names if key in known][:_OUTLOOKS]
    whole = known.get(("book", "book"))
    shown = chosen if whole is None else [whole, *chosen]
    if not shown:
        return _block("risk-outlook", "VOLATILITY OUTLOOK", ())
    columns = (
        "% a session", "EWMA", "HAR", "GJR", "long run", "news",
        *(f"{horizon} sessions" for horizon in _CONE), "data to",
    )  # fmt: skip
    grid = Grid(
        columns=columns,
        align="lrrrrr" + "r" * len(_CONE) + "l",
        rows=tuple(_outlook_row(item) for item in shown),
    )
    text = (
        "cone: middle, and 5 to 95% of realised volatility; its pull, kurtosis and "
        "doubt are assumptions"
    )
    return _block(
        "risk-outlook",
        "VOLATILITY OUTLOOK",
        (grid, line(cell(text, "dim", notes.ref("method:outlook")))),
    )


def _outlook_row(item: VolatilityOutlook) -> tuple[Cell, ...]:
    cone = {point.horizon: point for point in item.cone}
    cells = [
        cell(item.id) if item.scope != "book" else cell("book", "strong"),
        *(_percent(x) for x in (item.ewma, item.har, item.gjr)),
        *(_percent(x) for x in (item.long_run, item.event)),
    ]
    for horizon in _CONE:
        point = cone.get(horizon)
        if point is None:
            cells.append(_NOTHING)
            continue
        middle, low, high = (100 * x for x in (point.q50, point.q05, point.q95))
        cells.append(cell(f"{middle:.1f} ({low:.1f}–{high:.1f})"))
    return (*cells, cell(item.data_date or "–"))


def _percent(value: float | None) -> Cell:
    return _NOTHING if value is None else cell(f"{100 * value:.2f}")


def _currency_block(risk: BookRisk) -> Block:
    """Show the book by currency: listing, what values follow, hedge and carry."""
    if not risk.currencies:
        return _block("risk-currency", "CURRENCY", ())
    rows = tuple(_currency_row(item, risk.base_currency) for item in risk.currencies)
    columns = (
        "currency", "by listing", "by what it follows", "least-variance forward",
        "carry",
    )  # fmt: skip
    grid = Grid(columns=columns, align="lrrrl", rows=rows)
    items: list[Line | Grid] = [grid]
    known = [x for x in risk.currencies if x.economic is not None]
    if known:
        sides = " + ".join(f"{x.currency} {say_share(x.economic or 0)}" for x in known)
        total = say_share(sum(x.economic or 0.0 for x in known))
        text = f"triangle {sides} = {total} of NAV; HKD and CNH go with USD and CNY"
        items.append(line(cell(text, "dim")))
    text = f"forwards against {risk.base_currency}, each alone: they do not add up"
    items.append(line(cell(text, "dim")))
    return _block("risk-currency", "CURRENCY", items)


def _currency_row(item: CurrencyExposure, base: str) -> tuple[Cell, ...]:
    hedge = _NOTHING if item.hedge is None else cell(_say_forward(item.hedge))
    carry = cell("UNKNOWN", "warn") if item.carry is None else None
    if item.currency == base:
        carry = _NOTHING
    return (
        cell(item.currency),
        cell(say_share(item.share)),
        _NOTHING if item.economic is None else cell(say_share(item.economic)),
        hedge,
        carry or cell(f"{say_share(item.carry or 0.0, 2)} a year"),
    )


def _say_forward(share: float) -> str:
    return f"{'buy' if share > 0 else 'sell'} {say_share(abs(share))}"


def _exit_block(risk: BookRisk) -> Block:
    """Show how long the way out takes, and what mainland shares cost over twins."""
    items: list[Line | Grid] = []
    exits = risk.exits
    if exits is not None:
        pairs = (("90%", exits.sessions_90), ("all", exits.sessions_all))
        times = [
            f"{name} in {_say_sessions(x) or UNKNOWN} sessions" for name, x in pairs
        ]
        slow = max(
            (item for item in exits.holdings if item.sessions is not None),
            key=lambda item: item.sessions or 0.0,
            default=None,
        )
        pieces = [cell(f"{', '.join(times)} at 20% of the usual turnover, approximate")]
        if slow is not None:
            pieces.append(cell(f" | slowest: {slow.security}"))
        items.append(line(*pieces))
        items += _stuck(exits)
        locked = sum(item.same_day_sale is False for item in exits.holdings)
        share = say_share(exits.unknown)
        text = f"turnover unknown: {share} of gross value; T+1 lines: {locked}"
        items.append(line(cell(text, "warn" if exits.unknown else "")))
    items += _premia(risk)
    return _block("risk-exits", "WAY OUT", items)


_ENDED = {
    "suspended": "suspended",
    "limit_down": "closed at the lower limit",
    "limit_up": "closed at the upper limit",
}


def _stuck(exits: ExitSchedule) -> list[Line | Grid]:
    """Name the lines that were suspended or closed at a limit in the last session."""
    lines: list[Line | Grid] = []
    for ended, words in _ENDED.items():
        found = [item for item in exits.holdings if item.last_session == ended]
        if found:
            names = ", ".join(item.security for item in found)
            text = f"{words} on {found[0].last_day}: {names}"
            lines.append(line(cell(text, "" if ended == "limit_up" else "bad")))
    return lines


def _premia(risk: BookRisk) -> list[Line | Grid]:
    """Say what mainland shares cost over their twins, the widest first."""
    if not risk.premia:
        return []
    ranked = sorted(risk.premia, key=lambda item: -abs(item.premium))
    texts = [
        f"{item.security}/{item.other} {'+' if item.premium > 0 else ''}"
        f"{say_share(item.premium, 0)}"
        for item in ranked[:_PREMIA]
    ]
    days = sorted({item.date for item in ranked[:_PREMIA]})
    span = days[0] if len(days) == 1 else f"{days[0]} … {days[-1]}"
    return [line(f"H-A premia to {span}: ", cell(", ".join(texts)))]
