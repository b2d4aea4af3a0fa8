"""Market data from the user's own files: import, and what is held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import head, to_plain
from kuroshio.errors import Fault, InputError
from kuroshio.market import (
    check_bars,
    current_generation,
    measure_coverage,
    read_bars,
    store_bars,
)
from kuroshio.records import BarIssue, Bars
from kuroshio.version import VERSION

ENDINGS = {".csv", ".txt", ".parquet", ".pq", ".xlsx", ".xls", ".xlsm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """The files as read, and what is wrong or worth telling."""

    bars: tuple[Bars, ...]
    issues: tuple[BarIssue, ...]


def import_data(
    sources: Sequence[Path], *, replace: bool = False, workspace: Workspace
) -> dict[str, Any]:
    """Read, check and store files of daily bars; all or nothing.

    Raises
    ------
    InputError
        With every fault of every file; nothing is written then.
    """
    root = _root(workspace)
    checked = _check(_files(sources), workspace)
    faults = [issue for issue in checked.issues if issue.weight == "fault"]
    if faults:
        raise InputError("data import", [_fault(issue) for issue in faults])
    generation = store_bars(root, checked.bars, replace=replace)
    first = head(as_of=None, inputs=(), pack=None, version=VERSION)
    return {
        **first,
        "generation": generation.id,
        "files": len(checked.bars),
        "rows": sum(len(bars.day) for bars in checked.bars),
        "notes": to_plain(checked.issues),
    }


def _root(workspace: Workspace) -> Path:
    if workspace.data is None:
        fault = Fault(place="workspace", problem="has no data folder")
        raise InputError("data import", [fault])
    return workspace.data / "bars"


def _files(sources: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    faults: list[Fault] = []
    for source in sources:
        if source.is_dir():
            inside = [p for p in sorted(source.rglob("*")) if p.suffix in ENDINGS]
            files += inside
            if not inside:
                problem = "holds no CSV, Excel or Parquet file"
                faults.append(Fault(place=str(source), problem=problem))
        elif source.is_file():
            files.append(source)
        else:
            faults.append(Fault(place=str(source), problem="no such file or folder"))
    if faults:
        raise InputError("data import", faults)
    return files


def _check(files: Sequence[Path], workspace: Workspace) -> _Checked:
    calendars = open_knowledge(workspace).calendars
    bars: list[Bars] = []
    issues: list[BarIssue] = []
    faults: list[Fault] = []
    for path in files:
        try:
            read = read_bars(path)
        except InputError as error:
            faults += error.faults
            continue
        issues += check_bars(read, calendars)
        bars.append(read)
    if faults:
        faults += [_fault(issue) for issue in issues if issue.weight == "fault"]
        raise InputError("data import", faults)
    return _Checked(bars=tuple(bars), issues=tuple(issues))


def _fault(issue: BarIssue) -> Fault:
    rows = f"{issue.count} rows" if issue.count > 1 else "1 row"
    problem = f"{issue.kind}, {rows}, first {issue.example}"
    return Fault(place=issue.place, problem=problem, mend=issue.mend)


def say_import(done: dict[str, Any]) -> str:
    """Word an import: what was stored and every note."""
    stored = f"stored {done['rows']:,} rows of {done['files']} files"
    lines = [f"{stored}, generation {done['generation']}"]
    lines += [
        f"  note: {note['place']}: {note['kind']}, {note['count']:,}: {note['example']}"
        for note in done["notes"]
    ]
    return "\n".join(lines)


def data_status(*, on: date | None = None, workspace: Workspace) -> dict[str, Any]:
    """Return coverage, gaps and age of what is held, by market.

    ``on`` is the day that age is counted to; default: today, by the clock.
    """
    generation = current_generation(_root(workspace))
    today = on or datetime.now(tz=UTC).date()
    calendars = open_knowledge(workspace).calendars
    held = (
        measure_coverage(generation, calendars, today=today)
        if generation is not None
        else ()
    )
    first = head(as_of=None, inputs=(), pack=None, version=VERSION)
    name = generation.id if generation is not None else None
    return {**first, "generation": name, "markets": to_plain(held)}


def say_status(status: dict[str, Any]) -> str:
    """Word what is held, one market a line."""
    if not status["markets"]:
        return "nothing imported yet: kuroshio data import FILES"
    lines = [
        "market  securities        rows  first       last        gaps      sessions old"
    ]
    lines += [
        f"{item['market']:<8}{item['securities']:>10,}{item['rows']:>12,}"
        f"  {item['first']}  {item['last']}  {item['gaps']:<8,}"
        f"  {item['stale_sessions']}{'  STALE' if item['stale_sessions'] > 30 else ''}"
        for item in status["markets"]
    ]
    return "\n".join(lines)
