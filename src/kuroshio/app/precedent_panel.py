"""A study of precedents without prices: on the returns of themes that the pack holds.

Only baskets of whole themes in Shanghai and Shenzhen, over three windows, against the
all-share index; no sides, no paths by day, no limit locks. Every result says so.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from kuroshio.app.foresight import open_foresight
from kuroshio.app.precedent_cases import Excluded
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import head
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.numerics import benjamini_hochberg
from kuroshio.records import ForesightPanel, Precedent
from kuroshio.studies import place_precedent, run_panel_tests
from kuroshio.version import VERSION

VENUE = "CN"
_SAYS = (
    "measured on the pack's panel, for want of prices: whole baskets of A shares "
    "against the all-share index, no sides and no days between; give --prices or "
    "import prices for the study itself"
)
_Pair = tuple[Precedent, str]


def study_on_panel(
    pairs: Sequence[_Pair],
    excluded: Sequence[Excluded],
    *,
    windows: str | None,
    asked: dict[str, Any],
    workspace: Workspace,
) -> dict[str, Any]:
    """Return what the panel says of precedents, in the shape of a study.

    Parameters
    ----------
    pairs : sequence of (Precedent, str)
        Precedents with the theme to measure.
    excluded : sequence of Excluded
        What was left out before.
    windows : str, optional
        As for a study; those that the panel holds.
    asked : dict
        The options, repeated in the settings.
    workspace : Workspace

    Raises
    ------
    InputError
        When the panel holds none of the windows asked for.
    """
    knowledge, panel = open_knowledge(workspace), open_foresight(workspace)
    places = _places(panel, windows)
    spans = [panel.windows[k] for k in places]
    cases, out, seen = [], list(excluded), set()
    for item, theme in pairs:
        row, reason = _row(item, theme, panel, knowledge)
        if row is not None and (row, theme) in seen:
            reason = "same session as another precedent of the theme: counted once"
        if row is None or reason is not None:
            out.append(
                Excluded(
                    precedent=item.id, theme=theme, venue=VENUE, reason=reason or ""
                )
            )
            continue
        seen.add((row, theme))
        cases.append((item, theme, row))
    return {
        **head(
            as_of=None, inputs=(), pack=str(panel.latest_day), version=VERSION
        ),
        "included": [_included(*case, panel, knowledge) for case in cases],
        "abnormal_returns": [],
        "window_returns": [
            {
                "precedent": item.id, "theme": theme, "side": "all", "venue": VENUE,
                "w0": panel.windows[k][0], "w1": panel.windows[k][1],
                "car": float(value),
            }
            for item, theme, row in cases
            for k in places
            if np.isfinite(value := _car(panel, row, theme, k))
        ],
        "tests": _tests(cases, places, panel),
        **{name: [] for name in ("fans", "signs", "limit_locked", "first_elsewhere",
                                 "overlaps", "confounding", "left_out")},
        "excluded": [asdict(item) for item in out],
        "settings": {
            **asked,
            "source": "pack",
            "says": _SAYS,
            "model": "market-adjusted",
            "returns": "simple",
            "estimation": None,
            "event": None,
            "windows": [list(span) for span in spans],
            "market": {VENUE: "the all-share index, in the pack's panel"},
            "dropped_sessions": {VENUE: []},
            "draws": 0,
            "seed": None,
        },
    }  # fmt: skip


def _places(panel: ForesightPanel, windows: str | None) -> list[int]:
    if windows is None:
        return list(range(len(panel.windows)))
    held = {f"{first}:{last}": k for k, (first, last) in enumerate(panel.windows)}
    asked = [text.strip() for text in windows.split(",") if text.strip()]
    faults = [
        Fault(
            place="--windows",
            problem=f"the pack's panel holds no window {text}",
            mend=f"one of {', '.join(held)}, or give --prices",
        )
        for text in asked
        if text not in held
    ]
    if faults:
        raise InputError("precedents study", faults)
    return [held[text] for text in dict.fromkeys(asked)]


def _row(
    item: Precedent, theme: str, panel: ForesightPanel, knowledge: Knowledge
) -> tuple[int | None, str | None]:
    """Return the panel's row of a precedent's day 0, or why there is none."""
    if theme not in panel.themes:
        return None, "the pack's panel has no basket of five names for the theme"
    placed = place_precedent(item, VENUE, knowledge.calendars)
    if isinstance(placed, str):
        return None, placed
    rows = np.flatnonzero(panel.days == np.datetime64(placed.session))
    if not len(rows):
        return None, f"the pack's panel has no session {placed.session}"
    row = int(rows[0])
    if not np.isfinite(panel.car[:, row, panel.themes.index(theme)]).any():
        return None, "too few of the theme's names traded then"
    return row, None


def _car(panel: ForesightPanel, row: int, theme: str, window: int) -> float:
    return float(panel.car[window, row, panel.themes.index(theme)])


def _included(
    item: Precedent,
    theme: str,
    row: int,
    panel: ForesightPanel,
    knowledge: Knowledge,
) -> dict[str, Any]:
    written = next((one.sign for one in item.themes if one.name == theme), None)
    return {
        "precedent": item.id,
        "theme": theme,
        "venue": VENUE,
        "title": item.title,
        "theme_name": knowledge.themes[theme].names.en,
        "day_zero": str(panel.days[row]),
        "by": "panel",
        "note": None,
        "written_sign": written,
        "members": {"all": panel.latest_members.get(theme)},
        "securities": {},
    }


def _tests(
    cases: Sequence[tuple[Precedent, str, int]],
    places: Sequence[int],
    panel: ForesightPanel,
) -> list[dict[str, Any]]:
    """Test each theme; p_bh_themes is adjusted over the themes of a window and test."""
    spans = [panel.windows[k] for k in places]
    rows: list[dict[str, Any]] = []
    for theme in dict.fromkeys(theme for _, theme, _ in cases):
        values = np.array(
            [
                [_car(panel, row, theme, k) for k in places]
                for _, name, row in cases
                if name == theme
            ]
        )
        where = {"theme": theme, "side": "all", "venue": VENUE}
        rows += [{**where, **asdict(one)} for one in run_panel_tests(values, spans)]
    families: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for told in rows:
        families.setdefault((told["w0"], told["w1"], told["test"]), []).append(told)
    for family in families.values():
        given = [one["p"] if one["p"] is not None else np.nan for one in family]
        adjusted = benjamini_hochberg(np.array(given, float))
        for one, value in zip(family, adjusted.tolist(), strict=True):
            one["p_bh_themes"] = value if np.isfinite(value) else None
    return rows
