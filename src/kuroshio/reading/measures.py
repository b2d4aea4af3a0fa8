"""Measures in a text: who imposes or eases what, on whom, for which products."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading import measure_words as words_of
from kuroshio.reading.measure_parties import (
    Source,
    blanked,
    find_imposer,
    find_named,
    find_target,
    home_by_script,
    identify,
    last_body,
    lead_actor,
    main_clause,
)
from kuroshio.reading.measure_turns import ANY_MEASURE, hit_in, instrument_in, turn_of
from kuroshio.records import EventType, Reading, Span

_MOST_FOLLOWING = 3
_AIMED = frozenset({"listing", "ban", "other", "fee"})
# A line with nothing but a day.
_DAY_LINE = re.compile(r"[\d\s年月日.,/-]+|[a-z]+\.? \d{1,2}, \d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFound:
    """One measure as a sentence gives it.

    ``direction`` is +1 imposed, −1 eased, suspended, ended; ``imposer`` and ``target``
    are ids; ``type`` is the turn (easing, suspension, expiry) or the instrument.
    ``passages`` are the sentence without its clauses on what went before, and the
    sentences that go on with it; ``titled``: the sentence is the title.
    """

    instrument: EventType
    type: EventType
    direction: int
    span: Span
    imposer: str | None
    target: str | None
    rate: str | None
    products: tuple[str, ...]
    named: tuple[str, ...]
    threatened: bool
    order: int
    passages: tuple[Span, ...] = ()


def find_measures(
    reading: Reading, knowledge: Knowledge, folded: str, *, on: date
) -> tuple[MeasureFound, ...]:
    """Find the sentences that impose, ease, suspend or end a measure.

    Parameters
    ----------
    reading : Reading
        Mentions of one document.
    knowledge : Knowledge
        Gives bodies and their countries.
    folded : str
        The folded text of the document.
    on : date
        The day of the document.

    Returns
    -------
    tuple of MeasureFound
        In order of the text. Background sentences and bare threats are left out, unless
        nothing else is found. An imposer or target that a sentence leaves open is
        that of the measure's other sentences, else of the document.
    """
    source = Source(reading=reading, knowledge=knowledge, folded=folded, on=on)
    found: list[MeasureFound] = []
    for order, (start, end) in enumerate(reading.sentences):
        if ANY_MEASURE.search(folded, start, end) is None:
            continue
        words = folded[start:end]
        if words_of.BACKGROUND.search(words):
            continue
        measure = _measure(source, words, start, order=order)
        if measure is not None:
            found.append(measure)
    firm = [one for one in found if not one.threatened] or found
    orders = frozenset(one.order for one in firm)
    spread = [_with_passages(source, one, orders) for one in _completed(source, firm)]
    return tuple(_aimed(source, spread))


def _measure(
    source: Source, words: str, start: int, *, order: int
) -> MeasureFound | None:
    """Read one sentence; None where it holds no measure."""
    clear = main_clause(words)
    hit = hit_in(clear)
    turn = turn_of(clear, hit) if hit is not None else None
    if hit is None or turn is None:
        return None
    mood = _mood(clear, turn.at)
    if mood == "denied":
        return None
    text = source.reading.document.text[start : start + len(words)]
    shown = blanked(text, clear)
    names = identify(source, source.knowledge.find_names(shown), start)
    imposer = find_imposer(source, names, clear, max(turn.at, hit.start))
    if imposer is None and words_of.OFFICE.search(clear):
        imposer = last_body(source, start)
    instrument = turn.instrument
    home = source.country_of(imposer) in {None, "CN"}
    if hit.kind == "visa" and turn.direction < 0 and home:
        # China's open door brings guests, as support does.
        instrument = "subsidy"
    return MeasureFound(
        instrument=instrument,
        type=turn.type,
        direction=turn.direction,
        span=Span(
            doc=source.reading.document.id,
            start=start,
            end=start + len(words),
            text=text,
        ),
        imposer=imposer,
        target=find_target(source, names, clear, imposer),
        rate=_rate(clear),
        products=tuple(dict.fromkeys(words_of.HS.findall(shown)))[:8],
        named=find_named(source, names, clear, instrument, imposer),
        threatened=mood == "threatened",
        order=order,
    )


def _mood(clear: str, at: int) -> str:
    """Return asserted, threatened or denied, by the words before the turn."""
    before = clear[max(0, at - 30) : at]
    if words_of.FIRM_WOULD.search(clear):
        return "asserted"
    if words_of.THREAT.search(before):
        return "threatened"
    return "denied" if words_of.NOT.search(before) else "asserted"


def _rate(words: str) -> str | None:
    """Return the first percentage or sum per ton of a sentence."""
    found = words_of.RATE.search(words)
    return found.group() if found else None


def _with_passages(
    source: Source, one: MeasureFound, orders: frozenset[int]
) -> MeasureFound:
    """Add the sentences that go on with a measure, and the issuers they name."""
    spans = [_clear_span(source, one, one.span.start, one.span.end)]
    named, target = list(one.named), one.target
    for start, end in _following(source, one, orders):
        span = _clear_span(source, one, start, end)
        spans.append(span)
        clear = main_clause(source.folded[start:end])
        shown = blanked(source.reading.document.text[start:end], clear)
        names = identify(source, source.knowledge.find_names(shown), start)
        named += find_named(source, names, clear, one.instrument, one.imposer)
        foreign = source.country_of(one.imposer) not in {None, "CN"}
        firm = one.instrument in _AIMED
        if target is None and foreign and firm and words_of.CHINA_WORD.search(clear):
            target = "country-cn"
    return replace(
        one,
        passages=tuple(spans),
        named=tuple(dict.fromkeys(named)),
        target=target,
    )


def _clear_span(source: Source, one: MeasureFound, start: int, end: int) -> Span:
    """Return a span with its clauses on what went before blanked.

    In a listing what stands before a firm's name says only what the firm does.
    """
    document = source.reading.document
    clear = main_clause(source.folded[start:end])
    if one.instrument == "listing":
        shown = blanked(document.text[start:end], clear)
        for match in source.knowledge.find_names(shown):
            if match.candidates[0] in source.knowledge.issuers:
                head = words_of.APPOSITION.search(clear, 0, match.start)
                low = head.start() if head else match.start
                clear = clear[:low] + " " * (match.end - low) + clear[match.end :]
    text = blanked(document.text[start:end], clear)
    return Span(doc=document.id, start=start, end=end, text=text)


def _following(
    source: Source, one: MeasureFound, orders: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Yield the sentences behind a measure that go on with it.

    The next one of the same paragraph, then those that take it up (they, the list,
    其中, 対象); none that is a measure itself, nor any behind what others make of it.
    """
    sentences = source.reading.sentences
    last, near_order = one.span.end, one.order + 1
    for order in range(one.order + 1, min(one.order + 6, len(sentences))):
        start, end = sentences[order]
        words = source.folded[start:end]
        if _DAY_LINE.fullmatch(words):
            near_order += 1
            last = end
            continue
        broken = "\n" in source.folded[last:start] and one.order > 0
        takes_up = words_of.ANAPHOR.search(words) is not None
        if order in orders:
            last = end
            if one.order == 0:
                return
            continue
        if broken and not takes_up:
            return
        near = order == near_order or words_of.GOES_ON.search(words) is not None
        if not (takes_up or near) or order > one.order + _MOST_FOLLOWING + 1:
            return
        if words_of.REACTION.search(words) and not (takes_up and not broken):
            return
        yield start, end
        last = end


