"""The past as a forecast sees it: rows known by then, described and standardised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Bools, Floats, Ints
from kuroshio.records import EventDescriptor, ForesightPanel
from kuroshio.studies.forecast_events import Key, features_of
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

    ``spectra`` are those of the panel's correlations.
    """

    panel: ForesightPanel
    rows: tuple[Described, ...]
    spectra: tuple[Spectrum, ...]

    def known_before(self, day: np.datetime64, window: int) -> Ints:
        """Rows of events whose window had closed before a day."""
        closes = self.panel.known[window]
        event = np.array([kind == "event" for kind in self.panel.kinds])
        return np.flatnonzero(event & ~np.isnat(closes) & (closes < day))

    def spectrum_at(self, day: np.datetime64) -> Spectrum:
        """Return the latest correlation made of sessions before a day."""
        place = int(np.searchsorted(self.panel.correlation_days, day, side="right"))
        return self.spectra[max(0, place - 1)]

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
    )
