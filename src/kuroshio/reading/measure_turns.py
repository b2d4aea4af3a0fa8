"""What a sentence does to an instrument: imposes, eases, suspends or ends it."""

import re
from dataclasses import dataclass

from kuroshio.reading import measure_home_words as home
from kuroshio.reading import measure_words as words_of
from kuroshio.records import EventType
from kuroshio.text import SoughtPattern, compile_sought

_ALL_ACTS = (*words_of.ACTS, *home.ACTS)
_ALL_NOUNS = (*home.NOUNS, *words_of.NOUNS)
_ACTS = tuple((kind, compile_sought(words)) for kind, words in _ALL_ACTS)
_NOUNS = tuple((kind, compile_sought(words)) for kind, words in _ALL_NOUNS)
# One scan rules out most sentences.
ANY_MEASURE = compile_sought("|".join(words for _, words in (*_ALL_ACTS, *_ALL_NOUNS)))
_RELIEFS: tuple[tuple[SoughtPattern, EventType], ...] = (
    (words_of.EXTEND_PAUSE, "suspension"),
    (words_of.SUSPEND, "suspension"),
    (words_of.EXPIRE, "expiry"),
    (words_of.RELAX, "easing"),
)
_NEAR, _NEAR_HAN = 90, 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Words of an instrument in a sentence; ``acts``: they alone impose it."""

    kind: str
    start: int
    end: int
    acts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What happens to an instrument, in which direction, at which character."""

    type: EventType
    instrument: EventType
    direction: int
    at: int


def hit_in(words: str) -> Hit | None:
    """Return the instrument of a folded sentence: first what acts, then what names."""
    if ANY_MEASURE.search(words) is None:
        return None
    acts = [
        Hit(kind=kind, start=found.start(), end=found.end(), acts=True)
        for kind, pattern in _ACTS
        if (found := pattern.search(words))
    ]
    if acts:
        return min(acts, key=lambda hit: hit.start)
    for kind, pattern in _NOUNS:
        found = pattern.search(words)
        if found is not None:
            return Hit(kind=kind, start=found.start(), end=found.end(), acts=False)
    return None


def instrument_in(words: str) -> str | None:
    """Return the instrument that a folded sentence names, the most specific first."""
    hit = hit_in(words)
    return hit.kind if hit is not None else None


def turn_of(words: str, hit: Hit) -> Turn | None:
    """Return what happens to an instrument."""
    if hit.kind in _OPEN_TURNS:
        return _OPEN_TURNS[hit.kind](words, hit)
    instrument: EventType = hit.kind  # type: ignore[assignment]
    ends = words_of.EXEMPTION_ENDS.search(words)
    if ends is not None:
        return _turned(instrument, instrument, 1, ends.start())
    less = words_of.QUOTA_CUT.search(words)
    if less is not None and instrument == "export_control":
        return _turned(instrument, instrument, 1, less.start())
    change = words_of.RATE_CHANGE.search(words)
    if change is not None and instrument in {"tariff", "fee"}:
        rises = _is_rise(change)
        kind: EventType = instrument if rises else "easing"
        return _turned(kind, instrument, 1 if rises else -1, hit.start)
    return _relief(words, hit, instrument) or _imposition(words, hit, instrument)


def _relief(words: str, hit: Hit, instrument: EventType) -> Turn | None:
    """Return the turn that suspends, ends or eases an instrument, near its words."""
    rest = _without(words, hit) if hit.acts else words
    reach = _NEAR if words[hit.start : hit.end].isascii() else _NEAR_HAN
    low, high = max(0, hit.start - reach), hit.end + reach
    for pattern, kind in _RELIEFS:
        if instrument == "other" and kind not in {"easing", "suspension"}:
            continue
        found = pattern.search(rest, low, high)
        if found is not None:
            # Support that is taken back ends; it eases nothing.
            ends = instrument == "subsidy" and kind == "easing"
            turn: EventType = "expiry" if ends else kind
            return _turned(turn, instrument, -1, found.start())
    return None


def _imposition(words: str, hit: Hit, instrument: EventType) -> Turn | None:
    """Return the turn that imposes an instrument; who seizes a firm bars its owner."""
    if instrument == "other":
        return _turned("other", "ban", 1, hit.start)
    if hit.acts:
        return _turned(instrument, instrument, 1, hit.start)
    found = words_of.IMPOSE.search(words)
    if found is None and instrument == "tariff":
        found = words_of.RATE.search(words)
    return _turned(instrument, instrument, 1, found.start()) if found else None


def _turned(kind: EventType, instrument: EventType, direction: int, at: int) -> Turn:
    return Turn(type=kind, instrument=instrument, direction=direction, at=at)


def _without(words: str, hit: Hit) -> str:
    """Blank the words of a hit, so that what stops imports is not a stop of it."""
    return words[: hit.start] + " " * (hit.end - hit.start) + words[hit.end :]


