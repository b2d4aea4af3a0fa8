"""A verified reading in the words of the forecast: who did what to which themes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kuroshio.records import (
    Cause,
    DealSheet,
    EventDescriptor,
    EventType,
    PrecedentType,
    RegisterEntry,
)

_MEASURES: Mapping[EventType, PrecedentType] = {
    "tariff": "tariff",
    "fee": "tariff",
    "export_control": "export_control",
    "listing": "entity_list",
    "ban": "investment_restriction",
    "subsidy": "subsidy",
    "trade_agreement": "trade_deal",
    "currency": "currency",
    "easing": "truce",
    "suspension": "truce",
    "expiry": "truce",
}
_DEALS: Mapping[EventType, PrecedentType] = {
    "investment_pledge": "investment_pledge",
    "tranche": "investment_pledge",
    "greenfield": "investment_pledge",
    "acquisition": "approved_deal",
    "trade_agreement": "trade_deal",
    "subsidy": "subsidy",
}
# What an easing takes back is told by the instrument.
_INSTRUMENTS: Mapping[str, PrecedentType] = {
    "tariff": "tariff",
    "fee": "tariff",
    "export_control": "export_control",
    "listing": "entity_list",
    "ban": "investment_restriction",
}
_NOT_YET = frozenset({"negotiating", "unknown"})


def describe_sheet(
    sheet: DealSheet,
    entry: RegisterEntry | None,
    *,
    country_of: Callable[[str], str | None],
) -> tuple[EventDescriptor, ...]:
    """Describe what the documents tell, one event for each kind, side and direction.

    Parameters
    ----------
    sheet : DealSheet
    entry : RegisterEntry or None
        The vehicle or deal in the register, whose countries are the deal's parties.
    country_of : callable
        The ISO code of the country that an id belongs to, None: unknown.

    Returns
    -------
    tuple of EventDescriptor
        That with most themes first; ids are those of the first cause of each. Empty
        where no cause has a kind that precedents have.
    """
    status = next((one.used for one in sheet.sheet if one.field == "status"), None)
    groups: dict[_Act, list[Cause]] = {}
    for cause in sheet.causes:
        kind = _kind(cause, status)
        if kind is not None:
            initiators, targets = _sides(cause, entry, country_of)
            act = _Act(
                kind=kind,
                direction=cause.direction,
                initiators=initiators,
                targets=targets,
            )
            groups.setdefault(act, []).append(cause)
    events = [_event(act, causes) for act, causes in groups.items()]
    return tuple(sorted(events, key=lambda event: -len(event.themes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """What causes have in common to be one event."""

    kind: PrecedentType
    direction: int
    initiators: tuple[str, ...]
    targets: tuple[str, ...]


def _kind(cause: Cause, status: str | None) -> PrecedentType | None:
    if cause.kind == "project":
        deal = _DEALS.get(cause.type, "investment_pledge")
        blocked = deal == "approved_deal" and status == "blocked"
        return "blocked_deal" if blocked else deal
    kind = _MEASURES.get(cause.type)
    if kind == "truce":
        kind = _INSTRUMENTS.get(cause.instrument or "", "truce")
    # A duty that is only talked of is a threat.
    return "tariff_threat" if kind == "tariff" and status in _NOT_YET else kind


def _sides(
    cause: Cause,
    entry: RegisterEntry | None,
    country_of: Callable[[str], str | None],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who acts and on whom, as ISO codes."""
    if cause.kind == "project" and entry is not None:
        return _codes([entry.source_country, entry.host]), ()
    actor = cause.imposer if cause.kind == "measure" else cause.operator
    aimed = cause.target if cause.kind == "measure" else cause.location
    return _codes([country_of(actor or "")]), _codes([country_of(aimed or "")])


def _codes(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({one for one in found if one and len(one) == 2}))


def _event(act: _Act, causes: list[Cause]) -> EventDescriptor:
    themes = [reach.theme for cause in causes for reach in cause.themes]
    return EventDescriptor(
        id=causes[0].id,
        types=(act.kind,),
        direction=act.direction,
        initiators=act.initiators,
        targets=act.targets,
        themes=tuple(dict.fromkeys(themes)),
    )
