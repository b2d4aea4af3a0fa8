"""Which of many documents are worth a look, and why."""

from dataclasses import dataclass
from typing import Literal

TriageAnswer = Literal["irrelevant", "copy", "nothing_new", "matters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageVerdict:
    """The answer for one document.

    ``of`` is the document it copies; ``event`` the id of its event; ``reason`` one
    sentence.
    """

    document: str
    source: str
    answer: TriageAnswer
    reason: str
    event: str | None = None
    title: str | None = None
    of: str | None = None
