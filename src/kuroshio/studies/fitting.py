"""From events and prices to fitted windows."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import (
    Bools,
    Fits,
    Ints,
    Layout,
    Levels,
    MarketUse,
    OwnRows,
    Places,
    ResidualSums,
    fit_windows,
    levels_of,
    own_rows,
)
from kuroshio.records import DayArray, EventTable, PricePanel, SkippedEvent
from kuroshio.studies.placement import (
    explain_skips,
    locate,
    place_events,
    places_of,
    skip,
)
from kuroshio.studies.plan import Plan

_UNFIT = {
    1: "the regressors are collinear over the estimation window",
    2: "the return does not vary round its normal return in the estimation window",
    3: "a return in the windows is not a number (a factor return is missing there)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Events that could be fitted, in input order, and where they stand.

    ``row`` (N,) is day 0 on the price index; ``keep`` marks them among all events.
    """

    plan: Plan
    regressors: tuple[str, ...]
    events: EventTable
    keep: Bools
    row: Ints
    own: OwnRows
    layout: Layout
    fits: Fits
    sums: ResidualSums
    skipped: tuple[SkippedEvent, ...]


def fit_events(
    events: EventTable,
    prices: PricePanel,
    market: PricePanel | None,
    factors: PricePanel | None,
    *,
    plan: Plan,
) -> Fitted:
    """Place the events, fit those that can be, and say why the others cannot."""
    regressors = plan.regressors(market, factors)
    column, panel = used_columns(events, prices)
    own = lay_rows(panel, market, factors, plan=plan)
    row = locate(events, panel)
    placement = place_events(column, row, own, plan.span)
    told = explain_skips(events, panel, placement)
    keep = placement.usable.copy()
    windows = plan.window_days - plan.event[0]
    layout = Layout(own.rows, places_of(placement, keep), plan.span)
    fits, sums = fit_windows(
        layout, windows, centred=plan.centred, threads=plan.threads
    )
    if fits.status.any():
        for i, status in zip(np.flatnonzero(keep), fits.status, strict=True):
            if status:
                told.append((int(i), skip(events, int(i), _UNFIT[int(status)])))
        keep[np.flatnonzero(keep)[fits.status != 0]] = False
        good = fits.status == 0
        places = Places(*(part[good] for part in layout.places))
        layout = layout._replace(places=places)
        fits = Fits(*(part[good] for part in fits))
    return Fitted(
        plan=plan,
        regressors=regressors,
        events=select(events, keep),
        keep=keep,
        row=row[keep],
        own=own,
        layout=layout,
        fits=fits,
        sums=sums,
        skipped=tuple(record for _, record in sorted(told, key=lambda pair: pair[0])),
    )


class _Places(dict[str, int]):
    """Column of a security; -1 for one without."""

    def __missing__(self, _: str) -> int:
        return -1


def used_columns(events: EventTable, prices: PricePanel) -> tuple[Ints, PricePanel]:
    """Find each event's column (-1: no prices) in the panel of columns that matter."""
    where = _Places(zip(prices.securities, range(len(prices.securities)), strict=True))
    count = len(events.securities)
    column = np.fromiter(map(where.__getitem__, events.securities), np.int64, count)
    wanted = np.flatnonzero(np.bincount(column + 1, minlength=len(where) + 1)[1:])
    if len(wanted) == len(where):
        return column, prices
    place = np.full(len(where) + 1, -1, np.int64)
    place[wanted] = np.arange(len(wanted))
    panel = PricePanel(
        dates=prices.dates,
        securities=tuple(prices.securities[k] for k in wanted),
        values=prices.values[:, wanted],
    )
    return place[column], panel


def lay_rows(
    panel: PricePanel,
    market: PricePanel | None,
    factors: PricePanel | None,
    *,
    plan: Plan,
) -> OwnRows:
    """Put prices, market and factors on own rows."""
    nothing = np.empty((len(panel.dates), 0))
    levels = Levels(nothing, nothing.astype(np.int64))
    if factors is not None and plan.model == "factor":
        levels = levels_on(factors, panel.dates)
    index = None
    if market is not None:
        index = levels_on(market, panel.dates).values[:, 0]
    use: MarketUse = "none"
    if index is not None and plan.model != "mean":
        use = "regress" if plan.centred else "subtract"
    return own_rows(panel.values, index, levels, series=plan.returns, use=use)


def levels_on(panel: PricePanel, dates: DayArray) -> Levels:
    """Levels of a panel on other dates (NaN where it has none), and break counts.

    Returns become levels on their own dates first, so that a return on a date that
    the price index lacks is compounded, not lost; the row before the first return is
    the level they start from.
    """
    levels, breaks = Levels(panel.values, np.zeros(panel.values.shape, np.int64))
    if panel.are_returns:
        levels, breaks = levels_of(panel.values)
    at = np.searchsorted(panel.dates, dates)
    inside = at < len(panel.dates)
    at = np.where(inside, at, 0)
    inside &= panel.dates[at] == dates
    out = np.where(inside[:, None], levels[at], np.nan)
    counts = breaks[at]
    if panel.are_returns:
        for k in range(out.shape[1]):
            first = int(np.argmax(np.isfinite(out[:, k])))
            if first > 0:
                out[first - 1, k] = start_level(panel, k, dates[first])
                counts[first - 1, k] = counts[first, k]
    return Levels(out, counts)


def start_level(panel: PricePanel, k: int, first: np.datetime64) -> float:
    """Level just before the first date that both sides have: 1 with nothing earlier."""
    before = np.flatnonzero(panel.dates < first)
    earlier = panel.values[before, k]
    return float(np.prod(1.0 + earlier[np.isfinite(earlier)]))


def select(events: EventTable, keep: Bools) -> EventTable:
    """Rows of an event table."""
    if keep.all():
        return events
    kept = np.flatnonzero(keep)
    return EventTable(
        event_ids=tuple(events.event_ids[i] for i in kept),
        securities=tuple(events.securities[i] for i in kept),
        dates=events.dates[kept],
    )
