"""The kinds of record that a YAML file may hold, and what identifies each."""

from collections.abc import Callable
from typing import Any

from kuroshio.records import (
    Calendar,
    Institution,
    Instrument,
    Issuer,
    Link,
    NameRule,
    Person,
    Post,
    Precedent,
    PriceLimit,
    Regime,
    RegisterEntry,
    Scenario,
    SignRule,
    Source,
    Subscriber,
    Term,
    Theme,
    ThemeRole,
    TradingCost,
    TradingRule,
)

KINDS: dict[str, type[Any]] = {
    "institutions": Institution,
    "posts": Post,
    "people": Person,
    "terms": Term,
    "issuers": Issuer,
    "themes": Theme,
    "links": Link,
    "register": RegisterEntry,
    "regimes": Regime,
    "name_rules": NameRule,
    "precedents": Precedent,
    "scenarios": Scenario,
    "theme_roles": ThemeRole,
    "signs": SignRule,
    "instruments": Instrument,
    "calendars": Calendar,
    "price_limits": PriceLimit,
    "trading_rules": TradingRule,
    "trading_costs": TradingCost,
    "sources": Source,
    "subscribers": Subscriber,
}

# Kinds whose ids name things, so that one id never means two of them.
NAMED: dict[str, str] = {
    "institutions": "institution",
    "issuers": "issuer",
    "people": "person",
    "posts": "post",
    "register": "register",
    "regimes": "regime",
    "themes": "theme",
}

# Small tables that their only reader shapes: kept as plain mappings.
PLAIN: frozenset[str] = frozenset({"rate_bounds"})

_COMPOUND: dict[type[Any], Callable[[Any], str]] = {
    Term: lambda term: f"{term.post}/{term.person}/{term.start}",
    Link: lambda link: f"{link.theme}/{link.issuer}/{link.scope}/{link.role}",
    NameRule: lambda rule: f"name:{rule.alias}",
    Calendar: lambda calendar: calendar.mic,
    PriceLimit: lambda limit: f"{limit.board}/{limit.status}/{limit.start}",
    TradingRule: lambda rule: f"{rule.board}/{rule.start}",
    TradingCost: lambda cost: f"{cost.market}/{cost.start}",
}


def key_of(record: Any) -> str | None:
    """Return what identifies a record within its kind; None: nothing does."""
    compound = _COMPOUND.get(type(record))
    if compound is not None:
        return compound(record)
    if isinstance(record, dict):
        return str(record["id"]) if "id" in record else None
    return getattr(record, "id", None)
