"""A name with the same name behind it in brackets, and whether the two agree."""

import re
from collections.abc import Iterable
from functools import lru_cache

from kuroshio.knowledge import Knowledge
from kuroshio.reading.page import Page
from kuroshio.reading.surnames import CHINESE_SURNAMES
from kuroshio.records import GlossMention, OfficialMention
from kuroshio.text import fold, fold_name

_BRACKET = re.compile(r"\s?[(（]\s?([^()（）\n]{1,60}?)\s?[)）]")
_CJK = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_LATIN_TAIL = re.compile(
    r"[A-Z][\w&.’'\-]*(?:(?: (?:of|and|for|the|on|de|to|in"
    r"|&)){0,2} [A-Z][\w&.’'\-]*){0,9}$"
)
_HAN_TAIL = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々・·A-Za-z&]{2,24}$")
_HAN_ONLY = re.compile(r"[\u4e00-\u9fff]+")
_ACRONYM = re.compile(r"[A-Z][A-Za-z&.\-]{1,9}$")
_NO_GLOSS = re.compile(r"\d|:|：|[a-z]{3,} [a-z]{3,}|^(?:NYSE|NASDAQ|TSE|TWSE)\b|%")
_QUOTES = '」』”’"》'
_OPENS = '「『“‘"《'
_PARTICLES = frozenset(
    "的在与和及由对向是为被把将据从同等了并也就于或说称の はがをにでともへ"
)


def find_glosses(
    page: Page, knowledge: Knowledge, officials: tuple[OfficialMention, ...]
) -> tuple[GlossMention, ...]:
    """Return names with a gloss in brackets, and the verdict.

    The verdict is True where both sides are one entity, or the gloss is short for the
    name; False where they are different ones, or the gloss is a known name cut short;
    None where nothing is known of a person with a Chinese name on either side.

    Parameters
    ----------
    page : Page
        The document as found so far.
    knowledge : Knowledge
        Who is who.
    officials : tuple of OfficialMention
        The people found.
    """
    people = {(item.span.start, item.span.end) for item in officials}
    found = []
    for match in _BRACKET.finditer(page.text):
        inside = match.group(1)
        if not _is_gloss(inside):
            continue
        surface = _surface(page, match.start(), inside, people)
        if surface is None:
            continue
        found.append(_mention(page, knowledge, surface, match, people))
    return tuple(found)


def _is_gloss(inside: str) -> bool:
    """Say whether the words in brackets may be a name."""
    if _NO_GLOSS.search(inside):
        return False
    if _CJK.search(inside):
        return len(inside) <= 24 and not any(mark in inside for mark in "、。，,；;")
    return inside[0].isupper() or inside[0] in _OPENS