def _completed(source: Source, found: Sequence[MeasureFound]) -> Iterator[MeasureFound]:
    """Fill imposers and targets that a sentence leaves open.

    From the nearest sentence on the same instrument, else the nearest on any, else the
    first public body of the lead, else the capital of the dateline.
    """
    open_ones = any(m.imposer is None for m in found)
    default = (lead_actor(source) or home_by_script(source)) if open_ones else None
    for one in found:
        if one.imposer is not None:
            yield one
            continue
        known = [m for m in found if m.imposer is not None]
        known.sort(
            key=lambda m: (
                m.instrument != one.instrument or m.direction != one.direction,
                abs(m.order - one.order),
            )
        )
        imposer = known[0].imposer if known else default
        yield replace(one, imposer=imposer)


def _aimed(source: Source, found: Sequence[MeasureFound]) -> Iterator[MeasureFound]:
    """Fill targets that a sentence leaves open.

    Bars and lists by others than China are aimed at whom their other sentences aim
    at; goods and firms called Chinese make China the target.
    """
    for one in found:
        own = source.country_of(one.imposer)
        target = one.target
        if target is not None and source.country_of(target) == own:
            target = None
        if one.instrument == "listing" and words_of.CHINA_PLACE.search(
            source.folded, one.span.start, one.span.end
        ):
            target = target if own == "CN" else "country-cn"
        if target is None and own not in {None, "CN"}:
            if words_of.CHINA_WORD.search(source.folded, one.span.start, one.span.end):
                target = "country-cn"
            elif one.instrument in _AIMED:
                target = next(
                    (
                        m.target
                        for m in found
                        if m.target and source.country_of(m.imposer) == own
                    ),
                    None,
                )
        aimed = replace(one, target=target)
        yield replace(aimed, named=_other_side(source, aimed, own))


def _other_side(source: Source, one: MeasureFound, own: str | None) -> tuple[str, ...]:
    """Return the named issuers that can be aimed at: by China others, else China's.

    Who must stop selling is no target; a bar at home without a foreign target is on
    firms of its own.
    """
    if own is None or (own == "CN" and one.target is None and one.type == "ban"):
        return one.named
    abroad = one.instrument != "tariff" and own != "CN"
    home = {"CN", "HK"} if abroad else None
    countries = {name: source.country_of(name) for name in one.named}
    return tuple(
        name
        for name, country in countries.items()
        if country != own and (home is None or country in home)
    )


def title_measure(reading: Reading, folded: str) -> bool:
    """Tell whether the title names an instrument."""
    title = reading.document.title
    if not title:
        return False
    start = folded[:400].find(folded[: len(title)])
    return instrument_in(folded[start : start + len(title)]) is not None


def following_items(
    reading: Reading, folded: str, measure: MeasureFound
) -> Iterator[tuple[int, int]]:
    """Yield the list items right behind a measure: they spell out what it covers."""
    rest = reading.sentences[measure.order + 1 :]
    for start, end in rest[:8]:
        head = folded[start : start + 4]
        if not re.match(r"[-*•·]|\(?[一二三四五六七八九十\d]{1,2}[.、)]", head):
            return
        yield start, end
