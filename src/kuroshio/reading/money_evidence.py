"""The runs of text round a sum of money, who a document is about, what is denied."""

import re

from kuroshio.reading.page import Page
from kuroshio.text import MoneyFound, compile_folded

_LEAD_SENTENCES = 3
_WHOLE_LEFT, _WHOLE_RIGHT = 220, 160
_PARTIES = frozenset({"institution", "issuer", "body"})
# On the text as it stands: folding makes hyphens of the dashes.
_ITEM = re.compile(r"[ \t]*(?:[–—▽▼●・•◆◇■□*○]|-(?= )|\(?\d{1,2}[.)、．]\s?)")
# "$8.2 billion (about 1.2 trillion yen)": the clause goes on behind the brackets.
_BRACKET = compile_folded(r"\s?\([^()\n]{1,40}\)")


def find_actors(page: Page) -> frozenset[str]:
    """Return who is named in the title and the first sentences."""
    if not page.sentences:
        return frozenset()
    last = page.sentences[min(_LEAD_SENTENCES, len(page.sentences) - 1)][1]
    return frozenset(
        name.canonical for name in page.names_in(0, last) if name.kind in _PARTIES
    )


def sentence_round(page: Page, found: MoneyFound) -> tuple[int, int]:
    """Return the sentence of a sum, cut off where it goes on without end."""
    left, right = page.bounds(found.start)
    return max(left, found.start - _WHOLE_LEFT), min(right, found.end + _WHOLE_RIGHT)


def clause_round(page: Page, found: MoneyFound) -> tuple[int, int]:
    """Return the clause of a sum with the label before its colon."""
    low, high = page.clause(found.start, _end_of(page, found))
    # "Enterprise value: $14.9 billion": the label says what the sum is.
    if low and page.key[low - 1] == ":":
        low = max(page.line_start(found.start), page.bounds(found.start)[0])
        low = max(low, found.start - _WHOLE_LEFT)
    return low, high


def _end_of(page: Page, found: MoneyFound) -> int:
    """Return where a sum ends with the brackets behind it."""
    bracket = _BRACKET.match(page.key, found.end)
    return bracket.end() if bracket else found.end


def in_item(page: Page, start: int) -> bool:
    """Say whether a place is in a line that begins like an item of a list."""
    return _ITEM.match(page.text, page.line_start(start)) is not None


def is_denied(page: Page, found: MoneyFound) -> bool:
    """Say whether the sentence of a sum takes it back; a price's clause only."""
    is_price = found.unit in {"share", "other"}
    run = clause_round(page, found) if is_price else sentence_round(page, found)
    return any(hit.kind == "denied" for hit in page.near("not", *run))
