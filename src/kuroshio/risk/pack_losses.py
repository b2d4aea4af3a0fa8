"""VaR and ES of a book on a pack alone, by methods beside the factor model's tails.

Filtered historical simulation plays the factors' dated innovations, one session's
together, on today's volatilities, and adds what blocks and single names bring as a
Student-t laid over a fixed grid of quantiles: nothing is drawn at random. Over several
sessions the dates of a path follow each other by a fixed stride, round the end, so
that each date is used as often as every other.
"""

from functools import lru_cache

import numpy as np

from kuroshio.numerics import Floats, sample_tails, student_quantile, tail_multiples
from kuroshio.records import LossRange, Pack
from kuroshio.risk.losses import HORIZONS, LEVELS, Spread, spread_over
from kuroshio.risk.positions import Positions

_GRID, _DF = 40, 6.0
_STRIDES = (1, 3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73)
_FEWEST = 250


def method_losses(
    positions: Positions,
    pack: Pack,
    *,
    spreads: tuple[Spread, Spread],
    stretch: Floats,
    closure: bool,
) -> tuple[LossRange, ...]:
    """Return loss ranges by ``ewma-normal`` and ``factor-fhs``.

    Parameters
    ----------
    positions : Positions
    pack : Pack
        Without innovations, or with fewer than 250, there is no ``factor-fhs``.
    spreads : pair of Spread
        From ``session_spreads``.
    stretch : ndarray, shape (n_holdings,)
        Volatility multipliers of the session after a closure.
    closure : bool
        Whether one lies ahead: then each loss comes with the gap too.
    """
    found = []
    plain, wide = spreads
    for gaps in (0, 1) if closure else (0,):
        for horizon in HORIZONS:
            spread = spread_over(plain, wide, sessions=horizon, gaps=gaps)
            volatility = max(spread.variance, 0.0) ** 0.5
            share = spread.currency / spread.variance if spread.variance > 0.0 else 0.0
            normal = [tail_multiples(level, float("inf")) for level in LEVELS]
            tails = {
                "ewma-normal": [(v * volatility, e * volatility) for v, e in normal]
            }
            outcomes = simulate_outcomes(
                positions, pack, spread, horizon=horizon, gaps=gaps, stretch=stretch
            )
            if outcomes is not None:
                var, es = sample_tails(outcomes, LEVELS)
                tails["factor-fhs"] = list(zip(var.tolist(), es.tolist(), strict=True))
            found += [
                LossRange(
                    level=level,
                    horizon=horizon,
                    method=method,
                    var=var_,
                    es=es_,
                    currency_part=share * es_,
                    gap_adjusted=gaps > 0,
                )
                for method, pairs in tails.items()
                for level, (var_, es_) in zip(LEVELS, pairs, strict=True)
            ]
    return tuple(found)


def simulate_outcomes(
    positions: Positions,
    pack: Pack,
    spread: Spread,
    *,
    horizon: int,
    gaps: int,
    stretch: Floats,
) -> Floats | None:
    """Return the book's simulated returns over a horizon, shape (n,); None: cannot.

    ``spread`` is that of the horizon, whose first ``gaps`` sessions follow a closure.
    """
    innovations = pack.innovations
    if innovations is None or len(innovations) < _FEWEST:
        return None
    moves = innovations * np.sqrt(np.diag(positions.covariance))
    plain = positions.local.sum(axis=0) + positions.currency.sum(axis=0)
    wide = (positions.local * stretch[:, None]).sum(axis=0)
    calm = moves @ plain
    shaken = moves @ (wide + positions.currency.sum(axis=0))
    paths = _along_paths(calm, shaken, horizon, gaps)
    rest = max(spread.single_names + float(spread.blocks.sum()), 0.0) ** 0.5
    outcomes: Floats = (paths[:, None] + rest * residual_grid(horizon)).ravel()
    return outcomes


def _along_paths(calm: Floats, shaken: Floats, horizon: int, gaps: int) -> Floats:
    """Return sums along paths of dates, the first ``gaps`` taken after a closure."""
    if horizon == 1:
        return shaken if gaps else calm
    count = len(calm)
    steps = np.outer(_STRIDES, np.arange(horizon))
    places = (np.arange(count)[:, None, None] + steps) % count
    total: Floats = shaken[places[:, :, :gaps]].sum(axis=2)
    total = total + calm[places[:, :, gaps:]].sum(axis=2)
    return total.ravel()


@lru_cache(maxsize=8)
def residual_grid(horizon: int) -> Floats:
    """Return quantiles of a unit-variance Student-t at even steps, unit variance."""
    df = _DF * horizon**0.5
    places = (np.arange(_GRID) + 0.5) / _GRID
    grid = np.array([student_quantile(float(place), df) for place in places])
    unit: Floats = grid / grid.std()
    unit.setflags(write=False)
    return unit
