"""Who a precedent's themes reach, and which way: link sign times direction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kuroshio.calendars import read_code
from kuroshio.exposure import expose, sign_of
from kuroshio.knowledge import Knowledge
from kuroshio.records import Cause, EventType, Precedent, ThemeReach

# What a precedent's type is for a link's scope. Types that are missing here (stimulus,
# shock, a ban on a purchase) do not say which way a link works: they have no sign.
_TYPES: Mapping[str, EventType] = {
    "tariff": "tariff",
    "tariff_threat": "tariff",
    "export_control": "export_control",
    "entity_list": "listing",
    "listing_audit": "listing",
    "investment_restriction": "ban",
    "subsidy": "subsidy",
    "retaliation": "other",
    "truce": "easing",
    "truce_implementation": "suspension",
    "settlement": "easing",
    "trade_deal": "trade_agreement",
    "investment_pledge": "investment_pledge",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The issuers of a theme and, where links tell, the sign for a precedent.

    ``signs`` maps issuers to +1, -1 or 0 (both ways); an issuer that is missing there
    is linked to the theme, but not by a link that this precedent sets off.
    """

    issuers: tuple[str, ...]
    signs: Mapping[str, int]


def reach_issuers(precedent: Precedent, theme: str, knowledge: Knowledge) -> Reached:
    """Find the issuers that a theme links and the sign of a precedent on each.

    Only direct links count, not those of suppliers further up the chain.

    Parameters
    ----------
    precedent : Precedent
    theme : str
        One that it names, or another.
    knowledge : Knowledge

    Returns
    -------
    Reached
        In the order of the links.
    """
    linked = dict.fromkeys(
        link.issuer for link in knowledge.links if link.theme == theme
    )
    for_strength: dict[str, float] = defaultdict(float)
    against: dict[str, float] = defaultdict(float)
    for item in expose(_causes(precedent, theme), knowledge):
        if item.hops == 1 and item.theme == theme:
            for_strength[item.issuer] += item.for_strength
            against[item.issuer] += item.against_strength
    signs = {
        name: sign_of(for_strength[name], against[name])
        for name in linked
        if name in for_strength
    }
    return Reached(issuers=tuple(linked), signs=signs)


def securities_of(
    issuers: Iterable[str], venue: str, knowledge: Knowledge
) -> list[str]:
    """Return the shares of issuers on a venue, one for each; B shares left out."""
    found = []
    for name in issuers:
        listings = knowledge.issuers[name].listings
        codes = (item.security for item in listings if _fits(item.security, venue))
        found += list(codes)[:1]
    return found


def _fits(security: str, venue: str) -> bool:
    facts = read_code(security)
    return facts is not None and facts.market == venue and facts.board != "b_share"


def _causes(precedent: Precedent, theme: str) -> tuple[Cause, ...]:
    """One cause for each party that acts: its measure against the other."""
    kinds = [_TYPES[kind] for kind in precedent.types if kind in _TYPES]
    if not kinds or precedent.types[0] not in _TYPES or precedent.direction == 0:
        return ()
    several = len(precedent.initiators) > 1 and len(kinds) > 1
    clear = next((kind for kind in kinds if kind != "other"), kinds[0])
    return tuple(
        _cause(
            precedent, theme, who, kinds[min(i, len(kinds) - 1)] if several else clear
        )
        for i, who in enumerate(precedent.initiators)
    )


def _cause(precedent: Precedent, theme: str, who: str, kind: EventType) -> Cause:
    others = (*precedent.targets, *precedent.initiators)
    target = next((name for name in others if name not in {who, "all"}), None)
    pledge = kind == "investment_pledge"
    return Cause(
        id=f"{precedent.id}-{who.lower()}",
        kind="project" if pledge else "measure",
        name=precedent.title,
        direction=precedent.direction,
        themes=(ThemeReach(theme=theme, direction=precedent.direction, evidence=()),),
        evidence=(),
        type=kind,
        imposer=None if pledge else who,
        target=None if pledge else target,
        location=who if pledge else None,
    )
