"""What `stress` is asked for: scenarios by name or file, losses, signed chances."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge, read_scenarios
from kuroshio.records import InputFile, Scenario
from kuroshio.risk import Placed, Signed, nearest

_UNITS = {"bp": 1e-4, "%": 1e-2, "": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asked for; nothing of it: what fits the story, or all without one.

    ``chances`` are MILESTONE=PROBABILITY, signed by ``signed_by``.
    """

    scenarios: tuple[str, ...] = ()
    replay: str | None = None
    reverse: str | None = None
    prices: tuple[Path, ...] = ()
    chances: tuple[str, ...] = ()
    signed_by: str | None = None


def choose_scenarios(
    asked: Asked, fitting: Sequence[Scenario], knowledge: Knowledge, *, story: bool
) -> tuple[tuple[Placed, ...], tuple[InputFile, ...]]:
    """Return the scenarios to play and the files they came from.

    Those asked for by name or file; else those that fit, unless only a replay or a
    reverse stress is asked for and there is no story.

    Raises
    ------
    InputError
        Every name that is none, and every fault of every file, with its line.
    """
    if not asked.scenarios:
        only = asked.replay is not None or asked.reverse is not None
        found = () if only and not story else fitting
        return tuple(Placed(scenario=item, place=item.id) for item in found), ()
    placed: list[Placed] = []
    files: list[InputFile] = []
    faults: list[Fault] = []
    for text in asked.scenarios:
        packaged = knowledge.scenarios.get(text)
        if packaged is not None:
            placed.append(Placed(scenario=packaged, place=text))
            continue
        found_here, file, wrong = _read_file(text, knowledge)
        placed += found_here
        files += file
        faults += wrong
    if faults:
        raise InputError("scenarios", faults)
    return tuple(placed), tuple(files)


def _read_file(
    text: str, knowledge: Knowledge
) -> tuple[list[Placed], list[InputFile], list[Fault]]:
    path = Path(text)
    try:
        raw = path.read_bytes()
        content = raw.decode("utf-8")
    except UnicodeDecodeError:
        return [], [], [Fault(place=text, problem="not UTF-8", mend="save as UTF-8")]
    except OSError:
        known = ", ".join(sorted(knowledge.scenarios))
        hint = nearest(text, knowledge.scenarios) or f"one of {known}, or a YAML file"
        problem = f"{text!r} is neither a scenario nor a file"
        return [], [], [Fault(place="--scenario", problem=problem, mend=hint)]
    read, faults = read_scenarios(content, text)
    placed = [
        Placed(scenario=x.scenario, place=x.place, shocks=x.shocks, views=x.views)
        for x in read
    ]
    file = InputFile(source=text, sha256=hashlib.sha256(raw).hexdigest())
    return placed, [file], list(faults)


def read_loss(text: str) -> float:
    """Read a loss as a share of NAV: 0.05, 5% or 500bp.

    Raises
    ------
    InputError
        No number, or not within 0 to 1.
    """
    unit = next(unit for unit in _UNITS if text.strip().endswith(unit))
    try:
        share = abs(float(text.strip().removesuffix(unit))) * _UNITS[unit]
    except ValueError:
        share = float("nan")
    if not 0.0 < share <= 1.0:
        problem = f"{text!r} is no loss in share of NAV"
        fault = Fault(place="--reverse", problem=problem, mend="0.05, 5% or 500bp")
        raise InputError("command line", [fault])
    return share


def read_chances(asked: Asked) -> dict[str, Signed]:
    """Read MILESTONE=PROBABILITY; a chance without a signature is a fault.

    Raises
    ------
    InputError
        Every one that is no chance, or that nobody signs.
    """
    found: dict[str, Signed] = {}
    faults = []
    for text in asked.chances:
        name, _, number = text.rpartition("=")
        try:
            chance = float(number)
        except ValueError:
            chance = -1.0
        if not name or not 0.0 <= chance <= 1.0:
            problem = f"{text!r} is not MILESTONE=PROBABILITY"
            faults.append(Fault(place="--chance", problem=problem, mend="funding=0.7"))
        elif not asked.signed_by:
            faults.append(
                Fault(
                    place="--chance",
                    problem=f"nobody signs the chance of {name!r}",
                    mend="add --signed-by NAME",
                )
            )
        else:
            found[name] = Signed(probability=chance, by=asked.signed_by)
    if faults:
        raise InputError("command line", faults)
    return found
