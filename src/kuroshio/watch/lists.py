"""What changed on an official list, and which issuers and holdings it means."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kuroshio.knowledge import Knowledge
from kuroshio.records import Book, ListChange, ListEntry, ListTurn
from kuroshio.text import fold_name

_FORMS = re.compile(
    r"(?:[,，\s]*(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|"
    r"group|holdings?|technology|technologies)\b\.?)+[\s,]*$",
    re.IGNORECASE,
)
_HAN_FORMS = re.compile(
    r"(?:股份有限公司|有限責任公司|有限责任公司|集團有限公司|集团有限公司|有限公司|"
    r"集團|集团|株式会社|公司)$"
)


def diff_lists(
    source: str, before: Sequence[ListEntry], after: Sequence[ListEntry]
) -> tuple[ListChange, ...]:
    """Return additions, removals and renames, in order of key.

    A rename is an entry whose own number stays while its name changes, or, on a list
    without numbers, a removal and an addition with a shared alias or a like name.

    Parameters
    ----------
    source : str
        Id of the list's source.
    before, after : sequence of ListEntry
        Two editions of the same list; order counts for nothing.

    Returns
    -------
    tuple of ListChange
        Without issuers yet: see ``match_changes``.
    """
    old = {entry.key: entry for entry in before}
    new = {entry.key: entry for entry in after}
    changes = [
        _change(source, "renamed", new[key], old[key])
        for key in sorted(old.keys() & new.keys())
        if fold_name(old[key].name) != fold_name(new[key].name)
    ]
    gone = [old[key] for key in sorted(old.keys() - new.keys())]
    come = [new[key] for key in sorted(new.keys() - old.keys())]
    for entry in list(come):
        former = next((one for one in gone if _is_renamed(one, entry)), None)
        if former is not None:
            gone.remove(former)
            come.remove(entry)
            # The same name under a new key is no news: a list was renumbered.
            if fold_name(former.name) != fold_name(entry.name):
                changes.append(_change(source, "renamed", entry, former))
    changes += [_change(source, "added", entry) for entry in come]
    changes += [_change(source, "removed", entry) for entry in gone]
    return tuple(changes)


def _is_renamed(old: ListEntry, new: ListEntry) -> bool:
    if old.listing != new.listing or old.country != new.country:
        return False
    if fold_name(old.name) == fold_name(new.name):
        return True
    ours = {fold_name(name) for name in (old.name, *old.aliases)}
    theirs = {fold_name(name) for name in (new.name, *new.aliases)}
    return bool(ours & theirs)


def _change(
    source: str, change: ListTurn, entry: ListEntry, former: ListEntry | None = None
) -> ListChange:
    told = f"{source}\n{change}\n{entry.listing}\n{entry.key}\n{entry.name}"
    told += f"\n{former.name if former else ''}"
    return ListChange(
        id=f"l-{hashlib.sha256(told.encode()).hexdigest()[:16]}",
        source=source,
        listing=entry.listing,
        change=change,
        name=entry.name,
        before=former.name if former is not None else "",
        key=entry.key,
        link=entry.link,
    )


def match_changes(
    changes: Iterable[ListChange],
    entries: Mapping[str, ListEntry],
    knowledge: Knowledge,
) -> tuple[ListChange, ...]:
    """Say which listed issuers the changes mean, by any name in four scripts.

    The whole name must be an issuer's, the forms of companies aside (Co., Ltd.,
    股份有限公司, 株式会社): half a name would point at the wrong firm.

    Parameters
    ----------
    changes : iterable of ListChange
        Of ``diff_lists``.
    entries : mapping
        Entries of both editions by key, for their other names.
    knowledge : Knowledge
        Issuers with their names.
    """
    names = issuer_names(knowledge)
    return tuple(_match(one, entries.get(one.key), names, knowledge) for one in changes)


def issuer_names(knowledge: Knowledge) -> dict[str, str]:
    """Return issuers by every folded name, with and without the form of company."""
    table: dict[str, str] = {}
    for issuer in knowledge.issuers.values():
        for name in issuer.names.all():
            for form in _forms(name):
                table.setdefault(form, issuer.id)
    return table


def _forms(name: str) -> tuple[str, ...]:
    bare = _HAN_FORMS.sub("", _FORMS.sub("", name.strip())).strip(" ,，")
    shapes = (name, bare) if len(bare) > 1 else (name,)
    return tuple(dict.fromkeys(fold_name(one) for one in shapes))


def _match(
    change: ListChange,
    entry: ListEntry | None,
    names: Mapping[str, str],
    knowledge: Knowledge,
) -> ListChange:
    told = [change.name, change.before, *(entry.aliases if entry is not None else ())]
    for name in told:
        for form in _forms(name) if name else ():
            issuer = names.get(form)
            if issuer is not None:
                listings = knowledge.issuers[issuer].listings
                return _known(change, issuer, name, [one.security for one in listings])
    return change


def _known(
    change: ListChange, issuer: str, name: str, securities: Sequence[str]
) -> ListChange:
    return replace(change, issuer=issuer, how=name, securities=tuple(securities))


def held_of(change: ListChange, book: Book | None) -> tuple[str, ...]:
    """Return the securities of a book that a change means."""
    held = {line.security for line in book.holdings} if book is not None else set()
    return tuple(one for one in change.securities if one in held)
