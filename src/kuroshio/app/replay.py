"""The past that a replay needs: from files, a folder, or the user's own store."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kuroshio.app.workspace import Workspace
from kuroshio.errors import Fault, InputError
from kuroshio.market import (
    current_generation,
    load_matrix,
    past_moves,
    read_past_panels,
    sessions_between,
)
from kuroshio.records import Book, Pack, PricePanel
from kuroshio.risk import PastMoves

_MARKETS = ("CN", "HK", "JP", "US", "XX")


def parse_stretch(text: str) -> tuple[date, date]:
    """Read FROM:TO, two ISO days.

    Raises
    ------
    InputError
        No two days, or the later one first.
    """
    first, _, last = text.partition(":")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise _fault(f"{text!r} is not FROM:TO") from None
    if end < start:
        raise _fault(f"{text!r} ends before it starts")
    return start, end


def _fault(problem: str) -> InputError:
    fault = Fault(place="--replay", problem=problem, mend="2018-03-22:2018-03-23")
    return InputError("command line", [fault])


def open_past(
    stretch: tuple[date, date],
    book: Book,
    pack: Pack,
    *,
    prices: Sequence[Path],
    workspace: Workspace,
) -> PastMoves:
    """Measure what the pack's factors and a book's holdings did over a stretch.

    Parameters
    ----------
    stretch : tuple of date
        First and last day.
    prices : sequence of Path
        Files or folders; none: what `data import` stored. Where neither has anything
        the result is empty, and a replay says NOT ESTIMABLE.
    """
    wanted = {item.security for item in book.holdings} | {*pack.factors}
    if prices:
        panels = read_past_panels(prices, wanted)
        source = ", ".join(str(path) for path in prices)
    else:
        panels = _stored(wanted, workspace)
        source = "price store" if panels else "none: give --prices or data import"
    start, end = stretch
    moves = past_moves(panels, start=start, end=end)
    return PastMoves(
        start=start,
        end=end,
        sessions=sessions_between(panels, start, end),
        factors={name: moves[name] for name in pack.factors if name in moves},
        securities={k: v for k, v in moves.items() if k not in pack.factors},
        source=source,
    )


def _stored(wanted: set[str], workspace: Workspace) -> tuple[PricePanel, ...]:
    root = workspace.data / "bars" if workspace.data is not None else None
    generation = current_generation(root) if root is not None else None
    if generation is None:
        return ()
    panels = []
    for market in _MARKETS:
        for field in ("adj_close", "close"):
            matrix = load_matrix(
                generation, market=market, field=field, cache=workspace.cache
            )
            columns = [k for k, name in enumerate(matrix.securities) if name in wanted]
            if columns:
                panels.append(
                    PricePanel(
                        dates=matrix.days,
                        securities=tuple(matrix.securities[k] for k in columns),
                        values=matrix.values[:, columns],
                    )
                )
    return tuple(panels)
