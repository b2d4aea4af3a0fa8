"""Which precedents a study is about, and the session on which each could be traded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kuroshio.calendars import day_zero, find_calendar
from kuroshio.records import Calendar, Precedent

# One calendar stands for the three mainland exchanges: they share their sessions.
VENUES = {"CN": "XSHG", "HK": "XHKG", "JP": "XTKS", "US": "XNYS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedentSession:
    """Day 0 of a precedent on a venue.

    ``by`` tells whether it follows from the instant of publication or is the session
    that the library names; ``note`` what a reader must know of it, None: nothing.
    """

    session: date
    by: str
    note: str | None = None


def choose_precedents(
    precedents: Iterable[Precedent],
    *,
    ids: Collection[str] = (),
    theme: str | None = None,
    kind: str | None = None,
    until: date | None = None,
) -> tuple[Precedent, ...]:
    """Keep the precedents that meet every condition given, in order of time.

    Parameters
    ----------
    precedents : iterable of Precedent
    ids : collection of str
        Keep these only; empty: all.
    theme : str, optional
        A theme that the precedent names.
    kind : str, optional
        A type that it has, the leading one or another.
    until : date, optional
        Leave out what happened later.

    Returns
    -------
    tuple of Precedent
    """
    kept = [
        item
        for item in precedents
        if (not ids or item.id in ids)
        and (theme is None or theme in {name.name for name in item.themes})
        and (kind is None or kind in item.types)
        and (until is None or item.on <= until)
    ]
    return tuple(sorted(kept, key=lambda item: (item.on, item.id)))


def place_precedent(
    precedent: Precedent, venue: str, calendars: Mapping[str, Calendar]
) -> PrecedentSession | str:
    """Find the first session of a venue whose close comes after publication.

    Parameters
    ----------
    precedent : Precedent
    venue : {"CN", "HK", "JP", "US"}
    calendars : Mapping
        By MIC.

    Returns
    -------
    PrecedentSession or str
        From the instant where the library has one, else the session that it names for
        the exchange; a reason in words where there is neither.
    """
    mic = VENUES[venue]
    named = {item.exchange: item.session for item in precedent.first_sessions}.get(mic)
    if precedent.at is None:
        if named is None:
            return f"no instant is known, and no first session on {mic}"
        return PrecedentSession(
            session=named, by="library", note=_leak(precedent, named, named)
        )
    found = day_zero(precedent.at, find_calendar(calendars, mic))
    notes = [_leak(precedent, named, found.session)]
    if named not in {None, found.session} and not precedent.leaked:
        notes.append(f"the library names {named}")
    if found.provisional:
        notes.append("the calendar does not reach that far: provisional")
    told = "; ".join(note for note in notes if note)
    return PrecedentSession(session=found.session, by="instant", note=told or None)


def _leak(precedent: Precedent, named: date | None, session: date) -> str | None:
    if not precedent.leaked:
        return None
    before = f" from {named}" if named is not None and named < session else ""
    return f"leaked: prices may have moved before it{before}"


def keep_one_a_session(
    placed: Sequence[tuple[Precedent, date]],
) -> tuple[list[int], dict[int, str]]:
    """Keep one precedent of each session, the most certain, then the earliest.

    Two events of one theme on one session have one return between them, so counting
    both would halve the standard error for nothing.

    Returns
    -------
    kept : list of int
        Places in ``placed``.
    dropped : dict of int to str
        Place → the id of the one that was kept for its session.
    """
    rank = {"high": 0, "medium": 1, "low": 2}
    best: dict[date, int] = {}
    for i, (item, session) in enumerate(placed):
        held = best.get(session)
        if held is None or _order(item, rank) < _order(placed[held][0], rank):
            best[session] = i
    kept = sorted(best.values())
    dropped = {
        i: placed[best[session]][0].id
        for i, (_, session) in enumerate(placed)
        if best[session] != i
    }
    return kept, dropped


def _order(item: Precedent, rank: Mapping[str, int]) -> tuple[int, date, str]:
    return rank[item.confidence], item.on, item.id
