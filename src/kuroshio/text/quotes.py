"""Words in quotation marks, in the marks of English, Chinese and Japanese."""

import re
from typing import NamedTuple


class QuoteFound(NamedTuple):
    """The words between two marks; ``mark`` is the opening one."""

    start: int
    end: int
    mark: str


_CLOSING = {"“": "”", "「": "」", "『": "』", "«": "»", "〝": "〟", "‘": "’"}
_MARK = re.compile('[“”「」『』«»〝〟"＂‘\n]')
# A mark that is not closed within so many characters was not an opening one.
_LONGEST = 1500
_LONGEST_SINGLE = 300
_DEEPEST = 8


def find_quotes(text: str) -> tuple[QuoteFound, ...]:
    """Return quotations in order, the outermost only, without their marks.

    A quotation closes in its own paragraph; straight marks pair up within a line.
    Linear in the length of the text.
    """
    found: list[QuoteFound] = []
    at = 0
    while (match := _MARK.search(text, at)) is not None:
        at = match.end()
        mark = match.group()
        if mark == "\n" or mark in _CLOSING.values():
            continue
        end = _closing(text, match.start(), mark)
        if end is not None and end > at:
            found.append(QuoteFound(at, end, mark))
            at = end + 1
    return tuple(found)


def _closing(text: str, start: int, mark: str) -> int | None:
    """Return where a quotation ends, None where it does not in its paragraph."""
    closing = _CLOSING.get(mark, mark)
    longest = _LONGEST_SINGLE if mark == "‘" else _LONGEST
    if mark == "‘" and start and text[start - 1].isalnum():
        return None
    stop = text.find("\n", start, start + longest)
    high = min(len(text), start + longest) if stop < 0 else stop
    if text.find(closing, start + 1, high) < 0:
        return None
    marks = re.compile(f"[{re.escape(mark)}{re.escape(closing)}]")
    depth = 0
    for found in marks.finditer(text, start + 1, high):
        if found.group() == mark != closing:
            depth += 1
        elif not _is_apostrophe(text, found.start(), mark):
            if depth == 0:
                return found.start()
            depth -= 1
        if depth > _DEEPEST:
            break
    return None


def _is_apostrophe(text: str, at: int, mark: str) -> bool:
    """Say whether a closing single mark stands inside a word."""
    return mark == "‘" and text[at + 1 : at + 2].isalnum()
