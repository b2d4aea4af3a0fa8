"""The cases of a study: a precedent, a theme, a venue and its baskets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kuroshio.app.precedent_members import Reached, securities_of
from kuroshio.app.precedent_prices import VenuePrices
from kuroshio.knowledge import Knowledge
from kuroshio.numerics import Ints
from kuroshio.records import Precedent
from kuroshio.studies import (
    VENUES,
    Basket,
    BasketWindows,
    PrecedentSession,
    build_basket,
    keep_one_a_session,
    place_precedent,
)

Side = Literal["all", "for", "against"]
SIDES: tuple[Side, ...] = ("all", "for", "against")
_SIGNS = {"for": 1, "against": -1}
Reaches = Mapping[tuple[str, str], Reached]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Windows in sessions round day 0."""

    estimation: tuple[int, int]
    event: tuple[int, int]

    @property
    def days(self) -> int:
        """How many days the event window has."""
        return self.event[1] - self.event[0] + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One precedent on one theme and venue that can be measured.

    ``row`` is day 0 on the rows of the venue; ``written`` the sign that the library
    expects of the theme, None where it does not name it.
    """

    precedent: Precedent
    theme: str
    venue: str
    placed: PrecedentSession
    row: int
    written: int | None
    baskets: Mapping[Side, Basket]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A precedent left out for a theme and venue (None: for all), and why."""

    precedent: str
    theme: str | None
    venue: str | None
    reason: str


def collect_cases(
    pairs: Sequence[tuple[Precedent, str]],
    reaches: Reaches,
    venues: Mapping[str, VenuePrices],
    knowledge: Knowledge,
    spans: Spans,
) -> tuple[list[Case], list[Excluded]]:
    """Make the cases of every venue; one precedent for each session of a theme."""
    cases: list[Case] = []
    excluded: list[Excluded] = []
    for name, venue in venues.items():
        for precedent, theme in pairs:
            reached = reaches[precedent.id, theme]
            made = _case((precedent, theme), reached, venue, knowledge, spans)
            if isinstance(made, Case):
                cases.append(made)
            else:
                excluded.append(
                    Excluded(
                        precedent=precedent.id, theme=theme, venue=name, reason=made
                    )
                )
    return _one_a_session(cases, excluded)


def _case(
    pair: tuple[Precedent, str],
    reached: Reached,
    venue: VenuePrices,
    knowledge: Knowledge,
    spans: Spans,
) -> Case | str:
    precedent, theme = pair
    placed = place_precedent(precedent, venue.venue, knowledge.calendars)
    if isinstance(placed, str):
        return placed
    dates = venue.prices.dates
    day = np.datetime64(placed.session)
    row = int(np.searchsorted(dates, day))
    if row >= len(dates) or dates[row] != day:
        return _no_row(venue, placed)
    windows = BasketWindows(row=row, estimation=spans.estimation, event=spans.event)
    if windows.first < 0 or windows.last >= len(dates):
        return (
            f"too few sessions: the windows need {row - windows.first} before "
            f"{placed.session} and {windows.last - row} after it; {venue.symbol} has "
            f"{row} and {len(dates) - 1 - row}"
        )
    baskets = {}
    for side in SIDES:
        securities = securities_of(_on_side(reached, side), venue.venue, knowledge)
        baskets[side] = build_basket(venue.prices, securities, windows)
    if not baskets["all"].members:
        return _no_members(baskets["all"])
    written = {item.name: item.sign for item in precedent.themes}.get(theme)
    return Case(
        precedent=precedent,
        theme=theme,
        venue=venue.venue,
        placed=placed,
        row=row,
        written=written,
        baskets=baskets,
    )


def _on_side(reached: Reached, side: Side) -> Iterable[str]:
    if side == "all":
        return reached.issuers
    return [name for name, sign in reached.signs.items() if sign == _SIGNS[side]]


def _no_row(venue: VenuePrices, placed: PrecedentSession) -> str:
    dates = venue.prices.dates
    held = f"{dates[0]} to {dates[-1]}" if len(dates) else "no day"
    return f"no prices on {placed.session}: {venue.symbol} covers {held}"


