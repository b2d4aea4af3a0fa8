"""Tests of applicability to a holding or to the book, by the name a regime gives."""

from collections.abc import Callable
from dataclasses import dataclass

from kuroshio.knowledge import Knowledge
from kuroshio.records import Answer, Book, Holding, Profile, Regime

BOOK = "book"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingReach:
    """How far a regime reaches into a book; ``subject`` a security or "book"."""

    subject: str
    answer: Answer
    reason: str


def reach_of_book(
    regime: Regime, book: Book, profile: Profile | None, knowledge: Knowledge
) -> tuple[HoldingReach, ...]:
    """Return the answers of a regime's test for the holdings of a book.

    Holdings that a regime does not name or touch get no row. One issuer listed twice
    gets a row for each line held.
    """
    test = HOLDING_TESTS.get(regime.test)
    return test(regime, book, profile or Profile(), knowledge) if test else ()


def _entity_list(
    regime: Regime, book: Book, _: Profile, knowledge: Knowledge
) -> tuple[HoldingReach, ...]:
    return tuple(
        HoldingReach(
            subject=holding.security,
            answer="applies",
            reason=f"the issuer is named: {regime.scope}",
        )
        for holding in _named_holdings(regime, book, knowledge)
    )


def _investor_ban(
    regime: Regime, book: Book, profile: Profile, knowledge: Knowledge
) -> tuple[HoldingReach, ...]:
    answers: dict[bool | None, tuple[Answer, str]] = {
        True: ("applies", "the investor is a US person and the issuer is named"),
        False: ("does_not", "the issuer is named, the investor is no US person"),
        None: ("unknown", "the issuer is named; the profile gives no US person status"),
    }
    answer, reason = answers[profile.us_person]
    return tuple(
        HoldingReach(subject=holding.security, answer=answer, reason=reason)
        for holding in _named_holdings(regime, book, knowledge)
    )


def _audit_listing(
    regime: Regime, book: Book, _: Profile, knowledge: Knowledge
) -> tuple[HoldingReach, ...]:
    return tuple(
        HoldingReach(
            subject=holding.security,
            answer="may_apply",
            reason="US listing of a Chinese issuer: hangs on the yearly judgement",
        )
        for holding in _equities(book)
        if holding.security.endswith(".US")
        and _country(holding, knowledge) in regime.actors
    )


def _investor_access(
    regime: Regime, book: Book, profile: Profile, _: Knowledge
) -> tuple[HoldingReach, ...]:
    if not any(_venue(h) in {"SH", "SZ", "BJ", "CFE"} for h in book.holdings):
        return ()
    if profile.investor_type is None:
        reason = "the profile does not say by which channel the investor comes"
        return (HoldingReach(subject=BOOK, answer="unknown", reason=reason),)
    if profile.investor_type not in regime.objects:
        return ()
    channel = profile.investor_type.replace("_", " ")
    reason = f"investor by {channel}: {regime.scope}"
    return (HoldingReach(subject=BOOK, answer="applies", reason=reason),)


def _exchange_rule(
    regime: Regime, book: Book, _: Profile, __: Knowledge
) -> tuple[HoldingReach, ...]:
    held = [h for h in _equities(book) if _venue(h) in regime.objects]
    if not held:
        return ()
    reason = f"{len(held)} lines: {regime.scope}"
    return (HoldingReach(subject=BOOK, answer="applies", reason=reason),)


def _short_sale(
    regime: Regime, book: Book, _: Profile, __: Knowledge
) -> tuple[HoldingReach, ...]:
    return tuple(
        HoldingReach(subject=h.security, answer="applies", reason=regime.scope)
        for h in _equities(book)
        if h.value < 0 and _venue(h) in regime.objects
    )


def _named_holdings(
    regime: Regime, book: Book, knowledge: Knowledge
) -> tuple[Holding, ...]:
    """Return the lines whose security, or whose issuer's other listing, is named."""
    named = set(regime.securities)
    issuers = {knowledge.issuer_of(security) for security in named} - {None}
    return tuple(
        holding
        for holding in _equities(book)
        if holding.security in named or knowledge.issuer_of(holding.security) in issuers
    )


def _equities(book: Book) -> tuple[Holding, ...]:
    return tuple(holding for holding in book.holdings if holding.kind == "equity")


def _venue(holding: Holding) -> str:
    return holding.security.rpartition(".")[2]


def _country(holding: Holding, knowledge: Knowledge) -> str | None:
    issuer = knowledge.issuer_of(holding.security)
    return knowledge.country_of(issuer) if issuer is not None else None


HOLDING_TESTS: dict[
    str,
    Callable[[Regime, Book, Profile, Knowledge], tuple[HoldingReach, ...]],
] = {
    "entity_list": _entity_list,
    "investor_ban": _investor_ban,
    "audit_listing": _audit_listing,
    "investor_access": _investor_access,
    "exchange_rule": _exchange_rule,
    "short_sale": _short_sale,
}
