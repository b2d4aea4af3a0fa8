"""Impacts on the page: themes and the book as ranges, with what they rest on."""

from collections.abc import Sequence

from kuroshio.briefs.notes import Notes
from kuroshio.briefs.wording import cell, line, name_of, say_day, say_share
from kuroshio.records import (
    Block,
    Brief,
    Cell,
    Confounder,
    Foresight,
    Grid,
    Impact,
    Line,
    Tone,
)

DAY_ZERO = (0, 0)
_MINUS = "−"
_THEMES, _NAMES, _CONFOUNDERS, _PRECEDENTS = 12, 12, 6, 6
_WORDS = {"publication": "at publication", "pre_open": "before the open"}


def impact_of(
    brief: Brief, scope: str, identity: str, window: tuple[int, int] = DAY_ZERO
) -> Impact | None:
    """Return the latest impact of a scope, id and window; None: not forecast."""
    found = [
        one
        for one in brief.impacts
        if (one.scope, one.id, one.window) == (scope, identity, window)
    ]
    return found[-1] if found else None


def say_range(impact: Impact | None, *, unit: float = 100.0) -> str:
    """Return 5 % / 50 % / 95 % of an impact, in per cent or, by 1e4, basis points."""
    if impact is None:
        return "–"
    points = (impact.q05, impact.q50, impact.q95)
    digits = 1 if unit == 100.0 else 0
    return " / ".join(say_signed(point * unit, digits) for point in points)


def say_signed(value: float, digits: int = 0) -> str:
    """Return a number with its sign, a true minus, and no sign on nought."""
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0.0:
        return "0"
    return f"{_MINUS if value < 0 else '+'}{text}"


def straddles(impact: Impact) -> bool:
    """Say whether the 90 % range holds zero."""
    return impact.q05 <= 0.0 <= impact.q95


def book_effect(brief: Brief, notes: Notes) -> list[str | Cell]:
    """Return the effect on the book in a sentence, for the verdict."""
    impact = impact_of(brief, "book", "book")
    refs = notes.ref("method:impact")
    if impact is None:
        reason = brief.foresight.refused if brief.foresight is not None else None
        if reason is not None:
            return [f"Book effect: {reason}."]
        return ["Book effect: no path reaches it, so nothing is forecast."]
    words = (
        "not distinguishable from zero"
        if straddles(impact)
        else f"{impact.p_positive:.0%} likely to be a gain"
    )
    range_ = cell(f"{say_range(impact, unit=1e4)} bp of NAV", "strong", refs)
    return ["Book effect on day 0: ", range_, f" (5 / 50 / 95 %), {words}."]


def book_line(brief: Brief, notes: Notes) -> Line | None:
    """Return the book's row under its themes; None: not forecast."""
    impact = impact_of(brief, "book", "book")
    if impact is None:
        return None
    tail = "   INCLUDES ZERO" if straddles(impact) else ""
    return line(
        cell("BOOK  ", "strong"),
        cell(f"{say_range(impact, unit=1e4)} bp", "strong", notes.ref("method:impact")),
        cell(tail, "warn"),
        cell("  day 0, abnormal, names with a path", "dim"),
    )


def foresight_block(brief: Brief, notes: Notes) -> Block:
    """Show all that was forecast, for the verb ``impact`` and behind a brief."""
    told = brief.foresight
    if told is None or told.session is None:
        reason = told.refused if told is not None else "no document was read"
        items: list[Line | Grid] = [line(cell(f"Not forecast: {reason}.", "warn"))]
        return _block(items)
    items = [_heading(told, notes)]
    for moment in told.moments:
        items += _moment(brief, moment, notes)
    items += _reasons(brief)
    items += _confounded(told)
    return _block(items)


def _block(items: Sequence[Line | Grid]) -> Block:
    return Block(id="impact", number=None, title="IMPACT", items=tuple(items))


def _heading(told: Foresight, notes: Notes) -> Line:
    day = say_day(told.session) if told.session is not None else "?"
    return line(
        cell(f"Day 0 in Shanghai {day}", "strong", notes.ref("method:impact")),
        " (provisional)" if told.provisional else "",
        f" | abnormal returns against the all-share index | panel to {told.panel_day}",
    )