def _is_rise(change: re.Match[str]) -> bool:
    """Tell whether a rate goes up: from 25 to 50 percent, to 25 percent from 9."""
    rates = {key[:-1]: float(one) for key, one in change.groupdict().items() if one}
    return rates["to"] > rates["from"]


def _money_turn(words: str, hit: Hit) -> Turn | None:
    """Return the turn of bank rates: cheaper money supports (+1)."""
    loosen = words_of.LOOSEN.search(words)
    if loosen is None and words_of.TIGHTEN.search(words):
        return _turned("other", "subsidy", -1, hit.start)
    found = loosen or words_of.IMPOSE.search(words)
    return _turned("easing", "subsidy", 1, hit.start) if found else None


def _visa_turn(words: str, hit: Hit) -> Turn | None:
    """Return the turn of visas: opened borders ease a bar (−1)."""
    reopens = words_of.REOPEN.search(words)
    if reopens is None and words_of.CLOSE.search(words):
        return _turned("ban", "ban", 1, hit.start)
    found = reopens or words_of.IMPOSE.search(words)
    return _turned("easing", "ban", -1, hit.start) if found else None


def _advice_turn(words: str, hit: Hit) -> Turn | None:
    """Warnings against journeys bar them, their end eases the bar."""
    if words_of.REOPEN.search(words):
        return _turned("easing", "ban", -1, hit.start)
    closes = words_of.CLOSE.search(words)
    return _turned("ban", "ban", 1, hit.start) if closes is not None else None


def _relief_turn(words: str, hit: Hit) -> Turn | None:
    """Leave to sell to China eases a control of exports; arms are no such goods."""
    ends = words_of.EXEMPTION_ENDS.search(words)
    if ends is not None:
        return _turned("export_control", "export_control", 1, ends.start())
    if words_of.ARMS.search(words) or not words_of.CHINA_WORD.search(words):
        return None
    return _turned("easing", "export_control", -1, hit.start)


def _supply_turn(_: str, hit: Hit) -> Turn | None:
    """Less of too much capacity holds prices up, as support does."""
    return _turned("other", "subsidy", 1, hit.start)


def _tax_turn(words: str, hit: Hit) -> Turn | None:
    """Return the turn of a tax on dealings: an exemption that goes on supports."""
    if home.EXEMPTION_GOES_ON.search(words):
        return _turned("subsidy", "subsidy", 1, hit.start)
    change = words_of.RATE_CHANGE.search(words)
    if change is not None and _is_rise(change):
        return _turned("fee", "fee", 1, hit.start)
    tightens = home.TIGHTEN_MORE.search(words)
    if tightens is not None and home.RELIEF_MORE.search(words) is None:
        return _turned("fee", "fee", 1, tightens.start())
    relief = home.RELIEF_MORE.search(words)
    return _turned("easing", "fee", -1, relief.start()) if relief else None


def _curb_turn(words: str, _: Hit) -> Turn | None:
    """Return the turn of curbs on buying, owning or lending."""
    relief = words_of.RELAX.search(words) or words_of.REOPEN.search(words)
    if relief is not None:
        return _turned("easing", "ban", -1, relief.start())
    found = home.TIGHTEN_MORE.search(words) or words_of.IMPOSE.search(words)
    return _turned("other", "ban", 1, found.start()) if found else None


def _access_turn(words: str, _: Hit) -> Turn | None:
    """Return the turn of links between markets: wider ones ease a bar."""
    wider = home.RELIEF_MORE.search(words)
    if wider is not None:
        return _turned("easing", "ban", -1, wider.start())
    tightens = home.TIGHTEN_MORE.search(words)
    return _turned("ban", "ban", 1, tightens.start()) if tightens else None


def _approval_turn(_: str, hit: Hit) -> Turn | None:
    """Return the turn of approvals, which open what was shut."""
    return _turned("easing", "ban", -1, hit.start)


def _buying_turn(_: str, hit: Hit) -> Turn | None:
    """Return the turn of bulk buying and ruled prices, a charge on who sells."""
    return _turned("other", "fee", 1, hit.start)


def _undertaking_turn(_: str, hit: Hit) -> Turn | None:
    """Return the turn of a least price, which stands in for a duty."""
    return _turned("easing", "tariff", -1, hit.start)


_OPEN_TURNS = {
    "tax": _tax_turn,
    "curb": _curb_turn,
    "access": _access_turn,
    "approval": _approval_turn,
    "buying": _buying_turn,
    "price": _buying_turn,
    "undertaking": _undertaking_turn,
    "support": _money_turn,
    "visa": _visa_turn,
    "advice": _advice_turn,
    "relief": _relief_turn,
    "supply": _supply_turn,
}
