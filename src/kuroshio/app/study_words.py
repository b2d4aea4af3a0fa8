"""An event study in words: what was used, what was left out, and the tests."""

from collections.abc import Iterable
from typing import Any


def say_study(done: dict[str, Any]) -> str:
    """Word a study: counts, then one table of tests for each window."""
    used, skipped = len(done["models"]), done["skipped"]
    lines = [f"{used} events used, {len(skipped)} skipped"]
    lines += [
        f"  skipped {item['event_id']} {item['security']}: {item['reason']}"
        for item in skipped[:10]
    ]
    if len(skipped) > 10:
        lines.append(f"  and {len(skipped) - 10} more")
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
