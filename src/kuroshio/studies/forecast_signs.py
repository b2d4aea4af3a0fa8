"""Written signs: what a kind of event does to the parts that themes play."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Ints
from kuroshio.records import EventDescriptor, SignRule, ThemeRole
from kuroshio.studies.forecast_events import Acting, acts_of

_EASINGS = frozenset(
    {"truce", "trade_deal", "truce_implementation", "settlement", "stimulus"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignTable:
    """The written table: roles of themes, and rules from kinds of event to roles."""

    roles: tuple[ThemeRole, ...]
    rules: tuple[SignRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """Why a theme should rise or fall: the rule's reason and the theme's part."""

    sign: int
    rule: str
    text: str


def written_signs(
    events: Sequence[EventDescriptor], themes: Sequence[str], table: SignTable
) -> Ints:
    """Return the sign expected of each theme for what happened on one session.

    Parameters
    ----------
    events : sequence of EventDescriptor
    themes : sequence of str
    table : SignTable

    Returns
    -------
    ndarray of int64, shape (n_themes,)
        +1, -1, or 0 where mechanisms balance or there is none.
    """
    total = np.zeros(len(themes), np.int64)
    effects = [
        effect
        for event in events
        for act in acts_of(event)
        for rule in table.rules
        for effect in _effects(rule, act)
    ]
    if not effects:
        return total
    column = {theme: k for k, theme in enumerate(themes)}
    parts = {role.id: role.themes for role in table.roles}
    for role, sign in effects:
        for theme in parts.get(role, ()):
            if theme in column:
                total[column[theme]] += sign
    signs: Ints = np.sign(total)
    return signs


def mechanisms(
    events: Sequence[EventDescriptor], theme: str, table: SignTable
) -> tuple[Mechanism, ...]:
    """Return every mechanism by which events reach a theme, in the table's order."""
    parts = {role.id: role for role in table.roles if theme in role.themes}
    if not parts:
        return ()
    acts = [act for event in events for act in acts_of(event)]
    found = []
    for act in acts:
        for rule in table.rules:
            for role, sign in _effects(rule, act):
                if role in parts:
                    text = f"{_words(rule, act)}; it {parts[role].because}"
                    found.append(Mechanism(sign=sign, rule=rule.id, text=text))
    return tuple(found)


def _effects(rule: SignRule, act: Acting) -> tuple[tuple[str, int], ...]:
    """Roles and signs that a rule gives to an act; none where it does not apply."""
    if act.type not in rule.types or act.side != rule.by or act.direction == 0:
        return ()
    plus = tuple((role, act.direction) for role in rule.plus)
    return plus + tuple((role, -act.direction) for role in rule.minus)


def _words(rule: SignRule, act: Acting) -> str:
    """Word the reason, which rules on easings give for the easing itself."""
    easing = not _EASINGS.isdisjoint(rule.types)
    usual = -1 if easing else 1
    return rule.because if act.direction == usual else f"turned round: {rule.because}"
