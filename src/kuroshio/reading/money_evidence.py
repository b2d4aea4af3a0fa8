"""What the words round a sum of money say for and against its being the deal's.

A sum is weighed, not filtered: the word that governs it, its place, whose sentence it
stands in, the stance and the time each add or take a little, in every language alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kuroshio.reading.page import Page
from kuroshio.text import Hit, MoneyFound, compile_folded

# How much each sign says; what is left over zero is money of the deal.
_PRIOR = 0.6
_IN_TITLE, _IN_LEAD, _IN_ITEM = 3.0, 1.5, 0.6
_GOVERNED, _HELD = 1.6, 0.5
_FIGURES, _FIGURES_FAR = -5.0, -0.8
_DENIED, _FORECAST, _ELSEWHERE, _QUOTED = -7.0, -5.0, -5.0, -4.0
_BESIDE, _BEFORE = -1.0, -3.5
_OLD, _SOFT, _SOFT_MORE = -3.0, -1.2, -0.5
_STRANGER, _KNOWN = -1.0, 0.4
# A governing word stands this close, in letters of either kind of script.
_CLOSE_HAN, _CLOSE_LATIN, _REACH = 14, 32, 48
_AFTER, _AFTER_LATIN = 1.5, 2.5
_LEAD_SENTENCES, _NEAR = 3, 60
_YEARS_OLD = 3
_WHOLE_LEFT, _WHOLE_RIGHT = 220, 160
_PARTIES = frozenset({"institution", "issuer", "body"})
# On the text as it stands: folding makes hyphens of the dashes.
_ITEM = re.compile(r"[ \t]*(?:[–—▽▼●・•◆◇■□*○]|-(?= )|\(?\d{1,2}[.)、．]\s)")
_ADDED = compile_folded(
    r"added to|on top of|adds? |bringing|taking|加上|连同|之外,?再|合わせ|足し|加え"
    r"|累计"
)
# "$8.2 billion (about 1.2 trillion yen)": the clause goes on behind the brackets.
_BRACKET = compile_folded(r"\s?\([^()\n]{1,40}\)")


class Governor(NamedTuple):
    """The word that a sum hangs on: its family, its kind and how far it stands."""

    family: str
    kind: str
    distance: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sum's weight as money of the deal, and what was found on the way.

    ``purpose`` is the kind of the nearest word of the deal: invest, acquire, lend,
    goods, aid or fee.
    """

    weight: float
    denied: bool
    purpose: str | None


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


def weigh(page: Page, found: MoneyFound, actors: frozenset[str]) -> Weighed:
    """Return how much speaks for a sum's being money of the deal.

    Parameters
    ----------
    page : Page
        The document.
    found : MoneyFound
        One of its sums.
    actors : frozenset of str
        Who the document is about, from ``find_actors``.

    Returns
    -------
    Weighed
        Deal money weighs more than zero.
    """
    clause, whole = clause_round(page, found), sentence_round(page, found)
    weight = _PRIOR + _place(page, found)
    weight += _governed(page, found, clause, whole)
    against, denied = _stance(page, found, clause, whole)
    weight += against
    if found.start >= page.title_end:
        weight += _subject(page, found, whole, actors)
        weight += _age(page, clause)
    if weight > 0 and found.unit not in {"share", "other"}:
        weight += _soft(page, found, whole)
    return Weighed(weight, denied, _purpose(page, found, clause, whole))


def _place(page: Page, found: MoneyFound) -> float:
    """Return what a sum's place in the document says."""
    if found.start < page.title_end:
        return _IN_TITLE
    if page.sentence_at(found.start) <= _LEAD_SENTENCES:
        return _IN_LEAD
    return _IN_ITEM if in_item(page, found.start) else 0.0


def _governed(
    page: Page, found: MoneyFound, clause: tuple[int, int], whole: tuple[int, int]
) -> float:
    """Return what the governing word of a sum says."""
    plain = found.unit not in {"share", "other"}
    governor = nearest(page, found, clause)
    account = plain and _account_before(page, found, clause)
    if account and (governor is None or governor.family == "money"):
        return _FIGURES
    held = _HELD if page.near("deal", *whole) else 0.0
    if governor is None:
        return held
    if governor.family == "not":
        close = governor.distance <= _close_of(page, found)
        return (_FIGURES if close else _FIGURES_FAR) * plain
    if governor.distance > _REACH:
        return held
    far = any(hit.kind == "figures" for hit in page.near("not", *clause))
    return _GOVERNED + (_FIGURES_FAR if far and plain else 0.0)


def _account_before(page: Page, found: MoneyFound, clause: tuple[int, int]) -> bool:
    """Say whether a figure of accounts stands close before a sum in its clause."""
    low = max(clause[0], found.start - _close_of(page, found))
    hits = page.near("not", low, found.start)
    return any(
        hit.kind == "figures" and not _holds_other(page, found, hit.end) for hit in hits
    )


def _close_of(page: Page, found: MoneyFound) -> int:
    """Return how close a word must stand, in the script that a sum stands in."""
    ahead = page.key[max(0, found.start - 8) : found.start]
    return _CLOSE_LATIN if not ahead or ahead.isascii() else _CLOSE_HAN


