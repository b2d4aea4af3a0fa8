"""One document as the rules see it: folded text, names, cues, sums and times."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kuroshio.reading.cues import CUES
from kuroshio.records import Document, Span
from kuroshio.text import DateFound, Dateline, Hit, MoneyFound, QuoteFound

_LONGEST_CLAUSE = 400
# Family and kind of each cue, which stand in one word there.
_PARTS = {both: tuple(both.split(":", 1)) for kinds in CUES.kinds for both in kinds}


def _start_of(found: DateFound | MoneyFound) -> int:
    return found.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in the text, known (``id`` and ``kind``) or not.

    ``kind`` is institution, issuer, person, post, register, regime or state for known
    names, and body for an unknown one; ``country`` an ISO code.
    """

    start: int
    end: int
    text: str
    kind: str
    canonical: str
    id: str | None = None
    country: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything found in one pass over a document; made by ``mentions``.

    ``key`` is the folded text, as long as ``document.text``; ``cues`` are in order of
    their starts, per family; ``title_end`` is where the title line ends; ``breaks``
    are where the marks stand that open a clause, and those that close one.
    """

    document: Document
    key: str
    sentences: tuple[tuple[int, int], ...]
    sentence_starts: tuple[int, ...]
    breaks: tuple[list[int], list[int]]
    languages: tuple[str, ...]
    anchor: date | None
    dateline: Dateline | None
    title_end: int
    names: tuple[Name, ...]
    name_starts: tuple[int, ...]
    cues: dict[str, list[Hit]]
    cue_starts: dict[str, list[int]]
    money: tuple[MoneyFound, ...]
    dates: tuple[DateFound, ...]
    quotes: tuple[QuoteFound, ...]

    @property
    def text(self) -> str:
        """Return the document's text."""
        return self.document.text

    def span(self, start: int, end: int) -> Span:
        """Return the evidence span of a run of characters."""
        return Span(
            doc=self.document.id, start=start, end=end, text=self.text[start:end]
        )

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds an offset."""
        return max(0, bisect_right(self.sentence_starts, offset) - 1)

    def bounds(self, offset: int) -> tuple[int, int]:
        """Return start and end of the sentence that holds an offset."""
        if not self.sentences:
            return 0, len(self.key)
        return self.sentences[self.sentence_at(offset)]

    def near(self, family: str, start: int, end: int) -> list[Hit]:
        """Return the cues of a family that begin in a run of characters."""
        starts = self.cue_starts.get(family, [])
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        return self.cues[family][low:high] if high > low else []

    def kinds(self, family: str, start: int, end: int) -> set[str]:
        """Return the kinds of cues of a family that begin in a run of characters."""
        return {hit.kind for hit in self.near(family, start, end)}

    def names_in(self, start: int, end: int) -> Iterator[Name]:
        """Yield the names that begin in a run of characters."""
        for index in range(bisect_left(self.name_starts, start), len(self.names)):
            name = self.names[index]
            if name.start >= end:
                break
            yield name

    def dates_in(self, start: int, end: int) -> Sequence[DateFound]:
        """Return the times that begin in a run of characters."""
        low = bisect_left(self.dates, start, key=_start_of)
        return self.dates[low : bisect_left(self.dates, end, lo=low, key=_start_of)]

    def money_in(self, start: int, end: int) -> Sequence[MoneyFound]:
        """Return the sums that begin in a run of characters."""
        low = bisect_left(self.money, start, key=_start_of)
        return self.money[low : bisect_left(self.money, end, lo=low, key=_start_of)]

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins, looking back a bounded way."""
        low = max(0, offset - _LONGEST_CLAUSE)
        return max(self.document.text.rfind("\n", low, offset) + 1, low)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the sentence between the marks round a run."""
        left, right = self.bounds(start)
        # A sentence without end must not make every look at it cost its length.
        left = max(left, start - _LONGEST_CLAUSE)
        right = min(max(right, end), end + _LONGEST_CLAUSE)
        opening, closing = self.breaks
        at = bisect_left(opening, start) - 1
        low = opening[at] if at >= 0 else -1
        at = bisect_left(closing, end)
        high = closing[at] if at < len(closing) and closing[at] < right else right
        return max(left, low + 1), high


_OPENING = re.compile(r"[,;:。、(\n]")
_CLOSING = re.compile(r"[,;。、)\n]")


def find_breaks(key: str) -> tuple[list[int], list[int]]:
    """Return where the marks stand that open a clause, and those that close one."""
    opening = [found.start() for found in _OPENING.finditer(key)]
    return opening, [found.start() for found in _CLOSING.finditer(key)]


def find_cues(key: str) -> tuple[dict[str, list[Hit]], dict[str, list[int]]]:
    """Return cues by family in order of their starts, and the starts beside them."""
    by_family: dict[str, list[Hit]] = {}
    for start, end, both in CUES.find(key):
        family, kind = _PARTS[both]
        by_family.setdefault(family, []).append(Hit(start, end, kind))
    for hits in by_family.values():
        hits.sort()
    starts = {family: [hit.start for hit in hits] for family, hits in by_family.items()}
    return by_family, starts


def covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether a run touches one of a few others."""
    return any(low < end and start < high for low, high in spans)
