"""Which entry of the register a document is about, as known on a day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kuroshio.knowledge import Knowledge
from kuroshio.reading.quantities import amount_of, is_same, power_between
from kuroshio.records import Money, NameMatch, Reading, RegisterEntry, RegisterFact
from kuroshio.text import compile_sought, fold

LEAD = 700
LEAD_SENTENCES = 4
LEAST = 4
_INVESTMENT = compile_sought(
    r"invest|vehicle|\bfund\b|pledge|tranche|initiative|"
    r"投资|投資|出资|出資|融資|承诺|拠出|ファンド|基金"
)
_GENERIC = frozenset(
    {"power", "gas", "project", "plant", "grid", "upgrade", "energy", "electric"}
)
_SPENDERS = frozenset({"investor", "acquirer", "buyer", "bidder"})
# Capitals and the short forms of headlines stand for their states.
_SHORT_FORMS = tuple(
    (frozenset(codes.split("+")), compile_sought(words))
    for codes, words in (
        ("US", r"\bwashington\b|华盛顿|ワシントン|对美|訪米|対米|米に|米で|赴美|在美"),
        ("JP", r"\btokyo\b|东京|東京|对日|対日|赴日"),
        ("KR", r"\bseoul\b|首尔|ソウル|对韩|対韓"),
        ("CN", r"\bbeijing\b|北京|对华|対中|在华"),
        ("TW", r"\btaipei\b|台北|对台"),
        ("SA", r"\briyadh\b|利雅得|リヤド"),
        ("AE", r"\babu dhabi\b|\bdubai\b|阿布扎比|アブダビ"),
        ("EU", r"\bbrussels\b|布鲁塞尔|ブリュッセル"),
        ("JP+US", r"日米|日美|美日"),
        ("KR+US", r"韩美|美韩|韓米|米韓"),
        ("CN+US", r"中美|美中|米中"),
        ("TW+US", r"台美|美台|米台"),
        ("CN+JP", r"中日|日中"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMatch:
    """An entry, the facts of it that were public on the day, and why it matched."""

    entry: RegisterEntry
    facts: tuple[RegisterFact, ...]
    score: int
    by_name: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What a document shows of itself, read once for all entries."""

    folded: str
    title: str
    lead: str
    ids: frozenset[str]
    lead_ids: frozenset[str]
    lead_countries: frozenset[str]
    title_countries: frozenset[str]
    spenders: frozenset[str]
    headline: Money | None
    sums: tuple[Money, ...]


def match_entry(
    reading: Reading,
    knowledge: Knowledge,
    *,
    as_of: date,
    names: tuple[NameMatch, ...] | None = None,
) -> RegisterMatch | None:
    """Find the vehicle or deal of the register that a document is about.

    A match needs several independent signs (a name of it, both ends of its flow of
    money, its bodies, its projects, words of investment): neither an amount nor one
    name is enough.

    Parameters
    ----------
    reading : Reading
        Mentions of one document.
    knowledge : Knowledge
        Reference data.
    as_of : date
        Facts published later do not exist.
    names : tuple of NameMatch, optional
        The known names of the text, where they were found already.

    Returns
    -------
    RegisterMatch or None
        The best entry with at least four signs; None when no entry has them.
    """
    if names is None:
        names = knowledge.find_names(reading.document.text)
    view = _view(reading, knowledge, names)
    best: RegisterMatch | None = None
    for entry in knowledge.register.values():
        facts = knowledge.facts_at(entry.id, as_of)
        if not facts:
            continue
        if entry.kind == "deal":
            score = _score_deal(entry, facts, knowledge, view)
        else:
            score = _score_vehicle(entry, facts, knowledge, view)
        if score >= LEAST and (best is None or score > best.score):
            best = RegisterMatch(
                entry=entry,
                facts=facts,
                score=score,
                by_name=_is_named(entry, view.lead),
            )
    return best


def _view(
    reading: Reading, knowledge: Knowledge, names: tuple[NameMatch, ...]
) -> _View:
    """Read what the entries are compared with."""
    document = reading.document
    title = document.title or ""
    end = reading.sentences[: LEAD_SENTENCES + 1][-1][1] if reading.sentences else 0
    stop = max(min(end, LEAD), len(title))
    title_ids = _ids(knowledge.find_names(title))
    lead_ids = title_ids | _ids(match for match in names if match.end <= stop)
    lead = fold(f"{title}\n{document.text[:stop]}")
    # A story in Japanese need not say that the Japanese side is Japan.
    home = frozenset({"JP"} if document.languages[:1] == ("ja",) else ())
    return _View(
        folded=fold(document.text),
        title=fold(title),
        lead=lead,
        ids=_ids(names) | title_ids,
        lead_ids=lead_ids,
        lead_countries=_countries(knowledge, lead_ids, lead) | home,
        title_countries=_countries(knowledge, title_ids, fold(title)),
        spenders=frozenset(
            party.entity
            for party in reading.parties
            if party.role in _SPENDERS and party.entity in knowledge.issuers
            if party.entity is not None
        ),
        headline=next(
            (one.money for one in reading.amounts if one.headline and one.deal), None
        ),
        sums=_distinct(one.money for one in reading.amounts if one.deal),
    )


