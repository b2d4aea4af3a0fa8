"""Precedents in words: lists, one of them, and a study's tables."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from kuroshio.app.study_words import SIMULATED, is_simulated

_SIGN = {1: "+", -1: "−", 0: "±", None: "·"}
_EXCLUDED_SHOWN = 12
_TEST = "csect_t"


def say_precedents(listed: dict[str, Any]) -> str:
    """Word a list of precedents, one a line."""
    rows = [
        f"{row['id']}  {row['on']}  {row['types'][0]:<24}{row['title']}"
        f"{_themes(row['themes'])}"
        for row in listed["precedents"]
    ]
    return "\n".join([*rows, f"{len(rows)} precedents"])


def _themes(themes: Iterable[dict[str, Any]]) -> str:
    told = ", ".join(f"{item['name']} {_SIGN[item['sign']]}" for item in themes)
    return f"  [{told}]" if told else ""


def say_precedent(shown: dict[str, Any]) -> str:
    """Word one precedent: when, what, day 0 on each venue, whom it reaches."""
    item = shown["precedent"]
    when = item["at"] or f"{item['on']} ({item['clock_words'] or item['precision']})"
    targets = "+".join(item["targets"]) or "nobody"
    actors = f"{'+'.join(item['initiators'])} → {targets}"
    lines = [
        f"{item['title']} ({item['id']})",
        f"  {', '.join(item['types'])} · direction {item['direction']:+d} · {actors}",
        f"  published {when}, {item['timezone']} · confidence {item['confidence']}",
    ]
    for key in ("reaction", "note"):
        if item[key]:
            word = "reported, not measured" if key == "reaction" else key
            lines.append(f"  {word}: {item[key]}")
    lines.append(f"  source {item['source']}")
    lines.append("  day 0")
    lines += [_day_zero(row) for row in shown["day_zero"]]
    lines += [_reach(theme) for theme in shown["themes"]]
    return "\n".join(lines)


def _day_zero(row: dict[str, Any]) -> str:
    session = f"{row['session']} by {row['by']}" if row["session"] else "unknown"
    note = f" ({row['note']})" if row["note"] else ""
    return f"    {row['venue']}  {session}{note}"


def _reach(theme: dict[str, Any]) -> str:
    return (
        f"  {theme['title']} {_SIGN[theme['written_sign']]}: {theme['issuers']} "
        f"issuers linked, for {theme['for']}, against {theme['against']}"
    )


def say_precedent_study(done: dict[str, Any]) -> str:
    """Word a study of precedents: what came out by theme, and what was left out."""
    cases, windows = done["included"], done["settings"]["windows"]
    names = {row["theme"]: row["theme_name"] for row in cases}
    precedents = len({row["precedent"] for row in cases})
    counted = f"{precedents} precedents in {len(cases)} cases of a theme and a venue"
    lines = [SIMULATED] if is_simulated(done) else []
    lines.append(f"{counted}; {len(done['excluded'])} left out")
    lines += [done["settings"]["says"]] if "says" in done["settings"] else []
    for venue, symbol in done["settings"]["market"].items():
        lines += _venue(done, venue, symbol, names, windows)
    lines += ["", *_signs(done), *_notes(done), *_excluded(done["excluded"])]
    return "\n".join(lines)


def _venue(
    done: dict[str, Any],
    venue: str,
    symbol: str,
    names: dict[str, str],
    windows: list[list[int]],
) -> list[str]:
    cells = {
        (row["theme"], row["side"], row["w0"], row["w1"], row["test"]): row
        for row in done["tests"]
        if row["venue"] == venue
    }
    counts: dict[tuple[str, str], int] = {}
    cars: dict[tuple[str, str, int, int], list[float]] = {}
    for row in done["window_returns"]:
        if row["venue"] == venue:
            key = (row["theme"], row["side"])
            cars.setdefault((*key, row["w0"], row["w1"]), []).append(row["car"])
            counts[key] = len(cars[*key, row["w0"], row["w1"]])
    if not counts:
        return []
    heads = "".join(f"{f'[{first},{last}]':>9}" for first, last in windows)
    first, last = windows[0]
    measured = f"{venue} against {symbol}: mean CAR in percent by window"
    tested = f"p of the cross-sectional t on [{first},{last}], and over all themes"
    lines = [
        "",
        f"{measured}; {tested}",
        f"  {'theme':<34}{'side':<9}{'n':>3}{heads}{'p':>8}{'p adj':>8}",
    ]
    for theme, side in sorted(counts, key=lambda key: (names[key[0]], _ORDER[key[1]])):
        values = "".join(
            f"{100 * _mean(cars[theme, side, w0, w1]):>+9.2f}" for w0, w1 in windows
        )
        test = cells.get((theme, side, first, last, _TEST), {})
        name = names[theme] if side == "all" else ""
        lines.append(
            f"  {name[:33]:<34}{side:<9}{counts[theme, side]:>3}{values}"
            f"{_p(test.get('p')):>8}{_p(test.get('p_bh_themes')):>8}"
        )
    return lines


_ORDER = {"all": 0, "for": 1, "against": 2}


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _p(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _signs(done: dict[str, Any]) -> list[str]:
    lines = []
    for row in done["signs"]:
        if not row["n"] or [row["w0"], row["w1"]] != done["settings"]["windows"][0]:
            continue
        what = "signs as written" if row["basis"] == "written" else "signs of links"
        lines.append(
            f"{row['venue']} {what}, [{row['w0']},{row['w1']}]: {row['right']} of "
            f"{row['n']} right, mean signed CAR {100 * row['mean']:+.2f} %, t "
            f"{_number(row['t'])} over {row['sessions']} sessions (p {_p(row['p'])})"
        )
    if lines:
        lines.append(
            "The library was written after these events: read this as an upper side."
        )
    return lines


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _notes(done: dict[str, Any]) -> list[str]:
    lines = []
    if done["limit_locked"]:
        lines.append(
            f"{len(done['limit_locked'])} windows end on locked closes; --format json "
            "has them carried on to the first free close, beside the other venue's"
        )
    if done["overlaps"]:
        pairs = [
            f"{row['precedent']}–{row['other']} ({row['theme']}, {row['venue']})"
            for row in done["overlaps"]
        ]
        lines.append(
            f"{len(pairs)} pairs overlap, kept (--exclude-overlapping leaves them "
            f"out): {', '.join(pairs[:6])}{' …' if len(pairs) > 6 else ''}"
        )
    lines += [
        f"{venue}: no session, or none in the files: {', '.join(days)}; returns span it"
        for venue, days in done["settings"]["dropped_sessions"].items()
        if days
    ]
    return lines


def _excluded(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    lines = ["", "left out"]
    ordered = sorted(rows, key=itemgetter("precedent", "reason"))
    told = []
    for (name, reason), group in groupby(
        ordered, key=itemgetter("precedent", "reason")
    ):
        where = ", ".join(
            f"{row['theme']} {row['venue']}" for row in group if row["theme"]
        )
        told.append(f"  {name}{f' ({where})' if where else ''}: {reason}")
    lines += told[:_EXCLUDED_SHOWN]
    if len(told) > _EXCLUDED_SHOWN:
        lines.append(f"  and {len(told) - _EXCLUDED_SHOWN} more in --format json")
    return lines
