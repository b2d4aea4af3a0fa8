"""Which entry of the register a document is about, as known on a day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.records import Reading, RegisterEntry, RegisterFact
from kuroshio.text import compile_folded, fold

LEAD = 1200
LEAST = 4
_INVESTMENT = compile_folded(
    r"invest|vehicle|\bfund\b|pledge|tranche|initiative|"
    r"投资|投資|出资|出資|融資|承诺|拠出|ファンド|基金"
)
_GENERIC = frozenset(
    {"power", "gas", "project", "plant", "grid", "upgrade", "energy", "electric"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMatch:
    """An entry, the facts of it that were public on the day, and why it matched."""

    entry: RegisterEntry
    facts: tuple[RegisterFact, ...]
    score: int
    by_name: bool


def match_entry(
    reading: Reading, knowledge: Knowledge, *, as_of: date
) -> RegisterMatch | None:
    """Find the vehicle or deal of the register that a document is about.

    A match needs several independent signs (a name of it, both countries, its bodies,
    its projects, words of investment): neither an amount nor one name is enough.

    Parameters
    ----------
    reading : Reading
        Mentions of one document.
    knowledge : Knowledge
        Reference data.
    as_of : date
        Facts published later do not exist.

    Returns
    -------
    RegisterMatch or None
        The best entry with at least four signs; None when no entry has them.
    """
    text = reading.document.text
    folded = fold(text)
    ids = _ids_in(knowledge, text)
    lead = fold(_lead(reading))
    lead_ids = _ids_in(knowledge, _lead(reading))
    title_ids = _ids_in(knowledge, reading.document.title or "")
    best: RegisterMatch | None = None
    for entry in knowledge.register.values():
        facts = knowledge.facts_at(entry.id, as_of)
        if not facts:
            continue
        named = _is_named(entry, lead)
        if entry.kind == "deal":
            score = 2 * min(2, sum(1 for one in entry.parties if one in lead_ids))
        elif _spans_flow(entry, knowledge, lead_ids):
            score = _score(entry, facts, folded, ids)
        else:
            score = -LEAST
        score += 3 * named + (_is_named(entry, folded) and not named)
        score += 2 * _spans_flow(entry, knowledge, title_ids)
        if score >= LEAST and (best is None or score > best.score):
            best = RegisterMatch(
                entry=entry, facts=facts, score=score, by_name=bool(named)
            )
    return best


def _lead(reading: Reading) -> str:
    """Return title and first characters."""
    return f"{reading.document.title or ''}\n{reading.document.text[:LEAD]}"


def _ids_in(knowledge: Knowledge, text: str) -> frozenset[str]:
    """Return every id that a text may name."""
    return frozenset(
        one for match in knowledge.find_names(text) for one in match.candidates
    )


def _is_named(entry: RegisterEntry, folded: str) -> bool:
    """Tell whether the text names the entry by words that are no mere amount."""
    terms = (*entry.names.all(), *entry.terms)
    return any(
        fold(term) in folded
        for term in terms
        if len(term) >= 4 and re.search(r"[0-9]", term) is None
    )


def _spans_flow(
    entry: RegisterEntry, knowledge: Knowledge, lead_ids: frozenset[str]
) -> bool:
    """Tell whether the lead names both ends of the entry's flow of money."""
    countries = _countries(knowledge, lead_ids)
    return entry.source_country in countries and entry.host in countries


def _score(
    entry: RegisterEntry,
    facts: tuple[RegisterFact, ...],
    folded: str,
    ids: frozenset[str],
) -> int:
    """Count the signs of a vehicle: flow, bodies, words, projects."""
    bodies = sum(
        1
        for party in entry.parties
        if party in ids and not party.startswith("country-")
    )
    score = 1 + min(bodies, 2) + (_INVESTMENT.search(folded[:LEAD]) is not None)
    score += any(fold(term) in folded for term in entry.terms)
    return score + (_project_signs(facts, folded) > 0)


def _countries(knowledge: Knowledge, ids: Iterable[str]) -> frozenset[str]:
    """Return the countries of the states and public bodies among ids."""
    found = set()
    for one in ids:
        body = knowledge.institutions.get(one)
        if body is not None:
            found.add(body.country)
        elif knowledge.kind_of(one) in {"post", "person"}:
            found.add(knowledge.country_of(one) or "")
    return frozenset(found)


def _project_signs(facts: tuple[RegisterFact, ...], folded: str) -> int:
    """Count the register's projects whose distinctive words the text holds."""
    projects = {fact.project for fact in facts if fact.project}
    return sum(1 for project in projects if names_project(project, folded))


def names_project(project: str, folded: str) -> bool:
    """Tell whether a folded text holds the distinctive words of a project's id."""
    words = [word for word in project.split("-") if word not in _GENERIC]
    held = [word for word in words if re.search(rf"\b{re.escape(word)}", folded)]
    return len(held) >= min(2, len(words)) and bool(held)


def facts_of(
    match: RegisterMatch | None, field: str, *, project: str | None = None
) -> tuple[RegisterFact, ...]:
    """Return the known facts of one field, oldest first, of one project if given."""
    if match is None:
        return ()
    return tuple(
        fact
        for fact in match.facts
        if fact.field == field and (project is None or fact.project == project)
    )


def stage_at(match: RegisterMatch | None, *, on: date) -> RegisterFact | None:
    """Return the newest fact about the stage of the entry's projects or itself.

    A memorandum signed for the whole does not select a project: the newest fact by
    day counts, whatever its rank.
    """
    stages = [
        fact
        for fact in facts_of(match, "stage") + facts_of(match, "tranche")
        if fact.stage is not None and fact.on <= on
    ]
    return max(stages, key=lambda fact: (fact.on, fact.published), default=None)
