"""Printing and writing: whole or not at all."""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from kuroshio.errors import Fault, InputError


def write_json(value: dict[str, Any], out: Path | None = None) -> None:
    """Print or write one JSON object; the same input gives the same bytes."""
    write_text(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False), out)


def write_text(text: str, out: Path | None = None) -> None:
    """Print a text, or write it to a file that appears only when it is whole.

    Raises
    ------
    InputError
        When the file cannot be written; what was there before stays.
    """
    body = text if text.endswith("\n") else text + "\n"
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(body)
        sys.stdout.flush()
        return
    write_bytes(body.encode("utf-8"), out)


def write_bytes(body: bytes, out: Path) -> None:
    """Write bytes to a file that appears only when it is whole.

    Raises
    ------
    InputError
        When the file cannot be written; what was there before stays.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise _unwritable(out, error) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        temporary.chmod(0o644)
        temporary.replace(out)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(out, error) from None
    say(f"wrote {out}")


def _unwritable(out: Path, error: OSError) -> InputError:
    problem = f"cannot be written: {error.strerror}"
    return InputError("output", [Fault(place=str(out), problem=problem)])


def say(message: str) -> None:
    """Tell the user something on standard error."""
    sys.stderr.write(f"{message}\n")
