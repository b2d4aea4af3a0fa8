"""Theme shocks on holdings: the sign of the links, the size of the shock, a beta.

A theme's basket moves by the shock; a name that is noisier than the typical member
moves by more. With one correlation among the members' residuals the loading on the
basket is the residual risk over the members' mean; it is kept within a half and two.
Strengths of links rank names and enter no money figure, so they are not used here.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kuroshio.records import Book, Pack, Shock

Floats = NDArray[np.float64]

Reach = Mapping[str, Mapping[str, int]]
_LEAST, _MOST = 0.5, 2.0


def theme_moves(
    shocks: Sequence[Shock],
    book: Book,
    pack: Pack,
    reach: Reach,
) -> Floats:
    """Return what theme shocks add to the local return of each holding.

    Parameters
    ----------
    shocks : sequence of Shock
        Only those on themes count.
    reach : mapping
        Theme → security → +1 helped, -1 harmed, 0 both ways, of all listings reached.

    Returns
    -------
    ndarray, shape (n_holdings,)
        Where several themes reach a holding the largest move for it and the largest
        against it are added; nearly the same news is not counted twice.
    """
    up = np.zeros(len(book.holdings))
    down = np.zeros(len(book.holdings))
    for shock in shocks:
        if shock.kind != "theme":
            continue
        signs = reach.get(shock.id, {})
        typical = _typical(signs, pack)
        for place, holding in enumerate(book.holdings):
            sign = signs.get(holding.security, 0)
            if not sign:
                continue
            move = sign * shock.size * _loading(holding.security, pack, typical)
            up[place] = max(up[place], move)
            down[place] = min(down[place], move)
    return up + down


def _typical(signs: Mapping[str, int], pack: Pack) -> float | None:
    """Return the mean residual risk of a theme's members; None: none is measured."""
    rows = [
        pack.rows[name] for name, sign in signs.items() if sign and name in pack.rows
    ]
    return float(pack.long_residual[rows].mean()) if rows else None


def _loading(security: str, pack: Pack, typical: float | None) -> float:
    """Return the loading on the basket; 1 where residual risks are not measured."""
    place = pack.rows.get(security)
    if typical is None or place is None:
        return 1.0
    return min(max(float(pack.long_residual[place]) / typical, _LEAST), _MOST)
