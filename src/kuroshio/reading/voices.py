"""Everybody who may speak in a text, at every place that stands for them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kuroshio.knowledge import Knowledge
from kuroshio.reading.page import Page
from kuroshio.records import OfficialMention
from kuroshio.text import compile_folded, compile_sought

_ANONYMOUS = compile_sought(
    r"one of its members|a (?:person|source|banker|official|executive)[a-z ]{0,30}"
    r"|people (?:familiar|close)[a-z ]{0,30}|an? [a-z]+ official|insiders?|sources"
    r"|(?:[\u4e00-\u9fff]{2,4})?(?:一名|一位|多名|数名|有)[\u4e00-\u9fff]{0,10}?"
    r"(?:官员|人士|高管|消息人士|分析师|律师|银行家|交易员|业者)"
    r"|某[^,、。はが「]{2,12}(?=は|が)|有(?:大行|投行|券商|分析师|市场人士|官员|学者|业者|读者|网友|立委|议员)"
    r"|知情人士|消息人士|关系者|関係者|内部人士|有关人士|业内人士|市场人士"
)
# Words that stand for a firm or an office named before.
_FIRM = compile_sought(
    r"\b(?:the (?:company|group|firm|buyer|seller|bidder|chipmaker|carmaker|lender|fund"
    r"|manufacturer)|its statement|company spokes(?:man|woman|person)"
    r"|(?:a|its|the) spokes(?:man|woman|person))\b"
    r"|同社|会社侧|会社側|広报担当者?|広報担当者?|当社侧|同グループ|同行|该公司|该集团"
    r"|(?<![\u4e00-\u9fff])(?:公司|集团|该行|公告|声明|企业)(?=称|表示|说|回应|指|在|方面|强调|形容|则|又|亦)"
    r"|公司(?:方面|回应|发言人)"
)
_OFFICE = compile_sought(
    r"\b(?:the (?:ministry|commission|department|agency|regulator|committee"
    r"|central bank|statement|watchdog|court|union|white house))\b"
    r"|发言人|同省|同庁|同委员会|同委|该部|该委|该局|执委会"
)
# Titles that stand for the last holder of one that the text has named.
_TITLES = compile_sought(
    r"\bthe (?P<en>president|minister|secretary|governor|chairman|chair|chief executive"
    r"|commissioner|ambassador|prime minister|chancellor|premier|mayor|director)\b"
    r"|(?P<han>总统|大统领|首相|总理|部长|大臣|皇太子|王储|主席|董事长|会长|社长|执行长|首席执行官|总裁|州长"
    r"|长官|行长|局长|议长|大使|CEO|首席財務官|知事)"
)
_SPOKES = compile_folded(r"spokes|press secretary")
# A firm named so far back is not who a word stands for.
_BACK = 1500
_SPOKESMEN = frozenset({"发言人"})
# So near before a spokesman stands the body that is the spokesman's own.
_OWN = 4


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody or some body that may speak, with every place it is named."""

    start: int
    end: int
    name: str
    canonical: str
    kind: Literal["person", "body", "anonymous"]
    person: str | None = None
    org: str | None = None
    title: str = ""


def find_voices(
    page: Page, officials: Sequence[OfficialMention], knowledge: Knowledge
) -> "Voices":
    """Return who may speak: people, bodies, words that stand for them, the nameless.

    Parameters
    ----------
    page : Page
        The document as found so far.
    officials : sequence of OfficialMention
        The people found.
    knowledge : Knowledge
        Whose post a spokesman's is.
    """
    named = [*_speakers(page, officials), *_posts(page, knowledge)]
    named.sort(key=lambda one: one.start)
    people = _by_title(page, officials)
    bodies = _by_word(page, [one for one in named if one.kind == "body"])
    nameless = [
        Speaker(m.start(), m.end(), text, text, "anonymous")
        for m in _ANONYMOUS.finditer(page.key)
        if (text := page.text[m.start() : m.end()].strip())
    ]
    everybody = [*named, *people, *bodies, *nameless]
    return Voices(sorted(everybody, key=lambda one: (one.start, one.kind)))


def _posts(page: Page, knowledge: Knowledge) -> list[Speaker]:
    """Return the bodies whose spokesman a text names by the post."""
    out: list[Speaker] = []
    for name in page.names:
        post = knowledge.posts.get(name.id) if name.kind == "post" and name.id else None
        if post is None or not _SPOKES.search(name.canonical.casefold()):
            continue
        names = knowledge.names_of(post.institution)
        if names is not None and names.en:
            speaker = Speaker(name.start, name.end, name.text, names.en, "body")
            out.append(speaker)
    return out


