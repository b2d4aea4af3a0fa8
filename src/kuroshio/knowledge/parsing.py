"""YAML text to records, with the file and line of every fault."""

import re
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import time
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kuroshio.errors import Fault
from kuroshio.knowledge.kinds import KINDS, PLAIN
from kuroshio.knowledge.listings import finish_listings, short_listing
from kuroshio.records import Issuer, Listing

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "true": True, "false": False,
}  # fmt: skip


# Type hints are slow to look up and asked for once a record.
_Shape = tuple[dict[str, Any], tuple[str, ...]]
_SHAPES: dict[type[Any], _Shape] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One record with the place it was read from; ``author`` for an overlay's."""

    kind: str
    record: Any
    place: str
    author: str | None = None


class _Bad:
    """Stands for a value whose fault was already noted."""


_BAD = _Bad()


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    faults: list[Fault]

    def place(self, node: Node) -> str:
        return f"{self.name}:{node.start_mark.line + 1}"

    def fault(self, node: Node, problem: str, mend: str = "") -> _Bad:
        self.faults.append(Fault(place=self.place(node), problem=problem, mend=mend))
        return _BAD


def parse_file(
    text: str, name: str, *, authored: bool = False
) -> tuple[tuple[Parsed, ...], tuple[Fault, ...]]:
    """Read the records of one YAML file.

    Parameters
    ----------
    text : str
        The file: a mapping of kinds to lists of records.
    name : str
        How faults call the file.
    authored : bool
        The file must name its author (an overlay).

    Returns
    -------
    records : tuple of Parsed
        Those that are well formed, in order.
    faults : tuple of Fault
        Everything wrong with the others, with file and line.
    """
    file = _File(name, [])
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark is not None else name
        problem = getattr(error, "problem", None) or str(error)
        return (), (Fault(place=place, problem=f"not YAML: {problem}"),)
    if root is None:
        return (), ()
    if not isinstance(root, MappingNode):
        file.fault(root, "not a mapping of kinds to lists of records")
        return (), tuple(file.faults)
    author = _author(root, file) if authored else None
    parsed = [
        item
        for key, value in root.value
        if key.value != "author"
        for item in _section(key, value, file, author)
    ]
    return tuple(parsed), tuple(file.faults)


def _author(root: MappingNode, file: _File) -> str | None:
    for key, value in root.value:
        if key.value == "author" and isinstance(value, ScalarNode) and value.value:
            return str(value.value)
    file.fault(root, "no author", "add a line such as  author: Your Name")
    return None


def _section(key: Node, value: Node, file: _File, author: str | None) -> list[Parsed]:
    kind = str(key.value)
    if kind not in KINDS and kind not in PLAIN:
        known = ", ".join(sorted((*KINDS, *PLAIN)))
        file.fault(key, f"unknown kind {kind!r}", f"one of {known}")
        return []
    if _is_null(value):
        return []
    if not isinstance(value, SequenceNode):
        file.fault(value, f"{kind} is not a list", "write one record a line after '- '")
        return []
    parsed = []
    for node in value.value:
        record = plain(node) if kind in PLAIN else _convert(node, KINDS[kind], file)
        if record is not _BAD:
            parsed.append(
                Parsed(kind=kind, record=record, place=file.place(node), author=author)
            )
    return parsed


def plain(node: Node) -> Any:
    """Return a node as plain Python values; dates stay text."""
    if isinstance(node, MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.value]
    text = str(node.value)
    if isinstance(node, ScalarNode) and node.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and plain(node) is None


def _convert(node: Node, want: Any, file: _File) -> Any:
    if get_origin(want) in (Union, UnionType):
        return _convert_union(node, want, file)
    if isinstance(want, type) and is_dataclass(want):
        return _convert_record(node, want, file)
    if get_origin(want) is tuple:
        return _convert_tuple(node, get_args(want), file)
    if want is str:
        if isinstance(node, ScalarNode) and not _is_null(node):
            return str(node.value)
        return file.fault(node, f"expected text, got {_show(node)}")
    return _convert_plain(node, want, file)


