"""Where events stand on the rows of their securities, and which cannot be used."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Bools, Ints, OwnRows, Places, Span
from kuroshio.records import (
    DayArray,
    EventOverlaps,
    EventTable,
    PricePanel,
    SkippedEvent,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Events on own rows, in columns of length N (all events, also unusable ones).

    ``column`` of the panel, or -1; ``row`` of the price index, or -1 when the date is
    none; ``own`` row of day 0, or the last own row before it; ``usable``. ``rows`` and
    ``span`` are what they were placed on.
    """

    rows: OwnRows
    span: Span

    column: Ints
    row: Ints
    own: Ints
    usable: Bools


def locate(events: EventTable, prices: PricePanel) -> Ints:
    """Row of the price index of each event's day 0, -1 where there is none."""
    row = np.searchsorted(prices.dates, events.dates).astype(np.int64)
    inside = row < len(prices.dates)
    clipped = np.where(inside, row, 0)
    if len(prices.dates):
        inside &= prices.dates[clipped] == events.dates
    return np.where(inside, row, -1)


def place_events(column: Ints, row: Ints, own: OwnRows, span: Span) -> Placement:
    """Find each event's own row and whether both windows lie inside the own rows.

    The first own row has no return, so the earliest day of both windows must be at
    least the second.
    """
    usable = (column >= 0) & (row >= 0)
    at = np.full(len(column), -1, np.int64)
    pattern = own.pattern[column[usable]]
    at[usable] = own.position[pattern, row[usable]]
    exact = own.panel_row[pattern, np.maximum(at[usable], 0)] == row[usable]
    inside = at[usable] + min(span.first, span.start) >= 1
    inside &= at[usable] + max(span.last, span.stop) < own.length[pattern]
    usable[usable] = exact & (at[usable] >= 0) & inside
    return Placement(rows=own, span=span, column=column, row=row, own=at, usable=usable)


def places_of(placement: Placement, keep: Bools) -> Places:
    """Kernel input for the events kept."""
    column = placement.column[keep]
    return Places(column, placement.rows.pattern[column], placement.own[keep])


def explain_skips(
    events: EventTable, prices: PricePanel, placement: Placement
) -> list[tuple[int, SkippedEvent]]:
    """Say of each unusable event why, with its index."""
    told = []
    for index in np.flatnonzero(~placement.usable):
        i = int(index)
        told.append((i, skip(events, i, reason_for(i, events, prices, placement))))
    return told


def skip(events: EventTable, i: int, reason: str) -> SkippedEvent:
    """Make the record of one event left out."""
    return SkippedEvent(
        event_id=events.event_ids[i], security=events.securities[i], reason=reason
    )


def reason_for(
    i: int, events: EventTable, prices: PricePanel, placement: Placement
) -> str:
    """Reason in words, with the dates that show it."""
    own, span = placement.rows, placement.span
    day = events.dates[i]
    if placement.column[i] < 0:
        return f"no prices for {events.securities[i]}"
    if np.isnat(day):
        return "no date"
    if placement.row[i] < 0:
        return f"{day} is not a row of the price index"
    pattern = own.pattern[placement.column[i]]
    length = int(own.length[pattern])
    if length == 0:
        return "no row has a price of the security, the market and every factor"
    dates = prices.dates[own.panel_row[pattern, :length]]
    at = int(placement.own[i])
    if at < 0 or dates[at] != day:
        price = prices.values[placement.row[i], placement.column[i]]
        return absent_reason(day, dates, at, priced=bool(np.isfinite(price)))
    return short_reason(at, length, span)


def absent_reason(day: np.datetime64, dates: DayArray, at: int, *, priced: bool) -> str:
    """Say that day 0 is no own row, and which rows are around it."""
    before = f"last before it {dates[at]}" if at >= 0 else "none before it"
    after = at + 1
    later = f"next {dates[after]}" if after < len(dates) else "none after it"
    if priced:
        return f"no market or factor value on {day} ({before}, {later})"
    return f"no price on {day}: suspended or missing ({before}, {later})"


def short_reason(at: int, length: int, span: Span) -> str:
    """Too few own rows before or after day 0."""
    earliest = min(span.first, span.start)
    if at + earliest < 1:
        # The first own row has no return, so day 0 has `at` returns up to itself.
        have = min(span.estimation, max(0, at + span.last))
        return (
            f"{have} of {span.estimation} estimation returns: t = {earliest} needs "
            f"{1 - earliest} rows before day 0, there are {at}"
        )
    latest = max(span.last, span.stop)
    return f"t = {latest} needs {latest} rows after day 0, there are {length - 1 - at}"


def find_overlaps(places: Places, span: Span) -> tuple[EventOverlaps, Ints]:
    """Find events of one security that touch each other's windows.

    Returns
    -------
    overlaps : EventOverlaps
    inside : ndarray of shape (N,)
        For each event, how many other day 0s of its security lie in its estimation
        window.
    """
    reach = np.int64(1 << 32)
    key = places.security * reach + places.own
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    pairs = [np.empty((3, 0), np.int64)]
    for shift in range(1, len(ranked)):
        gap = ranked[shift:] - ranked[:-shift]
        near = np.flatnonzero(gap < span.event)
        if not len(near):
            break
        days = span.event - gap[near]
        pairs.append(np.stack([order[near], order[near + shift], days]))
    earlier, later, days = np.concatenate(pairs, axis=1)
    low = np.searchsorted(ranked, ranked + span.first, side="left")
    high = np.searchsorted(ranked, ranked + span.last, side="right")
    inside = np.empty(len(key), np.int64)
    inside[order] = high - low
    return EventOverlaps(earlier=earlier, later=later, days=days), inside


def panel_rows(places: Places, own: OwnRows, first: int, last: int) -> Ints:
    """Rows of the price index from the one before a window to its last, (N, 2)."""
    begin = own.panel_row[places.pattern, places.own + first - 1]
    end = own.panel_row[places.pattern, places.own + last]
    return np.stack([begin, end], axis=1)
