"""Bodies past their end, rules that do not reach the deal, names nobody knows."""

import re
from collections.abc import Iterator
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading.findings.case import Case, Subject, unique
from kuroshio.records import (
    Finding,
    Institution,
    NameMatch,
    Regime,
    RegimeMention,
)
from kuroshio.text import compile_folded, compile_sought, fold

_PAST = compile_folded(
    r"\bformer\b|\bdefunct\b|\bdissolved\b|\bwound up\b|\bended\b|\bexpired\b|\bthen\b|"
    r"\bsucceeded by\b|\bpredecessor\b|\bformerly\b|\bnow called\b|\brenamed\b|"
    r"\bmerged\b|"
    r"前身|已撤销|已撤銷|解散|终止|終止|原称|改名|更名|合并为|終了|旧|廃止|改組|改称"
)
_FORMER = compile_folded(r"[原旧前](?:中国)?$|ex-$")
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_OUTBOUND = compile_sought(r"outbound|overseas investment|境外投资|对外投资|対外投資")
_DUTY = compile_folded(
    r"\b(?:must|needs? to|has to|have to|required?|requires?|subject to|comply|satisfy|"
    r"still|awaits?|pending)\b|须|必须|需要|仍需|有待|要|必要|なければ|ねばならない|"
    r"経る"
)
_MUST = compile_folded(
    r"\bmust\b|\bsubject to\b|必须|仍须|须|仍需|しなければ|必要がある"
)
_NO_BUSINESS = compile_folded(
    r"\bno (?:american|u\.?s\.?|british|european|japanese|chinese|foreign) "
    r"(?:business|operations?|subsidiar\w+|assets|sales)|"
    r"在(?:美国|英国|欧洲|日本|中国)(?:没有|并无|无)\w{0,3}(?:子公司|业务|资产)|"
    r"(?:米国|英国|欧州|日本|中国)に(?:は)?(?:子会社|事業|拠点)(?:が|は)(?:ない|なく)"
)
_SOURCE_ROLES = {"investor", "acquirer", "buyer", "bidder", "lender"}
_HOST_ROLES = {"target", "host", "seller", "borrower"}


def find_stale_bodies(case: Case) -> Iterator[Finding]:
    """Find bodies named as if they still acted, after the day their mandate ended."""
    for subject in case.subjects:
        found: dict[str, list[NameMatch]] = {}
        for match in subject.names:
            body = _ended(case.knowledge, match, subject.on)
            if body is not None and not _looks_back(
                case.knowledge, subject, match, body
            ):
                found.setdefault(body.id, []).append(match)
        for identity, matches in found.items():
            body = case.knowledge.institutions[identity]
            spans = unique(subject.span(one.start, one.end) for one in matches)
            scope = f" ({body.scope})" if body.scope else ""
            yield Finding(
                kind="stale_entity",
                severity="warn",
                say=(
                    f"{body.names.en} ended on {body.end}{scope}; the text of "
                    f"{subject.on} names it as if it still acted."
                ),
                evidence=spans,
                claims=case.claims_at(spans),
                knowledge=tuple(one for one in (identity, body.successor) if one),
                slip=_successor_words(case.knowledge, body),
            )


def _ended(knowledge: Knowledge, match: NameMatch, on: date) -> Institution | None:
    """Return the body a name means where all it may mean has ended by a day."""
    bodies = [
        knowledge.institutions.get(one)
        for one in match.candidates
        if one not in knowledge.register
    ]
    ended = [
        body
        for body in bodies
        if body is not None and body.end is not None and body.end < on
    ]
    return ended[0] if ended and len(ended) == len(bodies) else None


def _looks_back(
    knowledge: Knowledge, subject: Subject, match: NameMatch, body: Institution
) -> bool:
    """Tell whether the sentence speaks of the body's own time, or of its end."""
    start, end = subject.sentence(match.start)
    sentence = subject.folded[start:end]
    near = subject.folded[max(start, match.start - 40) : min(end, match.end + 60)]
    before = subject.folded[max(start, match.start - 3) : match.start]
    if _PAST.search(near) or _FORMER.search(before):
        return True
    years = [int(one) for one in _YEAR.findall(sentence)]
    if body.end is not None and any(year <= body.end.year for year in years):
        return True
    names = knowledge.names_of(body.successor) if body.successor else None
    own = {fold(form) for form in body.names.all()}
    return names is not None and any(
        fold(form) in sentence
        for form in names.all()
        if len(form) >= 3 and fold(form) not in own
    )


def _successor_words(knowledge: Knowledge, body: Institution) -> str | None:
    """Name the successor, where one is known."""
    names = knowledge.names_of(body.successor) if body.successor else None
    return f"its successor is {names.en}" if names is not None else None


