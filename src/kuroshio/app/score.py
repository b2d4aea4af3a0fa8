"""The verb ``score``: how the forecasts did, walked forward, and beside what nulls."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from kuroshio.app.calls import score_calls
from kuroshio.app.foresight import build_panel, history_of, open_foresight
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import head
from kuroshio.numerics import Bools, Estimate
from kuroshio.records import Moment
from kuroshio.studies import (
    History,
    Score,
    Walk,
    event_rows,
    keep_events,
    permuted_history,
    placebo_history,
    score_arrays,
    score_walk,
    walk_forward,
)
from kuroshio.version import VERSION

MOMENTS: tuple[Moment, ...] = ("publication", "pre_open")
SEED = 20260211
DRAWS = 25
# Calendar days without a session before day 0 that make a long closure.
LONG_CLOSURE = 4
_RECENT_DAYS = 730
# The evaluation set as it was frozen before the first score; precedents added since
# enrich later forecasts and are reported apart.
FROZEN = frozenset(f"p{number:03d}" for number in range(1, 85))
_NULL_WINDOWS = (0, 1)


def score_forecasts(
    *,
    data: Path | None = None,
    draws: int = DRAWS,
    workspace: Workspace | None = None,
) -> dict[str, Any]:
    """Score the forecasts of themes over all precedents, and the ledger of calls.

    Parameters
    ----------
    data : Path, optional
        A folder of daily files to measure anew; default: the panel of the pack in
        force.
    draws : int
        Permutations of the labels.
    workspace : Workspace, optional

    Returns
    -------
    dict
        ``panel``, ``scores`` (one row for each window, moment and group), ``nulls``,
        ``calls``, ``says``, after the head that every verb has. Figures are None where
        nothing is left to score.

    Raises
    ------
    InputError
        When the folder or the pack cannot be used.
    """
    space = workspace or Workspace()
    knowledge = open_knowledge(space)
    panel = (
        build_panel(data, workspace=space)
        if data is not None
        else open_foresight(space)
    )
    known = history_of(panel, knowledge)
    history = keep_events(known, FROZEN)
    written = {theme for role in knowledge.theme_roles for theme in role.themes}
    themes = np.array([name in written for name in panel.themes])
    walks = [
        walk_forward(history, window, moment)
        for window in range(len(panel.windows))
        for moment in MOMENTS
    ]
    first = head(as_of=None, inputs=(), pack=str(panel.latest_day), version=VERSION)
    return {
        **first,
        "panel": {
            "date": panel.latest_day.isoformat(),
            "source": "files" if data is not None else "pack",
            "themes": len(panel.themes),
            "themes_with_written_signs": int(themes.sum()),
            "sessions": len(event_rows(history)),
            "sessions_added": len(_added_rows(known)),
            "placebo_sessions": sum(kind == "placebo" for kind in panel.kinds),
        },
        "scores": [
            *(row for walk in walks for row in _rows(walk, history, themes)),
            *_added(known, themes),
        ],
        "nulls": _nulls(history, themes, draws),
        "calls": score_calls(workspace=space),
        "says": list(_SAYS),
    }


_SAYS = (
    "Every row is forecast from sessions whose window had closed before its own day 0.",
    (
        "Signs come from one table by kind of event and part of theme, written from "
        "mechanisms; reported reactions enter nowhere."
    ),
    (
        "The choice of events and the lists of names are made with hindsight: read the "
        "figures as an upper side."
    ),
)


def _added_rows(known: History) -> list[int]:
    """Rows of sessions that hold none of the frozen precedents."""
    ids = known.panel.events
    return [row for row in event_rows(known) if not FROZEN & set(ids[row])]


def _added(known: History, themes: Bools) -> Iterator[dict[str, Any]]:
    """Scores of precedents that were added later, each from all that came before."""
    rows = _added_rows(known)
    for window in _NULL_WINDOWS if rows else ():
        for moment in MOMENTS:
            walk = walk_forward(known, window, moment, rows=rows)
            yield {
                "window": list(walk.window),
                "moment": moment,
                "group": "added",
                "key": None,
                **_figures(score_walk(walk, themes=themes)),
            }


def _rows(walk: Walk, history: History, themes: Bools) -> Iterator[dict[str, Any]]:
    """Scores of one walk: all, then by group."""
    cells = score_arrays(walk)
    for group, key, sessions, columns in _groups(walk, history, themes):
        score = score_walk(walk, sessions=sessions, themes=columns, cells=cells)
        if score.sessions:
            yield {
                "window": list(walk.window),
                "moment": walk.moment,
                "group": group,
                "key": key,
                **_figures(score),
            }


_Group = tuple[str, str | None, Bools | None, Bools]


def _groups(walk: Walk, history: History, themes: Bools) -> Iterator[_Group]:
    panel = history.panel
    yield "all", None, None, themes
    yield "all_themes", None, None, np.ones(len(panel.themes), bool)
    closed = panel.closed[walk.rows] >= LONG_CLOSURE
    yield "closure", f"{LONG_CLOSURE} days or more", closed, themes
    last = np.datetime64(panel.latest_day, "D") - _RECENT_DAYS
    yield "latest", "two years", panel.days[walk.rows] > last, themes
    kinds = [history.rows[k].events[0].types[0] for k in walk.rows.tolist()]
    for kind in sorted(set(kinds)):
        yield "type", kind, np.array([one == kind for one in kinds]), themes
    years = [str(day)[:4] for day in panel.days[walk.rows]]
    for year in sorted(set(years)):
        yield "year", year, np.array([one == year for one in years]), themes
    if walk.window == (0, 0):
        for k, name in enumerate(panel.themes):
            yield "theme", name, None, np.arange(len(panel.themes)) == k


_NAMES = ("ic", "hits", "r2", "crps", "crps_type", "cover50", "cover90")


def _figures(score: Score) -> dict[str, Any]:
    told: dict[str, Any] = {"sessions": score.sessions, "pairs": score.pairs}
    for item in fields(score):
        value = getattr(score, item.name)
        if isinstance(value, Estimate):
            told[item.name] = _plain(value.value)
            told[f"{item.name}_error"] = _plain(value.error)
    told["pit"] = list(score.pit)
    return told


def _plain(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None


def _nulls(history: History, themes: Bools, draws: int) -> list[dict[str, Any]]:
    """Placebo sessions, and labels permuted among the event sessions."""
    borrowed, rows = placebo_history(history)
    placebo = score_walk(
        walk_forward(borrowed, 0, "publication", rows=rows), themes=themes
    )
    out = [
        {
            "null": "placebo sessions",
            "window": [0, 0],
            "moment": "publication",
            **_figures(placebo),
        }
    ]
    rng = np.random.default_rng(SEED)
    shuffled = [permuted_history(history, rng) for _ in range(draws)]
    for window in _NULL_WINDOWS:
        for moment in MOMENTS:
            out += _permuted(history, shuffled, themes, (window, moment))
    return out


def _permuted(
    history: History,
    shuffled: Sequence[History],
    themes: Bools,
    what: tuple[int, Moment],
) -> list[dict[str, Any]]:
    (window, moment), draws = what, len(shuffled)
    true = score_walk(walk_forward(history, window, moment), themes=themes)
    drawn = [
        score_walk(walk_forward(one, window, moment), themes=themes) for one in shuffled
    ]
    if not drawn:
        return []
    row: dict[str, Any] = {
        "null": "permuted labels",
        "window": list(history.panel.windows[window]),
        "moment": moment,
        "draws": draws,
    }
    for name in _NAMES:
        values = np.array([getattr(one, name).value for one in drawn])
        seen = getattr(true, name).value
        row[name] = _plain(values.mean())
        row[f"{name}_error"] = _plain(values.std(ddof=1)) if draws > 1 else None
        row[f"{name}_p"] = _plain((1 + int((values >= seen).sum())) / (1 + draws))
    return [row]


def say_score(told: dict[str, Any]) -> str:
    """Word the score: the table, the nulls, the calls."""
    panel = told["panel"]
    lines = [
        (
            f"forecasts of themes, walked forward: {panel['sessions']} sessions, "
            f"{panel['themes_with_written_signs']} themes, data to {panel['date']}"
        ),
        "",
        _heading(),
    ]
    lines += [_line(_label(row), row) for row in told["scores"] if _main(row)]
    for group in ("type", "year"):
        lines += ["", f"by {group}, window [0,0], before the open", _heading()]
        lines += [
            _line(row["key"], row)
            for row in told["scores"]
            if row["group"] == group
            and row["window"] == [0, 0]
            and row["moment"] == "pre_open"
        ]
    lines += ["", "where nothing should show", _heading()]
    lines += [_line(_null_label(row), row) for row in told["nulls"]]
    lines += ["", *told["says"], "", *_say_calls(told["calls"])]
    return "\n".join(lines)


def _say_calls(calls: dict[str, Any]) -> list[str]:
    if not calls["made"]:
        return ["no calls recorded yet"]
    return [
        (
            f"calls recorded: {calls['made']}, with outcome {calls['filled']}, "
            f"chain {calls['chain']}"
        )
    ]


def score_table(told: dict[str, Any], *, short: bool = False) -> str:
    """Return the short table and the nulls as Markdown, for pages that quote them.

    Parameters
    ----------
    told : dict
        What ``score_forecasts`` returned.
    short : bool
        Only windows that claim skill, all sessions together, and the placebo.

    Returns
    -------
    str
    """
    panel = told["panel"]
    rows = [(_label(row), row) for row in told["scores"] if _main(row)]
    rows += [(_null_label(row), row) for row in told["nulls"]]
    if short:
        rows = [(label, row) for label, row in rows if _is_headline(row)]
    lines = [
        (
            f"{panel['sessions']} sessions with precedents, "
            f"{panel['themes_with_written_signs']} themes with written signs "
            f"({panel['themes']} measured), data to {panel['date']}; "
            "± is one standard error across sessions."
        ),
        "",
        f"| window, moment | n | {' | '.join(_COLUMNS.values())} |",
        f"|---|---:|{'---:|' * len(_COLUMNS)}",
    ]
    for label, row in rows:
        cells = [
            _pair(row, name, 4 if name in {"r2", "crps"} else 3) for name in _COLUMNS
        ]
        count = row.get("sessions", row.get("draws", ""))
        lines.append(f"| {label} | {count} | {' | '.join(cells)} |")
    return "\n".join(lines)


_COLUMNS = {
    "ic": "rank IC",
    "hits": "side right",
    "r2": "R² over zero",
    "crps": "CRPS saved over zero",
    "cover50": "inside 50 %",
    "cover90": "inside 90 %",
}


def _is_headline(row: dict[str, Any]) -> bool:
    named = row.get("group") == "all" or row.get("null") == "placebo sessions"
    return named and row["window"][1] <= 1


def _main(row: dict[str, Any]) -> bool:
    if row["group"] in {"all", "added"}:
        return True
    whole = row["group"] in {"closure", "latest", "all_themes"}
    return whole and row["window"] == [0, 0]


def _label(row: dict[str, Any]) -> str:
    first, last = row["window"]
    moment = {"publication": "publication", "pre_open": "before open"}[row["moment"]]
    told = f"[{first},{last}] {moment}"
    return told if row["group"] == "all" else f"{told}, {_WORDS[row['group']]}"


_WORDS = {
    "closure": "long closure",
    "latest": "last two years",
    "all_themes": "every theme",
    "added": "precedents added later",
}


def _null_label(row: dict[str, Any]) -> str:
    first, last = row["window"]
    return f"{row['null']} [{first},{last}] {row['moment']}"


def _heading() -> str:
    return (
        f"{'':<40}{'n':>4}  {'rank IC':>13}  {'side right':>13}  {'R²':>14}"
        f"  {'CRPS saved':>14}  {'50 %':>11}  {'90 %':>11}"
    )


def _line(label: str, row: dict[str, Any]) -> str:
    cells = [
        _pair(row, "ic", 3),
        _pair(row, "hits", 3),
        _pair(row, "r2", 4),
        _pair(row, "crps", 4),
        _pair(row, "cover50", 2),
        _pair(row, "cover90", 2),
    ]
    widths = (13, 13, 14, 14, 11, 11)
    told = "  ".join(f"{cell:>{w}}" for cell, w in zip(cells, widths, strict=True))
    return f"{label:<40}{row.get('sessions', row.get('draws', '')):>4}  {told}"


def _pair(row: dict[str, Any], name: str, digits: int) -> str:
    value, error = row.get(name), row.get(f"{name}_error")
    if value is None:
        return "–"
    shown = f"{value:+.{digits}f}" if digits > 3 else f"{value:.{digits}f}"
    return shown if error is None else f"{shown} ± {error:.{digits}f}"
