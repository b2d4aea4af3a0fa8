"""The brief: everything known about one event, and its layout in blocks.

The layout is neutral: terminal, HTML and later forms print the same blocks in the same
order, each number with references to the notes that carry its evidence.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kuroshio.records.books import Book, Profile
from kuroshio.records.claims import DealSheet
from kuroshio.records.documents import Span
from kuroshio.records.impacts import Foresight, Impact
from kuroshio.records.links import Exposure, HoldingExposure
from kuroshio.records.losses import BookRisk, Proposal
from kuroshio.records.register import RegisterEntry, RegisterFact
from kuroshio.records.rules import DealClock, RegimeAnswer
from kuroshio.records.scenarios import ScenarioResult
from kuroshio.records.sessions import MarketWindow

Tone = Literal["", "bad", "warn", "good", "dim", "strong"]
NoteKind = Literal["register", "method", "data", "text", "link", "rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One input as the user named it and the sha256 of its bytes."""

    source: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAge:
    """How old the pack's data of one market is at ``as_of``, in its own sessions."""

    market: str
    data_date: date
    sessions_old: int
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """The book by theme: shares of NAV with a path for and against it."""

    theme: str
    name: str
    for_weight: float
    against_weight: float
    mixed_weight: float
    unknowns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands behind a number: a register fact, a method, data, a sentence.

    ``source`` is an address, a file with its hash, or "own_knowledge".
    """

    id: str
    kind: NoteKind
    text: str
    source: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A piece of text with a tone and the notes behind it.

    ``verbatim`` marks a document's own words, which no translation touches; ``lang``
    is set where a text is not in the language of the page.
    """

    text: str
    tone: Tone = ""
    refs: tuple[str, ...] = ()
    verbatim: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Cells that follow one another on a line; ``indent`` in steps of two spaces."""

    cells: tuple[Cell, ...]
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; ``align`` holds "l" or "r" for each column."""

    columns: tuple[str, ...]
    align: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One numbered block of the first page, or one behind it (``number`` None)."""

    id: str
    number: int | None
    title: str
    items: tuple[Line | Grid, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that a brief says and an earlier one on the same event did not.

    ``what`` is one of register, stage, clock, rule, finding, field, window; ``subject``
    names the thing; ``before`` or ``after`` None: it was not there, or is no longer.
    """

    what: str
    subject: str
    before: str | None
    after: str | None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What changed since an earlier instant (aware UTC); no changes is an answer too.

    ``unread`` are the documents that had not been published then.
    """

    instant: datetime
    changes: tuple[Change, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedIn:
    """What a theme's basket did since its project was first disclosed.

    ``since`` the day of the first disclosure, ``until`` the last session measured;
    ``move`` decimal, over the index; ``z`` in deviations of what such a stretch is
    usually; ``names`` priced of ``asked``. None: no prices are held.
    """

    theme: str
    since: date
    until: date | None
    move: float | None
    z: float | None
    names: int
    asked: int
    index: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything known about one event, as of an instant (aware UTC)."""

    version: str
    as_of: datetime
    as_of_basis: str
    inputs: tuple[InputFile, ...]
    pack: str | None
    ages: tuple[DataAge, ...]
    sheet: DealSheet
    entry: RegisterEntry | None
    facts: tuple[RegisterFact, ...]
    clocks: tuple[DealClock, ...]
    windows: tuple[MarketWindow, ...]
    exposures: tuple[Exposure, ...]
    book: Book | None
    profile: Profile | None
    holdings: tuple[HoldingExposure, ...]
    themes: tuple[ThemeRow, ...]
    risk: BookRisk | None
    proposals: tuple[Proposal, ...]
    regimes: tuple[RegimeAnswer, ...]
    article_only: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    since: Since | None = None
    foresight: Foresight | None = None
    scenarios: tuple[ScenarioResult, ...] = ()
    priced: tuple[PricedIn, ...] = ()

    @property
    def impacts(self) -> tuple[Impact, ...]:
        """What was forecast; empty where nothing was."""
        return self.foresight.impacts if self.foresight is not None else ()
