"""Read a profile: who the investor is and what they may do."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_args

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kuroshio.calendars import CURRENCIES, read_code
from kuroshio.errors import Fault, InputError
from kuroshio.market.tables import decode, read_bytes
from kuroshio.market.tickers import mend_code
from kuroshio.records import InvestorType, Profile

PERMITTED = ("index_futures", "etf", "fx_forward", "short", "options", "equity")
LIMITS = ("single_name", "gross", "net", "margin", "cash", "expected_shortfall")
_MAX_BYTES = 1_000_000
_BASES = ("CNY", "HKD", "USD", "JPY")


@dataclass(slots=True)
class _Reader:
    """What reading one profile gathers on the way."""

    source: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, node: Node, problem: str, mend: str = "") -> None:
        place = f"{self.source}:{node.start_mark.line + 1}"
        self.faults.append(Fault(place=place, problem=problem, mend=mend))

    def pairs(self, node: MappingNode) -> Iterator[tuple[str, Node, Node]]:
        """Yield key, its node and its value; a repeated key is a fault."""
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                self.fault(key, f"key {name!r} twice", "keep one")
                continue
            seen.add(name)
            yield name, key, value

    def unknown(self, node: Node, what: str, name: str, known: Sequence[str]) -> None:
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else f"one of {', '.join(known)}"
        self.fault(node, f"unknown {what} {name!r}", hint)


def read_profile(path: str | Path) -> Profile:
    """Read a profile from a YAML file; every key is optional.

    Raises
    ------
    InputError
        With every fault of the file: unknown or repeated keys, values of the wrong
        type or out of bounds, each with its line and how to mend it.
    """
    source = str(path)
    raw = read_bytes(Path(path), limit=_MAX_BYTES)
    reader = _Reader(source)
    root = _compose(decode(raw, source=source), source)
    if not isinstance(root, MappingNode):
        reader.fault(root, "is not a mapping of keys to values", "write nav: 1000000")
        raise InputError(source, reader.faults)
    known = tuple(item.name for item in fields(Profile))
    values: dict[str, Any] = {}
    for name, key, value in reader.pairs(root):
        if name not in known:
            reader.unknown(key, "key", name, known)
        elif not _is_null(value):
            values[name] = _READERS[name](reader, value, name)
    if reader.faults:
        raise InputError(source, reader.faults)
    return Profile(**values)


def _compose(text: str, source: str) -> Node:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{source}:{mark.line + 1}" if mark is not None else source
        problem = getattr(error, "problem", None) or "nested too deeply"
        raise InputError(
            source, [Fault(place=place, problem=f"not YAML: {problem}")]
        ) from None
    if root is None:
        raise InputError(source, [Fault(place=source, problem="says nothing")])
    return root


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _text(reader: _Reader, node: Node, name: str) -> str | None:
    if isinstance(node, ScalarNode):
        return str(node.value).strip()
    reader.fault(node, f"{name} is not a single value", "write one word")
    return None


def _base_currency(reader: _Reader, node: Node, name: str) -> str | None:
    text = _text(reader, node, name)
    if text is None:
        return None
    currency = text.upper()
    if currency in _BASES:
        return currency
    shown = "is not one that numbers can be told in"
    if currency not in CURRENCIES:
        shown = "is not known"
    reader.fault(node, f"currency {text!r} {shown}", f"one of {', '.join(_BASES)}")
    return None


def _number(reader: _Reader, node: Node, name: str) -> float | None:
    text = _text(reader, node, name)
    if text is None:
        return None
    try:
        number = float(text.replace("_", ""))
    except ValueError:
        number = float("nan")
    if not 0 < number < float("inf"):
        reader.fault(
            node, f"{name} {text!r} is not a number above 0", "write digits only"
        )
        return None
    return number


def _choice(reader: _Reader, node: Node, name: str) -> str | None:
    text = _text(reader, node, name)
    known = get_args(InvestorType)
    if text is None or text in known:
        return text
    reader.unknown(node, name.replace("_", " "), text, known)
    return None


def _truth(reader: _Reader, node: Node, name: str) -> bool | None:
    text = _text(reader, node, name)
    if text is not None and text.lower() in {"true", "yes", "false", "no"}:
        return text.lower() in {"true", "yes"}
    reader.fault(node, f"{name} is not true or false", "write true or false")
    return None


def _items(reader: _Reader, node: Node, name: str) -> list[ScalarNode]:
    if isinstance(node, SequenceNode):
        good = [item for item in node.value if isinstance(item, ScalarNode)]
        for item in node.value:
            if not isinstance(item, ScalarNode):
                reader.fault(item, f"{name} holds something that is not one word")
        return good
    reader.fault(node, f"{name} is not a list", f"write {name}: [ … ]")
    return []


def _permitted(reader: _Reader, node: Node, name: str) -> tuple[str, ...]:
    found = []
    for item in _items(reader, node, name):
        word = str(item.value)
        if word in PERMITTED:
            found.append(word)
        else:
            reader.unknown(item, "kind of instrument", word, PERMITTED)
    return tuple(dict.fromkeys(found))


def _restricted(reader: _Reader, node: Node, name: str) -> tuple[str, ...]:
    found = []
    for item in _items(reader, node, name):
        facts = read_code(str(item.value))
        if facts is None:
            reader.fault(
                item, f"unknown security {item.value!r}", mend_code(str(item.value), ())
            )
        else:
            found.append(facts.security)
    return tuple(dict.fromkeys(found))


def _mapping(
    reader: _Reader, node: Node, name: str
) -> Iterator[tuple[str, Node, Node]]:
    if isinstance(node, MappingNode):
        yield from reader.pairs(node)
    else:
        reader.fault(node, f"{name} is not a mapping", f"write {name}: {{…}}")


def _quotas(reader: _Reader, node: Node, name: str) -> tuple[tuple[str, int], ...]:
    found = []
    for key, _, value in _mapping(reader, node, name):
        text = str(value.value) if isinstance(value, ScalarNode) else ""
        if text.isdigit() and len(text) < 10:
            found.append((key, int(text)))
        else:
            reader.fault(
                value, f"quota of {key} is not a whole number", "write lots: IF: 10"
            )
    return tuple(found)


def _limits(reader: _Reader, node: Node, name: str) -> tuple[tuple[str, float], ...]:
    found = []
    for key, key_node, value in _mapping(reader, node, name):
        if key not in LIMITS:
            reader.unknown(key_node, "limit", key, LIMITS)
            continue
        number = _number(reader, value, f"limit {key}")
        if number is not None and number > 20:
            reader.fault(
                value,
                f"limit {key} {number:g} is no share of NAV",
                "write 0.10 for 10 %",
            )
        elif number is not None:
            found.append((key, number))
    return tuple(found)


_READERS: dict[str, Callable[[_Reader, Node, str], Any]] = {
    "base_currency": _base_currency,
    "nav": _number,
    "benchmark": _text,
    "domicile": _text,
    "investor_type": _choice,
    "us_person": _truth,
    "permitted": _permitted,
    "quotas": _quotas,
    "restricted": _restricted,
    "limits": _limits,
}
