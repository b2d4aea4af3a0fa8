"""What the tests of applicability need to see of a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kuroshio.knowledge import Knowledge
from kuroshio.records import Claim, DealSheet, RegisterEntry

# What the reader calls a rule without a name of its own, and the test of such rules.
KINDS = {
    "foreign investment review": "inbound_investment",
    "merger review": "merger_review",
    "national security review": "inbound_investment",
    "outbound investment rules": "outbound_investment",
}
_SOURCES = {"acquirer", "buyer", "investor", "bidder", "lender", "funder"}
_HOSTS = {"target", "host", "seller", "borrower"}
# Bodies that judge, tell or watch: never whose money it is.
_WATCHERS = {
    "agency", "association", "central_bank", "committee", "court", "exchange",
    "international", "legislature", "media", "ministry", "mission", "party",
    "regulator",
}  # fmt: skip
_TAKEOVERS = {"acquisition"}
_PLEDGES = {"investment_pledge", "tranche", "greenfield"}


@dataclass(frozen=True, kw_only=True)
class DealView:
    """A sheet as the tests of applicability see it; countries are ISO codes.

    Parameters
    ----------
    entry : RegisterEntry or None
        The register entry that the event is.
    sources, hosts : frozenset of str
        Where the money or the control comes from and goes to; empty: not known.
    imposers, targets : frozenset of str
        Who imposes a measure, and on whom.
    themes : Mapping-like tuple of (cause id, theme ids)
        What each cause reaches.
    named : frozenset of str
        Regimes that the documents name.
    """

    sheet: DealSheet
    entry: RegisterEntry | None
    sources: frozenset[str]
    hosts: frozenset[str]
    imposers: frozenset[str]
    targets: frozenset[str]
    themes: tuple[tuple[str, frozenset[str]], ...]
    named: frozenset[str]

    @cached_property
    def all_themes(self) -> frozenset[str]:
        """Return the themes of all causes."""
        return frozenset().union(*(themes for _, themes in self.themes))

    @property
    def countries(self) -> frozenset[str]:
        """Return every country with a part in the event."""
        return self.sources | self.hosts | self.imposers | self.targets

    @property
    def is_deal(self) -> bool:
        """Say whether the event is a deal."""
        return self.sheet.event.kind == "deal"

    @property
    def is_takeover(self) -> bool:
        """Say whether somebody buys a business."""
        return self.is_deal and self.sheet.event.type in _TAKEOVERS

    @property
    def is_pledge(self) -> bool:
        """Say whether money is pledged or a site is built, no business bought."""
        return self.is_deal and self.sheet.event.type in _PLEDGES


def view_deal(sheet: DealSheet, knowledge: Knowledge) -> DealView:
    """Return the view of a sheet: who pays, where to, what it reaches, what it names.

    Sources and hosts are those of the register entry where there is one, else of the
    parties by their roles.
    """
    entry = entry_of(sheet, knowledge)
    sources = _countries(_parties(sheet, _SOURCES, knowledge), knowledge)
    hosts = _countries(_parties(sheet, _HOSTS, knowledge), knowledge)
    if entry is not None:
        sources = _one(entry.source_country) or sources
        hosts = _one(entry.host) or hosts
    measures = [cause for cause in sheet.causes if cause.kind == "measure"]
    return DealView(
        sheet=sheet,
        entry=entry,
        sources=sources,
        hosts=hosts,
        imposers=_countries((c.imposer for c in measures), knowledge),
        targets=_countries((c.target for c in measures), knowledge),
        themes=tuple(
            (cause.id, frozenset(reach.theme for reach in cause.themes))
            for cause in sheet.causes
        ),
        named=frozenset(_named(sheet, knowledge)),
    )


def entry_of(sheet: DealSheet, knowledge: Knowledge) -> RegisterEntry | None:
    """Return the register entry that the event of a sheet is, by id or by name."""
    vehicle = sheet.event.vehicle
    if vehicle is None:
        return None
    found = knowledge.register.get(vehicle)
    if found is not None:
        return found
    named = [e for e in knowledge.register.values() if vehicle in e.names.all()]
    return named[0] if len(named) == 1 else None


def lies_in(place: str, countries: frozenset[str]) -> bool:
    """Say whether one of the countries is a place or, for "EU", a member of it."""
    return place in countries or (place == "EU" and bool(countries & _EU_MEMBERS))


_EU_MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


def _one(country: str) -> frozenset[str]:
    return frozenset() if country in {"", "various"} else frozenset({country})


def _parties(
    sheet: DealSheet, roles: set[str], knowledge: Knowledge
) -> Iterable[str | None]:
    for claim in sheet.claims:
        if claim.property == "party" and claim.role in roles:
            body = knowledge.institutions.get(claim.value.entity or "")
            if body is None or body.kind not in _WATCHERS:
                yield claim.value.entity or claim.value.surface


def _countries(names: Iterable[str | None], knowledge: Knowledge) -> frozenset[str]:
    found = (country_of(name, knowledge) for name in names if name)
    return frozenset(country for country in found if country)


def country_of(name: str, knowledge: Knowledge) -> str | None:
    """Return the ISO code behind an id, a two-letter code or a plain name."""
    if len(name) == 2 and name.isalpha() and name.isupper():
        return name
    known = knowledge.country_of(name)
    if known is not None:
        return known
    candidates = [c for m in knowledge.find_names(name) for c in m.candidates]
    codes = {knowledge.country_of(candidate) for candidate in candidates}
    return codes.pop() if len(codes) == 1 else None


def _named(sheet: DealSheet, knowledge: Knowledge) -> Iterable[str]:
    for claim in sheet.claims:
        if claim.property == "regime":
            yield from _regimes_in(claim, knowledge)
            yield from _regimes_of_kind(claim, sheet.parties, knowledge)


def _regimes_of_kind(
    claim: Claim, parties: tuple[str, ...], knowledge: Knowledge
) -> Iterable[str]:
    """Yield what a kind of rule means beside the body that runs such a rule."""
    test = KINDS.get(claim.value.surface or claim.value.text or "")
    if claim.value.entity is None and test is not None:
        for regime in knowledge.regimes.values():
            if regime.test == test and regime.keeper in parties:
                yield regime.id


def _regimes_in(claim: Claim, knowledge: Knowledge) -> Iterable[str]:
    if claim.value.entity is not None and claim.value.entity in knowledge.regimes:
        yield claim.value.entity
        return
    for text in (claim.value.entity, claim.value.text, claim.value.surface):
        if text:
            for match in knowledge.find_names(text):
                yield from (c for c in match.candidates if c in knowledge.regimes)
