"""Who is who: institutions, posts, people with terms, issuers and their listings."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """A name in the scripts that documents use; ``aliases`` in any script.

    ``variants`` are press transliterations that are right but not preferred; a name
    found there is never a finding.
    """

    en: str
    zh_hans: str | None = None
    zh_hant: str | None = None
    ja: str | None = None
    aliases: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Return every form, the preferred ones first, without repeats."""
        forms = (self.en, self.zh_hans, self.zh_hant, self.ja, *self.aliases)
        return tuple(dict.fromkeys(form for form in forms if form))


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """A ministry, agency, exchange, policy bank, fund, government or place.

    ``end`` is the day its mandate ended; ``successor`` who carries it on.
    """

    id: str
    names: Names
    kind: str
    country: str
    start: date | None = None
    end: date | None = None
    parent: str | None = None
    successor: str | None = None
    scope: str | None = None
    source: str = "own_knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An office that one person holds at a time; ``names`` are its titles.

    ``shared`` says that several hold it at once (spokespersons, vice premiers);
    ``institution`` may be an issuer's id.
    """

    id: str
    institution: str
    names: Names
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody named in documents; ``names`` in four scripts with press variants."""

    id: str
    names: Names
    country: str
    source: str = "own_knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A person in a post between two days (``end`` None: still there as known).

    ``precision`` month or year: of ``start``, ``end`` or both no more is known, and
    they are the first and last days that this allows.
    """

    post: str
    person: str
    start: date
    end: date | None = None
    precision: Literal["day", "month", "year"] = "day"
    source: str = "own_knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRule:
    """What a name means that could mean several things, or nothing.

    ``entity`` is what it means where several remain, None: that stays open; a country
    named before it decides first. ``beside_title`` lets the name match only next to a
    title or a verb of saying, or with no Han character on either side (高峰 is also a
    peak).
    ``not_after`` and ``not_before`` are characters that it never touches (大基金 in
    最大基金).
    """

    alias: str
    because: str
    entity: str | None = None
    beside_title: bool = False
    not_after: str = ""
    not_before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a text may mean, and why; ``score`` in [0, 1], best first."""

    id: str
    kind: str
    name: str
    reason: str
    score: float
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One security of an issuer: ``security`` as in 600519.SH, 0700.HK, BABA.US."""

    security: str
    issuer: str
    kind: Literal["A", "H", "ADR", "COMMON"]
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A company; its listings are joined across A, H and ADR."""

    id: str
    names: Names
    country: str
    listings: tuple[Listing, ...] = ()
    source: str = "own_knowledge"
