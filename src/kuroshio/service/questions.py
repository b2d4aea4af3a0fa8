"""Open questions as a research list: what the desk says that it does not know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_ASKING = {
    "unquantified": "Find the figure behind it",
    "omission": "Find out what the text leaves out",
    "unverifiable_speaker": "Find a second source for the speaker",
    "anonymous_source": "Find a named source",
    "source_conflict": "Find which source is right",
    "register_conflict": "Check the register against an official text",
    "date_ambiguous": "Find the day",
    "conversion_implausible": "Find the sum in its own currency",
    "unlinked": "Find whom it reaches",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One open question: what to do, about what, and where it comes from."""

    task: str
    about: str
    deal: str
    where: str


def open_questions(
    deal: str, result: Mapping[str, Any], unknowns: Mapping[str, Iterable[str]]
) -> list[Question]:
    """Return what a result leaves open.

    Parameters
    ----------
    deal : str
        The deal's id.
    result : mapping
        What a worker made of it.
    unknowns : mapping
        Theme id → what is not known of it.
    """
    read = result["read"]
    found = [
        Question(
            task=_ASKING[item["kind"]],
            about=item["say"],
            deal=deal,
            where=f"flag-{number}",
        )
        for number, item in enumerate(read["findings"])
        if item["kind"] in _ASKING
    ]
    themes = dict.fromkeys(
        reach["theme"] for cause in read["causes"] for reach in cause["themes"]
    )
    found += [
        Question(task="Find out", about=f"{theme}: {text}", deal=deal,
                 where="exposures")
        for theme in themes
        for text in unknowns.get(theme, ())
    ]  # fmt: skip
    found += [
        Question(task="Check the rule", about=f"{item['id']}: {item['reason']}",
                 deal=deal, where="rules")
        for item in result["regimes"]["regimes"]
        if item["answer"] == "unknown"
    ]  # fmt: skip
    # Copies of one story ask the same.
    return list({(one.task, one.about): one for one in reversed(found)}.values())[::-1]
