"""What is seen of a time: the signs that its role is weighed from.

As ``money_signs`` for sums: here is what is seen, ``time_weights`` says how much each
sign speaks for each role. Words count by side, for the verb stands behind its time in
Japanese, behind or before it in Chinese, and mostly before it in English.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add

from kuroshio.reading.page import Page
from kuroshio.reading.statuses import is_measure
from kuroshio.reading.time_grammar import role_by_grammar
from kuroshio.reading.time_weights import WEIGHTS
from kuroshio.records import DateRole
from kuroshio.text import DateFound, Hit, compile_folded

# The roles that the weights stand for, in order.
ROLES: tuple[DateRole, ...] = (
    "agreed", "approved", "blocked", "announced", "meeting", "effective", "deadline",
    "closed", "expected_close", "other",
)  # fmt: skip
_FAMILIES = ("date", "status")
_CLOSE_HAN, _CLOSE_LATIN = 6, 18
_FAR = 400
_UNTIL_BEFORE = compile_folded(
    r"(?:\b(?:by|until|till|before|through|no later than|deadline of|expires? on"
    r"|expires?|up to|not later than|ends? (?:on|in)?)"
    r" (?:the )?(?:end of )?|期限(?:は|为|:)?|截至|截止(?:日期?为?)?|到|至|有效至"
    r"|延长至|不晚于|最迟)$"
)
_UNTIL_AFTER = compile_folded(
    r"\s?(?:まで(?:に)?|迄|以?前|之前|底前|末前|期限|截止|到期|为止|届满|を期限|を期日|deadline)"
)
_SINCE_BEFORE = compile_folded(
    r"(?:\b(?:since|from|as of|starting(?: on| in)?|beginning|effective(?: on| from)?"
    r"|after)\s|自|从)$"
)
_SINCE_AFTER = compile_folded(
    r"\s?(?:[零0]时[^,。]{0,4})?(?:起|から|以降|以后|以来|より|付で|付け)"
)
_TOPIC = compile_folded(
    r"\s?(?:\([^)]{0,20}\))?(?:[、,]|の?(?:朝|午前|午後|夜|夕|深夜|未明|早朝))"
)
_FISCAL = compile_folded(
    r"\s?(?:年?度|財年|财年|期(?!限)|fiscal|年期)|[^,。]{0,6}(?:営业|营收|売上|収益|净利)"
)
_OF_AFTER = compile_folded(r"(?:の|的)")
_IN_BEFORE = compile_folded(r"\b(in|on|at|of|for|late|early|mid-?)\s$")
_PERIOD = compile_folded(
    r"\b(?:act|law|treaty|agreement|convention|code) of $|\bact \($"
)
_BEFORE = (
    ("until:before", _UNTIL_BEFORE),
    ("since:before", _SINCE_BEFORE),
    ("name-of-law", _PERIOD),
    ("bracket", compile_folded(r"\($")),
)
_BEHIND = (
    ("until:after", _UNTIL_AFTER),
    ("since:after", _SINCE_AFTER),
    ("topic", _TOPIC),
    ("fiscal", _FISCAL),
    ("of:after", _OF_AFTER),
)
_FIGURES = frozenset({"figures", "quoted", "forecast"})


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """What a document's times are seen against."""

    measure: bool
    language: str
    doubled: frozenset[str]


def make_time_frame(page: Page) -> TimeFrame:
    """Return what all times of a document are seen against."""
    seen: set[str] = set()
    doubled: set[str] = set()
    for item in page.dates:
        (doubled if item.iso in seen else seen).add(item.iso)
    main = page.languages[0] if page.languages else "en"
    return TimeFrame(
        measure=is_measure(page),
        language="zh" if main.startswith("zh") else main,
        doubled=frozenset(doubled),
    )


def time_signs(page: Page, found: DateFound, frame: TimeFrame) -> list[str]:
    """Return the signs of one time, in a fixed order, each once.

    Parameters
    ----------
    page : Page
        The document.
    found : DateFound
        One of its times.
    frame : TimeFrame
        From :func:`make_time_frame`.

    Returns
    -------
    list of str
        Signs as they stand in the table of weights.
    """
    out = ["prior", f"prior:{frame.language}", f"precision:{found.precision}"]
    out += _place(page, found, frame)
    out += _distance(page, found)
    out += _touching(page, found)
    out += _words(page, found, frame)
    out.append(f"grammar:{role_by_grammar(page, found)}")
    if frame.measure:
        out.append("about:measure")
    return list(dict.fromkeys(out))


