"""An event study in words: what was used, what was left out, and the tests."""

from collections.abc import Iterable
from typing import Any

SIMULATED = "SIMULATED prices: nothing below happened"


def is_simulated(done: dict[str, Any]) -> bool:
    """Say whether a file behind a study calls itself simulated."""
    return any("simulated" in row["source"].lower() for row in done["inputs"])


def say_study(done: dict[str, Any]) -> str:
    """Word a study: counts, then one table of tests for each window."""
    used, skipped = len(done["models"]), done["skipped"]
    lines = [SIMULATED] if is_simulated(done) else []
    lines += [f"{used} events used, {len(skipped)} skipped"]
    lines += [
        f"  skipped {item['event_id']} {item['security']}: {item['reason']}"
        for item in skipped[:10]
    ]
    if len(skipped) > 10:
        lines.append(f"  and {len(skipped) - 10} more")
    lines += _say_context(done)
    windows = dict.fromkeys(
        (item["kind"], item["w0"], item["w1"])
        for item in done["tests"]
        if item["kind"] != "AAR"
    )
    for kind, first, last in windows:
        tests = [
            item
            for item in done["tests"]
            if (item["kind"], item["w0"], item["w1"]) == (kind, first, last)
        ]
        lines += ["", f"{kind} [{first},{last}]", *_table(tests)]
    return "\n".join(lines)


def _say_context(done: dict[str, Any]) -> Iterable[str]:
    """Say what the numbers alone do not: locks, closures, other events."""
    for row in done["limit_locked"]:
        free = (
            f"to the first free close, t = {row['free_w1']}: {_share(row['free_car'])}"
            if row["free_w1"] is not None
            else "no free close follows"
        )
        elsewhere = "".join(
            f"; {item['security']} {_share(item['car'])}" for item in row["others"]
        )
        yield (
            f"  locked {row['locked']} {row['event_id']} {row['security']} on "
            f"{row['date']}: CAR[{row['w0']},{row['w1']}] {_share(row['car'])}; "
            f"{free}{elsewhere}"
        )
    for row in done["first_elsewhere"]:
        yield (
            f"  {row['other']} traded {row['event_id']} first, from "
            f"{row['other_day_zero']}: {_share(row['car_before'])} before "
            f"{row['security']} could on {row['date']}, {_share(row['car_joined'])} "
            f"with that day; {row['security']} {_share(row['ar'])}"
        )
    for row in done["confounding"]:
        if row["t"]:
            yield (
                f"  {row['event_id']} {row['security']}: {row['precedent']} falls on "
                f"t = {row['t']}: {row['title']}"
            )


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{100 * value:+.2f} %"


def _table(tests: Iterable[dict[str, Any]]) -> list[str]:
    rows = [f"  {'test':<28}{'statistic':>12}{'p':>10}  distribution"]
    rows += [
        f"  {item['test']:<28}{_number(item['stat']):>12}{_number(item['p']):>10}"
        f"  {_law(item)}"
        for item in tests
    ]
    return rows


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _law(test: dict[str, Any]) -> str:
    degrees = test.get("df")
    name = test.get("dist") or ""
    return f"{name}({degrees:g})" if degrees is not None else name
