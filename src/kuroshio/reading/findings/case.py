"""What every rule of verification looks at, and how it points at characters."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from kuroshio.knowledge import Knowledge
from kuroshio.reading.matching import RegisterMatch, match_entry
from kuroshio.records import Claim, Document, Event, NameMatch, Reading, Span
from kuroshio.text import fold

MOST_MENTIONS = 300
LONGEST_SENTENCE = 3000
PIECE = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One document under verification: its reading, its day, its register entry.

    ``folded`` has the length of the text; ``names`` are the known names in it.
    """

    reading: Reading
    on: date
    match: RegisterMatch | None
    folded: str
    names: tuple[NameMatch, ...]

    @property
    def document(self) -> Document:
        """Return the document itself."""
        return self.reading.document

    @property
    def text(self) -> str:
        """Return the text that spans point into."""
        return self.reading.document.text

    def span(self, start: int, end: int) -> Span:
        """Return the span of some characters."""
        return Span(
            doc=self.document.id, start=start, end=end, text=self.text[start:end]
        )

    def sentence_index(self, at: int) -> int:
        """Return the number of the sentence that holds a character, -1 before all."""
        return bisect_right(self.reading.sentences, (at, len(self.text) + 1)) - 1

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the start and end of the sentence that holds a character."""
        index = self.sentence_index(at)
        if index < 0:
            return 0, min(len(self.text), 1)
        return self.reading.sentences[index]

    def sentence_text(self, at: int) -> str:
        """Return the sentence that holds a character."""
        start, end = self.sentence(at)
        return self.text[start:end]

    def title_span(self) -> Span:
        """Return the title, or the first sentence where there is none in the text."""
        title = self.document.title
        start = self.text.find(title) if title else -1
        if title and 0 <= start < 400:
            return self.span(start, start + len(title))
        first = self.reading.sentences[0] if self.reading.sentences else (0, 1)
        return self.span(*first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All documents on one event with what is known on the day."""

    subjects: tuple[Subject, ...]
    knowledge: Knowledge
    as_of: datetime
    event: Event
    claims: tuple[Claim, ...]

    def claims_at(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """Return the ids of the claims that rest on any of the spans, in order."""
        wanted = sorted((span.doc, span.start, span.end) for span in spans)
        # From the first of them to the last: most claims rest elsewhere.
        low = min((start for _, start, _ in wanted), default=0)
        high = max((end for _, _, end in wanted), default=0)
        found: list[str] = []
        for claim in self.claims:
            for mine in claim.evidence:
                if mine.start < high and low < mine.end and _is_met(mine, wanted):
                    found.append(claim.id)
                    break
        return tuple(found)


def _is_met(mine: Span, wanted: list[tuple[str, int, int]]) -> bool:
    """Tell whether a span shares characters with one of some sorted spans."""
    at = bisect_right(wanted, (mine.doc, mine.end, -1)) - 1
    # Spans of one finding seldom nest, so a few before the place are enough.
    return any(
        doc == mine.doc and start < mine.end and mine.start < end
        for doc, start, end in wanted[max(0, at - 3) : at + 1]
    )


def bound_reading(reading: Reading) -> Reading:
    """Return a reading whose size keeps every rule's cost bounded.

    Rules compare mentions in pairs and look at sentences whole. A text with more than
    a few hundred mentions of a kind, or with sentences of thousands of characters, is
    no story: its first mentions are judged, its sentences cut into pieces.
    """
    return replace(
        reading,
        sentences=tuple(_pieces(reading.sentences)),
        amounts=reading.amounts[:MOST_MENTIONS],
        dates=reading.dates[:MOST_MENTIONS],
        parties=reading.parties[:MOST_MENTIONS],
        officials=reading.officials[:MOST_MENTIONS],
        projects=reading.projects[:MOST_MENTIONS],
        regimes=reading.regimes[:MOST_MENTIONS],
        statuses=reading.statuses[:MOST_MENTIONS],
        quotes=reading.quotes[:MOST_MENTIONS],
        glosses=reading.glosses[:MOST_MENTIONS],
    )


def _pieces(sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield sentences, those of absurd length in pieces."""
    for start, end in sentences:
        if end - start <= LONGEST_SENTENCE:
            yield start, end
            continue
        for left in range(start, end, PIECE):
            yield left, min(left + PIECE, end)


def open_subject(reading: Reading, knowledge: Knowledge, *, as_of: datetime) -> Subject:
    """Prepare one document for the rules; it is matched to the register once."""
    reading = bound_reading(reading)
    names = knowledge.find_names(reading.document.text)
    return Subject(
        reading=reading,
        on=day_of(reading, as_of),
        match=match_entry(reading, knowledge, as_of=as_of.date(), names=names),
        folded=fold(reading.document.text),
        names=names,
    )


def day_of(reading: Reading, as_of: datetime) -> date:
    """Return the day a document speaks on: its anchor, dateline, time, else as_of."""
    document = reading.document
    if reading.anchor is not None:
        return reading.anchor
    if document.dateline is not None:
        return document.dateline
    at = document.published_at
    return at.date() if at is not None else as_of.date()


def unique(spans: Iterable[Span], most: int = 12) -> tuple[Span, ...]:
    """Return spans without repeats, in order, bounded in number."""
    seen: dict[tuple[str, int, int], Span] = {}
    for span in spans:
        seen.setdefault((span.doc, span.start, span.end), span)
    return tuple(seen.values())[:most]
