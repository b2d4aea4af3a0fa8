"""The compiled form of knowledge: one msgpack file, named by what it was made of."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from kuroshio.knowledge.kinds import KINDS, PLAIN
from kuroshio.knowledge.names import NameTable

_KEEP = 4
_DIGEST = 32
# Raised when the meaning of what is stored changes without a change of the records.
_RECIPE = 3


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that loading gives: records by kind, authors, names by key."""

    tables: Mapping[str, tuple[Any, ...]]
    overlay: Mapping[str, str]
    names: NameTable
    theme_terms: NameTable


class _Stored(msgspec.Struct):
    tables: dict[str, msgspec.Raw]
    overlay: dict[str, str]
    names: NameTable
    theme_terms: NameTable


def cache_key(files: Iterable[tuple[str, bytes]]) -> str:
    """Return the key of data files: their names, bytes, and the record classes."""
    digest = hashlib.sha256(_schema().encode())
    for name, content in files:
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _schema() -> str:
    """Return the record classes in words, so that a changed field changes the key."""
    parts = [str(_RECIPE), msgspec.__version__]
    seen: set[type[Any]] = set()
    waiting = list(KINDS.values())
    while waiting:
        record = waiting.pop(0)
        if record in seen:
            continue
        seen.add(record)
        hints = get_type_hints(record)
        parts.append(f"{record.__name__}({hints})")
        waiting.extend(inner for hint in hints.values() for inner in _records_in(hint))
    return "\n".join(parts)


def _records_in(hint: Any) -> list[type[Any]]:
    """Return the record classes that a type mentions."""
    if hasattr(hint, "__dataclass_fields__"):
        return [hint]
    return [
        one for inner in getattr(hint, "__args__", ()) for one in _records_in(inner)
    ]


def read_compiled(folder: Path, key: str) -> Compiled | None:
    """Return what is stored under a key; None where it is absent or damaged."""
    try:
        content = _path(folder, key).read_bytes()
    except OSError:
        return None
    digest, body = content[:_DIGEST], content[_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        return None
    try:
        stored = msgspec.msgpack.decode(body, type=_Stored)
        tables = {
            kind: msgspec.msgpack.decode(raw, type=_table_type(kind))
            for kind, raw in stored.tables.items()
        }
    except msgspec.MsgspecError:
        return None
    return Compiled(tables, stored.overlay, stored.names, stored.theme_terms)


def write_compiled(folder: Path, key: str, compiled: Compiled) -> None:
    """Store compiled knowledge; a folder that cannot be written is no fault."""
    body = msgspec.msgpack.encode(
        {field.name: getattr(compiled, field.name) for field in fields(compiled)}
    )
    content = hashlib.sha256(body).digest() + body
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".knowledge-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(_path(folder, key))
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _prune(folder)


def _prune(folder: Path) -> None:
    """Keep the newest few: data files change, and each change leaves one behind."""
    stored = sorted(
        folder.glob("knowledge-*.msgpack"), key=lambda path: -path.stat().st_mtime_ns
    )
    for path in stored[_KEEP:]:
        path.unlink(missing_ok=True)


def _path(folder: Path, key: str) -> Path:
    return folder / f"knowledge-{key[:20]}.msgpack"


def _table_type(kind: str) -> Any:
    record = dict[str, Any] if kind in PLAIN else KINDS[kind]
    return tuple[record, ...]  # type: ignore[valid-type]
