"""The desk's own files: each appears whole or not at all, and a full disk is said."""

import contextlib
import errno
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from kuroshio.errors import KuroshioError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StoreFailed(KuroshioError):  # noqa: N818 - as its family
    """A file of the desk could not be written; what was there before stays.

    Parameters
    ----------
    path : Path
        The file.
    error : OSError
        What the system said.
    """

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        self.is_full = error.errno in _FULL
        reason = "the disk is full" if self.is_full else (error.strerror or str(error))
        super().__init__(f"nothing was stored: {reason}")


def write_whole(path: Path, raw: bytes, *, private: bool = False) -> None:
    """Write a file that appears only when it is whole and on the disk.

    Raises
    ------
    StoreFailed
        When it cannot be written.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o600 if private else 0o640)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise StoreFailed(path, error) from None


def write_json(path: Path, value: Any, *, private: bool = False) -> None:
    """Write one JSON value, whole or not at all."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    write_whole(path, text.encode(), private=private)


def read_json(path: Path) -> Any:
    """Return the JSON value of a file; None where there is none or it is damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def forget_old(folder: Path, *, before: float) -> None:
    """Delete the entries of a folder that were last changed before an instant.

    Parameters
    ----------
    before : float
        Seconds since the epoch.
    """
    for path in folder.glob("*"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < before:
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()
