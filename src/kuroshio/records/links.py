"""Themes, links and exposures: what reaches whom, and why."""

from dataclasses import dataclass, field

from kuroshio.records.entities import Confidence, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A product or activity that stories touch.

    ``terms`` are the words in any script that name it in a document; ``hs`` customs
    codes; ``upstream`` ids of themes that supply it with the share that passes on.
    """

    id: str
    names: Names
    terms: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why a theme reaches an issuer.

    ``sign`` is the sign of the effect on the issuer when a cause with direction +1
    (imposed, built, funded) touches the theme; ``scope`` narrows it to projects or to
    measures ("project", "project:home", "measure", "measure:US", "measure:CN:ban+fee",
    …; empty: any), or to orders from a theme down the chain ("demand"). ``strength``
    is in [0, 1]; ``revenue_share`` a share of revenue in ``fiscal_year`` or None.
    ``because`` is the mechanism in a few words; ``source`` a retrieved page's address
    or ``own_knowledge``. ``evidence`` is what that page states, where the mechanism is
    our own reasoning; without it the page states ``because`` itself.
    """

    theme: str
    issuer: str
    sign: int
    role: str
    strength: float
    because: str
    source: str
    confidence: Confidence
    scope: str = ""
    revenue_share: float | None = None
    fiscal_year: int | None = None
    evidence: str = ""

    @property
    def reason(self) -> str:
        """Return the mechanism and what the source states, in one line."""
        return f"{self.because}; {self.evidence}" if self.evidence else self.because


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """One hop of a path: from a node to a node, with the reason."""

    source: str
    target: str
    sign: int
    strength: float
    because: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What a cause does to an issuer through a theme.

    Strengths for and against are summed apart over paths of up to three hops with 0.4
    a hop; ``sign`` is that of the larger, 0 when the smaller exceeds half of it.
    ``materiality`` = strength × revenue share, None when the share is unknown.
    ``implied`` is how the issuer's sessions net of the market correlate with the names
    that the theme links with the same sign, ``implied_against`` with those of the
    opposite sign; None where not measured. They check the link and change nothing.
    """

    cause: str
    theme: str
    issuer: str
    name: str
    securities: tuple[str, ...]
    sign: int
    for_strength: float
    against_strength: float
    hops: int
    revenue_share: float | None
    materiality: float | None
    basis: str
    path: tuple[PathStep, ...]
    evidence_for: tuple[str, ...] = field(default=())
    evidence_against: tuple[str, ...] = field(default=())
    implied: float | None = None
    implied_against: float | None = None

    @property
    def contradicted(self) -> bool:
        """Tell whether prices speak against the link: apart, or with the other camp."""
        if self.implied is None:
            return False
        other = self.implied_against
        return self.implied < 0 or (other is not None and other > self.implied)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingExposure:
    """What the causes do to one holding; ``sign`` None: no path found."""

    security: str
    issuer: str | None
    weight: float
    sign: int | None
    via: tuple[str, ...]
