"""What one document says, mention by mention, before claims are made of it.

Every mention carries the exact span it was read from.
"""

from dataclasses import dataclass
from datetime import date

from kuroshio.records.claims import (
    AmountRole,
    DateRole,
    Money,
    Stance,
    Status,
    When,
)
from kuroshio.records.documents import Document, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """A known name found in a text; ``candidates`` are the ids it may mean.

    ``alias`` is the known form that matched; ``start`` and ``end`` are code points.
    """

    start: int
    end: int
    text: str
    alias: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountMention:
    """Money in the text; ``deal`` False: mentioned, but not money of this deal."""

    money: Money
    span: Span
    role: AmountRole = "other"
    headline: bool = False
    deal: bool = True
    stance: Stance = "asserted"
    sentence: int = 0
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A time in the text, resolved from the dateline."""

    when: When
    span: Span
    role: DateRole = "other"
    sentence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyMention:
    """A body in the text; ``bystander`` when it takes no part in the deal."""

    name: str
    canonical: str
    span: Span
    entity: str | None = None
    role: str = "party"
    bystander: bool = False
    mentions: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialMention:
    """A person with a title: ``post`` where the title names one that is known.

    ``company`` is True for people of a company rather than of a state; ``mention`` is
    the name together with the title that adjoins it.
    """

    name: str
    canonical: str
    span: Span
    title: str = ""
    org: str | None = None
    person: str | None = None
    post: str | None = None
    company: bool = False
    mention: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMention:
    """A funded asset; ``passage`` is the bullet, row or sentence that describes it."""

    name: str
    span: Span
    passage: Span
    sector: str | None = None
    amount: Money | None = None
    location: str | None = None
    operator: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeMention:
    """A legal regime in the text; ``claimed`` when the text says that it applies."""

    regime: str
    span: Span
    state: str = "mentioned"
    id: str | None = None
    claimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMention:
    """Words that say how far the deal or measure has come."""

    value: Status
    span: Span
    stance: Stance = "asserted"
    sentence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMention:
    """Words in quotation marks and who is said to have spoken them."""

    speaker: str
    span: Span
    person: str | None = None
    org: str | None = None
    title: str = ""
    anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossMention:
    """A name with the same name in another script behind it in brackets.

    ``consistent`` None: one side is unknown, so nothing can be said.
    """

    surface: str
    gloss: str
    span: Span
    surface_span: Span
    gloss_span: Span
    consistent: bool | None = None
    surface_entity: str | None = None
    gloss_entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All mentions of one document, with its sentences as spans in order.

    ``status`` is the one chosen: a denied or attributed statement never beats an
    asserted one.
    """

    document: Document
    sentences: tuple[tuple[int, int], ...]
    amounts: tuple[AmountMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    officials: tuple[OfficialMention, ...] = ()
    projects: tuple[ProjectMention, ...] = ()
    regimes: tuple[RegimeMention, ...] = ()
    statuses: tuple[StatusMention, ...] = ()
    status: StatusMention | None = None
    quotes: tuple[QuoteMention, ...] = ()
    glosses: tuple[GlossMention, ...] = ()
    anchor: date | None = None