def _moment(brief: Brief, moment: str, notes: Notes) -> list[Line | Grid]:
    rows = [one for one in brief.impacts if one.moment == moment]
    scopes = (("theme", "THEMES", _THEMES), ("issuer", "ISSUERS", _NAMES))
    items: list[Line | Grid] = [line(cell(_WORDS[moment].capitalize(), "strong"))]
    for scope, title, most in (*scopes, ("holding", "HOLDINGS", _NAMES)):
        ids = list(dict.fromkeys(one.id for one in rows if one.scope == scope))
        if ids:
            shown = tuple(_row(brief, rows, scope, one) for one in ids[:most])
            items.append(_grid(title, shown))
            if len(ids) > most:
                items.append(
                    line(cell(f"{len(ids) - most} more in --format json", "dim"))
                )
    items += [_book(one, notes) for one in rows if one.scope == "book"]
    return items


def _book(one: Impact, notes: Notes) -> Line:
    return line(
        cell(f"BOOK {_window(one)}  ", "strong"),
        cell(
            f"{say_range(one, unit=1e4)} bp of NAV",
            "strong",
            notes.ref("method:impact"),
        ),
        cell("   INCLUDES ZERO" if straddles(one) else "", "warn"),
    )


def _grid(title: str, rows: tuple[tuple[Cell, ...], ...]) -> Grid:
    columns = (
        title,
        "mean %",
        "5% / 50% / 95%, day 0",
        "two sessions",
        "up",
        "past + sign + night, %",
    )
    return Grid(columns=columns, align="lrrrrr", rows=rows)


def _row(
    brief: Brief, rows: Sequence[Impact], scope: str, identity: str
) -> tuple[Cell, ...]:
    found = {
        one.window: one for one in rows if (one.scope, one.id) == (scope, identity)
    }
    first = found.get(DAY_ZERO) or next(iter(found.values()))
    parts = " ".join(
        say_signed(100.0 * part, 2)
        for part in (first.parts.precedents, first.parts.sign, first.parts.overnight)
    )
    name = name_of(brief, identity)
    tone: Tone = "" if straddles(first) else "warn"
    return (
        cell(name if scope != "holding" else f"{name} {identity}"),
        cell(say_signed(100.0 * first.mean, 2)),
        cell(say_range(first), tone),
        cell(say_range(found.get((0, 1)))),
        cell(f"{first.p_positive:.0%}"),
        cell(parts, "dim"),
    )


def _window(impact: Impact) -> str:
    first, last = impact.window
    return f"[{first},{last}]"


def _reasons(brief: Brief) -> list[Line | Grid]:
    """Say why, from the leading theme: mechanisms, precedents, warnings."""
    first = next(
        (x for x in brief.impacts if x.scope == "theme" and x.window == DAY_ZERO), None
    )
    if first is None:
        return []
    name = name_of(brief, first.id)
    items: list[Line | Grid] = [
        line(cell(f"{name}, for: ", "strong"), first.for_mechanism or "no mechanism"),
        line(cell("against: ", "strong"), first.against_mechanism or "no mechanism"),
    ]
    leaned = ", ".join(
        f"{one.id} {one.weight:.0%}{' turned' if one.turned else ''}"
        for one in first.precedents[:_PRECEDENTS]
    )
    items.append(
        line(
            cell("precedents: ", "strong"),
            leaned or "none",
            cell(
                f" | {len(first.excluded)} left out, with reasons in --format json",
                "dim",
            ),
        )
    )
    if first.novelty is not None:
        items.append(
            line(f"novelty {first.novelty:.2f} (0 seen before, 1 like nothing)")
        )
    items += [line(cell(text, "warn")) for text in first.says]
    beyond = [x for x in brief.impacts if x.scope == "theme" and not x.measurable]
    if beyond:
        windows = ", ".join(dict.fromkeys(_window(one) for one in beyond))
        items.append(
            line(cell(f"{windows}: no measurable skill; the mean is 0", "dim"))
        )
    return items


def _confounded(told: Foresight) -> list[Line | Grid]:
    items: list[Line | Grid] = []
    if told.confounders:
        shown = "; ".join(_say(one) for one in told.confounders[:_CONFOUNDERS])
        items.append(line(cell("also then: ", "strong"), shown))
    if told.crowded_misses is not None and told.crowded_sessions is not None:
        items.append(
            line(
                cell(
                    f"sessions with other events near were "
                    f"{say_share(told.crowded_sessions)} of the past ones and "
                    f"{say_share(told.crowded_misses)} of the squared misses",
                    "dim",
                )
            )
        )
    return items


def _say(one: Confounder) -> str:
    return f"{say_day(one.on)} {one.what}"
