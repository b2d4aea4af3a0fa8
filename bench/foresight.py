"""Walk the forecasts forward over the precedents beside the reference and the nulls.

Run ``python bench/foresight.py [FOLDER]``. The reference is 0.6 x (empirical Bayes by
type and theme + written sign x pooled size + overnight factors x betas), with the same
neutral sign table, ranges, baskets and sessions; the paired bootstrap draws sessions.
Every input is dated before its session; windows must have closed before day 0.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from kuroshio.knowledge import load_knowledge
from kuroshio.market import (
    Night,
    build_theme_panel,
    precedent_sessions,
    theme_baskets,
)
from kuroshio.numerics import Floats, Ints
from kuroshio.records import ForesightPanel
from kuroshio.studies import (
    History,
    Score,
    SignTable,
    Walk,
    describe_history,
    describe_precedent,
    permuted_history,
    placebo_history,
    score_walk,
    skill_over,
    walk_forward,
)

ROOT = Path(__file__).parents[1]
DAMPED = 0.6
DRAWS, PERMUTATIONS = 4000, 10
# US close, oil, gold, copper, CNH, Chinese names in New York, and what goes with them.
FACTORS = Night(
    names=(
        "SPX", "SOX", "WTI_FUT", "GOLD_FUT", "HG_FUT", "USDCNH", "USDJPY", "US10Y",
        "VIX", "FXI.US", "KWEB.US",
    ),
    window=1000,
    penalty=1.0,
)  # fmt: skip


def main() -> None:
    """Build, walk, score and print; leave with 1 when a target is missed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data"
    if not folder.is_dir():
        sys.exit(f"needs {folder}, which is absent")
    started = time.perf_counter()
    knowledge = load_knowledge()
    written = {theme for role in knowledge.theme_roles for theme in role.themes}
    baskets = {
        name: held for name, held in theme_baskets(knowledge).items() if name in written
    }
    events = precedent_sessions(knowledge.precedents.values())
    table = SignTable(roles=knowledge.theme_roles, rules=knowledge.signs)
    described = {
        name: describe_precedent(item) for name, item in knowledge.precedents.items()
    }
    panel = build_theme_panel(folder, baskets, events)
    factors = build_theme_panel(folder, baskets, events, night=FACTORS)
    history = describe_history(panel, described, table)
    print(f"{len(panel.themes)} themes; panels: {time.perf_counter() - started:.1f} s")
    print(
        f"{'':<34}{'n':>3} {'rank IC':>14} {'R²':>16} {'CRPS':>16}   50 %        90 %"
    )
    missed = [
        *_windows(history, factors),
        *_coverage(history),
        *_nulls(history),
    ]
    print(f"wall {time.perf_counter() - started:.1f} s")
    for line in missed:
        print(f"MISSED {line}")
    sys.exit(1 if missed else 0)


def _windows(history: History, factors: ForesightPanel) -> list[str]:
    """Score every window and moment; compare with zero and with the reference."""
    missed = []
    rng = np.random.default_rng(20260211)
    for window, span in enumerate(history.panel.windows):
        for moment in ("publication", "pre_open"):
            walk = walk_forward(history, window, moment)
            parts = _reference(history, factors, walk, window)
            for name, mean in parts.items():
                _print(f"  {name} {span}", score_walk(replace(walk, mean=mean)))
            _print(f"{moment} {span}", score_walk(walk))
            zero = replace(walk, mean=np.zeros_like(walk.mean))
            rivals = {"zero": zero}
            if parts:
                rivals["reference"] = replace(walk, mean=parts["reference"])
            for name, rival in rivals.items():
                skill, low, high = skill_over(walk, rival, draws=DRAWS, rng=rng)
                print(
                    f"    CRPS over {name}: {skill:+.4f}, "
                    f"90 % of bootstraps {low:+.4f} to {high:+.4f}"
                )
                if _falls_short(span, name, skill, low):
                    missed.append(f"{moment} {span} against {name}: {skill:+.4f}")
    return missed


def _falls_short(span: tuple[int, int], name: str, skill: float, low: float) -> bool:
    """Better than zero on the first two windows; nowhere worse than a rival."""
    if name == "zero" and span[1] <= 1:
        return low <= 0.0
    return skill < 0.0


def _reference(
    history: History, factors: ForesightPanel, walk: Walk, window: int
) -> dict[str, Floats]:
    """Means of the reference and its parts; before the open only."""
    if walk.moment != "pre_open":
        return {}
    pooled = _empirical_bayes(history, walk, window)
    signed = _signed(history, walk, window)
    night = np.nan_to_num(factors.overnight[walk.rows])
    return {
        "same type": walk.rival,
        "empirical Bayes": pooled,
        "written sign": signed,
        "overnight factors": night,
        "reference": DAMPED * (pooled + signed + night),
    }


