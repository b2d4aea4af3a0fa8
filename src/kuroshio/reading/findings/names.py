"""Names against glosses, and officials against the holders of their posts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading.findings.case import Case, Subject, unique
from kuroshio.records import Finding, GlossMention, Names, OfficialMention, Span
from kuroshio.text import fold

_FORMER = re.compile(
    r"\b(?:former|ex-|then-|late|acting|incoming|outgoing|deputy|under|assistant|"
    r"predecessor|successor|nominee|designate|next)\b|ex-|then-|"
    r"前|原任|元|时任|時任|当时|當時|当時|历任|歷任|候任|次期|副"
)
_GIVEN = re.compile(r"(?P<given>[A-Z][a-z'’-]{2,}) $")
_LATIN = re.compile(r"[A-Z][a-z'’-]+$")
_HAN = re.compile(r"[\u3400-\u9fff々]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_YEAR = re.compile(r"\b(19|20)\d\d\b|(?:19|20)\d\d(?=年)")
_PLACES = frozenset({"state", "country", "place", "region", "city", "union"})
_CHARACTER_NAMES = frozenset({"CN", "JP", "KR", "TW", "HK", "SG", "VN", "MO"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How a written name relates to a known person's names."""

    verdict: str
    known: str = ""


def find_gloss_faults(case: Case) -> Iterator[Finding]:
    """Find glosses that name somebody else, or drop or change characters."""
    for subject in case.subjects:
        seen: set[tuple[str, str]] = set()
        for gloss in subject.reading.glosses:
            key = (fold(gloss.surface), fold(gloss.gloss))
            if key in seen:
                continue
            finding = _judge_gloss(case, subject, gloss)
            if finding is not None:
                seen.add(key)
                yield finding


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
        if official.post is None or not _touches(official.span, gloss.surface_span):
            continue
        if _is_former(subject, official):
            continue
        terms = case.knowledge.holders(official.post, subject.on)
        if len({term.person for term in terms}) == 1:
            return terms[0].person
    return None


def _touches(one: Span, two: Span) -> bool:
    """Tell whether two spans overlap."""
    return one.start < two.end and two.start < one.end


def _judge_characters(
    case: Case, written: str, person: str, spans: tuple[Span, ...]
) -> Finding | None:
    """Judge a name written in characters against a person's names in characters."""
    names = case.knowledge.names_of(person)
    if names is None or not _HAN.search(written):
        return None
    comparison = compare_characters(written, names)
    by_characters = case.knowledge.country_of(person) in _CHARACTER_NAMES
    if comparison.verdict == "truncated" and by_characters:
        return Finding(
            kind="gloss_truncated",
            severity="error",
            say=(
                f"{written} is only the beginning of {comparison.known}, "
                f"the name of {names.en}."
            ),
            evidence=spans,
            claims=case.claims_at(spans),
            knowledge=(person,),
            slip=f"the last character of {comparison.known} was dropped",
        )
    if comparison.verdict == "changed" and by_characters:
        return Finding(
            kind="machine_reading",
            severity="error",
            say=f"{written} is not how {names.en} is written: {comparison.known}.",
            evidence=spans,
            claims=case.claims_at(spans),
            knowledge=(person,),
            slip="characters chosen by sound",
        )
    return None


def compare_characters(written: str, names: Names) -> Comparison:
    """Compare a name in Han characters with all known forms of a person.

    Returns
    -------
    Comparison
        verdict "same" (equal, or family name alone), "truncated" (a proper prefix of at
        least two characters of a longer form), "changed" (same family name or half the
        characters, the rest different), "other", or "unknown" where no form is in
        characters.
    """
    mine = _bare(written)
    forms = [
        (_bare(form), form)
        for form in names.all()
        if _HAN.search(form) and not _KANA.search(form)
    ]
    if not forms:
        return Comparison(verdict="unknown")
    if any(mine == form or _holds_all(mine, form) for form, _ in forms):
        return Comparison(verdict="same")
    longest = max(forms, key=lambda pair: len(pair[0]))
    prefixed = [
        (form, shown)
        for form, shown in forms
        if form.startswith(mine) and 2 <= len(mine) < len(form)
    ]
    family = 2 if len(longest[0]) >= 4 else 1
    if prefixed and len(mine) > family:
        return Comparison(verdict="truncated", known=prefixed[0][1])
    if prefixed or longest[0].startswith(mine):
        return Comparison(verdict="same")
    shared = sum(1 for one in mine if one in longest[0])
    if mine[:1] == longest[0][:1] and shared * 2 >= len(mine) and len(mine) >= 2:
        return Comparison(verdict="changed", known=longest[1])
    return Comparison(verdict="other", known=longest[1])


def _bare(text: str) -> str:
    """Return the folded name without spaces and middle dots."""
    return re.sub(r"[\s·・•\-]", "", fold(text))


def _holds_all(mine: str, form: str) -> bool:
    """Tell whether a longer writing (with a title, say) holds a whole full name."""
    return len(form) >= 3 and form in mine


