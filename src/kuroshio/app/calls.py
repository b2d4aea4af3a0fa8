"""The permanent ledger of calls: forecasts stored before their outcome, in a chain.

One JSON object a line, only ever appended. Each line carries the hash of the line
before, so that a changed or missing line shows.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from kuroshio.app.foresight import build_panel
from kuroshio.app.workspace import Workspace
from kuroshio.briefs import to_plain
from kuroshio.errors import Fault, InputError
from kuroshio.numerics import student_crps, student_pit
from kuroshio.records import ForesightPanel, Impact

CALLS = Path("calls") / "calls.jsonl"
_START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """What a set of impacts was made from and when.

    ``recorded_at`` and ``as_of`` are aware; ``session`` is day 0 in Shanghai;
    ``events`` the ids of what was forecast; ``documents`` hashes of the sources.
    """

    recorded_at: datetime
    as_of: datetime
    session: date
    events: tuple[str, ...]
    pack: str
    documents: tuple[str, ...] = ()


def record_calls(
    impacts: Sequence[Impact], context: CallContext, *, workspace: Workspace
) -> dict[str, Any]:
    """Append forecasts to the ledger, before their outcome.

    Parameters
    ----------
    impacts : sequence of Impact
        Those without measurable skill are stored too.
    context : CallContext
    workspace : Workspace
        With a data folder.

    Returns
    -------
    dict
        ``recorded``: how many; ``late``: whether day 0 had opened by then, which keeps
        publication calls of that day from counting as made before.

    Raises
    ------
    InputError
        When there is no data folder, or the chain is broken.
    """
    path = _place(workspace)
    about = {
        "kind": "call",
        "recorded_at": to_plain(context.recorded_at),
        "as_of": to_plain(context.as_of),
        "session": context.session.isoformat(),
        "events": list(context.events),
        "pack": context.pack,
        "documents": list(context.documents),
    }
    late = context.recorded_at.date() > context.session
    bodies = [{**about, "late": late, **_told(impact)} for impact in impacts]
    _append(path, bodies)
    return {"recorded": len(bodies), "late": late, "ledger": str(path)}


def _told(impact: Impact) -> dict[str, Any]:
    names = (
        "scope", "id", "window", "moment", "mean", "q05", "q25", "q50", "q75", "q95",
        "scale", "df", "p_positive", "measurable",
    )  # fmt: skip
    return {name: to_plain(getattr(impact, name)) for name in names}


def read_calls(*, workspace: Workspace) -> tuple[dict[str, Any], ...]:
    """Return the ledger's lines after checking the chain; empty where there is none.

    Raises
    ------
    InputError
        With the first line that is not the one that was written.
    """
    if workspace.data is None or not (workspace.data / CALLS).is_file():
        return ()
    path = workspace.data / CALLS
    return tuple(_checked(path))


def _checked(path: Path) -> Iterator[dict[str, Any]]:
    before = _START
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
            body = {k: v for k, v in entry.items() if k != "hash"}
            fits = entry["before"] == before and entry["hash"] == _hash(body)
        except (ValueError, KeyError, AttributeError):
            fits, entry = False, {}
        if not fits:
            fault = Fault(
                place=f"{path}:{number}",
                problem="is not the line that was written",
                mend="put the file back from a copy; calls are never edited",
            )
            raise InputError("the ledger of calls", [fault])
        before = entry["hash"]
        yield entry


def _hash(body: Mapping[str, Any]) -> str:
    raw = json.dumps(body, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return hashlib.sha256(raw.encode("utf-8")).hexdigest()


def _place(workspace: Workspace) -> Path:
    if workspace.data is None:
        fault = Fault(place="workspace", problem="has no data folder")
        raise InputError("the ledger of calls", [fault])
    path = workspace.data / CALLS
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _append(path: Path, bodies: Sequence[Mapping[str, Any]]) -> None:
    """Add lines in one write, one process at a time."""
    with path.open("a+b") as file:
        _lock(file.fileno())
        entries = list(_checked(path)) if path.stat().st_size else []
        before = entries[-1]["hash"] if entries else _START
        lines = []
        for number, body in enumerate(bodies, start=len(entries) + 1):
            full = {"number": number, "before": before, **body}
            before = _hash(full)
            told = {**full, "hash": before}
            lines.append(json.dumps(told, ensure_ascii=False, sort_keys=True))
        if lines:
            file.write(("\n".join(lines) + "\n").encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())


def _lock(handle: int) -> None:
    """Wait for the file where the system has such locks; it is freed on close."""
    try:
        import fcntl
    except ImportError:  # Windows: one user, one process
        return
    fcntl.flock(handle, fcntl.LOCK_EX)


def update_calls(
    folder: Path, *, recorded_at: datetime, workspace: Workspace
) -> dict[str, Any]:
    """Fill outcomes of calls on themes from daily files; calls are never changed.

    Parameters
    ----------
    folder : Path
        Daily files in the documented schema.
    recorded_at : datetime
        Aware: when the outcome is written down.
    workspace : Workspace

    Returns
    -------
    dict
        ``filled``: outcomes added; ``open``: calls on themes that still wait;
        ``other``: calls of other scopes, which these files do not decide.

    Raises
    ------
    InputError
        When the ledger or the files cannot be used.
    """
    entries = read_calls(workspace=workspace)
    decided = {entry["call"] for entry in entries if entry["kind"] == "outcome"}
    calls = [
        entry
        for entry in entries
        if entry["kind"] == "call" and entry["number"] not in decided
    ]
    themes = [entry for entry in calls if entry["scope"] == "theme"]
    sessions = sorted({date.fromisoformat(entry["session"]) for entry in themes})
    found: list[dict[str, Any]] = []
    if sessions:
        panel = build_panel(folder, workspace=workspace, live=sessions)
        found = [
            {
                "kind": "outcome",
                "call": entry["number"],
                "recorded_at": to_plain(recorded_at),
                "data_to": panel.latest_day.isoformat(),
                "outcome": value,
            }
            for entry in themes
            if (value := _outcome(panel, entry)) is not None
        ]
    if found:
        _append(_place(workspace), found)
    return {
        "filled": len(found),
        "open": len(themes) - len(found),
        "other": len(calls) - len(themes),
    }


def _outcome(panel: ForesightPanel, entry: Mapping[str, Any]) -> float | None:
    """Abnormal return that a call was about; None while it is not known."""
    window = tuple(entry["window"])
    rows = np.flatnonzero(panel.days == np.datetime64(entry["session"], "D"))
    if entry["id"] not in panel.themes or window not in panel.windows or not len(rows):
        return None
    at = panel.windows.index((int(window[0]), int(window[1])))
    value = float(panel.car[at, rows[0], panel.themes.index(entry["id"])])
    return round(value, 6) if np.isfinite(value) else None


def score_calls(*, workspace: Workspace) -> dict[str, Any]:
    """Return how recorded calls did: count, coverage, CRPS against zero.

    Calls that were recorded after day 0 count as made but are not scored.
    """
    entries = read_calls(workspace=workspace)
    calls = {e["number"]: e for e in entries if e["kind"] == "call"}
    outcomes = [e for e in entries if e["kind"] == "outcome"]
    rows = [
        (calls[e["call"]], e["outcome"])
        for e in outcomes
        if not calls[e["call"]]["late"] and calls[e["call"]]["measurable"]
    ]
    told: dict[str, Any] = {
        "made": len(calls),
        "filled": len(outcomes),
        "scored": len(rows),
        "chain": "whole",
    }
    if rows:
        told |= _figures(rows)
    return told


def _figures(rows: Sequence[tuple[Mapping[str, Any], float]]) -> dict[str, Any]:
    mean, scale, df, outcome = np.array(
        [[c["mean"], c["scale"], c["df"], value] for c, value in rows]
    ).T
    crps = student_crps(outcome, mean, scale, df).sum()
    zero = student_crps(outcome, np.zeros_like(mean), scale, df).sum()
    pit = student_pit(outcome, mean, scale, df)
    sided = mean != 0.0
    return {
        "crps": round(float(1.0 - crps / zero), 4),
        "hits": round(float((np.sign(mean) == np.sign(outcome))[sided].mean()), 4)
        if sided.any()
        else None,
        "cover50": round(float((np.abs(pit - 0.5) <= 0.25).mean()), 4),
        "cover90": round(float((np.abs(pit - 0.5) <= 0.45).mean()), 4),
    }
