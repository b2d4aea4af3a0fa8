"""Tests of applicability to a deal or a measure, by the name a regime gives.

Each test sees a regime that is published and says how far it reaches; whether the
regime is in force at all is judged apart.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kuroshio.records import Answer, Regime
from kuroshio.regimes.views import DealView, lies_in

ALL = "all"
FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a regime reaches if it is in force, and why.

    ``subject`` is "deal" or the id of a cause.
    """

    subject: str
    answer: Answer
    reason: str


def reach_of_deal(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    """Return the answers of a regime's test for a deal and for its causes.

    Empty where there is nothing worth a row: the regime does not reach the deal and
    no document names it. A named regime always gets an answer.
    """
    test = DEAL_TESTS.get(regime.test)
    found = test(regime, view) if test is not None else ()
    named = regime.id in view.named
    if named and not found:
        return (_named_only(regime, view),)
    said = {"applies", "may_apply"}
    return tuple(item for item in found if named or item.answer in said)


def _named_only(regime: Regime, view: DealView) -> Reach:
    """Answer for a regime that documents name and no test reaches."""
    if view.sheet.event.kind == "measure" and _same_hand(regime, view):
        reason = f"named as an instrument of this measure: {regime.scope}"
        return Reach(subject="deal", answer="applies", reason=reason)
    strangers = set(regime.actors) - view.countries
    if regime.test == "treaty" and strangers:
        reason = f"named, but {', '.join(sorted(strangers))} has no part in this"
        return Reach(subject="deal", answer="does_not", reason=reason)
    reason = f"named; whether it binds this is not stated: {regime.scope}"
    return Reach(subject="deal", answer="may_apply", reason=reason)


def _deal(answer: Answer, reason: str) -> tuple[Reach, ...]:
    return (Reach(subject="deal", answer=answer, reason=reason),)


def _inbound(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    if not view.is_deal:
        return ()
    place = regime.jurisdiction
    if not view.hosts:
        return _deal("unknown", f"the text does not say whether it goes to {place}")
    outside = _outside(regime, view)
    if outside is not None:
        return _deal("does_not", outside)
    if view.is_takeover:
        return _deal("applies", f"a foreign buyer takes a business in {place}")
    return _deal("may_apply", "by project: only where a business there is bought")


def _outside(regime: Regime, view: DealView) -> str | None:
    """Say why an inbound deal lies outside a screening regime, if it does."""
    place = regime.jurisdiction
    if not lies_in(place, view.hosts):
        return f"no business in {place} is bought or built"
    if view.sources and view.sources <= view.hosts:
        return f"the money comes from {place} itself"
    if regime.objects and not view.all_themes & set(regime.objects):
        return "none of its sensitive fields is touched"
    return None


def _outbound(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    if not view.is_deal:
        return ()
    bound = ", ".join(regime.actors)
    if not view.sources:
        return _deal("unknown", f"the text does not say whether {bound} money is in it")
    free = _not_bound(regime, view)
    if free is not None:
        return _deal("does_not", free)
    if not view.hosts:
        return _deal("may_apply", f"{bound} money, if it goes abroad")
    return _deal("applies", f"{bound} money goes to {', '.join(sorted(view.hosts))}")


def _not_bound(regime: Regime, view: DealView) -> str | None:
    """Say why money lies outside an outbound regime, if it does."""
    bound = ", ".join(regime.actors)
    if not view.sources & set(regime.actors):
        came = ", ".join(sorted(view.sources))
        return f"it binds money from {bound}; this comes from {came}"
    if view.hosts and view.hosts <= set(regime.actors):
        return f"the money stays in {bound}"
    if regime.targets and view.hosts and not view.hosts & set(regime.targets):
        return f"it looks at money to {', '.join(regime.targets)}"
    if regime.objects and not view.all_themes & set(regime.objects):
        return "none of its fields is touched"
    return None


def _control(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    """Answer for export controls: on measures, and on what a pledge is to build."""
    if view.is_pledge:
        return _control_of_works(regime, view)
    return _trade(regime, view)


def _control_of_works(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    if ALL not in regime.targets and not view.hosts & set(regime.targets):
        return ()
    return tuple(
        Reach(
            subject=cause,
            answer="may_apply",
            reason=f"covers {', '.join(shared)}: {regime.scope}",
        )
        for cause, shared in _shared(regime, view)
    )


def _trade(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    """Answer for controls and duties: by cause of a measure, on shared themes."""
    if view.sheet.event.kind != "measure":
        return ()
    named = regime.id in view.named
    if not _same_hand(regime, view) or not (named or _same_kind(regime, view)):
        return ()
    if not _overlap(regime.targets, view.targets or frozenset({ALL})):
        return ()
    how: Answer = "applies" if named else "may_apply"
    why = "named in the text" if named else "same hand, same target"
    if not regime.objects:
        return _deal(how, f"{why}: {regime.scope}")
    return tuple(
        Reach(
            subject=cause,
            answer=how,
            reason=f"{why}, covers {', '.join(shared)}: {regime.scope}",
        )
        for cause, shared in _shared(regime, view)
    )


def _shared(regime: Regime, view: DealView) -> list[tuple[str, list[str]]]:
    """Return the causes that share themes with a regime, and those themes."""
    shared = [(cause, sorted(t & set(regime.objects))) for cause, t in view.themes]
    return [(cause, themes) for cause, themes in shared if themes]


def _same_hand(regime: Regime, view: DealView) -> bool:
    return bool(view.imposers & {*regime.actors, regime.jurisdiction})


def _same_kind(regime: Regime, view: DealView) -> bool:
    """Say whether a measure is of the kind that a regime is about.

    A measure that eases or suspends may be of any kind; a regime without themes of
    its own would then match everything, so it must be of the very kind.
    """
    kinds = _MEASURES.get(regime.test, set())
    if regime.objects:
        kinds = kinds | _TURNS
    return view.sheet.event.type in kinds


_TURNS = {"easing", "suspension", "expiry", "other"}
_MEASURES = {
    "tariff": {"tariff", "fee", "trade_agreement"},
    "export_control": {"export_control", "listing", "ban"},
}


def _overlap(scope: tuple[str, ...], countries: frozenset[str]) -> bool:
    return not scope or ALL in scope or ALL in countries or bool({*scope} & countries)


def _pledge(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    if view.entry is None or view.entry.id not in regime.objects:
        return ()
    if not regime.clocks and regime.id not in view.named:
        return ()  # bodies of a vehicle are worth a row only where a text names them
    return _deal("applies", f"the text that this vehicle rests on: {regime.scope}")


def _merger(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    if not view.is_takeover:
        return ()
    if regime.id in view.named:
        return _deal("may_apply", f"named in the text: {regime.scope}")
    touched = view.hosts | view.sources
    if not touched:
        return _deal("unknown", "the text does not say where the parties sit")
    place = regime.jurisdiction
    if lies_in(place, touched):
        return _deal("may_apply", "by turnover, which the text does not give")
    return ()


def _guardrail(regime: Regime, view: DealView) -> tuple[Reach, ...]:
    if not view.is_deal or not view.hosts & set(regime.actors):
        return ()
    if regime.id not in view.named and not view.all_themes & set(regime.objects):
        return ()
    return _deal("may_apply", f"if a project takes the subsidy: {regime.scope}")


def _inside(_: Regime, view: DealView) -> tuple[Reach, ...]:
    anonymous = [f for f in view.sheet.findings if f.kind == "anonymous_source"]
    if not anonymous:
        return ()
    reason = "unnamed insiders are quoted: confirm that nothing non-public was used"
    return _deal("may_apply", reason)


DEAL_TESTS: dict[str, Callable[[Regime, DealView], tuple[Reach, ...]]] = {
    "inbound_investment": _inbound,
    "outbound_investment": _outbound,
    "export_control": _control,
    "tariff": _trade,
    "pledge_terms": _pledge,
    "merger_review": _merger,
    "subsidy_guardrail": _guardrail,
    "inside_information": _inside,
}
