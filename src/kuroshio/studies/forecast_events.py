"""Events in the words of the forecast: three levels of likeness, each with a sign.

An event is like another in that both press on trade and technology at all (``risk``),
in their family (duties, controls, answers, …) and in their type and who acts. Each
level carries the direction, so that a truce is a tariff turned round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Floats
from kuroshio.records import EventDescriptor, Precedent, Side

Key = tuple[str, ...]
LEVELS = ("risk", "family", "type")

_FAMILIES: Mapping[str, str] = {
    "tariff": "trade",
    "tariff_threat": "trade",
    "trade_deal": "trade",
    "truce": "trade",
    "headline_shock": "trade",
    "retaliation": "answer",
    "export_control": "technology",
    "entity_list": "technology",
    "investment_restriction": "technology",
    "blocked_deal": "technology",
    "diplomatic_pressure": "technology",
    "settlement": "technology",
    "truce_implementation": "technology",
    "listing_audit": "capital",
    "domestic_regulation": "rule",
    "stimulus": "stimulus",
    "geopolitical": "tension",
    "currency": "currency",
    "investment_pledge": "pledge",
    "approved_deal": "pledge",
    "subsidy": "pledge",
    "market_shock": "market",
    "market_rule": "market",
}
# What China does with its own controls answers others, whatever the instrument.
_ANSWERS_AT_HOME = frozenset({"export_control", "truce_implementation", "retaliation"})
# Families that press on the whole market for risk when they are imposed.
_NO_PRESSURE = frozenset({"pledge", "market", "currency:home"})
# When both sides act at once, these types belong to one of them.
_FOREIGN_ONLY = frozenset({"tariff", "tariff_threat", "truce", "trade_deal"})
_HOME_ONLY = frozenset({"retaliation"})
# Kinds without a direction that still go one way: more tension, a weaker yuan.
_ONE_WAY = frozenset({"geopolitical", "currency"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """One type of an event with the side that acts and the signed direction."""

    type: str
    side: Side
    direction: int


def describe_precedent(precedent: Precedent) -> EventDescriptor:
    """Return what a forecast needs to know of a precedent."""
    return EventDescriptor(
        id=precedent.id,
        types=precedent.types,
        direction=precedent.direction,
        initiators=precedent.initiators,
        targets=precedent.targets,
        themes=tuple(name.name for name in precedent.themes),
    )


def acts_of(event: EventDescriptor) -> tuple[Acting, ...]:
    """Return who does what: one entry for each type and acting side.

    China alone acts at home; anybody else, or both sides at once, from abroad. Where
    both act with several types, a duty is the foreigner's and an answer China's.
    """
    home = bool(event.initiators) and set(event.initiators) <= {"CN"}
    both = "CN" in event.initiators and not home and len(event.types) > 1
    sides: tuple[Side, ...] = ("home",) if home else ("foreign",)
    if both:
        sides = ("foreign", "home")
    return tuple(
        Acting(type=kind, side=side, direction=_direction(event, kind))
        for kind in event.types
        for side in sides
        if not (side == "home" and kind in _FOREIGN_ONLY)
        and not (side == "foreign" and kind in _HOME_ONLY)
    )


def _direction(event: EventDescriptor, kind: str) -> int:
    return event.direction or (1 if kind in _ONE_WAY else 0)


def _family(act: Acting) -> str:
    if act.side == "home" and act.type in _ANSWERS_AT_HOME:
        return "answer:home"
    family = _FAMILIES[act.type]
    return f"{family}:home" if act.side == "home" else family


def features_of(events: Sequence[EventDescriptor]) -> dict[Key, float]:
    """Return the signed features of what happened on one session.

    Parameters
    ----------
    events : sequence of EventDescriptor
        All events of the session: they share its return.

    Returns
    -------
    dict
        (level, …) → +1, -1 or 0: what the events say together.
    """
    sums: dict[Key, float] = {}
    for act in (act for event in events for act in acts_of(event)):
        family = _family(act)
        presses = act.direction if family not in _NO_PRESSURE else 0
        for key, value in (
            (("risk",), presses),
            (("family", family), act.direction),
            (("type", act.type, act.side), act.direction),
        ):
            sums[key] = sums.get(key, 0.0) + value
    return {key: float(np.sign(value)) for key, value in sums.items()}


def likeness(
    first: Sequence[Mapping[Key, float]], second: Sequence[Mapping[Key, float]]
) -> Floats:
    """Likeness of sessions in [-3, 3]: the cosines of the three levels, summed.

    Parameters
    ----------
    first, second : sequence of features

    Returns
    -------
    ndarray, shape (len(first), len(second))
        Minus: alike but of opposite direction. 0: nothing in common.
    """
    total = np.zeros((len(first), len(second)))
    for level in LEVELS:
        keys = sorted({k for one in (*first, *second) for k in one if k[0] == level})
        total += _unit_rows(first, keys) @ _unit_rows(second, keys).T
    return total


def _unit_rows(rows: Sequence[Mapping[Key, float]], keys: Sequence[Key]) -> Floats:
    values = np.array([[row.get(key, 0.0) for key in keys] for row in rows], float)
    values = values.reshape(len(rows), len(keys))
    size = np.sqrt((values**2).sum(axis=1, keepdims=True))
    unit: Floats = values / np.maximum(size, 1e-12)
    return unit


def share_of_names(first: Sequence[str], second: Sequence[str]) -> float:
    """Jaccard share of two sets of names; 0 where both are empty."""
    union = set(first) | set(second)
    return len(set(first) & set(second)) / len(union) if union else 0.0
