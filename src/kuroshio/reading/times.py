"""What happened at each time of a document: the role of a date."""

from kuroshio.reading.page import Page
from kuroshio.records import DateMention, DateRole, When
from kuroshio.text import DateFound, Hit

# Words behind a time count double in Japanese and Chinese, where verbs come last.
_CLOSED: dict[str, DateRole] = {
    "agreed": "agreed", "approved": "approved", "blocked": "blocked",
    "announced": "announced", "meeting": "meeting", "effective": "effective",
    "deadline": "deadline", "closed": "closed", "closing": "closed",
}  # fmt: skip
_WEAK = frozenset(
    "from since start starts starting through 至 から by for 前 起 说 称 says said 开始 gave "
    "agreement 协议 合意".split()
)


def find_times(page: Page) -> tuple[DateMention, ...]:
    """Return the times of a document with their roles.

    A dateline on a line of its own is no event and is left out; the head of a report
    ("HSINCHU, Mar. 4, 2025 - ") is the day of the announcement.

    Parameters
    ----------
    page : Page
        The document as found so far.
    """
    mentions = []
    for found in page.dates:
        inline = False
        if page.dateline is not None and found.start == page.dateline.start:
            if not page.dateline.inline:
                continue
            inline = True
        role = "announced" if inline else _role(page, found)
        mentions.append(
            DateMention(
                when=_when(page, found),
                span=page.span(found.start, found.end),
                role=role,
                sentence=page.sentence_at(found.start),
            )
        )
    return tuple(mentions)


def _when(page: Page, found: DateFound) -> When:
    """Return the time with what it hangs on."""
    anchored = found.relative and page.anchor is not None
    return When(
        iso=found.iso,
        start=found.first,
        end=found.last,
        precision=found.precision,
        text=page.text[found.start : found.end],
        anchor=page.anchor.isoformat() if anchored and page.anchor else "",
    )


def _role(page: Page, found: DateFound) -> DateRole:
    """Return the role that the nearest words give a time, the clause first."""
    if found.precision == "duration":
        return "term"
    clause = page.clause(found.start, found.end)
    left, right = page.bounds(found.start)
    for low, high in (clause, (left, right)):
        hits = [
            hit
            for hit in page.near("date", low, high)
            if not (found.start <= hit.start and hit.end <= found.end)
        ]
        role = _of_hits(hits, found)
        if role is not None:
            return role
    return "other"


def _of_hits(hits: list[Hit], found: DateFound) -> DateRole | None:
    """Return the role of the best cue: near, and not one of the weak words."""
    kinds = {hit.kind for hit in hits}
    if {"expected", "closing"} <= kinds and found.side >= 0:
        return "expected_close"
    best: tuple[int, str] | None = None
    for hit in hits:
        if hit.kind == "expected":
            continue
        distance = max(found.start - hit.end, hit.start - found.end, 0)
        attached = distance <= 1 and hit.kind in {"deadline", "effective"}
        cost = 0 if attached else distance + 4
        if best is None or cost < best[0]:
            best = (cost, hit.kind)
    if best is None:
        return None
    return _CLOSED.get(best[1], "other")
