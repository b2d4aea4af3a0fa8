"""Officials against the holders of their posts on the day."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading.findings.case import Case, Subject, unique
from kuroshio.reading.findings.spellings import (
    compare_reading,
    is_known_form,
    name_words,
    own_script,
)
from kuroshio.records import Finding, OfficialMention, Span
from kuroshio.text import fold

# Countries whose names are characters, so that a reading is right or wrong.
CHARACTER_NAMES = frozenset({"CN", "JP", "KR", "TW", "HK", "SG", "VN", "MO"})
_FORMER = re.compile(
    r"\b(?:former|ex-|then-|late|acting|incoming|outgoing|deputy|under|assistant|"
    r"predecessor|successor|nominee|designate|next)\b|ex-|then-|"
    r"前|原任|元|时任|時任|当时|當時|当時|历任|歷任|候任|次期|副"
)
# "Who was commerce secretary until January": the post is behind the name.
_WAS = re.compile(
    r",? who (?:was|had been|served as|held|used to)\b|,? until (?:this|last)\b"
)
_GIVEN = re.compile(r"(?P<given>[A-Z][a-z'’-]{2,}) $")
_LATIN = re.compile(r"[A-Z][a-z'’-]+$")
_YEAR = re.compile(r"\b(19|20)\d\d\b|(?:19|20)\d\d(?=年)")


def find_office_faults(case: Case) -> Iterator[Finding]:
    """Find officials who do not hold the post they are given on the document's day."""
    for subject in case.subjects:
        seen: set[tuple[str, str]] = set()
        for mention in subject.reading.officials:
            post = _post_meant(case.knowledge, mention)
            if post is None:
                continue
            official = replace(_with_given_name(subject, mention), post=post)
            key = (post, fold(official.name))
            if key in seen:
                continue
            finding = _judge_official(case, subject, official)
            if finding is not None:
                seen.add(key)
                yield finding


def _post_meant(knowledge: Knowledge, official: OfficialMention) -> str | None:
    """Return the post of a title: as read, else one that the person ever held."""
    if official.post is not None or official.person is None or not official.title:
        return official.post
    title = fold(official.title)
    for term in reversed(knowledge.terms_of(official.person)):
        names = knowledge.names_of(term.post)
        forms = [fold(form) for form in names.all()] if names else []
        if any(title == form or title in form for form in forms):
            return term.post
    # "Chairman" alone is the title of many; two words name one office of a country.
    if official.company or " " not in title:
        return None
    country = knowledge.country_of(official.person)
    for post in knowledge.posts.values():
        forms = [fold(form) for form in post.names.all()]
        same = any(title == one or one.startswith(f"{title} of ") for one in forms)
        if same and knowledge.country_of(post.id) == country:
            return post.id
    return None


def _with_given_name(subject: Subject, official: OfficialMention) -> OfficialMention:
    """Take in a given name between title and family name, whoever it belongs to.

    A family name that is known must not hide that the given name before it is wrong.
    """
    start = official.span.start
    found = _GIVEN.search(subject.text[max(0, start - 24) : start])
    title = name_words(official.title)
    if found is None or not title or not _LATIN.match(official.name):
        return official
    given = found.group("given")
    before = name_words(subject.text[max(0, start - 60) : start - len(found.group())])
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
    if not terms or is_former(subject, official) or not official.name.strip():
        return None
    if official.person in {term.person for term in terms}:
        wrong = _is_misread(case, official, official.person or "")
        return _misread(case, subject, official, official.person) if wrong else None
    if _held_when_said(case, subject, official) or not _is_plausible_post(
        case, subject, official
    ):
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
        return "same" if is_known_form(official.name, names) else "other"
    return compare_reading(official.name, names)


def _is_misread(case: Case, official: OfficialMention, holder: str) -> bool:
    """Tell whether a holder known by post and family name has another given name.

    Names of Latin origin have short forms and nicknames, so only others are judged.
    """
    names = case.knowledge.names_of(holder)
    if names is None or case.knowledge.country_of(holder) not in CHARACTER_NAMES:
        return False
    return compare_reading(official.name, names) == "changed"


def _misread(
    case: Case, subject: Subject, official: OfficialMention, holder: str | None
) -> Finding:
    """Say how the holder of the post is named."""
    holder = holder or ""
    names = case.knowledge.names_of(holder)
    spans = _same_officials(subject, official)
    shown = f"{names.en}{own_script(names)}" if names else holder
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


def _same_officials(subject: Subject, official: OfficialMention) -> tuple[Span, ...]:
    """Return the spans of every mention of an official under that post."""
    wanted = fold(official.name)
    spans = [official.span]
    spans += [
        one.span
        for one in subject.reading.officials
        if one.post in {None, official.post} and fold(one.name) == wanted
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
        if not any(touches(span, other) for other in kept):
            kept.append(span)
    return unique(kept)


def is_former(subject: Subject, official: OfficialMention) -> bool:
    """Tell whether the words round an official say that the post is not theirs now."""
    title = fold(official.title)
    if _FORMER.search(title):
        return True
    start, _ = subject.sentence(official.span.start)
    before = subject.folded[max(start, official.span.start - 14) : official.span.start]
    after = subject.folded[official.span.end : official.span.end + 6]
    return (
        _FORMER.search(before) is not None
        or re.match(r"前|元|原", after) is not None
        or _WAS.match(subject.folded, official.span.end) is not None
    )


def _days_in(subject: Subject, at: int) -> Iterator[date]:
    """Yield the days and years that a sentence names."""
    for found in _YEAR.finditer(subject.sentence_text(at)):
        year = int(found.group(0)[:4])
        yield from (date(year, month, 15) for month in (1, 4, 7, 10))
    index = subject.sentence_index(at)
    for mention in subject.reading.dates:
        if mention.sentence == index and mention.when.start is not None:
            yield mention.when.start


def _held_when_said(case: Case, subject: Subject, official: OfficialMention) -> bool:
    """Tell whether a sentence on the person is dated to their time in the post."""
    if official.person is None:
        return False
    days = [
        day
        for found in re.finditer(re.escape(official.name.split()[-1]), subject.text)
        for day in _days_in(subject, found.start())
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


def touches(one: Span, two: Span) -> bool:
    """Tell whether two spans overlap."""
    return one.start < two.end and two.start < one.end
