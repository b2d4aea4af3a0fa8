"""Faults between records: duplicates, dangling references, overlapping terms."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from kuroshio.errors import Fault
from kuroshio.knowledge.kinds import NAMED, key_of
from kuroshio.knowledge.parsing import Parsed

Tables = Mapping[str, Sequence[Parsed]]


def merge_layers(
    packaged: Iterable[Parsed], overlay: Iterable[Parsed]
) -> tuple[dict[str, list[Parsed]], dict[str, str], tuple[Fault, ...]]:
    """Lay an overlay's records over the packaged ones.

    Returns
    -------
    tables : dict
        Records by kind; one of the overlay replaces its namesake in place, and a term
        replaces the packaged ones of that person in that post that it overlaps.
    authors : dict
        The author of each record that came from the overlay, by key.
    faults : tuple of Fault
        Keys that one layer holds twice, and ids that mean two kinds of thing.
    """
    faults: list[Fault] = []
    slots: dict[tuple[str, str], Parsed] = {}
    authors: dict[str, str] = {}
    for layer in (packaged, overlay):
        seen: dict[tuple[str, str], str] = {}
        for number, item in enumerate(layer):
            key = key_of(item.record) or f"#{item.place}#{number}"
            slot = (item.kind, key)
            if slot in seen:
                faults.append(_twice(item, key, seen[slot]))
                continue
            seen[slot] = item.place
            slots[slot] = item
            if item.author is not None:
                authors[key] = item.author
    for slot in _corrected(slots):
        del slots[slot]
    faults.extend(_two_kinds(slots))
    tables: dict[str, list[Parsed]] = {}
    for (kind, _), item in slots.items():
        tables.setdefault(kind, []).append(item)
    return tables, authors, tuple(faults)


def _corrected(slots: Mapping[tuple[str, str], Parsed]) -> list[tuple[str, str]]:
    """Return the packaged terms to which the overlay gives other dates."""
    mine = [
        item.record
        for (kind, _), item in slots.items()
        if kind == "terms" and item.author is not None
    ]
    return [
        slot
        for slot, item in slots.items()
        if slot[0] == "terms"
        and item.author is None
        and any(_same_term(item.record, term) for term in mine)
    ]


def _same_term(one: Any, other: Any) -> bool:
    """Say whether two terms are of one person in one post at one time."""
    return (
        (one.post, one.person) == (other.post, other.person)
        and (one.end is None or other.start <= one.end)
        and (other.end is None or one.start <= other.end)
    )


def _twice(item: Parsed, key: str, first: str) -> Fault:
    return Fault(
        place=item.place, problem=f"{key!r} is already at {first}", mend="keep one"
    )


def _two_kinds(slots: Mapping[tuple[str, str], Parsed]) -> Iterator[Fault]:
    """Yield ids that name an entity of more than one kind."""
    first: dict[str, Parsed] = {}
    for (kind, key), item in slots.items():
        if kind not in NAMED:
            continue
        other = first.setdefault(key, item)
        if other is not item:
            problem = f"{key!r} is already among {other.kind} at {other.place}"
            yield Fault(place=item.place, problem=problem, mend="choose another id")


def check_tables(tables: Tables) -> tuple[Fault, ...]:
    """Return every fault between the records of all kinds, in file order."""
    ids = {kind: _ids(tables, kind) for kind in NAMED}
    return (
        *_dangling(tables, ids),
        *_twice_listed(tables),
        *_overlapping(tables),
        *_backwards(tables),
    )


def _ids(tables: Tables, *kinds: str) -> set[str]:
    return {item.record.id for kind in kinds for item in tables.get(kind, ())}


def _dangling(tables: Tables, ids: Mapping[str, set[str]]) -> Iterator[Fault]:
    bodies = ids["institutions"] | ids["issuers"]
    anything = set().union(*ids.values())
    wanted: tuple[tuple[str, str, set[str]], ...] = (
        ("institutions", "parent", bodies),
        ("institutions", "successor", bodies),
        ("posts", "institution", bodies),
        ("terms", "post", ids["posts"]),
        ("terms", "person", ids["people"]),
        ("links", "theme", ids["themes"]),
        ("links", "issuer", ids["issuers"]),
        ("themes", "upstream", ids["themes"]),
        ("register", "parties", anything),
        ("name_rules", "entity", anything),
        ("sources", "body", bodies),
        ("scenarios", "sized_from", _ids(tables, "precedents")),
        ("scenarios", "themes", ids["themes"]),
        ("theme_roles", "themes", ids["themes"]),
        ("signs", "plus", _ids(tables, "theme_roles")),
        ("signs", "minus", _ids(tables, "theme_roles")),
    )
    for kind, field, known in wanted:
        for item in tables.get(kind, ()):
            for name in _names(getattr(item.record, field)):
                if name not in known:
                    yield Fault(
                        place=item.place,
                        problem=f"{field} {name!r} is no known id",
                        mend="add that record or mend the id",
                    )


def _names(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the ids in a reference field; ``id:share`` gives the id."""
    values = (value,) if isinstance(value, str) else value or ()
    return tuple(name.partition(":")[0] for name in values)


def _twice_listed(tables: Tables) -> Iterator[Fault]:
    first: dict[str, Parsed] = {}
    for item in tables.get("issuers", ()):
        for listing in item.record.listings:
            other = first.setdefault(listing.security, item)
            if other is not item:
                where = f"{other.record.id} at {other.place}"
                problem = f"{listing.security} is already a listing of {where}"
                yield Fault(place=item.place, problem=problem, mend="keep one")


def _overlapping(tables: Tables) -> Iterator[Fault]:
    shared = {item.record.id for item in tables.get("posts", ()) if item.record.shared}
    by_post: dict[str, list[Parsed]] = {}
    for item in tables.get("terms", ()):
        if item.record.post not in shared:
            by_post.setdefault(item.record.post, []).append(item)
    for post, items in by_post.items():
        ordered = sorted(items, key=lambda item: item.record.start)
        for before, after in pairwise(ordered):
            end = before.record.end
            if end is None or _could_end(before.record) > _could_start(after.record):
                problem = (
                    f"{after.record.person} takes {post} on {after.record.start}, "
                    f"but {before.record.person} holds it until {end or 'today'} "
                    f"({before.place})"
                )
                yield Fault(place=after.place, problem=problem, mend="mend a date")


def _could_end(term: Any) -> date:
    """Return the first day on which a term with an end may have ended."""
    end: date = term.end
    if term.precision == "day":
        return end
    return end.replace(day=1, month=end.month if term.precision == "month" else 1)


def _could_start(term: Any) -> date:
    """Return the last day on which a term may have started."""
    start: date = term.start
    if term.precision == "day":
        return start
    month = start.month if term.precision == "month" else 12
    return start.replace(day=monthrange(start.year, month)[1], month=month)


def _backwards(tables: Tables) -> Iterator[Fault]:
    for kind in ("terms", "institutions"):
        for item in tables.get(kind, ()):
            start: Any = item.record.start
            end: Any = item.record.end
            if start is not None and end is not None and end < start:
                problem = f"ends on {end}, before it starts on {start}"
                yield Fault(place=item.place, problem=problem, mend="mend a date")
