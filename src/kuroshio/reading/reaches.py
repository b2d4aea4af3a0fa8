"""Which themes a passage names, asides on who may gain left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kuroshio.knowledge import Knowledge
from kuroshio.records import NameMatch, ProjectMention, Span, ThemeReach
from kuroshio.text import compile_folded, compile_sought, fold

MOST_THEMES = 4
_ASIDE = compile_sought(
    r"\b(?:could|might|potential(?:ly)?|posing|benefit(?:s|ing)?|such as|like|"
    r"investors?|analysts?|chinese (?:firms|companies|tech|energy|equit\w+|stocks?)|"
    r"shares of|stocks?|competitors?|rivals?|volatility|spillover|opportunit\w+|"
    r"aligns? with|era dominated|where china)\b|"
    r"可能|或将|投资者|分析师|概念股|受益|利好|利空|中国企业|竞争对手|股价|"
    r"投資家|アナリスト|関連株|恩恵|可能性|中国企業|競合"
)
_IS_MEASURE = compile_folded(
    r"tariff|\bdut(?:y|ies)\b|exchange rate|关税|汇率|関税|円高|円安|為替"
)
# Japanese puts the purpose before the thing: データセンター向けのタービン.
_PURPOSE_BEFORE = compile_sought(
    r"[^。、,\n]{1,24}?向け(?:の|に|、)?|[^。、,\n]{2,60}?(?:に応えるため|に備え)"
)
_PURPOSE = compile_folded(
    r"\s+(?:for|to serve|used in|aimed at)\s+|(?:用于|供|面向|向け|用の)"
)


def find_project_themes(
    knowledge: Knowledge, project: ProjectMention, direction: int
) -> tuple[ThemeReach, ...]:
    """Return the themes of a project: its name before "for", then its first clauses."""
    name = _before_purpose(project.name)
    reaches = dict(find_reaches(knowledge, name, project.span, direction))
    for start, end in own_clauses(project.passage.text):
        if len(reaches) >= MOST_THEMES:
            break
        piece = project.passage.text[start:end]
        at = project.passage.start + start
        span = Span(doc=project.passage.doc, start=at, end=at + len(piece), text=piece)
        if project.name in piece and name != project.name:
            piece = piece.replace(project.name, name.ljust(len(project.name)))
        piece = without_purpose(piece)
        span = replace(span, text=piece)
        for theme, reach in find_reaches(knowledge, piece, span, direction):
            reaches.setdefault(theme, reach)
    return tuple(reaches.values())[:MOST_THEMES]


def without_purpose(text: str) -> str:
    """Blank what a Japanese clause says something is for; the length stays the same."""
    blank = list(text)
    for found in _PURPOSE_BEFORE.finditer(fold(text)):
        blank[found.start() : found.end()] = " " * (found.end() - found.start())
    return "".join(blank)


def _before_purpose(name: str) -> str:
    """Cut what a product is for: diamond technology for chips is no chip project."""
    found = _PURPOSE.search(fold(name))
    return name[: found.start()] if found and found.start() >= 4 else name


def find_reaches(
    knowledge: Knowledge,
    text: str,
    span: Span,
    direction: int,
    *,
    measure: bool = False,
) -> Iterator[tuple[str, ThemeReach]]:
    """Yield the themes that a piece of evidence names, with their characters.

    Tariffs and exchange rates are no part of a project, so only a ``measure`` reaches
    the themes that these words name.
    """
    offset = span.text.find(text[:1]) if span.text else 0
    for match in _heads(text, knowledge.find_themes(text)):
        if not measure and _IS_MEASURE.search(fold(match.text)):
            continue
        start = span.start + max(offset, 0) + match.start
        inside = span.text[start - span.start : start - span.start + len(match.text)]
        where = (
            Span(
                doc=span.doc,
                start=start,
                end=start + len(match.text),
                text=match.text,
            )
            if inside == match.text
            else span
        )
        for theme in match.candidates[:1]:
            yield theme, ThemeReach(theme=theme, direction=direction, evidence=(where,))


def _heads(text: str, matches: Sequence[NameMatch]) -> list[NameMatch]:
    """Drop what only qualifies the noun behind it: the cars of 乘用车和卡车轮胎."""
    kept: list[NameMatch] = []
    following: NameMatch | None = None
    qualifies = False
    for match in reversed(matches):
        gap = text[match.end : following.start] if following else "."
        touches = gap in {"", " ", "用"} and min(len(match.text), 3) > 1
        listed = qualifies and gap in {"和", "与", "及", "或", "、", " and ", " or "}
        other = following and match.candidates[:1] != following.candidates[:1]
        qualifies = bool(other and (touches or listed))
        if not qualifies:
            kept.append(match)
        following = match
    return kept[::-1]


def own_clauses(passage: str) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a passage that describe the thing itself.

    A sentence is dropped where it turns to who may gain or lose, a clause where it
    names examples.
    """
    for sentence in re.finditer(r"[^.。!?!?\n]+(?:[.](?=\d)[^.。!?!?\n]*)*", passage):
        words = fold(sentence.group())
        aside = _ASIDE.search(words)
        end = sentence.end()
        if aside is not None:
            cut = max(
                words.rfind(mark, 0, aside.start()) for mark in (",", ";", ",", ":")
            )
            if cut <= 0:
                continue
            end = sentence.start() + cut
        yield sentence.start(), end
