"""People with a title: the title cut from the name, the post told from the party.

People that are known come through the knowledge base; others keep their surface form
where a title or the manner of naming shows that a person is meant.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from kuroshio.knowledge import Knowledge
from kuroshio.reading import titles
from kuroshio.reading.page import Name, Page
from kuroshio.reading.surnames import chinese_name
from kuroshio.records import OfficialMention, Span
from kuroshio.text import Hit, SoughtPattern, compile_folded, fold, fold_name, listed

_PART = (
    r"(?:(?:[A-Z]\.[ -]?){1,3}"
    r"|[A-Z][a-zà-ÿ’']+(?:[A-Z][a-zà-ÿ]+)?(?:-[A-Za-z][a-zà-ÿ]+)*"
    r"|[A-Z]{2}(?= [A-Z][a-z]))"
)
_NAME = rf"{_PART}(?: ?(?:(?:bin|al|de|van|von|der|la|el|ben|da|di) )?{_PART}){{0,3}}"
_NAME_AFTER = re.compile(
    rf",?\s(?:(?:Dr|Mr|Mrs|Ms|Sir|Dame|Lord)\.? )?(?P<name>{_NAME})"
)
_NAME_BEFORE = re.compile(
    rf"(?P<name>{_NAME})\s?(?:\([^()\n]{{1,24}}\))?,\s(?:(?:who|which) (?:is|was"
    rf"|runs|heads) )?"
    r"(?:(?:the|a|an|its|their|his|her|then|also|currently) )?"
    r"(?:(?:[\w&.]+ ){0,4}?[\w&.]+['’]s? )?$"
)
_GIVEN = re.compile(r"\b([A-Z][a-z]{2,14}) $")
_OWNED = re.compile(r"(?:\b[Ii]ts|\b[Tt]heir|\b[Tt]he|['’]s) (?:former |then |new )?$")
_OF_ORG = re.compile(r"(?:,)?\s(?:of|at|for|with)\s(?:the\s)?")
_HAN = r"[\u4e00-\u9fff々]"
_JA_NAME = re.compile(
    r"(?:(?P<kata>[ァ-ヺー]{2,12}(?:[・=＝ ][ァ-ヺー]{1,14}){0,3})"
    r"|(?P<latin>[A-Z][a-z]+(?: [A-Z][a-z.]+){0,2})"
    r"|(?P<kana>[\u4e00-\u9fff々]{1,3}[ぁ-んァ-ヺ]{1,4})"
    r"|(?P<kanji>[\u4e00-\u9fff々]{2,5}))\s?(?:\([^()\n]{1,20}\))?$"
)
_JA_LEAD = compile_folded(
    r"(?:前|元|米|中国|仏|独|英|韩国|国家|ロシア|ドイツ|同社|兼|の|财务|日本)?(?:前|元)?$"
)
# A head that is a title only with a word before it.
_NEED_MORE = frozenset(
    listed("executive general head leader manager owner partner counsel")
)
# What may follow a title word that is only part of a longer word.
_LONGER = frozenset("会局室府团处令们办厅级制权席职")
_NEVER_FIRST = frozenset(
    "称说表指的会核由在对就未也还都已曾宣透强认是及和与或等之为将率"
)
_GENERAL_TITLES = frozenset(
    fold(w) for w in ("アナリスト", "エコノミスト", "弁護士", "研究員")
)
_LATIN_NAME = re.compile(_NAME)
_LATIN_GLOSS = re.compile(r"\s?[(（]([A-Z][^()（）\n,，]{2,40})[)）]")
_WHO = SoughtPattern(
    re.compile(
        rf"(?P<name>{_NAME}), who (?P<what>(?:held|runs|heads|leads|led|ran|chairs"
        rf"|chaired) [^,.;\n]{{3,40}})"
    )
)
_NOT_NAMES = frozenset(
    fold(word)
    for word in listed(
        "同社 同氏 同国 両国 各国 米国 中国 日本 両社 当社 自社 他社 "
        "前 元 同 新 現 副 各 政府 首脳 国家 本人 双方 公司 该公司 部门 有关 相关 "
        "高层 记者 媒体 一位 多位 两位 某 两名 多名 外国 首席 执行 本紙 編集 保険 "
        "大統領 社長 会長 首相 両首脳 経営 取締役 代表 最高 商務 財務 経済産業 外務 "
        "国防 国務 総務 官房"
    )
)
_NOT_ENGLISH = frozenset(
    listed(
        "The A An In On At Of For To And Or But If It Its This That These Those "
        "His Her Their Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
        "January February March April May June July August September October "
        "November December Under Office Department Ministry House State Board Group "
        "Officer Executive General Chief President Chairman Minister Secretary "
        "Director Vice Deputy Prime Commission Committee Council Report Washington "
        "Beijing Tokyo Brussels London Seoul Taipei He She They We You I No Mr Mrs "
        "Ms Dr After Before With When While Since As By From Not Also Presidents Press"
    )
)


# A title stands within so many characters of its name.
_REACH, _LONGEST_TITLE = 60, 24
# No text names more people at once; a longer memory would cost its square.
_MOST = 300

_CHIEF = re.compile(r"Chief Executive(?= of |$)")


@dataclass(frozen=True, slots=True)
class _Person:
    """A person found; ``lead`` is where the title or the name begins."""

    start: int
    end: int
    name: str
    lead: int
    tail: int
    title: str = ""
    id: str | None = None
    post: str | None = None
    org: str | None = None


def find_officials(page: Page, knowledge: Knowledge) -> tuple[OfficialMention, ...]:
    """Return the people of a document, each once, with title and post.

    Parameters
    ----------
    page : Page
        The document as found so far.
    knowledge : Knowledge
        Who is who.

    Returns
    -------
    tuple of OfficialMention
        In order of first mention. ``span`` is the name without its title; unknown
        people are kept by their surface form where a title shows what they are.
    """
    hits = _title_hits(page)
    starts = [hit.start for hit in hits]
    people: list[_Person] = []
    mask = bytearray(len(page.key))
    found = (_unknown(page, hit) for hit in hits)
    for person in chain(
        (_known(page, knowledge, n, (hits, starts)) for n in _person_names(page)),
        _described(page),
        (one for one in found if one is not None),
    ):
        if mask.find(1, person.start, person.end) < 0:
            mask[person.start : person.end] = b"\1" * (person.end - person.start)
            people.append(person)
    people.sort(key=lambda p: p.start)
    return tuple(_mention(page, knowledge, p) for p in _once(people))


def _described(page: Page) -> Iterator[_Person]:
    """Yield unknown people told by what they do: "Name, who runs …"."""
    if ", who " not in page.text:
        return
    for match in _WHO.finditer(page.text):
        clean = _clean_name(page, match.start("name"), match.end("name"))
        if clean is not None and " " in page.text[slice(*clean)]:
            name = page.text[slice(*clean)]
            yield _Person(*clean, name, clean[0], match.end(), match["what"])


def _title_hits(page: Page) -> list[Hit]:
    """Return title words, the longest at each place, in order."""
    best: dict[int, Hit] = {}
    for hit in titles.TITLES.find(page.key):
        known = best.get(hit.start)
        if known is None or hit.end > known.end:
            best[hit.start] = hit
    ordered = sorted(best.values())
    return [
        hit
        for index, hit in enumerate(ordered)
        if not (index and ordered[index - 1].end >= hit.end)
    ]


def _person_names(page: Page) -> Iterator[Name]:
    return (name for name in page.names if name.kind == "person")


def _known(
    page: Page,
    knowledge: Knowledge,
    name: Name,
    titled: tuple[list[Hit], list[int]],
) -> _Person:
    """Return a known person with the title that stands at the name."""
    start = _with_given_name(page, name)
    text = page.text[start : name.end]
    person = _Person(start, name.end, text, start, name.end, id=name.id)
    for post in page.names_in(max(0, start - 48), start):
        if post.kind == "post" and page.key[post.end : start].strip(" ,·") == "":
            names = knowledge.names_of(post.id) if post.id else None
            english = post.text.isascii() or names is None
            title = post.text if english or names is None else names.en
            return replace(person, lead=post.start, title=title, post=post.id)
    hits, starts = titled
    low = bisect_left(starts, name.start - _REACH - _LONGEST_TITLE)
    high = bisect_left(starts, name.end + _REACH)
    for hit in hits[low:high]:
        found = _title_of(page, hit, start, name.end)
        if found is not None:
            return replace(
                person,
                title=found.title,
                lead=min(found.lead, person.lead),
                tail=max(found.tail, person.tail),
            )
    return person


def _with_given_name(page: Page, name: Name) -> int:
    """Return where a name begins: a family name takes the given name before it."""
    if " " in name.text or not name.text.isascii():
        return name.start
    given = _GIVEN.search(page.text, max(0, name.start - 24), name.start)
    if given is None or given.group(1) in _NOT_ENGLISH:
        return name.start
    if titles.TITLES.find(given.group(1).lower()):
        return name.start
    touches = page.names_in(given.start(1), name.start)
    return name.start if any(True for _ in touches) else given.start(1)


class _Titled(NamedTuple):
    """A title and how far it reaches to the left and right."""

    title: str
    lead: int
    tail: int


def _title_of(page: Page, hit: Hit, start: int, end: int) -> _Titled | None:
    """Return title and reach where a title word belongs to a name."""
    if hit.kind == "en" and page.text[hit.start : hit.end].isascii():
        return _english_title(page, hit, start, end)
    gap_before = page.key[hit.end : start]
    if hit.end <= start and gap_before.strip("·: ") == "":
        word = page.key[hit.start : hit.end]
        return _Titled(_meaning(page, hit.start, word), hit.start, end)
    if end <= hit.start and hit.start - end <= 8:
        gap = re.sub(r"^\([^()]{1,24}\)", "", page.key[end : hit.start])
        if _JA_LEAD.fullmatch(gap) is not None or gap == "":
            word = page.key[hit.start : hit.end]
            former = "former " if "前" in gap or "元" in gap else ""
            meaning = titles.JA_MEANINGS.get(word, titles.MEANINGS.get(word, ""))
            return _Titled((former + meaning).strip(), start, hit.end)
    return None


def _meaning(page: Page, start: int, word: str) -> str:
    """Return the English of a Han title, with "former" where it says so."""
    former = titles.FORMER.search(page.key, max(0, start - 3), start)
    return ("former " if former else "") + titles.MEANINGS.get(word, word)


def _english_title(page: Page, hit: Hit, start: int, end: int) -> _Titled | None:
    """Return an English title before or behind a name."""
    begin, stop = _english_extent(page, hit)
    if stop <= start:
        gap = page.text[stop:start]
        if re.fullmatch(r",?\s(?:(?:Dr|Mr|Mrs|Ms|Sir)\.? )?|\s?\([^)]{1,20}\)\s", gap):
            return _Titled(page.text[begin:stop], begin, end)
        return None
    if begin < end or begin - end > 60:
        return None
    gap = page.text[end:begin]
    pattern = (
        r"\s?(?:\([^()\n]{1,24}\))?,?\s(?:(?:who|which) (?:is|was|runs) )?"
        r"(?:(?:the|a|an|its|their|his|her|then"
        r"|as) )?(?:(?:[\w&.’'-]+ ){0,4}?[\w&.]+['’]s? )?"
    )
    if re.fullmatch(pattern, gap) and ("," in gap or "(" in gap or " as " in gap):
        return _Titled(page.text[begin:stop], start, stop)
    return None


def _english_extent(page: Page, hit: Hit) -> tuple[int, int]:
    """Return where an English title begins and ends round its head."""
    left = titles.EN_LEFT.search(page.key, max(0, hit.start - 60), hit.start)
    begin = left.start("title") if left and left["title"] else hit.start
    of = titles.EN_OF.match(page.key, hit.end)
    stop = of.end() if of else hit.end
    joined = titles.EN_JOINED.match(page.key, stop)
    return begin, joined.end() if joined else stop


def _unknown(page: Page, hit: Hit) -> _Person | None:
    """Return an unknown person that a title word belongs to."""
    if hit.kind == "en" and page.text[hit.start : hit.end].isascii():
        if hit.end - hit.start == 3 and page.languages[:1] == ("ja",):
            return _japanese(page, hit)
        return _english(page, hit)
    main = page.languages[:1]
    if main == ("ja",):
        return _japanese(page, hit)
    return _chinese(page, hit)


def _english(page: Page, hit: Hit) -> _Person | None:
    """Return "Title Name" or "Name, the title"."""
    begin, stop = _english_extent(page, hit)
    title = page.text[begin:stop]
    if title.lower() in _NEED_MORE:
        return None
    after = _NAME_AFTER.match(page.text, stop)
    owned = _OWNED.search(page.text, max(0, begin - 30), begin) is not None
    if after is not None and (owned or page.text[stop : stop + 1] != ","):
        clean = _clean_name(page, after.start("name"), after.end("name"))
        if clean is not None:
            return _Person(*clean, page.text[slice(*clean)], begin, clean[1], title)
    low = max(0, begin - 110)
    before = _NAME_BEFORE.search(page.text, low, begin)
    if before is not None:
        clean = _clean_name(page, before.start("name"), before.end("name"))
        if clean is not None and " " in page.text[slice(*clean)]:
            return _Person(*clean, page.text[slice(*clean)], clean[0], stop, title)
    return None


def _clean_name(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """Cut words that are no part of a name; None where too little is left."""
    words = page.text[start:end].split(" ")
    while words and words[0] in _NOT_ENGLISH:
        start += len(words[0]) + 1
        words = words[1:]
    for index, word in enumerate(words):
        if word.rstrip("’'s") in _NOT_ENGLISH:
            words = words[:index]
            break
    name = " ".join(words)
    name = re.sub(r"['’]s?$", "", name).rstrip(" .-")
    end = start + len(name)
    if len(name) < 3 or not words or name.isupper():
        return None
    touches = (n for n in page.names_in(max(0, start - 60), end) if n.end > start)
    if any(n.kind not in {"person", "body"} for n in touches):
        return None
    return start, end


def _chinese(page: Page, hit: Hit) -> _Person | None:
    """Return the person behind a Chinese title."""
    start = hit.end
    if page.text[start : start + 1] in {" ", ":"}:
        start += 1
    word = page.key[hit.start : hit.end]
    first = page.key[start : start + 1]
    if first in _LONGER or first in _NEVER_FIRST:
        return None
    end = chinese_name(page.text, page.key, start, _LATIN_NAME)
    if end is None or fold(page.text[start:end]) in _NOT_NAMES:
        return None
    touches = (n for n in page.names_in(max(0, start - 20), end) if n.end > start)
    if any(n.kind not in {"person", "body"} for n in touches):
        return None
    title = _meaning(page, hit.start, word)
    return _Person(start, end, page.text[start:end], hit.start, end, title)


def _japanese(page: Page, hit: Hit) -> _Person | None:
    """Return the person before a Japanese title."""
    lead = _JA_LEAD.search(page.key, max(0, hit.start - 4), hit.start)
    begin = lead.start() if lead is not None else hit.start
    former = (
        "former " if lead and ("前" in lead.group() or "元" in lead.group()) else ""
    )
    word = page.key[hit.start : hit.end]
    for stop in dict.fromkeys((begin, hit.start)):
        match = _JA_NAME.search(page.text, max(0, stop - 24), stop)
        if match is None:
            continue
        group = match.lastgroup or "kanji"
        if group == "kana" and word not in {
            "氏",
            fold("さん"),
            fold("社長"),
            fold("首相"),
        }:
            continue
        start, end = match.span(group)
        name = page.text[start:end]
        touches = (n for n in page.names_in(max(0, start - 20), end) if n.end > start)
        known = any(n.kind not in {"person", "body"} for n in touches)
        short = word in _GENERAL_TITLES and end - start < 3
        if fold(name) in _NOT_NAMES or known or short:
            continue
        if name.endswith(("の", "は", "が", "で", "に", "も", "と")):
            continue
        title = former + titles.JA_MEANINGS.get(word, titles.MEANINGS.get(word, ""))
        return _Person(start, end, name, start, hit.end, title.strip())
    return None


def _once(people: list[_Person]) -> list[_Person]:
    """Return each person once: the fullest form, with the first title given."""
    kept: list[_Person] = []
    before: _Person | None = None
    for person in people:
        # A name in brackets behind a name is its gloss, not one more person.
        if before is not None and 0 < person.start - before.end <= 2:
            if kept[-1].end == before.end:
                kept[-1] = replace(kept[-1], id=kept[-1].id or person.id)
            continue
        before = person
        index = next(
            (
                i
                for i in range(max(0, len(kept) - _MOST), len(kept))
                if _same(kept[i], person)
            ),
            None,
        )
        if index is None:
            kept.append(person)
            continue
        known = kept[index]
        if not known.title and person.title:
            kept[index] = replace(known, title=person.title, post=person.post)
    return kept


def _same(one: _Person, other: _Person) -> bool:
    """Say whether two mentions are of one person: same id, or one name in the other."""
    if one.id is not None or other.id is not None:
        return one.id == other.id
    left, right = fold_name(one.name), fold_name(other.name)
    return left == right or (
        min(len(left), len(right)) >= 2
        and (left.endswith(right) or right.endswith(left) or left.startswith(right))
    )


def _mention(page: Page, knowledge: Knowledge, person: _Person) -> OfficialMention:
    """Return the record of a person, with the post and body as known."""
    names = knowledge.names_of(person.id) if person.id else None
    gloss = None if names else _LATIN_GLOSS.match(page.text, person.end)
    post, title = person.post, person.title
    if person.id is not None and page.anchor is not None:
        held = knowledge.posts_held(person.id, page.anchor)
        if held:
            if post and _abroad(knowledge, post, held[-1].post):
                post, title = None, ""
            post = post or held[-1].post
            named = knowledge.posts.get(post)
            title = title or (named.names.en if named else "")
    record = knowledge.posts.get(post) if post else None
    org = record.institution if record else None
    if org is not None and knowledge.kind_of(org) == "issuer":
        title = _CHIEF.sub("Chief Executive Officer", title)
    return OfficialMention(
        name=person.name,
        canonical=names.en if names else (gloss.group(1) if gloss else person.name),
        span=_span(page, person),
        title=title,
        org=org or _org_near(page, person),
        person=person.id,
        post=post,
        mention=page.span(min(person.lead, person.start), max(person.tail, person.end)),
        company=bool(titles.COMPANY_TITLES.search(fold(title))),
    )


def _abroad(knowledge: Knowledge, post: str, held: str) -> bool:
    """Say whether a bare title was taken for the post of another country."""
    countries = [
        knowledge.country_of(record.institution)
        for item in (post, held)
        if (record := knowledge.posts.get(item)) is not None
    ]
    return len(countries) == len(set(countries)) == 2 and None not in countries


def _span(page: Page, person: _Person) -> Span:
    return page.span(person.start, person.end)


def _org_near(page: Page, person: _Person) -> str | None:
    """Return the body that a person's title names, by its place."""
    left, right = page.bounds(person.start)
    best: Name | None = None
    for name in page.names_in(
        max(left, person.lead - 40), min(right, person.tail + 40)
    ):
        if name.kind not in {"institution", "issuer", "body", "state"}:
            continue
        if name.end <= person.lead + 2:
            best = name
        elif name.start >= person.tail and _OF_ORG.fullmatch(
            page.text[person.tail : name.start]
        ):
            return name.canonical
    return best.canonical if best else None
