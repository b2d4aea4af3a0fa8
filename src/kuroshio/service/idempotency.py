"""Posts that carry an Idempotency-Key are done once and answered the same again."""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kuroshio.errors import KuroshioError
from kuroshio.service.store import read_json, write_json

KEPT_SECONDS = 86_400.0
LONGEST = 200


class KeyReused(KuroshioError):  # noqa: N818 - as its family
    """The key was used for another request."""


class KeyBusy(KuroshioError):  # noqa: N818 - as its family
    """The first request with this key is still under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer given before."""

    status: int
    body: Any


class Answers:
    """Answers to posts by user and key, for a day.

    Parameters
    ----------
    folder : Path
    clock : callable
        Seconds since the epoch.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock
        self._busy: set[Path] = set()
        self._lock = threading.Lock()

    def begin(self, user: str, key: str, request: Any) -> Kept | None:
        """Return the answer given before; None: this is the first, go on.

        Raises
        ------
        KeyReused
            When the key came with another request.
        KeyBusy
            When the first is not done yet.
        """
        path = self._path(user, key)
        with self._lock:
            kept = read_json(path)
            if kept is not None and kept["at"] > self._clock() - KEPT_SECONDS:
                if kept["request"] != _digest(request):
                    raise KeyReused("this Idempotency-Key came with another request")
                return Kept(status=kept["status"], body=kept["body"])
            if path in self._busy:
                raise KeyBusy("the first request with this key is still under way")
            self._busy.add(path)
        return None

    def end(self, user: str, key: str, request: Any, answer: Kept | None) -> None:
        """Keep the answer; None: there was a fault, and the key is free again."""
        path = self._path(user, key)
        try:
            if answer is not None:
                kept = {
                    "at": self._clock(),
                    "request": _digest(request),
                    "status": answer.status,
                    "body": answer.body,
                }
                write_json(path, kept, private=True)
        finally:
            with self._lock:
                self._busy.discard(path)

    def _path(self, user: str, key: str) -> Path:
        name = hashlib.sha256(f"{user}\0{key}".encode()).hexdigest()
        return self._folder / f"{name}.json"


def _digest(request: Any) -> str:
    text = json.dumps(request, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
