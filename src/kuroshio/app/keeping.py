"""Files of the cache folder: written whole or not at all, never more than some."""

import os
from contextlib import suppress
from pathlib import Path


def keep_text(path: Path, text: str, *, most: int | None = None) -> None:
    """Write a text into a cache; a cache that cannot be kept is no fault.

    Parameters
    ----------
    path : Path
        Its folder is made where it is missing.
    text : str
    most : int, optional
        When the folder holds more files, the oldest half of them is removed.
    """
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
        if most is not None:
            _thin_out(path.parent, most)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


def _thin_out(folder: Path, most: int) -> None:
    files = list(folder.iterdir())
    if len(files) <= most:
        return
    files.sort(key=lambda file: file.stat().st_mtime)
    for file in files[: len(files) // 2]:
        file.unlink(missing_ok=True)
