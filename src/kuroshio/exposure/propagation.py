"""Paths from a theme to issuers: along the chain of themes, then one link."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kuroshio.records import Link, Theme

DAMPING = 0.4
MAX_HOPS = 3
_BALANCED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A chain of themes from the one that a cause names to one that supplies it.

    ``weight`` is what passes on: ``DAMPING`` for each theme after the first.
    """

    themes: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One path to an issuer: a route, the link at its end, and what arrives.

    ``strength`` is the route's weight times the link's strength; ``sign`` the sign of
    the effect on the issuer.
    """

    route: Route
    link: Link
    sign: int
    strength: float

    @property
    def hops(self) -> int:
        """Count the steps: theme to theme, and the last one to the issuer."""
        return len(self.route.themes)


def routes_from(theme: str, themes: Mapping[str, Theme]) -> tuple[Route, ...]:
    """Return every route that starts at a theme and leaves a hop for the link.

    This is the power series of (I − aW)⁻¹ with a = ``DAMPING`` and W the matrix of
    "is supplied by", cut off after ``MAX_HOPS`` − 1 steps between themes. A theme may
    be reached along several routes; each counts. A theme never supplies itself along
    a route, so a ring does not feed itself.

    Parameters
    ----------
    theme : str
        The theme that a cause names.
    themes : Mapping
        Themes by id; an id that is not in it has no suppliers.

    Returns
    -------
    tuple of Route
        The theme itself first, with weight 1, then nearer before farther.

    References
    ----------
    Leontief inverse as a power series: Miller & Blair, Input-Output Analysis, 2nd ed.,
    section 2.4.
    """
    layer = [Route(themes=(theme,), weight=1.0)]
    routes = list(layer)
    for _ in range(MAX_HOPS - 1):
        layer = [longer for route in layer for longer in _longer(route, themes)]
        routes.extend(layer)
    return tuple(routes)


def _longer(route: Route, themes: Mapping[str, Theme]) -> Iterator[Route]:
    last = themes.get(route.themes[-1])
    for supplier in dict.fromkeys(last.upstream if last else ()):
        if supplier not in route.themes:
            yield Route(themes=(*route.themes, supplier), weight=route.weight * DAMPING)


def links_by_theme(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Group links by their theme, in file order."""
    grouped: dict[str, list[Link]] = {}
    for link in links:
        grouped.setdefault(link.theme, []).append(link)
    return grouped


def strengths_of(pulls: Sequence[Pull]) -> tuple[float, float]:
    """Sum the strengths for and against, apart; neither is ever negative."""
    pro = sum(pull.strength for pull in pulls if pull.sign > 0)
    con = sum(pull.strength for pull in pulls if pull.sign < 0)
    return pro, con


def sign_of(for_strength: float, against_strength: float) -> int:
    """Return the sign of the larger side; 0 when the smaller exceeds half of it."""
    larger = max(for_strength, against_strength)
    smaller = min(for_strength, against_strength)
    if larger <= 0 or smaller > _BALANCED * larger:
        return 0
    return 1 if for_strength > against_strength else -1
