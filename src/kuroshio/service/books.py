"""Books of the desk: each belongs to one user, and nobody else is told of it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kuroshio.errors import Fault, InputError
from kuroshio.service.deals import ID, safe_name
from kuroshio.service.own_scenarios import KEPT, OwnScenario
from kuroshio.service.store import read_json, write_json, write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBook:
    """A book as sent in, with the profile that came with it."""

    id: str
    owner: str
    name: str
    file: str
    profile: str | None
    made: float


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A book looked at with a deal or alone: the folder and file of its result."""

    folder: Path
    out: Path
    sources: tuple[str, ...]
    book: str
    profile: str | None


class Books:
    """The books on disk, a folder for each owner.

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
        file: tuple[str, bytes],
        profile: bytes | None,
        *,
        name: str,
        owner: str,
    ) -> StoredBook:
        """Keep a book; the same one sent twice is one book.

        Raises
        ------
        InputError
            When it is empty.
        StoreFailed
            When it cannot be written.
        """
        if not file[1].strip():
            fault = Fault(place="book", problem="the file is empty")
            raise InputError("book", [fault])
        digest = hashlib.sha256(file[1])
        digest.update(b"\0" + (profile or b""))
        book = StoredBook(
            id=digest.hexdigest()[:16],
            owner=owner,
            name=name or safe_name(file[0]),
            file=safe_name(file[0]),
            profile="profile.yaml" if profile else None,
            made=self._clock(),
        )
        home = self._home(owner) / book.id
        write_whole(home / "given" / book.file, file[1], private=True)
        if profile:
            write_whole(home / "given" / "profile.yaml", profile, private=True)
        write_json(home / "book.json", asdict(book), private=True)
        return book

    def find(self, identity: str, owner: str) -> StoredBook | None:
        """Return a book of an owner; the books of others are not there."""
        if not ID.fullmatch(identity):
            return None
        kept = read_json(self._home(owner) / identity / "book.json")
        return StoredBook(**kept) if isinstance(kept, dict) else None

    def every(self, owner: str) -> list[StoredBook]:
        """Return the books of an owner, the newest first."""
        paths = self._home(owner).glob("*/book.json")
        found = (self.find(path.parent.name, owner) for path in paths)
        books = [book for book in found if book is not None]
        return sorted(books, key=lambda book: (-book.made, book.id))

    def remove(self, book: StoredBook) -> None:
        """Delete a book and everything made of it."""
        import shutil

        shutil.rmtree(self._home(book.owner) / book.id, ignore_errors=True)

    def raw(self, book: StoredBook) -> bytes:
        """Return the file as sent in."""
        given = self._home(book.owner) / book.id / "given"
        return (given / book.file).read_bytes()

    def view(
        self,
        book: StoredBook,
        texts: Mapping[str, bytes],
        addresses: tuple[str, ...],
        *,
        as_of: str | None,
        stale_ok: bool,
        mark: str,
        task: str,
    ) -> View:
        """Lay out the folder in which a result is made, private as the book is."""
        asked = f"{sorted(texts)} {addresses} {as_of} {stale_ok} {mark} {task}"
        digest = hashlib.sha256(asked.encode())
        for name in sorted(texts):
            digest.update(hashlib.sha256(texts[name]).digest())
        home = self._home(book.owner) / book.id
        folder = home / "views" / digest.hexdigest()[:16]
        if not (folder / "given").is_dir():
            given = home / "given"
            for own in filter(None, (book.file, book.profile)):
                raw = (given / own).read_bytes()
                write_whole(folder / "given" / own, raw, private=True)
            for name, raw in texts.items():
                write_whole(folder / "given" / name, raw, private=True)
        return View(
            folder=folder / "given",
            out=folder / "result.json",
            sources=(*texts, *addresses),
            book=book.file,
            profile=book.profile,
        )

    def result(self, view: View) -> dict[str, Any] | None:
        """Return the result of a view; None: not made yet."""
        found = read_json(view.out)
        return found if isinstance(found, dict) else None

    def keep_scenario(self, book: StoredBook, own: OwnScenario) -> None:
        """Keep a scenario with its book."""
        home = self._home(book.owner) / book.id / "scenarios"
        write_json(home / f"{own.id}.json", asdict(own), private=True)

    def scenarios(self, book: StoredBook) -> list[OwnScenario]:
        """Return the newest scenarios set for a book."""
        paths = (self._home(book.owner) / book.id / "scenarios").glob("*.json")
        kept = (read_json(path) for path in paths)
        found = [OwnScenario(**one) for one in kept if isinstance(one, dict)]
        return sorted(found, key=lambda one: (-one.made, one.id))[:KEPT]

    def own_result(self, view: View, own: OwnScenario) -> dict[str, Any] | None:
        """Return what a scenario costs in a view; None: not measured yet."""
        found = read_json(own_out(view, own))
        return found if isinstance(found, dict) else None

    def _home(self, owner: str) -> Path:
        return self._folder / hashlib.sha256(owner.encode()).hexdigest()[:24]


def own_out(view: View, own: OwnScenario) -> Path:
    """Return where the result of a scenario in a view is kept."""
    return view.out.with_name(f"own-{own.id}.json")
