"""What changed between two briefs on the same event: facts, clocks, rules, findings."""

import re
from collections.abc import Iterable

from kuroshio.briefs.terms import market_of
from kuroshio.briefs.wording import (
    cell,
    line,
    name_of,
    say_amount,
    say_countries,
    say_day,
    say_instant,
)
from kuroshio.records import (
    Block,
    Brief,
    Change,
    DealClock,
    Grid,
    Line,
    RegisterFact,
)

_KINDS = ("register", "field", "clock", "rule", "finding", "window")
_MOST = 14
# The day of reading in a sentence of ours, not a day that it is about.
_AS_OF = re.compile(r"(as of |the text of |[Oo]n )\d{4}-\d\d-\d\d")
State = dict[str, tuple[str, str]]


def find_changes(before: Brief, after: Brief) -> tuple[Change, ...]:
    """Compare two briefs made from the same documents at two instants.

    Parameters
    ----------
    before, after : Brief
        The earlier and the later one; a thing is told by its key, not its wording.

    Returns
    -------
    tuple of Change
        In the order register, field, clock, rule, finding, window.
    """
    changes: list[Change] = []
    for kind in _KINDS:
        old, new = _STATES[kind](before), _STATES[kind](after)
        keys = dict.fromkeys((*new, *old))
        changes += [
            change
            for key in keys
            if (change := _change(kind, key, old.get(key), new.get(key))) is not None
        ]
    return tuple(changes)


def _change(
    kind: str, key: str, old: tuple[str, str] | None, new: tuple[str, str] | None
) -> Change | None:
    if old == new:
        return None
    subject = (new or old or ("", ""))[0]
    before = old[1] if old is not None else None
    after = new[1] if new is not None else None
    if _undated(before) == _undated(after):
        return None
    return Change(what=kind, subject=subject, before=before, after=after, key=key)


def _undated(text: str | None) -> str | None:
    """Take out "as of" days: the same said on another day is no change."""
    return None if text is None else _AS_OF.sub(r"\1", text)


def _facts(brief: Brief) -> State:
    """Return each fact by itself; an amount or a stage of the same thing replaces."""
    state: State = {}
    for fact in sorted(brief.facts, key=lambda item: (item.published, item.on)):
        subject = _subject(fact)
        if fact.amount is not None and fact.field != "project":
            money = say_amount(fact.amount, fact.currency)
            state[f"{fact.field}:amount"] = (fact.field, f"{money}, {fact.on}")
        if fact.stage is not None:
            state[f"{subject}:stage"] = (subject, f"{fact.stage}, {fact.on}")
        if fact.amount is None and fact.stage is None:
            state[f"{fact.field}:{fact.published}:{fact.text}"] = (
                fact.field,
                fact.text,
            )
    return state


def _subject(fact: RegisterFact) -> str:
    if fact.project is not None:
        return fact.project.replace("-", " ")
    return f"{fact.tranche} tranche" if fact.tranche is not None else fact.field


def _fields(brief: Brief) -> State:
    return {
        item.field: (item.field.replace("_", " "), item.state)
        for item in brief.sheet.sheet
    }


def _clocks(brief: Brief) -> State:
    state: State = {}
    for clock in brief.clocks:
        state[clock.name] = (clock.name, _clock(clock))
    return state


def _clock(clock: DealClock) -> str:
    due = "; ".join(
        f"{say_day(item.due)}{say_countries(item.countries)}"
        for item in clock.candidates
        if item.due is not None
    )
    word = clock.state.replace("_", " ")
    return f"{word}; {due}" if due else word


def _rules(brief: Brief) -> State:
    return {
        f"{item.id}:{item.subject}": (
            name_of(brief, item.id),
            f"{item.answer.replace('_', ' ')}"
            + (f"; next {item.next_date}" if item.next_date else ""),
        )
        for item in brief.regimes
    }


def _findings(brief: Brief) -> State:
    return {
        f"{item.kind}:{item.evidence[0].doc}:{item.evidence[0].start}"
        if item.evidence
        else f"{item.kind}:{item.say}": (item.kind, item.say)
        for item in brief.sheet.findings
    }


def _windows(brief: Brief) -> State:
    return {
        market_of(item): (
            market_of(item),
            "shut now" if not item.sessions else "open",
        )
        for item in brief.windows
    }


_STATES = {
    "register": _facts,
    "field": _fields,
    "clock": _clocks,
    "rule": _rules,
    "finding": _findings,
    "window": _windows,
}


def since_block(brief: Brief) -> tuple[Block, ...]:
    """Show what changed since the earlier instant; nothing asked, no block."""
    since = brief.since
    if since is None:
        return ()
    items: list[Line | Grid] = [line(f"since {say_instant(since.instant)}")]
    if since.unread:
        text = f"Not published then: {', '.join(since.unread)}"
        items.append(line(cell(text, "warn")))
    if not since.changes:
        items.append(line(cell("Nothing changed.", "dim")))
    else:
        items.append(_grid(since.changes[:_MOST]))
    left = len(since.changes) - _MOST
    if left > 0:
        items.append(line(cell(f"{left} more, in the workbook and JSON", "dim")))
    return (Block(id="since", number=None, title="CHANGED SINCE", items=tuple(items)),)


def _grid(changes: Iterable[Change]) -> Grid:
    rows = tuple(
        (
            cell(item.what),
            cell(item.subject),
            cell(item.before or "none", "" if item.before else "dim"),
            cell(item.after or "no longer", "strong" if item.after else "dim"),
        )
        for item in changes
    )
    return Grid(columns=("what", "subject", "before", "after"), align="llll", rows=rows)