def _convert_plain(node: Node, want: Any, file: _File) -> Any:
    value = plain(node)
    try:
        if want is time and isinstance(value, str):
            return time.fromisoformat(value)
        return msgspec.convert(value, want)
    except (msgspec.ValidationError, ValueError) as error:
        return file.fault(node, f"{_show(node)}: {error}")


def _convert_union(node: Node, want: Any, file: _File) -> Any:
    options = [option for option in get_args(want) if option is not NoneType]
    if _is_null(node) and len(options) < len(get_args(want)):
        return None
    if len(options) == 1:
        return _convert(node, options[0], file)
    return _convert_plain(node, want, file)


def _convert_tuple(node: Node, wants: tuple[Any, ...], file: _File) -> Any:
    if isinstance(node, MappingNode):
        return _convert_pairs(node, wants, file)
    if not isinstance(node, SequenceNode):
        return file.fault(node, f"expected a list, got {_show(node)}", "write [ … ]")
    if len(wants) == 2 and wants[1] is Ellipsis:
        values = [_convert(item, wants[0], file) for item in node.value]
    elif len(wants) == len(node.value):
        values = [
            _convert(item, want, file)
            for item, want in zip(node.value, wants, strict=True)
        ]
    else:
        return file.fault(node, f"expected {len(wants)} values, got {len(node.value)}")
    return _BAD if any(value is _BAD for value in values) else tuple(values)


def _convert_pairs(node: MappingNode, wants: tuple[Any, ...], file: _File) -> Any:
    """Read a mapping where a tuple of (key, value) pairs is wanted."""
    pair = get_args(wants[0]) if len(wants) == 2 and wants[1] is Ellipsis else ()
    if len(pair) != 2:
        return file.fault(node, "expected a list, got a mapping", "write [ … ]")
    values = [
        (_convert(key, pair[0], file), _convert(value, pair[1], file))
        for key, value in node.value
    ]
    return _BAD if any(_BAD in value for value in values) else tuple(values)


def _convert_record(node: Node, want: type[Any], file: _File) -> Any:
    if isinstance(node, ScalarNode) and want is Listing:
        listing = short_listing(str(node.value))
        return listing or file.fault(
            node, f"{node.value!r} has no known market", "write 600519.SH or 0700.HK"
        )
    if not isinstance(node, MappingNode):
        name = want.__name__
        return file.fault(node, f"expected a {name} mapping, got {_show(node)}")
    values = _field_values(node, want, file)
    if any(value is _BAD for value in values.values()):
        return _BAD
    try:
        record = want(**values)
    except (TypeError, ValueError) as error:
        return file.fault(node, str(error))
    return finish_listings(record) if isinstance(record, Issuer) else record


def _field_values(node: MappingNode, want: type[Any], file: _File) -> dict[str, Any]:
    hints, required = _shape(want)
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        if name not in hints:
            keys = ", ".join(hints)
            values[name] = file.fault(key, f"unknown key {name!r}", f"one of {keys}")
        elif name in values:
            values[name] = file.fault(key, f"key {name!r} twice", "keep one")
        else:
            values[name] = _convert(value, hints[name], file)
    for name in required:
        if name not in values:
            values[name] = file.fault(
                node, f"{want.__name__} without {name!r}", f"add {name}: …"
            )
    return values


def _shape(want: type[Any]) -> _Shape:
    """Return a record class's field types and the fields without a default."""
    if want not in _SHAPES:
        hints = get_type_hints(want)
        required = tuple(
            item.name
            for item in fields(want)
            if item.default is MISSING and item.default_factory is MISSING
        )
        _SHAPES[want] = (
            {item.name: hints[item.name] for item in fields(want)},
            required,
        )
    return _SHAPES[want]


def _show(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return repr(str(node.value)) if str(node.value) else "nothing"
