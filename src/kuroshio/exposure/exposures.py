"""From causes to issuers: through themes and links, for and against kept apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kuroshio.exposure.propagation import (
    DAMPING,
    Pull,
    Route,
    links_by_theme,
    routes_from,
    sign_of,
    strengths_of,
)
from kuroshio.exposure.salience import (
    MENTIONED,
    entry_step,
    mention_step,
    theme_weights,
)
from kuroshio.exposure.scopes import (
    LinkKnowledge,
    Setting,
    demand_sign,
    is_set_off,
    setting_of,
)
from kuroshio.records import Cause, Exposure, Issuer, Link, PathStep, ThemeReach

NAMED_THEME = "named-party"
_OWN = "own_knowledge"
_NAMED_STRENGTH = {"measure": 1.0, "project": 0.6}
_Pulls = dict[str, list[Pull]]


def expose(causes: Iterable[Cause], knowledge: LinkKnowledge) -> tuple[Exposure, ...]:
    """Find the listed issuers that causes reach, with sign, strength and path.

    From the theme that a cause names, up to three hops: none to two steps to the
    themes that supply it, each passing on 0.4, then the link to the issuer. At the
    named theme the links whose scope fits the cause count; further up only links of
    scope ``demand``, whose sign follows the orders. Strengths for and against are
    summed apart over all paths.

    An issuer that a measure names, or that operates a project, is reached directly
    as theme ``named-party``, whether or not a theme leads to it.

    Parameters
    ----------
    causes : iterable of Cause
        What touches themes, each with a direction; 0 reaches nobody.
    knowledge : LinkKnowledge
        Themes, links and issuers.

    Returns
    -------
    tuple of Exposure
        One for each cause, theme and listed issuer, strongest first; among equals the
        theme that the document names more often comes first, then the order of the
        causes and of the links. ``sign`` is that of the larger side, 0 when the smaller
        exceeds half of it. ``revenue_share`` is that of the strongest link that has
        one; ``materiality`` the larger strength times it, None where it is not known.
        ``basis`` is ``sourced``, ``own_knowledge``, ``mixed`` or ``named``. ``path``
        holds every step of every path, so that each strength is the sum over paths of
        the product of its steps; where a cause has several themes the first step weighs
        them, and a further one raises an issuer that the document itself speaks of.
    """
    links = links_by_theme(knowledge.links)
    ranked: list[tuple[float, int, Exposure]] = []
    for number, cause in enumerate(causes):
        setting = setting_of(cause, knowledge)
        ranked.extend((-_size(row), -99, row) for row in _named(cause, knowledge))
        weights = theme_weights(cause, later=number > 0)
        for reach in _reaches(cause):
            entry = Route(themes=(reach.theme,), weight=weights[reach.theme])
            pulls = _pulls_of(reach, setting, links, knowledge, entry)
            ranked.extend(
                (-_size(row), -len(reach.evidence), row)
                for row in _rows(cause, reach, pulls, knowledge, entry.weight)
            )
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(row for _, _, row in ranked)


def _size(row: Exposure) -> float:
    return max(row.for_strength, row.against_strength)


def _reaches(cause: Cause) -> tuple[ThemeReach, ...]:
    """Return the themes of a cause, each once, with the first direction given."""
    return tuple({reach.theme: reach for reach in reversed(cause.themes)}.values())[
        ::-1
    ]


def _pulls_of(
    reach: ThemeReach,
    setting: Setting,
    links: Mapping[str, Sequence[Link]],
    knowledge: LinkKnowledge,
    entry: Route,
) -> _Pulls:
    """Collect the paths from a theme, by issuer; ``entry`` weighs the theme itself."""
    pulls: _Pulls = {}
    if reach.direction == 0:
        return pulls
    for route in routes_from(reach.theme, knowledge.themes):
        for link in links.get(route.themes[-1], ()):
            sign = _sign_at(route, link, setting) * _unit(reach.direction)
            if sign:
                strength = entry.weight * route.weight * link.strength
                pull = Pull(route=route, link=link, sign=sign, strength=strength)
                pulls.setdefault(link.issuer, []).append(pull)
    return pulls


def _sign_at(route: Route, link: Link, setting: Setting) -> int:
    """Return the sign of a link at the end of a route; 0: it is not set off."""
    if len(route.themes) > 1:
        return link.sign * demand_sign(link.scope, setting)
    return link.sign if is_set_off(link.scope, setting) else 0


def _unit(direction: int) -> int:
    return (direction > 0) - (direction < 0)


def _rows(
    cause: Cause,
    reach: ThemeReach,
    pulls: _Pulls,
    knowledge: LinkKnowledge,
    weight: float,
) -> Iterator[Exposure]:
    for identity, found in pulls.items():
        issuer = knowledge.issuers.get(identity)
        if issuer is None or not issuer.listings:
            continue
        row = _row(cause, reach, issuer, found)
        if weight < 1:
            row = replace(row, path=(_entry(cause, row, weight), *row.path))
        yield _raised(cause, row) if issuer.id in cause.mentioned else row


def _entry(cause: Cause, row: Exposure, weight: float) -> PathStep:
    return entry_step(cause, row.theme, weight, row.sign)


def _raised(cause: Cause, row: Exposure) -> Exposure:
    """Raise the larger side of an issuer that the document speaks of."""
    if row.sign == 0:
        return row
    pro = row.for_strength + (MENTIONED if row.sign > 0 else 0)
    con = row.against_strength + (MENTIONED if row.sign < 0 else 0)
    share = row.revenue_share
    return replace(
        row,
        for_strength=pro,
        against_strength=con,
        materiality=None if share is None else max(pro, con) * share,
        path=(*row.path, mention_step(cause, row.issuer, row.sign)),
    )


def _row(
    cause: Cause, reach: ThemeReach, issuer: Issuer, pulls: list[Pull]
) -> Exposure:
    ordered = sorted(pulls, key=lambda pull: -pull.strength)
    pro, con = strengths_of(ordered)
    share = next(
        (p.link.revenue_share for p in ordered if p.link.revenue_share is not None),
        None,
    )
    return Exposure(
        cause=cause.id,
        theme=reach.theme,
        issuer=issuer.id,
        name=issuer.names.en,
        securities=tuple(listing.security for listing in issuer.listings),
        sign=sign_of(pro, con),
        for_strength=pro,
        against_strength=con,
        hops=ordered[0].hops,
        revenue_share=share,
        materiality=None if share is None else max(pro, con) * share,
        basis=_basis(ordered),
        path=_path(ordered),
        evidence_for=_says(ordered, 1),
        evidence_against=_says(ordered, -1),
    )


def _basis(pulls: Sequence[Pull]) -> str:
    own = {pull.link.source == _OWN for pull in pulls}
    if len(own) > 1:
        return "mixed"
    return _OWN if own == {True} else "sourced"


def _says(pulls: Sequence[Pull], sign: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.link.reason for p in pulls if p.sign == sign))


def _path(pulls: Sequence[Pull]) -> tuple[PathStep, ...]:
    """Return every step of every path, each once, the strongest path first."""
    steps: dict[tuple[str, str, int], PathStep] = {}
    for pull in pulls:
        themes, link = pull.route.themes, pull.link
        for near, far in pairwise(themes):
            steps[near, far, 0] = PathStep(
                source=near,
                target=far,
                sign=pull.sign * link.sign,
                strength=DAMPING,
                because="orders passed up the chain",
                evidence="damping 0.4 a hop",
            )
        # Two links between the same nodes are two steps, even when they look alike.
        steps[themes[-1], link.issuer, id(link)] = PathStep(
            source=themes[-1],
            target=link.issuer,
            sign=pull.sign,
            strength=link.strength,
            because=link.reason,
            evidence=link.source,
        )
    return tuple(steps.values())


def _named(cause: Cause, knowledge: LinkKnowledge) -> Iterator[Exposure]:
    """Yield the issuers that a cause itself names as target or operator."""
    words = (cause.operator,) if cause.kind == "project" else (cause.target,)
    for identity in dict.fromkeys((*cause.named, *words)):
        issuer = knowledge.issuers.get(identity) if identity else None
        if issuer is None or not issuer.listings or cause.direction == 0:
            continue
        helps = cause.kind == "project" or cause.type == "subsidy"
        sign = _unit(cause.direction) * (1 if helps else -1)
        strength = _NAMED_STRENGTH[cause.kind]
        because = "operates the project" if helps else "named as a target"
        step = PathStep(
            source=cause.id,
            target=issuer.id,
            sign=sign,
            strength=strength,
            because=because,
            evidence=cause.evidence[0].text if cause.evidence else cause.name,
        )
        yield Exposure(
            cause=cause.id,
            theme=NAMED_THEME,
            issuer=issuer.id,
            name=issuer.names.en,
            securities=tuple(listing.security for listing in issuer.listings),
            sign=sign,
            for_strength=strength if sign > 0 else 0.0,
            against_strength=strength if sign < 0 else 0.0,
            hops=1,
            revenue_share=None,
            materiality=None,
            basis="named",
            path=(step,),
            evidence_for=(because,) if sign > 0 else (),
            evidence_against=(because,) if sign < 0 else (),
        )
