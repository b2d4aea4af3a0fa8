"""Load knowledge from YAML, or from the compiled form of the same YAML."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kuroshio.errors import Fault, InputError
from kuroshio.knowledge.cache import Compiled, cache_key, read_compiled, write_compiled
from kuroshio.knowledge.kinds import KINDS, PLAIN
from kuroshio.knowledge.knowledge import Knowledge
from kuroshio.knowledge.names import build_table
from kuroshio.records import Issuer, Person

if TYPE_CHECKING:
    from kuroshio.knowledge.parsing import Parsed

DATA = Path(__file__).with_name("data")
_NAMES_FIRST = ("institutions", "issuers", "people", "posts")
_Files = tuple[tuple[str, bytes], ...]
_Tables = Mapping[str, tuple[Any, ...]]


def load_knowledge(
    *, cache: Path | None = None, overlay: Path | None = None, data: Path = DATA
) -> Knowledge:
    """Load the packaged knowledge, with a user's overlay laid over it.

    Parameters
    ----------
    cache : Path or None
        Folder for the compiled form, made anew whenever a data file changes or the
        stored form is damaged. None: compile each time.
    overlay : Path or None
        Folder of YAML files of the same kinds, each with a line ``author: NAME``;
        their records add to the packaged ones or replace those with the same id.
    data : Path
        The packaged YAML.

    Returns
    -------
    Knowledge
        With ``overlay`` naming the author of each record that is the user's.

    Raises
    ------
    InputError
        With every fault of every file, each with file and line.
    """
    packaged = _read_files(data, data.parent)
    user = _read_files(overlay, overlay.parent) if overlay is not None else ()
    key = cache_key((*packaged, ("overlay", b""), *user))
    compiled = read_compiled(cache, key) if cache is not None else None
    if compiled is None:
        compiled = _compile(packaged, user)
        if cache is not None:
            write_compiled(cache, key, compiled)
    return _assemble(compiled)


def _read_files(folder: Path, root: Path) -> _Files:
    """Return (name, content) of the YAML files under a folder, in order of name."""
    if not folder.is_dir():
        fault = Fault(place=str(folder), problem="no such folder of YAML files")
        raise InputError("knowledge", [fault])
    paths = sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml")))
    return tuple(
        (path.relative_to(root).as_posix(), path.read_bytes()) for path in paths
    )


def _compile(packaged: _Files, user: _Files) -> Compiled:
    # Imported here: a load from the cache needs neither YAML nor the checks.
    from kuroshio.knowledge.checks import check_tables, merge_layers
    from kuroshio.knowledge.parsing import parse_file

    faults: list[Fault] = []
    layers: list[list[Parsed]] = []
    for files, authored in ((packaged, False), (user, True)):
        layer: list[Parsed] = []
        for name, content in files:
            text, decoding = _decode(name, content)
            records, wrong = parse_file(text, name, authored=authored)
            layer.extend(records)
            faults.extend((*decoding, *wrong))
        layers.append(layer)
    merged, authors, wrong = merge_layers(*layers)
    faults.extend(wrong)
    # A record that could not be read would make every reference to it dangle.
    if not faults:
        faults.extend(check_tables(merged))
    if faults:
        raise InputError("knowledge", faults)
    tables = {
        kind: tuple(item.record for item in items) for kind, items in merged.items()
    }
    return Compiled(
        tables,
        authors,
        build_table(
            _name_pairs(tables),
            tables.get("name_rules", ()),
            _surnames(tables.get("people", ())),
            common=_ids(tables, "posts", "register", "regimes"),
        ),
        build_table(
            _own_names(tables.get("themes", ())), common=_ids(tables, "themes")
        ),
    )


def _decode(name: str, content: bytes) -> tuple[str, tuple[Fault, ...]]:
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        fault = Fault(place=f"{name}:{line}", problem="not UTF-8", mend="save as UTF-8")
        return "", (fault,)


def _name_pairs(tables: _Tables) -> Iterator[tuple[str, str]]:
    """Yield (name, id) with the preferred meaning of each name first."""
    for rule in tables.get("name_rules", ()):
        if rule.entity is not None:
            yield rule.alias, rule.entity
    for kind in _NAMES_FIRST:
        yield from _own_names(tables.get(kind, ()))
    yield from _security_names(tables.get("issuers", ()))
    for kind in ("register", "regimes"):
        yield from _own_names(tables.get(kind, ()))


def _ids(tables: _Tables, *kinds: str) -> frozenset[str]:
    return frozenset(record.id for kind in kinds for record in tables.get(kind, ()))


def _own_names(records: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for record in records:
        for name in (*record.names.all(), *getattr(record, "terms", ())):
            yield name, record.id


def _surnames(people: Iterable[Person]) -> Iterator[str]:
    """Yield aliases of two Han characters that begin a longer name (高市早苗)."""
    for person in people:
        names = person.names
        longer = [name for name in names.all() if len(name) > 2]
        for alias in names.aliases:
            if len(alias) == 2 and any(name.startswith(alias) for name in longer):
                yield alias


def _security_names(issuers: Iterable[Issuer]) -> Iterator[tuple[str, str]]:
    for issuer in issuers:
        for listing in issuer.listings:
            for code in _codes(listing.security):
                yield code, issuer.id


def _codes(security: str) -> Iterator[str]:
    """Yield the ways in which stories write a security's code."""
    yield security
    code, _, market = security.rpartition(".")
    if market == "SH":
        yield f"{code}.SS"
    if market in ("SH", "SZ", "BJ"):
        yield f"({code})"
    if market == "HK":
        yield f"{code.zfill(5)}.HK"


def _assemble(compiled: Compiled) -> Knowledge:
    tables = {kind: compiled.tables.get(kind, ()) for kind in (*KINDS, *PLAIN)}
    return Knowledge(
        institutions=_by_id(tables["institutions"]),
        posts=_by_id(tables["posts"]),
        people=_by_id(tables["people"]),
        issuers=_by_id(tables["issuers"]),
        themes=_by_id(tables["themes"]),
        register=_by_id(tables["register"]),
        regimes=_by_id(tables["regimes"]),
        instruments=_by_id(tables["instruments"]),
        precedents=_by_id(tables["precedents"]),
        scenarios=_by_id(tables["scenarios"]),
        sources=_by_id(tables["sources"]),
        calendars={one.mic: one for one in tables["calendars"]},
        terms=tables["terms"],
        links=tables["links"],
        price_limits=tables["price_limits"],
        trading_rules=tables["trading_rules"],
        trading_costs=tables["trading_costs"],
        name_rules=tables["name_rules"],
        theme_roles=tables["theme_roles"],
        signs=tables["signs"],
        plain={kind: tables[kind] for kind in PLAIN},
        overlay=compiled.overlay,
        names=compiled.names,
        theme_terms=compiled.theme_terms,
    )


def _by_id(records: Iterable[Any]) -> dict[str, Any]:
    return {record.id: record for record in records}
