"""Names against the glosses behind them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from kuroshio.knowledge import Knowledge, name_key
from kuroshio.reading.findings.case import Case, Subject, unique
from kuroshio.reading.findings.offices import CHARACTER_NAMES, is_former, touches
from kuroshio.reading.findings.spellings import (
    compare_characters,
    compare_romanised,
    is_half_alike,
    name_words,
    own_script,
)
from kuroshio.records import Finding, GlossMention, Names, Span
from kuroshio.text import fold

_HAN = re.compile(r"[\u3400-\u9fff々]")
_PLACES = frozenset({"state", "country", "place", "region", "city", "union"})


def find_gloss_faults(case: Case) -> Iterator[Finding]:
    """Find glosses that name somebody else, or drop or change characters."""
    for subject in case.subjects:
        kept: dict[tuple[str, ...], Finding] = {}
        for gloss in subject.reading.glosses:
            finding = _judge_gloss(case, subject, gloss)
            if finding is None:
                continue
            # A name in full and its family name alone are one fault.
            key = (finding.kind, fold(gloss.gloss), *finding.knowledge)
            known = kept.get(key)
            kept[key] = finding if known is None else _merge(known, finding)
        yield from kept.values()


def _merge(one: Finding, two: Finding) -> Finding:
    """Join the evidence of two findings of one fault."""
    return replace(
        one,
        evidence=unique((*one.evidence, *two.evidence)),
        claims=tuple(dict.fromkeys((*one.claims, *two.claims))),
    )


def _judge_gloss(case: Case, subject: Subject, gloss: GlossMention) -> Finding | None:
    """Judge one gloss; None where both sides agree or nothing is known."""
    knowledge = case.knowledge
    surface = _ids(knowledge, gloss.surface, gloss.surface_entity)
    written = _ids(knowledge, gloss.gloss, gloss.gloss_entity)
    repeats = _same_glosses(subject, gloss)
    if surface and written:
        if surface & written or _is_remark(knowledge, gloss, surface, written):
            return None
        if _related(knowledge, surface, written):
            return None
        return _conflict(case, gloss, surface, written, repeats)
    person = _person_meant(case, subject, gloss, surface or written)
    if person is None:
        return None
    other = gloss.gloss if not written else gloss.surface
    return _judge_characters(case, other, person, repeats)


def _is_remark(
    knowledge: Knowledge,
    gloss: GlossMention,
    surface: frozenset[str],
    written: frozenset[str],
) -> bool:
    """Tell whether brackets hold a place, or an abbreviation made of the initials."""
    for ids in (surface, written):
        bodies = [knowledge.institutions.get(one) for one in ids]
        if any(body is not None and body.kind in _PLACES for body in bodies):
            return True
    return _is_acronym(gloss.gloss, gloss.surface) or _is_acronym(
        gloss.surface, gloss.gloss
    )


def _is_acronym(short: str, long: str) -> bool:
    """Tell whether a short form holds the initials of a long one, in order."""
    letters = re.sub(r"[^A-Za-z]", "", short)
    words = re.findall(r"[A-Z][A-Za-z]*", long)
    if not letters.isupper() or len(letters) > 7 or len(words) < 2:
        return False
    initials = iter(word[0] for word in words)
    return all(letter in initials for letter in letters)


def _conflict(
    case: Case,
    gloss: GlossMention,
    surface: frozenset[str],
    written: frozenset[str],
    spans: tuple[Span, ...],
) -> Finding:
    """Say that name and gloss mean two different known names."""
    left, right = min(surface), min(written)
    names = [case.knowledge.names_of(one) for one in (left, right)]
    shown = [
        one.en if one else other
        for one, other in zip(names, (left, right), strict=True)
    ]
    return Finding(
        kind="gloss_conflict",
        severity="error",
        say=(
            f"{gloss.surface} is glossed as {gloss.gloss}: the former is a name of "
            f"{shown[0]}, the latter of {shown[1]}."
        ),
        evidence=spans,
        claims=case.claims_at(spans),
        knowledge=(left, right),
        slip="one holder of the post put in place of another, the gloss kept",
    )


def _same_glosses(subject: Subject, gloss: GlossMention) -> tuple[Span, ...]:
    """Return the spans of every repeat of a gloss."""
    return unique(
        one.span
        for one in subject.reading.glosses
        if (one.surface, one.gloss) == (gloss.surface, gloss.gloss)
    )


def _ids(knowledge: Knowledge, text: str, entity: str | None) -> frozenset[str]:
    """Return the ids that a whole name may mean; posts and themes are no names.

    A match that covers only part of a name (軟銀 in 軟銀機器人) names something else.
    """
    found = {entity} if entity else set()
    want = len(text.strip())
    for match in knowledge.find_names(text):
        if match.end - match.start >= 0.8 * want:
            found.update(match.candidates)
    return frozenset(
        one
        for one in found
        if knowledge.kind_of(one) in {"institution", "issuer", "person", "register"}
    )


def _related(knowledge: Knowledge, left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two bodies are one family: parent, successor, same known name."""
    for one in left:
        for two in right:
            if _is_kin(knowledge, one, two) or _is_kin(knowledge, two, one):
                return True
            names = knowledge.names_of(one), knowledge.names_of(two)
            if names[0] and names[1] and _share_a_name(names[0], names[1]):
                return True
    return False


