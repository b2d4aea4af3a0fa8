"""The past as a forecast sees it: rows known by then, described and standardised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kuroshio.numerics import Bools, Floats, Ints
from kuroshio.records import EventDescriptor, ForesightPanel
from kuroshio.studies.forecast_events import Key, features_of, likeness
from kuroshio.studies.forecast_pooling import Spectrum, standardised
from kuroshio.studies.forecast_signs import SignTable, written_signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What happened on one session: its events, their features and written signs.

    ``signs`` and ``named`` (n_themes,) are in the order of the panel's themes.
    """

    events: tuple[EventDescriptor, ...]
    features: Mapping[Key, float]
    signs: Ints
    named: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The panel with every row described; rows of other kinds have no events.

    ``spectra`` are those of the panel's correlations; ``signs`` and ``named``
    (n_rows, n_themes) and the likeness ``alike`` (n_rows, n_rows) stack the rows;
    ``table`` wrote the signs; ``decomposed`` keeps what ``likeness_of`` has worked out,
    ``losses`` what ``tune_forecast`` has.
    """

    panel: ForesightPanel
    rows: tuple[Described, ...]
    spectra: tuple[Spectrum, ...]
    signs: Ints
    named: Bools
    alike: Floats
    table: SignTable
    decomposed: dict[bytes, Spectrum] = field(
        default_factory=dict, repr=False, compare=False
    )
    losses: dict[tuple[int, str], Floats] = field(
        default_factory=dict, repr=False, compare=False
    )

    def known_before(self, day: np.datetime64, window: int) -> Ints:
        """Rows of events whose window had closed before a day."""
        closes = self.panel.known[window]
        event = np.array([kind == "event" for kind in self.panel.kinds])
        return np.flatnonzero(event & ~np.isnat(closes) & (closes < day))

    def spectrum_at(self, day: np.datetime64) -> Spectrum:
        """Return the latest correlation made of sessions before a day."""
        place = int(np.searchsorted(self.panel.correlation_days, day, side="right"))
        return self.spectra[max(0, place - 1)]

    def likeness_of(self, rows: Ints) -> Spectrum:
        """Decompose the likeness of rows to each other, once."""
        key = rows.tobytes()
        if key not in self.decomposed:
            own = self.alike[np.ix_(rows, rows)]
            self.decomposed[key] = Spectrum.of(own, least=0.0)
        return self.decomposed[key]

    def scaled(self, rows: Ints, window: int) -> Floats:
        """Return standardised returns of rows on a window."""
        first, last = self.panel.windows[window]
        return standardised(
            self.panel.car[window, rows], self.panel.sigma[rows], last - first + 1
        )


def describe(
    events: Sequence[EventDescriptor], themes: Sequence[str], table: SignTable
) -> Described:
    """Describe one session's events for a panel's themes."""
    names = {name for event in events for name in event.themes}
    return Described(
        events=tuple(events),
        features=features_of(events),
        signs=written_signs(events, themes, table),
        named=np.array([theme in names for theme in themes], bool),
    )


def describe_history(
    panel: ForesightPanel,
    precedents: Mapping[str, EventDescriptor],
    table: SignTable,
) -> History:
    """Describe every row of a panel.

    Parameters
    ----------
    panel : ForesightPanel
    precedents : mapping
        By id; a row's ids that are missing here are passed over.
    table : SignTable

    Returns
    -------
    History
    """
    rows = [
        describe(
            [precedents[name] for name in ids if name in precedents],
            panel.themes,
            table,
        )
        for ids in panel.events
    ]
    return History(
        panel=panel,
        rows=tuple(rows),
        spectra=tuple(Spectrum.of(one) for one in panel.correlations),
        signs=np.stack([one.signs for one in rows]),
        named=np.stack([one.named for one in rows]),
        table=table,
        alike=likeness([one.features for one in rows], [one.features for one in rows]),
    )


def relabel(history: History, sources: Sequence[int]) -> History:
    """Return a history whose rows carry the events of other rows: for nulls.

    Parameters
    ----------
    history : History
    sources : sequence of int
        For each row the row whose events it gets.

    Returns
    -------
    History
        With the panel as it is.
    """
    order = np.array(sources, np.int64)
    return replace(
        history,
        rows=tuple(history.rows[k] for k in sources),
        signs=history.signs[order],
        named=history.named[order],
        alike=history.alike[np.ix_(order, order)],
        decomposed={},
        losses={},
    )
