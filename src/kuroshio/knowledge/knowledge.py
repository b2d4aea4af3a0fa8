"""What is known, and what of it held on a day."""

from collections.abc import KeysView, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kuroshio.knowledge.find import find_entities
from kuroshio.knowledge.kinds import NAMED
from kuroshio.knowledge.names import NameTable, name_key
from kuroshio.records import (
    Calendar,
    Candidate,
    Institution,
    Instrument,
    Issuer,
    Link,
    Listing,
    NameMatch,
    NameRule,
    Names,
    Person,
    Post,
    Precedent,
    PriceLimit,
    Regime,
    RegisterEntry,
    RegisterFact,
    Scenario,
    SignRule,
    Source,
    Term,
    Theme,
    ThemeRole,
    TradingCost,
    TradingRule,
)

_RANK = {kind: rank for rank, kind in enumerate(
    ("institution", "issuer", "person", "post", "register", "regime", "theme")
)}  # fmt: skip


# No slots: the indexes below are made on first use and kept.
@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Reference data in one place; every mapping is by id.

    Parameters
    ----------
    institutions, posts, people, issuers, themes, register, regimes : Mapping
        Records that names lead to; no id is used twice among them.
    terms, links, price_limits, trading_rules, trading_costs : tuple
        Records without an id of their own, in file order.
    theme_roles, signs : tuple
        Which parts themes play, and what kinds of event do to these.
    calendars : Mapping
        By MIC, or by country for the business days of its offices.
    plain : Mapping
        Small tables by kind, as plain mappings.
    overlay : Mapping
        The author of each record that came from the user's overlay, by id (terms:
        ``post/person/start``; links: ``theme/issuer/scope/role``).
    names, theme_terms : NameTable
        The compiled names.
    """

    institutions: Mapping[str, Institution]
    posts: Mapping[str, Post]
    people: Mapping[str, Person]
    issuers: Mapping[str, Issuer]
    themes: Mapping[str, Theme]
    register: Mapping[str, RegisterEntry]
    regimes: Mapping[str, Regime]
    instruments: Mapping[str, Instrument]
    precedents: Mapping[str, Precedent]
    scenarios: Mapping[str, Scenario]
    sources: Mapping[str, Source]
    calendars: Mapping[str, Calendar]
    terms: tuple[Term, ...]
    links: tuple[Link, ...]
    price_limits: tuple[PriceLimit, ...]
    trading_rules: tuple[TradingRule, ...]
    name_rules: tuple[NameRule, ...]
    plain: Mapping[str, tuple[Mapping[str, Any], ...]]
    overlay: Mapping[str, str]
    names: NameTable
    theme_terms: NameTable
    theme_roles: tuple[ThemeRole, ...] = ()
    signs: tuple[SignRule, ...] = ()
    trading_costs: tuple[TradingCost, ...] = ()

    def find_names(self, text: str) -> tuple[NameMatch, ...]:
        """Find names of institutions, posts, people, issuers, deals and regimes.

        Leftmost and longest, without overlaps, as whole words; offsets are code
        points of ``text``. ``candidates`` come in order of preference.
        """
        return self.names.find(text)

    def find_themes(self, text: str) -> tuple[NameMatch, ...]:
        """Find the words of themes; ``candidates`` are theme ids."""
        return self.theme_terms.find(text)

    def resolve(
        self, match: NameMatch, *, on: date, country: str | None = None
    ) -> str | None:
        """Return the one id that a match means, or None where that stays open.

        Parameters
        ----------
        match : NameMatch
            As found in a text.
        on : date
            The day the text speaks of: bodies that existed and people in office then
            come before others.
        country : str or None
            ISO code named before the match (美国 in 美国商务部长), if any.

        Returns
        -------
        str or None
            After date and country, a name rule decides; then a body comes before a
            person, a person before a post. A name with a rule (财政部, the finance
            ministry of many countries) never means a body of another country than
            the one named.
        """
        left = self._narrow(match.candidates, on, country)
        rule = self._rules.get(name_key(match.alias))
        if rule is not None:
            return self._by_rule(rule, left, country)
        if len(left) == 1:
            return left[0]
        best = min(_RANK[self._kinds[one]] for one in left)
        top = [one for one in left if _RANK[self._kinds[one]] == best]
        return top[0] if len(top) == 1 else None

    def _by_rule(
        self, rule: NameRule, left: tuple[str, ...], country: str | None
    ) -> str | None:
        """Return what a name with a rule means among the candidates left."""
        if country is not None:
            # 财政部 of a country whose ministry is unknown is not China's.
            left = tuple(one for one in left if self.country_of(one) == country)
        elif rule.entity is None:
            return None
        if rule.entity in left:
            return rule.entity
        return left[0] if len(left) == 1 else None

    def _narrow(
        self, candidates: tuple[str, ...], on: date, country: str | None
    ) -> tuple[str, ...]:
        """Keep the candidates of that day and country, unless that leaves none."""
        there = tuple(one for one in candidates if self.is_active(one, on))
        left = there or candidates
        if country is None:
            return left
        return tuple(one for one in left if self.country_of(one) == country) or left

    def is_active(self, identity: str, on: date) -> bool:
        """Say whether a body existed, or a person was in a known post, on a day.

        People without a known term and all other kinds count as active.
        """
        body = self.institutions.get(identity)
        if body is not None:
            return _covers(body.start, body.end, on)
        terms = self.terms_of(identity)
        return not terms or any(_covers(term.start, term.end, on) for term in terms)

    def holders(self, post: str, on: date) -> tuple[Term, ...]:
        """Return the terms of those who held a post on a day, earliest first.

        On the day of a change both belong to it.
        """
        return tuple(
            term
            for term in self._terms_by_post.get(post, ())
            if _covers(term.start, term.end, on)
        )

    def posts_held(self, person: str, on: date) -> tuple[Term, ...]:
        """Return the terms of a person on a day, earliest first."""
        return tuple(
            term for term in self.terms_of(person) if _covers(term.start, term.end, on)
        )

    def terms_of(self, person: str) -> tuple[Term, ...]:
        """Return all known terms of a person, earliest first."""
        return self._terms_by_person.get(person, ())

    def terms_in(self, post: str) -> tuple[Term, ...]:
        """Return all known terms in a post, earliest first."""
        return self._terms_by_post.get(post, ())

    def facts_at(self, entry: str, as_of: date) -> tuple[RegisterFact, ...]:
        """Return what the register knew of an entry by the end of a day.

        Facts published later are absent; order is that of the entry.
        """
        found = self.register.get(entry)
        facts = found.facts if found is not None else ()
        return tuple(fact for fact in facts if fact.published <= as_of)

    def issuer_of(self, security: str) -> str | None:
        """Return the issuer of a security such as 600519.SH; None: not known."""
        listing = self._listings.get(security)
        return listing.issuer if listing is not None else None

    def listing_of(self, security: str) -> Listing | None:
        """Return the listing of a security code; None: not known."""
        return self._listings.get(security)

    def names_of(self, identity: str) -> Names | None:
        """Return the names of anything with an id; None: no such id or no names."""
        kind = self._kinds.get(identity)
        if kind is None:
            return None
        names: Names = self._named(kind)[identity].names
        return names

    def find_entities(self, text: str, on: date | None = None) -> tuple[Candidate, ...]:
        """Return what a text may mean, best first, each with its reason."""
        return find_entities(self, text, on=on)

    def kind_of(self, identity: str) -> str | None:
        """Return institution, post, person, issuer, theme, register or regime."""
        return self._kinds.get(identity)

    def country_of(self, identity: str) -> str | None:
        """Return the ISO code of the country something belongs to."""
        post = self.posts.get(identity)
        owner = post.institution if post is not None else identity
        for table in (self.institutions, self.issuers, self.people):
            record = table.get(owner)
            if record is not None:
                return str(record.country)
        regime = self.regimes.get(identity)
        return regime.jurisdiction if regime is not None else None

    def _named(self, kind: str) -> Mapping[str, Any]:
        for table, singular in NAMED.items():
            if singular == kind:
                records: Mapping[str, Any] = getattr(self, table)
                return records
        return {}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {
            identity: singular
            for table, singular in NAMED.items()
            for identity in getattr(self, table)
        }

    @cached_property
    def _rules(self) -> dict[str, NameRule]:
        return {name_key(rule.alias): rule for rule in self.name_rules}

    @cached_property
    def _listings(self) -> dict[str, Listing]:
        return {
            listing.security: listing
            for issuer in self.issuers.values()
            for listing in issuer.listings
        }

    @property
    def securities(self) -> KeysView[str]:
        """All securities of all issuers."""
        return self._listings.keys()

    @cached_property
    def _terms_by_post(self) -> dict[str, tuple[Term, ...]]:
        return _grouped(self.terms, "post")

    @cached_property
    def _terms_by_person(self) -> dict[str, tuple[Term, ...]]:
        return _grouped(self.terms, "person")


def _covers(start: date | None, end: date | None, on: date) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)


def _grouped(terms: tuple[Term, ...], field: str) -> dict[str, tuple[Term, ...]]:
    groups: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda term: term.start):
        groups.setdefault(getattr(term, field), []).append(term)
    return {key: tuple(group) for key, group in groups.items()}
