"""A book placed once for scenarios, and its state given what one of them sets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from kuroshio.knowledge import Knowledge
from kuroshio.records import Book, Pack, Profile, Scenario
from kuroshio.risk.books import Measured, measure_book
from kuroshio.risk.conditioning import (
    Stressed,
    condition_state,
    factor_names,
    gather_conditions,
    widen_positions,
)
from kuroshio.risk.positions import Positions
from kuroshio.risk.scenario_paths import (
    Drawn,
    prepare_draws,
    tails_of,
    unconditioned,
)
from kuroshio.risk.scenario_themes import Reach, theme_moves

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A book placed once, on which scenarios are played.

    ``reach`` says for each scenario's id whom its themes reach.
    """

    book: Book
    pack: Pack
    measured: Measured
    reach: Mapping[str, Reach]

    @property
    def positions(self) -> Positions:
        """The book's exposures, the pack's blocks as further factors."""
        return self.measured.positions

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which holdings have numbers."""
        found = [item.basis != "unknown" for item in self.positions.basis]
        return np.array(found, dtype=np.bool_)


def set_stage(
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    stale_ok: bool = False,
    reach: Mapping[str, Reach] | None = None,
) -> Stage:
    """Place a book for scenarios.

    Parameters
    ----------
    book, profile, pack, knowledge, as_of, stale_ok
        As for `estimate_book_risk`.
    reach : mapping, optional
        Scenario's id → theme → security → sign.
    """
    measured = measure_book(
        book, profile, pack, knowledge, as_of=as_of, stale_ok=stale_ok
    )
    wide = replace(measured, positions=widen_positions(measured.positions))
    return Stage(book=book, pack=pack, measured=wide, reach=reach or {})


def condition_stage(stage: Stage, scenario: Scenario | None) -> tuple[Stressed, Floats]:
    """Return the state given a scenario's shocks, and what themes add to holdings."""
    positions, pack = stage.positions, stage.pack
    if scenario is None:
        free = unconditioned(positions.covariance, horizon=1)
        return free, np.zeros(len(stage.book.holdings))
    reach = stage.reach.get(scenario.id, {})
    themes = theme_moves(scenario.shocks, stage.book, pack, reach)
    conditions = gather_conditions(
        scenario.shocks, stage.book, positions, pack, themes=themes
    )
    stressed = condition_state(
        conditions,
        positions.covariance,
        factor_names(pack),
        horizon=scenario.horizon,
        volatility={x.id: x.size for x in scenario.shocks if x.kind == "volatility"},
        named=len(pack.factors),
    )
    return stressed, themes


def draws_of(stage: Stage, stressed: Stressed, themes: Floats) -> Drawn:
    """Return what paths of a state are drawn from, with the pack's tails."""
    df, scale = tails_of(stage.pack, stressed.horizon)
    return prepare_draws(
        stage.positions,
        stressed,
        df=df,
        scale=scale,
        themes=themes,
        named=len(stage.pack.factors),
    )
