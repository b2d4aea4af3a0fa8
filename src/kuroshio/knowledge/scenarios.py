"""A user's file of scenarios: records with the line of each and of each shock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from kuroshio.errors import Fault
from kuroshio.records import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedScenario:
    """A scenario and where its parts stand, as ``file:line``.

    ``shocks`` and ``views`` have one place for each of the scenario's, in order.
    """

    scenario: Scenario
    place: str
    shocks: tuple[str, ...]
    views: tuple[str, ...]


def read_scenarios(
    text: str, name: str
) -> tuple[tuple[PlacedScenario, ...], tuple[Fault, ...]]:
    """Read the scenarios of one YAML file.

    Parameters
    ----------
    text : str
        A mapping with the key ``scenarios`` and a list of records.
    name : str
        How faults call the file.

    Returns
    -------
    scenarios : tuple of PlacedScenario
        Those that are well formed, in order.
    faults : tuple of Fault
        Everything wrong with the others, with file and line.
    """
    # Imported here: a run without a scenario file needs no YAML.
    from kuroshio.knowledge.parsing import parse_file

    parsed, faults = parse_file(text, name)
    faults += tuple(
        Fault(place=item.place, problem=f"{item.kind} among scenarios", mend="drop it")
        for item in parsed
        if item.kind != "scenarios"
    )
    if faults:
        return (), faults
    nodes = _nodes_by_line(text)
    placed = []
    for item in parsed:
        node = nodes.get(int(item.place.rpartition(":")[2]))
        placed.append(
            PlacedScenario(
                scenario=item.record,
                place=item.place,
                shocks=_places(node, "shocks", name),
                views=_places(node, "views", name),
            )
        )
    return tuple(placed), _repeated(placed, name)


def _nodes_by_line(text: str) -> Mapping[int, MappingNode]:
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, MappingNode):
        return {}
    return {
        node.start_mark.line + 1: node
        for _, value in root.value
        if isinstance(value, SequenceNode)
        for node in value.value
        if isinstance(node, MappingNode)
    }


def _places(node: MappingNode | None, key: str, name: str) -> tuple[str, ...]:
    pairs: list[tuple[Node, Node]] = node.value if node is not None else []
    for label, value in pairs:
        if label.value == key and isinstance(value, SequenceNode):
            return tuple(f"{name}:{item.start_mark.line + 1}" for item in value.value)
    return ()


def _repeated(placed: list[PlacedScenario], name: str) -> tuple[Fault, ...]:
    if not placed:
        problem = "holds no scenarios"
        return (Fault(place=name, problem=problem, mend="write  scenarios: [ … ]"),)
    seen: dict[str, str] = {}
    faults = []
    for item in placed:
        first = seen.setdefault(item.scenario.id, item.place)
        if first != item.place:
            problem = f"{item.scenario.id!r} is already at {first}"
            faults.append(Fault(place=item.place, problem=problem, mend="rename one"))
    return tuple(faults)