def _no_members(basket: Basket) -> str:
    reasons = [reason.partition(":")[0] for _, reason in basket.left_out]
    counts = {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}
    told = ", ".join(f"{count} {reason}" for reason, count in counts.items())
    return f"no linked name can be used ({told or 'none is listed there'})"


def _one_a_session(
    cases: list[Case], excluded: list[Excluded]
) -> tuple[list[Case], list[Excluded]]:
    kept: list[Case] = []
    for group in by_theme(cases).values():
        places, dropped = keep_one_a_session(
            [(case.precedent, case.placed.session) for case in group]
        )
        kept += [group[place] for place in places]
        excluded += [
            Excluded(
                precedent=group[place].precedent.id,
                theme=group[place].theme,
                venue=group[place].venue,
                reason=f"same session as {other}: counted once",
            )
            for place, other in dropped.items()
        ]
    return kept, excluded


def by_theme(cases: Iterable[Case]) -> dict[tuple[str, str], list[Case]]:
    """Group cases by venue and theme, in order."""
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        groups.setdefault((case.venue, case.theme), []).append(case)
    return groups


def find_overlaps(cases: Iterable[Case], spans: Spans) -> list[tuple[Case, Case, int]]:
    """Find cases of one theme and venue whose event windows share days."""
    pairs = []
    for group in by_theme(cases).values():
        ordered = sorted(group, key=lambda case: case.row)
        for i, case in enumerate(ordered):
            for other in ordered[i + 1 :]:
                shared = spans.days - (other.row - case.row)
                if shared > 0:
                    pairs.append((case, other, shared))
    return pairs


def drop_overlapping(
    cases: list[Case], excluded: list[Excluded], spans: Spans
) -> tuple[list[Case], list[Excluded]]:
    """Leave out both cases of every overlapping pair, with the reason."""
    touching: dict[int, list[str]] = {}
    for case, other, days in find_overlaps(cases, spans):
        for one, two in ((case, other), (other, case)):
            touching.setdefault(id(one), []).append(f"{two.precedent.id} ({days} days)")
    dropped = [
        Excluded(
            precedent=case.precedent.id,
            theme=case.theme,
            venue=case.venue,
            reason=f"overlaps with {', '.join(touching[id(case)])}",
        )
        for case in cases
        if id(case) in touching
    ]
    kept = [case for case in cases if id(case) not in touching]
    return kept, [*excluded, *dropped]


def find_confounders(
    cases: Iterable[Case],
    venues: Mapping[str, VenuePrices],
    knowledge: Knowledge,
    spans: Spans,
) -> list[tuple[Case, str, int]]:
    """Find the library's other events in the event window of a case, with their day t.

    Those that name the same theme are overlaps and stand there, not here.
    """
    others = {
        venue: _rows_of_all(prices, knowledge) for venue, prices in venues.items()
    }
    found = []
    for case in cases:
        for identity, row in others[case.venue]:
            t = row - case.row
            themes = {item.name for item in knowledge.precedents[identity].themes}
            if identity == case.precedent.id or case.theme in themes:
                continue
            if spans.event[0] <= t <= spans.event[1]:
                found.append((case, identity, t))
    return found


def _rows_of_all(prices: VenuePrices, knowledge: Knowledge) -> list[tuple[str, int]]:
    dates = prices.prices.dates
    rows = []
    for item in knowledge.precedents.values():
        placed = place_precedent(item, prices.venue, knowledge.calendars)
        if isinstance(placed, str):
            continue
        row = int(np.searchsorted(dates, np.datetime64(placed.session)))
        if row < len(dates) and dates[row] == np.datetime64(placed.session):
            rows.append((item.id, row))
    return rows


def locked_share(
    case: Case, side: Side, locks: Ints, prices: VenuePrices, spans: Spans
) -> tuple[Ints, Ints]:
    """Count the members that close at their upper and lower limit on each day."""
    column = {name: k for k, name in enumerate(prices.prices.securities)}
    members = [column[name] for name in case.baskets[side].members]
    rows = slice(case.row + spans.event[0], case.row + spans.event[1] + 1)
    part = locks[rows][:, members]
    return (part > 0).sum(axis=1), (part < 0).sum(axis=1)


def check_venues(venues: Sequence[str]) -> list[str]:
    """Return the names that are no venue."""
    return [name for name in venues if name not in VENUES]
