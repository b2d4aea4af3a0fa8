"""Who spoke the words in quotation marks."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

from kuroshio.reading.page import Page
from kuroshio.records import OfficialMention, QuoteMention
from kuroshio.text import QuoteFound, compile_folded, fold

# Last characters of a name in quotation marks: a body, a plan, a law, a work.
_NAMED = compile_folded(
    r"(?:委员会|计划|基金|协议|法案|法|清单|名单|制度|战略|倡议|条约|框架|报告书?|株|ファンド|構想|事件"
    r"|号|型|版|协定|关税|规则|条款|方案|机制|项目|工程|综合体|案|会|路|党|业种|業種|リスト)$"
)
# Words that give a thing its name rather than somebody the word.
_CALLED = compile_folded(
    r"(?:简称|俗称|又称|所谓|称为|名为|列为|称作|取名|指定|通称|いわゆる|called"
    r"|known as|dubbed"
    r"|so-called|the term|labelled|named|報じられた)\s?$"
)
_TOPIC = compile_folded(r"(?:[^\s「。]{0,14}?)(?:は|も)")
_ANSWERS = compile_folded(
    r"答えた|に聞いた|に聞く|インタビュー|对谈|专访|受访|语る|述べた"
)
# The words that say who speaks stand at most so far from a quotation.
_FAR = 400
_PRONOUN = compile_folded(r"\b(?:he|she|they)\b|他|她|氏は|氏が|同氏")
_ANONYMOUS = compile_folded(
    r"one of its members|a (?:person|source|banker|official|executive)[a-z ]{0,30}"
    r"|people (?:familiar|close)[a-z ]{0,30}|an? [a-z]+ official|insiders?|sources"
    r"|某[^,、。はが「]{2,12}(?=は|が)|有(?:大行|投行|券商|分析师|市场人士|官员|学者|业者|读者|网友|立委|议员)"
    r"|知情人士|消息人士|关系者|関係者|内部人士|有关人士|业内人士|市场人士"
)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Somebody or some body that may speak, with every place it is named."""

    start: int
    end: int
    name: str
    canonical: str
    kind: Literal["person", "body", "anonymous"]
    person: str | None = None
    org: str | None = None
    title: str = ""


def find_quotations(
    page: Page, officials: tuple[OfficialMention, ...]
) -> tuple[QuoteMention, ...]:
    """Return the quotations of a document that somebody speaks, with the speaker.

    Names, coined words and titles in quotation marks are no quotations. A quotation
    without a speaker of its own goes on with the speaker of the one before it in the
    same paragraph.

    Parameters
    ----------
    page : Page
        The document as found so far.
    officials : tuple of OfficialMention
        The people found.
    """
    if not page.quotes:
        return ()
    speakers = _Voices(_speakers(page, officials))
    guest = _guest(page, speakers)
    found: list[QuoteMention] = []
    before: tuple[int, _Speaker] | None = None
    for quote in page.quotes:
        if _is_name(page, quote):
            continue
        paragraph = page.line_start(quote.start)
        if guest is not None and _fills_line(page, quote):
            speaker: _Speaker | None = guest
        else:
            speaker = _speaker_of(page, quote, speakers)
        if speaker is None and before is not None and before[0] == paragraph:
            speaker = before[1] if _goes_on(page, quote) else None
        if speaker is None:
            continue
        before = (paragraph, speaker)
        found.append(
            QuoteMention(
                speaker=speaker.canonical,
                span=page.span(quote.start, quote.end),
                person=speaker.person,
                org=speaker.org,
                title=speaker.title,
                anonymous=speaker.kind == "anonymous",
            )
        )
    return tuple(found)


class _Voices:
    """Those who may speak, by place; the invariant: the lists run with the text."""

    __slots__ = ("all", "ends", "people", "starts")

    def __init__(self, speakers: list[_Speaker]) -> None:
        self.all = speakers
        self.starts = [speaker.start for speaker in speakers]
        self.people = [one for one in speakers if one.kind == "person"]
        self.ends = [one.end for one in self.people]

    def between(self, left: int, right: int) -> list[_Speaker]:
        """Return those named in a run."""
        low, high = bisect_left(self.starts, left), bisect_left(self.starts, right)
        return self.all[low:high]

    def last_person(self, before: int) -> _Speaker | None:
        """Return the person named last before an offset."""
        index = bisect_right(self.ends, before)
        return self.people[index - 1] if index else None


def _fills_line(page: Page, quote: QuoteFound) -> bool:
    """Say whether a quotation is a paragraph of its own."""
    rest = page.text[quote.end + 1 : quote.end + 4].partition("\n")[0]
    return quote.start - page.line_start(quote.start) <= 1 and not rest.strip()


def _guest(page: Page, speakers: _Voices) -> _Speaker | None:
    """Return who answers in an interview printed as questions and quotations."""
    if sum(_fills_line(page, quote) for quote in page.quotes) < 2:
        return None
    for match in _ANSWERS.finditer(page.key):
        left, right = page.bounds(match.start())
        people = [s for s in speakers.between(left, right) if s.kind == "person"]
        if people:
            return min(people, key=lambda s: abs(s.start - match.start()))
    return None


def _is_name(page: Page, quote: QuoteFound) -> bool:
    """Say whether the words in marks are a name or a coined word."""
    inside = page.key[quote.start : quote.end]
    before = page.key[max(0, quote.start - 10) : quote.start - 1]
    if before.endswith("(") or _CALLED.search(before):
        return True
    follows = page.text[quote.end + 1 : quote.end + 2]
    if follows in {"(", "（"} and len(inside) < 16:
        return True
    if page.text[quote.start] > "\u2fff" or quote.mark in "「『":
        known = any(
            n.start <= quote.start and n.end >= quote.end
            for n in page.names_in(max(0, quote.start - 2), quote.end)
        )
        return known or (len(inside) <= 12 and bool(_NAMED.search(inside)))
    return inside.strip().isupper()


