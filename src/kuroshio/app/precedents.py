"""The verbs of precedents: list them, show one, study them with the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from kuroshio.app.inputs import parse_as_of
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import SHANGHAI, head, to_plain
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.records import Precedent, PrecedentType
from kuroshio.studies import VENUES, choose_precedents, place_precedent
from kuroshio.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which precedents: each condition that is given must hold."""

    ids: tuple[str, ...] = ()
    theme: str | None = None
    kind: str | None = None
    as_of: str | None = None


def list_precedents(
    *,
    theme: str | None = None,
    kind: str | None = None,
    as_of: str | None = None,
    workspace: Workspace,
) -> dict[str, Any]:
    """Return the precedents that name a theme and have a type, in order of time.

    Raises
    ------
    InputError
        When the theme or the type is unknown; the nearest names are told.
    """
    knowledge = open_knowledge(workspace)
    found = pick(Choice(theme=theme, kind=kind, as_of=as_of), knowledge)
    instant = None if as_of is None else parse_as_of(as_of)
    first = head(as_of=instant, inputs=(), pack=None, version=VERSION)
    return {
        **first,
        "theme": theme,
        "type": kind,
        "precedents": [_row(item, knowledge) for item in found],
    }


def _row(item: Precedent, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "id": item.id,
        "on": item.on.isoformat(),
        "title": item.title,
        "types": list(item.types),
        "direction": item.direction,
        "themes": to_plain(item.themes),
        "day_zero": {venue: _session(item, venue, knowledge) for venue in ("CN", "HK")},
        "leaked": item.leaked,
        "confidence": item.confidence,
    }


def _session(item: Precedent, venue: str, knowledge: Knowledge) -> str | None:
    placed = place_precedent(item, venue, knowledge.calendars)
    return None if isinstance(placed, str) else placed.session.isoformat()


def show_precedent(identity: str, *, workspace: Workspace) -> dict[str, Any]:
    """Return one precedent with day 0 on each venue and whom its themes reach.

    Raises
    ------
    InputError
        When no precedent has that id.
    """
    from kuroshio.app.precedent_members import reach_issuers, securities_of

    knowledge = open_knowledge(workspace)
    item = pick(Choice(ids=(identity,)), knowledge)[0]
    themes = []
    for name in item.themes:
        reached = reach_issuers(item, name.name, knowledge)
        sides = {
            side: [key for key, value in reached.signs.items() if value == sign]
            for side, sign in (("for", 1), ("against", -1), ("both", 0))
        }
        themes.append(
            {
                "theme": name.name,
                "title": knowledge.themes[name.name].names.en,
                "written_sign": name.sign,
                "issuers": len(reached.issuers),
                **{side: len(names) for side, names in sides.items()},
                "securities": {
                    venue: securities_of(reached.issuers, venue, knowledge)
                    for venue in ("CN", "HK")
                },
            }
        )
    first = head(as_of=None, inputs=(), pack=None, version=VERSION)
    return {
        **first,
        "precedent": to_plain(item),
        "day_zero": [_placed(item, venue, knowledge) for venue in VENUES],
        "themes": themes,
    }


def _placed(item: Precedent, venue: str, knowledge: Knowledge) -> dict[str, Any]:
    placed = place_precedent(item, venue, knowledge.calendars)
    if isinstance(placed, str):
        return {"venue": venue, "session": None, "by": None, "note": placed}
    return {"venue": venue, **to_plain(placed)}


def pick(choice: Choice, knowledge: Knowledge) -> tuple[Precedent, ...]:
    """Choose precedents; every name that is not known is a fault.

    Raises
    ------
    InputError
        For unknown ids, themes and types, or when nothing is left.
    """
    faults = [
        fault
        for text, known, what in (
            *((name, tuple(knowledge.precedents), "precedent") for name in choice.ids),
            (choice.theme, tuple(knowledge.themes), "theme"),
            (choice.kind, get_args(PrecedentType), "type of precedent"),
        )
        if (fault := _unknown(text, known, what)) is not None
    ]
    if faults:
        raise InputError("precedents", faults)
    found = choose_precedents(
        knowledge.precedents.values(),
        ids=choice.ids,
        theme=choice.theme,
        kind=choice.kind,
        until=until_day(choice.as_of),
    )
    if not found:
        asked = [text for text in (choice.theme, choice.kind, choice.as_of) if text]
        fault = Fault(
            place=", ".join(asked),
            problem="no precedent has all of these",
            mend="kuroshio precedents list shows them all",
        )
        raise InputError("precedents", [fault])
    return found


def until_day(as_of: str | None) -> date | None:
    """Return the Shanghai day of an instant of knowledge; None: no end.

    Raises
    ------
    InputError
        When it is neither a day nor an instant.
    """
    if as_of is None:
        return None
    return parse_as_of(as_of).astimezone(SHANGHAI).date()


def _unknown(text: str | None, known: Sequence[str], what: str) -> Fault | None:
    if text is None or text in known:
        return None
    near = get_close_matches(text, known, n=3)
    return Fault(
        place=text,
        problem=f"no such {what}",
        mend=f"did you mean {', '.join(near)}?" if near else "",
    )


def parse_indexes(markets: Sequence[str], venues: Sequence[str]) -> dict[str, str]:
    """Parse ``INDEX`` (of the first venue) and ``VENUE=INDEX``.

    Raises
    ------
    InputError
        When a venue is unknown or given twice.
    """
    found: dict[str, str] = {}
    faults = []
    for text in markets:
        left, equals, right = text.partition("=")
        venue, symbol = (left.upper(), right) if equals else (venues[0], left)
        if venue not in venues or not symbol or venue in found:
            mend = f"SYMBOL, or one of {', '.join(venues)} = SYMBOL, each once"
            problem = f"{text!r} names no index of a venue that is asked for"
            faults.append(Fault(place="--market", problem=problem, mend=mend))
        found[venue] = symbol
    if faults:
        raise InputError("command line", faults)
    return found


def study_inputs(files: Sequence[str | Path]) -> list[Path]:
    """Return the files among what was given as prices and indexes, each once."""
    paths = (Path(str(path).partition("#")[0]) for path in files)
    return [path for path in dict.fromkeys(paths) if path.is_file()]
