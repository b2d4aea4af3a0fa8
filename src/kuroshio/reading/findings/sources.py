"""Sources that give different figures for one thing, in one text or in several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from kuroshio.reading.findings.case import Case, Subject
from kuroshio.reading.quantities import (
    format_money,
    is_conversion,
    is_same,
    power_between,
    rate_bound,
)
from kuroshio.records import AmountMention, Finding, OfficialMention, Span
from kuroshio.text import compile_folded, compile_sought, fold_name

MOST_COUNTS = 80
MOST_SUMS = 40
_SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12,
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9, "十": 10,
}  # fmt: skip
_CONTRAST = compile_folded(
    r"\b(?:but|however|whereas|while|in contrast|disputed?|differs?|differing|"
    r"contradict\w*|at odds|own (?:count|figure|number|estimate|statement)|instead|"
    r"by contrast|on the other hand|though|yet|versus)\b|"
    r"但|而|不过|不過|然而|则|則|却|卻|相比之下|不一致|出入|矛盾|与此不同|口径不同|"
    r"一方|が[、,]|ところが|食い違|異なる|ただし|だが|対して"
)
_SPEECH = compile_folded(
    r"\b(?:said|says|say|told|according to|spoke of|claims?|claimed|puts?|reported|"
    r"reports?|announced|statement|estimates?|estimated|cites?|count|wrote|"
    r"post(?:ed)?)\b|"
    r"说|說|称|稱|表示|据|據|報導|报道|公布|公告|通稿|声明|聲明|"
    r"述べ|発表|によると|によれば|明らかに|としている|とした|説明"
)
_COUNTED = compile_sought(
    r"(?<![\d.,%])(?P<number>\d{1,3}(?![\d.,%年月日])|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|"
    r"eleven|twelve)\s+(?:[a-z-]+\s+){0,3}?(?P<noun>plants?|facilit(?:y|ies)|fabs?|"
    r"factor(?:y|ies)|projects?|reactors?|ships?|vessels?|sites?|units?|turbines?|"
    r"companies|firms|jobs|countries|terminals?|aircraft|planes|jets|days|percent)\b"
    r"|(?P<zhnumber>\d{1,3}|[一二两三四五六七八九十])(?P<classifier>座|家|个|個|艘|架|"
    r"台|项|項|"
    r"基|件|社|隻|棟|つの|カ所|か所)(?P<zhnoun>[\u3400-\u9fff\u30a0-\u30ff]{1,6})?"
)
_OWN = compile_sought(
    r"\b(?:own|company's|its) (?:count|figure|number|tally) (?:is|was|of) "
    r"(?P<number>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
# Words that set one source's account against another's.
_DISPUTE = compile_sought(
    r"\bagainst what [^.;]{3,50}(?:understood|said|announced|reported)\b|"
    r"\b(?:differs?|differed) (?:from|on|over)\b|\bat odds\b|\bcontradict\w*|"
    r"\bhas said only that\b|\bsaid only that\b|\bpressed, (?:s?he|they) \w+|"
    r"\b(?:but|while|whereas) (?:the )?[\w' ]{2,40}?\b(?:says|said|puts?|insists?)\b"
    r"[^.;]{0,60}\d|"
    r"(?:看法|说法)(?:相反|不一|不同|差)|口径不(?:一|同)|各执一词|唱反调|回呛|反驳|"
    r"与(?:此次|之前)\w{0,6}不同|有出入|却[^。,]{0,16}(?:说|称|表示|把)|"
    r"(?:とは|と)食い違|とありますが|とする[^。]{1,10}もある|には触れなかった|"
    r"と(?:は)?異なる(?:説明|見方)|これまで[^。]{0,30}と説明"
)
_SYNONYMS = {
    "facility": "plant", "facilities": "plant", "fab": "plant", "fabs": "plant",
    "factory": "plant", "factories": "plant", "plants": "plant", "sites": "plant",
    "site": "plant", "vessels": "ship", "vessel": "ship", "ships": "ship",
    "planes": "aircraft", "jets": "aircraft", "firms": "company",
    "companies": "company",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A counted thing and where it stands."""

    number: int
    noun: str
    start: int
    end: int
    sentence: int


def find_source_conflicts(case: Case) -> Iterator[Finding]:
    """Find two sources that put one thing at different figures.

    Within a text the two statements must stand near each other, each with a source
    or a word of contrast; between texts headline sums, rates and posts are compared.
    """
    for subject in case.subjects:
        found = [*_counts_at_odds(case, subject), *_sums_at_odds(case, subject)]
        yield from found
        yield from _accounts_at_odds(case, subject, found)
    yield from _between_documents(case)


