"""Scenarios that a book's owner sets: sizes typed in, kept with who and when."""

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from kuroshio.errors import Fault, InputError
from kuroshio.records import Scenario, ShockKind

MOST = 12
KEPT = 8
FILE = re.compile(r"own-[0-9a-f]{16}\.yaml")
_CAUSE = ("cause_type", "imposer", "target", "direction")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnScenario:
    """A scenario as its setter typed it.

    Parameters
    ----------
    by, made : str, float
        Who set it, and when in seconds since the epoch.
    record : mapping
        As a file of scenarios holds it.
    """

    id: str
    by: str
    made: float
    record: Mapping[str, Any]

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"own-{self.id}.yaml"

    @property
    def text(self) -> str:
        """Return the file: JSON is YAML, and each part has a line of its own."""
        return json.dumps({"scenarios": [dict(self.record)]}, indent=1)


def read_own(
    fields: Mapping[str, str], *, beside: Scenario | None, by: str, made: float
) -> OwnScenario:
    """Read what a form set.

    Parameters
    ----------
    fields : mapping
        ``name``, ``horizon``, ``probability`` in percent or empty, and for each shock
        ``what1`` as kind:id and ``size1`` in percent (a volatility: of the present).
    beside : Scenario or None
        The packaged scenario whose sizes were changed; its cause sets off the links.

    Raises
    ------
    InputError
        Every size that is no number, and the lack of any.
    """
    faults: list[Fault] = []
    shocks = _read_shocks(fields, faults)
    horizon = _number(fields.get("horizon") or "1", "horizon", faults)
    chance = fields.get("probability", "").strip()
    probability = _number(chance, "probability", faults) if chance else None
    if not shocks and not faults:
        mend = "choose what moves, and write by how much"
        faults.append(Fault(place="scenario", problem="nothing is set", mend=mend))
    if faults:
        raise InputError("scenario", faults)
    name = fields.get("name", "").strip()[:120] or "own sizes"
    record: dict[str, Any] = {
        "name": name,
        "narrative": f"Sizes set by {by}.",
        "source": "own_knowledge",
        "horizon": int(horizon),
        "shocks": shocks,
    }
    if beside is not None:
        record |= {key: getattr(beside, key) for key in _CAUSE}
        record = {key: value for key, value in record.items() if value is not None}
    if probability is not None:
        record |= {"probability": probability / 100.0, "probability_by": by}
    raw = json.dumps([record, by], sort_keys=True).encode()
    identity = hashlib.sha256(raw).hexdigest()[:16]
    record = {"id": f"own-{identity}", **record}
    return OwnScenario(id=identity, by=by, made=made, record=record)


def _read_shocks(
    fields: Mapping[str, str], faults: list[Fault]
) -> list[dict[str, Any]]:
    shocks = []
    for n in range(1, MOST + 1):
        what, size = fields.get(f"what{n}", ""), fields.get(f"size{n}", "").strip()
        if not what and not size:
            continue
        kind, _, name = what.partition(":")
        place = f"shock {n}"
        if kind not in get_args(ShockKind) or not name:
            problem = "has a size but nothing that moves"
            faults.append(Fault(place=place, problem=problem, mend="choose it"))
            continue
        share = _number(size, place, faults) / 100.0
        shocks.append({"kind": kind, "id": name, "size": share})
    return shocks


def _number(text: str, place: str, faults: list[Fault]) -> float:
    try:
        value = float(text.replace("−", "-").removesuffix("%"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        faults.append(Fault(place=place, problem=f"{text!r} is no number", mend="-5"))
        return 0.0
    return value


def rows_of(shocks: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return shocks as a form shows them: what moves, and percent."""
    return [(f"{one['kind']}:{one['id']}", f"{one['size'] * 100:g}") for one in shocks]
