"""The day that a text gives itself: a line of its own, or the head of a report."""

from datetime import date
from typing import NamedTuple

from kuroshio.text.dates import DateFound, find_dates
from kuroshio.text.folding import fold
from kuroshio.text.lexicon import compile_folded


class Dateline(NamedTuple):
    """The day of a text and where it stands; ``inline`` when a sentence holds it."""

    day: date
    start: int
    end: int
    inline: bool = False


# Lines looked at from the top and from the end, and how long such a line may be.
_HEAD_LINES, _TAIL_LINES = 14, 6
_LINE = 90
_HEAD = 400
_SPARE_WORDS = 60
_AFTER_INLINE = compile_folded(
    r"(?:日)?\s?(?:[-:)\]】]|电|讯|消息|\((?:[a-z /]{2,30}|共同|ロイター"
    r"|时事)\)\s?-{0,2}|\s[\u4e00-\u9fff]{2,4}\))"
)
_PARTIAL = compile_folded(
    r"(?:^|[\n(【])[^\n,。]{0,40}?(?P<date>(?P<month>\d{1,2})月(?P<day>\d{1,2})日)\s?(?:电|讯|=)"
    r"|(?:^|\n)[a-z.,/ ]{2,40}?,?\s(?P<en>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov"
    r"|dec)[a-z]{0,6}\.?\s\d{1,2})\s?(?:\([a-z ]{2,20}\)\s?)?-"
)


# A day from which a rule applies is no day of the text.
_SINCE = compile_folded(r"(?:自|从|\bfrom|\beffective|\bby|\buntil|\bon or after) ?$")
_ON = compile_folded(r"\s?(?:起|から|より|以降|まで|前|之前)")


def find_dateline(text: str, *, folded: str | None = None) -> Dateline | None:
    """Return the day that a text gives itself.

    A line near the top (or, as in notices, near the end) that holds little but a full
    date comes first; then the head of a report ("HSINCHU, Mar. 4, 2025 - "); then a
    full date early in the text.

    Parameters
    ----------
    text : str
        The whole text.
    folded : str, optional
        ``fold(text)`` where the caller has it already.

    Returns
    -------
    Dateline or None
        None where no full date stands in such a place.
    """
    key = fold(text) if folded is None else folded
    head, key = text[: _HEAD * 4], key[: _HEAD * 4]
    dated = [
        d
        for d in find_dates(head, None, folded=key, sentences=((0, len(head)),))
        if d.precision == "day"
    ]
    return (
        _own_line(head, dated, 0)
        or _inline(head, key, dated)
        or _partial(text, head, key)
        or _tail_line(text)
        or _early(head, key, dated)
    )


def _own_line(text: str, dated: list[DateFound], offset: int) -> Dateline | None:
    """Return the first date that has a short line to itself."""
    start = 0
    lines = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if line.strip():
            lines += 1
            found = next((d for d in dated if start <= d.start < end), None)
            tail = text[found.end : end] if found else ""
            goes_on = tail.strip() and _AFTER_INLINE.match(fold(tail))
            if found and found.first and not goes_on and _is_alone(line, found):
                return Dateline(found.first, offset + found.start, offset + found.end)
        start = end
        if lines > _HEAD_LINES:
            break
    return None


def _is_alone(line: str, found: DateFound) -> bool:
    """Say whether a line holds little more than its date."""
    spare = len(line.strip()) - (found.end - found.start)
    if spare <= 2:
        return True
    ends = line.rstrip()[-1] in "。.!?！？"
    han = sum(char > "\u2fff" for char in line)
    limit = 22 if han > found.end - found.start else _SPARE_WORDS
    return spare <= limit and not ends and len(line) <= _LINE


def _inline(text: str, key: str, dated: list[DateFound]) -> Dateline | None:
    """Return the date at the head of the report, before its dash."""
    for found in dated:
        begin = text.rfind("\n", 0, found.start) + 1
        if found.start - begin > 80 or found.start > _HEAD * 3 or found.first is None:
            continue
        lead = text[begin : found.start]
        if _AFTER_INLINE.match(key, found.end) and not any(c in lead for c in "。!?"):
            return Dateline(found.first, found.start, found.end, inline=True)
    return None


def _partial(text: str, head: str, key: str) -> Dateline | None:
    """Return a month and day at the head of a report, with the text's latest year."""
    match = _PARTIAL.search(key[:_HEAD])
    if match is None:
        return None
    full = find_dates(text[:20_000], None)
    known = [d.first for d in full if d.first and d.precision in {"day", "month"}]
    group = "date" if match["date"] else "en"
    if not known:
        return None
    middle = date(max(known).year, 7, 1)
    found = find_dates(head[match.start(group) : match.end(group)], middle)
    if not found or found[0].first is None:
        return None
    return Dateline(found[0].first, match.start(group), match.end(group), inline=True)


def _tail_line(text: str) -> Dateline | None:
    """Return a date alone on one of the last lines, as notices are signed."""
    tail_start = max(0, len(text) - _HEAD)
    tail_start = text.find("\n", tail_start) + 1 if tail_start else 0
    tail = text[tail_start:]
    dated = [
        d
        for d in find_dates(tail, None, sentences=((0, len(tail)),))
        if d.precision == "day"
    ]
    lines = tail.splitlines(keepends=True)
    begin = len("".join(lines[:-_TAIL_LINES]))
    late = [d for d in dated if d.start >= begin]
    alone = [d for d in late if d.first and _closes(tail, d)]
    if not alone or alone[-1].first is None:
        return None
    last = alone[-1]
    return Dateline(alone[-1].first, tail_start + last.start, tail_start + last.end)


def _closes(tail: str, found: DateFound) -> bool:
    """Say whether a date is alone on its line, or stands in brackets at its end."""
    before = tail[tail.rfind("\n", 0, found.start) + 1 : found.start].strip()
    after = tail[found.end :].split("\n", 1)[0].strip()
    return not (before or after) or (
        before.endswith(("(", "（")) and after in {")", "）"}
    )


def _early(text: str, key: str, dated: list[DateFound]) -> Dateline | None:
    """Return a full date early in the text, for want of a better one.

    A day from which a rule applies only lends its year to the first day told without.
    """
    known = [found for found in dated if found.first and found.start < _HEAD]
    if not known:
        return None
    plain = [found for found in known if not _applies(key, found)]
    if len(plain) < len(known):
        latest = max(found.first for found in known if found.first is not None)
        for found in find_dates(text[:_HEAD], latest):
            if plain and found.start >= plain[0].start:
                break
            if not found.relative or found.precision != "day" or not found.first:
                continue
            if "月" in key[found.start : found.end]:
                return Dateline(found.first, found.start, found.end, inline=True)
    chosen = (plain or known)[0]
    if chosen.first is None:
        return None
    return Dateline(chosen.first, chosen.start, chosen.end, inline=True)


def _applies(key: str, found: DateFound) -> bool:
    """Say whether a day is one from or until which something applies."""
    before = _SINCE.search(key, max(0, found.start - 12), found.start)
    return bool(before or _ON.match(key, found.end))
