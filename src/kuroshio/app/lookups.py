"""Questions to the knowledge: who a name may mean, what the register knew on a day."""

from datetime import date
from difflib import get_close_matches
from typing import Any

from kuroshio.app.inputs import parse_as_of
from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.briefs import SHANGHAI, head, say_amount, to_plain
from kuroshio.errors import Fault, InputError
from kuroshio.version import VERSION


def find_names(text: str, *, on: str | None, workspace: Workspace) -> dict[str, Any]:
    """Return the candidates that a name may mean on a day, each with its reason.

    Raises
    ------
    InputError
        When ``on`` is no ISO day.
    """
    day = _day(on, "--on")
    found = open_knowledge(workspace).find_entities(text, day)
    first = head(as_of=None, inputs=(), pack=None, version=VERSION)
    return {**first, "text": text, "on": on, "candidates": to_plain(found)}


def _day(text: str | None, place: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fault = Fault(
            place=place, problem=f"{text!r} is no ISO day", mend="like 2026-02-12"
        )
        raise InputError("command line", [fault]) from None


def say_names(found: dict[str, Any]) -> str:
    """Word the candidates, one a line."""
    rows = [
        f"{row['id']:<28} {row['kind']:<12} {row['name']} — {row['reason']}"
        for row in found["candidates"]
    ]
    return "\n".join(rows) or f"unknown: {found['text']}"


def list_entries(*, workspace: Workspace) -> dict[str, Any]:
    """Return the ids and names of the vehicles and deals in the register."""
    entries = open_knowledge(workspace).register
    first = head(as_of=None, inputs=(), pack=None, version=VERSION)
    rows = [{"id": name, "name": entries[name].names.en} for name in sorted(entries)]
    return {**first, "entries": rows}


def show_entry(
    entry: str, *, as_of: str | None, workspace: Workspace
) -> dict[str, Any]:
    """Return what was known about a vehicle or deal on a day.

    Raises
    ------
    InputError
        When no entry has that id; the nearest ids are named.
    """
    knowledge = open_knowledge(workspace)
    if entry not in knowledge.register:
        near = get_close_matches(entry, knowledge.register, n=3)
        fault = Fault(
            place=entry,
            problem="no such entry",
            mend=f"did you mean {', '.join(near)}?" if near else "see register list",
        )
        raise InputError("register", [fault])
    day = as_of or open_pack(workspace).manifest.date
    instant = parse_as_of(day)
    facts = knowledge.facts_at(entry, instant.astimezone(SHANGHAI).date())
    first = head(as_of=instant, inputs=(), pack=None, version=VERSION)
    names = to_plain(knowledge.register[entry].names)
    return {**first, "id": entry, "names": names, "facts": to_plain(facts)}


def say_entry(shown: dict[str, Any]) -> str:
    """Word an entry's facts, oldest news first."""
    lines = [f"{shown['names']['en']} ({shown['id']}) as known on {shown['as_of']}"]
    for fact in shown["facts"]:
        amount = fact["amount"]
        money = f" {say_amount(amount, fact['currency'])}" if amount else ""
        stage = f" [{fact['stage']}]" if fact["stage"] else ""
        lines.append(
            f"  {fact['published']}  {fact['field']:<10}{money}{stage} {fact['text']}"
        )
        lines.append(f"              {fact['confidence']}: {fact['source']}")
    return "\n".join(lines)