def _counts_at_odds(case: Case, subject: Subject) -> Iterator[Finding]:
    """Compare counts of one kind of thing in neighbouring sentences."""
    counts = list(islice(_counts(subject), MOST_COUNTS))
    seen: set[str] = set()
    for first, second in combinations(counts, 2):
        if first.noun != second.noun or first.number == second.number:
            continue
        if not 0 <= second.sentence - first.sentence <= 1 or first.noun in seen:
            continue
        between = subject.folded[first.end : second.end]
        if not (_CONTRAST.search(between) and _both_sourced(subject, first, second)):
            continue
        seen.add(first.noun)
        spans = (_clause(subject, second), _clause(subject, first))
        yield Finding(
            kind="source_conflict",
            severity="warn",
            say=(
                f"Two sources in the text differ: {first.number} against "
                f"{second.number} ({first.noun})."
            ),
            evidence=spans,
            claims=case.claims_at(spans),
        )


def _counts(subject: Subject) -> Iterator[Count]:
    """Yield counted things in order; "own count is three" takes the noun before it."""
    last = ""
    for index, (start, end) in enumerate(subject.reading.sentences):
        sentence = subject.folded[start:end]
        found = [
            *((hit.start(), hit, False) for hit in _COUNTED.finditer(sentence)),
            *((hit.start(), hit, True) for hit in _OWN.finditer(sentence)),
        ]
        for _, hit, own in sorted(found, key=lambda one: one[0]):
            number, noun = _parse_count(hit, own=own)
            noun = noun or last
            if number is None or not noun:
                continue
            last = noun
            yield Count(
                number=number,
                noun=noun,
                start=start + hit.start(),
                end=start + hit.end(),
                sentence=index,
            )


def _parse_count(hit: re.Match[str], *, own: bool) -> tuple[int | None, str]:
    """Return number and noun of a match."""
    groups = hit.groupdict()
    written = groups.get("number") or groups.get("zhnumber") or ""
    number = _SMALL.get(written, int(written) if written.isdigit() else None)
    if own:
        return number, ""
    noun = groups.get("noun") or ""
    if noun:
        return number, _SYNONYMS.get(noun, noun.rstrip("s"))
    return number, (groups.get("zhnoun") or groups.get("classifier") or "")[-2:]


def _both_sourced(subject: Subject, first: Count, second: Count) -> bool:
    """Tell whether words of speech or contrast go with both statements."""
    left = subject.sentence(first.start)
    right = subject.sentence(second.start)
    if left == right:
        middle = (first.end + second.start) // 2
        halves = subject.folded[left[0] : middle], subject.folded[middle : left[1]]
    else:
        halves = subject.folded[slice(*left)], subject.folded[slice(*right)]
    return all(_SPEECH.search(half) or "own" in half for half in halves)


def _clause(subject: Subject, count: Count) -> Span:
    """Return the clause round a count: from the last stop or comma to the next."""
    start, end = subject.sentence(count.start)
    before = subject.text[start : count.start]
    cut = max((before.rfind(mark) for mark in ";;,,、:"), default=-1)
    after = subject.text[count.end : end]
    stops = [at for mark in ";;,,、" if (at := after.find(mark)) >= 0]
    left = start + cut + 1
    left += len(subject.text[left:end]) - len(subject.text[left:end].lstrip())
    return subject.span(left, count.end + min(stops, default=len(after)))


def _sums_at_odds(case: Case, subject: Subject) -> Iterator[Finding]:
    """Compare sums of the deal given by different sources near each other."""
    amounts = [one for one in subject.reading.amounts if one.deal]
    amounts.sort(key=lambda one: one.span.start)
    firsts = [
        one
        for at, one in enumerate(amounts)
        if not any(is_same(one.money, other.money) for other in amounts[:at])
    ]
    for first, second in combinations(firsts[:MOST_SUMS], 2):
        near = 0 <= second.sentence - first.sentence <= 1
        if not near or not _rivals(first, second):
            continue
        between = subject.folded[first.span.end : second.span.start]
        words = subject.folded[
            subject.sentence(first.span.start)[0] : subject.sentence(second.span.start)[
                1
            ]
        ]
        if not _CONTRAST.search(between) or len(_SPEECH.findall(words)) < 2:
            continue
        spans = (second.span, first.span)
        yield Finding(
            kind="source_conflict",
            severity="warn",
            say=(
                f"Two sources in the text differ: {format_money(first.money)} against "
                f"{format_money(second.money)}."
            ),
            evidence=spans,
            claims=case.claims_at(spans),
        )
        return


