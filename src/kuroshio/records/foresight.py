"""What forecasts are made from: sign rules, described events, panels of themes."""

from __future__ import annotations  # numpy is not imported for annotations' sake

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from kuroshio.records.precedents import PrecedentType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Side = Literal["home", "foreign"]
RowKind = Literal["event", "placebo", "live"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRole:
    """A part that themes play in a quarrel between states, and why."""

    id: str
    because: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRule:
    """What kinds of event do to the roles of themes, from mechanism alone.

    ``plus`` and ``minus`` name roles and hold for direction +1; -1 turns them round.
    ``by`` is who acts: China alone, or anybody else (both at once included). With
    ``level`` the rule also holds for events without a direction, in the sense of
    ``sense``. ``because`` is the mechanism in a few words.
    """

    id: str
    types: tuple[PrecedentType, ...]
    by: Side
    because: str
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    level: bool = False
    sense: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDescriptor:
    """What a forecast needs to know of an event; a precedent gives one too.

    Parameters
    ----------
    id : str
    types : tuple of PrecedentType
        The leading kind first.
    direction : int
        +1 imposed, tightened or built; -1 eased, suspended or struck down; 0 neither.
    initiators, targets : tuple of str
        ISO 3166 alpha-2 codes; "all" for every trading partner.
    themes : tuple of str
        Themes that the event names.
    """

    id: str
    types: tuple[PrecedentType, ...]
    direction: int
    initiators: tuple[str, ...]
    targets: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForesightPanel:
    """Theme baskets round the sessions of precedents, with what was known before each.

    Baskets are equal-weighted, of A shares listed for sixty sessions by then, five or
    more of them; returns are abnormal against the all-share index (market model over
    sessions -260 to -11), decimal. NaN: no basket then.

    Parameters
    ----------
    themes : tuple of str
    windows : tuple of (int, int)
        Of the axis of windows, first and last session from day 0.
    days : ndarray of datetime64[D], shape (n_rows,)
        Day 0 of each row, increasing.
    kinds : tuple of RowKind
        ``event``: first session of precedents; ``placebo``: a session far from any;
        ``live``: asked for, its returns perhaps still unknown.
    events : tuple of tuple of str
        Ids of the precedents of each row; empty for other kinds.
    known : ndarray of datetime64[D], shape (n_windows, n_rows)
        Session whose close completes the window; NaT: not yet.
    closed : ndarray of int64, shape (n_rows,)
        Calendar days since the session before.
    car : ndarray, shape (n_windows, n_rows, n_themes)
    sigma : ndarray, shape (n_rows, n_themes)
        Fading standard deviation of one session's abnormal return, from the sessions
        before day 0.
    gap_variance : ndarray, shape (n_rows,)
        Factor on the variance for the days closed before day 0, estimated on earlier
        sessions; 1 after ordinary nights.
    overnight : ndarray, shape (n_rows, n_themes)
        Abnormal return of day 0 expected from markets abroad between the last close
        and the open: moves dated before the open times loadings fitted before it.
        NaN: not measurable.
    correlation_days : ndarray of datetime64[D], shape (n_snapshots,)
        Each correlation uses sessions before its day only.
    correlations : ndarray, shape (n_snapshots, n_themes, n_themes)
    latest : ndarray, shape (n_themes,)
        ``sigma`` after the last session, dated ``latest_day``.
    latest_day : date
    latest_gap : mapping of int to float
        Variance factor by days closed, for sessions after ``latest_day``: the key is
        the least number of calendar days.
    latest_members : mapping of str to int
        Names in each basket at ``latest_day``.
    """

    schema: str
    themes: tuple[str, ...]
    windows: tuple[tuple[int, int], ...]
    days: NDArray[np.datetime64]
    kinds: tuple[RowKind, ...]
    events: tuple[tuple[str, ...], ...]
    known: NDArray[np.datetime64]
    closed: NDArray[np.int64]
    car: Floats
    sigma: Floats
    gap_variance: Floats
    overnight: Floats
    correlation_days: NDArray[np.datetime64]
    correlations: Floats
    latest: Floats
    latest_day: date
    latest_gap: Mapping[int, float]
    latest_members: Mapping[str, int]
