"""The font of a PDF: looked for on the machine, never shipped."""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kuroshio.app.keeping import keep_text
from kuroshio.errors import Fault, InputError

PACKAGE = "fonts-noto-cjk"
_PROBE = "中文赤沢億→−≥"
_FILES = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJK-VF.ttc", "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf", "NotoSansSC-Regular.ttf", "SourceHanSans-Regular.ttc",
    "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf",
)  # fmt: skip
_FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
             "Source Han Sans CN")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font with Chinese characters: its family, its folder and what it can draw."""

    family: str
    folder: Path
    glyphs: frozenset[int]

    def missing(self, text: str) -> frozenset[str]:
        """Return the characters of a text that the font cannot draw."""
        return frozenset(
            c for c in set(text) if ord(c) not in self.glyphs and c not in "\n\t\r"
        )


def font_folders() -> tuple[Path, ...]:
    """Return where fonts may lie, the user's own first."""
    home = Path.home()
    shared = os.environ.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    return (
        Path(shared) / "fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        home / "Library" / "Fonts",
        Path("/Library/Fonts"),
        Path("C:/Windows/Fonts"),
    )


def find_font(folders: Sequence[Path] | None = None, cache: Path | None = None) -> Font:
    """Return the first font with Chinese characters.

    Parameters
    ----------
    folders : sequence of Path, optional
        Default: where this machine has its fonts.
    cache : Path, optional
        Keeps what was read of a font, which takes a while, until its file changes.

    Raises
    ------
    InputError
        When there is none; the mend names the Debian package.
    """
    return _find(tuple(font_folders() if folders is None else folders), cache)


@lru_cache(maxsize=4)
def _find(folders: tuple[Path, ...], cache: Path | None) -> Font:
    for path in _candidates(folders):
        font = _kept(path, cache)
        if font is not None:
            return font
    fault = Fault(
        place="fonts",
        problem="no font with Chinese characters was found, and a PDF needs one",
        mend=f"install the Debian package {PACKAGE}, or put Noto Sans CJK into "
        "~/.local/share/fonts",
    )
    raise InputError("PDF", [fault])


def _candidates(folders: Iterable[Path]) -> Iterable[Path]:
    for folder in folders:
        if not folder.is_dir():
            continue
        found = {
            path.name: path for path in sorted(folder.rglob("*")) if path.is_file()
        }
        yield from (found[name] for name in _FILES if name in found)


def _kept(path: Path, cache: Path | None) -> Font | None:
    """Return the font of a file from the cache, or read it and keep what it says."""
    if cache is None:
        return _read(path)
    state = path.stat()
    told = f"{path}|{state.st_size}|{state.st_mtime_ns}"
    kept = cache / f"font-{hashlib.sha256(told.encode()).hexdigest()[:16]}.json"
    try:
        plain = json.loads(kept.read_text(encoding="utf-8"))
        return Font(
            family=plain["family"],
            folder=path.parent,
            glyphs=frozenset(
                c for first, last in plain["glyphs"] for c in range(first, last + 1)
            ),
        )
    except (OSError, ValueError, KeyError, TypeError):
        font = _read(path)
    if font is not None:
        plain = {"family": font.family, "glyphs": _runs(font.glyphs)}
        keep_text(kept, json.dumps(plain))
    return font


def _runs(glyphs: frozenset[int]) -> list[tuple[int, int]]:
    """Return the characters as runs without gaps: first and last of each."""
    runs: list[tuple[int, int]] = []
    for code in sorted(glyphs):
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


def _read(path: Path) -> Font | None:
    """Return the font of a file when it can draw what a brief needs."""
    from fontTools.ttLib import (  # type: ignore[import-untyped]
        TTCollection,
        TTFont,
        TTLibError,
    )

    try:
        # Opened here: the library leaves a file open that it cannot read.
        with path.open("rb") as file:
            if path.suffix == ".ttc":
                return _first(TTCollection(file, lazy=True).fonts, path)
            return _first([TTFont(file, lazy=True)], path)
    except (TTLibError, OSError, KeyError, ValueError, AssertionError):
        return None  # a broken font file is no font


def _first(faces: Iterable[Any], path: Path) -> Font | None:
    """Return the first face of a family that we name and that draws Chinese."""
    for face in faces:
        family = face["name"].getBestFamilyName()
        if family not in _FAMILIES:
            continue
        glyphs = frozenset(face.getBestCmap() or {})
        if all(ord(c) in glyphs for c in _PROBE):
            return Font(family=family, folder=path.parent, glyphs=glyphs)
    return None
