"""What a document is about, and what of it reaches themes, with a direction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from kuroshio.knowledge import Knowledge
from kuroshio.reading import cause_words as words_of
from kuroshio.reading.findings.case import Subject, open_subject
from kuroshio.reading.matching import RegisterMatch
from kuroshio.reading.measure_causes import (
    MOST_CAUSES,
    measure_causes,
    mentioned_issuers,
)
from kuroshio.reading.measure_policies import find_policies, moves_currency
from kuroshio.reading.measures import MeasureFound, find_measures, title_measure
from kuroshio.reading.reaches import (
    MOST_THEMES,
    find_project_themes,
    find_reaches,
    own_clauses,
    without_purpose,
)
from kuroshio.records import (
    Cause,
    Event,
    EventType,
    ProjectMention,
    Reading,
    Span,
    ThemeReach,
)
from kuroshio.text import fold

LEAD_SENTENCES = 6
_SUBJECT_END = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signs:
    """What speaks for a deal and for a measure."""

    deal: int
    measure: int


def find_causes(
    reading: Reading, knowledge: Knowledge, *, as_of: date | None = None
) -> tuple[Event, tuple[Cause, ...]]:
    """Tell what a document is about and what of it reaches themes.

    Each project of a deal is a cause (+1 built or funded, −1 cancelled); a deal without
    a list of projects is one cause where its own sentences name themes; each measure is
    a cause (+1 imposed, −1 eased, suspended, expired). Themes come from the passage
    that describes the project or measure; asides on who may gain are not looked at.

    Parameters
    ----------
    reading : Reading
        Mentions of one document.
    knowledge : Knowledge
        Themes, bodies, register.
    as_of : date, optional
        Day of knowledge; default the day of the document.

    Returns
    -------
    event : Event
        Kind "none" where nothing concerns investment, trade, policy or listed
        companies; then there are no causes. ``vehicle`` is the register entry's id.
    causes : tuple of Cause
        At most eight.
    """
    day = as_of or reading.anchor or reading.document.dateline or date(9999, 1, 1)
    moment = datetime.combine(day, time(), tzinfo=UTC)
    return causes_of(open_subject(reading, knowledge, as_of=moment), knowledge)


def causes_of(
    subject: Subject, knowledge: Knowledge
) -> tuple[Event, tuple[Cause, ...]]:
    """Find the causes of a document that is prepared already; see ``find_causes``."""
    reading, folded, match = subject.reading, subject.folded, subject.match
    measures = find_measures(reading, knowledge, folded, on=subject.on)
    if not _is_relevant(reading, knowledge, folded, match, measures):
        return Event(id="none", kind="none"), ()
    signs = _weigh(reading, folded, match, measures)
    if not measures and (signs.deal <= 2 or moves_currency(reading, folded)):
        measures = find_policies(reading, knowledge, folded, on=subject.on)
        signs = _weigh(reading, folded, match, measures)
    event_id = match.entry.id if match else f"e-{reading.document.sha256[:10]}"
    title = reading.document.title or ""
    if measures and signs.measure >= signs.deal:
        causes = measure_causes(reading, knowledge, folded, measures)
        kind: EventType = causes[0].type if causes else "other"
        return Event(id=event_id, kind="measure", type=kind, title=title), causes
    if signs.deal >= 2:
        kind = _deal_type(reading, folded, match)
        mentioned = mentioned_issuers(reading, knowledge)
        home = _home_place(reading, knowledge)
        causes = tuple(
            replace(cause, mentioned=mentioned, location=cause.location or home)
            for cause in _deal_causes(reading, knowledge, folded, kind)
        )
        vehicle = match.entry.id if match else None
        return (
            Event(id=event_id, kind="deal", type=kind, title=title, vehicle=vehicle),
            causes,
        )
    return Event(id=event_id, kind="statement", title=title), ()


def _lead_end(reading: Reading) -> int:
    """Return where the title and the first sentences end."""
    if not reading.sentences:
        return 0
    return reading.sentences[min(LEAD_SENTENCES, len(reading.sentences)) - 1][1]


def _title_words(reading: Reading, folded: str) -> str:
    """Return the folded title, or the first sentence where there is none."""
    if reading.document.title:
        return fold(reading.document.title)
    return folded[slice(*reading.sentences[0])] if reading.sentences else ""


def _is_relevant(
    reading: Reading,
    knowledge: Knowledge,
    folded: str,
    match: RegisterMatch | None,
    measures: Sequence[MeasureFound],
) -> bool:
    """Tell whether a document concerns investment, trade, policy or listed companies.

    Money and parties are not enough: a known body must take part, or a theme must be
    named where the story is told; sport and show business are left out.
    """
    if match is not None:
        return True
    words = folded[: _lead_end(reading)]
    leisure = {found.group() for found in words_of.LEISURE.finditer(words)}
    themes = knowledge.find_themes(reading.document.text[: len(words)])
    if len(leisure) >= 2 and len(leisure) > len(themes):
        return False
    acts = _names_actor(reading) or (measures and measures[0].imposer)
    if not acts and not (
        len(leisure) == 0 and themes and words_of.DEAL_OR_RULE.search(words)
    ):
        return False
    if measures and (themes or len(measures) >= 2 or any(m.imposer for m in measures)):
        return True
    return any(pattern.search(words) for pattern in words_of.SUBJECTS) or bool(themes)


def _names_actor(reading: Reading) -> bool:
    """Tell whether a known body, state, company or office holder takes part."""
    if any(one.post is not None or one.person is not None for one in reading.officials):
        return True
    return any(
        party.entity is not None and not party.bystander for party in reading.parties
    )


def _weigh(
    reading: Reading,
    folded: str,
    match: RegisterMatch | None,
    measures: Sequence[MeasureFound],
) -> _Signs:
    """Count what speaks for a deal and what for a measure."""
    title = _title_words(reading, folded)
    lead = folded[: _lead_end(reading)]
    headline = any(
        one.headline and one.deal and one.role in {"total", "part", "limit"}
        for one in reading.amounts
    )
    deal = 3 * (words_of.DEAL.search(title) is not None) + 2 * headline
    deal += 2 * bool(reading.projects) + 2 * (match is not None)
    told = words_of.DEAL.search(lead) is not None
    deal += 2 * told if _firms_deal(reading) and not measures else told
    early = [one for one in measures if one.order < LEAD_SENTENCES]
    opens = any(one.order == 0 and one.imposer for one in measures)
    measure = 4 * (title_measure(reading, folded) or opens) + 2 * min(len(early), 3)
    return _Signs(deal=deal, measure=measure + bool(measures))


def _firms_deal(reading: Reading) -> bool:
    """Tell whether a known body or company takes part that is no mere bystander."""
    return any(
        party.entity is not None and not party.bystander for party in reading.parties
    )


def _deal_type(reading: Reading, folded: str, match: RegisterMatch | None) -> EventType:
    """Return the type of a deal from its title and lead."""
    title = _title_words(reading, folded)
    lead = folded[: _lead_end(reading)]
    if match is not None and match.entry.kind == "vehicle":
        return "investment_pledge"
    for words in (title, lead):
        for kind, pattern in (
            ("acquisition", words_of.TAKEOVER),
            ("greenfield", words_of.GREENFIELD),
            ("investment_pledge", words_of.PLEDGE),
            ("trade_agreement", words_of.TRADE_PACT),
            ("currency", words_of.CURRENCY),
        ):
            if pattern.search(words):
                return kind  # type: ignore[return-value]
    return "other"


def _deal_causes(
    reading: Reading, knowledge: Knowledge, folded: str, kind: EventType
) -> tuple[Cause, ...]:
    """Return one cause for each project, or one of the deal itself."""
    projects = _projects(reading, folded)
    causes = [
        _project_cause(knowledge, project, number, kind)
        for number, project in enumerate(projects, start=1)
    ]
    if len(causes) == 1:
        causes = [_refined(causes[0], reading, knowledge, folded)]
    if any(cause.themes for cause in causes):
        return tuple(causes)
    whole = _whole_cause(reading, knowledge, folded, kind)
    if whole is not None:
        return (whole,)
    builder = _actor(reading) or _maker(reading, knowledge, folded, "greenfield")
    known = knowledge.issuers
    return tuple(
        one if one.operator in known else replace(one, operator=builder)
        for one in causes
    )


def _refined(
    cause: Cause, reading: Reading, knowledge: Knowledge, folded: str
) -> Cause:
    """Give the one project of a deal its maker, and the pull of works that close."""
    maker = cause.operator or _maker(reading, knowledge, folded, cause.type)
    themes = cause.themes
    if cause.type == "acquisition" and _is_cut(reading, folded):
        themes = tuple(replace(one, direction=-one.direction) for one in themes)
    return replace(cause, operator=maker, themes=themes)


def _projects(reading: Reading, folded: str) -> tuple[ProjectMention, ...]:
    """Return the projects of a deal, no more than the text itself counts."""
    found = words_of.PROJECT_COUNT.search(folded)
    projects = reading.projects[:MOST_CAUSES]
    if found is None:
        return projects
    count = words_of.COUNTS.get(found.group("count"), MOST_CAUSES)
    return projects[: max(count, 1)]


def _project_cause(
    knowledge: Knowledge,
    project: ProjectMention,
    number: int,
    kind: EventType,
) -> Cause:
    """Return the cause of one project, its themes from its own passage."""
    passage = project.passage
    words = fold(passage.text)
    direction = -1 if _is_cancelled(words) else 1
    return Cause(
        id=f"k{number}",
        kind="project",
        name=project.name,
        direction=direction,
        themes=find_project_themes(knowledge, project, direction),
        evidence=(passage,),
        type=kind,
        operator=_issuer(knowledge, project.operator) or project.operator,
        location=project.location,
        amount=project.amount,
    )


def _is_cancelled(words: str) -> bool:
    """Tell whether a passage says that its project will not come."""
    return words_of.CANCELLED.search(words) is not None


def _issuer(knowledge: Knowledge, name: str | None) -> str | None:
    """Return the issuer or body that a name means."""
    if not name:
        return None
    for match in knowledge.find_names(name):
        for one in match.candidates:
            if one in knowledge.issuers or one in knowledge.institutions:
                return one
    return None


def _whole_cause(
    reading: Reading, knowledge: Knowledge, folded: str, kind: EventType
) -> Cause | None:
    """Return the one cause of a deal without projects, None without themes."""
    spans = list(_deal_sentences(reading, folded))
    if not spans:
        return None
    title = _title_words(reading, folded)
    direction = -1 if _is_cancelled(title) or _is_blocked(reading) else 1
    pull = (
        -direction if kind == "acquisition" and _is_cut(reading, folded) else direction
    )
    reaches: dict[str, ThemeReach] = {}
    for span in spans:
        for start, end in own_clauses(span.text):
            piece = Span(
                doc=span.doc,
                start=span.start + start,
                end=span.start + end,
                text=without_purpose(span.text[start:end]),
            )
            for theme, reach in find_reaches(knowledge, piece.text, piece, pull):
                reaches.setdefault(theme, reach)
    if not reaches:
        return None
    name = reading.document.title or spans[0].text[:80]
    return Cause(
        id="k1",
        kind="project",
        name=name,
        direction=direction,
        themes=tuple(reaches.values())[:MOST_THEMES],
        evidence=tuple(spans[:3]),
        type=kind,
        operator=_maker(reading, knowledge, folded, kind) or _actor(reading),
        location=None,
        amount=next(
            (one.money for one in reading.amounts if one.headline and one.deal), None
        ),
    )


def _home_place(reading: Reading, knowledge: Knowledge) -> str | None:
    """Return China for a text in simplified characters whose lead is on China alone."""
    if reading.document.languages[:1] not in {("zh",), ("zh-Hans",)}:
        return None
    lead = reading.document.text[: _lead_end(reading)]
    places = {
        knowledge.country_of(match.candidates[0])
        for match in knowledge.find_names(lead)
    }
    return "country-cn" if places <= {None, "CN"} else None


def _is_cut(reading: Reading, folded: str) -> bool:
    """Tell whether the lead of a merger says that works close or run lower."""
    return words_of.CUTS.search(folded[: _lead_end(reading)]) is not None


def _maker(
    reading: Reading, knowledge: Knowledge, folded: str, kind: EventType
) -> str | None:
    """Return who of China builds: whom an order goes to, or whose own plant it is."""
    for start, end in reading.sentences[:4]:
        words = folded[start:end]
        if words_of.ORDER.search(words) is None:
            continue
        for match in knowledge.find_names(reading.document.text[start:end]):
            identity = match.candidates[0]
            sells = words_of.SELLER_BEFORE.search(
                words, max(0, match.start - 12), match.start
            ) or words_of.SELLER_AFTER.match(words, match.end)
            if sells and knowledge.country_of(identity) in words_of.HOME:
                return identity
    if kind == "acquisition":
        return None
    return _first_home_issuer(reading, knowledge)


def _first_home_issuer(reading: Reading, knowledge: Knowledge) -> str | None:
    """Return the issuer of China with which the title or an early sentence begins."""
    texts = [reading.document.title or ""]
    texts += [reading.document.text[start:end] for start, end in reading.sentences[:3]]
    for text in texts:
        first = next(iter(knowledge.find_names(text)), None)
        if first is None or first.start > _SUBJECT_END:
            continue
        known = knowledge.issuers.get(first.candidates[0])
        if known is not None:
            return known.id if known.country in words_of.HOME else None
    return None


def _is_blocked(reading: Reading) -> bool:
    """Tell whether the document's status is that the deal is off."""
    return reading.status is not None and reading.status.value == "blocked"


def _actor(reading: Reading) -> str | None:
    """Return the party that pays or builds."""
    roles = {"acquirer", "investor", "buyer", "bidder", "builder", "operator"}
    for party in reading.parties:
        if party.role in roles and party.entity is not None:
            return party.entity
    return None


def _deal_sentences(reading: Reading, folded: str) -> Iterator[Span]:
    """Yield the title and the sentences with the deal's sums, status or verbs."""
    document = reading.document
    wanted = {
        one.sentence
        for one in reading.amounts
        if one.deal and (one.headline or one.role in {"total", "part"})
    }
    if reading.status is not None:
        wanted.add(reading.status.sentence)
    for index, (start, end) in enumerate(reading.sentences):
        early = index < LEAD_SENTENCES and words_of.DEAL.search(folded[start:end])
        if index == 0 or index in wanted or early:
            yield Span(
                doc=document.id, start=start, end=end, text=document.text[start:end]
            )
