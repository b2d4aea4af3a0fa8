"""Shocks to conditions on factors and names, and what is expected of the rest.

The state is (f, g, e): the pack's factors, the blocks that split what they leave
(industries, styles, statistical factors; see ``Pack``), and one standardised residual
for each issuer that a shock names. Its covariance is that of the factors beside that of
the blocks beside the identity, times the sessions of the horizon. A shock on a holding
is a condition on its whole local return, so it tells on factors and blocks by as much
as the holding's variance is theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kuroshio.numerics import Conditioned, condition_normal
from kuroshio.records import Book, Pack, Shock
from kuroshio.risk.positions import Positions

Floats = NDArray[np.float64]

DOLLAR_PAIRS = {"CNY": "USDCNH", "CNH": "USDCNH", "JPY": "USDJPY"}
DOLLARS = frozenset({"USD"})
_MOST = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Rows of A and values of b over the state; ``issuers`` numbers its residuals."""

    rows: Floats
    values: Floats
    issuers: tuple[int, ...]
    factors: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stressed:
    """The state, given the shocks.

    Parameters
    ----------
    factors : ndarray, shape (n_factors,)
        Expected moves over the horizon.
    names : mapping
        Issuer's number → expected residual, in units of residual risk.
    covariance : ndarray, shape (n_factors + len(names), ...)
        Of the state, given the shocks, over the horizon; volatility shocks are in it.
    residual_ratio : float
        Factor on the residual risk of everybody else.
    distance, dimensions
        Of the shocks under the covariance without volatility shocks.
    """

    factors: Floats
    names: Mapping[int, float]
    covariance: Floats
    residual_ratio: float
    distance: float
    dimensions: int
    horizon: int


def widen_positions(positions: Positions) -> Positions:
    """Return positions with the blocks as further factors behind the named ones.

    ``local``, ``currency`` and ``covariance`` are wider by the blocks, ``residual`` is
    what no block shares. Without blocks they are returned as they are.
    """
    blocks, covariance = positions.blocks, positions.block_covariance
    if blocks is None or covariance is None:
        return positions
    width, extra = len(positions.covariance), len(covariance)
    joint = np.zeros((width + extra, width + extra))
    joint[:width, :width] = positions.covariance
    joint[width:, width:] = covariance
    return replace(
        positions,
        covariance=joint,
        local=np.hstack([positions.local, blocks]),
        currency=np.hstack([positions.currency, np.zeros_like(blocks)]),
        residual=positions.alone,
        blocks=None,
        block_covariance=None,
        block_own=None,
    )


def factor_names(pack: Pack) -> tuple[str, ...]:
    """Return the names of the state's factors: the pack's, then its blocks."""
    return (*pack.factors, *(pack.blocks if pack.block_loadings is not None else ()))


def dollar_move(size: float) -> float:
    """Return the move of USDXXX when XXX gains ``size`` against the dollar."""
    return 1.0 / (1.0 + size) - 1.0


def currency_row(code: str, factors: Sequence[str]) -> tuple[Floats, bool] | None:
    """Return the loadings of a currency's price, and whether it is against dollars.

    A pair XXXYYY is the price of XXX in YYY, to first order the move of USDYYY less
    that of USDXXX. None where the factors do not price it.
    """
    first, second = (code, "USD") if len(code) == 3 else (code[:3], code[3:])
    row = np.zeros(len(factors))
    for currency, sign in ((first, -1.0), (second, 1.0)):
        if currency in DOLLARS:
            continue
        pair = DOLLAR_PAIRS.get(currency)
        if pair is None or pair not in factors:
            return None
        row[list(factors).index(pair)] += sign
    return (row, second in DOLLARS) if row.any() else None


def gather_conditions(
    shocks: Sequence[Shock],
    book: Book,
    positions: Positions,
    pack: Pack,
    *,
    themes: Floats,
) -> Conditions:
    """Return the conditions of shocks on factors, currencies and holdings.

    Parameters
    ----------
    shocks : sequence of Shock
        Checked: every name is known. Those on themes and volatilities set none.
    themes : ndarray, shape (n_holdings,)
        What theme shocks add to each holding; a holding's own shock is its whole move,
        so the rest of it is what remains.
    """
    lines = {item.security: place for place, item in enumerate(book.holdings)}
    factors = factor_names(pack)
    rows: list[tuple[Floats, int | None, float]] = []
    values: list[float] = []
    named: set[str] = set()
    for shock in shocks:
        if shock.kind in {"factor", "currency"}:
            row, value = _factor_row(shock, factors)
            named |= {factors[place] for place in np.flatnonzero(row)}
            rows.append((row, None, 0.0))
            values.append(value)
        elif shock.kind == "holding":
            found = _holding_row(shock, lines, positions, pack)
            if found is not None:
                own = themes[lines[shock.id]] if shock.id in lines else 0.0
                rows.append(found)
                values.append(shock.size - float(own))
    return _assemble(rows, values, len(factors), named)