def _is_kin(knowledge: Knowledge, one: str, two: str) -> bool:
    """Tell whether a body has another as parent or successor."""
    body = knowledge.institutions.get(one)
    return body is not None and two in {body.parent, body.successor}


def _share_a_name(one: Names, two: Names) -> bool:
    """Tell whether two records share any form, or one form holds the other."""
    left = {fold(form) for form in one.all() if len(form) >= 2}
    right = {fold(form) for form in two.all() if len(form) >= 2}
    if left & right:
        return True
    return any(
        len(a) >= 4 and len(b) >= 4 and (a in b or b in a) for a in left for b in right
    )


def _person_meant(
    case: Case, subject: Subject, gloss: GlossMention, linked: frozenset[str]
) -> str | None:
    """Return the one person a gloss is about: linked, or holder of the post named."""
    people = [one for one in linked if case.knowledge.kind_of(one) == "person"]
    if len(people) == 1:
        return people[0]
    if linked:
        return None
    for official in subject.reading.officials:
        if official.post is None or not touches(official.span, gloss.surface_span):
            continue
        if is_former(subject, official):
            continue
        terms = case.knowledge.holders(official.post, subject.on)
        if len({term.person for term in terms}) == 1:
            return terms[0].person
    return _likely_person(case.knowledge, gloss)


def _likely_person(knowledge: Knowledge, gloss: GlossMention) -> str | None:
    """Return the one known person whose name both sides of a gloss resemble.

    The characters must be the beginning of the person's, and half of the romanised
    words must be theirs.
    """
    latin, han = gloss.surface, gloss.gloss
    if _HAN.search(latin):
        latin, han = han, latin
    words = name_words(latin)
    if not _HAN.search(han) or not 2 <= len(han) <= 3 or len(words) < 2:
        return None
    keys, start = knowledge.names.keys, name_key(han)
    at = bisect_left(keys, start)
    found: dict[str, None] = {}
    while at < len(keys) and keys[at].startswith(start):
        if len(keys[at]) == len(start) + 1:
            found.update(_alike_people(knowledge, at, words))
        at += 1
    people = list(found)
    return people[0] if len(people) == 1 else None


def _alike_people(
    knowledge: Knowledge, at: int, words: list[str]
) -> Iterator[tuple[str, None]]:
    """Yield the people of one known name whose romanised words are half alike."""
    for _, ids in knowledge.names.lookup(knowledge.names.keys[at]):
        for one in ids:
            person = knowledge.people.get(one)
            if person and is_half_alike(words, name_words(person.names.en)):
                yield one, None


def _judge_characters(
    case: Case, written: str, person: str, spans: tuple[Span, ...]
) -> Finding | None:
    """Judge a name in one script against a person's names in that script."""
    names = case.knowledge.names_of(person)
    by_characters = case.knowledge.country_of(person) in CHARACTER_NAMES
    if names is None or (_HAN.search(written) and not by_characters):
        return None
    if _HAN.search(written):
        comparison = compare_characters(written, names)
    else:
        comparison = compare_romanised(written, names)
        # Names of Latin origin have short forms and nicknames; a cut one is a slip.
        if comparison.verdict == "changed" and not by_characters:
            return None
    if comparison.verdict == "truncated":
        return Finding(
            kind="gloss_truncated",
            severity="error",
            say=(
                f"{written} is only the beginning of {comparison.known}"
                f"{'' if comparison.known == names.en else f', {names.en}'}."
            ),
            evidence=spans,
            claims=case.claims_at(spans),
            knowledge=(person,),
            slip=f"the end of {comparison.known} was dropped",
        )
    if comparison.verdict == "changed":
        return Finding(
            kind="machine_reading",
            severity="error",
            say=f"{written} does not fit {names.en}{own_script(names)}, who is meant.",
            evidence=spans,
            claims=case.claims_at(spans),
            knowledge=(person,),
            slip="a name read or written by machine from its sound or characters",
        )
    return None