def _place(page: Page, found: DateFound, frame: TimeFrame) -> Iterator[str]:
    """Yield where a time stands."""
    if page.dateline is not None and found.start == page.dateline.start:
        yield "place:dateline"
    if found.start < page.title_end:
        yield "place:title"
    number = page.sentence_at(found.start) - (1 if page.title_end else 0)
    yield "place:lead" if number <= 1 else "place:later"
    left, _ = page.bounds(found.start)
    if found.start - left <= 3:
        yield "place:first-words"
    if found.iso in frame.doubled:
        yield "again"
    if found.relative:
        yield "form:relative"


def _distance(page: Page, found: DateFound) -> Iterator[str]:
    """Yield how far a time lies from the document's own day."""
    if page.anchor is None or found.first is None or found.last is None:
        yield "far:unknown"
        return
    if found.first > page.anchor:
        days = (found.first - page.anchor).days
        yield "ahead"
        yield (
            "ahead:days"
            if days < 60
            else ("ahead:months" if days < 500 else "ahead:years")
        )
        return
    if found.last >= page.anchor:
        yield "now"
        return
    days = (page.anchor - found.last).days
    yield "past"
    yield (
        "past:days" if days <= 10 else "past:weeks" if days <= 75
        else "past:year" if days <= 400 else "past:years" if days <= 1200
        else "past:old"
    )  # fmt: skip


def _touching(page: Page, found: DateFound) -> Iterator[str]:
    """Yield what touches a time on either side."""
    before = page.key[max(0, found.start - 28) : found.start]
    for name, pattern in _BEFORE:
        if pattern.search(before):
            yield name
    for name, pattern in _BEHIND:
        if pattern.match(page.key, found.end):
            yield name
    if match := _IN_BEFORE.search(before):
        yield f"head:{match[1]}"


def _words(page: Page, found: DateFound, frame: TimeFrame) -> Iterator[str]:
    """Yield the words of stages and moods round a time, with how near they stand."""
    clause, whole = page.clause(found.start, found.end), page.bounds(found.start)
    # A sentence without end must not make every look at it cost its length.
    whole = max(whole[0], found.start - _FAR), min(whole[1], found.end + _FAR)
    close = _CLOSE_LATIN if frame.language == "en" else _CLOSE_HAN
    inside: list[tuple[int, str]] = []
    behind: list[tuple[int, str]] = []
    for hit in _longest(page, found, whole):
        before = hit.end <= found.start
        gap = found.start - hit.end if before else hit.start - found.end
        side = "before" if before else "after"
        if not clause[0] <= hit.start < clause[1]:
            yield f"{hit.kind}:sentence-{side}"
        else:
            yield f"{hit.kind}:{'close' if gap <= close else 'clause'}-{side}"
            inside.append((gap, hit.kind))
        if not before:
            behind.append((gap, hit.kind))
    yield f"nearest:{min(inside)[1] if inside else 'nothing'}"
    if behind and frame.language != "en":
        yield f"next:{min(behind)[1]}-{frame.language}"
    if behind and frame.language == "ja":
        topical = _TOPIC.match(page.key, found.end) is not None
        yield f"last:{max(behind)[1]}-{'of-sentence' if topical else 'far'}"
    yield from _mood(page, clause, whole)


def _mood(page: Page, clause: tuple[int, int], whole: tuple[int, int]) -> Iterator[str]:
    """Yield the mood of a time's clause and what else its sentence is about."""
    for mood in sorted(page.kinds("mood", *clause)):
        yield f"mood:{mood}"
    if "speech" in page.kinds("people", *clause):
        yield "speech:clause"
    if page.kinds("not", *clause) & _FIGURES:
        yield "figures:clause"
    if "elsewhere" in page.kinds("not", *whole):
        yield "elsewhere:sentence"


def _longest(page: Page, found: DateFound, run: tuple[int, int]) -> Iterator[Hit]:
    """Yield the words of a sentence that are no part of the time or of a longer one."""
    hits = sorted(
        (hit.start, -hit.end, family, hit)
        for family in _FAMILIES
        for hit in page.near(family, *run)
        if hit.end <= found.start or hit.start >= found.end
    )
    end = -1
    span = (-1, -1)
    for start, low, family, hit in hits:
        if -low <= end and (start, -low) != span:
            continue
        end, span = max(end, -low), (start, -low)
        yield hit if family == "date" else Hit(hit.start, hit.end, f"at-{hit.kind}")


def role_of(signs: Sequence[str]) -> DateRole:
    """Return the role that the signs of a time weigh most for.

    Parameters
    ----------
    signs : sequence of str
        From :func:`time_signs`; a sign without a weight says nothing.
    """
    totals = [0] * len(ROLES)
    for sign in signs:
        weights = WEIGHTS.get(sign)
        if weights is not None:
            totals = list(map(add, totals, weights))
    return ROLES[totals.index(max(totals))]