def _factor_row(shock: Shock, factors: Sequence[str]) -> tuple[Floats, float]:
    if shock.kind == "factor":
        row = np.zeros(len(factors))
        row[list(factors).index(shock.id)] = 1.0
        return row, shock.size
    found = currency_row(shock.id, factors)
    if found is None:
        raise ValueError(f"unchecked currency {shock.id}")
    row, against_dollars = found
    if not against_dollars:
        return row, shock.size
    return -row, dollar_move(shock.size)


def _holding_row(
    shock: Shock, lines: Mapping[str, int], positions: Positions, pack: Pack
) -> tuple[Floats, int | None, float] | None:
    """Return loadings, the issuer and the residual risk of one unit of a security.

    None: nothing is known of how it moves with anything, so it moves alone.
    """
    line = lines.get(shock.id)
    if line is not None and positions.weights[line] != 0.0:
        weight = positions.weights[line]
        loading = positions.local[line] / weight
        residual = float(positions.residual[line] / weight)
        if not loading.any() and residual == 0.0:
            return None
        return loading, int(positions.issuers[line]), residual
    place = pack.rows.get(shock.id)
    if place is None:
        return None
    outside = int(positions.issuers.max(initial=-1)) + 1 + place
    loading, residual = _unheld(place, pack)
    return loading, outside, residual


def _unheld(place: int, pack: Pack) -> tuple[Floats, float]:
    """Return loadings and own residual risk of a name of the pack that is not held."""
    residual = float(pack.residual[place])
    if pack.block_loadings is None or pack.block_covariance is None:
        return pack.betas[place], residual
    blocks = pack.block_loadings[place]
    shared = float(blocks @ pack.block_covariance @ blocks)
    # As in the positions: blocks explain no more than 0.8 of the residual variance.
    fit = min(1.0, (_MOST * residual**2 / shared) ** 0.5) if shared > 0.0 else 1.0
    alone = max(residual**2 - fit**2 * shared, 0.0) ** 0.5
    return np.concatenate([pack.betas[place], fit * blocks]), alone


def _assemble(
    rows: Sequence[tuple[Floats, int | None, float]],
    values: Sequence[float],
    width: int,
    named: set[str],
) -> Conditions:
    issuers = tuple(dict.fromkeys(who for _, who, _ in rows if who is not None))
    matrix = np.zeros((len(rows), width + len(issuers)))
    for place, (loading, who, residual) in enumerate(rows):
        matrix[place, :width] = loading
        if who is not None:
            matrix[place, width + issuers.index(who)] = residual
    return Conditions(
        rows=matrix,
        values=np.array(values, dtype=np.float64),
        issuers=issuers,
        factors=frozenset(named),
    )


def condition_state(
    conditions: Conditions,
    covariance: Floats,
    factors: Sequence[str],
    *,
    horizon: int,
    volatility: Mapping[str, float],
    named: int | None = None,
) -> Stressed:
    """Return the state given the conditions.

    Parameters
    ----------
    conditions : Conditions
    covariance : ndarray, shape (n_factors, n_factors)
        Per session, as aged.
    factors : sequence of str
        Its order.
    horizon : int
        Sessions.
    volatility : mapping
        Factor, ``residual`` or ``all`` → ratio.
    named : int, optional
        How many of the factors are the pack's own; the others are blocks of residual
        risk, which ``residual`` scales. By default all.

    Raises
    ------
    NumericsError
        The conditions contradict one another, or the covariance is none.
    """
    width, extra = len(factors), len(conditions.issuers)
    state = np.zeros((width + extra, width + extra))
    state[:width, :width] = covariance * horizon
    state[width:, width:] = np.eye(extra) * horizon
    plain = condition_normal(state, conditions.rows, conditions.values)
    everybody = volatility.get("all", 1.0)
    own = volatility.get("residual", 1.0)
    residual = own * everybody
    last = width if named is None else named
    usually = [1.0 if place < last else own for place in range(width)]
    ratios = everybody * np.array(
        [
            volatility.get(name, ratio)
            for name, ratio in zip(factors, usually, strict=True)
        ]
    )
    shaken: Conditioned = plain
    if (ratios != 1.0).any() or residual != 1.0:
        scale = np.concatenate([ratios, np.full(extra, residual)])
        shaken = condition_normal(
            state * np.outer(scale, scale), conditions.rows, conditions.values
        )
    return Stressed(
        factors=shaken.mean[:width],
        names=dict(zip(conditions.issuers, shaken.mean[width:].tolist(), strict=True)),
        covariance=shaken.covariance,
        residual_ratio=residual,
        distance=plain.distance,
        dimensions=plain.dimensions,
        horizon=horizon,
    )