def _accounts_at_odds(
    case: Case, subject: Subject, found: list[Finding]
) -> Iterator[Finding]:
    """Yield passages whose own words set one source's account against another's.

    A passage takes in the sentences next to the words, where the other account stands.
    """
    taken = [span for finding in found for span in finding.evidence]
    sentences = subject.reading.sentences
    passages: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(sentences):
        if _DISPUTE.search(subject.folded[start:end]) is None:
            continue
        left, right = _neighbours(subject, index)
        if passages and left <= passages[-1][1] + 2:
            passages[-1] = (passages[-1][0], right)
        else:
            passages.append((left, right))
    for left, right in passages:
        if any(one.start < right and left < one.end for one in taken):
            continue
        span = subject.span(left, right)
        yield Finding(
            kind="source_conflict",
            severity="info",
            say="The text itself sets one source's account against another's.",
            evidence=(span,),
            claims=case.claims_at((span,)),
        )


def _neighbours(subject: Subject, index: int) -> tuple[int, int]:
    """Return start and end of a sentence with its neighbours in the paragraph."""
    sentences = subject.reading.sentences
    start, end = sentences[index]
    if index and "\n" not in subject.text[sentences[index - 1][1] : start]:
        start = sentences[index - 1][0]
    if index + 1 < len(sentences) and (
        "\n" not in subject.text[end : sentences[index + 1][0]]
    ):
        end = sentences[index + 1][1]
    return start, end


def _rivals(first: AmountMention, second: AmountMention) -> bool:
    """Tell whether two sums can be rival figures of one thing."""
    if not {first.role, second.role} <= {"total", "part", "limit"}:
        return False
    one, two = first.money, second.money
    if one.currency != two.currency or is_same(one, two) or power_between(one, two):
        return False
    low, high = sorted((float(one.amount), float(two.amount)))
    return low > 0 and high / low < 4 and first.subject == second.subject


def _between_documents(case: Case) -> Iterator[Finding]:
    """Compare headline sums and holders of posts between documents but copies."""
    for left, right in combinations(case.subjects, 2):
        clusters = left.document.cluster, right.document.cluster
        if clusters[0] and clusters[0] == clusters[1]:
            continue
        yield from _headlines_differ(case, left, right)
        yield from _officials_differ(case, left, right)


def _headlines_differ(case: Case, left: Subject, right: Subject) -> Iterator[Finding]:
    """Compare the headline sums of two documents, unless both name both."""
    for one in left.reading.amounts:
        for two in right.reading.amounts:
            if not (one.headline and two.headline and one.deal and two.deal):
                continue
            if _agree(case, left, one, two) or power_between(one.money, two.money):
                continue
            if _named_by(case, left, two) or _named_by(case, right, one):
                continue
            spans = (one.span, two.span)
            yield Finding(
                kind="source_conflict",
                severity="warn",
                say=(
                    f"{one.span.doc} has {format_money(one.money)}, {two.span.doc} "
                    f"{format_money(two.money)}."
                ),
                evidence=spans,
                claims=case.claims_at(spans),
            )
            return


def _agree(
    case: Case, subject: Subject, one: AmountMention, two: AmountMention
) -> bool:
    """Tell whether two sums are equal or one in two currencies."""
    if one.money.currency == two.money.currency:
        return is_same(one.money, two.money)
    table = case.knowledge.plain.get("rate_bounds", ())
    bound = rate_bound(
        table, one.money.currency or "", two.money.currency or "", subject.on
    )
    return bound is None or is_conversion(one.money, two.money, bound)


def _named_by(case: Case, subject: Subject, mention: AmountMention) -> bool:
    """Tell whether a document names a sum at all."""
    return any(_agree(case, subject, mine, mention) for mine in subject.reading.amounts)


def _officials_differ(case: Case, left: Subject, right: Subject) -> Iterator[Finding]:
    """Compare who holds a post in two documents of about the same day."""
    if abs((left.on - right.on).days) > 31:
        return
    theirs: dict[str, OfficialMention] = {
        one.post: one for one in right.reading.officials if one.post is not None
    }
    seen: set[str] = set()
    for one in left.reading.officials:
        two = theirs.get(one.post or "")
        if two is None or one.post in seen or not (one.name and two.name):
            continue
        keys = fold_name(one.canonical), fold_name(two.canonical)
        if keys[0] == keys[1] or (one.person and one.person == two.person):
            continue
        seen.add(one.post or "")
        spans = (one.span, two.span)
        yield Finding(
            kind="source_conflict",
            severity="warn",
            say=(
                f"{one.span.doc} names {one.name} in a post in which {two.span.doc} "
                f"names {two.name}."
            ),
            evidence=spans,
            claims=case.claims_at(spans),
        )
