"""Runs of a text asked about in the order of the text, each looked at once."""

from collections.abc import Sequence


class Walk:
    """Sentences asked for in rising order; the invariant is that ``at`` only grows."""

    __slots__ = ("at", "spans")

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = spans
        self.at = 0

    def start_of(self, offset: int) -> int:
        """Return where the sentence of an offset begins."""
        spans = self.spans
        while self.at + 1 < len(spans) and spans[self.at + 1][0] <= offset:
            self.at += 1
        return spans[self.at][0] if spans else 0


class Guard:
    """Runs that are taken, asked for in rising order."""

    __slots__ = ("at", "spans")

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = spans
        self.at = 0

    def covers(self, start: int, end: int) -> bool:
        """Say whether a run touches one that is taken."""
        spans = self.spans
        while self.at < len(spans) and spans[self.at][1] <= start:
            self.at += 1
        return self.at < len(spans) and spans[self.at][0] < end
