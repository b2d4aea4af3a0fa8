"""The log of calls with experts and other sources, behind a gate.

A note on which the gate does not open cleanly is held: only whoever checks may read it,
its writer among those who may not any more, and nothing of it reaches a page of others.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kuroshio.errors import Fault, InputError
from kuroshio.service.access import Actor
from kuroshio.service.store import read_json, write_json

QUESTIONS = (
    ("public", "Everything heard is public or came without a duty to keep it."),
    ("employed", "The source has not worked for a company spoken of in six months."),
    ("compliance", "The call was cleared by compliance before it was held."),
)
LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: ``state`` is open or held; ``answers`` are those of the gate."""

    id: str
    source: str
    on: str
    subject: str
    stance: str
    note: str
    by: str
    state: str
    answers: dict[str, bool]
    made: float


class Calls:
    """The calls on disk.

    Parameters
    ----------
    folder : Path
    clock : callable
        Seconds since the epoch.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock

    def add(
        self,
        *,
        source: str,
        on: str,
        subject: str,
        stance: str,
        note: str,
        answers: dict[str, bool],
        by: Actor,
    ) -> Call:
        """Log a call; the same one sent twice is one.

        Raises
        ------
        InputError
            Without a source, a subject or a note.
        StoreFailed
            When it cannot be written.
        """
        faults = [
            Fault(place=name, problem="is empty", mend="say it in a few words")
            for name, text in (("source", source), ("subject", subject), ("note", note))
            if not text.strip()
        ]
        if len(note) > LONGEST:
            faults.append(
                Fault(place="note", problem=f"is longer than {LONGEST} characters")
            )
        if faults:
            raise InputError("call", faults)
        for held in self._all():
            same = (held.source, held.on, held.subject, held.note, held.by)
            if same == (source, on, subject, note, by.user):
                return held
        clean = all(answers.get(key, False) for key, _ in QUESTIONS)
        call = Call(
            id=secrets.token_hex(8),
            source=source[:200],
            on=on[:10],
            subject=subject[:300],
            stance=stance,
            note=note,
            by=by.user,
            state="open" if clean else "held",
            answers=answers,
            made=self._clock(),
        )
        write_json(self._folder / f"{call.id}.json", asdict(call), private=True)
        return call

    def every(self, reader: Actor) -> list[Call]:
        """Return the calls as a reader may see them, the newest first."""
        shown = [_seen(call, reader) for call in self._all()]
        return sorted(shown, key=lambda call: call.made, reverse=True)

    def _all(self) -> list[Call]:
        found = (read_json(path) for path in self._folder.glob("*.json"))
        return [Call(**kept) for kept in found if isinstance(kept, dict)]


def _seen(call: Call, reader: Actor) -> Call:
    """Blacken what is held for everybody but another person who checks."""
    may = reader.may("check") and (reader.user != call.by or reader.key == "")
    if call.state == "open" or may:
        return call
    return replace(call, note="", subject="held for compliance")


def digest_of(call: Call) -> str:
    """Return the hash that the audit log keeps of a note."""
    return hashlib.sha256(call.note.encode()).hexdigest()