def _by_title(page: Page, officials: Sequence[OfficialMention]) -> list[Speaker]:
    """Return the bare titles that stand for a person named with one before."""
    spans = sorted(
        (item.mention.start, item.mention.end, item)
        for item in officials
        if item.mention is not None
    )
    held: dict[str, OfficialMention] = {}
    out: list[Speaker] = []
    at = 0
    for match in _TITLES.finditer(page.key):
        while at < len(spans) and spans[at][0] <= match.start():
            _, end, item = spans[at]
            for inner in _TITLES.finditer("the " + page.key[spans[at][0] : end]):
                held[inner["en"] or inner["han"]] = item
            if (word := _english_head(item)) is not None:
                held[word] = item
            at += 1
        inside = at > 0 and match.start() < spans[at - 1][1]
        person = held.get(match["en"] or match["han"])
        if person is not None and not inside:
            out.append(_person(person, match.start(), match.end()))
    return out


def _english_head(item: OfficialMention) -> str | None:
    """Return the last word of a title in English."""
    word = item.title.rpartition(" ")[2].casefold()
    return word or None


def _by_word(page: Page, bodies: Sequence[Speaker]) -> list[Speaker]:
    """Return the words that stand for the firm or office that was spoken of.

    A firm is the first named in the sentence last before that names one; an office the
    last named; a spokesman speaks for the body that one was named for, else the first.
    """
    firms = {name.start for name in page.names if name.kind in {"issuer", "body"}}
    company = _Row([one for one in bodies if one.start in firms])
    every = _Row(list(bodies))
    out: list[Speaker] = []
    for match in _FIRM.finditer(page.key):
        last = company.last(match.start())
        if last is not None:
            first = company.first(page.bounds(last.start)[0]) or last
            out.append(replace(first, start=match.start(), end=match.end()))
    spoken: Speaker | None = None
    for match in _OFFICE.finditer(page.key):
        last = every.last(match.start())
        if match.group() in _SPOKESMEN:
            own = last is not None and match.start() - last.end <= _OWN
            spoken = last if own else spoken or every.first(0)
            last = spoken
        if last is not None and last.end <= match.start():
            out.append(replace(last, start=match.start(), end=match.end()))
    return out


class _Row:
    """Bodies in the order of the text; the invariant: ``starts`` runs with it."""

    __slots__ = ("all", "starts")

    def __init__(self, bodies: list[Speaker]) -> None:
        self.all = bodies
        self.starts = [one.start for one in bodies]

    def last(self, before: int) -> Speaker | None:
        """Return the body named last before an offset, not too far back."""
        index = bisect_left(self.starts, before) - 1
        near = index >= 0 and before - self.starts[index] <= _BACK
        return self.all[index] if near else None

    def first(self, since: int) -> Speaker | None:
        """Return the first body named from an offset on."""
        index = bisect_left(self.starts, since)
        return self.all[index] if index < len(self.all) else None


class Voices:
    """Those who may speak, by place; the invariant: the lists run with the text."""

    __slots__ = ("all", "ends", "people", "starts")

    def __init__(self, speakers: list[Speaker]) -> None:
        self.all = speakers
        self.starts = [speaker.start for speaker in speakers]
        self.people = [one for one in speakers if one.kind == "person"]
        self.ends = [one.end for one in self.people]

    def between(self, left: int, right: int) -> list[Speaker]:
        """Return those named in a run."""
        low, high = bisect_left(self.starts, left), bisect_left(self.starts, right)
        return self.all[low:high]

    def last_person(self, before: int) -> Speaker | None:
        """Return the person named last before an offset."""
        index = bisect_right(self.ends, before)
        return self.people[index - 1] if index else None


def _speakers(page: Page, officials: Sequence[OfficialMention]) -> list[Speaker]:
    """Return everybody who may speak, at every place where they are named."""
    out: list[Speaker] = []
    for person in officials:
        out.extend(_person(person, *place) for place in _places(page, person))
    out.extend(
        Speaker(name.start, name.end, name.text, name.canonical, "body")
        for name in page.names
        if name.kind in {"institution", "issuer", "body"}
    )
    return sorted(out, key=lambda speaker: speaker.start)


def _person(person: OfficialMention, start: int, end: int) -> Speaker:
    """Return a person at a place that names or stands for them."""
    return Speaker(
        start=start,
        end=end,
        name=person.name,
        canonical=person.canonical,
        kind="person",
        person=person.person,
        org=person.org,
        title=person.title,
    )


def _places(page: Page, person: OfficialMention) -> list[tuple[int, int]]:
    """Return where a person is named: in full, by family name, by the bare title."""
    text = page.text
    places = {(person.span.start, person.span.end)}
    for name in page.names:
        if person.person is not None and name.id == person.person:
            places.add((name.start, name.end))
    short = person.name.split(" ")[-1] if person.name.isascii() else person.name
    if person.name.isascii() and len(short) > 2:
        places.update(_words(text, short))
    elif len(short) >= 2:
        for form in {short, short[:2] if len(short) == 3 else short}:
            at = text.find(form, person.span.end)
            while at >= 0:
                places.add((at, at + len(form)))
                at = text.find(form, at + 1)
    return sorted(places)


def _words(text: str, word: str) -> list[tuple[int, int]]:
    """Return where a word stands by itself."""
    out = []
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        inside = text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()
        if not inside:
            out.append((at, end))
        at = text.find(word, end)
    return out