def nearest(page: Page, found: MoneyFound, clause: tuple[int, int]) -> Governor | None:
    """Return the word of a clause that governs a sum; None where there is none."""
    best: Governor | None = None
    for family, hit in _governors(page, clause):
        distance = distance_to(page, found, hit)
        if best is None or distance < best.distance:
            best = Governor(family, hit.kind, distance)
    return best


def distance_to(page: Page, found: MoneyFound, hit: Hit) -> float:
    """Return how far a word stands from a sum; other sums lie in the way."""
    if hit.end <= found.start:
        low, high, factor = hit.end, found.start, 1.0
    else:
        # The verb comes last in Japanese, before its object elsewhere.
        end = _end_of(page, found)
        low = end if hit.start >= end else found.end
        high = max(hit.start, low)
        factor = 1.0 if "ja" in page.languages[:1] else _AFTER
        if page.key[low:high].isascii():
            factor = _AFTER_LATIN
    between = any(low <= other.start < high for other in page.money_in(low, high))
    return (high - low) * factor + (_REACH if between else 0)


def _governors(page: Page, clause: tuple[int, int]) -> Iterator[tuple[str, Hit]]:
    """Yield the words of a clause that may govern a sum, the longest of each place."""
    hits = [("deal", hit) for hit in page.near("deal", *clause)]
    hits += [
        ("money", hit) for hit in page.near("money", *clause) if hit.kind != "price"
    ]
    hits += [("not", hit) for hit in page.near("not", *clause) if hit.kind == "figures"]
    for family, hit in hits:
        size = hit.end - hit.start
        if not any(
            other.start <= hit.start
            and hit.end <= other.end
            and other.end - other.start > size
            for _, other in hits
        ):
            yield family, hit


def _stance(
    page: Page, found: MoneyFound, clause: tuple[int, int], whole: tuple[int, int]
) -> tuple[float, bool]:
    """Return what denial, guesswork and other deals in the sentence take away."""
    is_price = found.unit in {"share", "other"}
    weight, denied = 0.0, False
    for hit in page.near("not", *whole):
        near = clause[0] <= hit.start < clause[1]
        before = hit.start < found.start
        if hit.kind == "denied" and (near or not is_price):
            weight, denied = min(weight, _DENIED), True
        elif hit.kind == "forecast":
            weight = min(weight, _FORECAST if near or before else _BESIDE)
        elif hit.kind == "elsewhere":
            plain = near or before or not _holds_other(page, found, hit.start)
            weight = min(weight, _ELSEWHERE if plain else _BESIDE)
        elif hit.kind == "before" and (
            near or not (before or _holds_other(page, found, hit.start))
        ):
            added = _ADDED.search(page.key, *whole) is not None
            weight = min(weight, 0.0 if added else _BEFORE)
        elif hit.kind == "quoted" and near:
            weight = min(weight, _QUOTED)
    return weight, denied


def _holds_other(page: Page, found: MoneyFound, at: int) -> bool:
    """Say whether another sum stands between a sum and a cue."""
    low, high = sorted((found.start, at))
    return any(other.start != found.start for other in page.money_in(low, high))


def _subject(
    page: Page, found: MoneyFound, whole: tuple[int, int], actors: frozenset[str]
) -> float:
    """Return what the first one named in the sentence before a sum says."""
    for name in page.names_in(whole[0], found.start):
        if name.kind in _PARTIES:
            return _KNOWN if name.canonical in actors else _STRANGER
    return 0.0


def _age(page: Page, clause: tuple[int, int]) -> float:
    """Return what a time years before the document in a sum's clause takes away."""
    if page.anchor is None:
        return 0.0
    dated = (item.last for item in page.dates_in(*clause) if item.last is not None)
    first = next(dated, None)
    old = first is not None and page.anchor.year - first.year >= _YEARS_OLD
    return _OLD if old else 0.0


def _soft(page: Page, found: MoneyFound, whole: tuple[int, int]) -> float:
    """Return what words of other things near a sum away from the lead take away."""
    if page.sentence_at(found.start) <= _LEAD_SENTENCES:
        return 0.0
    low, high = max(whole[0], found.start - _NEAR), min(whole[1], found.end + _NEAR)
    count = sum(hit.kind == "soft" for hit in page.near("not", low, high))
    return _SOFT * min(count, 1) + _SOFT_MORE * max(min(count, 3) - 1, 0)


def _purpose(
    page: Page, found: MoneyFound, clause: tuple[int, int], whole: tuple[int, int]
) -> str | None:
    """Return the kind of the word of the deal nearest to a sum."""
    for low, high in (clause, whole):
        hits = page.near("deal", low, high)
        if not hits:
            continue
        first = min(hits, key=lambda hit: distance_to(page, found, hit)).kind
        kinds = {hit.kind for hit in hits if distance_to(page, found, hit) <= _REACH}
        # "Buys 100 billion dollars of energy", "pays a fee of": the noun says more.
        if first == "acquire":
            return next((kind for kind in ("fee", "goods") if kind in kinds), first)
        return first
    return None
