"""What is under way: live deals of the register with their next clocks, by day."""

from datetime import date
from typing import Any

from kuroshio.app.inputs import parse_as_of
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import SHANGHAI, head, say_amount, to_plain
from kuroshio.knowledge import Knowledge
from kuroshio.records import DealClock, RegisterEntry, RegisterFact
from kuroshio.regimes import entry_clocks, regime_state
from kuroshio.version import VERSION

_OVER = {"blocked", "lapsed"}
_LAYERS = ("envelope", "tranche", "committed", "drawn")


def list_live(*, as_of: str, workspace: Workspace) -> dict[str, Any]:
    """Return the deals that are neither built nor given up, what is due first.

    Parameters
    ----------
    as_of : str
        Day or instant of knowledge; facts published later are not seen.
    workspace : Workspace

    Returns
    -------
    dict
        ``entries``: id, names, kind, stage with its day, money by layer, the next
        clock, all clocks, and the day of the newest fact; ``known_to``: the newest
        publication in the whole register by then.

    Raises
    ------
    InputError
        When ``as_of`` is no day or instant.
    """
    instant = parse_as_of(as_of)
    day = instant.astimezone(SHANGHAI).date()
    knowledge = open_knowledge(workspace)
    rows = []
    newest = None
    for entry in knowledge.register.values():
        facts = knowledge.facts_at(entry.id, day)
        if not facts:
            continue
        latest = max(fact.published for fact in facts)
        newest = latest if newest is None else max(newest, latest)
        row = _live_row(entry, facts, knowledge, day)
        if row is not None:
            rows.append({**row, "newest": latest.isoformat()})
    rows.sort(key=_by_clock)
    first = head(as_of=instant, inputs=(), pack=None, version=VERSION)
    return {**first, "known_to": to_plain(newest), "entries": rows}


def _by_clock(row: dict[str, Any]) -> tuple[bool, str, str]:
    clock = row["next"]
    due = clock["due"] if clock is not None else ""
    return clock is None, due, row["id"]


def _live_row(
    entry: RegisterEntry,
    facts: tuple[RegisterFact, ...],
    knowledge: Knowledge,
    day: date,
) -> dict[str, Any] | None:
    """Return one deal; None where it is over."""
    stage = _stage(facts)
    if stage is not None and stage.stage in _OVER:
        return None
    if stage is not None and stage.stage == "built" and entry.kind == "deal":
        return None
    clocks = entry_clocks(entry, knowledge.calendars, as_of=day)
    return {
        "id": entry.id,
        "names": to_plain(entry.names),
        "kind": entry.kind,
        "sector": entry.sector,
        "host": entry.host,
        "source_country": entry.source_country,
        "stage": stage.stage if stage is not None else None,
        "stage_on": to_plain(stage.on) if stage is not None else None,
        "confidence": stage.confidence if stage is not None else None,
        "money": _money(facts),
        "next": _next_clock(clocks, day),
        "clocks": to_plain(clocks),
    }


def _stage(facts: tuple[RegisterFact, ...]) -> RegisterFact | None:
    """Return the newest stage of the entry itself or of its money."""
    stages = [
        fact
        for fact in facts
        if fact.stage is not None and fact.field in {"stage", *_LAYERS}
    ]
    return max(stages, key=lambda fact: (fact.published, fact.on), default=None)


def _money(facts: tuple[RegisterFact, ...]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for layer in _LAYERS:
        known = [f for f in facts if f.field == layer and f.amount is not None]
        last = max(known, key=lambda fact: (fact.published, fact.on), default=None)
        found[layer] = (
            say_amount(last.amount, last.currency)
            if last is not None and last.amount is not None
            else None
        )
    return found


def _next_clock(clocks: tuple[DealClock, ...], day: date) -> dict[str, Any] | None:
    """Return what falls due next; several due dates where the text leaves it open."""
    ahead = []
    for clock in clocks:
        dates = [item.due for item in clock.candidates if item.due is not None]
        if dates and max(dates) >= day:
            ahead.append((min(dates), clock))
    if not ahead:
        return None
    due, clock = min(ahead, key=lambda pair: pair[0])
    return {
        "name": clock.name,
        "state": clock.state,
        "due": due.isoformat(),
        "candidates": to_plain(clock.candidates),
        "reason": clock.reason,
        "source": clock.source,
    }


def list_regimes(*, as_of: str, workspace: Workspace) -> dict[str, Any]:
    """Return every regime published by a day with its state, what is due first.

    Raises
    ------
    InputError
        When ``as_of`` is no day or instant.
    """
    instant = parse_as_of(as_of)
    day = instant.astimezone(SHANGHAI).date()
    rows = []
    for regime in open_knowledge(workspace).regimes.values():
        state = regime_state(regime, day)
        if state.phase == "unseen":
            continue
        rows.append(
            {
                "id": regime.id,
                "names": to_plain(regime.names),
                "jurisdiction": regime.jurisdiction,
                "article": regime.article,
                "scope": regime.scope,
                "phase": state.phase,
                "words": state.words,
                "effective": to_plain(regime.effective),
                "expires": to_plain(state.expires),
                "next_date": to_plain(state.next_date),
                "checked": to_plain(state.checked),
                "source": regime.source,
            }
        )
    rows.sort(key=lambda row: (row["next_date"] is None, row["next_date"], row["id"]))
    first = head(as_of=instant, inputs=(), pack=None, version=VERSION)
    return {**first, "regimes": rows}
