"""Deals of the desk: texts that somebody sent in, and what was made of them.

A deal's id stands on its texts and its ``as_of``: the same story sent twice is one
deal, and its address can be kept.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kuroshio.errors import Fault, InputError
from kuroshio.service.store import read_json, write_json, write_whole

_UNSAFE = re.compile(r"[^\w.\- ()]+")
ID = re.compile(r"[0-9a-f]{16}")
MOST_SOURCES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One event as sent in.

    ``sources`` are names of files in its folder, or addresses; ``by`` sent it first.
    """

    id: str
    sources: tuple[str, ...]
    as_of: str | None
    by: str
    made: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What lists say of a deal that has been read."""

    title: str
    kind: str
    entry: str | None
    status: str
    as_of: str
    errors: int
    warnings: int
    findings: int


class Deals:
    """The deals on disk.

    Parameters
    ----------
    folder : Path
    clock : callable
        Seconds since the epoch.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock
        self._summaries: dict[tuple[str, int], Summary | None] = {}

    def add(
        self,
        files: Sequence[tuple[str, bytes]],
        addresses: Sequence[str] = (),
        *,
        as_of: str | None,
        by: str,
    ) -> Deal:
        """Keep texts and addresses as a deal; what is there already is found again.

        Raises
        ------
        InputError
            When nothing, or too much, was given.
        StoreFailed
            When it cannot be written.
        """
        named = name_files(files)
        check_sources(named, addresses)
        identity = _identity(named, addresses, as_of)
        found = self.find(identity)
        if found is not None:
            return found
        home = self._folder / identity
        for name, raw in named.items():
            write_whole(home / "texts" / name, raw)
        deal = Deal(
            id=identity,
            sources=(*named, *addresses),
            as_of=as_of,
            by=by,
            made=self._clock(),
        )
        write_json(
            home / "deal.json",
            {
                "id": deal.id,
                "sources": list(deal.sources),
                "as_of": as_of,
                "by": by,
                "made": deal.made,
            },
        )
        return deal

    def find(self, identity: str) -> Deal | None:
        """Return a deal by its id."""
        if not ID.fullmatch(identity):
            return None
        kept = read_json(self._folder / identity / "deal.json")
        if not isinstance(kept, dict):
            return None
        return Deal(**{**kept, "sources": tuple(kept["sources"])})

    def every(self) -> list[Deal]:
        """Return every deal, the newest first."""
        found = (
            self.find(path.parent.name) for path in self._folder.glob("*/deal.json")
        )
        deals = [deal for deal in found if deal is not None]
        return sorted(deals, key=lambda deal: (-deal.made, deal.id))

    def texts(self, deal: Deal) -> Path:
        """Return the folder of a deal's texts."""
        folder = self._folder / deal.id / "texts"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def files(self, deal: Deal) -> dict[str, bytes]:
        """Return a deal's texts by name."""
        folder = self.texts(deal)
        return {
            name: (folder / name).read_bytes()
            for name in deal.sources
            if "://" not in name
        }

    def result_path(self, deal: Deal, mark: str) -> Path:
        """Return where the result of a deal is, or is to be."""
        return self._folder / deal.id / f"result-{mark}.json"

    def result(self, deal: Deal, mark: str) -> dict[str, Any] | None:
        """Return what was made of a deal; None: nothing yet."""
        found = read_json(self.result_path(deal, mark))
        return found if isinstance(found, dict) else None

    def summary(self, deal: Deal, mark: str) -> Summary | None:
        """Return what lists say of a deal; None: it has not been read yet."""
        try:
            stamp = self.result_path(deal, mark).stat().st_mtime_ns
        except OSError:
            return None
        key = (deal.id, stamp)
        if key not in self._summaries:
            result = self.result(deal, mark)
            self._summaries[key] = summarise(result) if result else None
        return self._summaries[key]


def summarise(result: dict[str, Any]) -> Summary:
    """Return what lists say of a result."""
    read = result["read"]
    event = read["event"]
    severities = [item["severity"] for item in read["findings"]]
    documents = read["documents"]
    first = documents[0]
    return Summary(
        title=event.get("title") or first.get("title") or _first_line(result, first),
        kind=event["kind"],
        entry=result["register"]["id"],
        status=event.get("status", "unknown"),
        as_of=result["as_of"],
        errors=severities.count("error"),
        warnings=severities.count("warn"),
        findings=len(severities),
    )


def _first_line(result: dict[str, Any], document: dict[str, Any]) -> str:
    """Return the first words of a text without a title, else its file's name."""
    text = result["texts"].get(document["id"], "").strip()
    line = " ".join(text.partition("\n")[0].split())
    return f"{line[:100]}…" if len(line) > 101 else line or document["source"]


def name_files(files: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """Give files names that are safe and told apart; empty ones are left out."""
    named: dict[str, bytes] = {}
    for given, raw in files:
        if not raw.strip():
            continue
        name = safe_name(given)
        while name in named:
            stem, dot, suffix = name.rpartition(".")
            name = f"{stem or suffix}-2{dot}{suffix if dot else ''}"
        named[name] = raw
    return named


def safe_name(name: str) -> str:
    """Return a file name without folders or characters that mean something.

    Examples
    --------
    >>> safe_name("../../etc/passwd"), safe_name("a<script>.html"), safe_name("..")
    ('passwd', 'a_script_.html', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    safe = _UNSAFE.sub("_", last).strip(" .-")
    if len(safe) > 80:
        stem, dot, suffix = safe.rpartition(".")
        safe = f"{stem[:60]}{dot}{suffix[:12]}" if dot else safe[:80]
    return safe or "file"


def check_sources(files: dict[str, bytes], addresses: Sequence[str]) -> None:
    """Check how much was given.

    Raises
    ------
    InputError
        When nothing was, or too much, or an address is none.
    """
    faults = [
        Fault(place=address[:200], problem="is no web address", mend="https://…")
        for address in addresses
        if not address.startswith(("https://", "http://"))
    ]
    if not files and not addresses:
        faults.append(
            Fault(
                place="form",
                problem="no text was given",
                mend="paste a text, choose a file or give an address",
            )
        )
    if len(files) + len(addresses) > MOST_SOURCES:
        problem = f"more than {MOST_SOURCES} texts were given"
        faults.append(Fault(place="form", problem=problem, mend="give fewer"))
    if faults:
        raise InputError("documents", faults)


def _identity(
    files: dict[str, bytes], addresses: Sequence[str], as_of: str | None
) -> str:
    digest = hashlib.sha256()
    for name, raw in files.items():
        digest.update(f"{name}\0{hashlib.sha256(raw).hexdigest()}\n".encode())
    digest.update("\n".join(addresses).encode())
    digest.update(f"\n{as_of or ''}".encode())
    return digest.hexdigest()[:16]
