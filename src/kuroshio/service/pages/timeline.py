"""The time line of a deal: facts, what falls due, and what China's government did."""

from datetime import date, timedelta
from typing import Any

from kuroshio.app import open_knowledge
from kuroshio.service.spoken import Spoken
from kuroshio.service.visits import Visit

_SHOWN = {"stage", "envelope", "tranche", "committed", "drawn", "milestone"}
_BEFORE = timedelta(days=30)


def timeline(
    result: dict[str, Any], visit: Visit, spoken: Spoken
) -> list[dict[str, Any]]:
    """Return the steps in order of time, each past, ahead, or a response of China's.

    Responses are measures of the library that China took from a month before the
    deal's first fact on, on a theme that the deal touches, and known by ``as_of``.
    """
    day = result["as_of"][:10]
    facts = [item for item in result["register"]["facts"] if item["field"] in _SHOWN]
    rows = [_fact(item, day, spoken) for item in facts]
    rows += [
        _clock(item, due, day, spoken)
        for item in result["register"]["clocks"]
        for due in item["candidates"]
        if due["due"] is not None and item["days"] is not None
    ]
    rows += _responses(result, facts, visit, spoken)
    return sorted(rows, key=lambda row: (row["on"], row["text"].text))


def _fact(item: dict[str, Any], day: str, spoken: Spoken) -> dict[str, Any]:
    return {
        "on": item["on"],
        "kind": item["field"],
        "tone": "ahead" if item["on"] > day else "",
        "text": spoken.cell(item["text"]),
        "source": item["source"],
        "note": item["published"],
    }


def _clock(
    item: dict[str, Any], due: dict[str, Any], day: str, spoken: Spoken
) -> dict[str, Any]:
    return {
        "on": due["due"],
        "kind": "clock",
        "tone": "ahead" if due["due"] >= day else "",
        "text": spoken.cell(item["name"]),
        "source": item["source"],
        "note": "+".join(due["countries"]),
    }


def _responses(
    result: dict[str, Any], facts: list[dict[str, Any]], visit: Visit, spoken: Spoken
) -> list[dict[str, Any]]:
    causes = result["read"]["causes"]
    themes = {reach["theme"] for cause in causes for reach in cause["themes"]}
    start = min((item["on"] for item in facts), default=result["as_of"][:10])
    since = date.fromisoformat(start) - _BEFORE
    until = date.fromisoformat(result["as_of"][:10])
    found = []
    for item in open_knowledge(visit.desk.workspace).precedents.values():
        touched = themes & {name.name for name in item.themes}
        if "CN" in item.initiators and touched and since <= item.on <= until:
            found.append(
                {
                    "on": item.on.isoformat(),
                    "kind": "response",
                    "tone": "china",
                    "text": spoken.cell(item.title),
                    "source": item.source,
                    "note": ", ".join(sorted(touched)),
                }
            )
    return found