def _surface(
    page: Page, end: int, inside: str, people: Iterable[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the run before a bracket that the gloss is of."""
    text = page.text
    while end and text[end - 1] == " ":
        end -= 1
    if end and text[end - 1] in _QUOTES:
        low = max(0, end - 40)
        opening = max(text.rfind(mark, low, end - 1) for mark in _OPENS)
        return (opening, end) if opening >= low else None
    for start, stop in people:
        if stop == end:
            return start, end
    known = [n for n in page.names_in(max(0, end - 60), end) if n.end == end]
    if known:
        return known[0].start, end
    low = max(0, end - 90)
    latin = _LATIN_TAIL.search(text, low, end)
    if latin is not None and (_CJK.search(inside) or _ACRONYM.match(inside)):
        return latin.start(), end
    han = _HAN_TAIL.search(text, max(0, end - 24), end)
    if han is None:
        return None
    return _cut(page, han.start(), end, inside)


def _cut(page: Page, start: int, end: int, inside: str) -> tuple[int, int] | None:
    """Cut particles and names before an unknown Han name."""
    for name in page.names_in(start, end):
        if name.end < end:
            start = max(start, name.end)
    key = page.key
    for at in range(end - 2, start - 1, -1):
        if key[at] in _PARTICLES:
            start = at + 1
            break
    size = end - start
    return (
        (start, end) if size >= 2 and (size <= 14 or not _CJK.search(inside)) else None
    )


def _mention(
    page: Page,
    knowledge: Knowledge,
    surface: tuple[int, int],
    bracket: re.Match[str],
    people: set[tuple[int, int]],
) -> GlossMention:
    """Return the record of a gloss with its verdict."""
    gloss, end = bracket.span(1), bracket.end()
    left = _entities(page, surface)
    right = _entities(page, gloss)
    is_person = (
        surface in people
        or gloss in people
        or any(knowledge.kind_of(one) == "person" for one in left | right)
    )
    start = surface[0]
    return GlossMention(
        surface=page.text[surface[0] : surface[1]].strip(_QUOTES + _OPENS),
        gloss=page.text[gloss[0] : gloss[1]],
        span=page.span(start, end),
        surface_span=page.span(*surface),
        gloss_span=page.span(*gloss),
        consistent=_verdict(page, knowledge, surface, gloss, is_person),
        surface_entity=next(iter(sorted(left)), None),
        gloss_entity=next(iter(sorted(right)), None),
    )


def _entities(page: Page, run: tuple[int, int]) -> set[str]:
    """Return the ids that the whole of a run may mean."""
    out: set[str] = set()
    for name in page.names_in(max(0, run[0] - 1), run[1]):
        if name.end > run[1] + 1 or name.end - name.start < (run[1] - run[0]) * 0.6:
            continue
        out |= {name.id} if name.id else set(name.candidates)
    return out


def _verdict(
    page: Page,
    knowledge: Knowledge,
    surface: tuple[int, int],
    gloss: tuple[int, int],
    is_person: bool,
) -> bool | None:
    """Return whether the two sides name the same thing."""
    left, right = _entities(page, surface), _entities(page, gloss)
    if left and right:
        return bool(left & right) or _related(knowledge, left, right)
    one = page.text[surface[0] : surface[1]].strip(_QUOTES + _OPENS)
    two = page.text[gloss[0] : gloss[1]].strip(_QUOTES + _OPENS)
    if _is_truncated(knowledge, two) or _is_truncated(knowledge, one):
        return False
    if _is_short_for(two, one):
        return True
    if is_person and (left or right):
        return _one_sided(knowledge, left or right, two)
    # Nothing is known of a Chinese name beside its reading; a name written by sound
    # beside the foreign one is the text's own introduction.
    return None if is_person and _is_chinese_name(one, two) else True


def _is_chinese_name(one: str, two: str) -> bool:
    """Say whether one side is a Chinese name of the common length."""
    return any(
        len(name) <= 3 and fold(name[0]) in CHINESE_SURNAMES
        for name in (one, two)
        if _HAN_ONLY.fullmatch(name)
    )


def _related(knowledge: Knowledge, left: set[str], right: set[str]) -> bool:
    """Say whether one side is the other's parent, or the body of the other's post."""
    for one in left:
        body = knowledge.institutions.get(one)
        if body is not None and body.parent in right:
            return True
    for one in right:
        body = knowledge.institutions.get(one)
        if body is not None and body.parent in left:
            return True
    return False


def _one_sided(knowledge: Knowledge, known: set[str], other: str) -> bool | None:
    """Judge an unknown name against a known person: None unless it is a cut form."""
    for identity in known:
        names = knowledge.names_of(identity)
        if names is None:
            continue
        keys = {fold_name(form) for form in names.all()}
        if fold_name(other) in keys:
            return True
    return None


def _is_truncated(knowledge: Knowledge, name: str) -> bool:
    """Say whether a name is a known person's Han name without its last character."""
    return len(name) >= 3 and fold(name) in _cut_names(_Same(knowledge))


class _Same:
    """A knowledge base told apart by identity, so that its index is made once."""

    __slots__ = ("knowledge",)

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.knowledge is self.knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)


@lru_cache(maxsize=4)
def _cut_names(same: _Same) -> frozenset[str]:
    """Return the Han names of people, folded, each without its last character."""
    forms = (
        form
        for person in same.knowledge.people.values()
        for form in (person.names.zh_hans, person.names.zh_hant, person.names.ja)
        if form is not None and len(form) >= 4 and _HAN_ONLY.fullmatch(form)
    )
    return frozenset(fold(form)[:-1] for form in forms)


def _is_short_for(short: str, full: str) -> bool:
    """Say whether a gloss is made of the initials or some characters of a name."""
    letters = [c for c in fold_name(short) if c.isalnum()]
    words = [w for w in re.split(r"[\s\-]+", full) if w]
    initials = "".join(w[0] for w in words if w[0].isupper()).casefold()
    if letters and "".join(letters) == initials:
        return True
    rest = iter(fold_name(full))
    return all(any(c == other for other in rest) for c in letters)