def _speakers(page: Page, officials: tuple[OfficialMention, ...]) -> list[_Speaker]:
    """Return everybody who may speak, at every place where they are named."""
    out: list[_Speaker] = []
    for person in officials:
        for start, end in _places(page, person):
            out.append(
                _Speaker(
                    start=start,
                    end=end,
                    name=person.name,
                    canonical=person.canonical,
                    kind="person",
                    person=person.person,
                    org=person.org,
                    title=person.title,
                )
            )
    out.extend(
        _Speaker(name.start, name.end, name.text, name.canonical, "body")
        for name in page.names
        if name.kind in {"institution", "issuer", "body"}
    )
    return sorted(out, key=lambda speaker: speaker.start)


def _places(page: Page, person: OfficialMention) -> list[tuple[int, int]]:
    """Return where a person is named: in full, by family name, by the bare title."""
    text, key = page.text, page.key
    places = {(person.span.start, person.span.end)}
    for name in page.names:
        if person.person is not None and name.id == person.person:
            places.add((name.start, name.end))
    short = person.name.split(" ")[-1] if person.name.isascii() else person.name
    if person.name.isascii() and len(short) > 2:
        places.update(_words(text, short))
        head = person.title.split(" ")[-1].lower()
        if head in {"president", "minister", "secretary", "governor", "chairman"}:
            places.update(_words(key, f"the {head}"))
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


def _speaker_of(page: Page, quote: QuoteFound, speakers: _Voices) -> _Speaker | None:
    """Return who speaks a quotation by the words of speech in its sentence."""
    left, right = _reach(page, quote)
    verbs = [
        hit
        for hit in page.near("people", left, right)
        if hit.kind == "speech" and not quote.start <= hit.start < quote.end
    ]
    colon = (
        page.key[quote.start - 2 : quote.start - 1] in {":", "："}
        or page.key[max(0, quote.start - 3) : quote.start - 1] == ": "
    )
    near = [
        s
        for s in speakers.between(left, right)
        if not quote.start <= s.start < quote.end
    ]
    near += _nameless(page, quote, left, right)
    if not verbs and not colon:
        return _topic_of(page, quote, near)
    if not near:
        return _by_pronoun(page, quote, speakers, left, right)
    return min(near, key=lambda s: _distance(page, s, quote, [v.start for v in verbs]))


def _nameless(page: Page, quote: QuoteFound, left: int, right: int) -> list[_Speaker]:
    """Return those in a run who speak without a name."""
    out = []
    for match in _ANONYMOUS.finditer(page.key, left, right):
        if quote.start <= match.start() < quote.end:
            continue
        surface = page.text[match.start() : match.end()].strip()
        out.append(_Speaker(match.start(), match.end(), surface, surface, "anonymous"))
    return out


def _topic_of(page: Page, quote: QuoteFound, near: list[_Speaker]) -> _Speaker | None:
    """Return the Japanese topic of a sentence that quotes without a verb of speech."""
    if page.languages[:1] != ("ja",) or quote.end - quote.start < 5:
        return None
    before = [s for s in near if s.end <= quote.start and s.kind == "person"]
    if before and _TOPIC.match(page.text, before[-1].end):
        return before[-1]
    return None


def _distance(
    page: Page, speaker: _Speaker, quote: QuoteFound, verbs: list[int]
) -> tuple[float, int]:
    """Return how far a speaker stands from the quotation and a word of speech."""
    to_quote = (
        quote.start - speaker.end
        if speaker.end <= quote.start
        else speaker.start - quote.end
    )
    to_verb = min(
        (
            abs(v - speaker.end) if v >= speaker.end else abs(speaker.start - v)
            for v in verbs
        ),
        default=to_quote,
    )
    weight = {"person": 0.0, "anonymous": 5.0, "body": 30.0}[speaker.kind]
    if page.text[quote.start] > "\u2fff":
        # The subject stands before the quotation; the nearest to its verb is an object.
        late = 30.0 if speaker.start > quote.end else 0.0
        return weight + late + 0.3 * to_quote, speaker.start
    return weight + to_verb + 0.3 * to_quote, speaker.start


def _reach(page: Page, quote: QuoteFound) -> tuple[int, int]:
    """Return the sentence round a quotation, with what follows a closed one."""
    left, right = page.bounds(max(0, quote.start - 1))
    tail_left, tail_right = page.bounds(min(len(page.key) - 1, quote.end))
    if tail_left <= quote.end + 1:
        right = max(right, tail_right)
    left, right = max(left, quote.start - _FAR), min(right, quote.end + _FAR)
    line_end = page.text.find("\n", quote.end, quote.end + _FAR)
    if page.key[quote.end - 1 : quote.end] in {",", "，", "?", "!"}:
        right = max(right, quote.end + 120)
    right = min(right, line_end if line_end >= 0 else right)
    return left, max(right, quote.end)


def _by_pronoun(
    page: Page, quote: QuoteFound, speakers: _Voices, left: int, right: int
) -> _Speaker | None:
    """Return the last person named before, where a pronoun or nothing speaks."""
    outside = page.key[left : quote.start] + " " + page.key[quote.end : right]
    if _PRONOUN.search(outside) or page.text[quote.start] > "\u2fff":
        return speakers.last_person(quote.start)
    return None


def _goes_on(page: Page, quote: QuoteFound) -> bool:
    """Say whether a quotation stands so that the speaker before goes on."""
    left, _ = page.bounds(max(0, quote.start - 1))
    lead = page.key[left : quote.start - 1].strip()
    return len(lead) <= 40 or fold(quote.mark) == '"'
