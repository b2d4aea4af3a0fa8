"""A book to be hedged: its exposures, how lots change its variance, and its tails."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from kuroshio.knowledge import Knowledge
from kuroshio.money import Rate, dollar_rates
from kuroshio.numerics import Floats
from kuroshio.records import Book, Pack, Profile
from kuroshio.risk.books import Measured, measure_book
from kuroshio.risk.losses import multiples

LEVEL, HORIZON = 0.99, 1


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The book to be hedged and what binds whoever hedges it."""

    book: Book
    profile: Profile
    pack: Pack
    knowledge: Knowledge
    measured: Measured
    rates: Mapping[str, Rate]
    as_of: datetime

    @property
    def nav(self) -> float:
        """Net asset value in base currency."""
        return self.measured.positions.nav

    @cached_property
    def stretch(self) -> Floats:
        """Root of the gap variance by holding, 1 where no long closure lies ahead."""
        if not self.measured.closures:
            return np.ones(len(self.book.holdings))
        return self.measured.stretch

    @cached_property
    def own(self) -> "Loads":
        """The exposures of the book as it stands."""
        positions = self.measured.positions
        wide = self.stretch[:, None]
        local = positions.local * wide + positions.currency
        blocks = None if positions.blocks is None else positions.blocks * wide
        residual = positions.alone * self.stretch
        return Loads(
            factors=local.sum(axis=0),
            blocks=np.zeros(0) if blocks is None else blocks.sum(axis=0),
            names=np.bincount(positions.issuers, weights=residual).astype(float)
            if len(residual)
            else np.zeros(1),
        )

    def shortfall(self, variance: float) -> float:
        """Return the expected shortfall of a variance, a loss above 0."""
        _, es = multiples(self.pack, level=LEVEL, horizon=HORIZON)
        return es * math.sqrt(max(variance, 0.0))

    def line(self, row: int) -> "Loads":
        """Return the exposures of one holding, as it is held."""
        positions = self.measured.positions
        wide = float(self.stretch[row])
        names = np.zeros(len(self.own.names))
        names[positions.issuers[row]] = positions.alone[row] * wide
        blocks = positions.blocks
        return Loads(
            factors=positions.local[row] * wide + positions.currency[row],
            blocks=np.zeros(0) if blocks is None else blocks[row] * wide,
            names=names,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Loads:
    """Exposures over factors, blocks and issuers' residuals, in share of NAV."""

    factors: Floats
    blocks: Floats
    names: Floats

    def times(self, many: float) -> "Loads":
        """Return so many of them."""
        return Loads(
            factors=self.factors * many,
            blocks=self.blocks * many,
            names=self.names * many,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gram:
    """The variance of a book with lots: ``base + 2 cross'x + x'own x``."""

    base: float
    cross: Floats
    own: Floats

    def variance(self, lots: Floats) -> float:
        """Return the variance with so many lots of each candidate."""
        found = self.base + 2.0 * self.cross @ lots + lots @ self.own @ lots
        return max(float(found), 0.0)

    def part(self, places: Sequence[int]) -> "Gram":
        """Return the same for some candidates alone."""
        rows = np.array(places, dtype=np.int64)
        return Gram(
            base=self.base, cross=self.cross[rows], own=self.own[np.ix_(rows, rows)]
        )


def open_desk(
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    stale_ok: bool = False,
) -> Desk:
    """Place a book for hedging; see ``measured.refused`` before using it."""
    return Desk(
        book=book,
        profile=profile,
        pack=pack,
        knowledge=knowledge,
        measured=measure_book(
            book, profile, pack, knowledge, as_of=as_of, stale_ok=stale_ok
        ),
        rates=dollar_rates(pack.levels),
        as_of=as_of,
    )


def gram_of(desk: Desk, units: Sequence[Loads]) -> Gram:
    """Return how lots of candidates change the variance of the book."""
    positions = desk.measured.positions
    rows = (desk.own, *units)
    factors = np.array([row.factors for row in rows])
    whole = factors @ positions.covariance @ factors.T
    names = np.array([row.names for row in rows])
    whole += names @ names.T
    if positions.blocks is not None and positions.block_covariance is not None:
        blocks = np.array([row.blocks for row in rows])
        whole += blocks @ positions.block_covariance @ blocks.T
    return Gram(base=float(whole[0, 0]), cross=whole[0, 1:], own=whole[1:, 1:])
