"""Which regimes reach a deal and a book, and what lapses soon."""

from collections.abc import Iterable
from datetime import date, timedelta

from kuroshio.knowledge import Knowledge
from kuroshio.records import Answer, Book, DealSheet, Profile, Regime, RegimeAnswer
from kuroshio.regimes.deal_tests import reach_of_deal
from kuroshio.regimes.holding_tests import BOOK, reach_of_book
from kuroshio.regimes.states import RegimeState, regime_state
from kuroshio.regimes.views import DealView, view_deal

SOON = timedelta(days=90)
CALENDAR = "calendar"

_Row = tuple[tuple[int, bool, int, str, str], RegimeAnswer]
_ORDER: dict[Answer, int] = {
    "applies": 0,
    "may_apply": 1,
    "unknown": 2,
    "does_not": 3,
}


def answer_regimes(
    sheet: DealSheet | None,
    book: Book | None,
    profile: Profile | None,
    knowledge: Knowledge,
    *,
    as_of: date,
) -> tuple[RegimeAnswer, ...]:
    """Say which regimes reach a deal, its causes and the holdings of a book.

    Parameters
    ----------
    sheet : DealSheet or None
        None, or an event of kind none: only the book is answered; with no book
        either, the answer is the calendar of all regimes.
    book, profile : Book, Profile or None
        Whose holdings and whose status; an unknown status gives unknown answers.
    knowledge : Knowledge
        The regimes.
    as_of : date
        Rules and changes published later are not seen.

    Returns
    -------
    tuple of RegimeAnswer
        ``subject`` is "deal" or "measure", the id of a cause, a security, "book" or
        "calendar". First what documents name, then deal and causes, then single
        holdings, then the book as a whole; in each what has a date ahead comes first,
        then the stronger answers. Rows that say no more than "does not" appear only for
        regimes that documents name or that are suspended. What else
        lapses within 90 days and touches a theme of the deal closes the list, subject
        "calendar".
    """
    if sheet is None and book is None:
        return regime_calendar(knowledge, as_of=as_of)
    seen = [
        (regime, state)
        for regime in knowledge.regimes.values()
        if (state := regime_state(regime, as_of)).phase != "unseen"
    ]
    rows: list[_Row] = []
    view = view_deal(sheet, knowledge) if sheet is not None else None
    if view is not None and view.sheet.event.kind != "none":
        rows += _deal_rows(seen, view)
    if book is not None:
        rows += _book_rows(seen, book, profile, knowledge)
    answers = [answer for _, answer in sorted(rows, key=lambda row: row[0])]
    soon = _soon(seen, answers, view, as_of)
    return (*answers, *soon)


def _deal_rows(seen: list[tuple[Regime, RegimeState]], view: DealView) -> list[_Row]:
    kind = view.sheet.event.kind
    rows = []
    for regime, state in seen:
        for reach in reach_of_deal(regime, view):
            if regime.id not in view.named and state.phase == "ended":
                continue
            subject = kind if reach.subject == "deal" else reach.subject
            answer = _say(regime, state, subject, reach.answer, reach.reason)
            rows.append((_key(0 if regime.id in view.named else 1, answer), answer))
    return rows


def _book_rows(
    seen: list[tuple[Regime, RegimeState]],
    book: Book,
    profile: Profile | None,
    knowledge: Knowledge,
) -> list[_Row]:
    rows = []
    for regime, state in seen:
        if state.phase == "ended":
            continue
        for reach in reach_of_book(regime, book, profile, knowledge):
            answer = _say(regime, state, reach.subject, reach.answer, reach.reason)
            rows.append((_key(3 if reach.subject == BOOK else 2, answer), answer))
    return rows


def _key(group: int, answer: RegimeAnswer) -> tuple[int, bool, int, str, str]:
    """Order by group, then what has a date ahead, then the stronger answer."""
    undated = answer.next_date is None
    return group, undated, _ORDER[answer.answer], answer.id, answer.subject


def _say(
    regime: Regime, state: RegimeState, subject: str, reach: Answer, reason: str
) -> RegimeAnswer:
    """Join how far a regime reaches with whether it is in force."""
    answer, words = reach, reason
    if reach != "does_not" and state.phase != "in_force":
        words = f"{state.words}; {reason}"
        answer = _WEAKENED[state.phase]
    return RegimeAnswer(
        id=regime.id,
        subject=subject,
        answer=answer,
        reason=words,
        effective=regime.effective,
        expires=state.expires,
        next_date=state.next_date,
        checked=state.checked,
        source=regime.source,
    )


_WEAKENED: dict[str, Answer] = {
    "not_yet": "may_apply",
    "suspended": "does_not",
    "ended": "does_not",
    "unknown": "unknown",
}


def _soon(
    seen: list[tuple[Regime, RegimeState]],
    answers: Iterable[RegimeAnswer],
    view: DealView | None,
    as_of: date,
) -> list[RegimeAnswer]:
    """Return the lapses near at hand that touch a theme here and have no row yet."""
    told = {answer.id for answer in answers}
    themes = view.all_themes if view is not None else frozenset()
    rows = [
        _lapse(regime, state)
        for regime, state in seen
        if _is_soon(state, as_of)
        and regime.id not in told
        and themes & set(regime.objects)
    ]
    return sorted(rows, key=lambda row: (row.next_date or as_of, row.id))


def _is_soon(state: RegimeState, as_of: date) -> bool:
    return state.next_date is not None and as_of <= state.next_date <= as_of + SOON


def _lapse(regime: Regime, state: RegimeState) -> RegimeAnswer:
    return _say(regime, state, CALENDAR, "applies", regime.scope)


def lapsing(
    knowledge: Knowledge, *, as_of: date, within: timedelta = SOON
) -> tuple[RegimeAnswer, ...]:
    """Return all regimes on which something falls due soon, the nearest first."""
    rows = regime_calendar(knowledge, as_of=as_of)
    return tuple(
        row
        for row in rows
        if row.next_date is not None and as_of <= row.next_date <= as_of + within
    )


def regime_calendar(knowledge: Knowledge, *, as_of: date) -> tuple[RegimeAnswer, ...]:
    """Return every regime with a date ahead, or with one that ran out unchecked.

    What ran out comes first, then by the next date; ``subject`` is "calendar".
    """
    rows = []
    for regime in knowledge.regimes.values():
        state = regime_state(regime, as_of)
        if state.phase == "unknown" or state.next_date is not None:
            rows.append(_lapse(regime, state))
    return tuple(sorted(rows, key=lambda row: (row.next_date or date.min, row.id)))