def find_office_faults(case: Case) -> Iterator[Finding]:
    """Find officials who do not hold the post they are given on the document's day."""
    for subject in case.subjects:
        seen: set[tuple[str, str]] = set()
        for mention in subject.reading.officials:
            if mention.post is None or mention.company:
                continue
            official = _with_given_name(subject, mention)
            key = (mention.post, fold(official.name))
            if key in seen:
                continue
            finding = _judge_official(case, subject, official)
            if finding is not None:
                seen.add(key)
                yield finding


def _with_given_name(subject: Subject, official: OfficialMention) -> OfficialMention:
    """Take in a given name between title and family name, whoever it belongs to.

    A family name that is known must not hide that the given name before it is wrong.
    """
    start = official.span.start
    found = _GIVEN.search(subject.text[max(0, start - 24) : start])
    title = _tokens(official.title)
    if found is None or not title or not _LATIN.match(official.name):
        return official
    given = found.group("given")
    before = _tokens(subject.text[max(0, start - 60) : start - len(found.group())])
    if fold(given) in title or before[-1:] != title[-1:]:
        return official
    left = start - len(found.group("given")) - 1
    span = subject.span(left, official.span.end)
    return replace(official, name=f"{given} {official.name}", span=span, person=None)


def _judge_official(
    case: Case, subject: Subject, official: OfficialMention
) -> Finding | None:
    """Judge one official; None where they hold the post or the text looks back."""
    terms = case.knowledge.holders(official.post or "", subject.on)
    if not terms or _is_former(subject, official) or not official.name.strip():
        return None
    held = official.person in {term.person for term in terms}
    if held or _held_when_said(case, subject, official):
        return None
    if not _is_plausible_post(case, subject, official):
        return None
    verdicts = {term.person: _verdict_on(case, official, term.person) for term in terms}
    if "same" in verdicts.values():
        return None
    holder = terms[-1].person
    if verdicts[holder] == "changed":
        return _misread(case, subject, official, holder)
    return _out_of_office(case, subject, official, holder)


def _is_plausible_post(case: Case, subject: Subject, official: OfficialMention) -> bool:
    """Tell whether the text itself gives the post its country.

    "Commerce Minister" alone may be any country's: a person of another country, or an
    unknown name without a country near it, is no evidence of a wrong holder.
    """
    knowledge = case.knowledge
    country = knowledge.country_of(official.post or "")
    if official.person is not None:
        return knowledge.country_of(official.person) == country
    start, _ = subject.sentence(official.span.start)
    left = max(start, official.span.start - 70)
    near = subject.text[left : official.span.end]
    named = {
        knowledge.country_of(one)
        for match in knowledge.find_names(f"{official.title} {near}")
        for one in match.candidates
        if one in knowledge.institutions or one in knowledge.posts
    }
    return country in named


def _verdict_on(case: Case, official: OfficialMention, holder: str) -> str:
    """Compare an official's name with a holder's: same, changed, other."""
    names = case.knowledge.names_of(holder)
    if names is None:
        return "same"
    if official.person is not None:
        return "same" if _is_alias(official.name, names) else "other"
    return compare_reading(official.name, names)


def _misread(
    case: Case, subject: Subject, official: OfficialMention, holder: str
) -> Finding:
    """Say how the holder of the post is named."""
    names = case.knowledge.names_of(holder)
    spans = _same_officials(subject, official)
    shown = f"{names.en}{_native(names)}" if names else holder
    return Finding(
        kind="machine_reading",
        severity="error",
        say=(
            f"{official.name} is not how the holder of the post on {subject.on} is "
            f"named: {shown}."
        ),
        evidence=spans,
        claims=case.claims_at(spans),
        knowledge=(official.post or "", holder),
        slip="a given name read from its characters by machine",
    )


def _out_of_office(
    case: Case,
    subject: Subject,
    official: OfficialMention,
    holder: str,
) -> Finding:
    """Say who held the post on the day."""
    spans = _same_officials(subject, official)
    knowledge = case.knowledge
    post = official.post or ""
    title = knowledge.names_of(post)
    names = knowledge.names_of(holder)
    when = _terms_words(knowledge, official.person, post)
    return Finding(
        kind="out_of_office",
        severity="error" if official.person is not None else "warn",
        say=(
            f"On {subject.on} the post of {title.en if title else post} was held by "
            f"{names.en if names else holder}, not by {official.name}{when}."
        ),
        evidence=spans,
        claims=case.claims_at(spans),
        knowledge=tuple(
            one for one in (post, official.person, holder) if one is not None
        ),
        slip="an earlier or wrong holder of the post",
    )


def _terms_words(knowledge: Knowledge, person: str | None, post: str) -> str:
    """Say when somebody held a post."""
    terms = [one for one in knowledge.terms_of(person or "") if one.post == post]
    if not terms or terms[-1].end is None:
        return ""
    return f", whose term ended on {terms[-1].end}"


def _native(names: Names) -> str:
    """Return the name in its own characters in brackets."""
    own = names.ja or names.zh_hans or names.zh_hant
    return f" ({own})" if own else ""


