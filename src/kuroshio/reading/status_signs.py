"""What is seen of a word of a stage: the signs that it is the deal's own stage.

Each word of a stage ("signed", 交割完成) stands for a stage by itself and its stance;
its signs say how much the document means that one. ``status_weights`` holds what
each sign weighs; the word with the greatest weight gives the document's stage.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from kuroshio.reading.page import Page
from kuroshio.records import Stance, Status
from kuroshio.text import Hit, QuoteFound, compile_folded

_PARTIES = frozenset({"institution", "issuer", "body"})
_LEAD = 3
# How far a sentence, how many stages and how long a head are looked at.
_FAR, _SOME, _HEAD = 400, 40, 1200
# Words of another time and another deal in front of a stage.
_BACK = compile_folded(
    r"此前|早前|曾|之前|当时|先前|earlier|previous|once|had\b|already|last year"
    r"|かつて|以前|前回|これまで|すでに|既に"
)
_LATELY = compile_folded(
    r"today|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|今日|今天|昨日|昨天|きょう"
    r"|now\b|has\b|have\b"
    r"|[はが]\d{1,2}日|本周"
)


def status_signs(
    page: Page, hit: Hit, stance: Stance, value: Status, *, measure: bool
) -> list[str]:
    """Return the signs of one word of a stage, in a fixed order, each once.

    Parameters
    ----------
    page : Page
        The document.
    hit : Hit
        The word.
    stance : Stance
        How the document stands to it.
    value : Status
        The stage that it stands for in that stance.
    measure : bool
        Whether the document is about a measure.
    """
    out = [f"stage:{value}", f"word:{hit.kind}", f"stance:{stance}"]
    about = "measure" if measure else "deal"
    out += [f"stage:{value}-of-{about}", f"stage:{value}-{stance}"]
    out += _place(page, hit, value)
    out += _round(page, hit, value)
    out += _time(page, hit)
    return list(dict.fromkeys(out))


def _place(page: Page, hit: Hit, value: Status) -> Iterator[str]:
    """Yield where a word stands."""
    if hit.start < page.title_end:
        yield "place:title"
        yield f"title:{value}"
        return
    number = page.sentence_at(hit.start) - (1 if page.title_end else 0)
    if number <= _LEAD:
        yield "place:lead"
        yield f"lead:{value}"
    else:
        yield "place:later"
        yield f"later:{value}"
    if hit.start > len(page.key) * 0.7:
        yield "place:end"
    yield "words:long" if hit.end - hit.start > 8 else "words:short"
    at = bisect_right(page.quotes, hit.start, key=_start_of)
    if at and hit.start < page.quotes[at - 1].end:
        yield "quoted"


def _round(page: Page, hit: Hit, value: Status) -> Iterator[str]:
    """Yield the words round a word of a stage."""
    low, high = page.clause(hit.start, hit.end)
    left, right = page.bounds(hit.start)
    # A sentence without end must not make every look at it cost its length.
    left, right = max(left, hit.start - _FAR), min(right, hit.end + _FAR)
    for mood in sorted(page.kinds("mood", low, high)):
        yield f"mood:{mood}"
    for kind in sorted(page.kinds("deal", low, high)):
        yield f"of:{kind}"
    if page.kinds("not", left, right) & {"elsewhere", "before"}:
        yield "another-deal"
    if _BACK.search(page.key, low, hit.end):
        yield "back"
    if _LATELY.search(page.key, left, hit.end):
        yield "lately"
    if page.money_in(left, right):
        yield "with-money"
    some = islice(page.cues.get("status", ()), _SOME)
    same = sum(other.kind == hit.kind for other in some)
    yield f"again:{value}" if same > 1 else "once"
    first = next(
        (name for name in page.names_in(left, hit.start) if name.kind in _PARTIES), None
    )
    if first is not None:
        lead = min(page.sentences[min(_LEAD, len(page.sentences) - 1)][1], _HEAD)
        known = any(
            name.canonical == first.canonical for name in page.names_in(0, lead)
        )
        yield "subject:known" if known else "subject:stranger"


def _time(page: Page, hit: Hit) -> Iterator[str]:
    """Yield the time of the clause of a word of a stage."""
    if page.anchor is None:
        return
    low, high = page.clause(hit.start, hit.end)
    dated = [item for item in page.dates_in(low, high) if item.last is not None]
    if not dated:
        yield "time:none"
        return
    item = min(dated, key=lambda one: abs(one.start - hit.start))
    if item.first is not None and item.first > page.anchor:
        yield "time:ahead"
    elif item.last is not None:
        days = (page.anchor - item.last).days
        yield "time:now" if days <= 7 else "time:weeks" if days <= 60 else "time:old"


def _start_of(quote: QuoteFound) -> int:
    return quote.start


def ranked(signs: Sequence[str], weights: dict[str, int]) -> int:
    """Return the summed weight of signs; one without a weight says nothing."""
    return sum(weights.get(sign, 0) for sign in signs)
