"""From measures to causes: sentences on one measure joined, with their themes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kuroshio.knowledge import Knowledge
from kuroshio.reading.measure_parties import blanked, main_clause
from kuroshio.reading.measures import MeasureFound, following_items
from kuroshio.reading.reaches import find_reaches
from kuroshio.records import Cause, Reading, Span, ThemeReach

MOST_CAUSES = 8
MOST_MEASURE_THEMES = 6
_EARLY = 2
_FEW_NAMED = 4
_FEW_THEMES = 2
_LEADS = 0.7


def measure_causes(
    reading: Reading,
    knowledge: Knowledge,
    folded: str,
    measures: Sequence[MeasureFound],
) -> tuple[Cause, ...]:
    """Join the sentences on one measure: same hand, same instrument, same direction."""
    groups: dict[tuple[str | None, str, int], list[MeasureFound]] = {}
    for one in measures:
        country = knowledge.country_of(one.imposer) if one.imposer else None
        groups.setdefault((country, one.instrument, one.direction), []).append(one)
    mentioned = mentioned_issuers(reading, knowledge)
    causes = [
        replace(
            _broad(
                _with_themes_of_named(
                    _measure_cause(reading, knowledge, folded, group), knowledge
                ),
                knowledge,
            ),
            mentioned=mentioned,
        )
        for group in groups.values()
    ]
    ranked = sorted(
        (cause for cause in causes if cause.themes or cause.named or cause.imposer),
        key=lambda cause: not cause.themes and not cause.named,
    )
    return tuple(
        replace(cause, id=f"k{number}")
        for number, cause in enumerate(ranked[:MOST_CAUSES], start=1)
    )


def mentioned_issuers(reading: Reading, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the issuers that a document speaks of, in order."""
    found = (
        match.candidates[0] for match in knowledge.find_names(reading.document.text)
    )
    return tuple(dict.fromkeys(one for one in found if one in knowledge.issuers))


def _broad(cause: Cause, knowledge: Knowledge) -> Cause:
    """Give a measure without a named good the theme of all such goods."""
    if cause.themes or cause.named:
        return cause
    own = knowledge.country_of(cause.imposer) if cause.imposer else None
    if own in {None, "CN", "HK", "MO"}:
        return cause
    aimed = knowledge.country_of(cause.target) if cause.target else None
    if cause.instrument == "tariff" and aimed in {None, "CN"}:
        theme = "exporters-broad"
    elif cause.instrument in {"export_control", "listing"} and aimed == "CN":
        theme = "entity-list"
    else:
        return cause
    reach = ThemeReach(
        theme=theme, direction=cause.direction, evidence=cause.evidence[:1]
    )
    return replace(cause, themes=(reach,)) if theme in knowledge.themes else cause


def _with_themes_of_named(cause: Cause, knowledge: Knowledge) -> Cause:
    """Add what the firms on a list do best: their rivals and suppliers share the fate.

    Only where the document itself names few themes, and few firms are on the list.
    """
    listed = cause.instrument in {"listing", "export_control", "ban"}
    if not listed or len(cause.named) > _FEW_NAMED or len(cause.themes) >= _FEW_THEMES:
        return cause
    best: dict[str, float] = {}
    for link in knowledge.links:
        fits = link.scope.startswith("measure:foreign")
        if fits and link.issuer in cause.named and link.strength >= _LEADS:
            best[link.theme] = max(best.get(link.theme, 0.0), link.strength)
    known = {reach.theme for reach in cause.themes}
    more = sorted((one for one in best if one not in known), key=lambda one: -best[one])
    added = tuple(
        ThemeReach(theme=theme, direction=cause.direction, evidence=cause.evidence[:1])
        for theme in more[: _FEW_THEMES - len(cause.themes)]
    )
    return replace(cause, themes=(*cause.themes, *added))


def _measure_cause(
    reading: Reading,
    knowledge: Knowledge,
    folded: str,
    group: Sequence[MeasureFound],
) -> Cause:
    """Return the cause of one measure from all sentences on it."""
    first = group[0]
    document = reading.document
    passages = [span for one in group for span in one.passages]
    if 0 < first.order <= _EARLY:
        # The title says what the measure is on, be it in other words.
        start, end = reading.sentences[0]
        shown = main_clause(folded[start:end])
        text = blanked(document.text[start:end], shown)
        passages.append(Span(doc=document.id, start=start, end=end, text=text))
    for one in group[:3]:
        passages += [
            Span(doc=document.id, start=start, end=end, text=document.text[start:end])
            for start, end in following_items(reading, folded, one)
        ]
    direction = _pull(first)
    reaches = _measure_reaches(knowledge, passages, direction)
    if not reaches:
        reaches = _measure_reaches(knowledge, _before(reading, first), direction)
    products = dict.fromkeys(
        (
            *(code for one in group for code in one.products),
            *(reach.evidence[0].text for reach in reaches),
        )
    )
    return Cause(
        id="k0",
        kind="measure",
        name=_measure_name(knowledge, group, reaches),
        direction=first.direction,
        themes=reaches[:MOST_MEASURE_THEMES],
        evidence=tuple(
            Span(
                doc=document.id,
                start=span.start,
                end=span.end,
                text=document.text[span.start : span.end],
            )
            for span in passages[:4]
        ),
        type=first.type,
        imposer=next((one.imposer for one in group if one.imposer), None),
        target=next((one.target for one in group if one.target), None),
        products=tuple(products)[:8],
        instrument=first.instrument,
        rate=next((one.rate for one in group if one.rate), None),
        named=tuple(dict.fromkeys(name for one in group for name in one.named)),
    )


def _pull(one: MeasureFound) -> int:
    """Return the direction for themes: an easing that supports is felt as support."""
    supports = one.instrument == "subsidy" and one.type == "easing"
    return 1 if supports else one.direction


def _measure_reaches(
    knowledge: Knowledge, passages: Iterable[Span], direction: int
) -> tuple[ThemeReach, ...]:
    """Return the themes that passages name, each once with all its mentions."""
    places: dict[str, dict[Span, None]] = {}
    for span in passages:
        for theme, reach in find_reaches(
            knowledge, span.text, span, direction, measure=True
        ):
            places.setdefault(theme, {}).update(dict.fromkeys(reach.evidence))
    return tuple(
        ThemeReach(theme=theme, direction=direction, evidence=tuple(spans))
        for theme, spans in places.items()
    )


def _before(reading: Reading, one: MeasureFound) -> tuple[Span, ...]:
    """Return the sentence before a measure: its, their, 该 and 其 point there."""
    if one.order == 0:
        return ()
    start, end = reading.sentences[one.order - 1]
    document = reading.document
    return (Span(doc=document.id, start=start, end=end, text=document.text[start:end]),)


def _measure_name(
    knowledge: Knowledge,
    group: Sequence[MeasureFound],
    reaches: Iterable[ThemeReach],
) -> str:
    """Name a measure in a few words: who, which instrument, on what."""
    first = group[0]
    imposer = next((one.imposer for one in group if one.imposer), None)
    names = knowledge.names_of(imposer) if imposer else None
    words = [names.en] if names else []
    words.append(first.instrument.replace("_", " "))
    if first.type != first.instrument:
        words.append(first.type)
    themes = [
        theme.names.en
        for reach in reaches
        if (theme := knowledge.themes.get(reach.theme)) is not None
    ]
    return " ".join(words) + (f": {', '.join(themes[:2])}" if themes else "")
