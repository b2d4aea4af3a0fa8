"""What a provider has answered already, so that it is not asked for it again.

One file a provider beside the store, a line for each stretch that was answered and
stored. A stretch counts even where it held no bar: a listing may be younger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

_DAY = timedelta(days=1)
# A publisher may be some days late, so the end of a fresh answer is its last bar.
_LATE = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    symbol: str
    first: date
    last: date


def read_answered(root: Path, provider: str) -> dict[str, tuple[Stretch, ...]]:
    """Return the stretches answered by symbol; lines torn by a kill are left out."""
    path = _place(root, provider)
    if not path.is_file() or not (root / "CURRENT").is_file():
        return {}
    found: dict[str, list[Stretch]] = {}
    for raw in path.read_bytes().splitlines():
        try:
            line = msgspec.json.decode(raw, type=_Line)
        except msgspec.MsgspecError:
            continue
        stretch = Stretch(first=line.first, last=line.last)
        found.setdefault(line.symbol, []).append(stretch)
    return {symbol: join_stretches(items) for symbol, items in found.items()}


def note_answered(
    root: Path, provider: str, answered: Sequence[tuple[str, Stretch]]
) -> None:
    """Add what was answered and stored; losing it costs a second ask, nothing else."""
    lines = [
        msgspec.json.encode(_Line(symbol=symbol, first=item.first, last=item.last))
        for symbol, item in answered
        if item.first <= item.last
    ]
    if lines:
        with _place(root, provider).open("ab") as file:
            file.write(b"\n".join([*lines, b""]))


def _place(root: Path, provider: str) -> Path:
    return root / f"answered-{provider}.jsonl"


def join_stretches(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return the same days as few stretches in order."""
    joined: list[Stretch] = []
    for item in sorted(stretches, key=lambda stretch: stretch.first):
        if joined and item.first <= joined[-1].last + _DAY:
            last = max(item.last, joined[-1].last)
            joined[-1] = Stretch(first=joined[-1].first, last=last)
        else:
            joined.append(item)
    return tuple(joined)


def find_missing(
    answered: Sequence[Stretch], wanted: Stretch, *, whole: bool
) -> tuple[Stretch, ...]:
    """Return what of ``wanted`` has not been answered yet.

    Parameters
    ----------
    answered : sequence of Stretch
    wanted : Stretch
    whole : bool
        If anything is missing, everything ever answered is asked for again in one
        stretch: for publishers that rescale history.
    """
    missing: list[Stretch] = []
    start = wanted.first
    for item in join_stretches(answered):
        if item.first > start:
            last = min(wanted.last, item.first - _DAY)
            missing.append(Stretch(first=start, last=last))
        start = max(start, item.last + _DAY)
        if start > wanted.last:
            break
    if start <= wanted.last:
        missing.append(Stretch(first=start, last=wanted.last))
    kept = tuple(item for item in missing if item.first <= item.last)
    if not whole or not kept:
        return kept
    every = (*answered, wanted)
    return (
        Stretch(
            first=min(item.first for item in every),
            last=max(item.last for item in every),
        ),
    )


def answered_part(asked: Stretch, last_bar: date | None, *, today: date) -> Stretch:
    """Return how much of a stretch an answer settles.

    The end of a stretch that lies near today is settled up to its last bar only; an
    empty one then settles nothing, which is a stretch that ends before it starts.
    """
    if today - asked.last >= _LATE:
        return asked
    return Stretch(
        first=asked.first, last=last_bar if last_bar is not None else asked.first - _DAY
    )