def _past(history: History, row: int, window: int) -> Ints:
    return history.known_before(history.panel.days[row], window)


def _empirical_bayes(history: History, walk: Walk, window: int) -> Floats:
    """Mean of type and theme, turned by direction, shrunk by its own noise."""
    car = history.panel.car[window]
    out = np.zeros_like(walk.mean)
    for place, row in enumerate(walk.rows.tolist()):
        past = _past(history, row, window)
        lead = history.rows[row].events[0]
        groups: dict[str, list[Floats]] = {}
        for k in past.tolist():
            first = history.rows[k].events[0]
            groups.setdefault(first.types[0], []).append(
                car[k] * (first.direction or 1)
            )
        mine = groups.get(lead.types[0])
        if mine is None or len(past) < 8:
            continue
        noise = float(np.nanvar(car[past]))
        spread = max(0.0, _between(list(groups.values())))
        same = np.stack(mine)
        count = np.isfinite(same).sum(axis=0)
        mean = np.where(np.isfinite(same), same, 0.0).sum(axis=0)
        mean = mean / np.maximum(count, 1)
        shrink = spread / (spread + noise / np.maximum(count, 1) + 1e-12)
        out[place] = mean * shrink * (lead.direction or 1)
    return out


def _between(groups: list[list[Floats]]) -> float:
    """Variance of true means over types and themes: squares less their noise."""
    found = []
    for group in groups:
        values = np.stack(group)
        if len(values) < 2:
            continue
        held = np.isfinite(values).sum(axis=0) == len(values)
        mean, var = values[:, held].mean(axis=0), values[:, held].var(axis=0, ddof=1)
        found.append(float((mean**2 - var / len(values)).mean()))
    return float(np.mean(found)) if found else 0.0


def _signed(history: History, walk: Walk, window: int) -> Floats:
    """Written sign times the pooled size of signed returns."""
    car = history.panel.car[window]
    out = np.zeros_like(walk.mean)
    for place, row in enumerate(walk.rows.tolist()):
        past = _past(history, row, window)
        signs = history.signs[past]
        use = np.isfinite(car[past]) & (signs != 0)
        if use.any() and len(past) >= 8:
            size = float((car[past] * signs)[use].mean())
            out[place] = max(0.0, size) * history.signs[row]
    return out


def _coverage(history: History) -> list[str]:
    """Coverage of 50 and 90 %: all, after closures, the latest two years."""
    missed = []
    last = np.datetime64(history.panel.latest_day, "D") - 730
    for window, span in enumerate(history.panel.windows):
        walk = walk_forward(history, window, "pre_open")
        closed = history.panel.closed[walk.rows] >= 4
        recent = history.panel.days[walk.rows] > last
        for name, some in (
            ("all", np.ones_like(closed)),
            ("long closures", closed),
            ("last two years", recent),
        ):
            score = score_walk(walk, sessions=some)
            for level, cover in ((0.5, score.cover50), (0.9, score.cover90)):
                off = abs(cover.value - level)
                fine = off <= 2.0 * cover.error
                print(
                    f"coverage {span} {name}, {level:.0%}: {cover.value:.3f} ± "
                    f"{cover.error:.3f} ({score.sessions} sessions)"
                )
                if not fine:
                    missed.append(f"coverage {span} {name} {level:.0%}")
    return missed


def _nulls(history: History) -> list[str]:
    """Score placebo sessions and permuted labels: their skill must be nothing."""
    borrowed, rows = placebo_history(history)
    placebo = score_walk(walk_forward(borrowed, 0, "publication", rows=rows))
    _print("placebo sessions (0, 0)", placebo)
    rng = np.random.default_rng(20260211)
    drawn = [
        score_walk(walk_forward(permuted_history(history, rng), 0, "pre_open"))
        for _ in range(PERMUTATIONS)
    ]
    mean = float(np.mean([one.crps.value for one in drawn]))
    rank = float(np.mean([one.ic.value for one in drawn]))
    print(f"permuted labels (0, 0): rank IC {rank:+.3f}, CRPS {mean:+.4f}")
    missed = []
    if placebo.crps.value > 2.0 * placebo.crps.error:
        missed.append("placebo sessions show skill")
    if mean > 0.002:
        missed.append("permuted labels show skill")
    return missed


def _print(label: str, score: Score) -> None:
    print(
        f"{label:<34}{score.sessions:>3} {score.ic.value:+.3f} ± {score.ic.error:.3f}"
        f" {score.r2.value:+.4f} ± {score.r2.error:.4f}"
        f" {score.crps.value:+.4f} ± {score.crps.error:.4f}"
        f"  {score.cover50.value:.2f} ± {score.cover50.error:.2f}"
        f"  {score.cover90.value:.2f} ± {score.cover90.error:.2f}"
    )


if __name__ == "__main__":
    main()