def _distinct(sums: Iterable[Money]) -> tuple[Money, ...]:
    """Return sums without repeats."""
    return tuple({(one.amount, one.currency): one for one in sums}.values())


def _ids(names: Iterable[NameMatch]) -> frozenset[str]:
    """Return every id that names may mean."""
    return frozenset(one for match in names for one in match.candidates)


def _is_named(entry: RegisterEntry, folded: str) -> bool:
    """Tell whether the text names the entry by words that are no mere amount."""
    words = _folded_words((*entry.names.all(), *entry.terms))
    return any(word in folded for word in words)


@lru_cache(maxsize=4096)
def _folded_words(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folded terms that are words, not sums."""
    return tuple(
        fold(term)
        for term in terms
        if len(term) >= 4 and re.search(r"[0-9]", term) is None
    )


@lru_cache(maxsize=4096)
def _folded_terms(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return terms folded."""
    return tuple(fold(term) for term in terms)


def _score_deal(
    entry: RegisterEntry,
    facts: tuple[RegisterFact, ...],
    knowledge: Knowledge,
    view: _View,
) -> int:
    """Count the signs of a deal: its companies in the lead, its name, its sum."""
    companies = [one for one in entry.parties if one in knowledge.issuers]
    named = _is_named(entry, view.title), _is_named(entry, view.lead)
    if not companies:
        flow = {entry.source_country, entry.host} - {"various"}
        both = len(flow) == 2 and flow <= view.title_countries
        return 4 * named[0] + 3 * named[1] + both
    present = sum(1 for one in companies if one in view.lead_ids)
    if present < min(2, len(companies)) and not named[0]:
        return 0
    places = any(
        one in view.lead_ids for one in entry.parties if one.startswith("country-")
    )
    score = 2 * min(present, 2) + 3 * named[0] + 2 * named[1] + places
    return score + _sum_sign(facts, view)


def _sum_sign(facts: tuple[RegisterFact, ...], view: _View) -> int:
    """Weigh the headline sum: equal +2, same digits +1, other −1, none 0."""
    if view.headline is None:
        return 0
    known = [
        Money(amount=fact.amount, currency=fact.currency)
        for fact in facts
        if fact.amount is not None and fact.currency == view.headline.currency
    ]
    if not known:
        return 0
    if any(is_same(mine, one) for mine in view.sums for one in known):
        return 2
    value = amount_of(view.headline)
    digits = len(value.normalize().as_tuple().digits) if value is not None else 0
    near = any(power_between(view.headline, one) for one in known)
    return 1 if near and digits >= 2 else -1


def _score_vehicle(
    entry: RegisterEntry,
    facts: tuple[RegisterFact, ...],
    knowledge: Knowledge,
    view: _View,
) -> int:
    """Count the signs of a vehicle: name, flow, bodies, words, projects, sum."""
    named = _is_named(entry, view.lead)
    ends = {entry.source_country, entry.host} - {"various"}
    if not named and (len(ends) < 2 or not ends <= view.lead_countries):
        return 0
    if view.spenders and not (view.spenders & set(entry.parties)) and not named:
        return 0
    bodies = sum(
        1
        for party in entry.parties
        if party in view.ids and party in knowledge.institutions
        if not party.startswith("country-")
    )
    score = 3 * named + (ends <= view.lead_countries)
    score += 2 * (len(ends) == 2 and ends <= view.title_countries)
    score += min(bodies, 2) + (_INVESTMENT.search(view.lead) is not None)
    score += any(term in view.folded for term in _folded_terms(entry.terms))
    return score + (_project_signs(facts, view.folded) > 0) + _sum_sign(facts, view)


def _countries(knowledge: Knowledge, ids: Iterable[str], folded: str) -> frozenset[str]:
    """Return the countries of states, public bodies and posts, capitals included."""
    found: set[str] = set()
    for one in ids:
        body = knowledge.institutions.get(one)
        if body is not None:
            found.add(body.country)
        elif knowledge.kind_of(one) in {"post", "person"}:
            found.add(knowledge.country_of(one) or "")
    for codes, pattern in _SHORT_FORMS:
        if pattern.search(folded):
            found |= codes
    return frozenset(found)


def _project_signs(facts: tuple[RegisterFact, ...], folded: str) -> int:
    """Count the register's projects whose distinctive words the text holds."""
    projects = {fact.project for fact in facts if fact.project}
    return sum(1 for project in projects if names_project(project, folded))


def names_project(project: str, folded: str) -> bool:
    """Tell whether a folded text holds the distinctive words of a project's id."""
    patterns = _project_words(project)
    held = sum(
        1 for word, pattern in patterns if word in folded and pattern.search(folded)
    )
    return held >= min(2, len(patterns)) and held > 0


@lru_cache(maxsize=4096)
def _project_words(project: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the distinctive words of a project's id, each with its pattern."""
    words = [word for word in project.split("-") if word not in _GENERIC]
    return tuple((word, re.compile(rf"\b{re.escape(word)}")) for word in words)


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
