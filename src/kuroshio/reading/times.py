"""What happened at each time of a document: the role of a date.

The role is the one that the time's signs (``time_signs``) weigh most for, by the
weights of ``time_weights``.
"""

from kuroshio.reading.page import Page
from kuroshio.reading.time_signs import make_time_frame, role_of, time_signs
from kuroshio.records import DateMention, DateRole, When
from kuroshio.text import DateFound


def find_times(page: Page) -> tuple[DateMention, ...]:
    """Return the times of a document with their roles.

    A dateline on a line of its own is no event and is left out; the head of a report
    ("HSINCHU, Mar. 4, 2025 - ") is a time like others.

    Parameters
    ----------
    page : Page
        The document as found so far.
    """
    if not page.dates:
        return ()
    mentions = []
    frame = make_time_frame(page)
    for found in page.dates:
        head = page.dateline is not None and found.start == page.dateline.start
        if head and page.dateline is not None and not page.dateline.inline:
            continue
        role: DateRole = "term"
        if found.precision != "duration":
            role = role_of(time_signs(page, found, frame))
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
