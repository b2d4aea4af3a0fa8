"""Who spoke the words in quotation marks."""

import re

from kuroshio.knowledge import Knowledge
from kuroshio.reading.page import Page
from kuroshio.reading.voices import Speaker, Voices, find_voices
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
_TOPIC_OF = compile_folded(
    r"(?:[\u4e00-\u9fff]{0,8}|氏|さん)(?:\([^)]{0,40}\))?(?:[\u4e00-\u9fff]{0,8}|氏)は"
)
_ANSWERS = compile_folded(
    r"答えた|話を聞|に聞|interview|一問一答|に聞いた|に聞く|インタビュー|对谈|专访|受访|语る|述べた"
)
_ASKED = re.compile(r"^(?:問|问|Q|答|A)\s?[:：.]|^[―—]{2}", re.MULTILINE)
_ANSWERED = 2
# What makes the words in marks a thing: the noun behind, or nobody before.
_THING = compile_folded(
    r"的?(?:说法|传闻|传言|猜测|名单|清单|计划|文书|协议|制度|条款|リスト|协定|行动|法案|标签|模式|战略|事件|机制"
    r"|と(?:いう|题|名付|呼ばれる|比べ)|とする[\u4e00-\u9fff])"
)
_NOBODY = compile_folded(r"(?:外界|外间|网传|坊间|网上|网络流传)[^,。]{0,8}$")
# A Japanese quotation and its particle are speech by themselves.
_SPOKEN = compile_folded(
    r"と(?![「『の」、。]|协力|连携|合并|契约|同じ|并)|などと|」?と,"
)
# Words before a name that make it no subject.
_OBJECT = compile_folded(
    r"(?:(?<!according )\b(?:with|of|to|from|for|replac\w+|succeed\w+|than|against|told"
    r"|accus\w+|urg\w+|ask\w+|thank\w+)\s(?:the |mr |ms |president )?"
    r"|[对向与和同给被把将从若]|约谈|要求|敦促|批评|否认)$"
)
_TOUCHES = 14
# The words that say who speaks stand at most so far from a quotation.
_FAR = 400
_PRONOUN = compile_folded(r"\b(?:he|she|they)\b|他|她|氏は|氏が|同氏")


def find_quotations(
    page: Page, officials: tuple[OfficialMention, ...], knowledge: Knowledge
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
    knowledge : Knowledge
        Who is who.
    """
    if not page.quotes:
        return ()
    speakers = find_voices(page, officials, knowledge)
    guest = _guest(page, speakers)
    found: list[QuoteMention] = []
    before: tuple[int, Speaker] | None = None
    behind = 0
    for quote in page.quotes:
        if _is_name(page, quote):
            continue
        paragraph = page.line_start(quote.start)
        mine = _fills_line(page, quote) or quote.start < page.title_end
        if guest is not None and mine:
            speaker: Speaker | None = guest
        else:
            speaker = _speaker_of(page, quote, speakers)
        if speaker is None and before is not None and before[0] == paragraph:
            speaker = before[1] if _goes_on(page, quote, behind) else None
        if speaker is None:
            continue
        before, behind = (paragraph, speaker), quote.end
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


def _fills_line(page: Page, quote: QuoteFound) -> bool:
    """Say whether a quotation is a paragraph of its own."""
    rest = page.text[quote.end + 1 : quote.end + 4].partition("\n")[0]
    return quote.start - page.line_start(quote.start) <= 1 and not rest.strip()


def _guest(page: Page, speakers: Voices) -> Speaker | None:
    """Return who answers in an interview printed as questions and answers."""
    lines = sum(_fills_line(page, quote) for quote in page.quotes)
    if lines < _ANSWERED and len(_ASKED.findall(page.text)) < _ANSWERED:
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
    if before.endswith("(") or _CALLED.search(before) or _NOBODY.search(before):
        return True
    if _THING.match(page.key, quote.end + 1):
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


def _speaker_of(page: Page, quote: QuoteFound, speakers: Voices) -> Speaker | None:
    """Return who speaks a quotation by the words of speech in its sentence."""
    left, right = _reach(page, quote)
    verbs = [
        hit
        for hit in page.near("people", left, right)
        if hit.kind == "speech" and not quote.start <= hit.start < quote.end
    ]
    starts = [hit.start for hit in verbs]
    if page.text[quote.start - 1] in "「『" and _SPOKEN.match(page.key, quote.end + 1):
        starts.append(quote.end + 1)
    colon = (
        page.key[quote.start - 2 : quote.start - 1] in {":", "："}
        or page.key[max(0, quote.start - 3) : quote.start - 1] == ": "
    )
    near = [
        s
        for s in speakers.between(left, right)
        if not quote.start <= s.start < quote.end
    ]
    if not starts and not colon:
        return _topic_of(page, quote, near)
    if not near:
        return _by_pronoun(page, quote, speakers, left, right)
    return min(near, key=lambda s: _distance(page, s, quote, starts))


def _topic_of(page: Page, quote: QuoteFound, near: list[Speaker]) -> Speaker | None:
    """Return the Japanese topic of a sentence that quotes without a verb of speech."""
    if page.languages[:1] != ("ja",) or quote.end - quote.start < 5:
        return None
    before = [s for s in near if s.end <= quote.start and s.kind == "person"]
    if before and _TOPIC.match(page.text, before[-1].end):
        return before[-1]
    return None


def _distance(
    page: Page, speaker: Speaker, quote: QuoteFound, verbs: list[int]
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
    if _OBJECT.search(page.key, max(0, speaker.start - 24), speaker.start):
        weight += 25.0
    if page.text[quote.start] > "\u2fff":
        # The subject stands before the quotation; the nearest to its verb is an object.
        late = 30.0 if speaker.start > quote.end else 0.0
        topic = 30.0 if _TOPIC_OF.match(page.key, speaker.end) else 0.0
        said = any(0 <= v - speaker.end <= 2 for v in verbs)
        return weight + late - topic - 20.0 * said + 0.3 * to_quote, speaker.start
    said = any(
        0 <= v - speaker.end <= 2 or 0 < speaker.start - v < _TOUCHES for v in verbs
    )
    return weight + to_verb - 20.0 * said + 0.3 * to_quote, speaker.start


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
    page: Page, quote: QuoteFound, speakers: Voices, left: int, right: int
) -> Speaker | None:
    """Return the last person named before, where a pronoun or nothing speaks."""
    outside = page.key[left : quote.start] + " " + page.key[quote.end : right]
    if _PRONOUN.search(outside) or page.text[quote.start] > "\u2fff":
        return speakers.last_person(quote.start)
    return None


def _goes_on(page: Page, quote: QuoteFound, behind: int) -> bool:
    """Say whether a quotation stands so that the speaker before goes on."""
    left, _ = page.bounds(max(0, quote.start - 1))
    lead = page.key[left : quote.start - 1].strip()
    return len(lead) <= 40 or left <= behind or fold(quote.mark) == '"'