def _same_officials(subject: Subject, official: OfficialMention) -> tuple[Span, ...]:
    """Return the spans of every mention of an official under that post."""
    wanted = fold(official.name)
    spans = [
        one.span
        for one in subject.reading.officials
        if one.post == official.post and fold(one.name) == wanted
    ]
    at = official.span.start
    repeats: Iterable[re.Match[str]] = re.finditer(
        re.escape(official.name), subject.text
    )
    spans += [
        subject.span(found.start(), found.end())
        for found in repeats
        if found.start() > at and len(official.name) >= 3
    ]
    kept: list[Span] = []
    for span in spans:
        if not any(_touches(span, other) for other in kept):
            kept.append(span)
    return unique(kept)


def _is_former(subject: Subject, official: OfficialMention) -> bool:
    """Tell whether the words round an official say that the post is not theirs now."""
    title = fold(official.title)
    if _FORMER.search(title):
        return True
    start, _ = subject.sentence(official.span.start)
    before = subject.folded[max(start, official.span.start - 14) : official.span.start]
    after = subject.folded[official.span.end : official.span.end + 6]
    return (
        _FORMER.search(before) is not None or re.match(r"前|元|原", after) is not None
    )


def _held_when_said(case: Case, subject: Subject, official: OfficialMention) -> bool:
    """Tell whether the sentence is dated to a time when the person held the post."""
    if official.person is None:
        return False
    sentence = subject.sentence_text(official.span.start)
    days = [
        date(int(found.group(0)[:4]), month, 15)
        for found in _YEAR.finditer(sentence)
        for month in (1, 4, 7, 10)
        if int(found.group(0)[:4]) <= subject.on.year
    ]
    index = subject.sentence_index(official.span.start)
    days += [
        mention.when.start
        for mention in subject.reading.dates
        if mention.sentence == index and mention.when.start is not None
    ]
    terms = [
        term
        for term in case.knowledge.terms_of(official.person)
        if term.post == official.post
    ]
    return any(
        term.start <= day and (term.end is None or day <= term.end)
        for term in terms
        for day in days
        if day < subject.on
    )


def _is_alias(name: str, names: Names) -> bool:
    """Tell whether a name is a known form of somebody."""
    return any(fold(name) == fold(form) for form in names.all())


def compare_reading(name: str, names: Names) -> str:
    """Compare a written name with the known forms of the holder of a post.

    Parameters
    ----------
    name : str
        As the text has it, without the title.
    names : Names
        All forms of the holder.

    Returns
    -------
    str
        "same": an equal form, the family name alone, another order, or another
        romanisation; "changed": the family name with another given name; "other".
    """
    if _HAN.search(name):
        verdict = compare_characters(name, names).verdict
        return {"truncated": "changed", "unknown": "same"}.get(verdict, verdict)
    if _KANA.search(name) or not re.search(r"[A-Za-z]", name):
        return "same" if _kana_fits(name, names) else "other"
    mine = _tokens(name)
    best = "other"
    for form in names.all():
        theirs = _tokens(form)
        if not theirs or not re.search(r"[A-Za-z]", form):
            continue
        verdict = _compare_tokens(mine, theirs)
        if verdict == "same":
            return "same"
        if verdict == "changed":
            best = "changed"
    return best


def _kana_fits(name: str, names: Names) -> bool:
    """Tell whether a name in kana is, or is part of, a known form."""
    mine = _bare(name)
    forms = [_bare(form) for form in names.all() if _KANA.search(form)]
    return not forms or any(mine in form or form in mine for form in forms)


def _compare_tokens(mine: list[str], theirs: list[str]) -> str:
    """Compare two romanised names word by word, in any order."""
    if not mine:
        return "same"
    left = [one for one in mine if not any(_alike(one, two) for two in theirs)]
    if not left:
        return "same"
    if len(left) < len(mine):
        missing = [two for two in theirs if not any(_alike(one, two) for one in mine)]
        # A middle initial or a nickname beside a full match is no other name.
        if not missing or all(len(one) == 1 for one in left):
            return "same"
        return "changed"
    return "other"


def _alike(one: str, two: str) -> bool:
    """Tell whether two romanised words are spellings of one."""
    if one == two or (min(len(one), len(two)) == 1 and one[0] == two[0]):
        return True
    from rapidfuzz.distance import Levenshtein

    limit = 1 if min(len(one), len(two)) >= 5 else 0
    return Levenshtein.distance(one, two, score_cutoff=limit) <= limit


def _tokens(name: str) -> list[str]:
    """Return the words of a romanised name, long vowels and marks levelled."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(one for one in plain if not unicodedata.combining(one)).lower()
    plain = re.sub(r"\b(?:dr|mr|mrs|ms|sir|jr|sr|iii|ii)\b\.?", " ", plain)
    plain = re.sub(r"ou|oo|oh(?=[^aeiouy]|$)", "o", plain)
    plain = re.sub(r"uu", "u", plain)
    return re.findall(r"[a-z]+", plain.replace("'", "").replace("-", ""))