def find_misplaced_regimes(case: Case) -> Iterator[Finding]:
    """Find rules that the text applies to the deal and that do not reach it.

    Tested are direction (a country's rules on its own money going out do not bind a
    deal whose money comes from elsewhere; screening of money coming in does not bind
    a deal that goes elsewhere) and time (paused, ended, or not yet in force).
    """
    for subject in case.subjects:
        seen: set[str] = set()
        sources, hosts = _flow(case.knowledge, subject)
        for mention in subject.reading.regimes:
            regime = _regime_meant(case.knowledge, subject, mention)
            duty = _is_duty(subject, mention)
            if regime is None or regime.id in seen or not (mention.claimed or duty):
                continue
            why = _not_in_force(subject.on, regime)
            if duty:
                why = why or _misfit(subject, regime, mention, (sources, hosts))
            if why is None:
                continue
            seen.add(regime.id)
            spans = unique(
                one.span
                for one in subject.reading.regimes
                if (one.id, one.regime) == (mention.id, mention.regime)
            )
            yield Finding(
                kind="regime_not_applicable",
                severity="warn",
                say=f"{regime.names.en} is said to apply, but {why}.",
                evidence=spans,
                claims=case.claims_at(spans),
                knowledge=(regime.id,),
            )


def _regime_meant(
    knowledge: Knowledge, subject: Subject, mention: RegimeMention
) -> Regime | None:
    """Return the regime of a mention; bare words take the country named with them."""
    if mention.id is not None:
        return knowledge.regimes.get(mention.id)
    if not _OUTBOUND.search(fold(mention.regime) + " " + fold(mention.span.text)):
        return None
    start, end = subject.sentence(mention.span.start)
    countries = [
        knowledge.country_of(match.candidates[0])
        for match in subject.names
        if start <= match.start < min(end, mention.span.end)
    ]
    for country in reversed([one for one in countries if one]):
        for regime in knowledge.regimes.values():
            if regime.test == "outbound_investment" and regime.jurisdiction == country:
                return regime
    return None


def _flow(
    knowledge: Knowledge, subject: Subject
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the countries that the deal's money comes from and goes to."""
    match = subject.match
    if match is not None:
        return (
            frozenset({match.entry.source_country}),
            frozenset({match.entry.host}),
        )
    return (
        _countries_in(knowledge, subject, _SOURCE_ROLES),
        _countries_in(knowledge, subject, _HOST_ROLES),
    )


def _countries_in(
    knowledge: Knowledge, subject: Subject, roles: set[str]
) -> frozenset[str]:
    """Return the countries of the companies that have one of the roles."""
    return frozenset(
        country
        for party in subject.reading.parties
        if party.role in roles and party.entity in knowledge.issuers
        if (country := knowledge.country_of(party.entity or ""))
    )


def _is_duty(subject: Subject, mention: RegimeMention) -> bool:
    """Tell whether the sentence says that the deal has yet to pass a regime."""
    start, end = subject.sentence(mention.span.start)
    if mention.claimed and mention.state not in {"approved", "cleared", "passed"}:
        return _DUTY.search(subject.folded[start:end]) is not None
    # A sentence may tell of one approval given and of another still to come.
    near = max(start, mention.span.start - 40)
    return _MUST.search(subject.folded[near : mention.span.start]) is not None


def _misfit(
    subject: Subject,
    regime: Regime,
    mention: RegimeMention,
    flow: tuple[frozenset[str], frozenset[str]],
) -> str | None:
    """Say why a regime's direction does not fit a deal's, None where it may."""
    place = regime.jurisdiction
    sources, hosts = flow
    start, end = subject.sentence(mention.span.start)
    if regime.test == "inbound_investment" and _NO_BUSINESS.search(
        subject.folded[max(0, start - 60) : end]
    ):
        return f"it screens money that enters {place}, where the deal has no business"
    if regime.test == "outbound_investment" and _is_elsewhere(place, sources):
        return (
            f"it governs money that leaves {place}, and the money of this deal comes "
            f"from {', '.join(sorted(sources))}"
        )
    if regime.test == "inbound_investment" and _is_elsewhere(place, hosts):
        return (
            f"it screens money that enters {place}, and this deal goes to "
            f"{', '.join(sorted(hosts))}"
        )
    return None


def _is_elsewhere(place: str, countries: frozenset[str]) -> bool:
    """Tell whether known countries leave a jurisdiction out."""
    return bool(countries) and place not in countries and "various" not in countries


def _not_in_force(on: date, regime: Regime) -> str | None:
    """Say why a regime did not bind on a day, None where it may have."""
    if regime.expires is not None and on > regime.expires:
        return f"it expired on {regime.expires}"
    pause = regime.suspended_from, regime.suspended_until
    if pause[0] is not None and pause[0] <= on and (pause[1] is None or on <= pause[1]):
        return f"it is suspended from {pause[0]} to {pause[1] or 'an open date'}"
    for change in regime.changes:
        past = change.published <= on and change.on <= on
        if past and change.kind == "ended":
            return f"it ended on {change.on}"
    return None


def find_unlinked(case: Case) -> Iterator[Finding]:
    """Find parties of the deal that the reference data does not know."""
    for subject in case.subjects:
        unknown = [
            party
            for party in subject.reading.parties
            if party.entity is None and not party.bystander
        ]
        if not unknown:
            continue
        spans = unique(party.span for party in unknown)
        names = ", ".join(dict.fromkeys(party.name for party in unknown))
        yield Finding(
            kind="unlinked",
            severity="info",
            say=f"The reference data does not know {names}.",
            evidence=spans,
            claims=case.claims_at(spans),
        )
