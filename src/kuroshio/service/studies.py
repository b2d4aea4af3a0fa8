"""Studies of the desk: what was asked, the files given, and the result."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kuroshio.service.deals import ID
from kuroshio.service.store import read_json, write_json, write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStudy:
    """A study as asked for; it belongs to its owner, for prices may be licensed."""

    id: str
    owner: str
    task: str
    title: str
    args: Mapping[str, Any]
    made: float


class Studies:
    """The studies on disk.

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
        task: str,
        args: Mapping[str, Any],
        files: Mapping[str, bytes],
        *,
        title: str,
        owner: str,
    ) -> StoredStudy:
        """Keep a study; the same one asked twice is one.

        Raises
        ------
        StoreFailed
            When it cannot be written.
        """
        asked = json.dumps([task, dict(args), owner], sort_keys=True)
        digest = hashlib.sha256(asked.encode())
        for name in sorted(files):
            digest.update(name.encode() + hashlib.sha256(files[name]).digest())
        study = StoredStudy(
            id=digest.hexdigest()[:16],
            owner=owner,
            task=task,
            title=title,
            args=dict(args),
            made=self._clock(),
        )
        home = self._folder / study.id
        for name, raw in files.items():
            write_whole(home / "given" / name, raw, private=True)
        write_json(home / "study.json", asdict(study), private=True)
        return study

    def find(self, identity: str, owner: str) -> StoredStudy | None:
        """Return a study of an owner."""
        if not ID.fullmatch(identity):
            return None
        kept = read_json(self._folder / identity / "study.json")
        if not isinstance(kept, dict) or kept["owner"] != owner:
            return None
        return StoredStudy(**kept)

    def every(self, owner: str) -> list[StoredStudy]:
        """Return the studies of an owner, the newest first."""
        paths = self._folder.glob("*/study.json")
        found = (self.find(path.parent.name, owner) for path in paths)
        studies = [study for study in found if study is not None]
        return sorted(studies, key=lambda study: (-study.made, study.id))

    def given(self, study: StoredStudy) -> Path:
        """Return the folder of the files that came with a study."""
        folder = self._folder / study.id / "given"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def result_path(self, study: StoredStudy, mark: str) -> Path:
        """Return where the result is, or is to be."""
        return self._folder / study.id / f"result-{mark}.json"

    def result(self, study: StoredStudy, mark: str) -> dict[str, Any] | None:
        """Return the result; None: none yet."""
        found = read_json(self.result_path(study, mark))
        return found if isinstance(found, dict) else None
