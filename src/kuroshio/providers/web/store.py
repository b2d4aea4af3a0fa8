"""Answers kept on disk, so that a page is asked for again by its validators only."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer as kept; ``etag`` and ``modified`` are the server's validators."""

    url: str
    raw: bytes
    media: str
    etag: str
    modified: str

    def validators(self) -> dict[str, str]:
        """Return the headers that ask whether this answer still holds."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in pairs.items() if value}


def recall(cache: Path | None, url: str) -> Kept | None:
    """Return the kept answer of an address, if there is a whole one."""
    if cache is None:
        return None
    try:
        kept = msgspec.msgpack.decode(_place(cache, url).read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError):
        return None
    return kept if kept.url == url else None


def keep(cache: Path | None, kept: Kept) -> None:
    """Keep an answer that has a validator; a cache that cannot be kept is no fault."""
    if cache is None or not kept.validators():
        return
    path = _place(cache, kept.url)
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.msgpack.encode(kept))
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)


def _place(cache: Path, url: str) -> Path:
    return cache / "pages" / f"{hashlib.sha256(url.encode()).hexdigest()}.msgpack"
