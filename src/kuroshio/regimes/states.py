"""What a regime is on a day: in force, suspended, ended, or nobody knows."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kuroshio.records import Regime, RegimeChange

Phase = Literal["unseen", "not_yet", "in_force", "suspended", "ended", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeState:
    """The state of a regime as known on a day.

    ``words`` says it for a reader; ``expires`` is the last day known (of the regime,
    or of its suspension), ``next_date`` the next day on which something is due, and
    ``checked`` the newest check not later than the day asked about.
    """

    phase: Phase
    words: str
    expires: date | None = None
    next_date: date | None = None
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class _Track:
    """Where the history of a regime has led."""

    phase: Phase
    until: date | None
    expires: date | None
    since: date | None
    text: str


def regime_state(regime: Regime, as_of: date) -> RegimeState:
    """Return the state of a regime as known at the end of a day.

    A suspension, or a regime with a last day, that has run out and that nobody has
    checked since is unknown: neither "in force" nor "ended". Whatever was published
    after ``as_of`` is not seen.
    """
    published = regime.published or regime.effective
    if published is not None and published > as_of:
        return RegimeState(phase="unseen", words="not yet published")
    known = [turn for turn in _turns(regime) if turn.published <= as_of]
    checked = regime.checked if regime.checked and regime.checked <= as_of else None
    track = _follow(regime, [turn for turn in known if turn.on <= as_of])
    ahead = [turn.on for turn in known if turn.on > as_of]
    ahead_of = regime.effective is not None and regime.effective > as_of
    if ahead_of and track.phase == "in_force":
        return RegimeState(
            phase="not_yet",
            words=f"takes effect on {regime.effective}",
            expires=track.expires,
            next_date=regime.effective,
            checked=checked,
        )
    phase, words, last = _judge(track, as_of, checked)
    dates = [day for day in (*ahead, last) if day is not None and day >= as_of]
    return RegimeState(
        phase=phase,
        words=words,
        expires=last,
        next_date=min(dates, default=None),
        checked=checked,
    )


def _turns(regime: Regime) -> list[RegimeChange]:
    """Return all turns of a regime in order, its first suspension among them."""
    turns = list(regime.changes)
    if regime.suspended_from is not None:
        turns.append(
            RegimeChange(
                kind="suspended",
                on=regime.suspended_from,
                published=regime.suspended_from,
                until=regime.suspended_until,
                text="suspended",
                source=regime.source,
            )
        )
    return sorted(turns, key=lambda turn: (turn.on, turn.published))


def _follow(regime: Regime, turns: list[RegimeChange]) -> _Track:
    track = _Track("in_force", None, regime.expires, regime.effective, "")
    for turn in turns:
        track = _step(track, turn)
    return track


def _step(track: _Track, turn: RegimeChange) -> _Track:
    if turn.kind == "suspended":
        return _Track("suspended", turn.until, track.expires, turn.on, turn.text)
    if turn.kind == "resumed":
        return _Track("in_force", None, track.expires, turn.on, turn.text)
    if turn.kind == "ended":
        return _Track("ended", None, turn.on, turn.on, turn.text)
    if turn.kind == "extended" and track.phase == "suspended":
        return _Track("suspended", turn.until, track.expires, track.since, turn.text)
    if turn.kind == "extended":
        return _Track(track.phase, track.until, turn.until, track.since, turn.text)
    return track  # amended: other words, same force


def _judge(
    track: _Track, as_of: date, checked: date | None
) -> tuple[Phase, str, date | None]:
    if track.phase == "ended":
        return "ended", f"ended on {track.since}", track.expires
    if track.phase == "suspended":
        return _judge_suspended(track, as_of, checked)
    if track.expires is not None and track.expires < as_of:
        if checked is not None and checked > track.expires:
            return "ended", f"ran out on {track.expires}", track.expires
        words = f"its last day, {track.expires}, has passed and was not checked since"
        return "unknown", words, track.expires
    tail = f" to {track.expires}" if track.expires is not None else ""
    return "in_force", f"in force{tail}", track.expires


def _judge_suspended(
    track: _Track, as_of: date, checked: date | None
) -> tuple[Phase, str, date | None]:
    if track.until is None:
        return "suspended", f"suspended since {track.since}", None
    if as_of <= track.until:
        return "suspended", f"suspended to {track.until}", track.until
    if checked is not None and checked > track.until:
        return "in_force", f"in force again since {track.until}", None
    words = f"suspended to {track.until}, not checked since"
    return "unknown", words, track.until
