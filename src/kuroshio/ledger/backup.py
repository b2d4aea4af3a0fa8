"""Backups: one file that either engine can restore, checked row by row.

A zip of one JSON-lines file a table and a manifest with the version of the tables,
the rows and the sha256 of each file. It is written from one state of the ledger while
others go on writing, and it is how a ledger of one's own becomes a team's.
"""

import base64
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, func, insert, select
from sqlalchemy import text as sql

from kuroshio.errors import Fault, InputError
from kuroshio.ledger.checking import count_rows
from kuroshio.ledger.columns import Body, Instant
from kuroshio.ledger.engine import Ledger, hold_lock
from kuroshio.ledger.models import Model
from kuroshio.ledger.upgrade import HEAD, REVISIONS, bring_up, move_to, revision_of

SCHEMA = "kuroshio-ledger-backup/1"
_PAGE = 1_000
_SKIPPED = frozenset({"leases"})  # who is at work now is nothing to restore


def back_up(ledger: Ledger, out: Path) -> dict[str, Any]:
    """Write a backup that appears only when it is whole, and return its manifest.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(
            temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=5
        ) as file:
            manifest = _write(ledger, file)
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(out)
    except OSError as error:
        fault = Fault(place=str(out), problem=f"cannot be written: {error.strerror}")
        raise InputError("backup", [fault]) from None
    finally:
        temporary.unlink(missing_ok=True)
    return manifest


def _write(ledger: Ledger, file: zipfile.ZipFile) -> dict[str, Any]:
    revision = revision_of(ledger)
    tables: dict[str, Any] = {}
    with ledger.reading(snapshot=True) as connection:
        for table in Model.metadata.sorted_tables:
            if table.name in _SKIPPED:
                continue
            seal, rows = hashlib.sha256(), 0
            with file.open(f"{table.name}.jsonl", "w", force_zip64=True) as part:
                for line in _lines(connection, table):
                    part.write(line)
                    seal.update(line)
                    rows += 1
            tables[table.name] = {"rows": rows, "sha256": seal.hexdigest()}
    manifest = {
        "schema": SCHEMA,
        "revision": revision,
        "made_at": ledger.clock().isoformat(),
        "tables": tables,
    }
    file.writestr("manifest.json", json.dumps(manifest, indent=1))
    return manifest


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    wanted = select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(yield_per=_PAGE).execute(wanted)
    for row in found:
        values = {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001
        yield (
            json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
            + b"\n"
        )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def restore(ledger: Ledger, path: Path) -> dict[str, Any]:
    """Fill an empty ledger from a backup, all of it or nothing.

    Raises
    ------
    InputError
        When the file is no whole backup, or the ledger is not empty.
    """
    try:
        with zipfile.ZipFile(path) as file:
            manifest = _check(file, path)
            return _fill(ledger, file, manifest)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _refuse(path, f"is no whole backup: {error}", "use another") from None


def _refuse(path: Path, problem: str, mend: str) -> InputError:
    return InputError("backup", [Fault(place=str(path), problem=problem, mend=mend)])


def _check(file: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    """Compare every part with the manifest before a row is written."""
    manifest: dict[str, Any] = json.loads(file.read("manifest.json"))
    if manifest.get("schema") != SCHEMA or manifest.get("revision") not in REVISIONS:
        raise _refuse(path, "is of another version", "use the program that wrote it")
    for name, told in manifest["tables"].items():
        seal = hashlib.sha256()
        with file.open(f"{name}.jsonl") as part:
            while block := part.read(1 << 20):
                seal.update(block)
        if seal.hexdigest() != told["sha256"]:
            raise _refuse(path, f"{name} is not what was written", "use another backup")
    return manifest


def _fill(
    ledger: Ledger, file: zipfile.ZipFile, manifest: dict[str, Any]
) -> dict[str, Any]:
    if revision_of(ledger) is None:
        move_to(ledger, manifest["revision"])
    held = {
        name: rows for name, rows in count_rows(ledger).items() if name not in _SKIPPED
    }
    if any(held.values()):
        fault = Fault(
            place="ledger", problem="is not empty", mend="restore into a new place"
        )
        raise InputError("ledger", [fault])
    move_to(ledger, manifest["revision"])
    with ledger.writing() as connection:
        hold_lock(connection)
        for table in Model.metadata.sorted_tables:
            if table.name in manifest["tables"]:
                with file.open(f"{table.name}.jsonl") as part:
                    _load(connection, table, io.BufferedReader(part))  # type: ignore[arg-type]
                _set_sequence(connection, table)
    if manifest["revision"] != HEAD:
        bring_up(ledger)
    return manifest


def _load(connection: Connection, table: Table, part: io.BufferedReader) -> None:
    rows: list[dict[str, Any]] = []
    for line in part:
        values = json.loads(line.decode("utf-8", "surrogatepass"))
        rows.append(
            {name: _typed(table, name, value) for name, value in values.items()}
        )
        if len(rows) == _PAGE:
            connection.execute(insert(table), rows)
            rows = []
    if rows:
        connection.execute(insert(table), rows)


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if value is None or isinstance(kind, Body):
        return value
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def _set_sequence(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the restored ones."""
    column = table.columns.get("id")
    if connection.dialect.name != "postgresql" or column is None:
        return
    most = connection.execute(select(func.max(column))).scalar()
    if most is not None:
        connection.execute(
            sql("SELECT setval(pg_get_serial_sequence(:name, 'id'), :most)"),
            {"name": table.name, "most": most},
        )
