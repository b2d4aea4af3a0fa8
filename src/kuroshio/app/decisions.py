"""A decision on proposals: frozen with all that was seen, and checked later."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kuroshio.errors import Fault, InputError

SCHEMA = "kuroshio.decision/1"


def freeze_choice(
    results: Mapping[str, Any],
    *,
    choice: int,
    author: str,
    reason: str,
    decided_at: datetime | None = None,
) -> dict[str, Any]:
    """Return the record of a choice among proposals.

    Parameters
    ----------
    results : mapping
        The object that `hedge --format json` prints.
    choice : int
        Place of the proposal, 0 for doing nothing.
    author, reason : str
        Who decides, and why.
    decided_at : datetime, optional
        Aware instant; default: the results' ``as_of``, so that the same input gives
        the same bytes.

    Returns
    -------
    dict
        With ``sha256`` over everything else, as `check_choice` counts it.

    Raises
    ------
    InputError
        Everything that is wrong with the choice.
    """
    proposals = results["proposals"]
    faults = []
    if not 0 <= choice < len(proposals):
        faults.append(
            Fault(
                place="--decide",
                problem=f"there is no proposal {choice}",
                mend=f"0 to {len(proposals) - 1}",
            )
        )
    else:
        faults += _unfit(proposals[choice], choice)
    for name, value in (("--author", author), ("--reason", reason)):
        if not value.strip():
            faults.append(Fault(place=name, problem="is missing", mend="say it"))
    if faults:
        raise InputError("decision", faults)
    told = results["as_of"] if decided_at is None else _instant(decided_at)
    record = {
        "schema": SCHEMA,
        "decided_at": told,
        "author": author.strip(),
        "reason": reason.strip(),
        "choice": choice,
        "chosen": proposals[choice],
        "seen": dict(results),
    }
    return {**record, "sha256": digest(record)}


def _unfit(proposal: Mapping[str, Any], choice: int) -> list[Fault]:
    place = f"--decide {choice}"
    if proposal["allowed"] is False:
        reasons = "; ".join(proposal["blocked_by"])
        return [Fault(place=place, problem=f"is blocked: {reasons}")]
    if proposal["es_after"] is None:
        return [Fault(place=place, problem="is NOT ESTIMABLE: it has no lots")]
    return []


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def digest(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical JSON, ``sha256`` left out."""
    held = {key: value for key, value in record.items() if key != "sha256"}
    text = json.dumps(
        held, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_choice(path: Path) -> dict[str, Any]:
    """Return a frozen decision from its file.

    Raises
    ------
    InputError
        Where the file is no decision, or not the one that was frozen.
    """
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        fault = Fault(place=str(path), problem=f"cannot be read: {error}")
        raise InputError("decision", [fault]) from None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        fault = Fault(place=str(path), problem="is no decision of this kind")
        raise InputError("decision", [fault])
    if record.get("sha256") != digest(record):
        fault = Fault(
            place=str(path),
            problem="is not what was frozen: its hash disagrees",
            mend="use the original",
        )
        raise InputError("decision", [fault])
    return record
