"""Bytes from paths and standard input, bounded, with every fault reported at once."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from kuroshio.app.workspace import Workspace
from kuroshio.briefs import SHANGHAI
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.market import read_book
from kuroshio.reading import open_document
from kuroshio.records import Book, Document

MAX_BYTES = 50 * 1024 * 1024
DAY_READ_AT = time(8, 30)  # a document that gives a day only: before the open


@dataclass(frozen=True, slots=True, kw_only=True)
class RawInput:
    """What was read from one place."""

    source: str
    raw: bytes
    media: str | None = None


def read_inputs(sources: Sequence[str], workspace: Workspace) -> tuple[RawInput, ...]:
    """Read every source: a path, "-" for standard input, or an https address.

    Raises
    ------
    InputError
        With a fault for each source that is missing, a folder, unreadable or too big.
    """
    read: list[RawInput] = []
    faults: list[Fault] = []
    for source in sources:
        outcome = _read_one(source, workspace)
        if isinstance(outcome, Fault):
            faults.append(outcome)
        else:
            read.append(outcome)
    if faults:
        raise InputError("documents", faults)
    return tuple(read)


def _read_one(source: str, workspace: Workspace) -> RawInput | Fault:
    if source == "-":
        raw = sys.stdin.buffer.read(MAX_BYTES + 1)
    elif "://" in source:
        return _fetch(source, workspace)
    else:
        path = Path(source)
        try:
            if path.is_dir():
                return Fault(place=source, problem="is a folder", mend="name its files")
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return Fault(place=source, problem="no such file", mend="check the path")
        except OSError as error:
            return Fault(place=source, problem=f"cannot be read: {error.strerror}")
    if len(raw) > MAX_BYTES:
        return Fault(
            place=source, problem="is larger than 50 MB", mend="give the article only"
        )
    return RawInput(source=source, raw=raw)


def _fetch(source: str, workspace: Workspace) -> RawInput | Fault:
    from kuroshio.providers.web import fetch_page

    try:
        page = fetch_page(source, agent=workspace.agent, cache=workspace.cache)
    except InputError as error:
        return error.faults[0]
    return RawInput(source=source, raw=page.raw, media=page.media)


def open_documents(
    sources: Sequence[str], workspace: Workspace
) -> tuple[Document, ...]:
    """Read and decode every source into a document; all faults at once."""
    documents: list[Document] = []
    faults: list[Fault] = []
    for number, item in enumerate(read_inputs(sources, workspace), start=1):
        try:
            documents.append(
                open_document(
                    item.raw, source=item.source, id=f"d{number}", media=item.media
                )
            )
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError("documents", faults)
    return tuple(documents)


def parse_as_of(text: str) -> datetime:
    """Read an instant: a day (08:30 in Shanghai) or an ISO date and time.

    Examples
    --------
    >>> parse_as_of("2026-02-12").isoformat()
    '2026-02-12T00:30:00+00:00'
    >>> parse_as_of("2026-02-13T16:30+08:00").isoformat()
    '2026-02-13T08:30:00+00:00'
    """
    try:
        if len(text) == len("2026-02-12"):
            return day_instant(date.fromisoformat(text))
        instant = datetime.fromisoformat(text)
    except ValueError:
        fault = Fault(
            place="--as-of",
            problem=f"{text!r} is no ISO date or time",
            mend="2026-02-12 or 2026-02-13T16:30+08:00",
        )
        raise InputError("command line", [fault]) from None
    zoned = instant if instant.tzinfo is not None else instant.replace(tzinfo=SHANGHAI)
    return zoned.astimezone(UTC)


def day_instant(day: date) -> datetime:
    """Return the instant that stands for a day: before the Shanghai open."""
    return datetime.combine(day, DAY_READ_AT, tzinfo=SHANGHAI).astimezone(UTC)


def choose_as_of(
    documents: Sequence[Document], *, given: str | None, pack_day: date | None
) -> tuple[datetime, str]:
    """Return the instant of knowledge and what it rests on.

    The one given, else the latest publication time among the documents, else the pack's
    date; never the wall clock.
    """
    if given is not None:
        return parse_as_of(given), "given"
    instants = [
        item.published_at for item in documents if item.published_at is not None
    ]
    days = [item.dateline for item in documents if item.dateline is not None]
    if instants:
        return max(instants), "publication time"
    if days:
        return day_instant(max(days)), "document date"
    if pack_day is not None:
        return day_instant(pack_day), "pack date; the text gives none"
    fault = Fault(
        place="--as-of",
        problem="neither a document nor the pack gives a date",
        mend="give --as-of",
    )
    raise InputError("command line", [fault])


def open_book(path: Path, knowledge: Knowledge) -> Book:
    """Read a book against the securities and instruments that are known.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    return read_book(
        path, known=knowledge.securities, instruments=knowledge.instruments
    )
