"""Where sentences end, in English, Chinese and Japanese, with exact offsets."""

import re
from collections.abc import Iterator

from kuroshio.text.lexicon import listed

# A set of characters alone is searched for much faster than the whole pattern.
_STOP = re.compile(r"[\n。！？!?.]")
_END = re.compile(
    r"\n+|[。！？!?][」』”’\"'）)】]*|(?<=[^\s.])\.[\"”’')]*(?=\s+[\"“‘'(\[]?[A-Z0-9])"
)
_OPEN, _CLOSE = "「『“", "」』”"
_QUOTE = re.compile(r"[「『“」』”\n]")
_LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]*$")
_NEXT_WORD = re.compile(r"\s+[\"“‘'(\[]?([A-Za-z]+)")
_NEVER = frozenset(
    listed(
        "mr mrs ms dr prof sen rep gov gen col lt st no nos vs jan feb mar apr "
        "jun jul aug sep sept oct nov dec approx est fig e.g i.e cf sec art vol pp "
        "messrs hon"
    )
)
# These end a sentence only where the next word is one that begins sentences.
_SOMETIMES = frozenset(
    listed(
        "u.s u.k u.n e.u inc corp co ltd plc llc jr sr a.m p.m r.o.c p.r.c d.c "
        "bros etc u.s.a"
    )
)
_STARTERS = frozenset(
    listed(
        "the it in a an but he she they this that these those on its for we "
        "however at as under after before both if while when since there their his "
        "her and with from chinese japanese investors"
    )
)
_LOOKBACK = 24
# A quotation longer than this is taken as a mark left open.
_LONG_QUOTE = 400


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the sentences of a text as (start, end), in order, without white space.

    A line break always ends one; a full stop inside an open quotation does not, nor
    does the dot of an abbreviation. Linear in the length of the text.
    """
    quoted = _quoted(text)
    spans: list[tuple[int, int]] = []
    start, at = 0, 0
    for match in _ends(text):
        end, stop = match.end(), match.group()[0]
        if stop != "\n":
            while at < len(quoted) and quoted[at][1] < match.start():
                at += 1
            if at < len(quoted) and quoted[at][0] < match.start() < quoted[at][1] - 1:
                continue
            if stop == "." and _is_abbreviation(text, match):
                continue
        _append(text, start, end, spans)
        start = end
    _append(text, start, len(text), spans)
    return tuple(spans)


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Yield what may end a sentence, in order."""
    found = _STOP.search(text)
    while found is not None:
        match = _END.match(text, found.start())
        if match is not None:
            yield match
        found = _STOP.search(text, found.end() if match is None else match.end())


def _append(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add a span without its outer white space, where anything is left."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    if left < right:
        spans.append((left, right))


def _quoted(text: str) -> list[tuple[int, int]]:
    """Return quotations that close within their line, the outermost only."""
    spans: list[tuple[int, int]] = []
    depth, start = 0, 0
    for match in _QUOTE.finditer(text):
        mark = match.group()
        if mark == "\n":
            depth = 0
        elif mark in _OPEN:
            if depth == 0 or match.start() - start > _LONG_QUOTE:
                start, depth = match.start(), 0
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and match.end() - start <= _LONG_QUOTE:
                spans.append((start, match.end()))
    return spans


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Say whether the dot belongs to an abbreviation rather than ends a sentence."""
    before = text[max(0, match.start() - _LOOKBACK) : match.start()]
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word.group().lower()
    if last in _NEVER or (len(last) == 1 and word.group().isupper()):
        return True
    if last not in _SOMETIMES and not re.fullmatch(r"(?:[a-z]\.)+[a-z]", last):
        return False
    following = _NEXT_WORD.match(text, match.end())
    return following is None or following.group(1).lower() not in _STARTERS
